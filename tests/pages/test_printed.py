from dataclasses import replace
from typing import Any

import pytest

from responses.domain.content.content import Content
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.pages.printed import printed_section
from tests.documents.snapshots import approved, make_answer, make_question, make_section
from tests.support.factories import make_response


@pytest.mark.django_db
@pytest.mark.parametrize("nothing", ["\u3164", "\u200b", "○"])
def test_what_an_older_answer_does_not_say_is_printed_as_no_answer(nothing: str) -> None:
    section = read_snapshot(make_response()).sections[0]
    answer = next(
        each for each in section.answers if any(part.kind == "text" for part in each.question.parts)
    )
    key = next(part.key for part in answer.question.parts if part.kind == "text")
    older = replace(answer, content=Content({key: nothing}))
    printed = printed_section(replace(section, answers=(older,)))
    assert [part.answered for part in printed.answers[0].parts if part.key == key] == [False]


@pytest.mark.parametrize(("consents", "department"), [(True, "Legal"), (False, "")])
def test_the_department_of_an_older_signature_is_printed_of_a_consent_alone(
    consents: bool,  # noqa: FBT001 - a value
    department: str,
) -> None:
    section = approved(make_section(make_answer(make_question())))
    signed = replace(section.signatures[0], consents=consents, department="Legal")
    step = Step("과장", (1,), consents, "Legal")
    [line] = printed_section(replace(section, line=(step,), signatures=(signed,))).lines
    assert line.steps[0].department == department


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ({"choices": ["plan"]}, ["choices"]),
        ({"choices": ["plan"], "text": "Why"}, ["choices", "text"]),
        ({"text": "Why"}, ["choices", "text"]),
        ({}, ["choices", "text"]),
    ],
)
def test_what_a_complete_answer_could_leave_out_is_not_asked_for_in_print(
    said: dict[str, Any], printed: list[str]
) -> None:
    answer = make_answer(make_question("a-1", "choices", "text"), "", said)
    (found,) = printed_section(make_section(answer)).answers
    assert [part.key for part in found.parts] == printed
