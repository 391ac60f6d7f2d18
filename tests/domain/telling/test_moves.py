"""Who is told of what a section goes through, by the very actions."""

import pytest
from django.utils import timezone, translation

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.notices.notices import acting_for
from responses.domain.people.deputies import add_deputy
from responses.domain.review.workflow import Move, TransitionRefusedError, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk.talking import Said, Turn, reply, start, turn
from responses.enums import Action, Role
from responses.models import Deputy, Event, Membership, Notice, Response, User
from responses.notice_kinds import NoticeKind
from responses.wording.notices import quote, sentence
from tests.support.factories import assign, delegate, make_member, make_submission, shape_of, write

pytestmark = pytest.mark.django_db

PLACE = AnswerRef("springfield", "test-2030", "alpha", "a-2")


def do(action: Action, response: Response, actor: User, comment: str = "") -> Event:
    section = shape_of(response).sections_by_key["alpha"]
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    return perform(Move(action, comment=comment, seen=seen), response, section, actor=Actor(actor))


def told(person: User) -> list[str]:
    """Return what a person was told of since this was asked last, oldest first."""
    found = Notice.objects.filter(person=person).order_by("pk")
    kinds = [str(notice.kind) for notice in found]
    found.delete()
    return kinds


@pytest.fixture
def coordinator(response: Response, writer: User) -> User:
    """Return the only coordinator, in a city with a contributor."""
    return Membership.objects.get(city=response.city, role=Role.COORDINATOR).user


