from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest

from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape
from responses.domain.files import storing
from responses.domain.files.storing import remove_unused
from responses.domain.files.unfit import UnfitError
from responses.domain.incoming.placed import Decision, FileProposal, PlacedLines, Suggested
from responses.domain.incoming.receiving import (
    Accepted,
    accept,
    finish,
    keep_read,
    keep_refusal,
    move,
    receive,
    reject,
    remove,
    take_back,
)
from responses.domain.permissions import NotAllowedError
from responses.enums import AuditKind, Source
from responses.models import (
    Answer,
    AuditRecord,
    Import,
    IncomingFile,
    RefusedText,
    Remark,
    Response,
    Revision,
    StoredFile,
    User,
)
from tests.support.factories import write

pytestmark = pytest.mark.django_db

LINES: list[dict[str, Any]] = [
    {"text": "1. First?", "comments": ["Kim: ask\x00 them"]},
    {"text": "one"},
    {"text": "two", "comments": ["Lee: sure?"]},
    {"text": "2. Second?"},
    {"text": "three"},
    {"text": "stray"},
]
PLACED = PlacedLines(
    {
        "a-1": FileProposal("a-1", (2, 3), (1,), Suggested({"text": "one\ntwo"}, 0.9, sure=True)),
        "b-1": FileProposal("b-1", (5,), (4,), Suggested({"text": "three"}, 0.5)),
    },
    not_placed=(6,),
)


def refill(_question: QuestionShape, numbers: Sequence[int], _wording: object) -> Suggested:
    text = "\n".join(str(LINES[number - 1]["text"]) for number in numbers)
    return Suggested({"text": text}, 1.0, sure=True)


@pytest.fixture
def incoming(response: Response, coordinator: User) -> IncomingFile:
    found = receive(response, "filled.txt", BytesIO(b"filled"), actor=Actor(coordinator))
    keep_read(found.pk, LINES, PLACED, "")
    found.refresh_from_db()
    return found


def placed(found: IncomingFile) -> PlacedLines:
    found.refresh_from_db()
    return PlacedLines.from_json(found.placed or {})


def accepted(found: IncomingFile, person: User, *keys: str, content: str = "") -> Accepted:
    now = placed(found)
    question = edition_shape(found.response.edition).questions_by_key[keys[0]]
    wanted = canonical(question, {"text": content}) if content else None
    seen = {key: now.of(key).seen for key in keys}
    return accept(found.response, found.pk, seen, actor=Actor(person), wanted=wanted)


def test_a_file_comes_once(response: Response, coordinator: User, writer: User) -> None:
    first = receive(response, "a\u200b\x00/../b\n.docx", BytesIO(b"x"), actor=Actor(coordinator))
    again = receive(response, "c.docx", BytesIO(b"x"), actor=Actor(writer))
    assert (first.pk, first.name, first.by) == (again.pk, "a/../b .docx", coordinator)
    assert first.file.type == "unread"
    assert receive(response, "\n", BytesIO(b"y"), actor=Actor(writer)).name == "-"


def test_files_that_came_count_and_stay(
    response: Response, incoming: IncomingFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "RESPONSE_MAX", 8)
    with pytest.raises(UnfitError):
        receive(response, "b.txt", BytesIO(b"more"), actor=Actor(incoming.by))
    receive(response, "b.txt", BytesIO(b"2"), actor=Actor(incoming.by))
    assert remove_unused(incoming.at) == 0
    assert StoredFile.objects.count() == 2


def test_what_was_read_is_kept_once(incoming: IncomingFile) -> None:
    assert not keep_read(incoming.pk, [], PlacedLines({}), "")
    keep_refusal(incoming.pk, "damaged")
    assert placed(incoming) == PLACED
    assert incoming.refusal == ""
    assert incoming.lines is not None
    # No database takes a NUL in a text.
    assert incoming.lines[0]["comments"] == ["Kim: ask\ufffd them"]


def test_accepting_writes_and_records(incoming: IncomingFile, coordinator: User) -> None:
    assert accepted(incoming, coordinator, "a-1") == Accepted(written=("a-1",))
    revision = Revision.objects.get()
    assert (revision.source, revision.content) == (Source.IMPORT, {"parts": {"text": "one\ntwo"}})
    assert Import.objects.get().answers == {"a-1": {"lines": [2, 3], "version": 1}}
    assert AuditRecord.objects.get(kind=AuditKind.IMPORTED).subject == "test-2030 · filled.txt"
    assert placed(incoming).of("a-1").decision is Decision.WRITTEN
    assert placed(incoming).of("b-1").decision is Decision.OPEN


def test_accepting_twice_changes_nothing(incoming: IncomingFile, coordinator: User) -> None:
    seen = {"a-1": placed(incoming).of("a-1").seen}
    for outcome in (Accepted(written=("a-1",)), Accepted(known=("a-1",))):
        found = accept(incoming.response, incoming.pk, seen, actor=Actor(coordinator), wanted=None)
        assert found == outcome
    assert (Revision.objects.count(), Import.objects.count(), Remark.objects.count()) == (1, 1, 2)


