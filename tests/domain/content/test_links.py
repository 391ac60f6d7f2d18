"""Links read from the shapes that Seoul's form of 2022 has them in, and from worse."""

from time import perf_counter
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.content import links
from responses.domain.content.finding import Reading, addresses_in, read_links
from responses.domain.content.links import (
    EMAIL,
    NO_ADDRESS,
    SEVERAL,
    SPACES,
    WRONG_SCHEME,
    LinkValue,
    display,
    escaping,
    fault,
    href,
)
from responses.domain.content.repairs import suggestion

GOV = "https://news.seoul.go.kr/gov"
BUDGET = f"{GOV}/archives/category/govdata_c1/budget_c1/data_budget_c1"
MAP = "https://map.seoul.go.kr/smgis2"
TWICE_ENCODED = f"{MAP}/seoulMap?searchWord=%25EC%25BD%2594%25EB%25A1%259C%25EB%2582%2598"
TABS = "https://bigdata.seoul.go.kr/noti/selectPageListTabNoti.do?r_id=P260&bbs_seq=&ac_type=A4"
ENTITY = f"{TABS}&sch_type=&sch_text=¤tPage=1"

URL, OTHER_URL = "https://www.busan.go.kr/a", "https://data.busan.go.kr/b"

# Every line of the form that holds an address, its prose shortened, and the links it gives.
SEED = [
    (
        "- 서울시 공식 홈페이지(한국어) : <https://www.seoul.go.kr/>",
        [("서울시 공식 홈페이지(한국어)", "https://www.seoul.go.kr/")],
    ),
    (
        "- 서울시 다언어 홈페이지: <http://world.seoul.go.kr/main/>",
        [("서울시 다언어 홈페이지", "http://world.seoul.go.kr/main/")],
    ),
    (
        "- 서울시 대표 홈페이지(www.seoul.go.kr) : 정보 및 서비스 목록 확인가능",
        [("서울시 대표 홈페이지", "www.seoul.go.kr")],
    ),
    (
        f" - ※ <{GOV}/site> - 전 분야(주택, 경제) 130개 홈페이지 목록",
        [("전 분야(주택, 경제) 130개 홈페이지 목록", f"{GOV}/site")],
    ),
    (
        "- 서울시 온라인 민원(<http://minwon.seoul.go.kr>) : 처리(신청, 발급, 조회) 가능",
        [("서울시 온라인 민원", "http://minwon.seoul.go.kr")],
    ),
    (
        "- 응답소(<https://eungdapso.seoul.go.kr/>) : 목록 확인 가능 (공익신고 등)",
        [("응답소", "https://eungdapso.seoul.go.kr/")],
    ),
    (
        (
            "- 스마트불편신고(smartreport.seoul.go.kr), 스마트서울맵(map.seoul.go.kr), "
            "주민 참여예산(yesan.seoul.go.kr), 민주주의서울(democracy.seoul.go.kr), "
            "엠보팅(mvoting.seoul.go.kr),"
        ),
        [
            ("스마트불편신고", "smartreport.seoul.go.kr"),
            ("스마트서울맵", "map.seoul.go.kr"),
            ("주민 참여예산", "yesan.seoul.go.kr"),
            ("민주주의서울", "democracy.seoul.go.kr"),
            ("엠보팅", "mvoting.seoul.go.kr"),
        ],
    ),
    (
        (
            "- 열린데이터광장(data.seoul.go.kr), 정보소통광장(opengov.seoul.go.kr), 빅데이터캠퍼스"
            "(bigdata.seoul.go.kr), 우리마을가게상권분석서비스(golmok.seoul.go.kr), "
            "3D 기반 Virtual Seoul 시스템(smap.seoul.go.kr), 디지털시민시장실(scpm.seoul.go.kr), "
            "TOPIS"
            "(<https://topis.seoul.go.kr/>), "
            "서울부동산정보광장(<https://land.seoul.go.kr:444/land/>), "
            "서울시 건설알림이(<https://cis.seoul.go.kr/>), "
            "서울실내지도(indoormap.seoul.go.kr), "
            "대기환경정보(cleanair.seoul.go.kr),"
        ),
        [
            ("열린데이터광장", "data.seoul.go.kr"),
            ("정보소통광장", "opengov.seoul.go.kr"),
            ("빅데이터캠퍼스", "bigdata.seoul.go.kr"),
            ("우리마을가게상권분석서비스", "golmok.seoul.go.kr"),
            ("3D 기반 Virtual Seoul 시스템", "smap.seoul.go.kr"),
            ("디지털시민시장실", "scpm.seoul.go.kr"),
            ("TOPIS", "https://topis.seoul.go.kr/"),
            ("서울부동산정보광장", "https://land.seoul.go.kr:444/land/"),
            ("서울시 건설알림이", "https://cis.seoul.go.kr/"),
            ("서울실내지도", "indoormap.seoul.go.kr"),
            ("대기환경정보", "cleanair.seoul.go.kr"),
        ],
    ),
    (
        "○ “서울재정포털”를 통해 정보를 제공\n- <http://openfinance.seoul.go.kr/index>",
        [("“서울재정포털”를 통해 정보를 제공", "http://openfinance.seoul.go.kr/index")],
    ),
    (
        f"○ “한눈에 보는 서울예산” 페이지\n(<{GOV}/archives/522821>)를 통해 분야별 예산을 공개",
        [("“한눈에 보는 서울예산” 페이지", f"{GOV}/archives/522821")],
    ),
    (
        f"- 연도별 예산서 :\n\n{BUDGET}/data_document_budget-n2",
        [("연도별 예산서", f"{BUDGET}/data_document_budget-n2")],
    ),
    (
        f"- 연도별 예산정보 :\n\n{BUDGET}/data_info_budget-n2",
        [("연도별 예산정보", f"{BUDGET}/data_info_budget-n2")],
    ),
    (
        "- 서울시는 “디지털시민시장실(<http://scpm.seoul.go.kr/>)” 플랫폼을 통해 현황을 제공",
        [("디지털시민시장실", "http://scpm.seoul.go.kr/")],
    ),
    (
        (
            " - 세계스마트시티기구 (WeGO) :\n"
            "<https://smart.seoul.go.kr/content/view/MN01030100.do>\n<https://we-gov.org/ko/>"
        ),
        [
            (
                "세계스마트시티기구 (WeGO)",
                "https://smart.seoul.go.kr/content/view/MN01030100.do",
            ),
            ("", "https://we-gov.org/ko/"),
        ],
    ),
    (
        (
            " - 국제기구 유치 및 교류협력(2021)\n"
            "https://yesan.seoul.go.kr/wk/wkSelect.do?itemId=104254&tr_code=sweb"
        ),
        [
            (
                "국제기구 유치 및 교류협력(2021)",
                "https://yesan.seoul.go.kr/wk/wkSelect.do?itemId=104254&tr_code=sweb",
            )
        ],
    ),
    (" - <http://snpo.kr/>", [("", "http://snpo.kr/")]),
    (" - <https://www.seoul-tech.com>", [("", "https://www.seoul-tech.com")]),
    (f" - <{GOV}/site> 를 통해 130개 목록 확인가능", [("", f"{GOV}/site")]),
    (
        "- 온라인민원(<http://minwon.seoul.go.kr>) : 24시간 처리(신청, 발급, 조회) 가능",
        [("온라인민원", "http://minwon.seoul.go.kr")],
    ),
    (
        " - 서울시 ETAX(<http://etax.seoul.go.kr>) : 세금(지방세, 재산세 등) 납부",
        [("서울시 ETAX", "http://etax.seoul.go.kr")],
    ),
    (
        " - 계약마당(<http://contract.seoul.go.kr>) : 계약정보 공개",
        [("계약마당", "http://contract.seoul.go.kr")],
    ),
    (
        " - 정보소통광장(<https://opengov.seoul.go.kr>) : 행정문서 공개",
        [("정보소통광장", "https://opengov.seoul.go.kr")],
    ),
    (
        " - 부동산 통합민원(<http://kras.go.kr>) : 종합증명서, 토지이동민원",
        [("부동산 통합민원", "http://kras.go.kr")],
    ),
    (
        " - 서울 일자리 포털(<http://job.seoul.go.kr>) : 취업정보, 채용정보",
        [("서울 일자리 포털", "http://job.seoul.go.kr")],
    ),
    (
        (
            " - 서울시 여론조사 홈페이지(<http://research.seoul.go.kr/main.do>)를 통해 하였으며, "
            "<http://research.seoul.go.kr/report/data/user/poll/2552.html> 로 확인 가능 (시민공개)"
        ),
        [
            ("서울시 여론조사 홈페이지", "http://research.seoul.go.kr/main.do"),
            ("", "http://research.seoul.go.kr/report/data/user/poll/2552.html"),
        ],
    ),
    ("'www.seoul.go.kr' 주소(URL) 직접입력\t14.2", [("", "www.seoul.go.kr")]),
    (
        "- 서울특별시 공식블로그 : <https://blog.naver.com/haechiseoul>",
        [("서울특별시 공식블로그", "https://blog.naver.com/haechiseoul")],
    ),
    (
        "- 서울특별시 Facebook : <https://www.facebook.com/seoul.kr>",
        [("서울특별시 Facebook", "https://www.facebook.com/seoul.kr")],
    ),
    (
        "- 서울특별시 인스타그램 : https://www.instagram.com/seoul_official/",
        [("서울특별시 인스타그램", "https://www.instagram.com/seoul_official/")],
    ),
    (
        "- 서울특별시 트위터 : <https://twitter.com/seoulmania>",
        [("서울특별시 트위터", "https://twitter.com/seoulmania")],
    ),
    (
        "※ 그 외 소셜미디어 리스트\n<https://mediahub.seoul.go.kr/staticpage/sns.do>",
        [("그 외 소셜미디어 리스트", "https://mediahub.seoul.go.kr/staticpage/sns.do")],
    ),
    (
        " - 서울시 한국어 홈페이지(<https://www.seoul.go.kr/coronaV/coronaStatus.do>)",
        [("서울시 한국어 홈페이지", "https://www.seoul.go.kr/coronaV/coronaStatus.do")],
    ),
    (
        " - 서울시 영문 홈페이지 (<http://english.seoul.go.kr/covid/>)",
        [("서울시 영문 홈페이지", "http://english.seoul.go.kr/covid/")],
    ),
    (
        "- 긴급재난지원금 신청 (<https://news.seoul.go.kr/welfare/archives/518698>)",
        [("긴급재난지원금 신청", "https://news.seoul.go.kr/welfare/archives/518698")],
    ),
    (
        f" - 선별 진료소 위치 : <{MAP}/short/6MWrO>",
        [("선별 진료소 위치", f"{MAP}/short/6MWrO")],
    ),
    (
        f" - 백신접종기관 위치 및 예약방법:\n\n<{TWICE_ENCODED}>",
        [("백신접종기관 위치 및 예약방법", TWICE_ENCODED)],
    ),
    (
        f" - 공공와이파이(까치온) 확대 ({GOV}/seoul_wifi)",
        [("공공와이파이(까치온) 확대", f"{GOV}/seoul_wifi")],
    ),
    (
        " - 어디나 지원단 운영 등\n<https://sdf.seoul.kr/empowering-the-digital-underprivileged>",
        [
            (
                "어디나 지원단 운영 등",
                "https://sdf.seoul.kr/empowering-the-digital-underprivileged",
            )
        ],
    ),
    (f"- 심야버스 노선 분석 등 소개\n\n{ENTITY}", [("심야버스 노선 분석 등 소개", ENTITY)]),
    (
        "- 디지털시민시장실 : <http://scpm.seoul.go.kr/>",
        [("디지털시민시장실", "http://scpm.seoul.go.kr/")],
    ),
]

