from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import Content, canonical
from responses.domain.permissions import NotAllowedError
from responses.domain.progress.progress import Open
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import THREADS_OPEN, SealRefusedError, prepare, seal
from responses.domain.talk.still_open import is_required_open, open_threads, read_open
from responses.domain.talk.talking import (
    ACCEPTED_ALREADY,
    DECLINED_ALREADY,
    NO_REASON,
    NOTHING_SAID,
    NOTHING_SUGGESTED,
    Said,
    TalkRefusedError,
    Turn,
    accept,
    decline,
    reply,
    start,
    turn,
)
from responses.domain.talk.threads import (
    ThreadCount,
    count_threads,
    first_remark,
    place_of,
    read_proposals,
    read_remarks,
    read_threads,
    section_remarks,
)
from responses.enums import ORIGINAL, Action, Refusal, Role, Source
from responses.models import Answer, RefusedText, Remark, Response, Revision, Thread, User
from responses.validators import TEXT_MAX
from tests.support.factories import approve_all, find, make_city, make_member, shape_of, write
from tests.support.tampering import unguarded

pytestmark = pytest.mark.django_db

KEY = "b-1"
PLACE = AnswerRef("springfield", "test-2030", "beta", KEY)
ELSEWHERE = AnswerRef("springfield", "test-2030", "alpha", "a-2")


def text(response: Response, value: str) -> Content:
    return canonical(find(response, KEY)[1], {"text": value})


def suggest(response: Response, author: User, value: str, version: int | None = None) -> Remark:
    thread = start(author, PLACE, Said("Better so.", version, text(response, value)))
    return thread.remarks.get()


def answer(response: Response) -> AnswerSnapshot:
    return read_snapshot(response).sections_by_key["beta"].answers[0]


def stored(response: Response) -> str:
    return str(answer(response).content.parts.get("text"))


def refusal(call: Callable[[], object]) -> object:
    with pytest.raises(TalkRefusedError) as refused:
        call()
    return refused.value.reason


# --- Who may what --------------------------------------------------------

# S stands for who started the thread, and - for nobody in that role.
TABLE = """
                coordinator  contributor  reviewer  viewer  stranger
start           yes          yes          yes       no      unseen
start_required  yes          no           yes       no      unseen
reply           yes          yes          yes       no      unseen
resolve         yes          yes          yes       no      unseen
resolve_needed  yes          no           yes       no      unseen
resolve_own     yes          yes          yes       no      unseen
reopen          yes          yes          yes       no      unseen
reopen_own      yes          yes          yes       no      unseen
require         yes          no           yes       no      unseen
require_own     yes          no           yes       no      unseen
release         yes          no           yes       no      unseen
accept          yes          yes          no        no      unseen
decline         yes          yes          no        no      unseen
"""
ROLES, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(row[0], role, cell) for row in ROWS for role, cell in zip(ROLES, row[1:], strict=True)]
OUTCOMES: dict[str, type[Exception]] = {"no": NotAllowedError, "unseen": LookupError}


def act(name: str, actor: User, thread: Thread, remark: Remark) -> Any:
    acts: dict[str, Callable[[], Any]] = {
        "start": lambda: start(actor, PLACE, Said("Why?")),
        "start_required": lambda: start(actor, PLACE, Said("Why?"), required=True),
        "reply": lambda: reply(actor, PLACE, thread.pk, Said("So.")),
        "accept": lambda: accept(actor, PLACE, remark.pk, base_version=0),
        "decline": lambda: decline(actor, PLACE, remark.pk, Said("No.")),
    }
    verb = name.removesuffix("_own").removesuffix("_needed")
    return acts[name]() if name in acts else turn(actor, PLACE, thread.pk, Turn(verb))


def suggestions(response: Response) -> list[Remark]:
    threads = read_threads(response, find(response, KEY)[1], range(100), range(100))
    remarks = read_remarks({each.thread.pk: [range(each.remarks)] for each in threads})
    return [each for said in remarks.values() for each in said if each.suggestion is not None]


