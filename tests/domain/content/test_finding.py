"""Addresses are found in texts, and nothing else is: precision and recall."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responses.domain.content import finding
from responses.domain.content.finding import (
    addresses_in,
    named_in,
    names_too_many,
    places_of_addresses,
    read_links,
)
from responses.domain.content.repairs import offers_in
from tests.support.finding import DAMAGED, SEED, Sample, found_in, in_form, measure, samples

CORPUS = samples()


def test_addresses_are_found_in_a_corpus() -> None:
    assert len(CORPUS) >= 300
    assert len({text for text, _ in CORPUS}) == len(CORPUS)

    measured = measure(CORPUS)

    assert measured.precision >= 0.98
    assert measured.recall >= 0.98


def test_corpus_has_lines_without_any_address() -> None:
    assert sum(not addresses for _, addresses in CORPUS) >= 90


@pytest.mark.parametrize(
    ("name", "form", "with_scheme", "without"),
    [
        ("damaged", DAMAGED, 21, 8),
        pytest.param(
            "real",
            SEED.read_text() if SEED else "",
            41,
            14,
            marks=pytest.mark.skipif(SEED is None, reason="needs shared/seed beside the checkout"),
        ),
    ],
)
def test_every_address_of_a_form_is_found_and_no_other(
    name: str, form: str, with_scheme: int, without: int
) -> None:
    found = found_in(form)

    assert [sum("://" in url for url in found), sum("://" not in url for url in found)] == [
        with_scheme,
        without,
    ]
    measured = measure([Sample(form, in_form(form))])
    assert (measured.precision, measured.recall) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        # Two addresses, the second without a scheme.
        ("https://a.go.kr/x,b.go.kr/y", "https://a.go.kr/x b.go.kr/y"),
        ("a.go.kr/x;b.go.kr/y", "a.go.kr/x b.go.kr/y"),
        ("a.go.kr/x와b.go.kr/y 참고", "a.go.kr/x b.go.kr/y"),
        ("a.go.kr/x및b.go.kr을 운영", "a.go.kr/x b.go.kr"),
        ("a.go.kr/b.go.kr/y", "a.go.kr b.go.kr/y"),
        ("a.go.kr/x / b.go.kr", "a.go.kr/x b.go.kr"),
        ("facebook.com/seoul.kr", "facebook.com/seoul.kr"),
        ("https://a.go.kr/x,y.html", "https://a.go.kr/x,y.html"),
        ("https://web.archive.org/web/2020/b.go.kr", "https://web.archive.org/web/2020/b.go.kr"),
        ("https://a.go.kr/c?to=b.go.kr/y", "https://a.go.kr/c?to=b.go.kr/y"),
        # What is written on to an address.
        ("www.a.go.kr/전화 02-120", "www.a.go.kr"),
        ("www.a.go.kr/전화요금", "www.a.go.kr/전화요금"),
        ("https://a.go.kr/view?id=3번 글", "https://a.go.kr/view?id=3"),
        ("https://a.go.kr/view?id=3에", "https://a.go.kr/view?id=3"),
        ("https://a.go.kr/list?year=2024년", "https://a.go.kr/list?year=2024년"),
        ("https://a.go.kr/a.pdf(3.2MB)", "https://a.go.kr/a.pdf"),
        ("https://a.go.kr/down?f=3[PDF]", "https://a.go.kr/down?f=3"),
        ("https://a.go.kr/a_(b)", "https://a.go.kr/a_(b)"),
        ("https://a.go.kr/open운영", "https://a.go.kr/open"),
        ("https://a.go.kr/open하며,", "https://a.go.kr/open"),
        ("https://a.go.kr/open활용", "https://a.go.kr/open"),
        ("https://a.go.kr/list?f=3제공함", "https://a.go.kr/list?f=3"),
        ("https://a.go.kr/open링크", "https://a.go.kr/open"),
        ("https://a.go.kr/SNS운영", "https://a.go.kr/SNS운영"),
        ("https://a.go.kr/open/운영", "https://a.go.kr/open/운영"),
        ("https://a.go.kr/open†", "https://a.go.kr/open"),
        ("https://a.go.kr/open¹²을 참고", "https://a.go.kr/open"),
        ("https://a.go.kr/open¹⁾", "https://a.go.kr/open"),
        ("https://a.go.kr/area/m²", "https://a.go.kr/area/m²"),
    ],
)
def test_an_address_ends_where_a_reader_would_end_it(text: str, addresses: str) -> None:
    assert found_in(text) == addresses.split()
    assert [link.url for link in read_links(text).links] == addresses.split()


# What ends addresses, what begins what does, and what stands around.
PIECES = (
    *[
        "http://",
        "hTTps://",
        "www.",
        "a.kr",
        "b.go.kr",
        "seoul",
        "가",
        "힣",
        "와",
        "과",
        "및",
        "이",
        "나",
        "이나",
        "또는",
        "그리고",
        "혹은",
    ],
    *[
        ",",
        ";",
        "-",
        "--",
        "->",
        "=>",
        "==",
        "..",
        "...",
        ".",
        "\\n",
        "·",
        "(",
        ")",
        "（",
        "[",
        "]",
        "&lt;",
        "&",
        "&amp;a=",
        "?",
        "#",
        "%20",
        "/",
        "h",
        "H",
        "0",
        "02-120",
    ],
    *[
        "kim@a.kr",
        "†",
        "²",
        "m²",
        "❤",
        "😀",
        "–",
        "~",
        "!",
        "*",
        "'",
        "`",
        "|",
        "：",
        "+",
        "_",
        "$",
        "@",
        ":",
        "ſ",
        "Ｈ",
        "<",
        ">",
    ],
    *("\u3164", "\u200b", " "),
)
SLOW = re.compile(rf"(?:(?!{finding._BRACKET}){finding._SIGN})+|{finding._BRACKET}")


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_what_no_more_is_asked_of_ends_no_address(pieces: list[str]) -> None:
    text = "".join(pieces)
    for place in range(len(text)):
        slow, quick = (each.match(text, place) for each in (SLOW, finding._PIECE))
        assert (slow and slow.end()) == (quick and quick.end())


def test_of_a_text_with_too_many_addresses_the_first_are_evidence() -> None:
    texts = ["\n".join(f"www.a{n}.kr/b?utm_source=c" for n in range(size)) for size in (200, 201)]
    assert [names_too_many(text) for text in texts] == [False, True]
    assert [len([*named_in(text)]) for text in texts] == [200, 200]
    assert [len([*offers_in(text)]) for text in texts] == [200, 200]
    assert [len([*addresses_in(text)]) for text in texts] == [200, 201]
    assert [len([*places_of_addresses(text)]) for text in texts] == [200, 201]
    assert not names_too_many("1. " * 999)
