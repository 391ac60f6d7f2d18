"""Programs that take text and addresses out of a PDF get each address whole, and its question."""

import re
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random
from typing import Any

import pytest
from pdfminer.high_level import extract_text

from responses.documents.addresses import as_programs_read
from responses.documents.pdf import render_pdf
from responses.domain.snapshot.snapshot import Snapshot

from .reading import addresses, open_pdf
from .snapshots import make_answer, make_question, make_section, make_snapshot, saying

# How a program of the receiver looks for addresses.
PATTERN = re.compile(r"https?://[^\s)\]},;]+")
ROW = re.compile(r"^ *([A-Z]+\.\S+) (https?://\S+)", re.MULTILINE)


def by_pypdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in open_pdf(content).pages)


def by_pdfminer(content: bytes) -> str:
    return extract_text(BytesIO(content))


def by_pdftotext(*options: str) -> Callable[[bytes], str]:
    def read(content: bytes) -> str:
        command = ["pdftotext", *options, "-", "-"]
        done = subprocess.run(command, input=content, capture_output=True, check=True)  # noqa: S603 - a known program
        return done.stdout.decode()

    return read


READERS: Mapping[str, Callable[[bytes], str]] = {
    "pypdf": by_pypdf,
    "pdfminer": by_pdfminer,
    "pdftotext": by_pdftotext(),
    "pdftotext -layout": by_pdftotext("-layout"),
}


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest) -> Callable[[bytes], str]:
    return READERS[request.param]


def assert_all_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert ROW.findall(text) == expected
    assert {address for _number, address in expected} - set(PATTERN.findall(text)) == set()


def test_every_address_of_the_demo_is_read_with_its_question(
    demo: Snapshot, demo_ko: bytes, read: Callable[[bytes], str]
) -> None:
    expected = [
        (answer.question.number, address)
        for section in demo.sections
        for answer in section.answers
        for address in dict.fromkeys(whole(link.url) for link in answer.links)
    ]
    assert len(expected) == 55
    assert_all_are_read(read(demo_ko), expected)


def whole(url: str) -> str:
    """Return an address of the demo as it is read."""
    return (url if url.startswith("http") else f"https://{url}").replace("¤", "%C2%A4")


# As they are typed, and as a program reads them.
HOSTS = {
    "www.busan.go.kr": "www.busan.go.kr",
    "data.busan.go.kr:444": "data.busan.go.kr:444",
    "서울.한국": "서울.한국",
    "자료.서울.한국:8443": "자료.서울.한국:8443",
    "xn--3e0b707e.xn--3e0b707e": "xn--3e0b707e.xn--3e0b707e",
    "münchen.de": "xn--mnchen-3ya.de",
}
PATHS = {
    "": "",
    "/": "/",
    "/a,b": "/a%2Cb",
    "/보고서(2022)/[첨부]": "/보고서%282022%29/%5B첨부%5D",
    "/%EC%84%9C%EC%9A%B8": "/%EC%84%9C%EC%9A%B8",
    "/{id}|'~*!$&=+@:": "/%7Bid%7D%7C'~*!$&=+@:",
    "/Ünï/中文/\u1112\u1161\u11ab": "/%C3%9Cn%C3%AF/%E4%B8%AD%E6%96%87/%E1%84%92%E1%85%A1%E1%86%AB",
    "/" + "long-name/" * 12: "/" + "long-name/" * 12,
    "/" + "WIDE%25" * 14 + "m" * 30: "/" + "WIDE%25" * 14 + "m" * 30,
    "/" + "한글경로" * 20: "/" + "한글경로" * 20,
}
ENDS = {
    "": "",
    "?a=1;b=(2),3&c[]=4": "?a=1%3Bb=%282%29%2C3&c%5B%5D=4",
    "?q=¤tPage=1": "?q=%C2%A4tPage=1",
    "#/목록,1": "#/목록%2C1",
}


def generated(count: int, chance: Random) -> list[tuple[str, str]]:
    """Return so many addresses as they are typed and as they are read, no two alike."""
    found: dict[str, str] = {}
    while len(found) < count:
        scheme = chance.choice(["", "http://", "https://", "HTTPS://"])
        picked = [chance.choice([*each.items()]) for each in (HOSTS, PATHS, ENDS)]
        typed, read = ("".join(each) for each in zip(*picked, strict=True))
        if picked[1][1] or not picked[2][1]:
            found[scheme + typed] = f"{scheme.lower() or 'https://'}{read}"
    return list(found.items())


