"""What is said about translations: apart from what is said about their originals."""

from collections.abc import Callable

import pytest

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.chaining import CHAINED, chain_faults, chain_records
from responses.domain.content.content import Content, canonical
from responses.domain.content.translating import TranslationStatus, translated
from responses.domain.edition.shapes import QuestionShape
from responses.domain.glossary.choosing import choose_submission_language
from responses.domain.permissions import NotAllowedError
from responses.domain.progress.own import read_own
from responses.domain.progress.progress import Open
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.answer import TranslationSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import THREADS_OPEN, SealRefusedError, prepare
from responses.domain.talk.still_open import count_open, is_required_open, open_threads, read_open
from responses.domain.talk.talking import (
    ACCEPTED_ALREADY,
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
    IN_PLACE,
    count_threads,
    read_proposals,
    read_threads,
    section_remarks,
)
from responses.domain.talk.transcript import transcript
from responses.domain.talk.waiting import waiting_threads
from responses.enums import Action, Refusal, Role, Source
from responses.models import Answer, Notice, RefusedText, Remark, Response, Revision, Thread, User
from tests.support.factories import (
    approve_all,
    assign,
    delegate,
    find,
    make_member,
    name_translators,
    translate,
    translate_afterwards,
    write,
)
from tests.support.tampering import unguarded

pytestmark = pytest.mark.django_db

ORIGINAL = AnswerRef("springfield", "test-2030", "alpha", "a-2")
PLACE = ORIGINAL._replace(question="a-2_en")


@pytest.fixture(autouse=True)
def _submits(response: Response, writer: User, translator: User) -> None:
    """Let the writer write the section and another translate it; the city hands in English."""
    assign(response, "alpha", writer)
    name_translators(response, "alpha", translator)
    write(response, "a-2", writer, text="○ 하나\n○ 둘")


