"""Deputies are told of being appointed, and of what waits for them, once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.notices.notices import acting_for
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.deputizing import appoint, tell_deputies
from responses.enums import Action, Role
from responses.models import Deputy, Notice, Response, User
from tests.support.factories import make_city, make_member, shape_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def head(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Head")


@pytest.fixture
def deputy(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Deputy")


def today() -> date:
    return timezone.localdate()


def name(response: Response, head: User, deputy: User, first: date, last: date) -> Deputy:
    return appoint(response.city, head, deputy, first, last, actor=Actor(head))


def send(response: Response, writer: User, *people: User) -> None:
    """Send the first section, which these people sign in turn."""
    steps = [Step(f"Step {person.pk}", (person.pk,)).to_json() for person in people]
    response.works.filter(section__key="alpha").update(approval_line=steps)
    do(Action.SEND, response, writer)


def do(action: Action, response: Response, actor: User) -> None:
    section = shape_of(response).sections_by_key["alpha"]
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(action, seen=seen), response, section, actor=Actor(actor))


def told(person: User) -> list[str]:
    return [str(each.kind) for each in Notice.objects.filter(person=person).order_by("pk")]


def test_a_deputy_is_told_of_being_appointed_and_for_whom_and_when(
    response: Response, head: User, deputy: User
) -> None:
    name(response, head, deputy, today() + DAY, today() + 2 * DAY)
    notice = Notice.objects.get()
    days = f"{today() + DAY} – {today() + 2 * DAY}"
    assert (notice.person, notice.actor, notice.text) == (deputy, head, f"Head · {days}")
    assert told(head) == []


def test_a_city_without_a_response_tells_nobody() -> None:
    city = make_city("shelbyville")
    head, deputy = (make_member(city, Role.REVIEWER) for _ in range(2))
    appoint(city, head, deputy, today(), today(), actor=Actor(head))
    assert (Deputy.objects.count(), Notice.objects.count()) == (1, 0)


def test_a_deputy_named_after_sending_is_told_what_waits(
    response: Response, writer: User, head: User, deputy: User
) -> None:
    send(response, writer, head)
    name(response, head, deputy, today(), today())
    assert told(deputy) == ["deputy", "sent"]
    notice = Notice.objects.get(person=deputy, kind="sent")
    assert notice.section
    assert (notice.section.key, notice.actor) == ("alpha", writer)
    assert acting_for(notice) == "Head"
    assert tell_deputies(today()) == 0


def test_a_deputy_is_told_in_the_morning_of_the_first_day_what_waits(
    response: Response, writer: User, head: User, deputy: User
) -> None:
    send(response, writer, head)
    name(response, head, deputy, today() + DAY, today() + 2 * DAY)
    assert (tell_deputies(today()), told(deputy)) == (0, ["deputy"])
    assert (tell_deputies(today() + DAY), told(deputy)) == (1, ["deputy", "sent"])
    assert [tell_deputies(today() + days * DAY) for days in (1, 2, 3)] == [0, 0, 0]


def test_a_deputy_named_before_sending_is_told_once_of_what_comes(
    response: Response, writer: User, head: User, deputy: User
) -> None:
    name(response, head, deputy, today(), today())
    send(response, writer, head)
    assert (tell_deputies(today()), told(deputy)) == (0, ["deputy", "sent"])


def test_a_deputy_is_not_told_of_what_is_not_their_turn(
    response: Response, writer: User, head: User, deputy: User
) -> None:
    first = make_member(response.city, Role.REVIEWER)
    send(response, writer, first, head)
    name(response, head, deputy, today(), today())
    assert told(deputy) == ["deputy"]
    do(Action.APPROVE, response, first)
    assert told(deputy) == ["deputy", "sent"]