@pytest.fixture
def second(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Second")


def sign_in_turn(response: Response, *people: User) -> None:
    """Let these people sign the section one after the other."""
    steps = [Step(f"Step {person.pk}", (person.pk,)).to_json() for person in people]
    response.works.filter(section__key="alpha").update(approval_line=steps)


def test_sending_tells_every_reviewer_of_a_section_without_a_line(
    response: Response, writer: User, reviewer: User, second: User, coordinator: User
) -> None:
    event = do(Action.SEND, response, writer, "Please read.")
    notice = Notice.objects.get(person=reviewer)
    assert (notice.kind, notice.key) == (NoticeKind.SENT, f"event:{event.pk}")
    assert (notice.actor, notice.text) == (writer, "Please read.")
    assert notice.section == response.works.get(section__key="alpha").section
    assert [told(each) for each in (reviewer, second, writer, coordinator)] == [
        ["sent"],
        ["sent"],
        [],
        [],
    ]


def test_each_signature_tells_the_next_step_and_the_last_the_writers(
    response: Response, writer: User, reviewer: User, second: User, coordinator: User
) -> None:
    everybody = (writer, reviewer, second, coordinator)
    sign_in_turn(response, second, reviewer)
    do(Action.SEND, response, writer)
    assert [told(each) for each in everybody] == [[], [], ["sent"], []]
    do(Action.APPROVE, response, second)
    assert Notice.objects.get(person=reviewer).actor == writer  # who drafted it
    assert [told(each) for each in everybody] == [[], ["sent"], [], []]
    do(Action.APPROVE, response, reviewer)
    assert [told(each) for each in everybody] == [["approved"], [], [], ["approved"]]


def test_who_consents_is_asked_to_consent_and_who_signs_to_sign(
    response: Response, writer: User, reviewer: User, second: User
) -> None:
    steps = [Step("과장", (reviewer.pk,), consents=True), Step("국장", (second.pk,))]
    response.works.filter(section__key="alpha").update(
        approval_line=[each.to_json() for each in steps]
    )
    do(Action.SEND, response, writer)
    notice = Notice.objects.get(person=reviewer)
    assert (notice.kind, notice.actor) == (NoticeKind.CONSENT, writer)
    assert (told(reviewer), told(second)) == (["consent"], [])
    do(Action.APPROVE, response, reviewer)
    assert (told(reviewer), told(second)) == ([], ["sent"])


def test_a_consent_by_a_deputy_is_told_as_a_consent(
    response: Response, writer: User, reviewer: User, second: User
) -> None:
    third = make_member(response.city, Role.REVIEWER, "Third")
    steps = [Step("과장", (reviewer.pk,), consents=True), Step("국장", (third.pk,))]
    response.works.filter(section__key="alpha").update(
        approval_line=[each.to_json() for each in steps]
    )
    today = timezone.localdate()
    Deputy.objects.create(
        city=response.city, person=reviewer, deputy=second, first_day=today, last_day=today
    )
    do(Action.SEND, response, writer)
    assert (told(reviewer), told(second)) == (["consent"], ["consent"])
    do(Action.APPROVE, response, second)
    assert (told(reviewer), told(third)) == (["consented_for"], ["sent"])


def test_who_has_signed_a_step_is_not_asked_for_the_next(
    response: Response, writer: User, reviewer: User, second: User
) -> None:
    both = Step("Either", (reviewer.pk, second.pk)).to_json()
    response.works.filter(section__key="alpha").update(approval_line=[both, both])
    do(Action.SEND, response, writer)
    assert (told(reviewer), told(second)) == (["sent"], ["sent"])
    do(Action.APPROVE, response, reviewer)
    assert (told(reviewer), told(second)) == ([], ["sent"])


def test_deputies_of_today_are_told_what_waits_for_a_signature(
    response: Response, writer: User, reviewer: User, second: User
) -> None:
    sign_in_turn(response, reviewer)
    today = timezone.localdate()
    Deputy.objects.create(
        city=response.city, person=reviewer, deputy=second, first_day=today, last_day=today
    )
    do(Action.SEND, response, writer)
    assert (told(reviewer), told(second)) == (["sent"], ["sent"])


def test_requesting_changes_tells_the_writers_and_who_sent_it(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR)
    assign(response, "alpha", writer)
    do(Action.SEND, response, coordinator)
    told(reviewer)
    do(Action.REQUEST_CHANGES, response, reviewer, "○ Say more.")
    assert Notice.objects.get(person=writer).text == "○ Say more."
    assert [told(each) for each in (writer, coordinator, other, reviewer)] == [
        ["changes_requested"],
        ["changes_requested"],
        [],
        [],
    ]


def test_reopening_tells_the_writers_and_those_who_signed(
    response: Response, writer: User, reviewer: User, second: User, coordinator: User
) -> None:
    third = make_member(response.city, Role.REVIEWER)
    sign_in_turn(response, reviewer, second)
    do(Action.SEND, response, writer)
    do(Action.APPROVE, response, reviewer)
    do(Action.APPROVE, response, second)
    Notice.objects.all().delete()
    do(Action.REOPEN, response, coordinator, "A number was wrong.")
    assert Notice.objects.get(person=reviewer).text == "A number was wrong."
    assert [told(each) for each in (writer, reviewer, second, third, coordinator)] == [
        ["reopened"],
        ["reopened"],
        ["reopened"],
        [],
        [],
    ]


def test_withdrawing_tells_who_signed_and_whose_turn_it_was(
    response: Response, writer: User, reviewer: User, second: User, coordinator: User
) -> None:
    third = make_member(response.city, Role.REVIEWER)
    sign_in_turn(response, reviewer, second, third)
    do(Action.SEND, response, writer)
    do(Action.APPROVE, response, reviewer)
    Notice.objects.all().delete()
    do(Action.WITHDRAW, response, writer)
    assert [told(each) for each in (writer, reviewer, second, third, coordinator)] == [
        [],
        ["withdrawn"],
        ["withdrawn"],
        [],
        [],
    ]


def test_a_comment_tells_those_who_have_to_act(
    response: Response, writer: User, reviewer: User, second: User, coordinator: User
) -> None:
    everybody = (writer, reviewer, second, coordinator)
    sign_in_turn(response, reviewer, second)
    do(Action.COMMENT, response, second, "Whose is this?")
    assert [told(each) for each in everybody] == [[], [], [], ["commented"]]
    assign(response, "alpha", writer)
    do(Action.SEND, response, writer)
    told(reviewer)
    do(Action.COMMENT, response, second, "Is this the newest figure?")
    assert Notice.objects.get(person=writer).text == "Is this the newest figure?"
    assert [told(each) for each in everybody] == [["commented"], ["commented"], [], []]


def test_a_name_behind_an_at_in_any_comment_tells_that_person(
    response: Response, writer: User, reviewer: User, second: User, coordinator: User
) -> None:
    assign(response, "alpha", writer)
    sign_in_turn(response, reviewer)
    do(Action.SEND, response, writer, "@Second looked at it, @Reviewer.")
    assert (told(reviewer), told(second)) == (["sent"], ["mentioned"])
    do(Action.COMMENT, response, reviewer, "@Writer, @Second: more?")
    assert [told(each) for each in (writer, second, reviewer)] == [["mentioned"]] * 2 + [[]]


def test_who_has_left_is_told_nothing(response: Response, writer: User, reviewer: User) -> None:
    sign_in_turn(response, reviewer)
    Membership.objects.filter(user=reviewer).delete()
    do(Action.SEND, response, writer)
    assert told(reviewer) == []


def test_what_is_refused_tells_nobody(response: Response, writer: User, reviewer: User) -> None:
    write(response, "a-2", writer, text="a")
    with pytest.raises(TransitionRefusedError):
        do(Action.APPROVE, response, reviewer)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("text", "kind"), [("@Writer: yes.", "mentioned"), ("Yes.", "replied")])