OTHER = [
    ("서울.한국", [("", "서울.한국")]),
    (
        "서울시 위키(https://서울.한국/위키/서울(도시))를",
        [("서울시 위키", "https://서울.한국/위키/서울(도시)")],
    ),
    ("포털 https://seoul.go.kr를 통해", [("포털", "https://seoul.go.kr")]),
    ("https://seoul.go.kr입니다", [("", "https://seoul.go.kr")]),
    ("https://서울.한국", [("", "https://서울.한국")]),
    ("지금 https://seoul.go.kr/open!", [("지금", "https://seoul.go.kr/open")]),
    ("https://seoul.go.kr/#!/open", [("", "https://seoul.go.kr/#!/open")]),
    (
        "https://seoul.go.kr→https://data.seoul.go.kr",
        [("", "https://seoul.go.kr"), ("", "https://data.seoul.go.kr")],
    ),
    ("포털 seoul.go.kr에서 확인", [("포털", "seoul.go.kr")]),
    ("https://ko.wikipedia.org/wiki/도로", [("", "https://ko.wikipedia.org/wiki/도로")]),
    ("https://a.kr/K로", [("", "https://a.kr/K로")]),
    ("A(https://a.kr/x),B(https://b.kr/y)", [("A", "https://a.kr/x"), ("B", "https://b.kr/y")]),
    ("https://a.kr,https://b.kr", [("", "https://a.kr"), ("", "https://b.kr")]),
    ("A: <https://a.kr> B: <https://b.kr>", [("A", "https://a.kr"), ("B", "https://b.kr")]),
    ("A\thttps://a.kr\nB\thttps://b.kr", [("A", "https://a.kr"), ("B", "https://b.kr")]),
    ("https://a.kr\tA\nb.kr - B", [("A", "https://a.kr"), ("B", "b.kr")]),
    ("1. A: a.kr:8080/x?y=1#z", [("A", "a.kr:8080/x?y=1#z")]),
    ("See https://a.kr/x. Then", [("See", "https://a.kr/x")]),
    (
        "https://web.archive.org/web/2020/https://a.kr/",
        [("", "https://web.archive.org/web/2020/https://a.kr/")],
    ),
    ("HTTPS://A.KR/X", [("", "HTTPS://A.KR/X")]),
]

