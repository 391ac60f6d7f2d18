"""What a page says in place of what was asked for: that it is gone, serviced, or for some. Pure.

An excuse is told from a page about such excuses by how it says so, and by how much else there is:
a page that says little of its own is read to its end, a longer one has to speak of what was asked
for as well, and of a long one the title and the headings count alone.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from html import unescape
from itertools import islice

_SHORT, _MIDDLE, _BARE = 150, 700, 100
"""Characters: what a page says of its own, beside menus, in a line or in some; next to nothing."""
_SCRIPT_MAX, _SCRIPT_SHORT, _REST = 20_000, 600, 40
_HEAD_MAX, _BOXES_READ = 20_000, 5

_THING = (
    r"(?:페이지|화면|주소|URL|웹\s?문서|문서|게시물|게시글|게시판|글|메뉴|파일|자료|콘텐츠|컨텐츠)"
)
_NONE = r"(?:없습니다|없음|않습니다|않음|없어요|않아요)"
# Not where it is said of an excuse, of what lists are empty of, or on condition.
_SAID = r"(?!\s?[\"'’”」』]?\s?(?:라고|라는|라며|고\s|는\s|란\s|란\?|와\s?같|와\s?관련))"
_NO_LIST = r"(?<!등록된 )(?<!검색된 )(?<!조회된 )(?<!첨부된 )(?<!작성된 )(?<!결과 )"
_LACKING = (
    r"(?:not (?:be )?found|(?:does|did) ?n[o'’]t exist|no longer (?:exists?|available)|"
    r"could ?n[o'’]t be found|not available|has been (?:removed|deleted))"
)
_MISSING = re.compile(
    "|".join(
        (
            rf"{_NO_LIST}{_THING}[^.!?]{{0,30}}(?:찾을\s?수\s?(?:가\s?)?|존재하지\s?){_NONE}{_SAID}",
            (
                rf"(?:존재하지\s?않는|없는|삭제된|종료된|잘못된)\s?(?:{_THING}|서비스|접근|접속|경로|요청)"
                rf"[^.!?]{{0,12}}?(?:입니다|이거나|하셨습니다|하였습니다)(?!만){_SAID}"
            ),
            rf"{_THING}[^.!?]{{0,30}}(?:삭제|변경|이동)\s?(?:되었거나|혹은|또는){_SAID}",
            rf"(?:요청하신|찾으시는|해당|이|본)\s{_THING}[^.!?]{{0,12}}(?:삭제|변경|이동)\s?되었습니다{_SAID}",
            rf"(?:요청하신|찾으시는|해당|선택하신)\s?{_THING}[이가은는]?\s?{_NONE}{_SAID}",
            rf"{_THING}[을를이가]?\s?(?:(?:표시|열람|확인|연결)할\s?수\s?없습니다|없거나){_SAID}",
            rf"{_THING}[^.!?]{{0,12}}서비스[가는]?\s?종료\s?되었습니다{_SAID}",
            r"\b(?:HTTP|error|에러|오류)\s{0,3}(?:(?:code|status|error)\s{0,3})?[:\-]?\s{0,3}404\b",
            r"\b404\s{0,3}[:\-–|]?\s{0,3}(?:error|에러|오류|(?:page )?not found)\b",
            (
                r"(?<!if a )(?<!if the )(?<!when a )(?<!when the )"
                rf"\b(?:page|file|document|url|resource|content|article|post)\b[^.!?]{{0,60}}{_LACKING}"
            ),
            r"\bnot found\b[^.!?]{0,20}\b(?:page|url|server)\b",
            r"\b(?:can ?n[o'’]t|could ?n[o'’]t|can'?t|unable to) find (?:the|that|this) page\b",
        )
    ),
    re.IGNORECASE,
)
_NAMED_MISSING = re.compile(
    rf"(?:존재하지\s?않는|없는|삭제된)\s?{_THING}|{_THING}[^.!?]{{0,9}}찾을\s?수\s?없(?:음|습니다)|"
    r"잘못된\s?(?:접근|접속|경로|요청)|\bpage not found\b",
    re.IGNORECASE,
)
_ONLY_404 = re.compile(r"\W{0,5}(?:404 )?(?:404|(?:page )?not found)\W{0,5}", re.IGNORECASE)
_REFUSED = re.compile(r"없습니다|않습니다|아닙니다|없는|않는|삭제된|잘못|오류|비공개|불가")
_BACK = re.compile(r"\A[^<]{0,40}\b(?:history\.(?:back|go)|(?:window|self)\.close)\b")

_PLACE = r"(?:서비스|시스템|홈페이지|누리집|사이트|서버|웹사이트)"
_SERVICED = re.compile(
    "|".join(
        (
            rf"{_PLACE}[^.!?]{{0,12}}(?:점검|정비|개편|작업|복구)\s?중(?!에|의|인\s|이\s?아|지)",
            rf"{_PLACE}[^.!?]{{0,12}}(?:(?:점검|정비|복구)하고\s?있습니다|점검\s?시간입니다)",
            rf"{_PLACE}[^.!?]{{0,12}}(?:새\s?단장|리뉴얼|이전)\s?중(?:입니다|이오니|이므로)",
            rf"{_PLACE}[^.!?]{{0,9}}(?:일시\s?)?(?:중단|중지)\s?(?:되었습니다|되어\s?있습니다|하고\s?있)",
            (
                r"\b(?:we are|we're|site is|service is|currently|temporarily) (?:\w+ )?(?:down|"
                r"closed|unavailable|under(?:going)?)\b[^.!?]{0,20}\bmaintenance\b"
            ),
            r"\b(?:site|system|service|server) (?:is )?(?:now )?under(?:going)? maintenance\b",
        )
    ),
    re.IGNORECASE,
)
_SIGN_IN = re.compile(
    "|".join(
        (
            rf"로그인이?\s?필요(?:합니다|한\s?(?:서비스|페이지|메뉴|화면)입니다){_SAID}",
            rf"로그인\s?(?:하신\s?)?후에?\s?(?:보실|열람하실|확인하실)\s?수\s?있습니다{_SAID}",
            rf"(?:본인|실명)\s?(?:인증|확인)이?\s?필요(?:합니다|한\s?(?:서비스|페이지|메뉴)입니다){_SAID}",
            rf"로그인\s?(?:하신\s?)?후에?\s?이용(?:하실\s?수|해\s?주|하시기|이\s?가능|가능){_SAID}",
            rf"로그인\s?(?:하셔야|해\s?주(?:십시오|세요)|하십시오){_SAID}",
            rf"(?:접근|열람|조회|사용|이용|읽기)?\s?권한이\s?없습니다{_SAID}",
            rf"(?:회원|직원)만\s?(?:이용|접근|열람)[^.!?]{{0,6}}(?:있습니다|가능합니다){_SAID}",
            r"\b(?:you (?:must|need to|have to)|please) (?:be logged in|log ?in|sign ?in)\b",
            r"\blog ?in (?:is )?required\b",
        )
    ),
    re.IGNORECASE,
)
_NAMED_SIGN_IN = re.compile(
    r"\W{0,3}(?:통합\s?|회원\s?|사용자\s?|직원\s?)?(?:로그인|log ?in|sign ?in)"
    r"(?:\s?(?:페이지|화면|page))?\W{0,3}",
    re.IGNORECASE,
)
# Who writes so speaks of what was asked for.
_OF_REQUEST = re.compile(
    r"요청하신|입력하신|찾으시는|방문하시려는|접근하려는|원하시는|선택하신|"
    r"해당\s?(?:페이지|게시|글|자료)|죄송|불편을|다시\s?(?:한\s?번\s?)?확인|"
    r"이전\s?(?:페이지|화면)|\b404\b|sorry|requested|looking for",
    re.IGNORECASE,
)
# Who writes so writes about excuses.
_OF_SUBJECT = re.compile(
    r"란\b|방법|해결|원인|문의|질문|후기|신고|복구|요청(?!하신)|조치|대응|관련|버스|노선|안내|"
    r"\b(?:how|fix|why|what|guide|about|handling|faq|road)",
    re.IGNORECASE,
)
_ALERT = re.compile(r"alert\s{0,9}\(\s{0,9}([\"'])(.{1,200}?)\1", re.DOTALL)
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]{0,500}>([^<]{0,20000})", re.IGNORECASE)
_LOCATION = re.compile(
    r"\blocation(?:\.href)?\s{0,9}(?:=|\.(?:replace|assign)\s{0,9}\()\s{0,9}[\"']([^\"'\s]{1,500})[\"']"
)
_ON_CONDITION = re.compile(r"\bfunction\b|=>|\bif\b|\baddEventListener\b|\bcase\b|\?")
_META = re.compile(r"<meta\b([^>]{1,700})>", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s{0,9}=\s{0,9}[\"']?refresh\b", re.IGNORECASE)
_TO = re.compile(
    r"content\s{0,9}=\s{0,9}[\"']?\s{0,9}([0-9]{1,3})(?:\.[0-9]{0,3})?\s{0,9}[;,]\s{0,9}"
    r"url\s{0,9}=\s{0,9}[\"']?([^\"'>\s]{1,1000})",
    re.IGNORECASE,
)
_WAIT_MAX = 10
_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s{0,9}=\s{0,9}[\"']?password\b", re.IGNORECASE)


class Excuse(StrEnum):
    """What a page says that stands in the place of another."""

    MISSING = "missing"
    SERVICED = "serviced"
    SIGN_IN = "sign_in"


_PATTERNS = {Excuse.SIGN_IN: _SIGN_IN, Excuse.SERVICED: _SERVICED, Excuse.MISSING: _MISSING}


def excuse_of(named: Sequence[str], own: str, words: str, source: str) -> Excuse | None:
    """Return what a page says of itself; None if it is none but a page.

    By its title and headings, by its text without menus (`own`), by all of its text, and, where
    that is next to nothing, by what it says in a box of the browser.
    """
    if any(_is_named_missing(each) for each in named):
        return Excuse.MISSING
    if len(own) <= _MIDDLE:
        if len(own) <= _MIDDLE // 2 and _asks_for_password(named, source):
            return Excuse.SIGN_IN
        is_of_request = len(own) <= _SHORT or bool(_OF_REQUEST.search(own))
        said = next((key for key, each in _PATTERNS.items() if each.search(own)), None)
        is_about = said is not Excuse.SERVICED and any(map(_OF_SUBJECT.search, named[1:]))
        if said and is_of_request and not is_about:
            return said
    if len(words) < _BARE:
        return _of_boxes(source[:_SCRIPT_MAX])
    return None


def leads_to(words: str, source: str) -> str:
    """Return where a page sends its readers at once, by a tag or a script; empty if nowhere."""
    for tag in _META.finditer(source[:_HEAD_MAX]):
        found = _TO.search(tag[1]) if _REFRESH.search(tag[1]) else None
        if found and int(found[1]) <= _WAIT_MAX:
            return unescape(found[2])
    if len(words) >= _BARE:
        return ""
    script = " ".join(each[1] for each in _SCRIPT.finditer(source[:_SCRIPT_MAX])).strip()
    to = _LOCATION.search(script) if len(script) <= _SCRIPT_SHORT else None
    return to[1] if to and not _ON_CONDITION.search(script[: to.start()]) else ""


def _is_named_missing(name: str) -> bool:
    """Return whether a title or a heading says that there is no page, and next to nothing else."""
    if _ONLY_404.fullmatch(name):
        return True
    found = _MISSING.search(name) or _NAMED_MISSING.search(name)
    if not found:
        return False
    rest = f"{name[: found.start()]} {name[found.end() :]}"
    return len(rest) <= _REST and not _OF_SUBJECT.search(rest)


def _asks_for_password(named: Sequence[str], source: str) -> bool:
    is_named = any(_NAMED_SIGN_IN.fullmatch(each) for each in named)
    return is_named and bool(_PASSWORD.search(source))


def _of_boxes(source: str) -> Excuse | None:
    """Return what a page says in boxes of the browser, if it shows nothing else.

    Who is sent back after a box was refused something, whatever it says.
    """
    for box in islice(_ALERT.finditer(source), _BOXES_READ):
        said = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), box[2])
        found = next((key for key, each in _PATTERNS.items() if each.search(said)), None)
        script = source[: box.start()].rpartition("<script")[2]
        is_at_once = not _ON_CONDITION.search(script)
        if found or (is_at_once and (_REFUSED.search(said) or _BACK.search(source[box.end() :]))):
            return found or Excuse.MISSING
    return None
