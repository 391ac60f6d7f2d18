"""What two answers written from the same one come to."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.content.changes import NOTHING_TO_REPORT
from responses.domain.content.combining import Combination, combination, combined
from responses.domain.content.content import EMPTY, Content, canonical
from responses.validators import LINKS_MAX, TEXT_MAX
from tests.support.shapes import make_question

QUESTION = make_question()
A, B, C = ({"label": name, "url": f"{name}.kr"} for name in ("a", "b", "c"))


def content(reason: str = "", **parts: Any) -> Content:
    return canonical(
        QUESTION, {key.replace("_", "-"): value for key, value in parts.items()}, reason
    )


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ({"text": "1"}, {"text": "2"}, {"text": "1"}, {"text": "2"}),
        ({"text": "1"}, {"text": "1"}, {"text": "2"}, {"text": "2"}),
        ({"text": "1"}, {"text": "2"}, {"text": "3"}, {"text": "3\n2"}),
        ({"text": "1"}, {}, {"text": "2"}, {"text": "2"}),
        ({"text": "1"}, {}, {"text": "1"}, {}),
        ({"text": "1\n2\n3"}, {"text": "1\n2\nC"}, {"text": "A\n2\n3"}, {"text": "A\n2\nC"}),
        ({}, {"text": "1"}, {"yes_no": "yes"}, {"text": "1", "yes_no": "yes"}),
        ({"links": [A]}, {"links": [A, B]}, {"links": [A, C]}, {"links": [A, B, C]}),
        ({"links": [A, B]}, {"links": [B, A]}, {"links": [A]}, {"links": [A]}),
        ({"links": [A, B]}, {"links": [A, C]}, {"links": [B]}, {"links": [C]}),
        ({}, {"links": [A]}, {"links": [A, B]}, {"links": [A, B]}),
        (
            {"choices": ["plan"]},
            {"choices": ["plan", "staff"]},
            {"choices": ["plan", "budget"]},
            {"choices": ["plan", "budget", "staff"]},
        ),
        ({"choices": ["plan", "staff"]}, {"choices": ["plan"]}, {"choices": ["staff"]}, {}),
        ({"contact": {"title": "CIO"}}, {}, {"contact": {"title": "CIO"}}, {}),
        (
            {"contact": {"title": "CIO"}},
            {"contact": {"title": "CIO", "name": "Kim"}},
            {"contact": {"title": "CDO"}},
            {"contact": {"title": "CDO", "name": "Kim"}},
        ),
    ],
)
def test_combination_takes_what_each_side_changed(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], expected: dict[str, Any]
) -> None:
    sides = [content(**parts) for parts in (base, mine, theirs)]

    assert combination(QUESTION, *sides) == content(**expected)


def test_combination_unites_both_where_the_base_is_unknown() -> None:
    mine, theirs = content("Not our task.", links=[A]), content(yes_no="no", links=[B])

    combined = combination(QUESTION, EMPTY, mine, theirs)

    assert combined == content("Not our task.", yes_no="no", links=[A, B])


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "overlaps"),
    [
        ({"text": "1"}, {"text": "2"}, {"text": "1\n3"}, set()),
        ({"text": "1"}, {"text": "2"}, {"text": "3"}, {"text"}),
        ({"yes_no": "yes"}, {"yes_no": "no"}, {}, {"yes-no"}),
        ({"yes_no": "yes"}, {"yes_no": "no"}, {"yes_no": "no"}, set()),
        ({}, {"percentage": "1"}, {"percentage": "2"}, {"percentage"}),
        ({}, {"choices": ["plan"]}, {"choices": ["staff"]}, set()),
        ({"links": [A]}, {"links": [A, B]}, {"links": [C]}, set()),
        ({"links": [A]}, {"links": [A | {"label": "1"}]}, {"links": []}, {"links"}),
        ({}, {"contact": {"name": "Kim"}}, {"contact": {"title": "CIO"}}, set()),
        ({}, {"contact": {"name": "Kim"}}, {"contact": {"name": "Lee"}}, {"contact"}),
        (
            {"text": "0"},
            {"reason": "x", "text": "1"},
            {"reason": "y", "text": "2"},
            {NOTHING_TO_REPORT, "text"},
        ),
        ({"text": "0"}, {"text": "0\n1"}, {"text": "0\n2"}, set()),
    ],
)
def test_combined_tells_the_parts_that_overlap(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], overlaps: set[str]
) -> None:
    sides = [content(**parts) for parts in (base, mine, theirs)]

    assert combined(QUESTION, *sides).overlaps == overlaps


def test_combined_is_never_more_than_a_part_can_hold() -> None:
    links = [{"url": f"{number}.kr"} for number in range(LINKS_MAX)]
    base = content(text="base")
    mine = content(text="base\n" + "m" * (TEXT_MAX - 5), links=links)
    theirs = content(text="t" * (TEXT_MAX - 5) + "\nbase", links=[A])

    combination = combined(QUESTION, base, mine, theirs)

    full = frozenset({"text", "links"})
    assert combination == Combination(mine, full, full)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ({}, {"text": "m" * TEXT_MAX}, {"text": "t"}),
        (
            {"text": "0"},
            {"text": "0\n" + "m" * (TEXT_MAX - 2)},
            {"text": "t" * (TEXT_MAX - 2) + "\n0"},
        ),
        ({}, {"links": [{"url": f"{number}.kr"} for number in range(LINKS_MAX)]}, {"links": [A]}),
    ],
)
def test_nothing_combines_what_a_part_cannot_hold(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    sides = [content(**parts) for parts in (base, mine, theirs)]
    assert combination(QUESTION, *sides) is None
    assert combination(QUESTION, sides[0], sides[2], sides[1]) is None


def test_what_fills_a_part_to_its_limit_is_combined() -> None:
    sides = ({"text": "0"}, {"text": "0\n" + "m" * (TEXT_MAX - 4)}, {"text": "t\n0"})
    both = combination(QUESTION, *(content(**parts) for parts in sides))
    assert both == content(text="t\n0\n" + "m" * (TEXT_MAX - 4))


PARTS = st.fixed_dictionaries(
    {},
    optional={
        "text": st.lists(st.sampled_from(["a", "b", "c", "", " "]), max_size=5).map("\n".join),
        "yes-no": st.sampled_from(["yes", "no"]),
        "percentage": st.sampled_from(["1", "2"]),
        "choices": st.lists(st.sampled_from(["plan", "budget", "staff"]), unique=True),
        "contact": st.fixed_dictionaries(
            {}, optional={"name": st.sampled_from("ab"), "title": st.sampled_from("ab")}
        ),
        "links": st.lists(
            st.fixed_dictionaries({"label": st.sampled_from("ab"), "url": st.sampled_from("cd")})
        ),
    },
)
CONTENTS = st.builds(
    lambda parts, why: canonical(QUESTION, parts, why), PARTS, st.sampled_from(["", "x"])
)


@given(CONTENTS, CONTENTS, CONTENTS)
def test_combined_is_canonical_and_one_change_is_that_change(
    base: Content, mine: Content, theirs: Content
) -> None:
    both = combination(QUESTION, base, mine, theirs)

    assert both is not None
    assert canonical(QUESTION, both.parts, both.nothing_to_report) == both
    assert combined(QUESTION, base, mine, base) == Combination(mine, frozenset())
    assert combined(QUESTION, base, base, mine) == Combination(mine, frozenset())
    assert combined(QUESTION, base, mine, mine) == Combination(mine, frozenset())