@pytest.fixture
def translator(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Translator")


def question(response: Response) -> QuestionShape:
    return translated(find(response, "a-2")[1], "en")


def text(response: Response, value: str) -> Content:
    return canonical(question(response), {"text": value})


def suggest(response: Response, author: User, value: str, version: int | None = None) -> Remark:
    said = Said("Better so.", version, text(response, value))
    return start(author, PLACE, said).remarks.get()


def now(response: Response) -> TranslationSnapshot:
    translation = read_snapshot(response).sections_by_key["alpha"].answers[1].translation
    assert translation
    return translation


def told(kind: str) -> set[str]:
    return {str(each.person) for each in Notice.objects.filter(kind=kind)}


def refusal(call: Callable[[], object]) -> object:
    with pytest.raises(TalkRefusedError) as refused:
        call()
    return refused.value.reason


def test_a_thread_is_about_the_translation_alone(response: Response, reviewer: User) -> None:
    of_original = start(reviewer, ORIGINAL, Said("Which year?"))
    thread = start(reviewer, PLACE, Said("Is it “one”?"), required=True)
    assert (of_original.language, thread.language) == ("", "en")
    for place, other in ((ORIGINAL, thread), (PLACE, of_original)):
        with pytest.raises(LookupError):
            reply(reviewer, place, other.pk, Said("Lost."))
        with pytest.raises(LookupError):
            turn(reviewer, place, other.pk, Turn.RESOLVE)
    section, original = find(response, "a-2")
    assert read_open(response, section) == {"a-2": Open(1, 0, 0), "a-2_en": Open(1, 1, 1)}
    assert count_open(response) == Open(2, 1, 1)
    for asked, expected in ((original, of_original), (question(response), thread)):
        assert [each.count for each in count_threads(response, asked)] == [1, 0]
        assert [each.count for each in count_threads(response, asked, expected.pk)] == [1, 0]
        [found] = read_threads(response, asked, range(1), range(0))
        assert found.thread == expected
    still_open = open_threads(response, range(1), range(1))
    assert [(each.question.number, each.required) for each in still_open] == [
        ("A.2", False),
        ("A.2 EN", True),
    ]
    shown = [
        [each.remark.text for each in section_remarks(response, section, languages)]
        for languages in (("",), ("en",), ("", "en"))
    ]
    assert shown == [["Which year?"], ["Is it “one”?"], ["Which year?", "Is it “one”?"]]
    assert [(each.question, each.thread) for each in transcript(response)] == [
        ("a-2", 1),
        ("a-2_en", 1),
    ]


def test_of_many_threads_those_of_each_language_are_counted_by_themselves(
    response: Response, reviewer: User
) -> None:
    for _ in range(IN_PLACE + 1):
        start(reviewer, PLACE, Said("Once more."))
    start(reviewer, ORIGINAL, Said("And this?"))
    section = find(response, "a-2")[0]
    found = section_remarks(response, section, ("", "en"))
    alike = {(each.remark.thread.language, each.alike) for each in found}
    assert (alike, len(found)) == ({("", 1), ("en", IN_PLACE + 1)}, IN_PLACE + 1)


def test_who_translates_is_told_of_what_is_said_about_translations_alone(
    response: Response, reviewer: User, writer: User, translator: User
) -> None:
    start(reviewer, ORIGINAL, Said("Which year?"))
    assert told("remarked") == {"Writer"}
    Notice.objects.all().delete()
    thread = start(reviewer, PLACE, Said("Is it “one”?"))
    assert told("remarked") == {"Writer", "Translator"}
    notice = Notice.objects.get(person=translator)
    assert (notice.language, notice.question) == ("en", thread.question)
    reply(translator, PLACE, thread.pk, Said("It is."))
    assert told("replied") == {"Reviewer"}


def test_who_was_handed_the_question_is_told_of_its_translation_too(
    response: Response, reviewer: User
) -> None:
    kim = make_member(response.city, Role.CONTRIBUTOR, "Kim")
    delegate(response, "a-2", kim)
    start(reviewer, PLACE, Said("Is it “one”?"))
    assert told("remarked") == {"Writer", "Translator", "Kim"}


def test_where_nobody_translates_the_coordinators_are_told(
    response: Response, reviewer: User, writer: User, translator: User
) -> None:
    translate(response, "a-2", translator, text="○ One")
    name_translators(response, "alpha")
    assign(response, "alpha")
    start(reviewer, PLACE, Said("Is it “one”?"))
    # And who wrote the translation last, as who wrote the answer is told of that.
    assert told("remarked") == {"Starter", "Translator"}
    Notice.objects.all().delete()
    start(reviewer, ORIGINAL, Said("Which year?"))
    assert told("remarked") == {"Starter", "Writer"}


def test_it_is_the_turn_of_who_translates(
    response: Response, reviewer: User, writer: User, translator: User
) -> None:
    def waiting(person: User) -> list[str]:
        return [each.number for each in waiting_threads(read_own(person.pk))]

    start(reviewer, ORIGINAL, Said("Which year?"))
    thread = start(reviewer, PLACE, Said("Is it “one”?"))
    assert [waiting(each) for each in (writer, translator, reviewer)] == [
        ["A.2 EN", "A.2"],
        ["A.2 EN"],
        [],
    ]
    [waits] = waiting_threads(read_own(translator.pk))
    assert (waits.question, waits.number, waits.pk) == ("a-2_en", "A.2 EN", thread.pk)
    reply(translator, PLACE, thread.pk, Said("@Writer knows."))
    assert [waiting(each) for each in (writer, translator, reviewer)] == [
        ["A.2 EN", "A.2"],
        [],
        ["A.2 EN"],
    ]
    name_translators(response, "alpha")
    assign(response, "alpha")
    coordinator = make_member(response.city, Role.COORDINATOR)
    assert waiting(coordinator) == ["A.2 EN", "A.2"]
    assert waiting(translator) == []


def test_an_answer_settles_what_was_told_of_the_same_language(
    response: Response, reviewer: User, writer: User
) -> None:
    of_original = start(reviewer, ORIGINAL, Said("Which year?"))
    thread = start(reviewer, PLACE, Said("Is it “one”?"))

    def unread() -> set[str]:
        found = Notice.objects.filter(person=writer, kind="remarked", read_at=None)
        return set(found.values_list("language", flat=True))

    assert unread() == {"", "en"}
    reply(writer, PLACE, thread.pk, Said("It is."))
    assert unread() == {""}
    reply(writer, ORIGINAL, of_original.pk, Said("2030."))
    assert unread() == set()


# --- Suggestions ---------------------------------------------------------


def test_a_suggestion_becomes_the_translation_of_what_it_was_made_beside(
    response: Response, reviewer: User, writer: User, translator: User
) -> None:
    translate(response, "a-2", translator, text="○ One")
    remark = suggest(response, reviewer, "○ One\n○ Two")
    assert (remark.version, remark.translates) == (1, 1)
    write(response, "a-2", writer, text="○ 하나\n○ 둘\n○ 셋")
    outcome = accept(translator, PLACE, remark.pk, base_version=1)
    assert (outcome.version, outcome.changed) == (2, True)
    after = now(response)
    assert (after.content, after.of) == (text(response, "○ One\n○ Two"), 1)
    # It was made beside an original that has changed since.
    assert after.translation_status is TranslationStatus.OUTDATED
    revision = Revision.objects.filter(answer__language="en").latest("version")
    assert (revision.author, revision.source, revision.translates) == (
        translator,
        Source.SUGGESTION,
        1,
    )
    remark.refresh_from_db()
    assert (remark.accepted_version, remark.thread.resolved_by) == (2, translator)
    assert Answer.objects.get(language="").version == 2
    assert refusal(lambda: accept(writer, PLACE, remark.pk, base_version=2)) == ACCEPTED_ALREADY


def test_a_suggestion_brings_an_outdated_translation_up_to_date(
    response: Response, reviewer: User, writer: User, translator: User
) -> None:
    translate(response, "a-2", translator, text="○ One")
    write(response, "a-2", writer, text="○ 하나\n○ 둘\n○ 셋")
    remark = suggest(response, reviewer, "○ One\n○ Two\n○ Three")
    accept(writer, PLACE, remark.pk, base_version=1)
    after = now(response)
    assert (after.of, after.translation_status) == (2, TranslationStatus.TRANSLATED)


def test_what_others_translated_since_stays_and_is_of_the_older_original(
    response: Response, reviewer: User, writer: User, translator: User
) -> None:
    translate(response, "a-2", translator, text="○ One\n○ Two")
    write(response, "a-2", writer, text="○ 하나\n○ 둘\n○ 셋")
    remark = suggest(response, reviewer, "○ First\n○ Two")
    assert remark.translates == 2
    write(response, "a-2", writer, text="○ 하나\n○ 둘\n○ 셋\n○ 넷")
    translate(response, "a-2", translator, text="○ One\n○ Two\n○ Three\n○ Four")
    # Of the third original, and what was suggested of the second.
    [found] = read_proposals(response, now(response), [remark]).values()
    assert found.after == text(response, "○ First\n○ Two\n○ Three\n○ Four")
    accept(translator, PLACE, remark.pk, base_version=2)
    assert (now(response).content, now(response).of) == (found.after, 2)


def test_a_stale_acceptance_is_refused_and_kept(
    response: Response, reviewer: User, translator: User
) -> None:
    translate(response, "a-2", translator, text="○ One")
    remark = suggest(response, reviewer, "○ First")
    translate(response, "a-2", translator, text="○ The one")
    outcome = accept(translator, PLACE, remark.pk, base_version=1)
    assert outcome.refusal == Refusal.STALE
    kept = RefusedText.objects.get()
    assert (kept.language, kept.content) == ("en", {"parts": {"text": "○ First"}})


def test_a_suggestion_can_come_before_any_translation(
    response: Response, reviewer: User, translator: User
) -> None:
    remark = suggest(response, reviewer, "○ One")
    accept(translator, PLACE, remark.pk, base_version=0)
    assert (now(response).version, now(response).of) == (1, 1)


def test_nobody_has_seen_an_original_that_is_not_there_yet(
    response: Response, reviewer: User
) -> None:
    for seen, noted in ((0, 0), (1, 1), (7, 1), (None, 1)):
        said = Said("So.", 0, text(response, f"○ {noted} {seen}"), seen)
        assert start(reviewer, PLACE, said).remarks.get().translates == noted
    assert start(reviewer, PLACE, Said("So?", 0, None, 1)).remarks.get().translates is None


def test_what_the_translation_says_already_is_no_suggestion(
    response: Response, reviewer: User, translator: User
) -> None:
    translate(response, "a-2", translator, text="○ One")
    assert refusal(lambda: suggest(response, reviewer, "○ One")) == NOTHING_SUGGESTED


def test_who_translates_settles_what_is_suggested_of_translations_alone(
    response: Response, reviewer: User, translator: User
) -> None:
    content = canonical(find(response, "a-2")[1], {"text": "○ 셋"})
    original = start(reviewer, ORIGINAL, Said("So?", None, content)).remarks.get()
    with pytest.raises(NotAllowedError):
        accept(translator, ORIGINAL, original.pk, base_version=1)
    with pytest.raises(LookupError):
        accept(translator, PLACE, original.pk, base_version=0)
    remark = suggest(response, reviewer, "○ One")
    decline(translator, PLACE, remark.pk, Said("It is not."))
    remark.refresh_from_db()
    assert (remark.declined_by, remark.thread.resolved_by) == (translator, translator)
    thread = start(reviewer, ORIGINAL, Said("Which year?"))
    with pytest.raises(NotAllowedError):
        turn(translator, ORIGINAL, thread.pk, Turn.RESOLVE)
    thread = start(reviewer, PLACE, Said("Is it “one”?"))
    assert turn(translator, PLACE, thread.pk, Turn.RESOLVE) == thread


def test_a_closed_section_takes_suggestions_for_translations_that_come_after_it_alone(
    response: Response, reviewer: User, translator: User
) -> None:
    remark = suggest(response, reviewer, "○ One")
    approve_all(response, reviewer)
    assert accept(translator, PLACE, remark.pk, base_version=0).refusal == Refusal.CLOSED
    section, actor = find(response, "a-2")[0], Actor(reviewer)
    perform(Move(Action.REOPEN, "Once more."), response, section, actor=actor)
    coordinator = make_member(response.city, Role.COORDINATOR)
    translate_afterwards(response, "b-1", coordinator)
    later = suggest(response, reviewer, "○ The one")
    approve_all(response, reviewer)
    assert accept(translator, PLACE, later.pk, base_version=0).changed


# --- What it weighs ------------------------------------------------------


def test_a_required_thread_on_a_translation_keeps_from_sealing(
    response: Response, reviewer: User
) -> None:
    approve_all(response, reviewer)
    thread = start(reviewer, PLACE, Said("Is it “one”?"), required=True)
    coordinator = Actor(make_member(response.city, Role.COORDINATOR))
    with pytest.raises(SealRefusedError) as refused:
        prepare(response, actor=coordinator, address="")
    assert refused.value.reason == THREADS_OPEN
    turn(reviewer, PLACE, thread.pk, Turn.RESOLVE)
    assert prepare(response, actor=coordinator, address="").seal.number == 1


def test_where_a_city_no_longer_submits_in_a_language_its_threads_wait_unseen(
    response: Response, reviewer: User, translator: User
) -> None:
    thread = start(reviewer, PLACE, Said("Is it “one”?"), required=True)
    coordinator = make_member(response.city, Role.COORDINATOR)

    def seen() -> tuple[object, ...]:
        again = Response.objects.select_related("city", "edition").get(pk=response.pk)
        return (
            count_open(again).threads,
            len(open_threads(again, range(1), range(1))),
            is_required_open(again),
            len(transcript(again)),
            len(waiting_threads(read_own(translator.pk))),
        )

    assert seen() == (1, 1, True, 1, 1)
    for language, expected in (("", (0, 0, False, 0, 0)), ("en", (1, 1, True, 1, 1))):
        choose_submission_language(response.city, language, actor=Actor(coordinator))
        assert seen() == expected
        if not language:
            with pytest.raises(LookupError):
                reply(reviewer, PLACE, thread.pk, Said("Anybody?"))
    assert Thread.objects.get() == thread


def test_the_chain_proves_of_what_a_remark_is(
    response: Response, reviewer: User, translator: User
) -> None:
    remark = suggest(response, reviewer, "○ One")
    chain_records()
    assert list(chain_faults()) == []
    assert {"language", "translates"} <= {*CHAINED["remark"].fields}
    Thread.objects.update(language="")
    assert list(chain_faults()) == [
        f"remark {remark.pk}, or its entry in the chain, is not as it was"
    ]
    Thread.objects.update(language="en")
    with unguarded():
        Remark.objects.update(translates=0)
    assert list(chain_faults()) == [
        f"remark {remark.pk}, or its entry in the chain, is not as it was"
    ]
