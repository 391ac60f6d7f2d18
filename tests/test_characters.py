import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.characters import (
    UNPRINTABLE,
    holds_korean,
    normalise_text,
    one_line,
    says_nothing,
    without_controls,
)
from responses.unseen import UNSEEN, without_invisible

# How characters are read, in the browser too: tests/js/characters.test.js.
CASES = json.loads((Path(__file__).parent / "characters.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["typed"]))
def test_characters_are_read_as_a_reader_would(case: dict[str, Any]) -> None:
    typed = case["typed"]
    assert (normalise_text(typed), one_line(typed)) == (case["text"], case["line"])
    assert says_nothing(typed) == case.get("nothing", False)


@given(st.text())
def test_what_is_read_can_be_stored_and_is_read_as_it_is(text: str) -> None:
    for read in (normalise_text, one_line, without_controls):
        once = read(text)
        assert UNPRINTABLE.search(once) is None
        assert read(once) == once


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp"])))
def test_what_can_be_seen_is_kept(text: str) -> None:
    # What prints nothing, and what word processors have for signs of their own.
    text = re.sub(f"[{UNSEEN}\uf020-\uf0ff\U000f0000-\U000f0fff]", "", text)
    assert without_controls(text) == without_invisible(text) == text
    assert normalise_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("marks", ["\u0301\u0327", "\u0344", "\u0f73\u0f71"])
def test_marks_without_end_stand_apart_by_thirties_so_that_reading_them_is_linear(
    marks: str,
) -> None:
    typed = f"\u212be{marks * 500} a"

    read = normalise_text(typed)

    assert max(map(len, re.findall("[\u0300-\u034e\u0f71-\u0f84]+", read))) == 30
    assert normalise_text(read) == read == unicodedata.normalize("NFC", read)


def test_thirty_marks_on_a_letter_stay_as_they_are() -> None:
    typed = "x" + "\u0301\u0327" * 15

    assert normalise_text(typed) == unicodedata.normalize("NFC", typed)
    assert normalise_text("―" * 100) == "―" * 100


def test_a_lone_half_of_a_pair_is_shown_as_one() -> None:
    assert normalise_text("가\ud83d나") == "가\ufffd나"


def test_holds_korean_is_of_korean_alone() -> None:
    some = [
        "가",
        "a 힣 z",
        "市 café",
        "北區",
        "\U00020000",
        "〇",
        "ㄱ",
        "\u1100",
        "\ua960",
        "\uffa1",
    ]
    some += ["㈜ Inc.", "㈔", "㉠", "㉮", "㋿", "㊀", "㍻", "xㅇ y", "ㅇ", "1\nㅇa"]
    none = ["□ ○ 1. a)", "café", "", "①", "a ㆍ b", "\u3164", "\u115f", "ㅇ A bullet", "1\nㅇ A"]
    none += ["㎡ ㏊ ℃", "、，「」", "ーア", "Ⅲ"]
    assert [text for text in some if not holds_korean(text)] == []
    assert [text for text in none if holds_korean(text)] == []
