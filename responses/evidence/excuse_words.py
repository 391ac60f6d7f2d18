"""By which words a page says that it stands in the place of another, a pattern a kind. Pure."""

# ruff: noqa: E501 - patterns, a way to say it a line

import re
from collections.abc import Mapping
from enum import StrEnum


class Excuse(StrEnum):
    """What a page says that stands in the place of another."""

    MISSING = "missing"
    FAULT = "fault"
    SERVICED = "serviced"
    PLACEHOLDER = "placeholder"
    SIGN_IN = "sign_in"
    BLOCKED = "blocked"


def _any_of(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways), re.IGNORECASE)


_THING = (
    r"(?:페이지|화면|주소|URL|웹\s?문서|문서|게시물|게시글|게시판|글|메뉴|파일|자료|콘텐츠|컨텐츠)"
)
_NONE = r"(?:없습니다|없음|않습니다|않음|없어요|않아요)"
# Not where it is said of an excuse, of what lists are empty of, or on condition.
_SAID = r"(?!\s?[\"'”」』]?\s?(?:라고|라는|라며|고\s|는\s|란\s|란\?|와\s?같|와\s?관련|등의))"
_NO_LIST = r"(?<!등록된 )(?<!검색된 )(?<!조회된 )(?<!첨부된 )(?<!작성된 )(?<!결과 )(?<!일치하는 )(?<!맞는 )"
_LACKING = (
    r"(?:not (?:be )?found|(?:does|did) ?n[o']t exist|no longer (?:exists?|available)|"
    r"(?:could ?n[o']t|can ?not|can't) be (?:found|displayed|located)|(?:not|isn't) available|"
    r"has been (?:removed|deleted|moved))"
)
_WRONG = r"(?:잘못된|올바르지\s?않은|비정상적인|정상적이지\s?않은|부적절한|유효하지\s?않은|허용되지\s?않은)"
_WAY = r"(?:접근|접속|경로|요청|URL|주소|링크|파라미터|파라메터|매개변수|인자값?|호출|서비스|메뉴|페이지)"
# Who is told that something is so; a clause on condition tells nobody.
_IS = r"(?:입니다|이거나|하셨습니다|하였습니다|했습니다|되었습니다|됐습니다)(?!만)"

