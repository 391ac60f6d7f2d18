"""The one table of what prints no ink, held to what Unicode says of each character."""

import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.characters import one_line, says_nothing
from responses.domain.content.kinds import KINDS
from responses.domain.content.links import fault
from responses.domain.content.repairs import suggestion
from responses.forms.fields import AddressField
from responses.unseen import FILLERS, UNSEEN, strip_invisible, without_invisible
from tests.support.shapes import make_part

_IS_UNSEEN = re.compile(f"[{UNSEEN}]")
EVERY = [sign for sign in map(chr, range(sys.maxunicode + 1)) if _IS_UNSEEN.match(sign)]
# tests/js/characters.test.js holds what browsers remove to the same ranges.
RANGES = json.loads((Path(__file__).parent / "unseen.json").read_text("utf-8"))
# Format characters that are drawn: signs over or under numbers and names.
DRAWN = {*map(chr, range(0x600, 0x606)), *"\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"}
_NAMED = re.compile(
    r"(?:HANGUL|CHOSEONG|JUNGSEONG|SMALL SCRIPT) FILLER|ZERO WIDTH|VARIATION SELECTOR|^TAG |"
    r"WORD JOINER|GRAPHEME JOINER|"
    r"PATTERN BLANK|HIEROGLYPH (?:FULL|HALF) BLANK|"
    r"INVISIBLE|NULL NOTEHEAD|INHERENT|INTERLINEAR|OBJECT REPLACEMENT"
)


def test_table_is_the_ranges_that_browsers_have() -> None:
    codes = {
        code
        for first, _, last in (each.partition("-") for each in RANGES)
        for code in range(int(first, 16), int(last or first, 16) + 1)
    }
    assert codes == set(map(ord, EVERY))


def test_table_has_each_character_that_unicode_names_as_such_and_none_that_is_drawn() -> None:
    named = {
        sign
        for sign in map(chr, range(0x80, sys.maxunicode + 1))
        if (unicodedata.category(sign) == "Cf" and sign not in DRAWN)
        or _NAMED.search(unicodedata.name(sign, ""))
    }
    assert sorted(named - set(EVERY)) == []
    # The others are not assigned yet, or newer than this Python.
    assert {unicodedata.category(each) for each in set(EVERY) - named} == {"Cn"}


def test_each_says_nothing_and_goes_from_names_and_addresses_of_all_kinds() -> None:
    left = {
        sign: read
        for sign in EVERY
        if (
            read := (
                says_nothing(sign),
                one_line(f"{sign}홍{sign}길동{sign}").replace(" ", ""),
                AddressField().clean(f"ho{sign}ng@city.kr"),
                suggestion(f"https://a.kr/{sign}data"),
                suggestion(f"{sign}https://a{sign}.kr/"),
                fault(f"www.a{sign}.kr"),
            )
        )
        != (True, "홍길동", "hong@city.kr", "https://a.kr/data", "https://a.kr/", None)
    }
    assert left == {}


def test_what_nobody_sees_ticks_no_box_of_a_file_to_fill_in() -> None:
    slots = {"a": "\u3164\u2063", "b": "☑\ufe0f", "c": "☐\ufe0f", "d": "\u2060□"}
    assert KINDS["choices"].from_slots(make_part("choices"), slots) == ["b"]


def test_a_filler_is_a_blank_in_a_line_as_it_looks_like_one() -> None:
    assert {one_line(f"Hong{filler}Gil") for filler in FILLERS} == {"Hong Gil"}


@pytest.mark.parametrize(
    "carries",
    ["❤\ufe0f", "葛\U000e0100", "🏴\U000e0067\U000e0062\U000e007f", "می\u200c", "ᠠ\u180b"],
)
def test_what_carries_something_stays_in_lines_and_addresses_and_goes_alone(carries: str) -> None:
    unseen = carries[1:].lstrip("ی")
    address = f"https://a.kr/{carries}"
    assert one_line(f"가 {carries}") == f"가 {carries}"
    assert (suggestion(address), strip_invisible(f"\ufeff{address}\u2063")) == (None, address)
    assert one_line(unseen) == one_line(f" {unseen}\u200b") == ""
    assert without_invisible(f"가{unseen}") == strip_invisible(f"가{unseen}") == "가"


@given(st.text(st.sampled_from(["a", "1", "❤", "葛", "ᠠ", "ᄒ", "ᅡ", "\u0301", " ", *EVERY[:400]])))
def test_a_line_that_was_read_is_read_as_it_is(text: str) -> None:
    read = one_line(text)
    assert one_line(read) == read
    assert without_invisible(without_invisible(text)) == without_invisible(text)
