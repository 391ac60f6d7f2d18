from typing import Any

import pytest

from responses.domain.content.completeness import Status, is_excused, lacking, status
from responses.domain.content.content import EMPTY, canonical
from responses.enums import PartKind
from tests.support.shapes import make_question

K = PartKind
LINKS = [{"label": "a", "url": "b"}]
A, I, U = Status.ANSWERED, Status.INCOMPLETE, Status.UNANSWERED  # noqa: E741

# Kinds that the question asks for, what was answered, how far that is, what is still lacking.
CASES: list[tuple[tuple[PartKind, ...], dict[str, Any], Status, tuple[str, ...]]] = [
    ((K.TEXT,), {}, U, ("text",)),
    ((K.TEXT,), {"text": "a"}, A, ()),
    ((K.LINKS,), {}, U, ("links",)),
    ((K.LINKS,), {"links": LINKS}, A, ()),
    ((K.TEXT, K.LINKS), {}, U, ("text", "links")),
    ((K.TEXT, K.LINKS), {"text": "a"}, I, ("links",)),
    ((K.TEXT, K.LINKS), {"links": LINKS}, A, ()),
    ((K.YES_NO, K.TEXT), {}, U, ("yes-no", "text")),
    ((K.YES_NO, K.TEXT), {"text": "a"}, I, ("yes-no",)),
    ((K.YES_NO, K.TEXT), {"yes-no": "yes"}, A, ()),
    ((K.YES_NO, K.TEXT), {"yes-no": "no"}, A, ()),
    ((K.YES_NO, K.TEXT, K.LINKS), {"yes-no": "yes"}, I, ("links",)),
    ((K.YES_NO, K.TEXT, K.LINKS), {"yes-no": "no"}, A, ()),
    ((K.YES_NO, K.TEXT, K.LINKS), {"text": "a", "links": LINKS}, I, ("yes-no",)),
    ((K.YES_NO, K.TEXT, K.LINKS), {"yes-no": "yes", "links": LINKS}, A, ()),
    ((K.YES_NO, K.PERCENTAGE), {"yes-no": "yes"}, I, ("percentage",)),
    ((K.YES_NO, K.PERCENTAGE), {"percentage": "0"}, I, ("yes-no",)),
    ((K.YES_NO, K.PERCENTAGE), {"yes-no": "yes", "percentage": "0"}, A, ()),
    ((K.PERCENTAGE, K.TEXT), {"percentage": "85.4"}, A, ()),
    ((K.CHOICES, K.TEXT), {"text": "a"}, I, ("choices",)),
    ((K.CHOICES, K.TEXT), {"choices": ["plan"]}, A, ()),
    ((K.YES_NO, K.CONTACT, K.TEXT), {"contact": {"title": "CIO"}}, I, ("yes-no",)),
    ((), {"text": "a"}, I, ("yes-no", "choices", "percentage", "contact", "links")),
]


@pytest.mark.parametrize(("kinds", "parts", "expected", "missing"), CASES)
def test_status_and_lacking_agree(
    kinds: tuple[PartKind, ...], parts: dict[str, Any], expected: Status, missing: tuple[str, ...]
) -> None:
    question = make_question(*kinds)
    content = canonical(question, parts)
    assert status(question, content) is expected
    assert tuple(part.key for part in lacking(question, content)) == missing


@pytest.mark.parametrize(("kinds", "parts"), [case[:2] for case in CASES])
def test_nothing_to_report_is_a_complete_answer(
    kinds: tuple[PartKind, ...], parts: dict[str, Any]
) -> None:
    question = make_question(*kinds)
    content = canonical(question, parts, "Another authority does this.")
    assert (status(question, content), lacking(question, content)) == (Status.ANSWERED, ())
    assert is_excused(question, content) is True


@pytest.mark.parametrize(("answer", "excused"), [("yes", False), ("no", True), ("", False)])
def test_no_needs_no_evidence(answer: str, excused: bool) -> None:  # noqa: FBT001
    question = make_question()
    assert is_excused(question, canonical(question, {"yes-no": answer})) is excused


def test_the_word_no_in_a_text_is_no_answer_no() -> None:
    question = make_question(PartKind.YES_NO, PartKind.TEXT)
    assert is_excused(question, canonical(question, {"text": "no"})) is False


def test_nothing_is_unanswered() -> None:
    assert status(make_question(), EMPTY) is Status.UNANSWERED
