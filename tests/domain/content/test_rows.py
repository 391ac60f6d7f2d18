"""Three-way merges of rows of links."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.content.kinds.links import KIND
from responses.domain.content.kinds.links import ROWS as LINKS
from responses.domain.content.rows import Row, Rows, matched, merge_rows
from tests.support.shapes import make_part

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "label": st.sampled_from(["", "A", "B"]),
            "url": st.sampled_from(["a.kr", "b.kr", "c.kr"]),
        }
    ),
    max_size=6,
)


def rows(text: str) -> list[Row]:
    """Return a row for each word: its label, a colon and its address; or both alike."""
    pairs = (word.split(":") for word in text.split())
    return [{"label": pair[0], "url": pair[-1]} for pair in pairs]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("", "a", "b", "a b"),
        ("", "a b", "b", "a b"),
        ("a", "a b", "a c", "a b c"),
        ("a b", "a x b", "a b y", "a x b y"),
        ("a b", "b a", "a", "a"),
        ("a b", "b a", "a b c", "b c a"),
        ("a b", "a b c", "b a", "b c a"),
        ("a b c", "c a b", "a c b", "c a b"),
        ("a b", "a c", "b", "c"),
        ("a b c", "c", "a", ""),
        ("A:a b", "A2:a b", "A:a2 b", "A2:a2 b"),
        ("A:a b", "b A:a", "A:a2 b", "b A:a2"),
        ("A:a", "A:a", "A:a2 c", "A:a2 c"),
        ("a a", "a a b", "a", "a b"),
    ],
)
def test_merge_rows_unites_both_changes(base: str, mine: str, theirs: str, expected: str) -> None:
    assert merge_rows(LINKS, rows(base), rows(mine), rows(theirs)) == (rows(expected), False)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("A:a", "B:a", "C:a", "B:a"),
        ("A:a", "A:b", "A:c", "A:b"),
        ("A:a b", "b", "B:a b", "B:a b"),
        ("A:a b", "B:a b", "b", "B:a b"),
        ("", "A:a", "B:a c", "A:a c"),
    ],
)
def test_merge_rows_takes_mine_where_both_edited_a_row(
    base: str, mine: str, theirs: str, expected: str
) -> None:
    assert merge_rows(LINKS, rows(base), rows(mine), rows(theirs)) == (rows(expected), True)


@given(ROWS, ROWS)
def test_merge_rows_of_one_change_is_that_change(base: list[Row], side: list[Row]) -> None:
    for sides in ((side, base), (base, side), (side, side)):
        assert merge_rows(LINKS, base, *sides) == (side, False)


@given(ROWS, ROWS, ROWS)
def test_merge_rows_loses_no_address_that_was_added(
    base: list[Row], mine: list[Row], theirs: list[Row]
) -> None:
    merged, overlap = merge_rows(LINKS, base, mine, theirs)
    other, other_overlap = merge_rows(LINKS, base, theirs, mine)

    assert overlap == other_overlap
    if not overlap:
        assert sorted(map(repr, merged)) == sorted(map(repr, other))
        added = {row["url"] for row in (*mine, *theirs)} - {row["url"] for row in base}
        assert added <= {row["url"] for row in merged}


@given(ROWS, ROWS)
def test_matched_pairs_each_row_once(before: list[Row], after: list[Row]) -> None:
    pairs = matched(LINKS, before, after)

    assert len(set(pairs.values())) == len(pairs)
    for old, new in product(range(len(before)), range(len(after))):
        if old not in pairs and new not in pairs.values():
            assert before[old]["url"] != after[new]["url"]


@given(ROWS, ROWS, ROWS)
def test_rows_may_come_from_a_database_that_reorders_their_keys(
    base: list[Row], mine: list[Row], theirs: list[Row]
) -> None:
    assert KIND.pairs
    part, (was, here, there) = make_part("links"), map(turned, (base, mine, theirs))

    assert merge_rows(LINKS, was, here, there) == merge_rows(LINKS, base, mine, theirs)
    assert [*KIND.pairs(part, was, here)] == [*KIND.pairs(part, base, mine)]
    assert [*KIND.words(part, was)] == [*KIND.words(part, base)]


def turned(given: Rows) -> Rows:
    return [dict(reversed([*row.items()])) for row in given]
