import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.characters import (
    UNPRINTABLE,
    holds_hangul,
    normalise_text,
    one_line,
    says_nothing,
    without_controls,
    without_invisible,
)

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
    assert without_controls(text) == without_invisible(text) == text
    assert normalise_text(text) == unicodedata.normalize("NFC", text)


def test_a_lone_half_of_a_pair_is_shown_as_one() -> None:
    assert normalise_text("가\ud83d나") == "가\ufffd나"


def test_holds_hangul_is_of_korean_alone() -> None:
    texts = ["가", "a 힣 z", "□ ○ 1. a)", "市 café", ""]
    assert [holds_hangul(text) for text in texts] == [True, True, False, False, False]
