"""More pages of both sorts, judged before the rules knew any of them: the rules were mended by kinds.

With what stands around a text and is no menu by its tags: a survey, who is in charge, a foot. As in
`soft_pages.py` none is taken from anywhere.
"""

# ruff: noqa: E501 - pages, a line each

from responses.link_states import Finding

from .soft_pages import SoftPage

_KOREAN_MENU = [
    "시정정보",
    "참여·소통",
    "민원안내",
    "정보공개",
    "분야별정보",
    "새별소개",
    "전자민원창구",
    "여권",
    "세금",
    "주민자치",
    "교육",
    "청년",
    "일자리",
    "복지",
    "건강",
    "주택",
    "교통",
    "문화",
    "체육",
    "환경",
    "안전",
    "농업",
    "조직도",
    "청사안내",
]
_ENGLISH_MENU = [
    "Residents",
    "Business",
    "Visitors",
    "Government",
    "Departments",
    "News",
    "Events",
    "Permits",
    "Payments",
    "Parks",
    "Recreation",
    "Jobs",
    "Council",
    "Agendas",
    "Contact",
    "Library",
    "Police",
    "Fire",
    "Transit",
    "Utilities",
    "Planning",
    "Zoning",
]
SURVEY = (
    "<div class=satisfy><h3>만족도 조사</h3><form><p>이 페이지에서 제공하는 정보에 대하여 어느 정도 "
    "만족하셨습니까?</p><label><input type=radio>매우만족</label><label><input type=radio>만족</label>"
    "<label><input type=radio>보통</label><label><input type=radio>불만족</label><textarea "
    "placeholder='의견'></textarea><button>등록</button></form></div><div class=charge><dl><dt>담당부서"
    "</dt><dd>정보통신과</dd><dt>연락처</dt><dd>02-000-1234</dd><dt>최종수정일</dt><dd>2022-03-02</dd></dl></div>"
)
TEXT = (
    "새별시는 2022년부터 시민이 직접 참여하는 디지털 행정 혁신 사업을 추진하고 있습니다. 주요 내용은 온라인 "
    "민원 서비스 확대, 공공데이터 개방, 모바일 앱 개선이며, 사업별 추진 실적은 분기마다 누리집에 공개합니다. "
    "시민 의견은 새별시민제안에서 받습니다. "
)
ENGLISH_TEXT = (
    "The City of Fairview publishes its annual budget, council minutes and performance data in open "
    "formats. Residents can comment on draft plans online, follow the progress of capital projects "
    "and report problems in their neighbourhood at any time. "
)


def contents(body: str, title: str = "새별시청", extra: str = "") -> str:
    """Return a page as the systems of Korean cities make them, without tags of HTML 5."""
    menu = "".join(
        f'<li><a href="/www/contents.do?key={n}"><span>{each}</span></a></li>'
        for n, each in enumerate(_KOREAN_MENU)
    )
    return (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title><script '
        f"src='/js/jquery.min.js'></script><script>$(function(){{$('.gnb').menu();}});</script>{extra}"
        "</head><body><div id=skipnav><a href='#contents'>본문 바로가기</a></div><div class=banner><span>이 "
        "누리집은 대한민국 공식 전자정부 누리집입니다.</span></div><div id=head><h1 class=logo><a href='/'><img "
        "src='/l.png' alt='새별시'></a></h1><form class=sch><fieldset><legend>통합검색</legend><label>검색어 "
        "입력</label><input placeholder='검색어를 입력하세요'><button>검색</button></fieldset></form>"
        f"<div id=gnb><ul>{menu}</ul></div></div><div id=container><div class=loc><span>홈</span> &gt; "
        f"<span>정보공개</span></div><div id=contents>{body}</div></div><div id=foot><div class=link><a "
        "href='/p'>개인정보처리방침</a></div><address>(12345) 새별도 새별시 새별로 1 (중앙동) 대표전화 "
        "02-000-0000 (평일 09:00~18:00) 팩스 02-000-0001</address><p>Copyright © Saebyeol City. All rights "
        "reserved.</p></div></body></html>"
    )


def bare(body: str = "", title: str = "", head: str = "") -> str:
    """Return a page with nothing around its text."""
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def scripted(code: str, title: str = "", body: str = "") -> str:
    """Return a page whose script does all."""
    return bare(body, title, f'<script type="text/javascript">{code}</script>')


def english(body: str, title: str = "City of Fairview") -> str:
    """Return a page of a city that writes English."""
    menu = "".join(f'<li><a href="/{each.lower()}">{each}</a></li>' for each in _ENGLISH_MENU)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><a class=skip '
        "href='#main'>Skip to main content</a><div class=banner><p>An official website of the City of "
        "Fairview</p></div><div class=header><div class=logo><a href='/'>Home</a></div><form><label>Search"
        f"</label><input><input type=submit value=Search></form><div class=nav><ul>{menu}</ul></div></div>"
        f"<main id=main>{body}</main><div class=footer><h4>Contact us</h4><p>City Hall, 100 Main Street, "
        "Fairview. Phone: 555-0100. Monday to Friday 8 a.m. to 5 p.m.</p><ul><li><a href='/privacy'>Privacy"
        "</a></li></ul><p>© 2022 City of Fairview</p></div></body></html>"
    )


_WORKS, _MISSING, _SERVICED = Finding.WORKS, Finding.SAYS_MISSING, Finding.SERVICED
_SIGN_IN, _FRONT, _ERROR = Finding.SIGN_IN, Finding.FRONT_PAGE, Finding.ERROR_PAGE
_GUARDED, _FAULT, _PLACEHOLDER = Finding.GUARDED, Finding.SAYS_FAULT, Finding.PLACEHOLDER

