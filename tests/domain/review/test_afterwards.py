"""Translations reviewed after their sections: what is signed, written, confirmed and sealed."""

from collections.abc import Callable
from typing import Any

import pytest

from responses.domain.auditing import Actor
from responses.domain.glossary.choosing import choose_submission_language
from responses.domain.permissions import NotAllowedError
from responses.domain.review.afterwards import (
    NOT_APART,
    NOTHING_TRANSLATED,
    TRANSLATED_IT,
    review_translations_afterwards,
)
from responses.domain.review.workflow import CHANGED, Move, TransitionRefusedError, perform
from responses.domain.signing.approval_line import Step
from responses.domain.signing.turns import NOT_IN_LINE, WROTE_IT
from responses.domain.snapshot.plain import read_text, snapshot_text
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.proving import response_faults, unlike_signed
from responses.enums import Action, AuditKind, Refusal, Role, State
from responses.models import AuditRecord, Event, Membership, Notice, Response, SectionWork, User
from responses.notice_kinds import NoticeKind
from tests.support.factories import (
    approve_all,
    assign,
    find,
    make_edition,
    make_follow_up,
    make_member,
    make_response,
    make_submission,
    name_translators,
    translate,
    translate_afterwards,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def afterwards(response: Response, coordinator: User, writer: User) -> Response:
    """Return a response of a city that has translations reviewed afterwards; B.1 is answered."""
    write(response, "b-1", writer, text="하나")
    choose_submission_language(response.city, "en", actor=Actor(coordinator))
    set_afterwards(response, coordinator, afterwards=True)
    return response


def set_afterwards(response: Response, coordinator: User, *, afterwards: bool) -> None:
    review_translations_afterwards(response.city, afterwards=afterwards, actor=Actor(coordinator))
    response.city.refresh_from_db()


def beta(response: Response) -> SectionSnapshot:
    return read_snapshot(response).sections_by_key["beta"]


def do(response: Response, action: Action, actor: User, **options: Any) -> Event:
    now = beta(response)
    seen = (now.whole if action is Action.REVIEW_TRANSLATIONS else now).digest
    move = Move(action, **{"comment": "so", "seen": seen} | options)
    return perform(move, response, find(response, "b-1")[0], actor=Actor(actor))


def refused(act: Callable[[], object]) -> object:
    before = list(SectionWork.objects.order_by("pk").values()), Event.objects.count()
    with pytest.raises(TransitionRefusedError) as refusal:
        act()
    assert (list(SectionWork.objects.order_by("pk").values()), Event.objects.count()) == before
    return refusal.value.reason


def assert_proved(response: Response) -> None:
    assert unlike_signed(response, read_snapshot(response)) == []
    assert list(response_faults(response)) == []


def test_an_approval_is_of_the_originals_alone(
    afterwards: Response, writer: User, reviewer: User
) -> None:
    translate(afterwards, "b-1", writer, text="One")
    sent = do(afterwards, Action.SEND, writer)
    assert sent.versions == {"b-1": 1}
    assert translate(afterwards, "b-1", writer, text="Two").refusal is None
    approved = do(afterwards, Action.APPROVE, reviewer, seen=sent.digest)
    assert translate(afterwards, "b-1", writer, text="Three").refusal is None
    assert approved.versions == {"b-1": 1}
    assert [each.digest for each in beta(afterwards).signed] == [sent.digest]
    assert write(afterwards, "b-1", writer, text="둘").refusal is Refusal.CLOSED
    assert_proved(afterwards)


def test_with_the_section_nothing_is_translated_once_it_is_sent(
    response: Response, writer: User, coordinator: User
) -> None:
    write(response, "b-1", writer, text="하나")
    choose_submission_language(response.city, "en", actor=Actor(coordinator))
    response.city.refresh_from_db()
    translate(response, "b-1", writer, text="One")
    assert do(response, Action.SEND, writer).versions == {"b-1": 1, "b-1_en": 1}
    assert translate(response, "b-1", writer, text="Two").refusal is Refusal.CLOSED


def test_a_reviewer_confirms_translations_until_they_change(
    afterwards: Response, writer: User, reviewer: User
) -> None:
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    assert not beta(afterwards).is_unconfirmed
    translate(afterwards, "b-1", writer, text="One")
    assert beta(afterwards).is_unconfirmed
    event = do(afterwards, Action.REVIEW_TRANSLATIONS, reviewer)
    assert event.versions == {"b-1": 1, "b-1_en": 1}
    assert (event.from_state, event.to_state, event.signature) == ("approved", "approved", None)
    now = beta(afterwards)
    assert now.translations_review
    assert (now.translations_review.person, now.translations_review.at) == (
        reviewer.pk,
        event.created_at,
    )
    assert (now.is_confirmed, now.is_unconfirmed) == (True, False)
    assert_proved(afterwards)
    translate(afterwards, "b-1", writer, text="Two")
    assert (beta(afterwards).is_confirmed, beta(afterwards).is_unconfirmed) == (False, True)
    # Bound to what it says, as an approval is: what is as it was then is confirmed.
    translate(afterwards, "b-1", writer, text="One")
    assert beta(afterwards).is_confirmed
    assert_proved(afterwards)


def test_a_confirmation_tells_who_translated_and_who_can_seal(
    afterwards: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    """Where translators are named, they alone; otherwise those who write the section."""
    people = [writer, make_member(afterwards.city, Role.CONTRIBUTOR, "Fay"), coordinator]
    assign(afterwards, "beta", writer)
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    told = []
    for named, said in ((), "One"), ((people[1],), "Two"):
        name_translators(afterwards, "beta", *named)
        translate(afterwards, "b-1", writer, text=said)
        Notice.objects.all().delete()
        do(afterwards, Action.REVIEW_TRANSLATIONS, reviewer)
        kind = NoticeKind.TRANSLATIONS_CONFIRMED
        found = Notice.objects.filter(kind=kind, person__in=people)
        told.append({each.person for each in found})
    assert told == [{writer, coordinator}, {people[1], coordinator}]


def test_a_confirmation_is_of_what_was_seen(
    afterwards: Response, writer: User, reviewer: User
) -> None:
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    translate(afterwards, "b-1", writer, text="One")
    seen = beta(afterwards).whole.digest
    translate(afterwards, "b-1", writer, text="Two")
    confirm = Action.REVIEW_TRANSLATIONS
    assert refused(lambda: do(afterwards, confirm, reviewer, seen=seen)) == CHANGED
    assert refused(lambda: do(afterwards, confirm, reviewer, seen=None)) == CHANGED
    assert refused(lambda: do(afterwards, confirm, reviewer, seen=beta(afterwards).digest)) == (
        CHANGED
    )


def test_nobody_confirms_what_they_translated(
    afterwards: Response, writer: User, reviewer: User
) -> None:
    other = make_member(afterwards.city, Role.CONTRIBUTOR)
    translate(afterwards, "b-1", other, text="One")
    do(afterwards, Action.SEND, writer)
    Membership.objects.filter(user=other).update(role=Role.REVIEWER)
    # What they sign is the original, of which they wrote nothing.
    do(afterwards, Action.APPROVE, other)
    assert refused(lambda: do(afterwards, Action.REVIEW_TRANSLATIONS, other)) == TRANSLATED_IT
    do(afterwards, Action.REVIEW_TRANSLATIONS, reviewer)


def test_who_translated_signs_no_section_that_is_signed_with_its_translations(
    response: Response, writer: User, coordinator: User
) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", writer, text="하나")
    choose_submission_language(response.city, "en", actor=Actor(coordinator))
    response.city.refresh_from_db()
    translate(response, "b-1", other, text="One")
    do(response, Action.SEND, writer)
    Membership.objects.filter(user=other).update(role=Role.REVIEWER)
    assert refused(lambda: do(response, Action.APPROVE, other)) == WROTE_IT


def test_only_who_stands_in_the_line_confirms(
    afterwards: Response, writer: User, reviewer: User
) -> None:
    head = make_member(afterwards.city, Role.REVIEWER)
    line = [Step("국장", (head.pk,)).to_json()]
    afterwards.works.filter(section__key="beta").update(approval_line=line)
    translate(afterwards, "b-1", writer, text="One")
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, head)
    assert refused(lambda: do(afterwards, Action.REVIEW_TRANSLATIONS, reviewer)) == NOT_IN_LINE
    do(afterwards, Action.REVIEW_TRANSLATIONS, head)


def test_there_is_something_to_confirm(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    choose_submission_language(response.city, "en", actor=Actor(coordinator))
    response.city.refresh_from_db()
    write(response, "b-1", writer, text="하나")
    translate(response, "b-1", writer, text="One")
    do(response, Action.SEND, writer)
    do(response, Action.APPROVE, reviewer)
    confirm = Action.REVIEW_TRANSLATIONS
    assert refused(lambda: do(response, confirm, reviewer)) == NOT_APART
    do(response, Action.REOPEN, coordinator)
    set_afterwards(response, coordinator, afterwards=True)
    translate(response, "b-1", writer, text="")
    do(response, Action.SEND, writer)
    do(response, Action.APPROVE, reviewer)
    assert refused(lambda: do(response, confirm, reviewer)) == NOTHING_TRANSLATED


def test_sealing_ends_translating(
    afterwards: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    approve_all(afterwards, reviewer)
    translate(afterwards, "b-1", writer, text="One")
    do(afterwards, Action.REVIEW_TRANSLATIONS, reviewer)
    sealed = read_text(make_submission(afterwards).snapshot).sections_by_key["beta"]
    assert (sealed.originals_alone, sealed.is_confirmed) == (True, True)
    assert sealed.translations_review == beta(afterwards).translations_review
    assert translate(afterwards, "b-1", writer, text="Two").refusal is Refusal.CLOSED
    assert refused(lambda: do(afterwards, Action.REVIEW_TRANSLATIONS, reviewer)) == NOT_APART
    assert_proved(afterwards)
    do(afterwards, Action.REOPEN, coordinator)
    assert translate(afterwards, "b-1", writer, text="Two").refusal is None
    do(afterwards, Action.SEND, writer)
    assert translate(afterwards, "b-1", writer, text="Three").refusal is None
    assert_proved(afterwards)


def test_what_is_sealed_unconfirmed_says_so(afterwards: Response, reviewer: User) -> None:
    approve_all(afterwards, reviewer)
    translate_afterwards(afterwards, "b-1", make_member(afterwards.city, Role.COORDINATOR))
    text = snapshot_text(read_snapshot(afterwards))
    assert '"originals_alone": true' in text
    assert '"confirmed"' not in text
    assert snapshot_text(read_text(text)) == text


def test_text_of_a_city_that_reviews_both_at_once_says_nothing_of_it(response: Response) -> None:
    assert "originals_alone" not in snapshot_text(read_snapshot(response))


def test_from_with_to_afterwards_what_was_signed_with_translations_stays_so(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    choose_submission_language(response.city, "en", actor=Actor(coordinator))
    response.city.refresh_from_db()
    write(response, "b-1", writer, text="하나")
    write(response, "a-2", writer, text="하나")
    translate(response, "b-1", writer, text="One")
    approve_all(response, reviewer)
    set_afterwards(response, coordinator, afterwards=True)
    assert_proved(response)
    assert translate(response, "b-1", writer, text="Two").refusal is Refusal.CLOSED
    # In the other section nothing was translated, so that nobody signed any of it.
    assert translate(response, "a-2", writer, text="One").refusal is None
    assert_proved(response)
    do(response, Action.REOPEN, coordinator)
    translate(response, "b-1", writer, text="Two")
    assert do(response, Action.SEND, writer).versions == {"b-1": 1}
    assert translate(response, "b-1", writer, text="Three").refusal is None
    assert_proved(response)


def test_from_afterwards_to_with_what_was_signed_without_them_stays_so(
    afterwards: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    translate(afterwards, "b-1", writer, text="One")
    do(afterwards, Action.SEND, writer)
    set_afterwards(afterwards, coordinator, afterwards=False)
    assert translate(afterwards, "b-1", writer, text="Two").refusal is None
    do(afterwards, Action.APPROVE, reviewer)
    assert translate(afterwards, "b-1", writer, text="Three").refusal is None
    do(afterwards, Action.REVIEW_TRANSLATIONS, reviewer)
    assert_proved(afterwards)
    do(afterwards, Action.REOPEN, coordinator)
    assert do(afterwards, Action.SEND, writer).versions == {"b-1": 1, "b-1_en": 3}
    assert translate(afterwards, "b-1", writer, text="Four").refusal is Refusal.CLOSED
    do(afterwards, Action.APPROVE, reviewer)
    assert not beta(afterwards).is_unconfirmed
    assert_proved(afterwards)


def test_what_is_sealed_is_not_opened_by_another_setting(
    response: Response, writer: User, coordinator: User
) -> None:
    choose_submission_language(response.city, "en", actor=Actor(coordinator))
    response.city.refresh_from_db()
    write(response, "b-1", writer, text="하나")
    make_submission(response)
    set_afterwards(response, coordinator, afterwards=True)
    assert translate(response, "b-1", writer, text="One").refusal is Refusal.CLOSED
    assert_proved(response)


def test_a_new_response_goes_by_the_setting_of_its_city(afterwards: Response) -> None:
    new = make_response(afterwards.city, make_edition(make_follow_up()))
    assert set(new.works.values_list("originals_alone", flat=True)) == {True}


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER])
def test_nobody_but_a_coordinator_chooses(response: Response, role: Role) -> None:
    actor = Actor(make_member(response.city, role))
    with pytest.raises(NotAllowedError):
        review_translations_afterwards(response.city, afterwards=True, actor=actor)


def test_each_change_is_recorded_once(response: Response, coordinator: User) -> None:
    for afterwards in (True, True, False):
        set_afterwards(response, coordinator, afterwards=afterwards)
    records = AuditRecord.objects.filter(kind=AuditKind.CITY_SETTINGS).order_by("pk")
    assert [each.subject for each in records] == [
        "번역문을 나중에 검토",
        "번역문을 영역과 함께 검토",
    ]


def test_a_confirmation_is_recorded(afterwards: Response, writer: User, reviewer: User) -> None:
    translate(afterwards, "b-1", writer, text="One")
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    do(afterwards, Action.REVIEW_TRANSLATIONS, reviewer)
    record = AuditRecord.objects.filter(kind=AuditKind.TRANSITION).latest("pk")
    assert record.person == reviewer
    assert record.subject == "test-2030 · B. Beta (한국어) · 번역문 검토 완료"
    assert State(SectionWork.objects.get(section__key="beta").state) is State.APPROVED


def test_a_confirmation_that_nobody_gave_is_found(
    afterwards: Response, writer: User, reviewer: User
) -> None:
    translate(afterwards, "b-1", writer, text="One")
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    review = beta(afterwards).signed[0].to_json() | {"digest": beta(afterwards).whole.digest}
    afterwards.works.filter(section__key="beta").update(translations_review=review)
    assert list(response_faults(afterwards)) == [
        "beta: its translations were not confirmed as it says"
    ]
    unlike = unlike_signed(afterwards, read_snapshot(afterwards))
    assert [each.section.key for each in unlike] == ["beta"]
