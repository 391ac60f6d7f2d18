from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.comparing.differences import Mark, Piece, abridged, differences
from responses.domain.content.changes import NOTHING_TO_REPORT, changed_parts, marked_rows
from responses.domain.content.content import EMPTY, Content, canonical
from tests.support.factories import find, make_response
from tests.support.shapes import make_question
from tests.support.steps import steps


def same(text: str) -> Piece:
    return Piece(Mark.SAME, text)


def inserted(text: str) -> Piece:
    return Piece(Mark.INSERTED, text)


def deleted(text: str) -> Piece:
    return Piece(Mark.DELETED, text)


LINKS = st.lists(
    st.fixed_dictionaries({"url": st.sampled_from(["a.kr", "b.kr", "c.kr"])}), max_size=5
)
TEXTS = st.text(alphabet="ab \n○", max_size=40)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ()),
        ("", "new", (inserted("new"),)),
        ("old", "", (deleted("old"),)),
        ("as it was", "as it was", (same("as it was"),)),
        (
            "one two three",
            "one 2 three",
            (same("one"), deleted(" two"), inserted(" 2"), same(" three")),
        ),
        ("first", "first\nsecond", (same("first"), inserted("\nsecond"))),
        ("second", "first\nsecond", (inserted("first\n"), same("second"))),
        ("a\nb\nc", "a\nc", (same("a\n"), deleted("b\n"), same("c"))),
    ],
)
def test_differences_mark_words_and_lines(
    before: str, after: str, expected: tuple[Piece, ...]
) -> None:
    assert differences(before, after) == expected


@given(TEXTS, TEXTS)
def test_differences_lose_no_character(before: str, after: str) -> None:
    pieces = differences(before, after)
    old = "".join(piece.text for piece in pieces if piece.mark is not Mark.INSERTED)
    new = "".join(piece.text for piece in pieces if piece.mark is not Mark.DELETED)
    assert (old, new) == (before, after)


def test_differences_of_a_long_text_mark_only_what_was_added() -> None:
    lines = [f"○ 항목 {number} 같은 말 같은 말" for number in range(500)]
    changed = [f"{line} 더" if place % 100 == 0 else line for place, line in enumerate(lines)]
    pieces = differences("\n".join(lines), "\n".join(changed))
    assert [piece for piece in pieces if piece.mark is not Mark.SAME] == [inserted(" 더")] * 5


@pytest.mark.django_db
@translation.override("en")
def test_changed_parts_tells_each_kind_in_words() -> None:
    _, question = find(make_response(), "a-1")
    link, moved = ({"label": "Portal", "url": url} for url in ("a.example", "b.example"))
    contact = {"title": "CIO"}
    before = canonical(question, {"yes-no": "yes", "percentage": "10", "links": [link]})
    after = canonical(
        question,
        {
            "yes-no": "no",
            "percentage": "10",
            "choices": ["plan", "staff"],
            "contact": contact,
            "links": [moved],
        },
    )
    assert dict(changed_parts(question, before, after)) == {
        "yes-no": (deleted("Yes"), inserted("No")),
        "choices": (inserted("plan\nstaff"),),
        "contact": (inserted("CIO"),),
        "links": (same("Portal"), deleted(" a.example"), inserted(" b.example")),
    }


@pytest.mark.django_db
def test_changed_parts_tells_a_changed_reason() -> None:
    _, question = find(make_response(), "b-1")
    after = Content({}, "Not our task")
    assert dict(changed_parts(question, EMPTY, after)) == {
        "nothing_to_report": (inserted("Not our task"),)
    }
    assert changed_parts(question, after, after) == {}


def skipped(text: str) -> Piece:
    return Piece(Mark.SKIPPED, text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\nb\nc", "a\nb\nx", (same("a\nb\n"), deleted("c"), inserted("x"))),
        (
            "1\n2\n3\n4\n5\nold",
            "1\n2\n3\n4\n5\nnew",
            (skipped("1\n2\n3\n"), same("4\n5\n"), deleted("old"), inserted("new")),
        ),
        (
            "old\n2\n3\n4\n5",
            "new\n2\n3\n4\n5",
            (deleted("old"), inserted("new"), same("\n2\n"), skipped("3\n4\n5")),
        ),
        (
            "old\n2\n3\n4\n5\n6\n7\nold",
            "new\n2\n3\n4\n5\n6\n7\nnew",
            (
                *(deleted("old"), inserted("new"), same("\n2\n"), skipped("3\n4\n5\n")),
                *(same("6\n7\n"), deleted("old"), inserted("new")),
            ),
        ),
    ],
)
def test_abridged_skips_lines_far_from_any_change(
    before: str, after: str, expected: tuple[Piece, ...]
) -> None:
    assert abridged(differences(before, after)) == expected