def response(some: list[tuple[str, str]]) -> Snapshot:
    """Return a response that gives these addresses, forty a question."""
    parted = [some[start : start + 40] for start in range(0, len(some), 40)]
    return make_snapshot(
        make_section(
            *(
                make_answer(
                    make_question(f"a-{number}", "links"),
                    parts={"links": [{"label": "", "url": typed} for typed, _read in part]},
                )
                for number, part in enumerate(parted, start=1)
            )
        )
    )


GENERATED = generated(120, Random(12))  # noqa: S311 - no secret


@pytest.fixture(scope="module")
def many() -> bytes:
    return render_pdf(response(GENERATED), "ko")


def test_so_is_every_generated_address(many: bytes, read: Callable[[bytes], str]) -> None:
    expected = [(f"A.{1 + at // 40}", each) for at, (_typed, each) in enumerate(GENERATED)]
    assert_all_are_read(read(many), expected)


def test_what_was_typed_stands_beside_where_it_differs(read: Callable[[bytes], str]) -> None:
    links = [{"label": "", "url": url} for url in ("busan.go.kr/a(b)", "https://busan.go.kr/")]
    text = read(render_pdf(saying(links=links), "en"))
    rows = [line.strip() for line in text.splitlines() if ROW.match(line)]
    assert [" ".join(row.split()) for row in rows] == [
        "A.1 https://busan.go.kr/a%28b%29 As typed: busan.go.kr/a(b)",
        "A.1 https://busan.go.kr/",
    ]


def test_an_address_that_no_line_can_hold_is_whole_in_its_link_and_in_what_is_attached() -> None:
    url = "https://b.kr/" + "가a" * 993
    assert len(url) == 1999
    content = render_pdf(saying(links=[{"label": "", "url": url}]), "en")
    target = "https://b.kr/" + "%EA%B0%80a" * 993
    assert set(addresses(content)) == {target}
    [attached] = open_pdf(content).attachments["response.json"]
    assert url in attached.decode()


def test_no_line_is_wider_than_its_sheet(many: bytes) -> None:
    for page in open_pdf(many).pages:
        links: Any = page.get("/Annots", ())
        edges = [each.get_object()["/Rect"][2] for each in links]
        assert max(edges, default=0) < page.mediabox.width - 15 * 72 / 25.4


def test_addresses_of_texts_are_listed_in_the_forms_order_each_once_a_question() -> None:
    question = make_question("a-1", "text", "links")
    said = {
        "text": "누리집 b.busan.go.kr, 다시 https://a.busan.go.kr/\n그리고 b.busan.go.kr.",
        "links": [
            {"label": "가", "url": "https://a.busan.go.kr/"},
            {"label": "나", "url": "자세히는 c.busan.go.kr"},
            {"label": "다", "url": "javascript:alert(1)"},
        ],
    }
    again = make_answer(make_question("a-2", "links"), parts={"links": said["links"][:1]})
    content = render_pdf(
        make_snapshot(make_section(make_answer(question, parts=said), again)), "en"
    )
    assert ROW.findall(by_pypdf(content)) == [
        ("A.1", "https://b.busan.go.kr"),
        ("A.1", "https://a.busan.go.kr/"),
        ("A.1", "https://c.busan.go.kr"),
        ("A.2", "https://a.busan.go.kr/"),
    ]


def test_a_response_without_addresses_has_no_list_of_them() -> None:
    text = by_pypdf(render_pdf(saying(text="no address"), "en"))
    assert "Approvals" in text
    assert "Addresses" not in text


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("a.kr/x;jsessionid=1?b=2;c", "https://a.kr/x;jsessionid=1?b=2%3Bc"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("a.kr/b\u200bc", "https://a.kr/b%E2%80%8Bc"),
        ("\u200ba.kr/", "https://a.kr/"),
        ("a.kr/\U0001f600", "https://a.kr/%F0%9F%98%80"),
    ],
)
def test_an_address_is_written_in_signs_that_are_read(url: str, read: str) -> None:
    assert as_programs_read(url) == read
