from typing import Any

import pytest

from responses.domain.content.completeness import Status, is_excused, lacking, status
from responses.domain.content.content import EMPTY, Content, canonical
from tests.support.shapes import make_question

LINKS = [{"label": "a", "url": "b"}]
A, I, U = Status.ANSWERED, Status.INCOMPLETE, Status.UNANSWERED  # noqa: E741

# Kinds that the question asks for, what was answered, how far that is, what is still lacking.
CASES: list[tuple[tuple[str, ...], dict[str, Any], Status, tuple[str, ...]]] = [
    (("text",), {}, U, ("text",)),
    (("text",), {"text": "a"}, A, ()),
    (("links",), {}, U, ("links",)),
    (("links",), {"links": LINKS}, A, ()),
    (("text", "links"), {}, U, ("text", "links")),
    (("text", "links"), {"text": "a"}, I, ("links",)),
    (("text", "links"), {"links": LINKS}, A, ()),
    (("yes_no", "text"), {}, U, ("yes-no", "text")),
    (("yes_no", "text"), {"text": "a"}, I, ("yes-no",)),
    (("yes_no", "text"), {"yes-no": "yes"}, A, ()),
    (("yes_no", "text"), {"yes-no": "no"}, A, ()),
    (("yes_no", "text", "links"), {"yes-no": "yes"}, I, ("links",)),
    (("yes_no", "text", "links"), {"yes-no": "no"}, A, ()),
    (("yes_no", "text", "links"), {"text": "a", "links": LINKS}, I, ("yes-no",)),
    (("yes_no", "text", "links"), {"yes-no": "yes", "links": LINKS}, A, ()),
    (("yes_no", "percentage"), {"yes-no": "yes"}, I, ("percentage",)),
    (("yes_no", "percentage"), {"percentage": "0"}, I, ("yes-no",)),
    (("yes_no", "percentage"), {"yes-no": "yes", "percentage": "0"}, A, ()),
    (("percentage", "text"), {"percentage": "85.4"}, A, ()),
    (("choices", "text"), {"text": "a"}, I, ("choices",)),
    (("choices", "text"), {"choices": ["plan"]}, A, ()),
    (("yes_no", "contact", "text"), {"contact": {"title": "CIO"}}, I, ("yes-no",)),
    ((), {"text": "a"}, I, ("yes-no", "choices", "percentage", "contact", "links")),
]


@pytest.mark.parametrize(("kinds", "parts", "expected", "missing"), CASES)
def test_status_and_lacking_agree(
    kinds: tuple[str, ...], parts: dict[str, Any], expected: Status, missing: tuple[str, ...]
) -> None:
    question = make_question(*kinds)
    content = canonical(question, parts)
    assert status(question, content) is expected
    assert tuple(part.key for part in lacking(question, content)) == missing


@pytest.mark.parametrize(("kinds", "parts"), [case[:2] for case in CASES])
def test_nothing_to_report_is_a_complete_answer(
    kinds: tuple[str, ...], parts: dict[str, Any]
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
    question = make_question("yes_no", "text")
    assert is_excused(question, canonical(question, {"text": "no"})) is False


def test_nothing_is_unanswered() -> None:
    assert status(make_question(), EMPTY) is Status.UNANSWERED


@pytest.mark.parametrize("nothing", ["\u3164", "\u200b\u2060", "\u2800", "○", "□ \n - "])
def test_what_an_older_answer_does_not_say_is_unanswered(nothing: str) -> None:
    question = make_question("text", "links")
    content = Content({"text": nothing, "links": [{"label": "", "url": nothing}]}, nothing)
    assert status(question, content) is Status.UNANSWERED
    assert [part.key for part in lacking(question, content)] == ["text", "links"]