_MISSING = _any_of(
    rf"{_NO_LIST}{_THING}[^.!?]{{0,30}}(?:찾을\s?수\s?(?:가\s?)?|찾지\s?못|존재하지\s?){_NONE}{_SAID}",
    rf"{_THING}[^.!?]{{0,9}}(?:찾지\s?못하?였?했?습니다|존재하지\s?않거나){_SAID}",
    (
        rf"(?:존재하지\s?않는|없는|삭제된|종료된|잘못된)\s?(?:{_THING}|서비스|접근|접속|경로|요청)"
        rf"[^.!?]{{0,12}}?{_IS}{_SAID}"
    ),
    rf"(?:삭제|이동|변경|폐쇄)(?:되었거나|되거나|된)[^.!?]{{0,12}}{_THING}\s?{_IS}{_SAID}",
    rf"{_THING}[은는이가]?\s?(?:사라졌|없어졌|사라진\s?{_THING}일)",
    rf"{_WAY}[이가은는]?\s?(?:올바르지|정상적이지|유효하지)\s?않습니다{_SAID}",
    rf"비공개[^.!?]{{0,9}}(?:글|게시물|게시글|문서|페이지)\s?입니다{_SAID}",
    rf"{_WRONG}\s?{_WAY}[^.!?]{{0,9}}?{_IS}{_SAID}",
    r"정상적인\s?(?:접근|접속|경로|요청)[^.!?]{0,6}(?:아닙니다|접근하여|이용하여|접속하)",
    r"(?:필수\s?)?(?:파라미터|파라메터|매개변수|인자)[^.!?]{0,12}(?:누락|없습니다|잘못)",
    rf"(?:접근|열람|조회|확인|표시|연결)할\s?수\s?없는\s?{_THING}[^.!?]{{0,6}}?{_IS}{_SAID}",
    rf"{_THING}[^.!?]{{0,30}}(?:삭제|변경|이동)\s?(?:되었거나|혹은|또는|되어){_SAID}",
    rf"(?:요청하신|찾으시는|해당|이|본)\s{_THING}[^.!?]{{0,12}}(?:삭제|변경|이동)\s?되었습니다{_SAID}",
    r"(?:작성자|관리자|운영자|사용자|게시자|등록자)에\s?의해[^.!?]{0,9}(?:삭제|이동|숨김|비공개)[^.!?]{0,6}(?:되었|된|처리)",
    rf"(?:게시|공개|열람|노출)\s?기간이?[^.!?]{{0,6}}(?:만료|종료|지난|경과|끝난)[^.!?]{{0,6}}(?:{_THING}|{_IS})",
    rf"(?:요청하신|찾으시는|해당|선택하신)\s?(?:{_THING}|정보|데이터)[이가은는]?\s?{_NONE}{_SAID}",
    rf"(?:요청하신|찾으시는|선택하신)\s?(?:정보|데이터|내용)[^.!?]{{0,12}}{_NONE}{_SAID}",
    rf"{_THING}[을를이가]?\s?(?:(?:표시|열람|확인|연결|사용|이용)할\s?수\s?없습니다|없거나){_SAID}",
    rf"(?:{_THING}|서비스)[^.!?]{{0,20}}서비스[가는]?\s?종료\s?되었습니다{_SAID}",
    rf"본\s?(?:서비스|사이트|홈페이지|누리집)[^.!?]{{0,30}}(?:종료|폐쇄|중단)\s?되었습니다{_SAID}",
    (
        rf"(?:사용|이용|제공|운영|서비스)(?:하|되)지\s?않는\s?(?:{_THING}|서비스|사이트)"
        rf"[^.!?]{{0,3}}?{_IS}{_SAID}"
    ),
    rf"더\s?이상\s?(?:사용|이용|제공|운영|서비스)(?:되|하)지\s?않(?:습니다|는\s?(?:{_THING}|서비스)입니다){_SAID}",
    r"\b(?:HTTP|error|에러|오류)\s{0,3}(?:(?:code|status|error)\s{0,3})?[:\-]?\s{0,3}404\b",
    r"\b404\s{0,3}[:\-–|]?\s{0,3}(?:error|에러|오류|(?:page )?not found)\b",
    (
        r"\b(?:page|file|document|url|resource|content|article|post|service|link)\b"
        rf"[^.!?\n]{{0,60}}{_LACKING}"
    ),
    r"\b(?:service|page|site|website|application)\b[^.!?]{0,20}has been (?:discontinued|retired|archived|closed)\b",
    r"\bthis (?:web)?(?:page|site) has moved\b",
    r"\bnot found\b[^.!?]{0,20}\b(?:page|url|server)\b",
    r"\bnothing (?:was|could be) found (?:at|for) this\b|\blink you followed (?:may|might|is)\b",
    (
        r"\b(?:can ?n[o']t|could ?n[o']t|can't|unable to) (?:seem to )?find "
        r"(?:(?:the|that|this) (?:page|file)|what you(?:'re| are| were) looking)\b"
    ),
    r"\b(?:invalid|bad|malformed) (?:request|parameters?|url|access|link)\b",
)
_FAULT = _any_of(
    (
        r"(?:처리|요청|실행|서비스|시스템|서버|데이터베이스|DB|프로그램|페이지|일시적인?|내부|알\s?수\s?없는|"
        r"예기치\s?(?:못한|않은))[^.!?]{0,12}(?:오류|에러|장애|문제)[가이]?\s?(?:발생\s?(?:하였|했|되었|됐)|있습니다)"
        rf"(?!을|는){_SAID}"
    ),
    rf"(?:^|\n)\s?(?:오류|에러)[가이]?\s?발생\s?(?:하였|했)습니다{_SAID}",
    r"\b(?:HTTP|status|error)\s{0,3}(?:(?:code|status|error)\s{0,3})?[:\-–]?\s{0,3}50[0-4]\b",
    r"\b50[0-4]\s{0,3}[:\-–|]?\s{0,3}(?:error|에러|오류|internal server|bad gateway|service unavailable)",
    r"\binternal server error\b|\bserver error in '|\bservice (?:is )?(?:temporarily )?unavailable\b",
    (
        r"\b(?:unexpected|internal|unknown|application|runtime|fatal|server|system) (?:error|problem)"
        r"(?: has)? (?:occurred|was encountered)"
    ),
    r"\ban error (?:has )?occurred\b|\bsomething went wrong\b|\boops\b[^.!?]{0,3}[.!?]\s?an error",
    # What programs say who fail before they have a page.
    r"\b(?:fatal error|parse error|warning|notice|deprecated): .{1,300} on line \d",
    r"\b(?:java|javax|org|com|kr|egovframework)(?:\.\w{1,40}){1,10}(?:Exception|Error)\b",
    r"\bTraceback \(most recent call last\)|\bSQLSTATE\[|\bORA-\d{5}\b",
    r"(?:데이터베이스|\bDB)[^.!?]{0,12}(?:접속|연결)[^.!?]{0,6}실패",
    r"\b(?:OLE DB|ODBC)\b.{1,80}\berror '8|\berror establishing a database connection\b",
)
_PLACE = r"(?:서비스|시스템|홈페이지|누리집|사이트|서버|웹사이트)"
# Of a work that is going on, and not of what is done or said meanwhile.
_NOW = r"\s?(?:입니다|이오니|이므로|이며|으로|에\s?있|[\n.!,)]|$)"
_SERVICED = _any_of(
    rf"{_PLACE}[^.!?]{{0,12}}(?:점검|정비|개편|작업|복구)\s?중{_NOW}",
    rf"{_PLACE}[^.!?]{{0,12}}(?:(?:점검|정비|복구)하고\s?있습니다|점검\s?시간입니다)",
    rf"{_PLACE}[^.!?]{{0,12}}(?:새\s?단장|리뉴얼|이전)\s?(?:작업\s?)?중{_NOW}",
    rf"{_PLACE}[^.!?]{{0,9}}(?:일시\s?)?(?:중단|중지)\s?(?:되었습니다|되어\s?있습니다|하고\s?있)",
    r"(?:^|\n)(?:긴급\s?)?점검\s?중(?:입니다)?[.!]?(?:\n|$)",
    (
        r"\b(?:we are|we're|(?:web)?site is|service is|currently|temporarily) (?:\w+ )?(?:down|closed|"
        r"unavailable|offline|under(?:going)?)\b[^.!?]{0,30}\bmaintenance\b(?! (?:from|in|on|of|until)\b)"
    ),
    r"\b(?:web)?(?:site|system|service|server) (?:is )?(?:now )?under(?:going)? (?:\w+ )?maintenance\b"
    r"(?! (?:from|in|on|of|until)\b)",
    r"\b(?:we'll|we will) be (?:right )?back\b",
    r"\b(?:web)?(?:site|page|service) is (?:currently|temporarily) (?:offline|unavailable|down)\b(?! (?:from|in|on|of|until)\b)",
)
_NOT_READY = (
    r"(?:페이지|화면|서비스|콘텐츠|컨텐츠|홈페이지|누리집|사이트|메뉴|게시판)[는은이가을를]?\s?"
    r"(?:현재\s?|지금\s?|아직\s?)?(?:준비|제작|구축|공사)\s?중\s?(?:입니다|이오니|이므로|\.|!|\n|$)"
)
_PLACEHOLDER = _any_of(
    rf"(?:^|\n)(?:(?:현재|지금|이|본|해당|죄송합니다\.?)\s?){{0,3}}{_NOT_READY}{_SAID}",
    r"(?:^|\n)(?:현재\s?)?(?:준비|공사)\s?중\s?(?:입니다)?[.!]*(?:\n|$)",
    r"\b(?:this |our |web)?(?:page|site|website|section) (?:is )?(?:currently |still )?under construction\b"
    r"(?! (?:on|at|in|near|until|from)\b)",
    r"(?:^|\n)\W{0,3}(?:under construction|(?:(?:this |our )?(?:web)?(?:page|site) (?:is )?)?coming soon)\W{0,5}(?:\n|$)",
    # What servers show before anybody has put a page there.
    r"(?:^|\n)It works!(?:\n|$)|\bwelcome to nginx\b|\bapache\d? (?:\w+ )?default page\b",
    r"\bIIS (?:windows|\d)|\btest page for (?:the )?(?:apache|nginx)|\bdefault web ?site page\b",
    r"\bsuccessfully installed (?:tomcat|nginx|apache)\b|\A\W*apache tomcat/[\d.]{1,12}\W*(?:\n|\Z)|(?:^|\n)index of /(?:\n|$)",
    # What stands where a name or a place is no longer paid for.
    r"\bdomain(?: name)?\b[^.!?]{0,12}\b(?:is|may be) for sale\b|\bbuy this domain\b|\.[a-z]{2,6} is for sale\b",
    r"\b(?:domain|hosting|account)\b[^.!?]{0,20}\bhas (?:expired|been suspended)\b",
    r"도메인[^.!?]{0,20}(?:만료\s?되|만료된|판매\s?중|연장되지)|(?:호스팅|이용)\s?기간[이은]?\s?만료",
    r"(?:계정|사이트|홈페이지|호스팅)[은는이가]?[^.!?]{0,12}(?:중지|정지|폐쇄)\s?(?:되었|된\s?(?:계정|사이트))",
    (
        r"(?:^|\n)(?:이|본|해당|현재)\s?(?:홈페이지|누리집|사이트|웹사이트)[은는이가]?[^!?\n]{0,30}"
        r"(?:(?:통합|이전|폐쇄|종료)(?:되었|하였|했|합)|운영을?\s?(?:종료|중단))"
    ),
    r"(?:홈페이지|누리집|사이트)[은는이가]?\s?곧\s?(?:오픈|문을|열|찾아)|(?:^|\n)곧\s?(?:오픈|찾아)",
    r"(?:트래픽|접속량)\)?[을를이가]?[^.!?]{0,9}초과",
)
_SIGN_IN = _any_of(
    rf"로그인이?\s?필요(?:합니다|한\s?(?:서비스|페이지|메뉴|화면)입니다){_SAID}",
    rf"로그인\s?(?:하신\s?)?후에?\s?(?:보실|열람하실|확인하실)\s?수\s?있습니다{_SAID}",
    rf"(?:본인|실명)\s?(?:인증|확인)이?\s?필요(?:합니다|한\s?(?:서비스|페이지|메뉴)입니다){_SAID}",
    (
        r"(?:로그인|(?:본인|실명)\s?(?:인증|확인))\s?(?:을?\s?하신\s?)?후에?\s?"
        rf"이용(?:하실\s?수|해\s?주|하여\s?주|하시기|이\s?가능|가능){_SAID}"
    ),
    rf"로그인\s?(?:하셔야|해\s?주(?:십시오|세요|시기)|하여\s?주|하십시오){_SAID}",
    rf"(?:접근|열람|조회|사용|이용|읽기)?\s?권한이\s?(?:없습니다|없는\s?(?:사용자|회원|{_THING})입니다){_SAID}",
    rf"(?:회원|직원)만\s?(?:이용|접근|열람)[^.!?]{{0,6}}(?:있습니다|가능합니다){_SAID}",
    rf"(?:회원|직원)\s?전용\s?(?:서비스|페이지|메뉴|게시판)?\s?입니다{_SAID}",
    rf"세션이?\s?(?:만료|종료|끊)[^.!?]{{0,9}}습니다{_SAID}",
    r"\b(?:you (?:must|need to|have to)|please) (?:be logged in|log ?in|sign ?in)\b",
    r"\blog ?in (?:is )?required\b|\bsession (?:has |is )?(?:expired|timed out)\b",
    r"\bnot authori[sz]ed to (?:access|view)|\b(?:do not|don't) have (?:permission|access)\b|^access denied(?:\n|$)",
)
_BLOCKED = _any_of(
    r"\brequest rejected\b|\brequested URL was rejected\b|\bsupport ID is\b",
    r"\battention required! \| cloudflare|\bchecking your browser\b|\benable javascript and cookies\b",
    r"\b(?:you have been|your (?:ip|request|access)(?: address)? (?:has been|is|was)) blocked\b",
    r"\bnot available in your (?:country|region|area)\b|\bverify(?:ing)? (?:that )?you are (?:a )?human\b",
    r"웹\s?방화벽[^.!?]{0,30}(?:차단|거부|제한)(?:되|하였|했)",
    rf"(?:접속|접근|IP|요청)[이가은는]?[^.!?]{{0,12}}(?:차단|제한)\s?(?:되었|되어|됐|하고\s?있)[^.!?]{{0,3}}습니다{_SAID}",
    rf"(?:해외|국외)[^.!?]{{0,15}}(?:접속|접근|이용)[^.!?]{{0,9}}"
    rf"(?:(?:차단|제한)\s?(?:되었|되어|하고\s?있)|할\s?수\s?없습니다|하실\s?수\s?없습니다){_SAID}",
)
PATTERNS: Mapping[Excuse, re.Pattern[str]] = {
    Excuse.BLOCKED: _BLOCKED,
    Excuse.SIGN_IN: _SIGN_IN,
    Excuse.SERVICED: _SERVICED,
    Excuse.PLACEHOLDER: _PLACEHOLDER,
    Excuse.MISSING: _MISSING,
    Excuse.FAULT: _FAULT,
}
"""How each is said, in the order in which they are looked for: what says more of why comes first."""

