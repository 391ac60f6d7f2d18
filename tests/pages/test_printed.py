from dataclasses import replace
from typing import Any

import pytest

from responses.domain.auditing import Actor
from responses.domain.content.content import Content
from responses.domain.glossary.glossary import Glossary
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role, State
from responses.models import Response, User
from responses.pages.printed import printed_section
from responses.wording.dates import full_day
from tests.documents.snapshots import approved, make_answer, make_question, make_section
from tests.support.factories import (
    approve_all,
    make_member,
    make_response,
    translate_afterwards,
)


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


def test_posts_and_names_are_printed_by_a_glossary() -> None:
    section = approved(make_section(make_answer(make_question())))
    deputy = replace(section.signatures[0], title="팀장", person=7, signed_for="신채영", absent=8)
    signed = replace(deputy, title="담당관", consents=True, department="법무담당관", by="임수아")
    steps = (Step("팀장"), Step("국장"), Step("담당관", (), consents=True, department="법무담당관"))
    section = replace(section, line=steps, state=State.IN_REVIEW)
    glossary = Glossary(
        "en",
        {"팀장": "Team Leader", "국장": "Director-General", "법무담당관": "Legal Office"},
        {7: "Baek Dohyun", 8: "Shin Chaeyoung"},
    )
    first, last = printed_section(replace(section, signatures=(deputy,)), glossary.into("en")).lines
    assert [(each.title, each.by, each.signed_for) for each in first.steps] == [
        ("Team Leader", "Baek Dohyun", "Shin Chaeyoung"),
        ("Director-General", "", ""),
    ]
    assert [(each.title, each.department) for each in last.steps] == [("담당관", "Legal Office")]
    # A consent that is signed, by a person without another name.
    alone = replace(section, line=steps[2:], signatures=(replace(signed, person=9),))
    [consents] = printed_section(alone, glossary.into("en")).lines
    assert [(each.department, each.by) for each in consents.steps] == [("Legal Office", "임수아")]


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


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
def test_signatures_without_translations_say_who_confirmed_these(
    response: Response, coordinator: User, reviewer: User
) -> None:
    other = make_member(response.city, Role.REVIEWER, "임수아")
    User.objects.filter(pk=other.pk).update(latin_name="Lim Sua")
    translate_afterwards(response, "b-1", coordinator, text="One")
    approve_all(response, reviewer)
    assert reviews(response) == [
        "",
        "Signed without the translation, which no reviewer has confirmed.",
    ]
    beta = read_snapshot(response).sections_by_key["beta"]
    move = Move(Action.REVIEW_TRANSLATIONS, seen=beta.whole.digest)
    at = perform(move, response, beta.section, actor=Actor(other)).created_at
    # In the language of the submission, too, in which the section says something else.
    assert reviews(response) == [
        "",
        f"Signed without the translation, which Lim Sua confirmed on {full_day(at)}.",
    ]


def reviews(response: Response) -> list[str]:
    snapshot = with_contacts(read_snapshot(response), response.city)
    read = snapshot.in_language("en").sections
    return [printed_section(each, snapshot.glossary.into("en")).review for each in read]