ENDS = [
    *(f"({URL})", f"【{URL}】", f"〔{URL}〕", f"“{URL}”"),
    *(f"'{URL}'", f"«{URL}»", f"｢{URL}｣", f"`{URL}`"),
    *(f"{URL}{stop}" for stop in (*"。，、…·|；.,;",)),
    *(f"{URL}。다음 문장", f"{URL}，다음", f"{URL}…등", f"{URL} | ", f"\ufeff{URL}\u200b"),
    *(f"{URL}에서", f"{URL}에서는 확인", f"{URL}입니다."),
    *(f"{URL}을 참조", f"{URL}까지", f"{URL}나 전화"),
    *(f"{URL}\u200b에서", f"{URL}\ufeff를 참고", f"{URL}\u2060, 전화", f"{URL}\u3164전화"),
]
JOINED = [
    *(f"{URL}{sign}{OTHER_URL}" for sign in (*"·|,;，、。…ㆍ", " · ", " | ", " / ", ", ", " 및 ")),
    *(f"{URL}{sign}{OTHER_URL}" for sign in (" 그리고 ", " and ", " or ", " & ")),
    *(f"{URL}{sign}{OTHER_URL}" for sign in (*"ᆞ・･∙‧⋅；：＋+", "및", "와", "과", "", " 와 ")),
]
LABELLED = [
    *(f"A({URL}){sign}B({OTHER_URL})" for sign in (", ", " 및 ", ", 및 ", " · ", " and ", "|")),
    *(f"A({URL}){sign}B({OTHER_URL})" for sign in "・･∙⋅；：＋"),
    *(f"A {URL}{sign}B {OTHER_URL}" for sign in (" 및 ", " 와 ", " ② ", "②")),
    f"① A {URL}\n②B {OTHER_URL}",
    f'<a href="{URL}">A\n<a href={OTHER_URL}><b>B</b>',
    f'<a href="{URL}">A</a><a href="{OTHER_URL}">B</a>',
    *(f"[A]({URL}){sign}[B]({OTHER_URL})" for sign in (", ", "", " ", " 및 ", " | ")),
    *(f'"A" {URL}{sign}"B" {OTHER_URL}' for sign in (", ", " 및 ")),
    f"[A]({URL}), B({OTHER_URL})",
    f"자세히는 <A class=x HREF='{URL}'><b>A</b></A>를, <a\nhref={OTHER_URL} target=_blank>\nB </a>",
]