UNSEEN_NOT_THERE = [
    SoftPage(
        contents(
            '<div class="error_wrap"><p class="tit">요청하신 페이지를 <strong>찾을 수 없습니다.</strong></p><p>입력하신 주소가 잘못되었거나 페이지가 삭제되어 요청하신 페이지를 찾을 수 없습니다.<br>서비스 이용에 불편을 드려 죄송합니다.</p></div>'
        ),
        _MISSING,
    ),
    SoftPage(
        contents(
            '<div class="error"><h2>페이지 오류 안내</h2><p>원하시는 페이지의 주소가 변경 또는 삭제되어 현재 사용할 수 없습니다.</p></div>'
            + SURVEY
        ),
        _MISSING,
    ),
    SoftPage(
        contents(
            '<p class="txt">죄송합니다.<br>현재 찾을 수 없는 페이지를 요청하셨습니다.</p><p>존재하지 않는 주소를 입력하셨거나, 요청하신 페이지의 주소가 변경, 삭제되어 찾을 수 없습니다. 궁금한 점이 있으시면 언제든 콜센터로 문의해 주시기 바랍니다.</p>'
        ),
        _MISSING,
    ),
    SoftPage(
        contents(
            '<img src="/images/error404.png" alt="요청하신 페이지를 찾을 수 없습니다. 주소를 다시 확인해 주세요.">'
        ),
        _MISSING,
    ),
    SoftPage(
        bare(
            '<div><img src=/e.gif alt="페이지를 찾을 수 없습니다"></div><map><area href=/ alt=홈></map>',
            "새별시",
        ),
        _MISSING,
    ),
    SoftPage(
        contents(
            '<h3 class="blind">오류</h3><div class="box"><em>Error</em><p>사용자가 요청하신 페이지는 존재하지 않는 페이지입니다.</p><a class=btn href="javascript:history.back();">이전 페이지로</a></div>'
            + SURVEY
        ),
        _MISSING,
    ),
    SoftPage(
        contents(
            '<div id="error"><span class="num">404</span><p>Page Not Found</p><p>페이지를 찾지 못했습니다.</p></div>'
        ),
        _MISSING,
    ),
    SoftPage(contents("<p>페이지가 존재하지 않거나 접근할 수 없는 페이지입니다.</p>"), _MISSING),
    SoftPage(
        contents("<p>해당 메뉴가 존재하지 않습니다. 관리자에게 문의하시기 바랍니다.</p>" + SURVEY),
        _MISSING,
    ),
    SoftPage(
        contents(
            "<h2>게시판</h2><table class=view><tr><td>해당 게시물이 존재하지 않거나 삭제된 게시물입니다.</td></tr></table><a href=list.do class=btn>목록</a>"
            + SURVEY
        ),
        _MISSING,
    ),
    SoftPage(
        contents('<h2>새소식</h2><p class="nodata">게시 기간이 만료된 게시물입니다.</p>'), _MISSING
    ),
    SoftPage(
        contents("<h2>새소식</h2><div>작성자에 의해 삭제된 글입니다.</div>" + SURVEY), _MISSING
    ),
    SoftPage(contents("<h2>고시공고</h2><p>관리자에 의해 삭제되었습니다.</p>"), _MISSING),
    SoftPage(contents("<div>존재하지 않는 콘텐츠 입니다.</div>" + SURVEY), _MISSING),
    SoftPage(contents("<p>사용하지 않는 메뉴입니다.</p>"), _MISSING),
    SoftPage(contents("<p>올바르지 않은 접근입니다.</p>" + SURVEY), _MISSING),
    SoftPage(
        contents("<p>비정상적인 접근입니다. 정상적인 경로로 접속해 주시기 바랍니다.</p>"), _MISSING
    ),
    SoftPage(contents("<p>잘못된 접근 방식입니다. 다시 시도해 주세요.</p>"), _MISSING),
    SoftPage(contents("<p>잘못된 파라미터입니다.</p>"), _MISSING),
    SoftPage(contents("<p>필수 파라미터가 누락되었습니다.</p>"), _MISSING),
    SoftPage(
        contents("<h2>에러</h2><p>처리 중 오류가 발생했습니다. 잠시 후 다시 시도해 주세요.</p>"),
        _FAULT,
    ),
    SoftPage(
        contents(
            "<h2>알림</h2><p>시스템 오류가 발생하였습니다. 문제가 계속되면 관리자에게 문의하시기 바랍니다.</p>"
            + SURVEY
        ),
        _FAULT,
    ),
    SoftPage(
        bare(
            "<h1>HTTP Status 500 – Internal Server Error</h1><p>Type Exception Report</p><p>Message java.lang.NullPointerException</p>"
        ),
        _FAULT,
    ),
    SoftPage(
        bare(
            "<h2><i>페이지를 찾을 수 없음</i></h2>", "404 - 파일 또는 디렉터리를 찾을 수 없습니다."
        ),
        _MISSING,
    ),
    SoftPage(
        bare(
            "<h1>서버 오류</h1><h2>404 - 파일 또는 디렉터리를 찾을 수 없습니다.</h2><h3>찾고 있는 리소스가 제거되었거나, 이름이 변경되었거나, 일시적으로 사용할 수 없습니다.</h3>"
        ),
        _MISSING,
    ),
    SoftPage(
        bare(
            "<b>Fatal error</b>: Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in <b>db.php</b> on line <b>12</b>"
        ),
        _FAULT,
    ),
    SoftPage(
        bare(
            "<font face=Arial size=2><p>Microsoft OLE DB Provider for SQL Server</font> <font>error '80040e14'</font><p>줄 1: 'and' 근처의 구문이 잘못되었습니다.</p>"
        ),
        _FAULT,
    ),
    SoftPage('<script>alert("잘못된 접근입니다.");history.go(-1);</script>', _MISSING),
    SoftPage(
        "<html><body onload=\"alert('존재하지 않는 게시물입니다.'); history.back();\"></body></html>",
        _MISSING,
    ),
    SoftPage(
        scripted(
            'var msg = "해당 게시물이 존재하지 않습니다."; if (msg != "") { alert(msg); } history.back();'
        ),
        _MISSING,
    ),
    SoftPage(
        scripted(
            "$(document).ready(function(){ alert('삭제된 게시물입니다.'); location.href='/board/list.do'; });"
        ),
        _MISSING,
    ),
    SoftPage(
        scripted(
            "window.onload = function() { alert('존재하지 않는 페이지 입니다.'); window.location.href = '/'; }"
        ),
        _MISSING,
    ),
    SoftPage(scripted("alert('유효하지 않은 요청입니다.'); self.close();"), _MISSING),
    SoftPage(
        scripted(
            "alert('요청하신 정보를 찾을 수 없습니다.\\n메인 페이지로 이동합니다.'); document.location.replace('/main.do');"
        ),
        _MISSING,
    ),
    SoftPage(
        scripted(
            "alert('세션이 만료되었습니다. 다시 로그인해 주세요.'); top.location.href='/login.do';"
        ),
        _SIGN_IN,
    ),
    SoftPage(
        scripted(
            "alert('로그인 후 이용하여 주시기 바랍니다.'); location.replace('/member/loginForm.do?returnUrl=');"
        ),
        _SIGN_IN,
    ),
    SoftPage(scripted("alert('권한이 없는 사용자입니다.'); history.back();"), _SIGN_IN),
    SoftPage(
        scripted(
            "alert(decodeURIComponent('%EC%A1%B4%EC%9E%AC%ED%95%98%EC%A7%80%20%EC%95%8A%EB%8A%94%20%EA%B8%80'));history.back();"
        ),
        _MISSING,
    ),
    SoftPage(scripted("alert('The post does not exist.'); history.back();"), _MISSING),
    SoftPage(scripted("alert(`게시글을 찾을 수 없습니다.`); history.back();"), _MISSING),
    SoftPage(
        scripted(
            "if(!confirm('페이지를 찾을 수 없습니다. 메인으로 이동하시겠습니까?')){history.back();}else{location.href='/';}"
        ),
        _MISSING,
    ),
    SoftPage(
        '<script>\n//<![CDATA[\nalert("본 서비스는 2021년 12월 31일자로 종료되었습니다.");\nlocation.href = "https://www.saebyeol.go.kr";\n//]]>\n</script>',
        _MISSING,
    ),
    SoftPage(scripted("document.location.href='/';"), _FRONT),
    SoftPage(scripted("window.location = '/main/main.do?menuCd=DOM_000000';"), _FRONT),
    SoftPage(scripted("self.location.replace('/index.html');"), _FRONT),
    SoftPage(scripted('parent.location.href = "/kor/main.do";'), _FRONT),
    SoftPage(scripted('setTimeout(function(){ location.href="/"; }, 0);'), _FRONT),
    SoftPage(
        '<html><head><meta http-equiv="Refresh" content="0; URL=\'/\'"></head></html>', _FRONT
    ),
    SoftPage(
        '<html><body><form id="f" action="/error/error.do" method="post"></form><script>document.getElementById("f").submit();</script></body></html>',
        _ERROR,
    ),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/main/mainPage.do"),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/intro.html"),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/site/main/home"),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/kor/main.do"),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/ko/index.do"),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/main/?menuCd=0"),
    SoftPage(
        contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/index.php?mid=main"
    ),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/web/main.do"),
    SoftPage(
        contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="https://m.saebyeol.go.kr/"
    ),
    SoftPage(
        contents(TEXT * 3),
        _FRONT,
        asked="/contents/view.do?id=55",
        got="https://saebyeol.go.kr/portal/main.do",
    ),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/main.jsp"),
    SoftPage(
        contents(TEXT * 3), _FRONT, asked="/contents/view.do?id=55", got="/www/main/index.jsp"
    ),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/common/error/pageNotFound.do"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/error_404.html"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/system/error/404error.jsp"),
    SoftPage(
        contents("x"), _ERROR, asked="/a/b.do", got="/errors/notfound?aspxerrorpath=/a/b.aspx"
    ),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/error?code=404"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/common/accessDenied.do"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/main/errorInfo.do"),
    SoftPage(contents("x"), _SIGN_IN, asked="/a/b.do", got="/sso/business.jsp?login=1"),
    SoftPage(
        contents("x"), _SIGN_IN, asked="/a/b.do", got="/member/loginView.do?returnUrl=%2Fa%2Fb.do"
    ),
    SoftPage(
        contents("x"),
        _SIGN_IN,
        asked="/a/b.do",
        got="/auth/realms/city/protocol/openid-connect/auth?client_id=x",
    ),
    SoftPage(
        contents("x"), _SIGN_IN, asked="/a/b.do", got="https://nid.naver.com/nidlogin.login?url=x"
    ),
    SoftPage(contents("<p>세션이 만료되었습니다. 다시 로그인해 주시기 바랍니다.</p>"), _SIGN_IN),
    SoftPage(
        contents("<p>본 메뉴는 회원전용입니다. 로그인 후 이용하여 주시기 바랍니다.</p>" + SURVEY),
        _SIGN_IN,
    ),
    SoftPage(
        contents("<h2>본인확인</h2><p>이 게시판은 실명인증 후 이용하실 수 있습니다.</p>"), _SIGN_IN
    ),
    SoftPage(
        bare(
            '<h2>내부 직원 전용 시스템</h2><form><label>아이디<input name=id></label><label>비밀번호<input type="password" name=pw></label><button>로그인</button></form>',
            "업무포털 로그인",
        ),
        _SIGN_IN,
    ),
    SoftPage(
        contents(
            "<h3>회원 로그인</h3><form><input name=id><input type=password><p>아이디와 비밀번호를 입력해 주세요.</p></form>"
        ),
        _SIGN_IN,
    ),
    SoftPage(
        bare(
            "<div><h1>서비스 점검 안내</h1><p>안정적인 서비스 제공을 위하여 아래와 같이 시스템 점검을 실시합니다.</p><p>점검 기간 동안 서비스 이용이 제한되오니 양해 부탁드립니다.</p><p>일시: 2022. 3. 5.(토) 00:00 ~ 06:00</p></div>",
            "시스템 점검 안내",
        ),
        _SERVICED,
    ),
    SoftPage(
        bare("<p>현재 서버 점검 작업으로 인하여 서비스 이용이 일시 중단되었습니다.</p>", "새별시"),
        _SERVICED,
    ),
    SoftPage(
        bare(
            '<img src="check.jpg" alt="홈페이지 점검중입니다. 이용에 불편을 드려 죄송합니다.">',
            "새별시",
        ),
        _SERVICED,
    ),
    SoftPage(bare("<p>홈페이지 리뉴얼 작업중입니다.</p>"), _SERVICED),
    SoftPage(contents("<p>페이지 준비중입니다.</p>"), _PLACEHOLDER),
    SoftPage(
        contents(
            '<div class="ready"><strong>서비스 준비중입니다.</strong><p>빠른 시일 내에 준비하여 찾아뵙겠습니다.</p></div>'
            + SURVEY
        ),
        _PLACEHOLDER,
    ),
    SoftPage(
        contents(
            "<h2>모바일 서비스</h2><p>현재 콘텐츠 준비중입니다. 이용에 불편을 드려 죄송합니다.</p>"
            + SURVEY
        ),
        _PLACEHOLDER,
    ),
    SoftPage(bare("<h1>Under Construction</h1>", "Under Construction"), _PLACEHOLDER),
    SoftPage(
        bare("<h1>Coming Soon</h1><p>Our new website is on its way.</p>", "Coming soon"),
        _PLACEHOLDER,
    ),
    SoftPage(
        english(
            "<h1>Page under construction</h1><p>We are working on this page. Please check back soon.</p>"
        ),
        _PLACEHOLDER,
    ),
    SoftPage(bare("<p>점검중</p>", "점검중"), _SERVICED),
    SoftPage(
        bare(
            "<p>Request Rejected</p><p>The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1234567890</p>",
            "Request Rejected",
        ),
        _GUARDED,
    ),
    SoftPage(
        bare(
            "<h1>접속이 차단되었습니다</h1><p>웹 방화벽 정책에 의해 요청하신 페이지가 차단되었습니다. 관리자에게 문의하십시오.</p>",
            "차단 안내",
        ),
        _GUARDED,
    ),
    SoftPage(bare("<p>해외 IP에서의 접속은 차단되어 있습니다.</p>"), _GUARDED),
    SoftPage(
        bare(
            "<h1>이 도메인은 사용 기간이 만료되었습니다.</h1><p>도메인 연장은 등록기관에서 하실 수 있습니다.</p>",
            "도메인 만료",
        ),
        _PLACEHOLDER,
    ),
    SoftPage(
        bare(
            "<h1>saebyeol-culture.com</h1><p>This domain may be for sale. Inquire now.</p>",
            "saebyeol-culture.com is for sale",
        ),
        _PLACEHOLDER,
    ),
    SoftPage(
        bare(
            "<p>서비스 이용기간이 만료된 사이트입니다. 호스팅 연장 후 이용해 주세요.</p>",
            "호스팅 만료",
        ),
        _PLACEHOLDER,
    ),
    SoftPage(
        bare("<p>허용 접속량(트래픽)을 초과하여 사이트가 차단되었습니다.</p>", "트래픽 초과"),
        _PLACEHOLDER,
    ),
    SoftPage(bare("<h1>It works!</h1>"), _PLACEHOLDER),
    SoftPage(
        bare(
            "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p>",
            "Welcome to nginx!",
        ),
        _PLACEHOLDER,
    ),
    SoftPage(bare('<img src="iis-85.png" alt="IIS">', "IIS Windows Server"), _PLACEHOLDER),
    SoftPage(
        english(
            "<h1>Sorry, we couldn’t find that page</h1><p>It may have moved, or the link may be out of date. Try searching.</p>"
        ),
        _MISSING,
    ),
    SoftPage(
        english(
            "<h1>Oops! That page can’t be found.</h1><p>It looks like nothing was found at this location. Maybe try a search?</p>"
        ),
        _MISSING,
    ),
    SoftPage(
        english(
            "<h1>Page not found</h1><p>The page you’re looking for may have been moved or deleted.</p>",
            "Page not found | City of Fairview",
        ),
        _MISSING,
    ),
    SoftPage(english("<h2>The resource cannot be found.</h2>"), _MISSING),
    SoftPage(
        english("<p>We're sorry, the page you have requested cannot be displayed.</p>"), _MISSING
    ),
    SoftPage(
        english("<h1>This page isn’t available</h1><p>The link you followed may be broken.</p>"),
        _MISSING,
    ),
    SoftPage(
        english("<h1>File or directory not found</h1>", "404 - File or directory not found."),
        _MISSING,
    ),
    SoftPage(
        english("<p>The content you are trying to access has been moved or no longer exists.</p>"),
        _MISSING,
    ),
    SoftPage(
        english(
            "<h1>Something went wrong</h1><p>An unexpected error has occurred. Please try again later.</p>"
        ),
        _FAULT,
    ),
    SoftPage(english("<p>This service has been discontinued.</p>"), _MISSING),
    SoftPage(english("<p>The requested article has been deleted.</p>"), _MISSING),
    SoftPage(
        english("<h1>Access denied</h1><p>You are not authorized to access this page.</p>"),
        _SIGN_IN,
    ),
    SoftPage(english("<p>Your session has expired. Please log in again.</p>"), _SIGN_IN),
    SoftPage(
        english(
            "<h1>We’ll be right back</h1><p>Our website is undergoing scheduled maintenance.</p>"
        ),
        _SERVICED,
    ),
    SoftPage(
        english(
            "<h1>Scheduled maintenance</h1><p>This site is temporarily unavailable while we perform maintenance.</p>"
        ),
        _SERVICED,
    ),
    SoftPage(english("<h1>Invalid request</h1><p>Invalid parameter: id</p>"), _MISSING),
    SoftPage(
        english("<h1>404</h1><h2>Lost your way?</h2><p>Use the menu to find what you need.</p>"),
        _MISSING,
    ),
    SoftPage(english("<h1>Hmm... we can’t seem to find what you’re looking for.</h1>"), _MISSING),
    SoftPage(
        contents(
            '<p class="big">앗! 페이지를 찾을 수가 없어요.</p><p>주소를 잘못 입력하셨거나 사라진 페이지일 수 있어요.</p>'
            + SURVEY
        ),
        _MISSING,
    ),
    SoftPage(contents("<h2>공지사항</h2><p>열람할 수 없는 게시물입니다.</p>"), _MISSING),
    SoftPage(
        contents(
            '<h2>자료실</h2><div class="view">이미 삭제되었거나 이동된 게시물입니다.</div>' + SURVEY
        ),
        _MISSING,
    ),
    SoftPage(
        contents("<p>요청하신 URL을 찾을 수 없습니다.</p><p>URL을 다시 확인해 주십시오.</p>"),
        _MISSING,
    ),
    SoftPage(
        contents(
            "<h3>페이지 접속 오류</h3><p>지금 입력하신 주소의 페이지는 사라졌거나 다른 페이지로 변경되었습니다.</p>"
        ),
        _MISSING,
    ),
    SoftPage(
        contents(
            "<h2>안내</h2><p>찾으시는 페이지가 없습니다. 주소가 변경되었을 수 있습니다.</p>"
            + SURVEY
        ),
        _MISSING,
    ),
    SoftPage(bare("<div>접근 경로가 올바르지 않습니다.</div>"), _MISSING),
    SoftPage(bare("<p>비공개로 설정된 글입니다.</p>", "알림"), _MISSING),
    SoftPage(bare("<p>해당 게시판은 더 이상 운영하지 않습니다.</p>", "새별시"), _MISSING),
    SoftPage(
        contents(
            "<p>이 홈페이지는 새별시 대표 누리집으로 통합되었습니다.</p><a href=/>새별시 누리집</a>"
        ),
        _PLACEHOLDER,
    ),
    SoftPage(
        bare(
            "<p>본 사이트는 2023년 1월 1일부로 운영을 종료합니다. 그동안 이용해 주셔서 감사합니다.</p>",
            "운영 종료 안내",
        ),
        _PLACEHOLDER,
    ),
    SoftPage(scripted("alert('게시판이 존재하지 않습니다'); history.back(-1);"), _MISSING),
    SoftPage(
        scripted("alert('일시적인 오류입니다. 다시 시도하세요.'); window.history.back();"), _MISSING
    ),
    SoftPage(
        scripted("var errMsg='접근할 수 없는 메뉴입니다.'; alert(errMsg); location.href='/';"),
        _MISSING,
    ),
    SoftPage(
        '<script>window.onload=()=>{alert("조회 결과가 없습니다.");history.back()}</script>',
        _MISSING,
    ),
    SoftPage(
        scripted("alert('회원만 열람 가능합니다.'); location.href='/member/login';"), _SIGN_IN
    ),
    SoftPage(scripted("alert('관리자 승인 후 열람 가능합니다.'); history.back();"), _MISSING),
    SoftPage(scripted("top.document.location = '/index.jsp'"), _FRONT),
    SoftPage(scripted("window.location.assign('https://www.saebyeol.go.kr/');"), _FRONT),
    SoftPage(scripted("location='/';"), _FRONT),
    SoftPage(
        '<html><head><meta content="1;url=https://www.saebyeol.go.kr/main.do" http-equiv="refresh"></head><body>잠시 후 이동합니다.</body></html>',
        _FRONT,
    ),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/bbs/view.php?no=5", got="/index.php"),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/bbs/view.php?no=5", got="/home/main.asp"),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/bbs/view.php?no=5", got="/saebyeol/main.do"),
    SoftPage(contents(TEXT * 3), _FRONT, asked="/bbs/view.php?no=5", got="/ko/main/index"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/common/error/404.jsp"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/notFound.do"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/404.html"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/exception/pageError.do"),
    SoftPage(contents("x"), _ERROR, asked="/a/b.do", got="/ErrorPage/Error404.aspx"),
    SoftPage(contents("x"), _SIGN_IN, asked="/a/b.do", got="/intra/memberLogin.do"),
    SoftPage(contents("x"), _SIGN_IN, asked="/a/b.do", got="/account/signin?next=/a/b.do"),
    SoftPage(contents("x"), _SIGN_IN, asked="/a/b.do", got="https://sso.saebyeol.go.kr/index.jsp"),
    SoftPage(contents("<h2>나의 민원</h2><p>로그인하셔야 이용하실 수 있습니다.</p>"), _SIGN_IN),
    SoftPage(
        contents("<p>회원 로그인이 필요합니다.</p><a href=/login>로그인</a>" + SURVEY), _SIGN_IN
    ),
    SoftPage(contents("<p>이용 권한이 없습니다. 담당자에게 문의해 주세요.</p>"), _SIGN_IN),
    SoftPage(
        bare(
            "<h1>서버 점검 안내</h1><p>2022년 3월 5일 02시부터 04시까지 서버 점검으로 누리집을 이용하실 수 없습니다.</p>",
            "서버 점검",
        ),
        _SERVICED,
    ),
    SoftPage(
        bare("<p>시스템 교체 작업으로 홈페이지 접속이 불가합니다.</p>", "작업 안내"), _SERVICED
    ),
    SoftPage(bare("<p>더 나은 모습으로 찾아뵙겠습니다. 사이트 개편중</p>", "새별시"), _SERVICED),
    SoftPage(contents("<p>해당 페이지는 현재 공사중입니다.</p>"), _PLACEHOLDER),
    SoftPage(contents("<h2>스마트시티</h2><p>서비스 준비 중 입니다.</p>" + SURVEY), _PLACEHOLDER),
    SoftPage(bare("<h1>홈페이지 준비중</h1>", "준비중"), _PLACEHOLDER),
    SoftPage(bare("<p>이 사이트는 곧 오픈합니다!</p>", "Coming Soon"), _PLACEHOLDER),
    SoftPage(bare("<h1>Index of /</h1><ul><li>cgi-bin</li></ul>", "Index of /"), _PLACEHOLDER),
    SoftPage(
        bare(
            "<h1>Apache Tomcat/9.0.1</h1><p>If you're seeing this, you've successfully installed Tomcat. Congratulations!</p>",
            "Apache Tomcat/9.0.1",
        ),
        _PLACEHOLDER,
    ),
    SoftPage(bare("<p>이 계정은 사용이 중지되었습니다.</p>", "Suspended"), _PLACEHOLDER),
    SoftPage(bare("<p>비정상적인 접근이 감지되어 접속이 차단되었습니다.</p>"), _GUARDED),
    SoftPage(bare("<p>보안정책에 의해 접근이 제한되었습니다.</p>"), _GUARDED),
    SoftPage(
        bare(
            "<noscript>Please enable JavaScript to continue.</noscript><p>Verifying you are human. This may take a few seconds.</p>",
            "Just a moment...",
        ),
        _GUARDED,
    ),
    SoftPage(bare("<p>데이터베이스 접속에 실패하였습니다.</p>"), _FAULT),
    SoftPage(bare("<p>서버에 문제가 발생하여 페이지를 표시할 수 없습니다.</p>"), _MISSING),
    SoftPage(
        bare(
            "<pre>Warning: include(/inc/head.php): failed to open stream: No such file or directory in x.php on line 3</pre>"
        ),
        _FAULT,
    ),
    SoftPage(
        bare("<p>org.springframework.web.servlet.NoHandlerFoundException: No mapping</p>"), _FAULT
    ),
    SoftPage(contents("<h2>오류</h2><p>서비스 처리중 에러가 발생하였습니다.</p>"), _FAULT),
    SoftPage(english("<h1>We can't find that page</h1><p>Use the search above.</p>"), _MISSING),
    SoftPage(
        english("<h1>Content not available</h1><p>This content is no longer available.</p>"),
        _MISSING,
    ),
    SoftPage(english("<p>That page doesn't exist or has moved.</p>"), _MISSING),
    SoftPage(english("<h1>Error</h1><p>The page you requested was not found.</p>"), _MISSING),
    SoftPage(
        english(
            "<h1>Looks like you're lost</h1><p>Sorry, the page you were looking for doesn't exist.</p>"
        ),
        _MISSING,
    ),
    SoftPage(english("<h1>This site has moved</h1><p>Please update your bookmarks.</p>"), _MISSING),
    SoftPage(english('<h1>Log in</h1><form><input type="password"></form>'), _SIGN_IN),
    SoftPage(english("<p>You do not have permission to view this page.</p>"), _SIGN_IN),
    SoftPage(
        english(
            "<h1>Website maintenance</h1><p>The website is currently offline. We apologize for the inconvenience.</p>"
        ),
        _SERVICED,
    ),
    SoftPage(
        english("<h1>Temporarily unavailable</h1><p>This page is temporarily unavailable.</p>"),
        _SERVICED,
    ),
    SoftPage(english("<p>Page coming soon.</p>"), _PLACEHOLDER),
    SoftPage(
        english(
            "<h1>Application error</h1><p>An error occurred while processing your request.</p>"
        ),
        _FAULT,
    ),
]
"""What nobody should take for the page that was asked for."""

