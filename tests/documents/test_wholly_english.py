"""Of a response that is wholly translated, not one syllable of Hangul reaches the UN."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from responses.characters import holds_hangul
from responses.documents.cached import file_name
from responses.documents.package import Package, build
from responses.documents.pdf import render_pdf
from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.assignment.untranslated import read_untranslated
from responses.domain.auditing import Actor
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import digest_of
from responses.domain.content.content import canonical
from responses.domain.coverage.claiming import print_services
from responses.domain.demo import load, read_demo
from responses.domain.glossary.glossing import TermText, add_term
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.answer import TranslationSnapshot
from responses.domain.snapshot.evidence import evidence
from responses.domain.snapshot.failing import with_beside
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.domain.submissions.sealing import called, prepare
from responses.domain.talk.still_open import open_threads
from responses.domain.talk.talking import Turn, turn
from responses.enums import Action, Finding, State
from responses.models import Response, User
from tests.support.checked import note_checks

from .conftest import Passing
from .demo_figures import demo_figures
from .reading import bookmarks, open_pdf, pictures

WORDS = "○ Said in English"


def somebody(name: str) -> User:
    return User.objects.get(email=f"{name}@seoul.example")


def in_english(translation: TranslationSnapshot) -> Any:
    """Return a translation of all that an answer says, into the same words again and again."""
    parts: dict[str, Any] = {}
    entered = translation.entered.parts
    for part in translation.question.parts:
        rows: Any = entered.get(part.key)
        if part.kind == "text":
            parts[part.key] = WORDS
        elif rows:
            parts[part.key] = [{"of": row["of"], "text": row["text"] or WORDS} for row in rows]
    return canonical(translation.question, parts)


def translate_the_rest(response: Response) -> None:
    """Translate what the demo leaves, and the departments and notes that its glossary lacks."""
    snapshot = read_snapshot(response)
    for section in snapshot.sections:
        for answer in section.answers:
            each = answer.translation
            if each and each.is_due:
                write = Write(
                    each.question, in_english(each), each.version, translates=each.original.version
                )
                outcome = save_answer(response, section.section, write, author=somebody("writer2"))
                assert outcome.changed
    lacking = read_untranslated(response.city)
    assert (len(lacking.places), len(lacking.notes)) == (6, 3)
    for number, original in enumerate((*lacking.places, *lacking.notes)):
        term = TermText(original, f"Term number {number}")
        add_term(response.city, term, actor=Actor(somebody("coordinator")))


def note_and_print(response: Response) -> None:
    """Have the services printed, and say of a link why it is right; both in Korean."""
    actor = Actor(somebody("coordinator"))
    print_services(response.city, wanted=True, actor=actor)
    response.city.refresh_from_db()
    link = next(each for each in evidence(read_snapshot(response).sections) if each.url)
    note_checks(link.url, Finding.MISSING, Finding.MISSING, last=timezone.now())
    note_link(response, digest_of(link.url), link.url, "국외 접속 제한", actor=actor)


def approve_the_rest(response: Response) -> None:
    """Resolve what keeps the response from being sealed, and have each section signed."""
    for thread in open_threads(response, range(9), range(0)):
        place = AnswerRef("seoul", "lgq-2022", thread.section.key, thread.question.key)
        turn(somebody("reviewer1"), place, thread.pk, Turn.RESOLVE)
    for section in read_snapshot(response).sections:
        if section.state in {State.DRAFT, State.CHANGES_REQUESTED}:
            perform(
                Move(Action.SEND), response, section.section, actor=Actor(somebody("coordinator"))
            )
        signers = ["reviewer2", "reviewer3"] if section.section.key == "online-services" else []
        if section.state is not State.APPROVED:
            for signer in signers or ["reviewer1"]:
                seen = read_snapshot(response).sections_by_key[section.section.key].digest
                move = Move(Action.APPROVE, seen=seen)
                perform(move, response, section.section, actor=Actor(somebody(signer)))


@pytest.fixture(scope="module")
def translated(passing: Passing) -> tuple[Snapshot, Package]:
    """Return the translated demo as it is being written, and as it is sealed."""
    with passing(), override_settings(CHECK_LINKS=True):
        load(read_demo(), "a long enough secret")
        response = Response.objects.select_related("city", "edition").get(city__slug="seoul")
        note_and_print(response)
        translate_the_rest(response)
        draft = with_beside(read_snapshot(response), response)
        approve_the_rest(response)
        coordinator = Actor(somebody("coordinator"))
        prepared = prepare(response, actor=coordinator, address="https://lgq.example/verify/")
        return draft, build(prepared)


def said_in(content: bytes) -> Iterator[str]:
    """Yield all that a PDF says: on its pages, in bookmarks, of itself, and for who hears it."""
    reader = open_pdf(content)
    for page in reader.pages:
        yield page.extract_text()
    for _depth, title, _page in bookmarks(content):
        yield title
    yield from map(str, (reader.metadata or {}).values())
    yield from pictures(content)


def test_the_translation_is_whole(translated: tuple[Snapshot, Package]) -> None:
    draft, _package = translated
    assert len(draft.translations) == 16
    assert [each for each in draft.translations if each.is_due] == []
    assert not draft.in_korean


def test_a_draft_in_english_has_no_syllable_of_hangul(
    translated: tuple[Snapshot, Package],
) -> None:
    draft, _package = translated
    said = [*said_in(render_pdf(draft, "en", figures=demo_figures))]
    printed = " ".join(" ".join(said).split())
    # The annexes stand there, with the notes that people wrote.
    assert [each for each in range(6, 9) if f"Term number {each}" not in printed] == []
    assert [each for each in said if holds_hangul(each)] == []
    assert file_name(draft, "en") == "seoul-lgq-2022-en-draft.pdf"


def test_nor_has_the_english_pdf_that_is_sealed(translated: tuple[Snapshot, Package]) -> None:
    _draft, package = translated
    said = [*said_in(package.files["response-en.pdf"])]
    printed = " ".join(" ".join(said).split())
    for name in ("Han Seoyun", "Baek Dohyun", "Shin Chaeyoung", "Lim Sooah", "Director-General"):
        assert name in printed
    assert [each for each in said if holds_hangul(each)] == []
    _korean, english = package.files["README.txt"].decode("utf-8-sig").split("-" * 60)
    assert "by Han Seoyun" in english
    assert not holds_hangul(english)
    names = [called("seoul", "lgq-2022", 1, name) for name in package.files]
    assert [name for name in names if not name.isascii()] == []
    # The Korean one has none of it.
    assert "Baek Dohyun" not in " ".join(said_in(package.files["response-ko.pdf"]))