MARKDOWN = [
    ("[가]({url})", "가"),
    ("- **[가]({url})**을 참고", "가"),
    ('1. [가](<{url}> "머리") 설명', "가"),
    ("자세히는 ![가 나]( {url} ).", "가 나"),
    ("[**가** `나`]({url})", "가** `나"),
    ("[[공지] 가]({url})", "[공지] 가"),
    ("[{url}]({url})", ""),
    ("[]({url})", ""),
    ("[가] <{url}>", "가"),
    ("[가]: {url}", "가"),
    ('"가" {url}', "가"),
    ('- "가": <{url}>', "가"),
    ("‘가’ {url}", "가"),
    ("'가' - {url}", "가"),
    ("가 <{url}>", "가"),
    ("[공지] 가({url})", "[공지] 가"),
    ('"가" 및 "나" {url}', '"가" 및 "나"'),
]


@pytest.mark.parametrize(("line", "label"), MARKDOWN)
@pytest.mark.parametrize("url", [URL, f"{URL}(나)?b=1&c=2#d_e"])
def test_a_label_that_is_marked_is_read_without_its_marks(line: str, label: str, url: str) -> None:
    text = line.format(url=url)
    assert pairs(read_links(text).links) == [(label, url)]
    several = read_links(f"{text}\n\n{text}\n[다]({OTHER_URL})").links
    assert pairs(several) == [(label, url), (label, url), ("다", OTHER_URL)]


