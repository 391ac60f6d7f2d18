"""Three-way merges of lines, sets and values."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from responses.domain.comparing.merging import Overlap, merge, merge_set, merge_text, merge_value

LINES = st.lists(
    st.sampled_from(["a", "b", "a b c", "a b d", "○ 예산", "○ 예산을", ""]), max_size=9
)
KEYS = st.frozensets(st.sampled_from("abcd"))


def words(lines: Sequence[str]) -> list[str]:
    return " ".join(lines).split()


def lines(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("a b c", "A b c", "a b C", "A b C"),
        ("a b c", "A b c", "a B c", "A B c"),
        ("a b c", "a c", "a b c d", "a c d"),
        ("a b c", "x a b c", "a b c y", "x a b c y"),
        ("a b", "a x b", "a b", "a x b"),
        ("a b", "a", "b", ""),
        ("a b c d", "a d", "a b x c d", "a x d"),
        ("a b", "a x b", "a x b", "a x b"),
        ("a b", "a x b", "a x y b", "a x y b"),
        ("a b", "X b", "X b y", "X b y"),
        ("", "x", "", "x"),
    ],
)
def test_merge_keeps_both_changes_of_different_lines(
    base: str, mine: str, theirs: str, expected: str
) -> None:
    merged = merge(lines(base), lines(mine), lines(theirs))

    assert (merged.lines, merged.overlaps) == (tuple(lines(expected)), ())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected", "overlaps"),
    [
        ("a", "b", "c", "b", [(0, 1)]),
        ("a b", "b", "A b", "A b", [(0, 1)]),
        ("a b", "A b", "b", "A b", [(0, 1)]),
        ("a b c d", "", "a B c d", "B", [(0, 1)]),
        ("a b c d", "A b C d", "x b y d", "A b C d", [(0, 1), (2, 3)]),
        ("a b c d", "a z d", "a b y d", "a z d", [(1, 2)]),
    ],
)
def test_merge_takes_mine_where_both_changed_the_same_lines(
    base: str, mine: str, theirs: str, expected: str, overlaps: list[tuple[int, int]]
) -> None:
    merged = merge(lines(base), lines(mine), lines(theirs))

    assert merged.lines == tuple(lines(expected))
    assert merged.overlaps == tuple(range(*ends) for ends in overlaps)


def test_merge_knows_an_edited_line_among_new_ones() -> None:
    base = ["○ 예산은 1억 원이다", "○ 인력은 세 명이다", "○ 법은 없다"]
    mine = [base[0], "○ 인력은 네 명이다", base[2]]
    theirs = ["○ 예산은 2억 원이다", "□ 새 소제목", "○ 인력은 세 명뿐이다", "○ 법은 이미 있다"]

    merged = merge(base, mine, theirs)

    assert merged.lines == (theirs[0], theirs[1], mine[1], theirs[3])
    assert merged.overlaps == (range(2, 3),)


@given(LINES, LINES)
def test_merge_of_one_change_is_that_change(base: list[str], side: list[str]) -> None:
    for merged in (merge(base, side, base), merge(base, base, side), merge(base, side, side)):
        assert (merged.lines, merged.overlaps) == (tuple(side), ())


@given(LINES, LINES, LINES)
@example([], ["a", "a b d", "b"], ["b", "a b c", "a b d"])
@example([], ["○ 예산"], ["○ 예산을"])
def test_merge_without_overlap_loses_nothing_and_takes_no_side(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    merged, other = merge(base, mine, theirs), merge(base, theirs, mine)
    new = {*mine, *theirs} - {*base, ""}

    assert bool(merged.overlaps) == bool(other.overlaps)
    assert bool(merged.added) == bool(other.added)
    if not merged.overlaps:
        for one, way in ((merged, mine), (merged, theirs), (other, mine), (other, theirs)):
            # What another line begins with is in it.
            apart = [each for each in way if not any(line.startswith(each) for line in one.lines)]
            assert {*words(apart)} - {*words(base)} <= {*words(one.lines)}
    if not (merged.overlaps or merged.added):
        assert {*merged.lines} == {*other.lines}
        assert all(any(each.startswith(line) for each in merged.lines) for line in new)


@given(LINES, LINES, LINES)
def test_merge_invents_nothing(base: list[str], mine: list[str], theirs: list[str]) -> None:
    merged, sides = merge(base, mine, theirs), {*base, *mine, *theirs}
    new = [line for line in merged.lines if line not in sides]
    assert len(new) <= len(merged.added)
    assert {*words(new)} <= {*words([*sides])}


@given(st.lists(st.integers(), unique=True, max_size=20), st.data())
def test_merge_honours_every_deletion(base: list[int], data: st.DataObject) -> None:
    was = [str(number) for number in base]
    kept = [data.draw(st.lists(st.booleans(), min_size=len(was), max_size=len(was))) for _ in "ab"]
    mine, theirs = ([line for line, keep in zip(was, each, strict=True) if keep] for each in kept)

    merged = merge(was, mine, theirs)

    both = [line for line, *keep in zip(was, *kept, strict=True) if all(keep)]
    assert (merged.lines, merged.overlaps) == (tuple(both), ())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("a", "a\n", "a\nb", ("a\nb", False)),
        ("a\n", "a", "a\nb\n", ("a\nb", False)),
        ("a\n\nb", "a\n\nb\n\nc", "x\n\nb", ("x\n\nb\n\nc", False)),
    ],
)
def test_merge_text_goes_by_lines(
    base: str, mine: str, theirs: str, expected: tuple[str, bool]
) -> None:
    text, overlap = merge_text(base, mine, theirs)
    assert (text, bool(overlap)) == expected


def rows(template: str) -> str:
    return "\n".join(template.format(number) for number in range(20_000 // (len(template) + 3)))


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        (rows("○ 항목 {}"), rows("○ 항목 {} 글"), rows("○ {} 말")),
        ("\n" * 20_000, "a\n" * 10_000, "b\n" * 10_000),
        ("a\nb\n" * 5000, "a\na\nb\n" * 3300, "b\na\nb\n" * 3300),
        ("가" * 20_000, "나" * 20_000, "다" * 20_000),
        ("", rows("{}"), rows("- {}")),
    ],
)
def test_merge_text_of_nasty_long_texts_comes_to_an_end(base: str, mine: str, theirs: str) -> None:
    """Comparing each line with each would take minutes."""
    for both in (False, True):
        text, _ = merge_text(base, mine, theirs, both=both)
        assert {*text.split()} <= {*f"{base}\n{mine}\n{theirs}".split()}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("1", "2", "1", ("2", False)),
        ("1", "1", "2", ("2", False)),
        ("1", "2", "2", ("2", False)),
        ("1", "2", "3", ("2", True)),
        ("1", "", "3", ("3", True)),
        ("1", "", "1", ("", False)),
    ],
)
def test_merge_value_takes_the_side_that_changed(
    base: str, mine: str, theirs: str, expected: tuple[str, bool]
) -> None:
    assert merge_value(base, mine, theirs) == expected


@given(KEYS, KEYS, KEYS)
def test_merge_set_takes_each_item_from_the_side_that_changed_it(
    base: frozenset[str], mine: frozenset[str], theirs: frozenset[str]
) -> None:
    merged = merge_set(base, mine, theirs)

    for key in "abcd":
        sides = key in base, key in mine, key in theirs
        assert (key in merged, False) == merge_value(*sides)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("□ 하나\n□ 끝", "□ 하나\n○ 내\n□ 끝", "□ 하나\n○ 남\n□ 끝", "□ 하나\n○ 남\n○ 내\n□ 끝"),
        (
            "",
            "□ 하나\n○ 매월 제공\n※ 끝",
            "□ 하나\n○ 제공\n※ 끝",
            "□ 하나\n○ 제공\n○ 매월 제공\n※ 끝",
        ),
        ("", "a", "b", "b\na"),
        ("가다.", "가다. 나다.", "가다. 라다.", "가다. 라다. 나다."),
        ("가다.", "나다. 가다.", "가다. 라다.", "나다. 가다. 라다."),
        ("가다.", "가다.나다.", "가다.라다.", "가다.라다. 나다."),
        ("가다. 나다.", "가다. 하다. 나다.", "가다. 파다. 나다.", "가다. 파다. 하다. 나다."),
        ("서울 길", "서울 큰 길", "서울 큰 새 길", "서울 큰 새 길"),
        ("- 가\n- 나", "- 가 하나\n- 나", "- 가 둘\n- 다\n- 나", "- 가 둘 하나\n- 다\n- 나"),
    ],
)
def test_what_both_added_at_one_place_stands_there_for_a_person_to_look_at(
    base: str, mine: str, theirs: str, expected: str
) -> None:
    assert merge_text(base, mine, theirs) == (expected, Overlap.ADDED)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected", "overlap"),
    [
        ("", "○ 하나", "○ 하나 둘", "○ 하나 둘", Overlap.NONE),
        ("", "○ 하나 둘", "○ 하나", "○ 하나 둘", Overlap.NONE),
        ("", "a\n", "a", "a\n", Overlap.NONE),
        # A word that goes on is another word.
        ("서울", "서울시", "서울역", "서울시", Overlap.CHANGED),
        ("가다.", "가다. 나다.", "갔다. 라다.", "가다. 나다.", Overlap.CHANGED),
        ("가\n다", "가 나\n다", "라\n다 하", "가 나\n다 하", Overlap.CHANGED),
        (
            "가\n\n다",
            "가 나\n\n다 나",
            "라\n\n다 하",
            "가 나\n\n다 하 나",
            Overlap.CHANGED | Overlap.ADDED,
        ),
    ],
)
def test_what_one_changed_is_no_addition(
    base: str, mine: str, theirs: str, expected: str, overlap: Overlap
) -> None:
    assert merge_text(base, mine, theirs) == (expected, overlap)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("□ 하나", "□ 둘", "□ 셋", "□ 셋\n□ 둘"),
        ("□ 하나", "□ 하나, 둘", "□ 하나, 둘, 셋", "□ 하나, 둘, 셋"),
        ("□ 하나\n□ 끝", "□ 끝", "□ 하나, 둘\n□ 끝", "□ 하나, 둘\n□ 끝"),
    ],
)
def test_lines_that_both_changed_both_stand_there_if_wanted(
    base: str, mine: str, theirs: str, expected: str
) -> None:
    assert merge_text(base, mine, theirs, both=True) == (expected, Overlap.NONE)
    assert merge_text(base, mine, theirs)[1]


@given(LINES, LINES, LINES)
def test_both_lose_no_line(base: list[str], mine: list[str], theirs: list[str]) -> None:
    merged = merge(base, mine, theirs, both=True)

    assert merged.overlaps == ()
    new = {*mine, *theirs} - {*base, ""}
    assert all(any(each.startswith(line) for each in merged.lines) for line in new)
