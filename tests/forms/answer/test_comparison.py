"""A refused text beside the answer, and what both started from."""

from datetime import UTC, datetime
from typing import Any

import pytest

from responses.domain.answers.revisions import Base, RevisionEntry
from responses.domain.comparing.differences import Mark, Piece
from responses.domain.content.changes import Row
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.enums import Source
from responses.forms.answer.comparison import Comparison, compare
from responses.models import RefusedText
from tests.support.shapes import make_question

QUESTION = make_question()
ENTRY = RevisionEntry(1, 1, "Kim", datetime(2030, 5, 6, tzinfo=UTC), Source.FORM)
SIGNS = {Mark.SAME: "", Mark.DELETED: "-", Mark.INSERTED: "+"}


def content(**parts: Any) -> Content:
    return canonical(QUESTION, {key.replace("_", "-"): value for key, value in parts.items()})


def compared(base: Content | None, mine: Content, theirs: Content) -> Comparison:
    refused = RefusedText(pk=7, content=mine.to_json())
    started = None if base is None else Base(base, ENTRY)
    return compare(refused, started, AnswerSnapshot(QUESTION, theirs, 2, None))


def words(rows: Any) -> list[str] | None:
    """Return rows with a sign before what is inserted or deleted, or None for no rows."""
    return None if rows is None else [_row(row) for row in rows]


def _row(row: Row) -> str:
    return "".join(f"{SIGNS[piece.mark]}{piece.text}" for piece in row if isinstance(piece, Piece))


def told(comparison: Comparison) -> list[tuple[Any, ...]]:
    return [
        (part.key, words(part.base), words(part.mine), words(part.theirs))
        for part in comparison.parts
    ]


def test_compare_marks_each_side_against_what_both_started_from() -> None:
    base = content(text="a b", choices=["plan"], percentage="1", yes_no="yes")
    mine = content(text="a c", choices=["plan"], percentage="2", yes_no="no")
    theirs = content(text="a d", choices=["plan", "staff"], percentage="2", yes_no="yes")

    comparison = compared(base, mine, theirs)

    assert told(comparison) == [
        ("yes-no", ["Yes"], ["-Yes+No"], None),
        ("choices", ["plan"], None, ["plan", "+staff"]),
        ("text", ["a b"], ["a- b+ c"], ["a- b+ d"]),
    ]
    assert [part.listed for part in comparison.parts] == [False, True, False]
    assert (comparison.overlaps, comparison.only_mine) == (["text"], False)


def test_compare_marks_the_sides_against_each_other_where_the_base_is_unknown() -> None:
    links = [{"url": url} for url in ("a.kr", "b.kr", "c.kr")]

    comparison = compared(
        None, content(text="a c", links=links[:2]), content(text="a d", links=links[1:])
    )

    assert told(comparison) == [
        ("text", [], ["a+ c"], ["a- d"]),
        ("links", [], ["+a.kr", "b.kr"], ["b.kr", "-c.kr"]),
    ]
    assert not comparison.only_mine


def test_compare_tells_a_reason_as_a_part() -> None:
    comparison = compared(EMPTY, Content({}, "Not ours"), Content({}, "Not our task"))

    assert [str(part.label) for part in comparison.parts] == ["Nothing to report"]
    assert [str(label) for label in comparison.overlaps] == ["Nothing to report"]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "proposed"),
    [
        ("1\n2\n3", "1\n2\nC", "A\n2\n3", "A\n2\nC"),
        ("1", "2", "3", "2"),
        ("1", "2", "1", "2"),
    ],
)
def test_compare_proposes_the_combination(base: str, mine: str, theirs: str, proposed: str) -> None:
    comparison = compared(*(content(text=text) for text in (base, mine, theirs)))

    assert comparison.form.answers["q-1"].content == content(text=proposed)
    assert comparison.form.prefix == "t7"
    assert comparison.only_mine == (theirs == base)


def test_compare_shows_no_part_that_both_say_alike() -> None:
    same = content(text="1", percentage="3")

    assert compared(EMPTY, same, same).parts == ()
