"""Pages that answer 200 and are not what was asked for, and pages that only seem so.

In the manner of cities' sites, of a city that does not exist; none is taken from anywhere.
"""

# ruff: noqa: E501 - pages, a line each

from typing import NamedTuple

from responses.link_states import Finding

SITE = "https://www.hanbit.go.kr"
MENU = (
    *("시정소식", "새소식", "고시공고", "보도자료", "채용공고", "열린시장실", "인사말", "공약"),
    *("민원안내", "여권", "무인민원발급", "분야별정보", "복지", "환경", "교통", "문화관광", "예산"),
    *(
        "정보공개",
        "사전정보공표",
        "행정조직",
        "직원검색",
        "오시는 길",
        "서비스 점검 일정",
        "로그인",
    ),
)
FOOTER = (
    "(우)00000 한빛시 중앙로 1 대표전화 000-0000 야간 당직실 000-0001 "
    "COPYRIGHT (C) HANBIT CITY. ALL RIGHTS RESERVED."
)
ARTICLE = (
    "한빛시는 시민 여러분의 의견을 듣고자 올해도 주민참여예산 사업을 공모합니다. 접수한 제안은 담당 "
    "부서의 검토와 시민위원회의 심사를 거쳐 다음 해 예산에 반영됩니다. 제안은 누구나 할 수 있으며 "
    "결과는 누리집에 공개합니다. "
)
QUESTIONS = (
    "누리집을 이용하면서 자주 묻는 질문을 모았습니다. 즐겨찾기에 저장한 주소로 들어오면 ‘페이지를 찾을 "
    "수 없습니다’라는 문구가 나올 수 있습니다. 개편으로 주소가 바뀐 경우이며 첫 화면에서 메뉴를 다시 "
    "선택하시면 됩니다. 삭제된 게시물은 복구할 수 없습니다. 로그인이 필요한 서비스는 회원 가입 후 "
    "이용하실 수 있습니다. 서비스 점검 중에는 접속이 원활하지 않을 수 있습니다. "
)


class SoftPage(NamedTuple):
    """A page: what was asked for, where that led, its markup, and what it is."""

    html: str
    finding: Finding
    asked: str = "/board/view.do?id=3120"
    got: str = ""


def bare(text: str, title: str = "", script: str = "", head: str = "") -> str:
    """Return a page with next to nothing in it."""
    titled = f"<title>{title}</title>" if title else ""
    tag = f"<script>{script}</script>" if script else ""
    return f"<!doctype html><html><head>{titled}{head}{tag}</head><body>{text}</body></html>"


def whole(text: str, title: str = "한빛시청", *, old: bool = False) -> str:
    """Return a page with all that a site has around its text; `old` by no tags of HTML 5."""
    links = "".join(f'<li><a href="/m{n}.do">{each}</a></li>' for n, each in enumerate(MENU * 3))
    top, end = ('<div id="header">', "</div>") if old else ("<header><nav>", "</nav></header>")
    foot, last = ('<div id="footer">', "</div>") if old else ("<footer>", "</footer>")
    return (
        f'<!doctype html><html lang="ko"><head><title>{title}</title></head><body>'
        f'<a href="#content">본문 바로가기</a>{top}<h1><a href="/">한빛시</a></h1><ul>{links}</ul>{end}'
        f'<div id="content">{text}</div>{foot}<p>{FOOTER}</p>{last}</body></html>'
    )


def _alert(said: str, then: str = "history.back();") -> str:
    return bare("", script=f"alert('{said}'); {then}")


def _refresh(to: str, wait: str = "0") -> str:
    return bare("", head=f'<meta http-equiv="refresh" content="{wait};url={to}">')


_MISSING, _SERVICED, _SIGN_IN = Finding.SAYS_MISSING, Finding.SERVICED, Finding.SIGN_IN
_FAULT = Finding.SAYS_FAULT
_FRONT, _ERROR, _WORKS = Finding.FRONT_PAGE, Finding.ERROR_PAGE, Finding.WORKS

