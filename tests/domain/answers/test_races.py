"""Two people at once, in two threads with a database connection each, 200 times each.

Every race is run by hypothesis, with other content each time, in one database: what a test
leaves behind is what its next round starts from, and is looked at as a whole at its end.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from hypothesis import strategies as st

from responses.characters import says_nothing
from responses.domain.answers import drafting
from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.starting import start_response
from responses.domain.answers.writes import Outcome, Write
from responses.domain.auditing import Actor
from responses.domain.compiled import compiled
from responses.domain.content.content import EMPTY, Content
from responses.domain.review.workflow import (
    CHANGED,
    MOVED_ON,
    Move,
    TransitionRefusedError,
    perform,
)
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Refusal, Role, State
from responses.models import Answer, Event, RefusedText, Response, User
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
from tests.support.racing import ROUNDS, Race, rounds
from tests.support.shapes import make_question
from tests.support.strategies import contents, one_lines

pytestmark = pytest.mark.django_db(transaction=True)

EVERYTHING = make_question()
CONTENTS = contents(EVERYTHING)
KEY = "q-0"


@dataclass(frozen=True)
class Scene:
    """A response to one section with questions of every kind, and the people of its city."""

    response: Response
    ann: User
    ben: User
    cho: User
    dan: User
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def writers(self) -> tuple[User, User]:
        return self.ann, self.ben

    def new_key(self, rounds: int = 1) -> str:
        """Return the key of a question that no round had yet, or `rounds` rounds on end."""
        return f"q-{next(self.numbers) // rounds}"


def play(questions: int) -> Iterator[Scene]:
    """Give a scene; afterwards everything that was done in it must fit together."""
    plain = json.loads(json.dumps([asdict(part) for part in EVERYTHING.parts]))
    parts = [{name: value for name, value in part.items() if value} for part in plain]
    asked = [
        {"key": f"q-{n}", "number": f"Q.{n}", "wording": wording(f"Q {n}"), "parts": parts}
        for n in range(questions)
    ]
    section = {"key": "only", "number": "1", "title": wording("Only"), "questions": asked}
    definition = make_definition("races-2030", sections=[section])
    response = make_response(edition=make_edition(definition))
    ann, ben = (make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Ann", "Ben"))
    cho, dan = (make_member(response.city, Role.REVIEWER, name) for name in ("Cho", "Dan"))
    yield Scene(response, ann, ben, cho, dan)
    past = invariants.read(response)
    invariants.assert_history_is_whole(past)
    invariants.assert_events_are_whole(past)
    invariants.assert_approvals_are_of_content(past)
    invariants.assert_nobody_approved_their_own(past)


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    yield from play(questions=2)


@pytest.fixture
def long(transactional_db: None) -> Iterator[Scene]:
    """Give a scene with a question a round, and some for rounds that hypothesis repeats."""
    yield from play(questions=ROUNDS + 10)


def save(scene: Scene, author: User, write: Write) -> Outcome:
    return save_answer(scene.response, find(scene.response, KEY)[0], write, author=author)


def autosave(scene: Scene, author: User, write: Write) -> Outcome | None:
    city, edition = scene.response.city.slug, scene.response.edition.code
    place = AnswerRef(city, edition, "only", write.question.key)
    return drafting.autosave(author, place, lambda _opened: write)


def restore(scene: Scene, author: User, version: int, base_version: int) -> Outcome:
    section, question = find(scene.response, KEY)
    return drafting.restore(
        scene.response, section, question, version, base_version=base_version, author=author
    )


def do(
    action: Action, scene: Scene, actor: User, seen: str | None = None, comment: str = "x"
) -> Event:
    section = find(scene.response, KEY)[0]
    return perform(
        Move(action, comment=comment, seen=seen), scene.response, section, actor=Actor(actor)
    )


def read(scene: Scene) -> SectionSnapshot:
    return read_snapshot(scene.response).sections[0]


@compiled
def _standing(response: int, key: str) -> QuerySet[Answer, Answer]:
    return Answer.objects.filter(response=response, question__key=key)


def stands(scene: Scene, key: str) -> tuple[int, Content]:
    """Return the version of an answer and what it says."""
    found = _standing(scene.response.pk, key)
    return (found[0].version, Content.from_json(found[0].content)) if found else (0, EMPTY)


def version_of(scene: Scene, write: Write, version: int) -> Content:
    """Return what a version of the answer that `write` is to says."""
    plain, _author = invariants.revision(scene.response, write.question, version)
    return Content.from_json(plain)


def write_of(scene: Scene, key: str, content: Content, base_version: int) -> Write:
    return Write(find(scene.response, key)[1], content, base_version)


def assert_one_won(
    scene: Scene, before: Content, writes: Sequence[Write], outcomes: Sequence[Any]
) -> None:
    """One write that changes the answer is its next version, and another one is kept.

    The writes were Ann's and Ben's, in that order.
    """
    for author, write, outcome in zip(scene.writers, writes, outcomes, strict=True):
        invariants.assert_kept(scene.response, author, write, outcome)
    changing = {repr(write.content): write for write in writes if write.content != before}
    refusals = [outcome.refusal for outcome in outcomes if outcome.refusal]
    assert sum(outcome.changed for outcome in outcomes) == bool(changing)
    assert refusals == [Refusal.STALE] * (len(changing) - 1)
    assert all(outcome.refused for outcome in outcomes if outcome.refusal)
    version, now = stands(scene, writes[0].question.key)
    assert version == (writes[0].base_version or 0) + bool(changing)
    assert now in ([write.content for write in changing.values()] or [before])


def test_connections_of_threads_share_the_database() -> None:
    """One in memory would be locked as a whole, and this module would test nothing."""
    assert "memory" not in str(connection.settings_dict["NAME"])


@rounds(one=CONTENTS, other=CONTENTS)
def test_first_answer_against_first_answer(
    race: Race, long: Scene, one: Content, other: Content
) -> None:
    key = long.new_key()
    writes = [write_of(long, key, content, 0) for content in (one, other)]
    outcomes = race(*map(partial(partial, save, long), long.writers, writes))
    assert_one_won(long, EMPTY, writes, outcomes)


@rounds(one=CONTENTS, other=CONTENTS)
def test_edit_against_edit(race: Race, scene: Scene, one: Content, other: Content) -> None:
    version, before = stands(scene, KEY)
    writes = [write_of(scene, KEY, content, version) for content in (one, other)]
    outcomes = race(*map(partial(partial, save, scene), scene.writers, writes))
    assert_one_won(scene, before, writes, outcomes)


@rounds(content=CONTENTS.filter(bool))
def test_same_save_twice_at_once_is_one_version(race: Race, long: Scene, content: Content) -> None:
    write = write_of(long, long.new_key(), content, 0)
    outcomes = race(*[partial(save, long, long.ann, write)] * 2)
    assert sorted(each.changed for each in outcomes) == [False, True]
    assert {(each.version, each.refusal) for each in outcomes} == {(1, None)}
    assert not RefusedText.objects.exists()


@rounds(contents=st.lists(CONTENTS.filter(bool), min_size=2, max_size=2, unique_by=repr))
def test_same_stale_save_twice_at_once_is_kept_once(
    race: Race, long: Scene, contents: list[Content]
) -> None:
    key = long.new_key()
    save(long, long.ann, write_of(long, key, contents[0], 0))
    late = write_of(long, key, contents[1], 0)
    first, second = race(*[partial(save, long, long.ben, late)] * 2)
    assert first == second
    invariants.assert_kept(long.response, long.ben, late, first)
    assert RefusedText.objects.filter(question=late.question.pk).count() == 1


@rounds(content=CONTENTS, back=st.integers(0, 1000))
def test_restore_against_edit(race: Race, scene: Scene, content: Content, back: int) -> None:
    if not stands(scene, KEY)[0]:
        save(scene, scene.ann, write_of(scene, KEY, Content({"text": "○ 처음"}), 0))
    version, before = stands(scene, KEY)
    edit, wanted = write_of(scene, KEY, content, version), 1 + back % version
    restored = replace(edit, content=version_of(scene, edit, wanted))
    outcomes = race(
        partial(restore, scene, scene.ann, wanted, version), partial(save, scene, scene.ben, edit)
    )
    if restored.content == before != edit.content:
        # To restore what stands there changes nothing, but over somebody's edit it would.
        for author, write, outcome in zip(scene.writers, [restored, edit], outcomes, strict=True):
            invariants.assert_kept(scene.response, author, write, outcome)
        assert (outcomes[0].changed, outcomes[1].changed) == (False, True)
        assert outcomes[0].refusal in {None, Refusal.STALE}
        return
    assert_one_won(scene, before, [restored, edit], outcomes)


@rounds(one=CONTENTS, other=CONTENTS, behind=st.integers(0, 3))
def test_autosaves_of_one_person_in_two_tabs_are_never_refused(
    race: Race, long: Scene, one: Content, other: Content, behind: int
) -> None:
    """Whatever a tab added to what it started from stands in the answer after its save."""
    key = long.new_key(rounds=4)
    version = stands(long, key)[0]
    writes = [
        write_of(long, key, one, version),
        write_of(long, key, other, max(0, version - behind)),
    ]
    outcomes = race(*(partial(autosave, long, long.ann, write) for write in writes))
    for write, outcome in zip(writes, outcomes, strict=True):
        assert outcome.refusal is None
        started = version_of(long, write, write.base_version or 0)
        stored = version_of(long, write, outcome.version)
        assert invariants.stand(invariants.added(started, write.content), stored)
        if outcome.changed:
            assert stored == invariants.meant(write, outcome)
    assert not RefusedText.objects.exists()


@rounds(one=CONTENTS, other=CONTENTS)
def test_autosave_against_autosave_of_somebody_else(
    race: Race, long: Scene, one: Content, other: Content
) -> None:
    key = long.new_key(rounds=2)
    version, before = stands(long, key)
    writes = [write_of(long, key, content, version) for content in (one, other)]
    outcomes = race(*map(partial(partial, autosave, long), long.writers, writes))
    assert_one_won(long, before, writes, outcomes)


def test_start_against_start(race: Race, scene: Scene) -> None:
    for number in range(ROUNDS):
        city = make_city(f"city-{number}")
        coordinator = make_member(city, Role.COORDINATOR)
        start = partial(start_response, city, scene.response.edition, actor=Actor(coordinator))
        first, second = race(start, start)
        assert first == second
        assert first.works.count() == 1


@rounds(content=CONTENTS)
def test_save_against_sending(race: Race, scene: Scene, content: Content) -> None:
    settle(scene, State.DRAFT)
    version, before = stands(scene, KEY)
    write = write_of(scene, KEY, content, version)
    outcome, event = race(
        partial(save, scene, scene.ann, write), partial(do, Action.SEND, scene, scene.ben)
    )
    # What was sent is what stands there: the save came before, or was refused.
    assert event.digest == read(scene).digest
    invariants.assert_kept(scene.response, scene.ann, write, outcome)
    assert outcome.refusal in {None, Refusal.CLOSED}
    assert outcome.changed == (content != before and not outcome.refusal)
    assert event.versions[KEY] == version + outcome.changed


def settle(scene: Scene, wanted: State) -> None:
    """Bring the section to a state, from wherever the round before left it."""
    while (state := State(scene.response.works.get().state)) != wanted:
        decided = Action.APPROVE if wanted == State.APPROVED else Action.WITHDRAW
        step = {State.IN_REVIEW: decided, State.APPROVED: Action.REOPEN}.get(state, Action.SEND)
        actor = scene.ben if step in {Action.SEND, Action.WITHDRAW} else scene.dan
        do(step, scene, actor, read(scene).digest)


def rewrite(scene: Scene, opening: Action, opener: User, write: Write) -> Outcome:
    """Open the section, change an answer and send it; each step as far as it is still allowed."""
    with suppress(TransitionRefusedError):
        do(opening, scene, opener)
    outcome = save(scene, scene.ann, write)
    with suppress(TransitionRefusedError):
        do(Action.SEND, scene, scene.ann)
    return outcome


@pytest.mark.parametrize(
    "way",
    [
        (State.IN_REVIEW, Action.WITHDRAW),
        (State.IN_REVIEW, Action.REOPEN),
        (State.APPROVED, Action.REOPEN),
    ],
    ids=["withdraw while in review", "reopen while in review", "reopen once approved"],
)
@rounds(content=CONTENTS)
def test_approval_against_rewriting(
    race: Race, scene: Scene, way: tuple[State, Action], content: Content
) -> None:
    """Only what the reviewer saw is approved, and what the writer typed is kept anyway."""
    state, opening = way
    settle(scene, state)
    write = write_of(scene, KEY, content, stands(scene, KEY)[0])
    seen = read(scene).digest
    opener = scene.ben if opening == Action.WITHDRAW else scene.dan
    approval, outcome = race(
        partial(do, Action.APPROVE, scene, scene.cho, seen),
        partial(rewrite, scene, opening, opener, write),
    )
    invariants.assert_kept(scene.response, scene.ann, write, outcome)
    work = scene.response.works.select_related("approval").get()
    if isinstance(approval, TransitionRefusedError):
        assert approval.reason in {MOVED_ON, CHANGED}
        assert work.state == State.IN_REVIEW
    else:
        assert (approval.digest, work.approval) == (seen, approval)
    if work.state == State.APPROVED:
        assert work.approval
        assert work.approval.digest == read(scene).digest


@rounds(content=CONTENTS, comment=one_lines.filter(lambda line: not says_nothing(line)))
def test_approval_against_request_for_changes(
    race: Race, scene: Scene, content: Content, comment: str
) -> None:
    # Where changes were requested in the round before, the section is open for writing.
    if scene.response.works.get().state == State.APPROVED:
        do(Action.REOPEN, scene, scene.dan)
    save(scene, scene.ann, write_of(scene, KEY, content, stands(scene, KEY)[0]))
    do(Action.SEND, scene, scene.ann)
    decided = Event.objects.filter(action__in=[Action.APPROVE, Action.REQUEST_CHANGES])
    before, seen = decided.count(), read(scene).digest
    results = race(
        partial(do, Action.APPROVE, scene, scene.cho, seen),
        partial(do, Action.REQUEST_CHANGES, scene, scene.dan, comment=comment),
    )
    (event,) = (each for each in results if isinstance(each, Event))
    (refusal,) = (each for each in results if isinstance(each, TransitionRefusedError))
    assert refusal.reason == MOVED_ON
    assert scene.response.works.get().state == event.to_state
    assert decided.count() == before + 1