@pytest.mark.parametrize(
    "text", ["[가](나)", "[가](mailto:a@b.kr)", "[가](/x)", "[가]()", "배열[0](1)"]
)
def test_what_is_marked_as_a_link_and_leads_nowhere_is_left(text: str) -> None:
    assert read_links(text) == Reading((), text)


@pytest.mark.parametrize("text", ENDS)
def test_an_address_ends_where_a_reader_would_end_it(text: str) -> None:
    assert [link.url for link in read_links(text).links] == [URL]


@pytest.mark.parametrize("text", JOINED)
def test_what_joins_two_addresses_is_of_neither(text: str) -> None:
    assert pairs(read_links(text).links) == [("", URL), ("", OTHER_URL)]
    assert fault(f"{URL}·{OTHER_URL}") == fault(f"{URL}|{OTHER_URL}") == SEVERAL


@pytest.mark.parametrize("text", LABELLED)
def test_what_joins_two_links_is_of_no_label(text: str) -> None:
    assert pairs(read_links(text).links) == [("A", URL), ("B", OTHER_URL)]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (f"{URL} 영문 누리집", "영문 누리집"),
        (f"- {URL} 서울시 비디오 ", "서울시 비디오"),
        (f"{URL} English website", "English website"),
        (f"{URL} 에서 확인하십시오", ""),
        (f"{URL} 참고", ""),
        (f"{URL} 누리집에서 볼 수 있습니다.", ""),
        (f"{URL} is the portal", ""),
        (f"자세한 내용은 {URL} 영문 누리집", "자세한 내용은"),
    ],
)
def test_a_name_behind_the_address_that_begins_a_line_is_its_label(line: str, label: str) -> None:
    assert pairs(read_links(line).links) == [(label, URL)]