NOT_THERE = [
    SoftPage(bare("<p>페이지를 찾을 수 없습니다.</p>"), _MISSING),
    SoftPage(bare("<p>요청하신 페이지를 찾을 수 없습니다.</p>", "한빛시청"), _MISSING),
    SoftPage(bare("<h2>존재하지 않는 페이지입니다.</h2>", "안내"), _MISSING),
    SoftPage(bare("존재하지 않는 게시물입니다."), _MISSING),
    SoftPage(bare("<p>해당 게시글이 삭제되었거나 이동되었습니다.</p>", "알림"), _MISSING),
    SoftPage(whole("<p>요청하신 페이지를 찾을 수 없습니다.</p>"), _MISSING),
    SoftPage(whole("<p>요청하신 페이지를 찾을 수 없습니다.</p>", old=True), _MISSING),
    SoftPage(
        whole(
            "<div class=err><strong>이용에 불편을 드려 죄송합니다.</strong><p>방문하시려는 페이지의 주소가 "
            "잘못 입력되었거나, 변경 혹은 삭제되어 찾을 수 없습니다. 입력하신 주소가 정확한지 다시 한번 "
            "확인해 주시기 바랍니다.</p><a href='/'>첫 화면으로</a></div>",
            old=True,
        ),
        _MISSING,
    ),
    SoftPage(
        whole(
            "<h2>존재하지 않는 페이지입니다</h2><p>주소를 확인해 주십시오.</p>", "오류 | 한빛시청"
        ),
        _MISSING,
    ),
    SoftPage(
        whole("<p>찾으시는 게시물은 삭제되었거나 존재하지 않습니다.</p><a href=list>목록</a>"),
        _MISSING,
    ),
    SoftPage(whole("<p>죄송합니다. 요청하신 자료가 존재하지 않습니다.</p>", old=True), _MISSING),
    SoftPage(whole("<h3>잘못된 접근입니다.</h3>"), _MISSING),
    SoftPage(whole("<p>잘못된 경로로 접근하셨습니다. 다시 확인하여 주십시오.</p>"), _MISSING),
    SoftPage(whole("<p>404 ERROR</p><p>요청하신 페이지가 없습니다.</p>"), _MISSING),
    SoftPage(bare("<h1>404</h1><p>홈으로 이동</p>", "404"), _MISSING),
    SoftPage(
        bare("<h1>Not Found</h1><p>The requested URL was not found on this server.</p>"), _MISSING
    ),
    SoftPage(bare("<p>The page you are looking for does not exist.</p>", "Hanbit"), _MISSING),
    SoftPage(bare("<p>Sorry, this page is no longer available.</p>", "Hanbit City"), _MISSING),
    SoftPage(bare("<p>We can't find the page you requested.</p>", "Hanbit City"), _MISSING),
    SoftPage(whole("<h2>Page Not Found</h2><p>Check the address.</p>", "Hanbit City"), _MISSING),
    SoftPage(whole("<p>죄송합니다. 종료된 서비스입니다.</p>"), _MISSING),
    SoftPage(bare("<p>현재 페이지는 서비스가 종료되었습니다.</p>", "한빛시"), _MISSING),
    SoftPage(_alert("존재하지 않는 게시물입니다."), _MISSING),
    SoftPage(_alert("게시물이 없습니다."), _MISSING),
    SoftPage(_alert("해당 글이 없습니다.", "history.go(-1);"), _MISSING),
    SoftPage(_alert("잘못된 접근입니다.", "location.href='/';"), _MISSING),
    SoftPage(
        _alert("\\uc874\\uc7ac\\ud558\\uc9c0 \\uc54a\\ub294 \\uae00\\uc785\\ub2c8\\ub2e4."),
        _MISSING,
    ),
    SoftPage(_alert("삭제된 게시물입니다.", "window.close();"), _MISSING),
    SoftPage(_alert("오류가 발생했습니다. 관리자에게 문의하세요."), _FAULT),
    SoftPage(bare("<p>서비스 점검 중입니다.</p>"), _SERVICED),
    SoftPage(
        bare("<h1>시스템 점검중</h1><p>더 나은 서비스를 위해 점검하고 있습니다.</p>"), _SERVICED
    ),
    SoftPage(
        bare(
            "<h2>홈페이지 서비스 점검 안내</h2><p>보다 나은 서비스 제공을 위하여 현재 시스템 점검 중이오니 이용에 "
            "불편을 드려 죄송합니다. 점검 시간: 토요일 22:00 ~ 일요일 06:00</p>",
            "한빛시청",
        ),
        _SERVICED,
    ),
    SoftPage(bare("<p>누리집 개편 작업 중입니다.</p>", "한빛시"), _SERVICED),
    SoftPage(bare("<p>서비스가 일시 중단되었습니다.</p>", "안내"), _SERVICED),
    SoftPage(bare("<p>We are down for maintenance. Please come back later.</p>"), _SERVICED),
    SoftPage(bare("<h1>Site under maintenance</h1>", "Hanbit"), _SERVICED),
    SoftPage(_refresh("/"), _FRONT),
    SoftPage(_refresh("/main.do", "3"), _FRONT),
    SoftPage(_refresh(f"{SITE}/portal/main/main.do"), _FRONT),
    SoftPage(bare("", script="location.href='/';"), _FRONT),
    SoftPage(bare("", script='window.location.replace("/index.do");'), _FRONT),
    SoftPage(whole(f"<p>{ARTICLE}</p>"), _FRONT, got="/"),
    SoftPage(whole(f"<p>{ARTICLE}</p>"), _FRONT, got="/www/index.do"),
    SoftPage(whole(f"<p>{ARTICLE}</p>"), _FRONT, got="/portal/main/main.do"),
    SoftPage(whole(f"<p>{ARTICLE}</p>"), _FRONT, got="/index.es?sid=a1"),
    SoftPage(_refresh("/error/404.html"), _ERROR),
    SoftPage(bare("", script="location.href = '/common/error.do'"), _ERROR),
    SoftPage(whole("<p>불편을 드려 죄송합니다.</p>"), _ERROR, got="/error"),
    SoftPage(whole("<p>이전 화면으로</p>"), _ERROR, got="/404"),
    SoftPage(whole("<p>이전 화면으로</p>"), _ERROR, got="/cmm/error/notFound.jsp"),
    SoftPage(whole("<p>이전 화면으로</p>"), _ERROR, got="/errorPage.do?code=500"),
    SoftPage(whole("<p>이전 화면으로</p>"), _ERROR, got="/common/page-not-found.html"),
    SoftPage(whole("<p>아이디</p><input type=password>"), _SIGN_IN, got="/member/login.do"),
    SoftPage(whole("<h2>로그인</h2><p>아이디</p><input type=password>"), _SIGN_IN),
    SoftPage(whole("<p>로그인이 필요한 서비스입니다.</p>"), _SIGN_IN),
    SoftPage(bare("<p>로그인 후 이용하실 수 있습니다.</p>"), _SIGN_IN),
    SoftPage(bare("<h1>Sign in</h1><form><input type='password'></form>", "Hanbit"), _SIGN_IN),
    SoftPage(bare("<p>You must be logged in to view this page.</p>", "Hanbit"), _SIGN_IN),
    SoftPage(_alert("로그인이 필요합니다.", "location.href='/login.do';"), _SIGN_IN),
    SoftPage(_alert("접근 권한이 없습니다."), _SIGN_IN),
    SoftPage(_refresh("/sso/login.jsp"), _SIGN_IN),
    SoftPage(bare("<p>선택하신 게시물이 존재하지 않습니다.</p><a href=#>목록으로</a>"), _MISSING),
    SoftPage(
        whole("<p class=tit>페이지를 표시할 수 없습니다.</p><p>주소를 확인해 주세요.</p>"), _MISSING
    ),
    SoftPage(
        whole("<div><b>알림</b><p>삭제되었거나 존재하지 않는 글입니다.</p></div>", old=True),
        _MISSING,
    ),
    SoftPage(bare("<p>웹페이지가 없거나 주소가 바뀌었습니다.</p>", "한빛시"), _MISSING),
    SoftPage(bare("<p>HTTP Status 404 - /board/view.do</p>", "Apache Tomcat"), _MISSING),
    SoftPage(whole("<h2>원하시는 페이지를 찾을 수가 없습니다.</h2>", "ERROR"), _MISSING),
    SoftPage(_alert("비공개 게시물입니다."), _MISSING),
    SoftPage(_alert("정상적인 접근이 아닙니다.", "location.replace('/');"), _MISSING),
    SoftPage(_alert("데이터가 존재하지 않습니다."), _MISSING),
    SoftPage(bare("<p>지금은 시스템 점검 시간입니다.</p>", "점검"), _SERVICED),
    SoftPage(bare("<p>홈페이지 새 단장 중입니다. 곧 찾아뵙겠습니다.</p>"), _SERVICED),
    SoftPage(bare("<p>이 페이지는 회원 로그인 후에 보실 수 있습니다.</p>"), _SIGN_IN),
    SoftPage(bare("<p>본인인증이 필요한 서비스입니다.</p>"), _SIGN_IN),
    SoftPage(bare("<script>top.location.href='/main/index.do'</script>"), _FRONT),
    SoftPage(whole("<p>이전</p>"), _ERROR, got="/html/error/error404.html"),
    SoftPage(whole("<p>요청하신 문서가 서버에 존재하지 않습니다.</p>", old=True), _MISSING),
    SoftPage(bare("<h3>Error 404</h3><p>Oops! Nothing here.</p>"), _MISSING),
    SoftPage(whole("<p>없는 게시물이거나 삭제된 게시물입니다.</p>"), _MISSING),
    SoftPage(_alert("이미 삭제된 글입니다."), _MISSING),
    SoftPage(_alert("로그인 후 이용 가능합니다.", "location.replace('/user/login.do');"), _SIGN_IN),
    SoftPage(whole("<h2>통합 로그인</h2><form><input type='password' name=pw></form>"), _SIGN_IN),
    SoftPage(bare("<h2>서버 점검중입니다</h2><p>06:00까지</p>"), _SERVICED),
    SoftPage(bare("<p>The site is currently down for maintenance.</p>"), _SERVICED),
    SoftPage(whole("<p>.</p>"), _ERROR, got="/error/500.do"),
]
"""What nobody should take for the page that was asked for."""