def test_a_remark_tells_who_is_mentioned_or_took_part_once(
    text: str, kind: str, response: Response, writer: User, reviewer: User
) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR)
    thread = start(writer, PLACE, Said("Is this so?"))
    reply(other, PLACE, thread.pk, Said("I think so."))
    Notice.objects.all().delete()
    reply(reviewer, PLACE, thread.pk, Said(text))
    notice = Notice.objects.get(person=writer)
    remark = thread.remarks.latest("pk")
    assert (notice.text, notice.key, notice.actor) == (text, f"remark:{remark.pk}", reviewer)
    assert notice.question
    assert (notice.question.key, notice.question.section) == ("a-2", notice.section)
    assert [told(each) for each in (writer, other, reviewer)] == [[kind], ["replied"], []]


def test_who_mentions_themselves_or_answers_themselves_is_told_nothing(
    response: Response, writer: User
) -> None:
    thread = start(writer, PLACE, Said("@Writer has to look."))
    reply(writer, PLACE, thread.pk, Said("Done."))
    assert told(writer) == []


def test_turns_tell_who_took_part_with_what_was_said_along_with_them(
    response: Response, writer: User, reviewer: User
) -> None:
    thread = start(writer, PLACE, Said("Is this so?"))
    turn(reviewer, PLACE, thread.pk, Turn.RESOLVE, Said("It is."))
    assert Notice.objects.get(person=writer).text == "It is."
    for again in (Turn.REOPEN, Turn.REOPEN, Turn.RESOLVE, Turn.REQUIRE, Turn.RELEASE):
        turn(reviewer, PLACE, thread.pk, again)
    assert told(writer) == ["resolved", "thread_reopened", "resolved", "required", "released"]