@pytest.mark.parametrize(
    ("html", "label", "url"),
    [
        (f'<a href="{URL}?a=1&amp;b=2">가 &amp; 나</a>', "가 & 나", f"{URL}?a=1&b=2"),
        (f'<a href="{URL}">{URL}</a>', "", URL),
        (f'<a href="{URL}"></a>', "", URL),
    ],
)
def test_read_links_reads_an_anchor(html: str, label: str, url: str) -> None:
    assert read_links(html) == Reading((LinkValue(label, url),), "")


@pytest.mark.parametrize(
    "html", ['<a href="/x">가</a>', '<a href="mailto:a@b.kr">가</a>', "<a>가</a>"]
)
def test_read_links_leaves_an_anchor_that_leads_nowhere(html: str) -> None:
    assert read_links(html) == Reading((), html)


def test_read_links_takes_no_time_for_anchors_without_end() -> None:
    started = perf_counter()
    read_links("<a href=a.kr></" * 1_300 + "<a " * 6_000)
    for sign in ("[", "[a](", "](", "[(", "![a](b.kr "):
        read_links(sign * (20_000 // len(sign)))
    assert perf_counter() - started < 2


@pytest.mark.parametrize(
    ("typed", "meant", "leads"),
    [
        (f"\ufeff{URL}", URL, URL),
        (f"\u200b{URL}\u2060", URL, URL),
        ("\ufeffwww.busan.go.kr", "www.busan.go.kr", "https://www.busan.go.kr"),
        ("https://a.kr/\u200bdata", "https://a.kr/data", "https://a.kr/\u200bdata"),
        ("https://a\u00adb.kr/", "https://ab.kr/", "https://a\u00adb.kr/"),
        ("https://a.kr/\u200eb\u2060c", "https://a.kr/bc", "https://a.kr/\u200eb\u2060c"),
    ],
)
def test_what_nobody_sees_in_an_address_is_offered_without(
    typed: str, meant: str, leads: str
) -> None:
    assert (fault(typed), suggestion(typed), href(typed)) == (None, meant, leads)


@pytest.mark.parametrize(
    "url",
    [
        "https://fa.wikipedia.org/wiki/می\u200cخواهم",
        "https://ko.wikipedia.org/wiki/가·나",
        "https://a.kr/?x=1|2",
        "https://a.kr/?next=b,https://b.kr",
        "https://web.archive.org/web/2020/https://a.kr/",
    ],
)
def test_what_belongs_to_an_address_stays_in_it(url: str) -> None:
    assert (fault(url), suggestion(url)) == (None, None)


def pairs(links: tuple[LinkValue, ...]) -> list[tuple[str, str]]:
    return [(link.label, link.url) for link in links]


@pytest.mark.parametrize(("text", "links"), SEED + OTHER)
def test_read_links_finds_labels_and_addresses(text: str, links: list[tuple[str, str]]) -> None:
    reading = read_links(text)

    assert (pairs(reading.links), reading.rest) == (links, "")


@pytest.mark.parametrize(
    "text",
    [
        "이메일 주소: person@city.example.kr",
        "<name.surname@city.example.kr>",
        "코로나19 확산 억지에 기여한 <웅녀웅남을 찾습니다>",
        "*****개 실국** 별 예산서",
        "2020. 12월부터 3.5배, e.g. 1.2",
        "javascript:alert(1)",
        "ftp://files.seoul.go.kr/x",
        "report.docx",
    ],
)
def test_read_links_leaves_what_is_no_link(text: str) -> None:
    reading = read_links(text)

    assert (pairs(reading.links), reading.rest) == ([], text)


def test_read_links_keeps_the_lines_no_link_was_made_of() -> None:
    reading = read_links("  머리말\r\nA: a.kr\n\n설명\nB: b.kr\n  - 꼬리말")

    assert pairs(reading.links) == [("A", "a.kr"), ("B", "b.kr")]
    assert reading.rest == "  머리말\n설명\n  - 꼬리말"


LABELS = st.text("가나다라 시정포털AB", min_size=1, max_size=12).map(str.strip).filter(bool)
HOSTS = st.sampled_from(["www.seoul.go.kr", "data.city.kr:444", "서울.한국", "x-y.example.com"])
PATHS = st.text("abcZ09/%-_~=&?+가위키", max_size=20).map(lambda path: f"/{path}")
URLS = st.builds("{}{}{}".format, st.sampled_from(["", "http://", "https://"]), HOSTS, PATHS)
SHAPES = st.sampled_from(
    ["- {} : <{}>", "{}(<{}>),", "○ {} : {}", "{}\n\n{}", "{}\t{}", "{}({})를"]
)


@given(st.lists(st.tuples(LABELS, URLS, SHAPES), max_size=5))
def test_read_links_never_alters_an_address(rows: list[tuple[str, str, str]]) -> None:
    text = "\n".join(shape.format(label, url) for label, url, shape in rows)

    assert pairs(read_links(text).links) == [(label, url) for label, url, _ in rows]


def test_read_links_reads_a_long_line_quickly() -> None:
    assert read_links("a." * 10_000 + "-" * 10_000).links == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("data.seoul.go.kr", "https://data.seoul.go.kr"),
        ("land.seoul.go.kr:444/land/", "https://land.seoul.go.kr:444/land/"),
        ("http://snpo.kr/", "http://snpo.kr/"),
        ("HTTP://SNPO.KR", "HTTP://SNPO.KR"),
        (TWICE_ENCODED, TWICE_ENCODED),
    ],
)
def test_href_adds_a_scheme_only_where_there_is_none(url: str, expected: str) -> None:
    assert href(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.seoul.go.kr/", "www.seoul.go.kr"),
        ("http://world.seoul.go.kr/main/", "world.seoul.go.kr/main/"),
        ("data.seoul.go.kr", "data.seoul.go.kr"),
    ],
)
def test_display_leaves_out_the_scheme(url: str, expected: str) -> None:
    assert display(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        *(url for _, links in SEED + OTHER for _, url in links),
        "localhost:8000/x",
        "http://192.168.0.1/",
        "https://[2001:db8::1]:8443/",
        "https://서울.한국/위키/서울",
        "https://a.kr/x?q=a:b@c",
    ],
)
def test_fault_finds_none_in_an_address(url: str) -> None:
    assert fault(url) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", NO_ADDRESS),
        ("서울시 홈페이지", SPACES),
        ("https://a.kr /x", SPACES),
        ("홈페이지", NO_ADDRESS),
        ("https://", NO_ADDRESS),
        ("https://seoul", NO_ADDRESS),
        ("https://a..kr", NO_ADDRESS),
        ("https://-a.kr", NO_ADDRESS),
        ("https://a.kr:99999/", NO_ADDRESS),
        ("https://a.kr:x/", NO_ADDRESS),
        ("https://[a.kr", NO_ADDRESS),
        ("<https://a.kr>", NO_ADDRESS),
        ("htp//a.kr", NO_ADDRESS),
        ("javascript:alert(1)", WRONG_SCHEME),
        ("JavaScript:alert('a.kr')", WRONG_SCHEME),
        ("data:text/html,a.kr", WRONG_SCHEME),
        ("ftp://files.seoul.go.kr", WRONG_SCHEME),
        ("file:///etc/passwd", WRONG_SCHEME),
        ("mailto:person@city.example", EMAIL),
        ("person@city.example", EMAIL),
        ("https://user:word@a.kr/", EMAIL),
    ],
)
def test_fault_says_why_it_is_no_address(url: str, expected: str) -> None:
    assert fault(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (ENTITY, f"{TABS}&sch_type=&sch_text=&currentPage=1"),
        ("https://a.kr/?x=1§ion=2®ion=3", "https://a.kr/?x=1&section=2&region=3"),
        ("https://a.kr/?x=1&amp;y=2", "https://a.kr/?x=1&y=2"),
        ("htp://a.kr/", "http://a.kr/"),
        ("https//a.kr/", "https://a.kr/"),
        ("https:/a.kr", "https://a.kr"),
        ("http://https://a.kr", "https://a.kr"),
        ("<https://a.kr/>", "https://a.kr/"),
        ("TOPIS(<https://topis.seoul.go.kr/>),", "https://topis.seoul.go.kr/"),
        ("대기환경정보(cleanair.seoul.go.kr)", "cleanair.seoul.go.kr"),
    ],
)
def test_suggestion_offers_the_address_that_was_meant(url: str, expected: str) -> None:
    assert suggestion(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://a.kr/",
        "a.kr",
        "",
        "홈페이지",
        "https://a.kr/§/®?q=¤",
        TWICE_ENCODED,
        "https://web.archive.org/web/2020/https://a.kr/",
        "person@city.example",
        "javascript:alert(1)",
    ],
)
def test_suggestion_is_silent_where_nothing_looks_wrong(url: str) -> None:
    assert suggestion(url) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"자세한 내용은 {URL} 에서 확인\n- data.busan.go.kr를 참고", [URL, "data.busan.go.kr"]),
        (f"가 <{URL}>, ({OTHER_URL}).", [URL, OTHER_URL]),
        (f'<a href="{URL}">가</a> [나]({OTHER_URL})', [URL, OTHER_URL]),
        ("kim@busan.go.kr, 보고서.hwp 3.5% 가.나. https:// https://a", []),
        ("가나다", []),
    ],
)
def test_addresses_in_a_text_are_found_as_they_are_typed(text: str, found: list[str]) -> None:
    assert [text[place] for place in addresses_in(text)] == found


