"""Who is told of what: the table names somebody for everything that can be done."""

import pytest

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.review.workflow import TRANSITIONS, Move, perform
from responses.domain.talk.talking import Said, Turn, accept, decline, reply, start, turn
from responses.domain.telling.table import AUDIENCES
from responses.enums import Action, DeskAct, HandoutAct, Role, State, TalkAct
from responses.models import Membership, Notice, Response, SectionWork, User
from tests.support.factories import assign, delegate, find, make_member

pytestmark = pytest.mark.django_db

PLACE = AnswerRef("springfield", "test-2030", "alpha", "a-2")


def deeds() -> set[object]:
    """Return everything that can be done, with the states to which it leads."""
    moves = {
        (action, state)
        for action, step in TRANSITIONS.items()
        for state in step.targets or step.sources
    }
    # Before its last signature a section stays in review; approved, it may be translated.
    reminded = {(DeskAct.REMIND, state) for state in State}
    return {*moves, (Action.APPROVE, State.IN_REVIEW), *reminded, *TalkAct, *HandoutAct}


def test_nothing_is_done_without_an_audience() -> None:
    assert set(AUDIENCES) == deeds()
    assert [deed for deed, rows in AUDIENCES.items() if not rows] == []


def told(*people: User) -> list[list[str]]:
    """Return what each was told of since this was asked last."""
    found = [
        [str(each.kind) for each in Notice.objects.filter(person=person).order_by("pk")]
        for person in people
    ]
    Notice.objects.all().delete()
    return found


@pytest.fixture
def coordinator(response: Response) -> User:
    return Membership.objects.get(city=response.city, role=Role.COORDINATOR).user


@pytest.mark.parametrize("kind", ["remarked", "required"])
def test_a_thread_tells_those_who_have_to_act(
    kind: str, response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    holder, other = (make_member(response.city, Role.CONTRIBUTOR, name) for name in "HO")
    people = (writer, holder, other, coordinator, reviewer)
    start(reviewer, PLACE, Said("Why?"), required=kind == "required")
    assert told(*people) == [[], [], [], [kind], []]
    delegate(response, "a-2", holder)
    start(reviewer, PLACE, Said("Why?"), required=kind == "required")
    assert told(*people) == [[], [kind], [], [], []]
    assign(response, "alpha", writer)
    delegate(response, "a-1", other)
    start(reviewer, PLACE, Said("Why?"), required=kind == "required")
    assert told(*people) == [[kind], [kind], [], [], []]


def test_what_would_tell_nobody_tells_the_coordinators(
    response: Response, writer: User, coordinator: User
) -> None:
    assign(response, "alpha", writer)
    section, question = find(response, "a-2")
    content = canonical(question, {"text": "Two"})
    people = (writer, coordinator)
    thread = start(writer, PLACE, Said("Which year?"))
    reply(writer, PLACE, thread.pk, Said("Or both?"))
    start(writer, PLACE, Said("So?", None, content))
    perform(Move(Action.COMMENT, "Which year?"), response, section, actor=Actor(writer))
    assert told(*people) == [[], ["remarked", "remarked", "suggested", "commented"]]
    # Whoever is told already is enough, and what is over asks nobody.
    start(writer, PLACE, Said(f"@{make_member(response.city, Role.VIEWER, 'Choi')}?"))
    turn(writer, PLACE, thread.pk, Turn.RESOLVE, Said("Both."))
    assert told(*people) == [[], []]
    SectionWork.objects.get(response=response, section=section.pk).contributors.clear()
    other = make_member(response.city, Role.COORDINATOR, "Other")
    start(coordinator, PLACE, Said("Who?"))
    assert told(coordinator, other) == [[], ["remarked"]]
    Membership.objects.filter(user=other).delete()
    start(coordinator, PLACE, Said("Who?"))
    assert told(coordinator, other) == [[], []]


def test_each_act_in_a_thread_tells_those_it_concerns(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    assign(response, "alpha", writer)
    people = (writer, reviewer, coordinator)
    question = find(response, "a-2")[1]
    content = canonical(question, {"text": "Two"})
    thread = start(reviewer, PLACE, Said("Better:", None, content))
    assert told(*people) == [["suggested"], [], []]
    reply(coordinator, PLACE, thread.pk, Said("Yes."))
    assert told(*people) == [["remarked"], ["replied"], []]
    for to in (Turn.REQUIRE, Turn.RELEASE, Turn.RESOLVE, Turn.REOPEN):
        turn(coordinator, PLACE, thread.pk, to)
    assert told(*people) == [
        ["required", "released", "thread_reopened"],
        ["required", "released", "resolved", "thread_reopened"],
        [],
    ]
    remark = thread.remarks.earliest("pk")
    accept(writer, PLACE, remark.pk, base_version=0)
    assert told(*people) == [[], ["accepted"], ["accepted"]]


def test_declining_tells_who_suggested_why(
    response: Response, writer: User, reviewer: User
) -> None:
    assign(response, "alpha", writer)
    content = canonical(find(response, "a-2")[1], {"text": "Two"})
    thread = start(reviewer, PLACE, Said("Better:", None, content))
    Notice.objects.all().delete()
    decline(writer, PLACE, thread.remarks.get().pk, Said("It was One in the law."))
    assert Notice.objects.get().text == "It was One in the law."
    assert told(writer, reviewer) == [[], ["declined"]]