def test_sealing_tells_every_member_but_who_sealed(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    submission = make_submission(response)
    sealed = Notice.objects.filter(kind=NoticeKind.SEALED)
    assert {notice.key for notice in sealed} == {f"submission:{submission.pk}"}
    members = response.city.memberships.exclude(user=submission.sealed_by)
    assert {notice.person_id for notice in sealed} == set(members.values_list("user", flat=True))


@pytest.mark.parametrize("action", [Action.APPROVE, Action.WITHDRAW, Action.REQUEST_CHANGES])
def test_nobody_is_asked_to_sign_any_more_what_has_moved(
    response: Response, writer: User, reviewer: User, second: User, action: Action
) -> None:
    do(Action.SEND, response, writer)
    do(Action.COMMENT, response, reviewer, "Reading.")
    waiting = Notice.objects.filter(kind=NoticeKind.SENT, read_at=None)
    assert {notice.person for notice in waiting} == {reviewer, second}
    do(action, response, writer if action is Action.WITHDRAW else reviewer, "so")
    assert not waiting.all().exists()


def test_who_has_a_question_of_the_section_is_told_like_its_writers(
    response: Response, writer: User, reviewer: User, second: User
) -> None:
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Kim", "Lee"))
    assign(response, "alpha", writer)
    delegate(response, "a-2", kim)
    delegate(response, "b-1", lee)
    do(Action.SEND, response, writer)
    do(Action.REQUEST_CHANGES, response, reviewer, "More.")
    do(Action.SEND, response, writer)
    do(Action.APPROVE, response, second)
    do(Action.REOPEN, response, second, "A figure was wrong.")
    assert told(kim) == ["changes_requested", "approved", "reopened"]
    assert told(lee) == []


def test_coordinators_are_told_of_what_nobody_can_sign(
    response: Response, writer: User, coordinator: User
) -> None:
    do(Action.SEND, response, writer, "Please read.")
    notice = Notice.objects.get(person=coordinator)
    assert (notice.kind, notice.actor) == (NoticeKind.NO_SIGNER, writer)
    do(Action.WITHDRAW, response, writer)
    assert Notice.objects.get(pk=notice.pk).read_at is not None


def test_coordinators_are_told_where_the_next_step_has_nobody_left(
    response: Response, writer: User, reviewer: User, second: User, coordinator: User
) -> None:
    sign_in_turn(response, reviewer, second)
    do(Action.SEND, response, writer)
    assert told(coordinator) == []
    Membership.objects.filter(user=second).delete()
    do(Action.APPROVE, response, reviewer)
    assert told(coordinator) == ["no_signer"]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("last", [False, True])
def test_for_whom_a_deputy_signed_is_told_of_it(
    *, last: bool, response: Response, writer: User, reviewer: User, second: User
) -> None:
    third = make_member(response.city, Role.REVIEWER)
    sign_in_turn(response, reviewer, *([] if last else [third]))
    today = timezone.localdate()
    Deputy.objects.create(
        city=response.city, person=reviewer, deputy=second, first_day=today, last_day=today
    )
    do(Action.SEND, response, writer)
    told(reviewer)
    do(Action.APPROVE, response, second)
    notice = Notice.objects.get(person=reviewer)
    assert (notice.kind, notice.actor) == (NoticeKind.SIGNED_FOR, second)
    ends = [sentence(each) for each in Notice.objects.filter(person=writer)]
    approved = f"{second} approved A. Alpha, signing for {reviewer} (代)"
    assert ends == ([approved] if last else [])
    assert told(third) == ([] if last else ["sent"])


@pytest.mark.parametrize("consents", [False, True])
def test_a_deputy_is_told_for_whom_and_who_signs_themselves_is_not(
    *, consents: bool, response: Response, writer: User, reviewer: User, second: User
) -> None:
    deputy, today = make_member(response.city, Role.REVIEWER, "Third"), timezone.localdate()
    step = Step("Law", (reviewer.pk, second.pk), consents=consents)
    response.works.filter(section__key="alpha").update(
        approval_line=[step.to_json(), Step("Chief").to_json()]
    )
    add_deputy(response.city, second, deputy, today, today, actor=Actor(second))
    do(Action.SEND, response, writer, "Please read.")
    found = {each.person: each for each in Notice.objects.select_related("person")}
    said = [(acting_for(found[each]), quote(found[each])) for each in (reviewer, second, deputy)]
    assert said == [("", "Please read."), ("", "Please read."), ("Second", "Please read.")]
    with translation.override("en"):
        assert sentence(found[deputy]).endswith(", drafted by Writer. You act for Second (代).")
        assert sentence(found[second]).endswith(", drafted by Writer")


def test_nobody_can_write_for_whom_a_reader_acts(
    response: Response, writer: User, reviewer: User
) -> None:
    do(Action.SEND, response, writer, "Second\x1fPlease read.")
    notice = Notice.objects.get(person=reviewer)
    assert (acting_for(notice), quote(notice)) == ("", "SecondPlease read.")
