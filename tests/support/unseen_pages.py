"""More pages of both sorts, judged before the rules knew any of them: the rules were mended by kinds.

With what stands around a text and is no menu by its tags: a survey, who is in charge, a foot. As in
`soft_pages.py` none is taken from anywhere. `unseen_pages.json` has a row a page.
"""

# ruff: noqa: E501 - the frames of pages

import json
from collections.abc import Callable, Mapping
from pathlib import Path

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


_FRAMES: Mapping[str, Callable[..., str]] = {
    each.__name__: each for each in (contents, bare, scripted, english)
}
_TEXTS = {"<survey>": SURVEY, "<text>": TEXT, "<english-text>": ENGLISH_TEXT}


def _page(finding: str, frame: str = "", asked: str = "", got: str = "", **given: str) -> SoftPage:
    """Return a page of the table: what is given to a frame, or its whole `html`."""
    for name, text in _TEXTS.items():
        given = {key: value.replace(name, text) for key, value in given.items()}
    html = _FRAMES[frame](**given) if frame else given["html"]
    page = SoftPage(html, Finding(finding), got=got)
    return page._replace(asked=asked) if asked else page


_ROWS = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
UNSEEN_NOT_THERE = [_page(**row) for row in _ROWS["not_there"]]
UNSEEN_THERE = [_page(**row) for row in _ROWS["there"]]