UNSEEN_THERE = [
    SoftPage(contents("<h2>디지털 혁신</h2><p>" + TEXT * 2 + "</p>" + SURVEY), _WORKS),
    SoftPage(
        contents(
            "<h2>새소식</h2><h3>누리집 정기점검 안내(3.5.)</h3><p>누리집 정기점검으로 3월 5일 00시부터 06시까지 서비스 이용이 일시 중단됩니다. 시민 여러분의 양해를 바랍니다.</p>"
            + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>새소식</h2><h3>새별시 통합예약시스템 서비스 점검 안내</h3><p>보다 나은 서비스 제공을 위해 시스템을 점검합니다. 이용에 불편을 드려 죄송합니다.</p>"
            + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>민원</h2><h3>페이지를 찾을 수 없다고 나옵니다</h3><p>어제부터 여권 안내를 누르면 페이지를 찾을 수 없습니다. 고쳐 주세요.</p><h4>답변</h4><p>안녕하세요. 불편을 드려 죄송합니다. 링크를 수정하였습니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>자주 묻는 질문</h2><dl><dt>Q. 로그인 후 이용하라는 메시지가 나옵니다.</dt><dd>회원가입 후 이용하시면 됩니다.</dd><dt>Q. 페이지를 찾을 수 없습니다라는 화면이 나옵니다.</dt><dd>주소가 바뀐 경우이니 누리집 첫 화면에서 다시 찾아 주세요.</dd></dl>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents("<h2>고시공고</h2><p class=nodata>등록된 게시물이 없습니다.</p>" + SURVEY), _WORKS
    ),
    SoftPage(
        contents(
            "<h2>입찰정보</h2><table><tr><td>조회된 데이터가 없습니다.</td></tr></table>" + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(contents("<h2>공청회</h2><p>등록된 자료가 없습니다.</p>"), _WORKS),
    SoftPage(contents("<h2>행사</h2><p>해당 기간에 등록된 행사가 없습니다.</p>"), _WORKS),
    SoftPage(contents("<h2>통합검색</h2><p>‘없는 페이지’에 대한 검색결과가 없습니다.</p>"), _WORKS),
    SoftPage(
        contents("<h2>통합검색</h2><p>입력하신 검색어와 일치하는 문서를 찾을 수 없습니다.</p>"),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>정보공개 청구</h2><p>정보공개포털에서 청구하실 수 있으며, 부존재 정보는 정보가 존재하지 않습니다로 통지됩니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>온라인 여론조사</h2><p>현재 진행 중인 설문이 없습니다. 종료된 설문은 결과보기에서 확인하실 수 있습니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>온라인 예약</h2><p>로그인 후 이용하실 수 있습니다.</p><h3>이용 안내</h3><p>"
            + TEXT * 2
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>통합예약</h2><h3>이용절차</h3><ol><li>회원가입</li><li>로그인</li><li>시설 선택</li><li>예약 신청</li></ol><p>예약은 로그인 후 이용 가능합니다. 회원가입은 누구나 무료이며 14세 미만은 보호자의 동의가 필요합니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents("<h2>채용공고</h2><p>접수 기간이 종료되었습니다.</p><p>" + TEXT + "</p>"), _WORKS
    ),
    SoftPage(
        contents("<h2>공모전</h2><p>모집이 마감되었습니다. 많은 관심에 감사드립니다.</p>"), _WORKS
    ),
    SoftPage(
        contents(
            "<h2>스마트도시 사업</h2><p>현재 2단계 사업을 준비 중입니다. 하반기에 착공합니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents("<h2>공사 안내</h2><p>중앙로 확장 공사 중입니다. 우회 도로를 이용하십시오.</p>"),
        _WORKS,
    ),
    SoftPage(contents("<h2>수도</h2><p>배수지 점검 중 흐린 물이 나올 수 있습니다.</p>"), _WORKS),
    SoftPage(
        contents(
            "<h2>시설 안내</h2><p>새별수영장은 시설 점검으로 휴관 중입니다. 3월 10일 재개관합니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>사이버 보안</h2><p>잘못된 접근 시도를 차단하는 통합보안관제센터를 운영합니다. 해외 IP의 비정상적인 접근은 자동으로 차단됩니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>웹 접근성 정책</h2><p>오류가 발생했습니다 등의 안내는 화면낭독기로 읽을 수 있게 하였습니다.</p>"
            + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(contents("<h2>폐지된 조례</h2><p>이 조례는 2020년 삭제되었습니다.</p>"), _WORKS),
    SoftPage(
        contents(
            "<h2>서비스 종료 안내</h2><p>새별톡 앱은 2021년 12월 31일 서비스가 종료되었습니다. 같은 기능은 새별시민앱에서 이용하실 수 있습니다. "
            + TEXT
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>도로명주소</h2><p>존재하지 않는 주소로 검색하신 경우 지번주소로 다시 검색해 주십시오.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>시스템 구축 사업</h2><p>2022년 행정시스템 개편 작업 중 시민 의견을 반영하였습니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>모바일 새별</h2><p>앱 설치가 필요합니다. 로그인이 필요한 서비스는 아래와 같습니다.</p><ul><li>내 민원</li><li>전자고지</li></ul>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents("<h2>로그인</h2><form><input type=password></form>"), _WORKS, asked="/login.do"
    ),
    SoftPage(
        contents("<h2>로그인 안내</h2><p>간편인증 로그인 방법을 안내합니다.</p>" + SURVEY), _WORKS
    ),
    SoftPage(
        contents(
            "<h2>뉴스</h2><h3>“페이지를 찾을 수 없습니다” 사라진다… 새별시 누리집 전면 개편</h3><p>"
            + TEXT * 2
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>연구보고서</h2><p>원문 파일이 없는 보고서는 도서관에서 열람하실 수 있습니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>개인정보처리방침</h2><p>개인정보는 보유 기간이 지나면 지체 없이 삭제됩니다. 삭제된 자료는 복구할 수 없습니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>이용 제한</h2><p>권한이 없는 사람이 시스템에 접근하는 경우 관련 법에 따라 처벌받을 수 있습니다. "
            + TEXT
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            TEXT * 2,
            extra="<script>function chk(){ if(!f.q.value){ alert('검색어를 입력하세요.'); return false; } }</script>",
        ),
        _WORKS,
    ),
    SoftPage(
        bare(
            '<div id="root"></div>',
            "새별시 데이터허브",
            '<script>window.__CONF__={notFound:"페이지를 찾을 수 없습니다"};</script>',
        ),
        _WORKS,
    ),
    SoftPage(
        bare(
            '<div id="app"></div><noscript>자바스크립트를 사용할 수 없습니다. 설정에서 켜 주십시오.</noscript>',
            "새별 지도",
        ),
        _WORKS,
    ),
    SoftPage(bare('<frameset rows="*,0"><frame src="/main.jsp"></frameset>', "새별도서관"), _WORKS),
    SoftPage(scripted("location.href='/portal/contents/C0101.do';"), _WORKS),
    SoftPage(
        scripted(
            "if(navigator.userAgent.match(/Mobile/)){ location.href='https://m.saebyeol.go.kr/'; } else { location.href='/www/contents.do?key=1'; }"
        ),
        _WORKS,
    ),
    SoftPage(contents(TEXT), _WORKS, asked="/", got="/main/main.do"),
    SoftPage(contents(TEXT), _WORKS, asked="/index.do", got="/portal/main.do"),
    SoftPage(contents(TEXT), _WORKS, asked="/culture", got="/culture/main.do"),
    SoftPage(contents(TEXT), _WORKS, asked="/health/", got="/health/index.do"),
    SoftPage(contents(TEXT), _WORKS, asked="/library", got="https://lib.saebyeol.go.kr/"),
    SoftPage(contents(TEXT), _WORKS, asked="/contents.do?key=31", got="/www/contents.do?key=31"),
    SoftPage(contents(TEXT), _WORKS, asked="/eng", got="/eng/main.do"),
    SoftPage(contents(TEXT), _WORKS, asked="/kor/", got="/kor/main.do"),
    SoftPage(contents(TEXT), _WORKS, asked="/errorReport/list.do"),
    SoftPage(
        contents("<h2>오류신고센터</h2><p>도로명판 오류를 신고해 주십시오.</p>"),
        _WORKS,
        asked="/a/b.do",
        got="/errorReport/main.do",
    ),
    SoftPage(english("<h1>Budget 2022</h1><p>" + ENGLISH_TEXT * 2 + "</p>"), _WORKS),
    SoftPage(
        english(
            "<h1>Road closures</h1><p>Main Street is under construction until June. Use Oak Avenue.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>Accessibility statement</h1><p>If you find a page that cannot be found or read by your software, tell us. Documents that are not available in an accessible format can be requested.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>Public records</h1><p>Records that no longer exist cannot be produced. If a record was not found we will tell you in writing.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>News</h1><h2>City website is down for maintenance on Sunday</h2><p>The website will be unavailable from 1 a.m. to 5 a.m. "
            + ENGLISH_TEXT
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(english("<h1>Coming soon: the new library</h1><p>" + ENGLISH_TEXT + "</p>"), _WORKS),
    SoftPage(english("<h1>Lost pets</h1><p>Sorry, no pets were found this week.</p>"), _WORKS),
    SoftPage(
        english(
            "<h1>Meetings</h1><p>No upcoming meetings. Agendas are posted three days before each meeting.</p>"
        ),
        _WORKS,
    ),
    SoftPage(english("<h1>Search results</h1><p>Your search yielded no results.</p>"), _WORKS),
    SoftPage(
        english(
            "<h1>Pay your bill</h1><p>You must sign in to see past bills, or pay as a guest below.</p><form><label>Account<input></label></form><p>"
            + ENGLISH_TEXT
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>Open positions</h1><p>This position is no longer available. See other openings.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>404 East Main Street</h1><p>A rezoning application was filed for this lot.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        english("<h1>Error reporting</h1><p>Report an error on a street sign here.</p>"), _WORKS
    ),
    SoftPage(
        english(
            "<h1>Terms of use</h1><p>The city may change or discontinue any service. Access denied to automated tools is at our discretion. "
            + ENGLISH_TEXT
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>Permit status</h1><p>Enter your permit number. If your session has expired, start again.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>Sewer maintenance</h1><p>Crews are undergoing training; the system is under maintenance from April to June. Call us with questions.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>점검 결과</h2><p>2022년 안전 점검 결과를 공개합니다. 지적된 시설은 보수 중입니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents("<h2>청사 이전</h2><p>보건소 이전 준비 중입니다. 새 주소는 추후 안내합니다.</p>"),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>전자민원</h2><p>본인인증이 필요한 민원은 공동인증서를 준비해 주십시오. 신청 방법은 아래와 같습니다.</p>"
            + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(
        contents("<h2>영업 중지 업소</h2><p>위생 점검 중 적발된 업소는 영업이 중지되었습니다.</p>"),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>서비스 준비 과정</h2><p>새로운 서비스를 준비 중인 부서의 이야기입니다. "
            + TEXT
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>삭제 요청</h2><p>본인의 게시물 삭제를 원하시면 담당자에게 연락해 주십시오.</p>"
            + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>새소식</h2><h3>새별시 대표 누리집 서비스 일시 중단 안내</h3><p>전산실 이전으로 서비스가 일시 중단되오니 양해 바랍니다. 일시: 3월 12일 0시~6시</p>"
            + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>새소식</h2><h3>○○시스템 개편에 따른 로그인 방법 변경 안내</h3><p>4월부터 간편인증으로 로그인하셔야 합니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>묻고 답하기</h2><h3>첨부파일이 열리지 않습니다</h3><p>파일을 찾을 수 없다고 나와요.</p><p>답변: 파일을 다시 올렸습니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(contents("<h2>채용</h2><p>진행 중인 채용이 없습니다.</p>"), _WORKS),
    SoftPage(contents("<h2>자료실</h2><p>조건에 맞는 게시물이 없습니다.</p>"), _WORKS),
    SoftPage(contents("<h2>사진</h2><p>등록된 사진이 없습니다.</p>" + SURVEY), _WORKS),
    SoftPage(contents("<h2>조직도</h2><p>부서를 선택하십시오.</p>"), _WORKS),
    SoftPage(contents("<h2>버스정보</h2><p>운행 중인 차량이 없습니다.</p>"), _WORKS),
    SoftPage(
        contents("<h2>정보목록</h2><p>비공개 대상 정보는 제공하지 않습니다.</p>" + SURVEY), _WORKS
    ),
    SoftPage(
        contents(
            "<h2>예산서</h2><p>예산서 파일은 아래에서 받으실 수 있습니다.</p><a href=x.pdf>2022 예산서</a>"
            + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>저작권 정책</h2><p>출처를 표시하면 자유롭게 이용하실 수 있습니다.</p>" + SURVEY
        ),
        _WORKS,
    ),
    SoftPage(
        contents("<h2>해외 자매도시</h2><p>해외 접속 통계는 국제협력과에서 제공합니다.</p>"), _WORKS
    ),
    SoftPage(
        contents("<h2>방화벽 관리</h2><p>정보통신과는 웹방화벽을 운영하여 침해를 막습니다.</p>"),
        _WORKS,
    ),
    SoftPage(contents("<h2>도메인</h2><p>새별시 영문 도메인은 saebyeol.go.kr입니다.</p>"), _WORKS),
    SoftPage(contents("<h2>공사중인 도로</h2><p>중앙로(공사중), 역전로(준공)</p>"), _WORKS),
    SoftPage(
        contents("<h2>서비스 디자인</h2><p>새 서비스를 준비하는 시민참여단을 모집합니다.</p>"),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>오류 처리 현황</h2><p>3월에 접수한 시스템 오류 12건을 모두 처리하였습니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents(
            "<h2>장애 이력</h2><p>2022년 3월 서버 장애가 발생하여 2시간 동안 중단되었고 복구하였습니다. "
            + TEXT
            + "</p>"
        ),
        _WORKS,
    ),
    SoftPage(contents("<h2>여권</h2><p>권한이 없는 대리인은 신청할 수 없습니다.</p>"), _WORKS),
    SoftPage(
        contents(
            "<h2>전자우편 무단수집 거부</h2><p>본 누리집의 전자우편 주소를 자동으로 수집하는 것을 거부하며, 위반하면 처벌됩니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(
        contents("<h2>데이터 개방</h2><p>요청하신 데이터는 10일 안에 제공합니다.</p>"), _WORKS
    ),
    SoftPage(contents("<h2>CCTV</h2><p>존재하지 않는 사각지대를 만들겠습니다.</p>"), _WORKS),
    SoftPage(contents("<h2>폐쇄된 시설</h2><p>옛 보건소는 2020년에 폐쇄되었습니다.</p>"), _WORKS),
    SoftPage(
        contents(
            "<h2>회원가입</h2><p>회원만 이용하는 서비스와 누구나 이용하는 서비스가 있습니다.</p>"
        ),
        _WORKS,
    ),
    SoftPage(contents(TEXT * 2), _WORKS, asked="/culture/", got="/culture/main.do?lang=ko"),
    SoftPage(contents(TEXT * 2), _WORKS, asked="/story", got="https://blog.naver.com/saebyeol"),
    SoftPage(contents(TEXT * 2), _WORKS, asked="/board/1", got="/board/view/1"),
    SoftPage(contents(TEXT * 2), _WORKS, asked="/blogin/1"),
    SoftPage(contents(TEXT * 2), _WORKS, asked="/www/index.es", got="/www/index.es?mid=a1"),
    SoftPage(
        contents(TEXT * 2), _WORKS, asked="/a.do?mid=a101", got="/www/contents.es?mid=a10101000000"
    ),
    SoftPage(contents(TEXT * 2), _WORKS, asked="/m/x", got="/open/denialReport/list.do"),
    SoftPage(
        bare(
            '<div id="app"><div class="loading">Loading...</div></div><script src=/app.js></script>',
            "새별시 열린데이터",
        ),
        _WORKS,
    ),
    SoftPage(
        bare(
            '<div id=map></div><script>function err(){alert("오류가 발생했습니다.");} init();</script>',
            "지도",
        ),
        _WORKS,
    ),
    SoftPage(
        scripted(
            "var q='없는'; function go(){ alert('검색어를 입력하세요'); }",
            "검색",
            "<form><input></form>",
        ),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>Report a problem</h1><p>If something went wrong with an online payment, call us.</p>"
        ),
        _WORKS,
    ),
    SoftPage(english("<h1>Service alerts</h1><p>Bus 502 is not available on Sundays.</p>"), _WORKS),
    SoftPage(
        english("<h1>Page County Library</h1><p>The county archive is closed on Mondays.</p>"),
        _WORKS,
    ),
    SoftPage(english("<h1>Surplus property</h1><p>The following lots are for sale.</p>"), _WORKS),
    SoftPage(
        english("<h1>Jobs</h1><p>You need to sign in to apply. " + ENGLISH_TEXT + "</p>"), _WORKS
    ),
    SoftPage(
        english("<h1>Housing</h1><p>This form is not available in paper. Apply online.</p>"), _WORKS
    ),
    SoftPage(
        english("<h1>Projects</h1><p>The new site is under construction on Elm Street.</p>"), _WORKS
    ),
    SoftPage(
        english(
            "<h1>Water main maintenance</h1><p>Service will be unavailable on Elm Street on Monday.</p>"
        ),
        _WORKS,
    ),
    SoftPage(english("<h1>Coming soon</h1><p>" + ENGLISH_TEXT * 2 + "</p>"), _WORKS),
    SoftPage(
        english("<h1>Sessions</h1><p>The morning session has ended; minutes are posted below.</p>"),
        _WORKS,
    ),
    SoftPage(
        english(
            "<h1>Blocked drains</h1><p>Your request was received and crews will come within a week.</p>"
        ),
        _WORKS,
    ),
]
"""What is the page that was asked for, whatever words stand in it."""