@pytest.mark.parametrize(("name", "role", "cell"), CELLS)
def test_who_may_what(name: str, role: str, cell: str, response: Response) -> None:
    other = make_member(response.city, Role.COORDINATOR)
    city = make_city("shelbyville") if role == "stranger" else response.city
    actor = make_member(city, Role.COORDINATOR if role == "stranger" else role)
    thread = start(other, PLACE, Said("First", 0, text(response, "Suggested")))
    if name.endswith("_own"):
        # Who has started it may have lost the role since.
        with unguarded():
            Remark.objects.filter(thread=thread).update(author=actor)
    if name.endswith("_needed"):
        Thread.objects.update(required=True)
    remark = thread.remarks.get()
    if cell == "yes":
        act(name, actor, thread, remark)
        return
    before = (Thread.objects.count(), Remark.objects.count(), Revision.objects.count())
    with pytest.raises(OUTCOMES[cell]):
        act(name, actor, thread, remark)
    assert (Thread.objects.count(), Remark.objects.count(), Revision.objects.count()) == before


def test_a_closed_account_says_nothing(writer: User) -> None:
    writer.is_active = False
    with pytest.raises(NotAllowedError):
        start(writer, PLACE, Said("Hello"))


# --- Remarks -------------------------------------------------------------


def test_start_keeps_the_remark_with_the_version_it_was_written_on(
    response: Response, writer: User
) -> None:
    write(response, KEY, writer, text="One")
    write(response, KEY, writer, text="Two")
    start(writer, PLACE, Said("  ○ Why\r\n  - so?  ", 1))
    remark = Remark.objects.get()
    assert (remark.text, remark.version, remark.author) == ("○ Why\n  - so?", 1, writer)
    assert (remark.thread.required, remark.thread.resolved_at) == (False, None)


@pytest.mark.parametrize("seen", [None, -1, 3])
def test_a_version_that_never_was_is_the_one_there_is(
    response: Response, writer: User, seen: int | None
) -> None:
    write(response, KEY, writer, text="One")
    write(response, KEY, writer, text="Two")
    start(writer, PLACE, Said("Why?", seen))
    assert Remark.objects.get().version == 2


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", NOTHING_SAID),
        (" \n ", NOTHING_SAID),
        ("x" * (TEXT_MAX + 1), None),
        ("\u3164\u200b", NOTHING_SAID),
        ("-", NOTHING_SAID),
    ],
)
def test_what_cannot_be_kept_is_refused_and_starts_nothing(
    writer: User, typed: str, reason: object
) -> None:
    said = refusal(lambda: start(writer, PLACE, Said(typed)))
    assert reason in {None, said}
    assert not Thread.objects.exists()


def test_what_nobody_sees_is_read(writer: User) -> None:
    start(writer, PLACE, Said("첫째\x0b둘째\x00"))
    assert Remark.objects.get().text == "첫째\n둘째"


def test_remarks_stay_when_the_answer_changes_or_goes(response: Response, writer: User) -> None:
    write(response, KEY, writer, text="One")
    thread = start(writer, PLACE, Said("Is this so?"))
    write(response, KEY, writer, text="Two")
    write(response, KEY, writer, text="")
    [found] = read_threads(response, find(response, KEY)[1], range(20), range(20))
    assert (found.thread, found.remarks) == (thread, 1)
    [remark] = read_remarks({thread.pk: [range(1)]})[thread.pk]
    assert (remark.text, remark.version) == ("Is this so?", 1)


def test_threads_of_another_question_are_not_found(writer: User) -> None:
    thread = start(writer, PLACE, Said("Here"))
    with pytest.raises(LookupError):
        reply(writer, ELSEWHERE, thread.pk, Said("There"))
    with pytest.raises(LookupError):
        turn(writer, ELSEWHERE, thread.pk, Turn.RESOLVE)