NAMED_MISSING = re.compile(
    rf"(?:존재하지\s?않는|없는|삭제된)\s?{_THING}|{_THING}[^.!?]{{0,9}}찾을\s?수\s?없(?:음|습니다)|"
    r"잘못된\s?(?:접근|접속|경로|요청)|\bpage not found\b",
    re.IGNORECASE,
)
ONLY_404 = re.compile(r"\W{0,5}(?:404 )?(?:404|(?:page )?not found)\W{0,5}", re.IGNORECASE)
REFUSED = re.compile(r"없습니다|않습니다|아닙니다|없는|않는|삭제된|잘못|오류|비공개|불가|종료되었")
BACK = re.compile(r"\A[^<]{0,40}\b(?:history\.(?:back|go)|(?:window|self)\.close)\b")
SIGN_IN_NAME = re.compile(
    r"\W{0,3}(?:\S{1,12}\s)?(?:통합\s?|회원\s?|사용자\s?|직원\s?|관리자\s?)?(?:로그인|log ?in|sign ?in)"
    r"(?:\s?(?:페이지|화면|page))?\W{0,3}",
    re.IGNORECASE,
)
# On a page that is nothing else: a title that names the work, and that something does not go then.
WORK_NAME = re.compile(
    r"점검|정비|작업|개편|(?:\A|\b(?:web)?(?:site|system|server|scheduled) )maintenance\b",
    re.IGNORECASE,
)
CLOSED = re.compile(
    r"(?:점검|작업|정비)[을를]?\s?(?:실시|진행|시행)|(?:이용|접속|서비스)[이가]?[^.!?]{0,9}(?:제한|중단|불가)|"
    r"이용하?실?\s?수\s?없|"
    r"\bunavailable\b|\boffline\b",
    re.IGNORECASE,
)
# Who writes so speaks of what was asked for.
OF_REQUEST = re.compile(
    r"요청하신|입력하신|찾으시는|방문하시려는|접근하려는|원하시는|선택하신|"
    r"해당\s?(?:페이지|게시|글|자료)|죄송|불편을|다시\s?(?:한\s?번\s?)?확인|"
    r"이전\s?(?:페이지|화면)|\b404\b|sorry|requested|looking for",
    re.IGNORECASE,
)
# Who writes so writes about excuses.
OF_SUBJECT = re.compile(
    r"란\b|다고\b|라고\b|방법|해결|원인|문의|질문|후기|신고|복구|요청(?!하신)|조치|대응|관련|버스|노선|안내|"
    r"답변|고쳐|사라진|"
    r"\b(?:how|fix|why|what(?! you)|guide|about|handling|faq|road|news|statement)",
    re.IGNORECASE,
)
# What names a notice, and nothing that it would be about.
OF_NOTICE = re.compile(
    r"(?:오류|에러|점검|차단|접근|접속|시스템|메시지|서비스|페이지|error|message)\s?안내|\A\W*안내\W*\Z"
)
# On condition, or of somebody who says so: "if a page is not available", "경우".
ON_CONDITION = re.compile(
    r"\b(?:if|when|whenever|whether|unless|should|says?|shows?)\b", re.IGNORECASE
)
# What stands at the foot or the edge of a page, not by its tags but by what it says.
FURNITURE = re.compile(
    r"(?:만족도|평가|통계|본문|주메뉴|검색|통합\s?검색|담당|부서|연락처|문의처|전화|팩스|최종\s?수정|수정일|작성일|"
    r"등록일|조회수?|매우|만족|보통|불만족|의견|퀵\s?메뉴|홈\b|home\b|공유|인쇄|스크랩|목록|이전|다음|top\b|"
    r"관련\s?사이트|바로\s?가기|개인\s?정보\s?처리|저작권|이\s?누리집은\s?대한민국|이\s?페이지에서\s?제공하는|"
    r"현재\s?페이지에서\s?제공|열람하신|\(?우\)?\s?\d{5}|\(\d{5}\)|copyright|©|all rights|"
    r"an official website|contact us|phone:|search\b|skip to|last (?:updated|modified)|was this page|"
    r"city hall,|share this)",
    re.IGNORECASE,
)
FURNITURE_MAX = 130
"""Characters: what is longer is a text, however it begins."""
NO_WORDS = re.compile(r"[\W\d_]*|[\w가-힣]{2,10}(?:과|팀|담당관|실)")