THERE = [
    SoftPage(whole(f"<h2>주민참여예산</h2><p>{ARTICLE}</p>"), _WORKS),
    SoftPage(whole(f"<h2>자주 묻는 질문</h2><p>{QUESTIONS}</p>"), _WORKS),
    SoftPage(whole(f"<h2>자주 묻는 질문</h2><p>{QUESTIONS * 4}</p>", old=True), _WORKS),
    SoftPage(bare(f"<h2>자주 묻는 질문</h2><p>{QUESTIONS}</p>"), _WORKS),
    SoftPage(
        whole(f"<h3>404 오류 해결 방법</h3><p>{QUESTIONS * 3}</p>", "404 오류 해결 방법 | 게시판"),
        _WORKS,
    ),
    SoftPage(
        whole(f"<h3>‘존재하지 않는 페이지’ 오류 관련 문의</h3><p>{QUESTIONS * 3}</p>"), _WORKS
    ),
    SoftPage(whole("<h3>404번 버스 노선 변경</h3><p>404번 버스가 시청을 지나갑니다.</p>"), _WORKS),
    SoftPage(
        whole("<h3>삭제된 게시물 복구 요청</h3><p>지난주에 쓴 글을 되살려 주십시오.</p>"), _WORKS
    ),
    SoftPage(whole("<h3>고시공고</h3><p>등록된 게시물이 없습니다.</p>"), _WORKS),
    SoftPage(whole("<h3>통합검색</h3><p>검색 결과 자료가 존재하지 않습니다.</p>"), _WORKS),
    SoftPage(whole("<h3>첨부</h3><p>첨부된 파일이 존재하지 않습니다.</p><p>" + ARTICLE), _WORKS),
    SoftPage(
        whole(
            "<h3>누리집 정기 점검 안내</h3><p>12월 3일 22:00부터 다음 날 06:00까지 시스템 점검으로 서비스가 "
            f"일시 중단됩니다. {ARTICLE}</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        whole(
            "<h3>서비스 점검 안내</h3><p>매월 첫째 토요일에 점검합니다. 점검 중에는 발급이 안 됩니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        whole(f"<h3>도로 보수 공사 중</h3><p>중앙로를 점검 중입니다. {ARTICLE * 3}</p>"), _WORKS
    ),
    SoftPage(whole("<h3>문화강좌</h3><p>로그인 후 신청하실 수 있습니다. " + ARTICLE), _WORKS),
    SoftPage(
        whole(
            f"<p>로그인</p><form><input name=id><input type=password></form><p>{ARTICLE * 3}</p>"
        ),
        _WORKS,
    ),
    SoftPage(whole("<h2>로그인</h2><input type=password>"), _WORKS, asked="/member/login.do"),
    SoftPage(
        whole(f"<h3>회원 탈퇴 안내</h3><p>권한이 없습니다라고 나올 때. {ARTICLE * 3}</p>"), _WORKS
    ),
    SoftPage(
        whole("<h3>분실물을 찾을 수 없을 때</h3><p>분실물 센터로 전화해 주십시오.</p>"), _WORKS
    ),
    SoftPage(
        whole(
            f"<h3>문서 보존</h3><p>보존 기간이 지난 문서는 삭제되었습니다. {ARTICLE}{ARTICLE}</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        whole("<h3>빈집 정보</h3><p>존재하지 않는 주소로 신고된 빈집을 조사합니다.</p>"), _WORKS
    ),
    SoftPage(whole("<h3>조례</h3><p>이 조례에 없는 사항은 규칙으로 정합니다.</p>"), _WORKS),
    SoftPage(whole(f"<p>{ARTICLE}</p>", "한빛시청"), _WORKS, asked="/", got="/portal/main/main.do"),
    SoftPage(_refresh("/main.do"), _WORKS, asked="/"),
    SoftPage(_refresh("/portal/contents/budget.do"), _WORKS),
    SoftPage(bare("", script="location.href='/contents/budget.do';"), _WORKS),
    SoftPage(whole(f'<meta http-equiv="refresh" content="600"><p>{ARTICLE}</p>'), _WORKS),
    SoftPage(
        bare(
            "<div id=app></div>",
            "한빛시",
            "function go(){ if(!token){ location.href='/login'; } } window.boot(go);",
        ),
        _WORKS,
    ),
    SoftPage(bare("<p>환영합니다.</p>", "한빛시", "alert('환영합니다');"), _WORKS),
    SoftPage(
        whole(f"<p>{ARTICLE}</p><script>function f(){{alert('권한이 없습니다.')}}</script>"), _WORKS
    ),
    SoftPage(whole("<h3>정오표</h3><p>보고서의 정오표입니다.</p>"), _WORKS, got="/errata/2026.do"),
    SoftPage(whole(f"<p>{ARTICLE}</p>"), _WORKS, got="/board/3120/view.do"),
    SoftPage(whole("<h3>Lost and found</h3><p>Items that were not found stay listed.</p>"), _WORKS),
    SoftPage(bare("<p>If a page is not available, call us at 120.</p>", "Help"), _WORKS),
    SoftPage(
        bare("<h1>How to fix 404 errors</h1><p>" + "Ask the owner of the site. " * 30, "Help"),
        _WORKS,
    ),
    SoftPage(
        bare("<h1>Road maintenance</h1><p>Roads under maintenance in May: Main Street."), _WORKS
    ),
    SoftPage(bare("<p>Citizens can sign in to the portal with their card.</p>", "Portal"), _WORKS),
    SoftPage(whole("<h3>부서 안내</h3><p>예산과 000-0002</p>"), _WORKS),
    SoftPage(whole("<p>게시판에 글이 없습니다.</p>", "자유게시판"), _WORKS),
    SoftPage(
        whole("<h3>자료실</h3><p>2019년 자료는 홈페이지 개편으로 이동되었습니다.</p>"), _WORKS
    ),
    SoftPage(
        whole(
            f"<h3>이용약관</h3><p>회사가 아닌 시가 정합니다. 서비스가 종료되었습니다와 같은 알림은 한 "
            f"달 전에 합니다. {ARTICLE * 2}</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        whole(f"<h3>정보공개 안내</h3><p>비공개 문서는 공개하지 않습니다. {ARTICLE}</p>"), _WORKS
    ),
    SoftPage(whole("<h3>회의록</h3><p>제12회 회의록은 아직 없습니다.</p>"), _WORKS),
    SoftPage(whole("<h3>오류 신고</h3><p>누리집에서 찾은 오류를 알려 주십시오.</p>"), _WORKS),
    SoftPage(whole("<h3>승강기</h3><p>시청 승강기를 점검 중입니다.</p>"), _WORKS),
    SoftPage(
        whole(f"<h3>로그인 안내</h3><p>통합 로그인을 이용하는 법입니다. {ARTICLE}</p>"), _WORKS
    ),
    SoftPage(
        whole("<h3>주소</h3><p>도로명 주소가 변경되었습니다. 새 주소를 써 주십시오.</p>"), _WORKS
    ),
    SoftPage(
        whole("<h3>개인정보 파일</h3><p>개인정보 파일이 존재하지 않는 부서: 예산과</p>"), _WORKS
    ),
    SoftPage(
        bare(f"<h1>Archive</h1><p>Old reports are no longer available in print. {ARTICLE}"), _WORKS
    ),
    SoftPage(whole("<h3>누리집 운영</h3><p>회원만 이용할 수 있는 메뉴는 없습니다.</p>"), _WORKS),
    SoftPage(bare("<p>한빛시 데이터</p>", "data", "if(a){location.href='/'}"), _WORKS),
    SoftPage(whole("<h3>게시판 운영 규정</h3><p>광고 게시글은 삭제될 수 있습니다.</p>"), _WORKS),
    SoftPage(
        whole(f"<h3>이사 안내</h3><p>이전 주소가 변경되었거나 틀리면 신고합니다. {ARTICLE}"), _WORKS
    ),
    SoftPage(whole("<h3>점자 자료</h3><p>해당 자료는 점자로도 있습니다.</p>"), _WORKS),
    SoftPage(whole("<h3>시스템 구축</h3><p>통합 관제 시스템을 정비하고 시험합니다.</p>"), _WORKS),
    SoftPage(bare("<p>Parking page: Lot 404 is closed.</p>", "Parking"), _WORKS),
    SoftPage(whole("<h3>로그인 없이 이용하는 민원</h3><p>회원 가입 없이 신청합니다.</p>"), _WORKS),
    SoftPage(bare("<p>한빛</p>", "m", "if(!x){alert('없습니다');history.back();}"), _WORKS),
    SoftPage(_refresh("./index.jsp"), _WORKS, asked="/a/b.do"),
]
"""What is the page that was asked for, whatever words stand in it."""
