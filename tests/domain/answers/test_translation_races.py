"""An original and its translation at once, in two threads with a connection each, 200 times each.

What a test leaves behind is what its next round starts from, and is looked at as a whole at its
end: see `tests/domain/answers/test_races.py`.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import strategies as st

from responses.domain.answers import drafting
from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Outcome, Write
from responses.domain.auditing import Actor
from responses.domain.compiled import compiled
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.translating import TranslationStatus
from responses.domain.glossary.choosing import (
    TRANSLATIONS_SIGNED,
    LanguageRefusedError,
    choose_submission_language,
)
from responses.domain.review.afterwards import (
    NOTHING_TRANSLATED,
    review_translations_afterwards,
)
from responses.domain.review.workflow import (
    CHANGED,
    MOVED_ON,
    Move,
    TransitionRefusedError,
    perform,
)
from responses.domain.snapshot.answer import TranslationSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import Prepared, SealRefusedError, prepare, seal
from responses.enums import Action, AuditKind, Refusal, Role, State
from responses.models import Answer, AuditRecord, City, Event, Response, Submission, User
from tests.support import invariants
from tests.support.factories import (
    find,
    make_definition,
    make_edition,
    make_member,
    make_response,
    wording,
)
from tests.support.racing import ROUNDS, Race, rounds
from tests.support.strategies import texts

pytestmark = pytest.mark.django_db(transaction=True)

LABELS = {"하나": "One", "둘": "Two", "셋": "Three", "넷": "Four"}
LINKS = [{"label": label, "url": f"{number}.kr"} for number, label in enumerate(LABELS)]
rows = st.lists(st.sampled_from(LINKS), max_size=6)


@dataclass(frozen=True)
class Scene:
    """A response to one section of a city that submits in English, and the people of the city."""

    response: Response
    ann: User
    ben: User
    cho: User
    dan: User
    fay: User


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    """Give a scene with a question a round; afterwards all that was done must fit together."""
    parts = [
        {"key": "text", "kind": "text", "label": wording("Text")},
        {"key": "links", "kind": "links", "label": wording("Links")},
    ]
    asked = [
        {"key": f"q-{n}", "number": f"Q.{n}", "wording": wording(f"Q {n}"), "parts": parts}
        for n in range(2)
    ]
    section = {"key": "only", "number": "1", "title": wording("Only"), "questions": asked}
    edition = make_edition(make_definition("races-2030", sections=[section]))
    City.objects.filter(pk=make_response(edition=edition).city_id).update(submission_language="en")
    response = Response.objects.select_related("city", "edition").get()
    roles = {
        "Ann": Role.CONTRIBUTOR,
        "Ben": Role.CONTRIBUTOR,
        "Cho": Role.REVIEWER,
        "Dan": Role.REVIEWER,
        "Fay": Role.COORDINATOR,
    }
    people = [make_member(response.city, role, name) for name, role in roles.items()]
    yield Scene(response, *people)
    past = invariants.read(response)
    invariants.assert_history_is_whole(past)
    invariants.assert_rows_keep_their_identity(past)
    invariants.assert_translations_are_of_words(past)
    invariants.assert_events_are_whole(past)
    invariants.assert_approvals_are_of_content(past)
    invariants.assert_nobody_approved_their_own(past)
    invariants.assert_nobody_confirmed_their_own(past)


@compiled
def _standing(question: int, language: str) -> QuerySet[Answer, Answer]:
    return Answer.objects.filter(question=question, language=language)


def stands(scene: Scene, key: str) -> tuple[int, Content]:
    """Return the version of an answer or of a translation, and what it says."""
    question = find(scene.response, key)[1]
    found = _standing(question.pk, question.language)
    return (found[0].version, Content.from_json(found[0].content)) if found else (0, EMPTY)


def written(scene: Scene, key: str, **parts: Any) -> Write:
    """Return a write over what stands there, of a translation beside its original as it is."""
    question = find(scene.response, key)[1]
    of = stands(scene, key.partition("_")[0])[0] if question.language else None
    return Write(question, canonical(question, parts), stands(scene, key)[0], translates=of)


def save(scene: Scene, author: User, write: Write) -> Outcome:
    return save_answer(scene.response, find(scene.response, "q-0")[0], write, author=author)


def autosave(scene: Scene, author: User, write: Write) -> Outcome:
    city, edition = scene.response.city.slug, scene.response.edition.code
    place = AnswerRef(city, edition, "only", write.question.key)
    outcome = drafting.autosave(author, place, lambda _opened: write)
    assert outcome
    return outcome


@compiled
def _responses(key: int) -> QuerySet[Response, Response]:
    return Response.objects.select_related("city", "edition").filter(pk=key)


def newly_read(scene: Scene) -> Response:
    """Return the response as somebody has read it just now."""
    [found] = _responses(scene.response.pk)
    return found


def section(scene: Scene) -> SectionSnapshot:
    return read_snapshot(newly_read(scene)).sections[0]


def translation(scene: Scene) -> TranslationSnapshot:
    found = section(scene).answers[0].translation
    assert found
    return found


def do(response: Response, action: Action, actor: User, seen: str | None = None) -> Event:
    place = find(response, "q-0")[0]
    return perform(Move(action, comment="x", seen=seen), response, place, actor=Actor(actor))


def assert_kept(scene: Scene, *done: tuple[User, Write, Outcome]) -> None:
    for each in done:
        invariants.assert_kept(scene.response, *each)


def settle(scene: Scene, wanted: State) -> None:
    """Bring the section to a state, from wherever the round before left it."""
    while (state := State(scene.response.works.get().state)) != wanted:
        decided = Action.APPROVE if wanted == State.APPROVED else Action.WITHDRAW
        step = {State.IN_REVIEW: decided, State.APPROVED: Action.REOPEN}.get(state, Action.SEND)
        actor = scene.ben if step in {Action.SEND, Action.WITHDRAW} else scene.dan
        do(newly_read(scene), step, actor, section(scene).digest)


@pytest.mark.parametrize("way", [save, autosave])
@rounds(one=texts, other=texts)
def test_words_against_their_translation(
    race: Race, scene: Scene, way: Any, one: str, other: str
) -> None:
    """Both are saved; the translation is of what its author saw, and outdated by the new words."""
    version, before = stands(scene, "q-0")
    writes = written(scene, "q-0", text=one), written(scene, "q-0_en", text=other)
    was, said = translation(scene), stands(scene, "q-0_en")[1]
    outcomes = race(
        partial(way, scene, scene.ann, writes[0]), partial(way, scene, scene.ben, writes[1])
    )
    assert_kept(scene, *zip((scene.ann, scene.ben), writes, outcomes, strict=True))
    assert [each.refusal for each in outcomes] == [None, None]
    assert outcomes[0].changed == (writes[0].content != before)
    now = translation(scene)
    confirms = way is save and was.version > 0 and was.of < version
    assert outcomes[1].changed == (writes[1].content != said or confirms)
    assert now.of == (version if outcomes[1].changed else was.of)
    assert now.original.version == version + outcomes[0].changed
    assert now.is_outdated == (bool(now.version) and now.of < now.original.words_version)
    if outcomes[0].changed:
        assert now.original.words_version == version + 1
        assert now.is_outdated == bool(now.version)
        assert now.translation_status is not TranslationStatus.TRANSLATED


@rounds(order=st.permutations(LINKS), kept=rows, text=texts)
def test_moving_rows_against_labels(
    race: Race, scene: Scene, order: list[dict[str, str]], kept: list[dict[str, str]], text: str
) -> None:
    """Whichever comes first, each label is that of its row, and nothing is outdated by it."""
    if not stands(scene, "q-0")[0]:
        save(scene, scene.ann, written(scene, "q-0", text="□ 하나"))
    moved = written(scene, "q-0", text="□ 하나", links=[*order[:3], *kept])
    labels = [{"of": each, "text": f"{said} {text}".strip()} for each, said in LABELS.items()]
    labelled = written(scene, "q-0_en", text="□ 하나", links=labels)
    outcomes = race(
        partial(save, scene, scene.ann, moved), partial(autosave, scene, scene.ben, labelled)
    )
    assert_kept(scene, *zip((scene.ann, scene.ben), (moved, labelled), outcomes, strict=True))
    now = translation(scene)
    said = {row["of"]: row["text"] for row in labelled.content.parts["links"]}  # type: ignore[index]
    rows_now: Any = now.original.content.parts["links"]
    assert rows_now == moved.content.parts["links"]
    assert now.result.parts["links"] == [{**row, "label": said[row["label"]]} for row in rows_now]
    assert not now.is_outdated
    assert now.translation_status is TranslationStatus.TRANSLATED


@rounds(order=st.permutations(LINKS), corrected=st.sets(st.sampled_from([*LABELS])), text=texts)
def test_correcting_labels_against_their_translation(
    race: Race, scene: Scene, order: list[dict[str, str]], corrected: set[str], text: str
) -> None:
    """Whichever comes first, each row has its translation, outdated where its label is another."""
    if not stands(scene, "q-0")[0]:
        save(scene, scene.ann, written(scene, "q-0", text="□ 하나", links=LINKS))
    new = {each: f"{each} 누리집" if each in corrected else each for each in LABELS}
    links = [{**row, "label": new[row["label"]]} for row in order]
    was: Any = translation(scene).entered.parts["links"]
    rows: Any = translation(scene).original.content.parts["links"]
    labels = [{**each, "text": f"{row['url']} {text}"} for each, row in zip(was, rows, strict=True)]
    moved = written(scene, "q-0", text="□ 하나", links=links)
    labelled = written(scene, "q-0_en", text="□ 하나", links=labels)
    outcomes = race(
        partial(save, scene, scene.ann, moved), partial(autosave, scene, scene.ben, labelled)
    )
    assert_kept(scene, *zip((scene.ann, scene.ben), (moved, labelled), outcomes, strict=True))
    now, given = translation(scene), labelled.content.parts["links"]
    said = {row["url"]: each["text"] for row, each in zip(rows, given, strict=True)}
    assert now.result.parts["links"] == [{**row, "label": said[row["url"]]} for row in links]
    before = {row["url"]: row["label"] for row in rows}
    changed = [(before[row["url"]], row["label"]) for row in links]
    assert [*now.behind.get("links", {}).values()] == [
        each for each in changed if each[0] != each[1]
    ]


@rounds(number=st.integers(0, 3), text=texts)
def test_still_right_against_other_words(race: Race, scene: Scene, number: int, text: str) -> None:
    """Who says that it is still right says so of the words that they saw alone."""
    if not stands(scene, "q-0_en")[0]:
        save(scene, scene.ann, written(scene, "q-0", text="□ 하나"))
        save(scene, scene.ben, written(scene, "q-0_en", text="□ One"))
    save(scene, scene.ann, written(scene, "q-0", text=f"□ {number}"))
    version, said = stands(scene, "q-0")[0], stands(scene, "q-0_en")[1]
    was = translation(scene)
    right = written(scene, "q-0_en", **said.parts)
    words = written(scene, "q-0", text=text)
    outcomes = race(partial(save, scene, scene.ben, right), partial(save, scene, scene.ann, words))
    assert_kept(scene, (scene.ben, right, outcomes[0]), (scene.ann, words, outcomes[1]))
    now = translation(scene)
    assert outcomes[0].changed == (was.of < version)
    assert now.of == version
    assert now.is_outdated == outcomes[1].changed
    assert now.content == said


@rounds(one=texts.filter(str.strip), other=texts.filter(str.strip))
def test_translation_against_translation(race: Race, scene: Scene, one: str, other: str) -> None:
    before = stands(scene, "q-0_en")[1]
    writes = [written(scene, "q-0_en", text=text) for text in (one, other)]
    people = scene.ann, scene.ben
    outcomes = race(*map(partial(partial, autosave, scene), people, writes))
    assert_kept(scene, *zip(people, writes, outcomes, strict=True))
    changing = {repr(each.content) for each in writes if each.content != before}
    refusals = [each.refusal for each in outcomes if each.refusal]
    assert refusals == [Refusal.STALE] * (len(changing) - 1)
    assert sum(each.changed for each in outcomes) == bool(changing)


@rounds(text=texts)
def test_translation_against_sending(race: Race, scene: Scene, text: str) -> None:
    """What was sent is what stands there: the translation came before, or was refused."""
    settle(scene, State.DRAFT)
    version, before = stands(scene, "q-0_en")
    write = written(scene, "q-0_en", text=text)
    outcome, event = race(
        partial(autosave, scene, scene.ann, write),
        partial(do, newly_read(scene), Action.SEND, scene.ben),
    )
    assert_kept(scene, (scene.ann, write, outcome))
    assert outcome.refusal in {None, Refusal.CLOSED}
    assert outcome.changed == (write.content != before and not outcome.refusal)
    assert event.digest == section(scene).digest
    assert event.versions.get("q-0_en", 0) == version + outcome.changed


@rounds(text=texts)
def test_signature_against_translation(race: Race, scene: Scene, text: str) -> None:
    """Only the translation that the reviewer saw is signed; the other one is kept anyway."""
    settle(scene, State.IN_REVIEW)
    write, seen = written(scene, "q-0_en", text=text), section(scene).digest
    signed, outcome = race(
        partial(do, newly_read(scene), Action.APPROVE, scene.cho, seen),
        partial(retranslate, scene, write),
    )
    assert_kept(scene, (scene.ann, write, outcome))
    work = scene.response.works.select_related("approval").get()
    if isinstance(signed, TransitionRefusedError):
        assert signed.reason in {MOVED_ON, CHANGED}
        assert work.state == State.IN_REVIEW
    else:
        assert signed.digest == seen
    if work.state == State.APPROVED:
        assert work.approval
        assert work.approval.digest == section(scene).digest


def retranslate(scene: Scene, write: Write) -> Outcome:
    """Withdraw the section, translate and send it; each as far as it is still allowed."""
    with suppress(TransitionRefusedError):
        do(newly_read(scene), Action.WITHDRAW, scene.ben)
    outcome = save(scene, scene.ann, write)
    with suppress(TransitionRefusedError):
        do(newly_read(scene), Action.SEND, scene.ann)
    return outcome


def choose(scene: Scene, language: str) -> None:
    choose_submission_language(scene.response.city, language, actor=Actor(scene.fay))


@pytest.mark.parametrize("action", [Action.SEND, Action.APPROVE])
def test_submission_language_against_an_action(race: Race, scene: Scene, action: Action) -> None:
    """What is sent or signed is what the city submits: in both languages, or in one."""
    save(scene, scene.ann, written(scene, "q-0", text="□ 하나"))
    save(scene, scene.ann, written(scene, "q-0_en", text="□ One"))
    seen: list[str] = []
    for number in range(ROUNDS):
        # Signed in one language alone, it is not translated in the other.
        settle(scene, State.DRAFT)
        choose(scene, "en" if number % 3 else "")
        if action is Action.APPROVE:
            do(newly_read(scene), Action.SEND, scene.ben)
        response, digest = newly_read(scene), section(scene).digest
        actor = scene.ben if action is Action.SEND else scene.cho
        chosen, event = race(
            partial(choose, scene, "" if number % 3 else "en"),
            partial(do, response, action, actor, digest),
        )
        if isinstance(chosen, LanguageRefusedError):
            assert chosen.reason == TRANSLATIONS_SIGNED
        seen.append(type(chosen).__name__)
        assert isinstance(event, Event)
        submits = bool(newly_read(scene).city.submission_language)
        assert event.digest == section(scene).digest
        assert ("q-0_en" in event.versions) == submits
    assert "LanguageRefusedError" in seen


def test_submission_language_against_sealing(race: Race, scene: Scene) -> None:
    """What is sealed names the language in which the city submits, or nothing is sealed."""
    save(scene, scene.ann, written(scene, "q-0", text="□ 하나"))
    settle(scene, State.APPROVED)
    for number in range(ROUNDS):
        into = "" if number % 2 else "en"
        choose(scene, into)
        response = newly_read(scene)
        prepared = prepare(response, actor=Actor(scene.fay), address="")
        before = Submission.objects.count()
        _chosen, sealed = race(
            partial(choose, scene, "en" if number % 2 else ""),
            partial(seal_it, scene, response, prepared),
        )
        if isinstance(sealed, SealRefusedError):
            assert Submission.objects.count() == before
        else:
            assert sealed.snapshot == prepared.text
            records = AuditRecord.objects.filter(kind__in=[AuditKind.SEAL, AuditKind.CITY_SETTINGS])
            last = records.order_by("-pk").values_list("kind", flat=True)[:2]
            assert list(last) == [AuditKind.CITY_SETTINGS, AuditKind.SEAL]
        do(newly_read(scene), Action.REOPEN, scene.dan)
        settle(scene, State.APPROVED)


def seal_it(scene: Scene, response: Response, prepared: Prepared) -> Submission:
    files = {"snapshot.json": prepared.text.encode()}
    return seal(response, prepared, files=files, archive=b"archive", actor=Actor(scene.fay))


def choose_when(scene: Scene, *, afterwards: bool) -> None:
    city = scene.response.city
    review_translations_afterwards(city, afterwards=afterwards, actor=Actor(scene.fay))


def confirm(scene: Scene, seen: str) -> Event:
    return do(newly_read(scene), Action.REVIEW_TRANSLATIONS, scene.cho, seen)


@rounds(text=texts)
def test_translation_afterwards_against_sealing(race: Race, scene: Scene, text: str) -> None:
    """What is sealed has the translation, or it comes too late and is kept; or nothing is."""
    choose_when(scene, afterwards=True)
    save(scene, scene.ann, written(scene, "q-0", text="□ 하나"))
    settle(scene, State.APPROVED)
    write, before = written(scene, "q-0_en", text=text), stands(scene, "q-0_en")[1]
    response = newly_read(scene)
    prepared = prepare(response, actor=Actor(scene.fay), address="")
    outcome, sealed = race(
        partial(autosave, scene, scene.ann, write), partial(seal_it, scene, response, prepared)
    )
    assert_kept(scene, (scene.ann, write, outcome))
    assert outcome.refusal in {None, Refusal.CLOSED}
    if isinstance(sealed, SealRefusedError):
        assert outcome.changed
    else:
        assert sealed.snapshot == prepared.text
        assert not outcome.changed
        assert stands(scene, "q-0_en")[1] == before
        assert autosave(scene, scene.ann, write).changed is False
    do(newly_read(scene), Action.REOPEN, scene.dan)


@rounds(text=texts)
def test_confirmation_against_translation(race: Race, scene: Scene, text: str) -> None:
    """Only the translation that the reviewer saw is confirmed; the other one is saved anyway."""
    choose_when(scene, afterwards=True)
    if not stands(scene, "q-0_en")[0]:
        save(scene, scene.ann, written(scene, "q-0", text="□ 하나"))
        settle(scene, State.APPROVED)
    save(scene, scene.ann, written(scene, "q-0_en", text="□ One"))
    write, seen = written(scene, "q-0_en", text=text), section(scene).whole.digest
    confirmed, outcome = race(
        partial(confirm, scene, seen), partial(autosave, scene, scene.ann, write)
    )
    assert_kept(scene, (scene.ann, write, outcome))
    assert outcome.refusal is None
    now = section(scene)
    if isinstance(confirmed, TransitionRefusedError):
        assert confirmed.reason in {CHANGED, NOTHING_TRANSLATED}
        assert outcome.changed
    else:
        assert confirmed.digest == seen
        assert now.is_confirmed == (now.whole.digest == seen)
    assert now.digest == now.signed[-1].digest


@pytest.mark.parametrize("action", [Action.SEND, Action.APPROVE])
def test_when_translations_are_reviewed_against_an_action(
    race: Race, scene: Scene, action: Action
) -> None:
    """What is sent or signed is bound as the section says afterwards, whatever the city does."""
    save(scene, scene.ann, written(scene, "q-0", text="□ 하나"))
    save(scene, scene.ann, written(scene, "q-0_en", text="□ One"))
    for number in range(ROUNDS):
        settle(scene, State.DRAFT)
        choose_when(scene, afterwards=bool(number % 2))
        if action is Action.APPROVE:
            do(newly_read(scene), Action.SEND, scene.ben)
        response, digest = newly_read(scene), section(scene).digest
        actor = scene.ben if action is Action.SEND else scene.cho
        _chosen, event = race(
            partial(choose_when, scene, afterwards=not number % 2),
            partial(do, response, action, actor, digest),
        )
        assert isinstance(event, Event)
        work = scene.response.works.get()
        assert ("q-0_en" in event.versions) != work.originals_alone
        assert work.translations_open == work.originals_alone
        assert event.digest == section(scene).digest
        if action is Action.APPROVE:
            assert work.originals_alone == bool(number % 2)
