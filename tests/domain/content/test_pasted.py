"""Pasted lines of links in the forms in which people have them."""

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.content import pasted
from responses.domain.content.pasted import read_pasted, several_in, several_in_rows
from responses.domain.content.repairs import suggested_label

URL, OTHER = "https://www.seoul.go.kr/a", "data.busan.go.kr"
ONE, TWO = ("서울시", URL), ("부산시", OTHER)

# As a label and an address are written; {A} and {B} are the addresses.
OF_ONE = (
    *("서울시: {A}", "서울시 : {A}", "서울시:{A}", "서울시 - {A}", "서울시 – {A}", "서울시 {A}"),
    *("서울시({A})", "서울시 ({A})", "서울시 <{A}>", "서울시 [{A}]", "서울시\t{A}", "서울시 | {A}"),
    *("서울시 → {A}", "서울시 = {A}", "서울시, {A}", "서울시; {A}", "서울시,{A}"),
    *("서울시\n{A}", "서울시\n\n{A}", "서울시:\n{A}", "- 서울시\n  {A}", "1. 서울시\n{A}"),
    *("- 서울시\t{A}", "- 서울시: {A}", "○ 서울시: {A}", "• 서울시 {A}", "* 서울시: {A}"),
    *("1. 서울시 {A}", "1) 서울시 {A}", "(1) 서울시 {A}", "① 서울시 {A}", "가. 서울시 {A}"),
    *("{A} (서울시)", "{A}(서울시)", "{A} [서울시]", "{A} <서울시>", "{A} “서울시”"),
    *("{A} - 서울시", "{A} -서울시", "{A} : 서울시", "{A}: 서울시", "{A}\t서울시", "{A} | 서울시"),
    *("{A}, 서울시", "{A},서울시", "{A}; 서울시", "{A} → 서울시", "{A} ← 서울시", "{A} = 서울시"),
    *("{A} 서울시", "{A} # 서울시", "{A} // 서울시", "{A}\n(서울시)"),
    *("- {A} (서울시)", "1. {A} (서울시)", "1) {A} - 서울시", "①{A} 서울시"),
    *("[서울시]({A})", "[서울시] {A}", "서울시: [{A}]({A})", '<a href="{A}">서울시</a>'),
    *('"서울시" {A}', '"서울시","{A}"', '"{A}","서울시"'),
    *("| 서울시 | {A} |", "| 1 | 서울시 | {A} |", "1\t서울시\t{A}", "1\t{A}\t서울시"),
    *("서울시 (URL: {A})", "서울시 URL: {A}", "서울시, 주소: {A}"),
)
OF_TWO = (
    *("{A} (서울시), {B} (부산시)", "{A}(서울시), {B}(부산시)", "{A} (서울시)\n{B} (부산시)"),
    *("서울시: {A}, 부산시: {B}", "서울시 {A} / 부산시 {B}", "{A} 서울시\n{B} 부산시"),
    *("{A}\n서울시\n{B}\n부산시", "서울시\n{A}\n부산시\n{B}", "{A} - 서울시; {B} - 부산시"),
    *("1\t서울시\t{A}\n2\t부산시\t{B}", "1. 서울시 {A}\n2. 부산시 {B}"),
)


def read(form: str) -> tuple[list[tuple[str, str]], str]:
    reading = read_pasted(form.format(A=URL, B=OTHER))
    return [(link.label, link.url) for link in reading.links], reading.left


def test_a_label_and_an_address_are_a_link_in_each_form() -> None:
    assert [form for form in OF_ONE if read(form) != ([ONE], "")] == []
    assert [form for form in OF_TWO if read(form) != ([ONE, TWO], "")] == []


