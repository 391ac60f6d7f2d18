from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import product
from typing import NamedTuple

import pytest
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import autosave, combine, restore, save_answer, save_answers
from responses.domain.answers.opening import AnswerRef, OpenAnswer
from responses.domain.answers.writes import Outcome, Write
from responses.domain.assignment.reach import NOTHING, Reach, assignee_names, read_reach
from responses.domain.auditing import Actor
from responses.domain.content.content import Content, canonical
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.permissions import NotAllowedError
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk.talking import Said, accept, start
from responses.enums import Action, Refusal, Role, Source, State
from responses.models import Answer, Membership, RefusedText, Remark, Response, Revision, User
from tests.support.factories import (
    assign,
    delegate,
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    shape_of,
    write,
)

pytestmark = pytest.mark.django_db


class Circle(StrEnum):
    """To whom the section and its questions are given."""

    NOBODY = "nobody"
    ASSIGNED = "assigned"
    AMONG = "among"
    OTHERS = "others"
    HANDED = "handed"
    NEIGHBOUR = "neighbour"


def hand_a_2(response: Response, me: User, other: User) -> None:
    assign(response, "alpha", other)
    delegate(response, "a-2", other, me)


def give_all_around_a_2(response: Response, me: User, other: User) -> None:
    assign(response, "alpha", other)
    assign(response, "beta", me)
    delegate(response, "a-1", me)
    delegate(response, "a-2", other)


# What is given to whom, so that `me` may perhaps write A.2.
GIVEN: Mapping[Circle, Callable[[Response, User, User], None]] = {
    Circle.NOBODY: lambda _response, _me, _other: None,
    Circle.ASSIGNED: lambda response, me, _other: assign(response, "alpha", me),
    Circle.AMONG: lambda response, me, other: assign(response, "alpha", other, me),
    Circle.OTHERS: lambda response, _me, other: assign(response, "alpha", other),
    Circle.HANDED: hand_a_2,
    Circle.NEIGHBOUR: give_all_around_a_2,
}

# Who may write A.2, its section being open.
TABLE = """
             nobody  assigned  among  others  handed  neighbour
coordinator  yes     yes       yes    yes     yes     yes
contributor  yes     yes       yes    no      yes     no
reviewer     no      no        no     no      no      no
viewer       no      no        no     no      no      no
"""
ALLOWED = {
    (Role(role), each): cell == "yes"
    for role, *cells in map(str.split, TABLE.splitlines()[2:])
    for each, cell in zip(Circle, cells, strict=True)
}

# How a section comes into a state, and what becomes of what is written there.
STATES: Mapping[State, tuple[tuple[Action, ...], str]] = {
    State.DRAFT: ((), "saved"),
    State.IN_REVIEW: ((Action.SEND,), "kept"),
    State.CHANGES_REQUESTED: ((Action.SEND, Action.REQUEST_CHANGES), "saved"),
    State.APPROVED: ((Action.SEND, Action.APPROVE), "kept"),
}


class Stage(NamedTuple):
    """A.2 at version 2, what one person once could not save, and what another suggests."""

    response: Response
    section: SectionShape
    question: QuestionShape
    person: User
    refused: RefusedText
    suggestion: Remark

    @property
    def place(self) -> AnswerRef:
        return AnswerRef("springfield", "test-2030", "alpha", "a-2")

    def content(self, text: str) -> Content:
        return canonical(self.question, {"text": text})

    def write(self, text: str) -> Write:
        return Write(self.question, self.content(text), 2)


def make_stage(role: Role, given: Circle, state: State) -> Stage:
    response = make_response()
    person = make_member(response.city, role, "Me")
    other = make_member(response.city, Role.CONTRIBUTOR, "Other")
    coordinator = make_member(response.city, Role.COORDINATOR)
    section, question = find(response, "a-2")
    for text in ("One", "Two"):
        write(response, "a-2", coordinator, text=text)
    at = AnswerRef("springfield", "test-2030", "alpha", "a-2")
    refused = RefusedText.objects.create(
        response=response,
        question_id=question.pk,
        author=person,
        base_version=1,
        content=canonical(question, {"text": "Mine"}).to_json(),
        refusal=Refusal.STALE,
        created_at=response.created_at,
    )
    said = Said("Better:", 2, canonical(question, {"text": "Suggested"}))
    suggestion = start(coordinator, at, said).remarks.get()
    GIVEN[given](response, person, other)
    for action in STATES[state][0]:
        move(response, action, coordinator)
    return Stage(response, section, question, person, refused, suggestion)