def test_members_of_the_city_are_mentioned_and_nobody_else(
    response: Response, writer: User
) -> None:
    kim, lee = (make_member(response.city, Role.REVIEWER, name) for name in ("김민수", "Lee"))
    gone = make_member(response.city, Role.REVIEWER, "Gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    make_member(make_city("shelbyville"), Role.COORDINATOR, "Stranger")
    start(writer, PLACE, Said("@김민수님, @lee: @Stranger and @Gone say so."))
    assert set(Remark.objects.get().mentioned.all()) == {kim, lee}


# --- Turns ---------------------------------------------------------------


def test_resolving_says_who_did_it_first_and_reopening_forgets_it(
    writer: User, reviewer: User
) -> None:
    thread = start(writer, PLACE, Said("Why?"))
    turn(reviewer, PLACE, thread.pk, Turn.RESOLVE)
    turn(writer, PLACE, thread.pk, Turn.RESOLVE)
    thread.refresh_from_db()
    assert thread.resolved_by == reviewer
    turn(writer, PLACE, thread.pk, Turn.REOPEN)
    thread.refresh_from_db()
    assert thread.resolved_at is None
    assert thread.resolved_by_id is None


def test_what_is_said_with_a_turn_is_a_remark(writer: User) -> None:
    thread = start(writer, PLACE, Said("Why?"))
    turn(writer, PLACE, thread.pk, Turn.RESOLVE, Said("Because."))
    turn(writer, PLACE, thread.pk, Turn.REOPEN, Said("  "))
    assert [each.text for each in thread.remarks.all()] == ["Why?", "Because."]


def test_a_turn_is_not_done_where_what_is_said_with_it_cannot_be_kept(writer: User) -> None:
    thread = start(writer, PLACE, Said("Why?"))
    refusal(lambda: turn(writer, PLACE, thread.pk, Turn.RESOLVE, Said("x" * (TEXT_MAX + 1))))
    thread.refresh_from_db()
    assert thread.resolved_at is None


def test_reply_leaves_a_thread_resolved(writer: User) -> None:
    thread = start(writer, PLACE, Said("Why?"))
    turn(writer, PLACE, thread.pk, Turn.RESOLVE)
    reply(writer, PLACE, thread.pk, Said("Thank you."))
    thread.refresh_from_db()
    assert thread.resolved_at
    assert thread.remarks.count() == 2


# --- Suggestions ---------------------------------------------------------


def test_accepting_a_suggestion_writes_the_answer(
    response: Response, writer: User, reviewer: User
) -> None:
    write(response, KEY, writer, text="One")
    remark = suggest(response, reviewer, "Two")
    outcome = accept(writer, PLACE, remark.pk, base_version=1, said=Said("Thank you."))
    remark.refresh_from_db()
    assert (outcome.changed, outcome.version, remark.accepted_version) == (True, 2, 2)
    revision = Revision.objects.get(version=2)
    assert (revision.author, revision.source) == (writer, Source.SUGGESTION)
    assert (stored(response), remark.suggestion) == ("Two", {"parts": {"text": "Two"}})
    assert [each.text for each in remark.thread.remarks.all()] == ["Better so.", "Thank you."]


def test_accepting_resolves_the_thread(writer: User, reviewer: User, response: Response) -> None:
    write(response, KEY, writer, text="One")
    remark = suggest(response, reviewer, "Two")
    accept(writer, PLACE, remark.pk, base_version=1)
    assert Thread.objects.get().resolved_by == writer


def test_a_required_thread_is_resolved_by_who_may_alone(
    writer: User, reviewer: User, response: Response
) -> None:
    first, second = (suggest(response, reviewer, value) for value in ("Two", "Three"))
    Thread.objects.update(required=True)
    accept(writer, PLACE, first.pk, base_version=0)
    decline(writer, PLACE, second.pk, Said("One is enough."))
    assert not Thread.objects.filter(resolved_at__isnull=False).exists()
    third = suggest(response, reviewer, "Four")
    Thread.objects.update(required=True)
    accept(make_member(response.city, Role.COORDINATOR), PLACE, third.pk, base_version=1)
    assert Thread.objects.get(resolved_at__isnull=False) == third.thread


def test_declining_says_why_and_resolves_the_thread(
    writer: User, reviewer: User, response: Response
) -> None:
    remark = suggest(response, reviewer, "Two")
    assert refusal(lambda: decline(writer, PLACE, remark.pk, Said(" "))) == NO_REASON
    decline(writer, PLACE, remark.pk, Said("It was One."))
    remark.refresh_from_db()
    assert (remark.declined_by, remark.thread.resolved_by) == (writer, writer)
    assert remark.thread.remarks.latest("pk").text == "It was One."
    assert not Answer.objects.exists()
    for act in (
        lambda: decline(writer, PLACE, remark.pk, Said("Twice.")),
        lambda: accept(writer, PLACE, remark.pk, base_version=0),
    ):
        assert refusal(act) == DECLINED_ALREADY


def test_what_others_wrote_since_a_suggestion_stays(
    response: Response, writer: User, reviewer: User
) -> None:
    write(response, KEY, writer, text="One\nTwo\nThree")
    remark = suggest(response, reviewer, "Uno\nTwo\nThree")
    write(response, KEY, writer, text="One\nTwo\nTres")
    shown = read_proposals(response, answer(response), suggestions(response))
    assert shown[remark.pk].after == text(response, "Uno\nTwo\nTres")
    accept(writer, PLACE, remark.pk, base_version=2)
    assert stored(response) == "Uno\nTwo\nTres"


def test_a_suggestion_that_has_no_room_beside_what_was_written_since_is_refused_and_kept(
    response: Response, writer: User, reviewer: User
) -> None:
    suggested, since = ("\n".join(("0", each * (TEXT_MAX // 2))) for each in "12")
    write(response, KEY, writer, text="0")
    remark = suggest(response, reviewer, suggested)
    write(response, KEY, writer, text="\n".join(reversed(since.split("\n"))))
    shown = read_proposals(response, answer(response), suggestions(response))[remark.pk]
    assert (shown.before, shown.after) == (text(response, "0"), text(response, suggested))
    outcome = accept(writer, PLACE, remark.pk, base_version=2, said=Said("Thank you."))
    kept = RefusedText.objects.get()
    assert (outcome.refusal, outcome.refused) == (Refusal.STALE, kept)
    assert (kept.base_version, kept.content) == (1, {"parts": {"text": suggested}})
    assert stored(response) == "\n".join(reversed(since.split("\n")))
    remark.refresh_from_db()
    assert remark.accepted_version is None


def test_a_stale_acceptance_is_refused_and_kept(
    response: Response, writer: User, reviewer: User
) -> None:
    write(response, KEY, writer, text="One")
    remark = suggest(response, reviewer, "Two")
    write(response, KEY, writer, text="Quicker")
    outcome = accept(writer, PLACE, remark.pk, base_version=1, said=Said("Thank you."))
    kept = RefusedText.objects.get()
    assert (outcome.refusal, outcome.refused) == (Refusal.STALE, kept)
    assert (kept.author, kept.base_version, kept.content) == (
        writer,
        1,
        {"parts": {"text": "Two"}},
    )
    remark.refresh_from_db()
    assert remark.accepted_version is None
    assert (stored(response), Remark.objects.count()) == ("Quicker", 1)


@pytest.mark.parametrize("base", [None, 7])
def test_an_acceptance_that_names_no_version_is_refused_and_kept(
    response: Response, writer: User, reviewer: User, base: int | None
) -> None:
    remark = suggest(response, reviewer, "Two")
    outcome = accept(writer, PLACE, remark.pk, base_version=base)
    assert outcome.refusal is Refusal.UNVERSIONED
    assert RefusedText.objects.get().content == {"parts": {"text": "Two"}}


def test_nothing_is_accepted_in_a_closed_section(
    response: Response, writer: User, reviewer: User
) -> None:
    remark = suggest(response, reviewer, "Two")
    perform(Move(Action.SEND), response, find(response, KEY)[0], actor=Actor(writer))
    outcome = accept(writer, PLACE, remark.pk, base_version=0)
    assert outcome.refusal is Refusal.CLOSED
    assert (RefusedText.objects.count(), Answer.objects.count()) == (1, 0)


def test_a_suggestion_is_accepted_once(response: Response, writer: User, reviewer: User) -> None:
    remark = suggest(response, reviewer, "Two")
    accept(writer, PLACE, remark.pk, base_version=0)
    reason = refusal(lambda: accept(writer, PLACE, remark.pk, base_version=0))
    assert reason == ACCEPTED_ALREADY
    assert (Revision.objects.count(), RefusedText.objects.count()) == (1, 0)


def test_an_accepted_suggestion_is_shown_as_it_was_made(
    response: Response, writer: User, reviewer: User
) -> None:
    write(response, KEY, writer, text="One")
    remark = suggest(response, reviewer, "Two")
    accept(writer, PLACE, remark.pk, base_version=1)
    write(response, KEY, writer, text="Three")
    [shown] = read_proposals(response, answer(response), suggestions(response)).values()
    assert (shown.before, shown.after) == (text(response, "One"), text(response, "Two"))


def test_a_suggestion_needs_no_words_but_has_to_change_something(
    response: Response, writer: User
) -> None:
    write(response, KEY, writer, text="One")
    same = Said("As it is.", 1, text(response, "One"))
    assert refusal(lambda: start(writer, PLACE, same)) == NOTHING_SUGGESTED
    start(writer, PLACE, Said("", 1, text(response, "Two")))
    assert Remark.objects.get().suggestion == {"parts": {"text": "Two"}}


def test_a_remark_without_a_suggestion_cannot_be_accepted(writer: User) -> None:
    thread = start(writer, PLACE, Said("Why?"))
    with pytest.raises(LookupError):
        accept(writer, PLACE, thread.remarks.get().pk, base_version=0)


# --- Sealing -------------------------------------------------------------


def prepared(response: Response, actor: User) -> Any:
    return prepare(response, actor=Actor(actor), address="https://lgq.example/verify/?digest=")


def test_an_open_required_thread_stands_in_the_way_of_sealing(
    response: Response, reviewer: User
) -> None:
    approve_all(response, reviewer)
    coordinator = make_member(response.city, Role.COORDINATOR)
    start(coordinator, PLACE, Said("Never mind."))
    thread = start(reviewer, PLACE, Said("Who checked this?"), required=True)
    with pytest.raises(SealRefusedError) as refused:
        prepared(response, coordinator)
    assert refused.value.reason == THREADS_OPEN
    [found] = open_threads(response, range(20), range(0))
    assert (found.pk, found.by, found.text) == (thread.pk, "Reviewer", "Who checked this?")
    assert (found.section.key, found.question.key) == ("beta", KEY)

    turn(coordinator, PLACE, thread.pk, Turn.RESOLVE)
    assert prepared(response, coordinator)
    turn(coordinator, PLACE, thread.pk, Turn.REOPEN)
    assert is_required_open(response)
    turn(coordinator, PLACE, thread.pk, Turn.RELEASE)
    assert prepared(response, coordinator)


@pytest.mark.parametrize("late", ["start", "reopen", "require"])
def test_seal_refuses_a_required_thread_opened_since_it_was_prepared(
    response: Response, reviewer: User, late: str
) -> None:
    approve_all(response, reviewer)
    coordinator = make_member(response.city, Role.COORDINATOR)
    thread = start(reviewer, PLACE, Said("First"), required=late == "reopen")
    if late == "reopen":
        turn(reviewer, PLACE, thread.pk, Turn.RESOLVE)
    made = prepared(response, coordinator)
    if late == "start":
        start(reviewer, PLACE, Said("Wait."), required=True)
    else:
        turn(reviewer, PLACE, thread.pk, Turn(late))
    with pytest.raises(SealRefusedError) as refused:
        seal(response, made, files={}, archive=b"", actor=Actor(coordinator))
    assert refused.value.reason == THREADS_OPEN


# --- Reading -------------------------------------------------------------


def test_open_threads_are_counted_by_question(response: Response, writer: User) -> None:
    other = start(writer, PLACE, Said("One"))
    start(writer, PLACE, Said("Two"))
    reply(writer, PLACE, other.pk, Said("Three"))
    resolved = start(writer, PLACE, Said("Four"))
    turn(writer, PLACE, resolved.pk, Turn.RESOLVE)
    start(writer, ELSEWHERE, Said("Elsewhere"))
    sections = shape_of(response).sections_by_key
    assert read_open(response, sections["beta"]) == {KEY: Open(2, 0)}
    assert read_open(response, sections["alpha"]) == {"a-2": Open(1, 0)}


def test_threads_are_read_by_their_places_open_ones_first(response: Response, writer: User) -> None:
    question = find(response, KEY)[1]
    made = [start(writer, PLACE, Said(str(number))) for number in range(5)]
    elsewhere = start(writer, ELSEWHERE, Said("Elsewhere"))
    for thread in (made[0], made[3]):
        turn(writer, PLACE, thread.pk, Turn.RESOLVE)

    def read(still_open: range, resolved: range) -> list[int]:
        found = read_threads(response, question, still_open, resolved)
        return [made.index(each.thread) for each in found]

    assert read(range(9), range(9)) == [1, 2, 4, 0, 3]
    assert read(range(1, 3), range(0)) == [2, 4]
    assert read(range(0), range(1, 2)) == [3]
    counts = {None: (None, None), 4: (2, None), 3: (None, 1), 0: (None, 0)}
    for at, (before, before_resolved) in counts.items():
        certain = elsewhere if at is None else made[at]
        expected = (ThreadCount(3, before), ThreadCount(2, before_resolved))
        assert count_threads(response, question, certain.pk) == expected
    assert count_threads(response, find(response, "a-1")[1]) == (ThreadCount(), ThreadCount())


def test_remarks_are_read_by_their_places(response: Response, writer: User) -> None:
    one, two = (start(writer, PLACE, Said(name)) for name in ("one 0", "two 0"))
    for number in range(1, 6):
        for name, thread in (("two", two), ("one", one)):
            reply(writer, PLACE, thread.pk, Said(f"{name} {number}"))
    found = read_remarks({one.pk: [range(1), range(3, 5)], two.pk: [range(5, 6)]})
    said = {thread: [each.text for each in remarks] for thread, remarks in found.items()}
    assert said == {one.pk: ["one 0", "one 3", "one 4"], two.pk: ["two 5"]}
    assert place_of(response, found[one.pk][-1].pk) == (one.pk, 4)
    assert place_of(response, 0) is None
    assert first_remark(response, find(response, KEY)[1], two.pk).text == "two 0"
    with pytest.raises(LookupError):
        first_remark(response, find(response, "a-1")[1], two.pk)


@pytest.mark.parametrize("count", [1, 1000])
def test_query_counts_of_reading(
    response: Response, writer: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    section, question = find(response, KEY)
    thread = start(writer, PLACE, Said("@Writer", 0, text(response, "New")), required=False)
    Thread.objects.update(required=True)
    Remark.objects.bulk_create(
        Remark(
            thread=thread,
            author=writer,
            text=f"Remark {number}",
            version=0,
            suggestion={"parts": {"text": f"New {number}"}},
            created_at=thread.remarks.all()[0].created_at,
        )
        for number in range(1, count)
    )
    now = answer(response)
    with django_assert_num_queries(1):
        assert count_threads(response, question, thread.pk)[0] == ThreadCount(1, 0)
    with django_assert_num_queries(1):
        [found] = read_threads(response, question, range(20), range(20))
        assert (found.thread, found.remarks) == (thread, count)
    with django_assert_num_queries(2):
        remarks = read_remarks({thread.pk: [range(count)]})[thread.pk]
        assert len(remarks) == count
        assert remarks[-1].author == writer
        assert list(remarks[0].mentioned.all()) == [writer]
    with django_assert_num_queries(1):
        assert len(read_proposals(response, now, remarks)) == count
    with django_assert_num_queries(1):
        assert len(section_remarks(response, section, [ORIGINAL])) == min(count, 6)
    with django_assert_num_queries(1):
        assert read_open(response, section) == {KEY: Open(1, 1)}
    with django_assert_num_queries(1):
        assert len(open_threads(response, range(20), range(0))) == 1