@given(TEXTS, TEXTS)
def test_abridged_keeps_all_the_text(before: str, after: str) -> None:
    pieces = differences(before, after)
    short = abridged(pieces)
    assert "".join(piece.text for piece in short) == "".join(piece.text for piece in pieces)
    assert [piece for piece in short if piece.mark in {Mark.INSERTED, Mark.DELETED}] == [
        piece for piece in pieces if piece.mark is not Mark.SAME
    ]


def test_lines_counts_an_end_of_line_with_its_line() -> None:
    assert [same(text).lines for text in ("a", "a\n", "a\nb", "\n\n")] == [1, 1, 2, 2]


@translation.override("en")
@pytest.mark.parametrize(
    ("key", "before", "after", "expected"),
    [
        ("text", "a b\nc", "a d\nc", [(same("a"), deleted(" b"), inserted(" d"), same("\nc"))]),
        ("text", None, None, []),
        ("yes-no", "yes", "no", [(deleted("Yes"), inserted("No"))]),
        (
            "choices",
            ["plan", "staff"],
            ["budget", "staff"],
            [(deleted("plan"),), (inserted("budget"),), (same("staff"),)],
        ),
        (
            "contact",
            {"name": "Kim", "title": "CIO"},
            {"name": "Kim", "title": "CDO", "agency": "City"},
            [(same("Kim"),), (deleted("CIO"), inserted("CDO")), (inserted("City"),)],
        ),
        (
            "links",
            [{"label": "A", "url": "a.kr"}, {"label": "B", "url": "b.kr"}, {"url": "c.kr"}],
            [{"url": "d.kr"}, {"label": "A2", "url": "a.kr"}, {"url": "c.kr"}],
            [
                (inserted("d.kr"),),
                (deleted("A"), inserted("A2"), same("\na.kr")),
                (deleted("B\nb.kr"),),
                (same("c.kr"),),
            ],
        ),
    ],
)
def test_marked_rows_go_by_row(key: str, before: Any, after: Any, expected: list[Any]) -> None:
    question = make_question()
    sides = [canonical(question, {key: value}) for value in (before, after)]

    assert marked_rows(question, key, *sides) == tuple(expected)


def test_marked_rows_of_a_reason_are_one() -> None:
    sides = Content({}, "Not ours"), Content({}, "Not our task")

    assert marked_rows(make_question(), NOTHING_TO_REPORT, *sides) == (
        (same("Not"), deleted(" ours"), inserted(" our task")),
    )


@given(LINKS, LINKS)
def test_marked_rows_of_links_lose_none(before: list[Any], after: list[Any]) -> None:
    question = make_question()
    sides = [canonical(question, {"links": rows}) for rows in (before, after)]

    rows = marked_rows(question, "links", *sides)

    for wanted, other in zip((before, after), (Mark.INSERTED, Mark.DELETED), strict=True):
        said = [
            "".join(
                piece.text for piece in row if isinstance(piece, Piece) and piece.mark is not other
            )
            for row in rows
        ]
        addresses = [row["url"] for row in wanted]
        assert sorted(filter(None, said)) == sorted(addresses)
        if wanted is after:
            assert [words for words in said if words] == addresses


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        ("", "", []),
        ("a b", "a b", [("same", "a b")]),
        ("", "a b", [("inserted", "a b")]),
        ("a\nb", "", [("deleted", "a\nb")]),
        ("a", "b", [("deleted", "a"), ("inserted", "b")]),
    ],
)
def test_what_has_nothing_to_compare_takes_few_steps(
    before: str, after: str, marks: list[tuple[str, str]]
) -> None:
    assert [(str(each.mark), each.text) for each in differences(before, after)] == marks
    assert steps(lambda: differences(before, after)) < 20
