"""What two answers written from the same one come to."""

from typing import Any

import pytest

from responses.domain.combining import combination
from responses.domain.content import EMPTY, Content, canonical
from tests.shapes import make_question

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
        ({"text": "1"}, {"text": "2"}, {"text": "3"}, {"text": "2"}),
        ({"text": "1"}, {}, {"text": "2"}, {"text": "2"}),
        ({"text": "1"}, {}, {"text": "1"}, {}),
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
