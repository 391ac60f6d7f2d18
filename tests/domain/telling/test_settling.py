"""What settles a notice: a visit, an answer, or what makes it moot, for every kind."""

from collections.abc import Collection

import pytest

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.notices.inbox import read_ordered, unread_count
from responses.domain.notices.notices import notify, settle_visited
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk.talking import Said, Turn, accept, reply, start, turn
from responses.enums import Action, Role
from responses.models import Notice, Response, User
from responses.notice_kinds import NOTICES, NoticeKind
from tests.support.factories import find, make_member

pytestmark = pytest.mark.django_db

PLACE = AnswerRef("springfield", "test-2030", "alpha", "a-2")
NEWS = {"approved", "replied", "sealed", "withdrawn", "accepted", "declined", "resolved"}
NEWS |= {"thread_reopened", "released", "consented_for", "signed_for", "deputy", "link_works"}
NEWS |= {"file_returned", "translations_confirmed", "answer_returned", "answer_left"}
OF_HANDOUTS = {"file_returned", "file_to_merge", "file_unreadable", "file_due"}


def unread(person: User) -> set[str]:
    found = Notice.objects.filter(person=person, read_at=None)
    return {str(kind) for kind in found.values_list("kind", flat=True)}


def tell_all(response: Response, person: User, kinds: Collection[NoticeKind] = NOTICES) -> None:
    """Tell a person of something of every kind, about a question where it is about talk."""
    section, question = find(response, "a-2")
    for kind in kinds:
        about = question if NOTICES[kind].page == "talk" else None
        notify(kind, [person], response, section=section, question=about, key=f"{kind}:1")


def test_every_kind_is_settled_by_a_visit(response: Response, writer: User) -> None:
    assert all(facts.read_on for facts in NOTICES.values())
    section, question = find(response, "a-2")
    for page in ("section", "review"):
        Notice.objects.all().delete()
        tell_all(response, writer)
        other = find(response, "b-1")[0]
        assert settle_visited(writer, page, response, section=other) == 0
        settle_visited(writer, page, response, section=section)
        assert unread(writer) == {"sealed", "mentioned", "services", *OF_HANDOUTS}
    assert settle_visited(writer, "handout", response, handout=2) == 0
    settle_visited(writer, "handout", response, handout=1)
    settle_visited(writer, "submissions", response)
    settle_visited(writer, "services", response)
    settle_visited(writer, "talk", response, question=question)
    assert unread_count(writer) == 0
    tell_all(response, writer, [NoticeKind.HANDED, NoticeKind.ASSIGNED])
    Notice.objects.update(read_at=None)
    settle_visited(writer, "talk", response, question=question)
    assert not {"mentioned", "replied", "remarked", "suggested"} & unread(writer)
    assert "assigned" in unread(writer)


def test_what_asks_for_something_ends_by_what_is_done(response: Response, writer: User) -> None:
    asks = {kind for kind, facts in NOTICES.items() if facts.asks}
    assert set(NoticeKind) - asks == NEWS
    ends = {kind for kind in asks if NOTICES[kind].moot_in or NOTICES[kind].ends_with_thread}
    # A comment asks to be read, and a link to be looked at, also in what is approved. What a
    # file asks for ends with another file, or as what came back is merged.
    assert asks - ends == {"commented", "link_fails", "services"} | OF_HANDOUTS - NEWS


def act(response: Response, action: Action, actor: User, comment: str = "") -> None:
    section = find(response, "a-2")[0]
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(action, comment, seen), response, section, actor=Actor(actor))


WRITING = {"assigned", "handed", "due_in_week", "due_tomorrow", "overdue"}
WRITING |= {"changes_requested", "reopened"}


