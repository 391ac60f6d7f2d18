"""Files brought, named, taken out, sealed and tidied by two at once, 200 times each.

What a test leaves behind is what its next round starts from, and is looked at as a whole at its
end: see `tests/domain/answers/test_races.py`. A file that is named or brought again while it is
removed is in `test_removing.py`, one that two bring at once in `test_storing.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO
from itertools import count

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from responses.domain.answers import drafting
from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Outcome, Write
from responses.domain.auditing import Actor
from responses.domain.compiled import compiled
from responses.domain.content.combining import combined
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.files import FileFacts
from responses.domain.content.kinds.files import row_of
from responses.domain.files import storing
from responses.domain.files.stored import stream
from responses.domain.files.storing import KEPT, bring, remove_unused
from responses.domain.files.unfit import Unfit, UnfitError
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import SealRefusedError, prepare
from responses.enums import Action, Refusal, Role
from responses.models import (
    Answer,
    RefusedText,
    Response,
    Revision,
    StoredFile,
    Submission,
    Upload,
    User,
)
from tests.support import invariants
from tests.support.factories import (
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    wording,
)
from tests.support.files import PDF
from tests.support.packing import seal_packed
from tests.support.racing import ROUNDS, Race

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "q-0"
MOST = 20


@dataclass(frozen=True)
class Scene:
    """A response to one question for files, and the people of its city."""

    response: Response
    ann: User
    ben: User
    cho: User
    fay: User


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    """Give a scene; afterwards all that was done must fit together, and no named file be gone."""
    part = {"key": "files", "kind": "files", "label": wording("Figures"), "required": False}
    asked = {"key": KEY, "number": "Q.0", "wording": wording("Question"), "parts": [part]}
    section = {"key": "only", "number": "1", "title": wording("Only"), "questions": [asked]}
    response = make_response(
        edition=make_edition(make_definition("races-2030", sections=[section]))
    )
    roles = {
        "Ann": Role.CONTRIBUTOR,
        "Ben": Role.CONTRIBUTOR,
        "Cho": Role.REVIEWER,
        "Fay": Role.COORDINATOR,
    }
    yield Scene(response, *(make_member(response.city, role, name) for name, role in roles.items()))
    past = invariants.read(response)
    invariants.assert_history_is_whole(past)
    invariants.assert_events_are_whole(past)
    invariants.assert_approvals_are_of_content(past)
    remove_unused(timezone.now() + 2 * KEPT)
    remove_unused(timezone.now() + 3 * KEPT)
    invariants.assert_files_are_there(response)
    contents = Revision.objects.values_list("content", flat=True)
    assert all(len(each["parts"].get("files", ())) <= MOST for each in contents)


@pytest.fixture
def new_file() -> Callable[[], bytes]:
    """Give a function that returns a file that nobody has brought yet."""
    numbers = count()
    return lambda: PDF + f"{next(numbers)}".encode()


def brought(scene: Scene, author: User, content: bytes) -> FileFacts:
    return bring(scene.response, BytesIO(content), author=author, named=())


def brought_or_why(scene: Scene, author: User, content: bytes) -> FileFacts | Unfit:
    """Bring a file; return why it is not taken, if so."""
    named = [each["digest"] for each in files_now(scene)]
    try:
        return bring(scene.response, BytesIO(content), author=author, named=named)
    except UnfitError as unfit:
        return unfit.why


def row(facts: FileFacts) -> dict[str, str]:
    return row_of("plan.pdf", facts)


@compiled
def _standing(response: int) -> QuerySet[Answer, Answer]:
    return Answer.objects.filter(response=response)


def stands(scene: Scene) -> tuple[int, Content]:
    """Return the version of the answer, and what it says."""
    found = _standing(scene.response.pk)
    return (found[0].version, Content.from_json(found[0].content)) if found else (0, EMPTY)


def files_now(scene: Scene) -> list[dict[str, str]]:
    return list(stands(scene)[1].to_json()["parts"].get("files", ()))


def writing(scene: Scene, *rows: dict[str, str], base: int) -> Write:
    question = find(scene.response, KEY)[1]
    return Write(question, canonical(question, {"files": list(rows)}), base)


def save(scene: Scene, author: User, *rows: dict[str, str]) -> int:
    """Have the answer name these files, whatever it named; return its version then."""
    section, write = find(scene.response, KEY)[0], writing(scene, *rows, base=stands(scene)[0])
    outcome = save_answer(scene.response, section, write, author=author)
    assert outcome.refusal is None
    return outcome.version


def autosave(scene: Scene, author: User, write: Write) -> Outcome:
    place = AnswerRef(scene.response.city.slug, scene.response.edition.code, "only", KEY)
    outcome = drafting.autosave(author, place, lambda _opened: write)
    assert outcome
    return outcome


def do(scene: Scene, action: Action, actor: User) -> None:
    section = read_snapshot(scene.response).sections[0]
    move = Move(action, comment="x", seen=section.digest)
    perform(move, scene.response, section.section, actor=Actor(actor))


@pytest.mark.parametrize("is_alone", [True, False], ids=["two windows", "two people"])
def test_a_file_that_is_brought_against_another_that_is_taken_out(
    race: Race, scene: Scene, new_file: Callable[[], bytes], *, is_alone: bool
) -> None:
    """One person's two windows come to both; of two people's the second is kept and combined."""
    ann, other = scene.ann, scene.ann if is_alone else scene.ben
    for number in range(ROUNDS):
        old, content = row(brought(scene, ann, new_file())), new_file()
        base = save(scene, ann, old)
        ready = brought(scene, ann, content) if number % 2 else None

        def add(
            content: bytes = content,
            old: dict[str, str] = old,
            base: int = base,
            ready: FileFacts | None = ready,
        ) -> tuple[Write, Outcome]:
            new = row(ready or brought(scene, ann, content))
            write = writing(scene, old, new, base=base)
            return write, autosave(scene, ann, write)

        emptied = writing(scene, base=base)
        (write, added), taken = race(add, partial(autosave, scene, other, emptied))
        [_old, new] = write.content.to_json()["parts"]["files"]
        if is_alone:
            assert [each.refusal for each in (added, taken)] == [None, None]
            assert files_now(scene) == [new]
            assert stands(scene)[0] == base + 2
            continue
        for author, each, outcome in ((ann, write, added), (other, emptied, taken)):
            invariants.assert_kept(scene.response, author, each, outcome)
        assert {each.refusal for each in (added, taken)} == {None, Refusal.STALE}
        assert files_now(scene) == ([] if added.refusal else [old, new])
        sides = Content({"files": [old]}), write.content, emptied.content
        made = combined(write.question, *sides)
        assert (made.content, made.overlaps) == (Content({"files": [new]}), frozenset())
    assert RefusedText.objects.count() == (0 if is_alone else ROUNDS)


def test_a_file_that_another_response_gets_is_never_removed(
    race: Race, scene: Scene, new_file: Callable[[], bytes]
) -> None:
    """Also by whom no lock of the first response holds up."""
    other = make_response(make_city("shelbyville"), scene.response.edition)
    their, now = make_member(other.city, Role.CONTRIBUTOR), timezone.now()
    for _ in range(ROUNDS):
        content = new_file()
        facts = brought(scene, scene.ann, content)
        remove_unused(now - KEPT)
        Upload.objects.update(at=now - KEPT)
        found, gone = race(
            partial(bring, other, BytesIO(content), author=their, named=()),
            partial(remove_unused, now),
        )
        assert (found, gone in {0, 1}) == (facts, True)
        assert list(Upload.objects.values_list("response", "file")) == [(other.pk, facts.digest)]
        assert b"".join(stream(facts.digest)) == content
        Upload.objects.all().delete()
        StoredFile.objects.all().delete()


def test_two_that_tidy_at_once_remove_a_file_once(
    race: Race, scene: Scene, new_file: Callable[[], bytes]
) -> None:
    now = timezone.now()
    kept = row(brought(scene, scene.ann, new_file()))
    save(scene, scene.ann, kept)
    for _ in range(ROUNDS):
        brought(scene, scene.ann, new_file())
        remove_unused(now - KEPT)
        Upload.objects.update(at=now - KEPT)
        assert sum(race(*[partial(remove_unused, now)] * 2)) == 1
        assert [each.pk for each in StoredFile.objects.all()] == [kept["digest"]]


def test_a_file_that_is_brought_and_named_against_a_seal(
    race: Race, scene: Scene, new_file: Callable[[], bytes]
) -> None:
    """What is sealed has the files that it names; what came while all is closed is kept.

    In every other round the section is reopened first, against the seal, too.
    """
    save(scene, scene.ann, row(brought(scene, scene.ann, new_file())))
    for number in range(ROUNDS):
        is_reopened = number % 2 == 0
        do(scene, Action.SEND, scene.ben)
        do(scene, Action.APPROVE, scene.cho)
        prepared, base = prepare(scene.response, actor=Actor(scene.fay), address=""), stands(scene)
        before, content = Submission.objects.count(), new_file()

        def name(
            content: bytes = content,
            base: int = base[0],
            is_reopened: bool = is_reopened,  # noqa: FBT001 - of its round
        ) -> tuple[Write, Outcome]:
            if is_reopened:
                do(scene, Action.REOPEN, scene.cho)
            write = writing(scene, row(brought(scene, scene.ann, content)), base=base)
            return write, autosave(scene, scene.ann, write)

        (write, outcome), sealed = race(
            name, partial(seal_packed, scene.response, prepared, scene.fay)
        )
        invariants.assert_kept(scene.response, scene.ann, write, outcome)
        assert outcome.refusal == (None if is_reopened else Refusal.CLOSED)
        if isinstance(sealed, SealRefusedError):
            assert is_reopened
            assert Submission.objects.count() == before
        else:
            [old] = base[1].to_json()["parts"]["files"]
            files = sealed.files.filter(name__startswith="files/").values_list("digest", flat=True)
            assert list(files) == [old["digest"]]
        if not is_reopened:
            do(scene, Action.REOPEN, scene.cho)
    invariants.assert_submissions_are_whole(scene.response)


@pytest.mark.parametrize("is_alone", [True, False], ids=["two windows", "two people"])
def test_the_last_place_of_an_answer_is_taken_once(
    race: Race, scene: Scene, new_file: Callable[[], bytes], *, is_alone: bool
) -> None:
    """Neither an answer nor what is proposed of two ever has a file too many, and none is lost."""
    authors = scene.ann, scene.ann if is_alone else scene.ben
    before = [row(brought(scene, scene.ann, new_file())) for _ in range(MOST - 1)]
    for _ in range(ROUNDS):
        base = save(scene, scene.ann, *before)
        rows = [[*before, row(brought(scene, each, new_file()))] for each in authors]
        writes = [writing(scene, *each, base=base) for each in rows]
        outcomes = race(*map(partial(partial, autosave, scene), authors, writes))
        for each in zip(authors, writes, outcomes, strict=True):
            invariants.assert_kept(scene.response, *each)
        assert sorted(str(each.refusal) for each in outcomes) == ["None", "stale"]
        won = next(place for place, each in enumerate(outcomes) if each.changed)
        assert files_now(scene) == rows[won]
        sides = Content({"files": before}), writes[1 - won].content, writes[won].content
        made = combined(writes[0].question, *sides)
        assert (made.full, made.content) == (frozenset({"files"}), writes[1 - won].content)


@pytest.mark.parametrize("is_same", [True, False], ids=["the same", "others"])
def test_the_last_room_of_a_response_is_taken_once(
    race: Race,
    scene: Scene,
    new_file: Callable[[], bytes],
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_same: bool,
) -> None:
    """Who comes second is told, and brings it once there is room; the same bytes take it once."""
    first = new_file().ljust(100)
    monkeypatch.setattr(storing, "RESPONSE_MAX", 250)
    save(scene, scene.ann, row(brought(scene, scene.ann, first)))
    for _ in range(ROUNDS):
        mine = new_file().ljust(100)
        contents = mine, mine if is_same else new_file().ljust(100)
        acts = map(partial(partial, brought_or_why, scene), (scene.ann, scene.ben), contents)
        found = race(*acts)
        assert [each for each in found if each is Unfit.FULL] == [Unfit.FULL] * (not is_same)
        assert Upload.objects.count() == StoredFile.objects.count() == 2
        Upload.objects.update(at=timezone.now() - timedelta(days=2))
        for author, content, came in zip((scene.ann, scene.ben), contents, found, strict=True):
            if came is Unfit.FULL:
                assert isinstance(brought_or_why(scene, author, content), FileFacts)
        named = [each["digest"] for each in files_now(scene)]
        Upload.objects.exclude(file__in=named).delete()
        StoredFile.objects.exclude(pk__in=named).delete()