def move(response: Response, action: Action, coordinator: User) -> None:
    actor = coordinator
    if action is not Action.SEND:
        actor = make_member(response.city, Role.REVIEWER)
    part = read_snapshot(response).sections_by_key["alpha"]
    perform(
        Move(action, comment="So.", seen=part.digest), response, part.section, actor=Actor(actor)
    )


def by_form(stage: Stage) -> Outcome:
    return save_answer(stage.response, stage.section, stage.write("New"), author=stage.person)


def by_autosave(stage: Stage) -> Outcome:
    def read(opened: OpenAnswer) -> Write:
        return Write(opened.question, stage.content("New"), opened.version)

    outcome = autosave(stage.person, stage.place, read)
    assert outcome
    return outcome


def by_restoring(stage: Stage) -> Outcome:
    response, section, question, person, *_ = stage
    return restore(response, section, question, 1, base_version=2, author=person)


def by_combining(stage: Stage) -> Outcome:
    response, section, _, person, refused, _ = stage
    return combine(response, section, stage.write("New"), settles=refused, author=person)


def by_file(source: Source) -> Callable[[Stage], Outcome]:
    """Take it out of a file, which starts from the version that its reader has seen."""

    def act(stage: Stage) -> Outcome:
        response, section, _, person, *_ = stage
        [outcome] = save_answers(
            response, section, [stage.write("New")], author=person, source=source
        )
        return outcome

    return act


def by_accepting(stage: Stage) -> Outcome:
    return accept(stage.person, stage.place, stage.suggestion.pk, base_version=2)


WAYS: Mapping[Source, tuple[Callable[[Stage], Outcome], str]] = {
    Source.FORM: (by_form, "New"),
    Source.AUTOSAVE: (by_autosave, "New"),
    Source.RESTORE: (by_restoring, "One"),
    Source.COMBINATION: (by_combining, "New"),
    Source.SUGGESTION: (by_accepting, "Suggested"),
    Source.IMPORT: (by_file(Source.IMPORT), "New"),
    Source.HANDOUT: (by_file(Source.HANDOUT), "New"),
}


def rows(model: type[Model]) -> list[dict[str, object]]:
    return list(model._default_manager.order_by("pk").values())


def became(stage: Stage, source: Source) -> str:
    """Return in a word what becomes of one way of writing, having looked at all it left."""
    act, text = WAYS[source]
    before = {model: rows(model) for model in (Answer, Revision, RefusedText, Remark)}
    try:
        outcome = act(stage)
    except NotAllowedError:
        assert {model: rows(model) for model in before} == before
        return "denied"
    if outcome.refusal is Refusal.CLOSED:
        kept = RefusedText.objects.exclude(pk=stage.refused.pk).get()
        assert (kept.author, kept.content) == (stage.person, {"parts": {"text": text}})
        assert rows(Answer) == before[Answer]
        return "kept"
    newest = Revision.objects.get(version=3)
    assert (newest.author, newest.source) == (stage.person, source)
    assert newest.content == Answer.objects.get().content == {"parts": {"text": text}}
    return "saved"


def test_every_way_of_writing_is_in_the_table() -> None:
    assert set(WAYS) == set(Source) - {Source.DEMO}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("given", Circle)
def test_an_answer_is_written_by_those_alone_whom_it_is_given_to(
    given: Circle, state: State
) -> None:
    stage = make_stage(Role.CONTRIBUTOR, given, state)
    found, expected = {}, {}
    for role, source in product(Role, WAYS):
        with transaction.atomic():
            Membership.objects.filter(user=stage.person).update(role=role)
            found[role, source] = became(stage, source)
            transaction.set_rollback(True)
        expected[role, source] = STATES[state][1] if ALLOWED[role, given] else "denied"
    assert found == expected


# --- What a page asks ----------------------------------------------------


@pytest.mark.parametrize(("role", "given"), list(product(Role, Circle)))
def test_read_reach_says_what_may_be_written(role: Role, given: Circle) -> None:
    stage = make_stage(role, given, State.DRAFT)
    reach = read_reach(stage.response, stage.person, role)
    assert (stage.question.pk in reach.questions) is ALLOWED[role, given]
    assert (stage.section.pk in reach.sections) is (
        ALLOWED[role, given] and (given is not Circle.HANDED or role is Role.COORDINATOR)
    )


