"""Of a response that is wholly translated, not one syllable of Hangul reaches the UN."""

import csv
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest
from django.test import override_settings
from django.utils import timezone
from lxml import etree
from openpyxl import load_workbook

from responses.characters import holds_korean
from responses.documents.cached import file_name
from responses.documents.exports import FORMATS, content_of, offered, wanted
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
from responses.enums import Action, State
from responses.link_states import Finding
from responses.models import Response, User
from tests.support.checked import note_checks

from .conftest import Passing
from .demo_figures import demo_figures
from .reading import bookmarks, open_pdf, pictures

WORDS = "○ Said in English"
NOTE = "국외 접속 제한"


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
    """Translate what the demo leaves, and the note that its glossary lacks."""
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
    assert lacking == ([], [], [NOTE])
    term = TermText(NOTE, "Closed abroad")
    add_term(response.city, term, actor=Actor(somebody("coordinator")))


def note_and_print(response: Response) -> None:
    """Have the services printed, and say of a link why it is right; both in Korean."""
    actor = Actor(somebody("coordinator"))
    print_services(response.city, wanted=True, actor=actor)
    response.city.refresh_from_db()
    link = next(each for each in evidence(read_snapshot(response).sections) if each.url)
    note_checks(link.url, Finding.MISSING, Finding.MISSING, last=timezone.now())
    note_link(response, digest_of(link.url), link.url, NOTE, actor=actor)


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


class Translated(NamedTuple):
    """The translated demo as it is being written, its files in English by name, and as sealed."""

    draft: Snapshot
    files: Mapping[str, tuple[str, bytes]]
    package: Package


@pytest.fixture(scope="module")
def translated(passing: Passing) -> Translated:
    """Return the translated demo, with all that is made of it."""
    with passing(), override_settings(CHECK_LINKS=True):
        load(read_demo(), "a long enough secret")
        response = Response.objects.select_related("city", "edition").get(city__slug="seoul")
        note_and_print(response)
        translate_the_rest(response)
        draft = with_beside(read_snapshot(response), response)
        files = dict(in_english_alone(response, draft))
        approve_the_rest(response)
        coordinator = Actor(somebody("coordinator"))
        prepared = prepare(response, actor=coordinator, address="https://lgq.example/verify/")
        return Translated(draft, files, build(prepared))


def in_english_alone(
    response: Response, draft: Snapshot
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Yield each file that there is in English alone: which it is, its name, and its bytes."""
    for key in FORMATS:
        file = wanted(draft, key, "en")
        assert file
        if file.form.varies or file.form.is_table:
            given = offered(response, draft, file)
            yield key, (given.name, content_of(response, draft, file, given))


def said_in(content: bytes) -> Iterator[str]:
    """Yield all that a PDF says: on its pages, in bookmarks, of itself, and for who hears it."""
    reader = open_pdf(content)
    for page in reader.pages:
        yield page.extract_text()
    for _depth, title, _page in bookmarks(content):
        yield title
    yield from map(str, (reader.metadata or {}).values())
    yield from pictures(content)


def test_the_translation_is_whole(translated: Translated) -> None:
    draft = translated.draft
    assert len(draft.translations) == 16
    assert [each for each in draft.translations if each.is_due] == []
    assert not draft.in_korean


def test_a_draft_in_english_has_no_syllable_of_hangul(
    translated: Translated,
) -> None:
    draft = translated.draft
    said = [*said_in(render_pdf(draft, "en", figures=demo_figures))]
    printed = " ".join(" ".join(said).split())
    # The annexes stand there, with the notes that people wrote.
    notes = ("Closed abroad", "A task of the State", "on the website of the courts")
    assert [each for each in notes if each not in printed] == []
    assert [each for each in said if holds_korean(each)] == []
    assert file_name(draft, "en") == "seoul-lgq-2022-en-draft.pdf"


def test_nor_has_the_english_pdf_that_is_sealed(translated: Translated) -> None:
    package = translated.package
    said = [*said_in(package.files["response-en.pdf"])]
    printed = " ".join(" ".join(said).split())
    for name in ("Han Seoyun", "Baek Dohyun", "Shin Chaeyoung", "Lim Sooah", "Director-General"):
        assert name in printed
    assert [each for each in said if holds_korean(each)] == []
    _korean, english = package.files["README.txt"].decode("utf-8-sig").split("-" * 60)
    assert "by Han Seoyun" in english
    assert not holds_korean(english)
    names = [called("seoul", "lgq-2022", 1, name) for name in package.files]
    assert [name for name in names if not name.isascii()] == []
    # The Korean one has none of it.
    assert "Baek Dohyun" not in " ".join(said_in(package.files["response-ko.pdf"]))


def cells_of_csv(content: bytes) -> Iterator[str]:
    for row in csv.reader(StringIO(content.decode("utf-8-sig"))):
        yield from row


def cells_of_workbook(content: bytes) -> Iterator[str]:
    """Yield what stands in the sheets that people see, on printed pages, and of the file itself."""
    book: Any = load_workbook(BytesIO(content))
    for sheet in book:
        if sheet.sheet_state != "visible":
            # It carries the answers in both languages, to be read back.
            continue
        yield sheet.title
        yield str(sheet.oddFooter.center.text)
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    yield from map(str, vars(book.properties).values())


def said_in_archive(content: bytes) -> Iterator[str]:
    """Yield all texts and values in the members of a document, but for what it carries."""
    with ZipFile(BytesIO(content)) as pack:
        for name in pack.namelist():
            if name.startswith(CARRIERS) or not name.endswith((".xml", ".rels", ".hpf")):
                continue
            for element in etree.fromstring(pack.read(name)).iter():
                yield element.text or ""
                yield element.tail or ""
                is_style = etree.QName(element).localname in {"style", "font", "rFonts"}
                yield from () if is_style else map(str, element.attrib.values())


CARRIERS = ("customXml/", "META-INF/answers.xml")
"""Where a document has the answers in both languages, to be read back."""
READERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "evidence.csv": cells_of_csv,
    "evidence.xlsx": cells_of_workbook,
    "response.docx": said_in_archive,
    "response.hwpx": said_in_archive,
    "response.xlsx": cells_of_workbook,
    "response.md": lambda content: iter(content.decode().splitlines()),
}
"""How each is read that can be in English alone; JSON is in both, as PDFs are made again of it."""


def test_nor_has_any_other_file_in_english(translated: Translated) -> None:
    assert translated.files.keys() == READERS.keys()
    assert [name for name, _content in translated.files.values() if not name.isascii()] == []
    found = {
        key: [
            said
            for said in READERS[key](content)
            # What people said of the answers is nobody's to translate.
            if holds_korean(said) and not (key == "response.xlsx" and said.endswith("[Korean]"))
        ]
        for key, (_name, content) in translated.files.items()
    }
    assert found == {key: [] for key in READERS}
    said = [*cells_of_workbook(translated.files["response.xlsx"][1])]
    assert len([each for each in said if each.endswith("[Korean]")]) == 3
    named = {row["latin_name"] for row in read_demo()["people"] if "latin_name" in row}
    assert named & {*said} == {
        "Baek Dohyun",
        "Moon Harin",
        "Oh Jihoon",
        "Shin Chaeyoung",
    }