def test_what_is_written_is_asked_for_no_more(
    response: Response, writer: User, reviewer: User
) -> None:
    reader = make_member(response.city, Role.VIEWER)
    tell_all(response, reader)
    act(response, Action.SEND, writer)
    assert not (WRITING | {"sent", "withdrawn"}) & unread(reader)
    assert {"approved", "mentioned"} <= unread(reader)
    tell_all(response, reader, [NoticeKind.SENT])
    act(response, Action.APPROVE, reviewer)
    assert "approved" in unread(reader)
    act(response, Action.REOPEN, reviewer, "Wrong.")
    assert not {"approved", "sent"} & unread(reader)


def test_who_answers_has_read_what_was_said(writer: User, reviewer: User) -> None:
    thread = start(writer, PLACE, Said("@Reviewer, why?"))
    assert unread(reviewer) == {"mentioned"}
    reply(reviewer, PLACE, thread.pk, Said("So."))
    assert unread(reviewer) == set()
    assert unread(writer) == {"replied"}


def test_a_mention_is_settled_in_its_thread_and_one_in_a_comment_by_the_section(
    response: Response, writer: User, reviewer: User
) -> None:
    section, question = find(response, "a-2")
    start(writer, PLACE, Said("@Reviewer, why?"))
    act(response, Action.COMMENT, writer, "@Reviewer, look.")
    assert Notice.objects.filter(kind="mentioned", read_at=None).count() == 2
    for page in ("section", "review"):
        settle_visited(reviewer, page, response, section=section)
        left = Notice.objects.get(person=reviewer, read_at=None)
        assert (left.kind, left.question_id) == ("mentioned", question.pk)
    other = find(response, "b-1")[1]
    settle_visited(reviewer, "talk", response, question=other)
    assert unread(reviewer) == {"mentioned"}
    settle_visited(reviewer, "talk", response, question=question)
    assert unread(reviewer) == set()


def test_what_was_said_in_a_resolved_thread_waits_no_more(
    response: Response, writer: User, reviewer: User
) -> None:
    second = make_member(response.city, Role.REVIEWER, "Second")
    thread = start(writer, PLACE, Said("@Reviewer, why?"))
    start(writer, PLACE, Said("@Second, how?"))
    turn(reviewer, PLACE, thread.pk, Turn.REQUIRE)
    assert unread(writer) == {"required"}
    turn(second, PLACE, thread.pk, Turn.RESOLVE)
    assert (unread(writer), unread(reviewer)) == ({"resolved"}, set())
    assert unread(second) == {"mentioned"}


def test_accepting_a_suggestion_settles_it(
    response: Response, writer: User, reviewer: User
) -> None:
    content = canonical(find(response, "a-2")[1], {"text": "Two"})
    thread = start(reviewer, PLACE, Said("@Writer:", None, content))
    accept(writer, PLACE, thread.remarks.get().pk, base_version=0)
    assert unread(writer) == set()
    assert unread(reviewer) == {"accepted"}


def test_the_inbox_begins_with_what_asks_for_something(response: Response, writer: User) -> None:
    tell_all(response, writer, [NoticeKind.SENT, NoticeKind.APPROVED, NoticeKind.ASSIGNED])
    assert [(each.kind, each.waits) for each in read_ordered(writer)] == [
        ("assigned", True),
        ("sent", True),
        ("approved", False),
    ]
    Notice.objects.filter(kind="assigned").update(read_at=Notice.objects.all()[0].created_at)
    assert [each.kind for each in read_ordered(writer)] == ["sent", "assigned", "approved"]
    assert [each.kind for each in read_ordered(writer, unread=True)] == ["sent", "approved"]


@pytest.mark.parametrize("named", [False, True])
def test_what_one_has_signed_asks_the_others_no_more(
    response: Response, writer: User, reviewer: User, *, named: bool
) -> None:
    other = make_member(response.city, Role.REVIEWER, "Second")
    if named:
        line = [Step("팀장", (reviewer.pk, other.pk)).to_json()]
        response.works.filter(section__key="alpha").update(approval_line=line)
    act(response, Action.SEND, writer)
    assert (unread(reviewer), unread(other)) == ({"sent"}, {"sent"})
    act(response, Action.APPROVE, reviewer)
    assert (unread(reviewer), unread(other)) == (set(), set())