@pytest.mark.parametrize(
    ("form", "links", "left"),
    [
        ("그냥 글자", [], "그냥 글자"),
        ("{A} (서울시)\n그냥 글자", [ONE], "그냥 글자"),
        ("서울시\t{A}\t2024-01-01", [ONE], "2024-01-01"),
        ("{A}\t서울시\t총무과", [ONE], "총무과"),
        ("{A}\n다음 줄", [("", URL)], "다음 줄"),
        ("{A}, 여기에서 확인", [("", URL)], ", 여기에서 확인"),
        ("{A}, {B} 이관 예정임", [("", URL), ("", OTHER)], "이관 예정임"),
    ],
)
def test_what_is_not_understood_is_left(form: str, links: list[tuple[str, str]], left: str) -> None:
    assert read(form) == (links, left)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (f"{URL}, {OTHER}", [("", URL), ("", OTHER)]),
        (f"{URL} {OTHER}", [("", URL), ("", OTHER)]),
        (f"{URL};{OTHER}", [("", URL), ("", OTHER)]),
        (f"{URL}\n{OTHER}", [("", URL), ("", OTHER)]),
        (f"{URL} 및 {OTHER}", [("", URL), ("", OTHER)]),
        (f"{URL}(서울시), {OTHER}(부산시)", [ONE, TWO]),
        (f"서울시 {URL}", []),
        (f"{URL}, {OTHER} 이관 예정임", []),
        (f"{URL}?u=https://{OTHER}", []),
        (f"{URL}, a b", []),
    ],
)
def test_several_addresses_in_one_field_are_found_if_they_are_all_there_is(
    typed: str, found: list[tuple[str, str]]
) -> None:
    assert [(link.label, link.url) for link in several_in(typed)] == found


def test_a_name_behind_an_address_is_suggested_as_its_label() -> None:
    assert suggested_label(f"{URL} (서울시)") == "서울시"
    assert suggested_label(f"서울시 {URL}") == "서울시"


# What stands before and behind many signs of one kind.
AROUND = (
    ("", f"가 {URL}"),
    (f"{URL} (서울시)", "가"),
    (f"가 {URL}", f"나 {URL}"),
    ("가", f"나\t{URL}"),
)


def test_long_texts_are_read_in_a_moment() -> None:
    for text in (
        f"{URL} (서울시), " * 4_000,
        "|" * 100_000,
        f"{URL}\t" + "가 " * 50_000,
        "(" * 90_000,
        *(f"{before}{sign * 20_000}{behind}" for sign in "- \t_|(·" for before, behind in AROUND),
    ):
        start = process_time()
        read_pasted(text)
        assert process_time() - start < 5


# Pasted lines and what becomes of them, held to by the scripts, too (tests/js/numbering.test.js).
LINES = json.loads((Path(__file__).parents[2] / "pasted.json").read_text())
# What stands before words and addresses: signs, particles, what joins, and numbers of items.
BETWEEN = (
    *("", " ", "\n", "\t", " | ", ", ", "; ", ": ", " - ", "/", " → ", ". ", "·", "“", "”", "#"),
    *("(", ")", " (", ") ", "<", ">", "]", "](", "에서 ", "을 ", " 및 ", "와 ", " and "),
    *("\n1. ", "\n(2) ", "\n가. ", " ① ", "- ", "○ ", '"', ' "', '")', "["),
)
ADDRESSES = (URL, OTHER, "https://ulsan.go.kr/x?y=1", "<https://jeju.go.kr/z>", "http://a.b.kr")
WORD = "낱말"
pieces = st.tuples(st.sampled_from(BETWEEN), st.sampled_from((WORD, WORD, *ADDRESSES)))


@given(st.lists(pieces, max_size=9))
def test_no_word_that_is_pasted_is_lost(pasted: list[tuple[str, str]]) -> None:
    said = [
        (sign, f"{thing}{chr(ord('갂') + number)}" if thing == WORD else thing)
        for number, (sign, thing) in enumerate(pasted)
    ]
    text = "".join(sign + thing for sign, thing in said)
    reading = read_pasted(text)
    kept = " ".join([*(f"{link.label} {link.url}" for link in reading.links), reading.left])
    lost = [thing for _, thing in said if thing.startswith(WORD) and thing not in kept]
    assert lost == [], (text, reading)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["text"])
def test_what_is_pasted_is_in_a_link_or_stays_in_the_box(
    line: dict[str, str | list[list[str]]],
) -> None:
    reading = read_pasted(str(line["text"]))
    assert [[link.label, link.url] for link in reading.links] == line["links"]
    assert reading.left == line["left"]


def test_rows_that_hold_several_are_read_once_and_as_far_as_one_may_be_long() -> None:
    rows = [f"a{number}.kr,b.kr," + "c.kr," * 390 for number in range(12)]
    pasted._read_several.cache_clear()
    for _again in range(3):
        found = [len(each) for each in several_in_rows(["https://a.kr/plain", *rows])]
        assert found == [0, *[392] * 10, 0, 0]
    assert pasted._read_several.cache_info().misses == 10