def test_addresses_are_found_in_time_that_grows_with_the_text() -> None:
    assert len(list(addresses_in("https://a.kr/b, " * 5_000))) == 5_000
    assert list(addresses_in("a." * 10_000 + "-" * 10_000)) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # An address with a blank in it.
        ("모바일앱 http://m.jeonju.go.kr/한글 경로?a=1.", "경로?a=1."),
        ("그냥 글자\n포털 https://a.kr/x, 문의는 전화", "그냥 글자\n, 문의는 전화"),
        ("(<https://a.kr/x>)를 통해 공개", ")를 통해 공개"),
        ("(<https://a.kr/x>)를 ", ""),
        ("자세한 내용은 https://a.kr/x 에서 확인", "에서 확인"),
        ("자세한 내용은 https://a.kr/x에서.", ""),
        ("https://a.kr/x - 전 분야 목록", ""),
        ("포털(https://a.kr/x), 지도(https://b.kr/x),", ""),
    ],
)
def test_what_is_in_no_link_of_a_line_is_left(text: str, left: str) -> None:
    assert read_links(text).left == left


@pytest.mark.parametrize("safe", ["", "/#%[]=:;$&()+,!?*@'~", "^-]\\|"])
def test_signs_are_written_with_percent_signs_as_the_standard_library_does(safe: str) -> None:
    signs = "".join(map(chr, range(0x3000))) + "가힣😀\ud800"
    assert escaping(safe)(signs) == quote(signs, safe=safe, errors="replace")


@given(
    st.text("aZ9.-_/?=&%:@#가\u200b ", max_size=12), st.sampled_from(["", "https://", "HTTP://"])
)
def test_plain_addresses_are_those_without_a_fault(typed: str, scheme: str) -> None:
    url = f"{scheme}{typed}"
    assert fault(url) == links._fault.__wrapped__(url)