def test_read_reach_tells_sections_and_questions_apart() -> None:
    response = make_response()
    shape = shape_of(response)
    alpha, beta = shape.sections
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    assign(response, "alpha", kim)
    delegate(response, "a-2", lee)
    second, third = (shape.questions_by_key[key].pk for key in ("a-2", "b-1"))

    reach = read_reach(response, lee, Role.CONTRIBUTOR)

    mine = frozenset({second, third})
    assert reach == Reach(frozenset({beta.pk}), mine, mine)
    assert (reach.of(alpha), reach.of(beta)) == (frozenset({second}), frozenset({third}))


def test_read_reach_keeps_responses_apart() -> None:
    response, other = make_response(), make_response(make_city("shelbyville"))
    later = make_response(response.city, make_edition(make_definition("test-2032")))
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    for each in (response, other, later):
        assign(each, "beta", lee)
    for each in (other, later):
        assign(each, "alpha", lee)
        delegate(each, "b-1", kim)
    reach = read_reach(response, kim, Role.CONTRIBUTOR)
    assert reach.sections == {shape_of(response).sections_by_key["alpha"].pk}
    assert find(response, "b-1")[1].pk not in reach.questions
    with pytest.raises(NotAllowedError):
        write(response, "b-1", kim, text="Mine")


@pytest.mark.parametrize(
    ("role", "queries"),
    [(Role.COORDINATOR, 0), (Role.CONTRIBUTOR, 1), (Role.REVIEWER, 0), (Role.VIEWER, 0), (None, 0)],
)
@pytest.mark.parametrize("people", [1, 100])
def test_read_reach_takes_a_query_for_contributors_alone(
    role: Role | None,
    queries: int,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    response = make_response()
    others = [make_member(response.city, Role.CONTRIBUTOR) for _ in range(people)]
    for section in ("alpha", "beta"):
        assign(response, section, *others)
    shape_of(response)  # the edition is known to the process
    with django_assert_num_queries(queries):
        reach = read_reach(response, others[0], role)
    assert (reach == NOTHING) is (role in {Role.REVIEWER, Role.VIEWER, None})


def test_assignee_names_says_whom_a_section_is_assigned_to() -> None:
    response = make_response()
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Kim", "Lee"))
    assign(response, "alpha", lee, kim)
    assign(response, "beta", lee)
    alpha, beta = shape_of(response).sections
    assert (assignee_names(response, alpha), assignee_names(response, beta)) == (
        ["Kim", "Lee"],
        ["Lee"],
    )
    assign(response, "alpha")
    assert assignee_names(response, alpha) == []


# --- Several writes at once ----------------------------------------------


def both(response: Response, author: User) -> list[Outcome]:
    """Write A.1 and A.2 at once."""
    section = shape_of(response).sections_by_key["alpha"]
    writes = [
        Write(question, canonical(question, {"text": "New"}), 0) for question in section.questions
    ]
    return save_answers(response, section, writes, author=author)


def test_one_answer_that_is_not_theirs_keeps_all_from_being_saved(response: Response) -> None:
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    assign(response, "alpha", kim)
    delegate(response, "a-2", lee)
    with pytest.raises(NotAllowedError):
        both(response, lee)
    assert (rows(Answer), rows(RefusedText)) == ([], [])
    delegate(response, "a-1", lee)
    assert [each.changed for each in both(response, lee)] == [True, True]


def test_who_is_in_the_circle_and_was_handed_a_question_writes_all(response: Response) -> None:
    kim = make_member(response.city, Role.CONTRIBUTOR)
    assign(response, "alpha", kim)
    delegate(response, "a-2", kim)
    assert [each.changed for each in both(response, kim)] == [True, True]


@pytest.mark.parametrize("writes", [1, 2])
def test_whether_they_may_is_read_with_the_lock(
    response: Response, writes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    assign(response, "alpha", kim)
    section = shape_of(response).sections_by_key["alpha"]
    each = [Write(question, Content({"text": "New"}), 0) for question in section.questions]
    # A savepoint, the locked section, and back to the savepoint, which is then released.
    with django_assert_num_queries(4), pytest.raises(NotAllowedError):
        save_answers(response, section, each[:writes], author=lee)