def test_what_was_edited_is_the_answer(incoming: IncomingFile, coordinator: User) -> None:
    assert accepted(incoming, coordinator, "b-1", content="four").written == ("b-1",)
    assert Answer.objects.get().content == {"parts": {"text": "four"}}


def test_another_answer_is_kept_to_be_combined(
    incoming: IncomingFile, coordinator: User, writer: User
) -> None:
    write(incoming.response, "a-1", writer, text="other")
    write(incoming.response, "b-1", writer, text="three")
    outcome = accepted(incoming, coordinator, "a-1", "b-1")
    assert outcome == Accepted(kept=("a-1",), known=("b-1",))
    assert RefusedText.objects.get().content == {"parts": {"text": "one\ntwo"}}
    decisions = [each.decision for each in placed(incoming).proposals.values()]
    assert decisions == [Decision.KEPT, Decision.KNOWN]


def test_what_others_moved_meanwhile_is_not_accepted(
    incoming: IncomingFile, coordinator: User
) -> None:
    seen = {"a-1": placed(incoming).of("a-1").seen}
    assert move(incoming.response, incoming.pk, {6}, "a-1", refill)
    outcome = accept(incoming.response, incoming.pk, seen, actor=Actor(coordinator), wanted=None)
    assert outcome == Accepted(changed=("a-1",))
    assert not Answer.objects.exists()
    assert accepted(incoming, coordinator, "a-1").written == ("a-1",)
    assert Answer.objects.get().content == {"parts": {"text": "one\ntwo\nstray"}}


def test_more_lines_of_an_accepted_answer_are_merged(
    incoming: IncomingFile, coordinator: User
) -> None:
    accepted(incoming, coordinator, "b-1")
    assert move(incoming.response, incoming.pk, {6}, "b-1", refill)
    assert accepted(incoming, coordinator, "b-1") == Accepted(kept=("b-1",))
    assert RefusedText.objects.get().content == {"parts": {"text": "three\nstray"}}


def test_comments_become_threads_once(incoming: IncomingFile, coordinator: User) -> None:
    accepted(incoming, coordinator, "a-1")
    texts = list(Remark.objects.order_by("pk").values_list("text", "thread__question__key"))
    assert texts == [
        ("“filled.txt” 파일 1번째 줄의 메모: Kim: ask\ufffd them", "a-1"),
        ("“filled.txt” 파일 3번째 줄의 메모: Lee: sure?", "a-1"),
    ]
    assert placed(incoming).of("a-1").told == (1, 3)
    move(incoming.response, incoming.pk, {6}, "a-1", refill)
    accepted(incoming, coordinator, "a-1")
    assert Remark.objects.count() == 2


def test_rejecting_can_be_taken_back(incoming: IncomingFile, coordinator: User) -> None:
    assert reject(incoming.response, incoming.pk, "a-1")
    assert not reject(incoming.response, incoming.pk, "a-1")
    assert accepted(incoming, coordinator, "a-1") == Accepted(changed=("a-1",))
    assert take_back(incoming.response, incoming.pk, "a-1")
    assert not take_back(incoming.response, incoming.pk, "a-1")
    assert placed(incoming) == PLACED


def test_moving_needs_a_question_and_lines_that_can_move(
    incoming: IncomingFile, coordinator: User
) -> None:
    with pytest.raises(LookupError):
        move(incoming.response, incoming.pk, {6}, "z-9", refill)
    with pytest.raises(LookupError):
        move(incoming.response, incoming.pk + 1, {6}, "a-1", refill)
    accepted(incoming, coordinator, "b-1")
    assert not move(incoming.response, incoming.pk, {5}, "a-1", refill)
    assert not move(incoming.response, incoming.pk, {99}, "a-1", refill)


def test_a_file_is_finished_and_resumed(incoming: IncomingFile) -> None:
    assert finish(incoming.response, incoming.pk, incoming.at) == PLACED
    incoming.refresh_from_db()
    assert incoming.finished_at == incoming.at
    finish(incoming.response, incoming.pk, None)
    incoming.refresh_from_db()
    assert incoming.finished_at is None


def test_a_file_goes_unless_answers_are_of_it(incoming: IncomingFile, coordinator: User) -> None:
    other = receive(incoming.response, "b.txt", BytesIO(b"2"), actor=Actor(coordinator))
    assert remove(incoming.response, other.pk)
    assert not remove(incoming.response, other.pk)
    accepted(incoming, coordinator, "a-1")
    assert not remove(incoming.response, incoming.pk)
    assert remove_unused(incoming.at) == 1
    assert StoredFile.objects.get() == incoming.file


def test_who_may_not_write_accepts_nothing(incoming: IncomingFile, reviewer: User) -> None:
    with pytest.raises(NotAllowedError):
        accepted(incoming, reviewer, "a-1")
    assert placed(incoming) == PLACED
