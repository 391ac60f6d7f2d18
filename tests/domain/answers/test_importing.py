from io import BytesIO

import pytest
from django.utils import timezone

from responses.domain.answers.importing import (
    AcceptedAnswer,
    ImportedFile,
    ImportOutcome,
    import_answers,
)
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.edition.editions import edition_shape
from responses.domain.files import storing
from responses.domain.files.stored import facts_of
from responses.domain.files.storing import KEPT, bring, remove_unused
from responses.domain.files.unfit import UnfitError
from responses.domain.permissions import NotAllowedError
from responses.enums import AuditKind, Refusal, Source, State
from responses.models import (
    Answer,
    AuditRecord,
    FileChunk,
    Import,
    RefusedText,
    Response,
    Revision,
    SectionWork,
    StoredFile,
    User,
)
from tests.support.factories import write

pytestmark = pytest.mark.django_db

FILE = ImportedFile("filled\u200b.txt", "text", "채운 설문지".encode())


def accept(
    response: Response, person: User, file: ImportedFile = FILE, **texts: str
) -> ImportOutcome:
    edition = edition_shape(response.edition)
    accepted = [
        AcceptedAnswer(question, canonical(question, {"text": text}), (at + 1, at + 2))
        for at, (key, text) in enumerate(texts.items())
        for question in [edition.questions_by_key[key.replace("_", "-")]]
    ]
    return import_answers(response, edition, accepted, file, actor=Actor(person))


def test_answers_are_saved_with_where_they_come_from(response: Response, coordinator: User) -> None:
    outcome = accept(response, coordinator, a_1="하나", b_1="둘")
    assert outcome == ImportOutcome(("a-1", "b-1"), (), ())
    revisions = Revision.objects.order_by("pk")
    assert [(each.source, each.version, each.content) for each in revisions] == [
        (Source.IMPORT, 1, {"parts": {"text": "하나"}}),
        (Source.IMPORT, 1, {"parts": {"text": "둘"}}),
    ]
    imported = Import.objects.get()
    assert (imported.name, imported.by, imported.file.type) == ("filled.txt", coordinator, "text")
    assert imported.answers == {
        "a-1": {"lines": [1, 2], "version": 1},
        "b-1": {"lines": [2, 3], "version": 1},
    }
    assert bytes(FileChunk.objects.get(file=imported.file).content) == FILE.content
    record = AuditRecord.objects.get(kind=AuditKind.IMPORTED)
    assert (record.person, record.subject) == (coordinator, "test-2030 · filled.txt")


def test_the_same_file_twice_changes_nothing(response: Response, coordinator: User) -> None:
    accept(response, coordinator, a_1="하나", b_1="둘")
    write(response, "b-1", coordinator, text="둘, 고침")
    before = (Answer.objects.count(), Revision.objects.count(), AuditRecord.objects.count())
    outcome = accept(response, coordinator, a_1="하나", b_1="둘")
    assert outcome == ImportOutcome((), (), ("a-1", "b-1"))
    assert before == (Answer.objects.count(), Revision.objects.count(), AuditRecord.objects.count())
    assert not RefusedText.objects.exists()
    assert Import.objects.count() == 1


def test_where_an_answer_is_what_was_read_is_kept_to_be_merged(
    response: Response, coordinator: User, writer: User
) -> None:
    write(response, "a-1", writer, text="먼저")
    write(response, "b-1", writer, text="둘")
    outcome = accept(response, coordinator, a_1="하나", b_1="둘")
    assert outcome == ImportOutcome((), ("a-1",), ("b-1",))
    kept = RefusedText.objects.get()
    assert (kept.author, kept.base_version, kept.refusal) == (coordinator, 0, Refusal.STALE)
    assert kept.content == {"parts": {"text": "하나"}}
    assert Answer.objects.get(question__key="a-1").content == {"parts": {"text": "먼저"}}
    assert Import.objects.get().answers == {"a-1": {"lines": [1, 2], "version": None}}
    # Nor does it come back once it was settled.
    RefusedText.objects.all().delete()
    assert accept(response, coordinator, a_1="하나").known == ("a-1",)
    assert not RefusedText.objects.exists()


def test_another_file_is_imported_beside_the_first(response: Response, coordinator: User) -> None:
    accept(response, coordinator, a_1="하나")
    other = ImportedFile("other.md", "markdown", b"other")
    assert accept(response, coordinator, other, a_1="하나", b_1="둘").written == ("b-1",)
    assert accept(response, coordinator, other, a_1="하나 더").kept == ("a-1",)
    assert Import.objects.count() == 3


def test_a_section_that_is_closed_keeps_what_was_read(
    response: Response, coordinator: User
) -> None:
    SectionWork.objects.filter(section__key="beta").update(state=State.IN_REVIEW)
    assert accept(response, coordinator, a_1="하나", b_1="둘") == ImportOutcome(
        ("a-1",), ("b-1",), ()
    )
    assert RefusedText.objects.get().refusal == Refusal.CLOSED


def test_who_may_not_write_imports_nothing(response: Response, reviewer: User) -> None:
    with pytest.raises(NotAllowedError):
        accept(response, reviewer, a_1="하나")
    assert not Answer.objects.exists()
    assert not StoredFile.objects.exists()


def test_without_room_for_the_file_nothing_is_imported(
    response: Response, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(response, coordinator, a_1="하나")
    monkeypatch.setattr(storing, "RESPONSE_MAX", len(FILE.content) + 1)
    other = ImportedFile("other.txt", "text", b"xx")
    with pytest.raises(UnfitError):
        accept(response, coordinator, other, b_1="둘")
    assert Answer.objects.count() == 1
    assert accept(response, coordinator, b_1="둘").written == ("b-1",)


def test_the_file_of_an_import_stays(response: Response, coordinator: User) -> None:
    accept(response, coordinator, a_1="하나")
    remove_unused(timezone.now())
    assert remove_unused(timezone.now() + 2 * KEPT) == 0
    assert StoredFile.objects.count() == 1


def test_a_file_that_is_imported_can_be_brought_to_an_answer_too(
    response: Response, coordinator: User
) -> None:
    table = "구분,건수\n하나,2\n".encode()
    accept(response, coordinator, ImportedFile("table.csv", "text", table), a_1="하나")
    facts = bring(response, BytesIO(table), author=coordinator, named=())
    assert facts.type == "csv"
    assert facts_of(response, facts.digest) == facts
