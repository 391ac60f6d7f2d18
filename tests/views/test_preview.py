import re

import pytest
from django.test import Client

from responses.domain.content.finding import read_links
from tests.support.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> Client:
    client.force_login(make_user())
    return client


def test_preview_shows_a_text_with_its_bullets(person: Client) -> None:
    page = person.post("/preview/", {"kind": "text", "text": "○ 하나\r\n  - 둘 <b>"})

    html = page.content.decode()
    assert re.findall(r'<span class="outline-marker">(.)</span> ([^\n<]*)', html) == [
        ("○", "하나"),
        ("-", "둘 &lt;b&gt;"),
    ]


def test_preview_shows_what_is_printed_for_a_symbol_that_no_font_has(person: Client) -> None:
    page = person.post("/preview/", {"kind": "text", "text": "○ 완료✅"})
    assert '완료<span class="lgq-code">[U+2705]<' in page.content.decode()


def test_preview_makes_rows_of_pasted_links(person: Client) -> None:
    text = "자료(data.seoul.go.kr), 지도(https://map.kr/?q=%25EC)\r\n설명"

    html = person.post("/preview/", {"kind": "links", "text": text}).content.decode()

    fields = re.findall(r'name="x--\d--\w+" value="([^"]*)"', html)
    assert fields == ["자료", "data.seoul.go.kr", "지도", "https://map.kr/?q=%25EC"]
    assert fields[1::2] == [link.url for link in read_links(text).links]
    assert "<textarea data-rest hidden>\n설명</textarea>" in html


def test_preview_says_what_may_have_been_meant_by_an_address(person: Client) -> None:
    sent = {"kind": "address", "text": "https://a.kr/?x=1¤tPage=2"}

    html = person.post("/preview/", sent).content.decode()

    assert 'data-address="https://a.kr/?x=1&amp;currentPage=2"' in html


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("\ufeffhttps://a.kr/", "This address contains invisible characters."),
        ("https://a.kr/\u200b", "This address contains invisible characters."),
        ("htp://a.kr/", "Did you mean this address?"),
    ],
)
def test_preview_says_why_it_asks_about_an_address(
    typed: str, question: str, person: Client
) -> None:
    html = person.post("/preview/", {"kind": "address", "text": typed}).content.decode()

    assert question in html
    assert re.search('data-address="https?://a.kr/"', html)


def test_preview_reads_line_ends_of_other_programs(person: Client) -> None:
    html = person.post("/preview/", {"kind": "text", "text": "□ 가\x0b○ 나\x00"}).content.decode()

    assert html.count("outline-marker") == 2


@pytest.mark.parametrize("kind", ["", "html"])
def test_preview_knows_no_other_kind(kind: str, person: Client) -> None:
    assert person.post("/preview/", {"kind": kind, "text": "x"}).status_code == 400


def test_preview_refuses_what_is_too_long_to_save(person: Client) -> None:
    page = person.post("/preview/", {"kind": "text", "text": "<" * 20_001})

    assert page.status_code == 413
    assert page.content.decode() == "This is longer than the 20,000 characters that can be saved."


def test_preview_wants_a_token(person: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())

    assert strict.post("/preview/", {"kind": "text", "text": "x"}).status_code == 403


def test_preview_makes_no_more_rows_than_an_answer_holds(person: Client) -> None:
    page = person.post("/preview/", {"kind": "links", "text": "a.kr b.kr\n" * 101})

    assert (page.status_code, page.content.decode()) == (413, "Enter at most 200 links.")


def test_preview_names_the_addresses_of_a_text(person: Client) -> None:
    text = "포털(<https://a.kr/>)를\r\n보기 http//b.kr/"

    html = person.post("/preview/", {"kind": "addresses", "text": text}).content.decode()

    assert re.findall('data-at="(\\d+)" data-before="([^"]*)"', html) == [
        ("24", "http//b.kr/"),
        ("2", "(&lt;https://a.kr/&gt;)"),
    ]
    assert 'data-after="http://b.kr/"' in html
    assert 'data-label="포털" data-url="https://a.kr/"' in html
    assert "Web addresses in this text: 1" in html


def test_preview_names_no_addresses_where_there_are_none(person: Client) -> None:
    page = person.post("/preview/", {"kind": "addresses", "text": "2022. 11. 14. 보고서.hwp"})

    assert page.content.decode().strip() == ""
