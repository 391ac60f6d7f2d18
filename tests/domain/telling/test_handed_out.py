"""Who is told that a file came back, or did not, and what settles that."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.refused import discard_refused
from responses.domain.auditing import Actor
from responses.domain.handouts.handing import withdraw
from responses.domain.review.workflow import Move, perform
from responses.domain.telling.handed_out import tell_missed
from responses.enums import Action, Role
from responses.models import Notice, RefusedText, Response, User
from tests.support.factories import assign, find, make_member, write
from tests.support.handouts import filled, give_back, make_handout

pytestmark = pytest.mark.django_db


def unread() -> list[tuple[str, str, str]]:
    """Return who has not read what about which question, in order."""
    found = Notice.objects.filter(read_at=None, kind__startswith="file").order_by("pk")
    return [
        (each.person.name, each.kind, each.question.key if each.question else "")
        for each in found.select_related("person", "question")
    ]


def test_who_handed_it_out_and_the_coordinators_are_told(
    response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "a-2", "b-1")
    give_back(handout, b"%PDF-1.7", name="scan.pdf")
    names = sorted(["Starter", coordinator.name])
    assert sorted(unread()) == [(name, "file_unreadable", "") for name in names]
    # Who uploads a file sees what becomes of it; that one could not be read is over.
    content = filled(handout, b_1="one")
    give_back(handout, content, coordinator)
    assert unread() == [("Starter", "file_returned", "")]
    give_back(handout, content)
    assert unread() == [("Starter", "file_returned", "")]


def test_what_has_to_be_merged_is_told_until_it_is(
    response: Response, coordinator: User, writer: User
) -> None:
    write(response, "a-2", writer, text="one")
    write(response, "b-1", writer, text="one")
    handout = make_handout(response, coordinator, "a-2", "b-1")
    write(response, "a-2", writer, text="one here")
    write(response, "b-1", writer, text="one here")
    give_back(handout, filled(handout, a_2="one there", b_1="one there"))
    told = Notice.objects.filter(kind="file_to_merge")
    assert len({(each.created_at, each.text) for each in told}) == 1  # told as one
    assert len(unread()) == 4
    first, second = RefusedText.objects.order_by("question__key")
    assert discard_refused(response, writer, [first.pk]) == 0
    assert len(unread()) == 4
    discard_refused(response, coordinator, [first.pk])
    assert {question for _name, _kind, question in unread()} == {"b-1"}
    discard_refused(response, coordinator, [second.pk])
    assert unread() == []


def test_who_writes_the_answers_is_told_what_a_file_did_to_them(
    response: Response, coordinator: User, writer: User
) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR, "Other")
    assign(response, "alpha", writer)
    write(response, "a-2", writer, text="one\ntwo")
    write(response, "b-1", other, text="one")
    handout = make_handout(response, coordinator, "a-1", "a-2", "b-1")
    write(response, "b-1", other, text="one here")
    give_back(handout, filled(handout, a_2="one\nTWO", b_1="one there"))
    found = Notice.objects.filter(person__in=[writer, other], read_at=None, kind__startswith="an")
    told = found.values_list("person__name", "kind", "question__key").order_by("kind")
    assert [*told] == [("Other", "answer_left", "b-1"), (writer.name, "answer_returned", "a-2")]
    assert not Notice.objects.filter(person=coordinator, kind__startswith="answer").exists()
    discard_refused(response, coordinator, [RefusedText.objects.get().pk])
    assert [*told.all()] == [(writer.name, "answer_returned", "a-2")]


def test_what_does_not_come_back_is_told_before_it_is_due_and_after(
    response: Response,
    coordinator: User,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    handout = make_handout(response, coordinator, "b-1", days=7)
    due = handout.due_on
    with django_assert_num_queries(1):
        assert tell_missed(due - timedelta(days=2)) == 0
    for day in (-1, 0):
        assert tell_missed(due + timedelta(days=day)) == (2 if day == -1 else 0)
    with django_assert_num_queries(2):
        assert tell_missed(due) == 0
    assert tell_missed(due + timedelta(days=1)) == 2
    assert tell_missed(due + timedelta(days=2)) == 0
    assert len(unread()) == 4
    give_back(handout, filled(handout, b_1="one"))
    assert {kind for _name, kind, _question in unread()} == {"file_returned"}
    Notice.objects.all().delete()
    # Neither of what was withdrawn nor of what is closed for writing, nor for ever.
    void = make_handout(response, coordinator, "a-2")
    assert tell_missed(due) == 2
    withdraw(void, actor=Actor(coordinator))
    assert unread() == []
    make_handout(response, coordinator, "b-1")
    assert tell_missed(due + timedelta(days=8)) == 0
    perform(Move(Action.SEND), response, find(response, "b-1")[0], actor=Actor(writer))
    assert tell_missed(due) == 0
    assert timezone.localdate() < due


def test_who_left_the_city_is_not_told(response: Response, coordinator: User) -> None:
    handout = make_handout(response, coordinator, "b-1")
    coordinator.memberships.all().delete()
    make_member(response.city, Role.COORDINATOR, "Successor")
    give_back(handout, filled(handout, b_1="one"))
    assert sorted(unread()) == [
        ("Starter", "file_returned", ""),
        ("Successor", "file_returned", ""),
    ]
