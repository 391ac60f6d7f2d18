"""Whatever people do in whatever order, the rules of ARCHITECTURE.md hold after each step.

A stateful hypothesis test: a model, written apart from the product, says what should become of
each step, and after it the tables must say what the model says. Which check is for which rule
of "What must always hold":

 1 nothing typed is lost        `the_tables_say_what_the_model_says`, `assert_history_is_whole`
 2 one writer of state          `assert_events_are_whole`
 3 approval bound to content    `assert_approvals_are_of_content`
 4 nobody approves their own    `assert_nobody_approved_their_own`, `Desk._act`
 5 access                       every step that a role does not allow, and `Desk.look`
 6 opening answers nothing      `Desk.look`
 7 text is plain                `Desk._typed`
 8 URLs as typed                `Desk._typed`
 9 same snapshot, same bytes    `the_rules_hold`: the same digest (the files: tests/documents)
10 the wording stays            `Desk.teardown`
"""

import unicodedata
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from responses.domain import drafting
from responses.domain.content import Content, canonical
from responses.domain.drafting import NotAllowedError, Outcome, Write
from responses.domain.editions import DefinitionError, load
from responses.domain.opening import Place
from responses.domain.questionnaire import QuestionShape, SectionShape
from responses.domain.snapshot import read_snapshot
from responses.domain.workflow import TransitionRefusedError, perform
from responses.enums import Action, Refusal, Role, Source, State
from responses.models import Answer, Event, Membership, RefusedText, Response, Revision, User
from tests import invariants
from tests.factories import find, make_definition, make_member, make_response, make_user
from tests.strategies import texts, typed_parts

pytestmark = pytest.mark.django_db

WHERE = {"a-1": "alpha", "a-2": "alpha", "b-1": "beta"}
# Eve changes sides: what she may do is not what she might do when she wrote.
CAST = {
    "Ann": Role.CONTRIBUTOR,
    "Ben": Role.CONTRIBUTOR,
    "Cho": Role.REVIEWER,
    "Dan": Role.REVIEWER,
    "Eve": Role.CONTRIBUTOR,
    "Fay": Role.COORDINATOR,
    "Gil": Role.VIEWER,
    "Han": None,
}
WRITE = {Role.CONTRIBUTOR, Role.COORDINATOR}
DECIDE = {Role.REVIEWER}
OPEN = {State.DRAFT, State.CHANGES_REQUESTED}
STEPS: dict[Action, tuple[set[State], State | None, set[Role]]] = {
    Action.SEND: (OPEN, State.IN_REVIEW, WRITE),
    Action.WITHDRAW: ({State.IN_REVIEW}, State.DRAFT, WRITE),
    Action.APPROVE: ({State.IN_REVIEW}, State.APPROVED, DECIDE),
    Action.REQUEST_CHANGES: ({State.IN_REVIEW}, State.CHANGES_REQUESTED, DECIDE),
    Action.REOPEN: ({State.APPROVED}, State.DRAFT, {Role.REVIEWER, Role.COORDINATOR}),
    Action.COMMENT: (set(State), None, {*WRITE, *DECIDE}),
}
SAY_WHY = {Action.REQUEST_CHANGES, Action.REOPEN, Action.COMMENT}

Plain = dict[str, Any]
people = st.sampled_from(list(CAST))
# Who writes, more often than who may not.
writers = st.sampled_from(["Ann", "Ben", "Eve", "Eve", "Fay"]) | people
keys = st.sampled_from(list(WHERE))
sections = st.sampled_from(["alpha", "beta"])
bases = st.sampled_from([*["right"] * 5, "stale", "stale", "absent", "impossible"])
numbers = st.integers(0, 100)


@dataclass(frozen=True, slots=True)
class Said:
    """One version of an answer."""

    author: str
    content: Plain
    source: Source


@dataclass(frozen=True, slots=True)
class Kept:
    """A refused text."""

    author: str
    key: str
    base: int | None
    content: Plain
    refusal: Refusal


@dataclass
class Model:
    """What should be in the database."""

    roles: dict[str, Role | None] = field(default_factory=lambda: dict(CAST))
    answers: dict[str, list[Said]] = field(default_factory=lambda: {key: [] for key in WHERE})
    kept: dict[int, Kept] = field(default_factory=dict)
    states: dict[str, State] = field(
        default_factory=lambda: dict.fromkeys(WHERE.values(), State.DRAFT)
    )
    approved: dict[str, dict[str, int]] = field(default_factory=dict)
    events: list[tuple[str, Action, str, dict[str, int]]] = field(default_factory=list)

    def says(self, key: str, version: int) -> Plain:
        return self.answers[key][version - 1].content if version else {"parts": {}}

    def versions(self, section: str) -> dict[str, int]:
        return {key: len(self.answers[key]) for key, where in WHERE.items() if where == section}

    def wrote_since_approval(self, who: str, section: str) -> bool:
        before = self.approved.get(section, {})
        return any(
            said.author == who
            for key in self.versions(section)
            for said in self.answers[key][before.get(key, 0) :]
        )

    def judged(self, key: str, content: Plain, base: int | None, source: Source) -> Refusal | bool:
        """Return why a write is refused, or else whether it changes the answer.

        What a page sends without its person having touched it is no change; whoever restores
        or combines means what is sent.
        """
        version = len(self.answers[key])
        if base is None or not 0 <= base <= version:
            return Refusal.UNVERSIONED
        untouched = source in {Source.FORM, Source.AUTOSAVE} and content == self.says(key, base)
        if untouched or content == self.says(key, version):
            return False
        if self.states[WHERE[key]] not in OPEN:
            return Refusal.CLOSED
        return Refusal.STALE if base != version else True


class Desk(RuleBasedStateMachine):
    """One response, and everybody who may or may not touch it."""

    response: ClassVar[Response]
    cast: ClassVar[dict[str, User]]
    clients: ClassVar[dict[str, Client]]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.looked_at = (0, 0)
        # Each run begins with the response as it was made, and leaves it so.
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        definition = make_definition()
        definition["sections"][0]["questions"][0]["wording"]["en"] = "Nothing"
        with pytest.raises(DefinitionError, match="frozen"):
            load(definition)
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # Writing

    @rule(data=st.data(), who=writers, key=keys, base=bases)
    def save(self, data: st.DataObject, who: str, key: str, base: str) -> None:
        write = self._write(data, key, base)
        with self._refused_to(who, WRITE, NotAllowedError):
            outcome = drafting.save_answer(
                self.response, self._section(key), write, author=self.cast[who]
            )
            self._take(who, write, outcome, Source.FORM)

    @rule(data=st.data(), who=writers, key=keys, base=bases)
    def autosave(self, data: st.DataObject, who: str, key: str, base: str) -> None:
        write = self._write(data, key, base, continues=self._own(data, who))
        place = Place(self.response.city.slug, self.response.edition.code, WHERE[key], key)
        with self._refused_to(who, WRITE, NotAllowedError, LookupError):
            outcome = drafting.autosave(self.cast[who], place, lambda _opened: write)
            assert outcome
            self._take(who, write, outcome, Source.AUTOSAVE)

    @precondition(lambda self: any(self.model.answers.values()))
    @rule(who=writers, key=keys, base=bases, number=numbers)
    def restore(self, who: str, key: str, base: str, number: int) -> None:
        section, question = find(self.response, key)
        version = number % (len(self.model.answers[key]) + 2)
        there = 1 <= version <= len(self.model.answers[key])
        started = self._base(key, base)
        try:
            outcome = drafting.restore(
                *(self.response, section, question, version),
                base_version=started,
                author=self.cast[who],
            )
        except LookupError:
            assert not there
        except NotAllowedError:
            assert self.model.roles[who] not in WRITE
        else:
            content = Content.from_json(self.model.says(key, version))
            assert there
            self._take(who, Write(question, content, started), outcome, Source.RESTORE)

    @precondition(lambda self: self.model.kept)
    @rule(data=st.data(), base=bases)
    def combine(self, data: st.DataObject, base: str) -> None:
        pk = data.draw(st.sampled_from(sorted(self.model.kept)))
        text = self.model.kept[pk]
        write = self._write(data, text.key, base)
        with self._refused_to(text.author, WRITE, NotAllowedError):
            outcome = drafting.combine(
                *(self.response, self._section(text.key), write),
                settles=RefusedText.objects.get(pk=pk),
                author=self.cast[text.author],
            )
            self._take(text.author, write, outcome, Source.COMBINATION)
            if outcome.refusal is None:
                del self.model.kept[pk]

    @precondition(lambda self: self.model.kept)
    @rule(data=st.data(), who=people)
    def discard(self, data: st.DataObject, who: str) -> None:
        """Only one's own texts can be discarded."""
        pk = data.draw(st.sampled_from(sorted(self.model.kept)))
        own = self.model.kept[pk].author == who
        assert drafting.discard_refused(self.response, self.cast[who], [pk]) == own
        if own:
            del self.model.kept[pk]

    # Deciding

    @rule(data=st.data(), section=sections, comment=texts, fits=st.integers(0, 3))
    def act(self, data: st.DataObject, section: str, comment: str, fits: int) -> None:
        """Do an action: mostly one that is possible, by somebody who may."""
        state, role = self.model.states[section], self.model.roles
        actions = [each for each in Action if not fits or state in STEPS[each][0]]
        action = data.draw(st.sampled_from(actions))
        actors = [each for each in CAST if not fits or role[each] in STEPS[action][2]]
        who = data.draw(st.sampled_from(actors))
        if action is not Action.APPROVE:
            self._act(action, who, section, comment)
            return
        now = read_snapshot(self.response).sections_by_key[section].digest
        seen = data.draw(st.sampled_from([now, now, now, "0" * 64, None]))
        self._act(action, who, section, seen=seen, may=seen == now)

    @precondition(lambda self: State.IN_REVIEW in self.model.states.values())
    @rule(data=st.data())
    def approve_once_appointed(self, data: st.DataObject) -> None:
        """Whoever wrote becomes a reviewer for a while, and tries to approve what they wrote."""
        waiting = [key for key, state in self.model.states.items() if state is State.IN_REVIEW]
        section = data.draw(st.sampled_from(waiting))
        authors = {
            said.author for key in self.model.versions(section) for said in self.model.answers[key]
        }
        who = data.draw(st.sampled_from(sorted(authors) or ["Eve"]))
        role = self.model.roles[who]
        assert role
        self._appoint(who, Role.REVIEWER)
        now = read_snapshot(self.response).sections_by_key[section].digest
        self._act(Action.APPROVE, who, section, seen=now)
        self._appoint(who, role)

    @rule(role=st.sampled_from([Role.CONTRIBUTOR, Role.REVIEWER]))
    def change_sides(self, role: Role) -> None:
        self._appoint("Eve", role)

    @rule(who=people, page=st.sampled_from(["", "unsaved/", "review/", "a-1/history/"]))
    def look(self, who: str, page: str) -> None:
        """That this answers nothing is what the invariants find."""
        url = f"/{self.response.city.slug}/{self.response.edition.code}/alpha/{page}"
        assert self.clients[who].get(url).status_code == (200 if self.model.roles[who] else 404)

    # What must hold

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        names = {user.pk: name for name, user in self.cast.items()}
        said: dict[str, list[Said]] = {key: [] for key in WHERE}
        rows = Revision.objects.select_related("answer__question").order_by("version")
        for row in rows:
            key = row.answer.question.key
            said[key].append(Said(names[row.author_id], row.content, Source(row.source)))
        assert said == self.model.answers
        versions = dict(Answer.objects.values_list("question__key", "version"))
        assert versions == {key: len(rows) for key, rows in said.items() if rows}
        kept = {
            row.pk: Kept(
                names[row.author_id],
                row.question.key,
                row.base_version,
                row.content,
                Refusal(row.refusal),
            )
            for row in RefusedText.objects.select_related("question")
        }
        assert kept == self.model.kept
        events = [
            (row.work.section.key, Action(row.action), names[row.actor_id], row.versions)
            for row in Event.objects.select_related("work__section").order_by("pk")
        ]
        assert events == self.model.events
        works = self.response.works.values_list("section__key", "state")
        assert dict(works) == self.model.states

    @invariant()
    def the_rules_hold(self) -> None:
        """Looked at whenever anything was written, as the tables are no others until then."""
        written = len(self.model.events), sum(map(len, self.model.answers.values()))
        if written == self.looked_at:
            return
        self.looked_at = written
        invariants.assert_history_is_whole(self.response)
        invariants.assert_events_are_whole(self.response)
        invariants.assert_approvals_are_of_content(self.response)
        invariants.assert_nobody_approved_their_own(self.response)
        assert read_snapshot(self.response).digest == read_snapshot(self.response).digest

    # Helpers

    def _appoint(self, who: str, role: Role) -> None:
        Membership.objects.filter(user=self.cast[who]).update(role=role)
        self.model.roles[who] = role

    def _section(self, key: str) -> SectionShape:
        return find(self.response, key)[0]

    def _base(self, key: str, kind: str) -> int | None:
        """Return a version to start from; "stale" is any but the last where there is one."""
        version = len(self.model.answers[key])
        return {"right": version, "stale": version // 2, "impossible": version + 1}.get(kind)

    def _write(
        self, data: st.DataObject, key: str, base: str, continues: int | None = None
    ) -> Write:
        """Return something typed into an answer, by chance or as an addition to what it says."""
        question = find(self.response, key)[1]
        started = self._base(key, base)
        typed = data.draw(typed_parts(question))
        if data.draw(st.booleans()):
            version = min(started or 0, len(self.model.answers[key]))
            before = self.model.says(key, version)["parts"]
            typed = before | {"text": f"{before.get('text', '')}\n{data.draw(texts)}"}
        return Write(question, self._typed(question, typed), started, continues)

    def _typed(self, question: QuestionShape, typed: Plain) -> Content:
        """Return what was typed as it is handed in; nothing else may have become of it."""
        content = canonical(question, typed)
        plain = content.to_json()["parts"]
        text = typed.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
        assert plain.get("text", "") == (unicodedata.normalize("NFC", text) if text.strip() else "")
        urls = [row["url"].strip() for row in typed.get("links", ())]
        assert [row["url"] for row in plain.get("links", ()) if row["url"]] == list(
            filter(None, urls)
        )
        return content

    def _own(self, data: st.DataObject, who: str) -> int | None:
        """Return one of the person's refused texts, now and then, to go on from."""
        own = [pk for pk, text in self.model.kept.items() if text.author == who]
        return data.draw(st.none() | st.sampled_from(own)) if own else None

    def _refused_to(self, who: str, roles: set[Role], *errors: type[Exception]) -> Any:
        """Expect the error if the person's role is none of these, and no error otherwise."""
        if self.model.roles[who] in roles:
            return nullcontext()
        return pytest.raises(errors)

    def _take(self, who: str, write: Write, outcome: Outcome, source: Source) -> None:
        """Compare an outcome with the model's, and bring the model up to it."""
        key, base = write.question.key, write.base_version
        plain, before = write.content.to_json(), len(self.model.answers[key])
        if source is Source.AUTOSAVE and base is not None and base < before:
            since = {said.author for said in self.model.answers[key][base:]}
            if since == {who}:
                self._take_combined(who, write, outcome)
                return
        judged = self.model.judged(key, plain, base, source)
        assert outcome.refusal == (judged if isinstance(judged, Refusal) else None)
        assert outcome.changed == (judged is True)
        if judged is True:
            self.model.answers[key].append(Said(who, plain, source))
        elif isinstance(judged, Refusal):
            self._keep(who, write, outcome)
        assert outcome.version == len(self.model.answers[key])

    def _take_combined(self, who: str, write: Write, outcome: Outcome) -> None:
        """An autosave after nobody's revisions but one's own: both stand."""
        key, before = write.question.key, len(self.model.answers[write.question.key])
        meant = invariants.meant(write, outcome)
        started = Content.from_json(self.model.says(key, write.base_version or 0))
        if outcome.refusal:
            assert self.model.states[WHERE[key]] not in OPEN
            assert outcome.refusal == Refusal.CLOSED
            assert outcome.refused
            meant = Content.from_json(outcome.refused.content)
            meant_write = Write(
                write.question, meant, outcome.refused.base_version, write.continues
            )
            self._keep(who, meant_write, outcome)
        elif outcome.changed:
            assert self.model.states[WHERE[key]] in OPEN
            self.model.answers[key].append(Said(who, meant.to_json(), Source.AUTOSAVE))
        assert outcome.version == before + outcome.changed
        if not outcome.changed and not outcome.refusal:
            meant = Content.from_json(self.model.says(key, before))
        assert invariants.added(started, write.content) <= invariants.pieces(meant)

    def _keep(self, who: str, write: Write, outcome: Outcome) -> None:
        key, plain = write.question.key, write.content.to_json()
        if plain == self.model.says(key, len(self.model.answers[key])):
            assert outcome.refused is None
            return
        assert outcome.refused
        assert outcome.refusal
        base = None if outcome.refusal is Refusal.UNVERSIONED else write.base_version
        text, pk = Kept(who, key, base, plain, outcome.refusal), outcome.refused.pk
        there = self.model.kept.get(pk)
        if pk == write.continues and there and (there.key, there.base) == (key, base):
            self.model.kept[pk] = text
        elif there:
            # The same text, refused again, is kept once and says why it was refused at first.
            assert (there.author, there.key, there.base, there.content) == (who, key, base, plain)
        else:
            self.model.kept[pk] = text

    def _act(
        self,
        action: Action,
        who: str,
        section: str,
        comment: str = "",
        *,
        seen: str | None = None,
        may: bool = True,
    ) -> None:
        sources, target, roles = STEPS[action]
        may &= self.model.roles[who] in roles and self.model.states[section] in sources
        may &= action not in SAY_WHY or bool(comment.strip())
        if action is Action.APPROVE:
            may &= not self.model.wrote_since_approval(who, section)
        shape = read_snapshot(self.response).edition.sections_by_key[section]
        try:
            perform(action, self.response, shape, actor=self.cast[who], comment=comment, seen=seen)
        except TransitionRefusedError:
            assert not may
            return
        assert may
        versions = deepcopy(self.model.versions(section))
        self.model.events.append((section, action, who, versions))
        self.model.states[section] = target or self.model.states[section]
        if action is Action.APPROVE:
            self.model.approved[section] = versions


@pytest.fixture
def desk() -> type[Desk]:
    Desk.response = make_response()
    city = Desk.response.city
    Desk.cast = {
        name: make_member(city, role, name) if role else make_user(name)
        for name, role in CAST.items()
    }
    Desk.clients = {name: Client() for name in CAST}
    for name, client in Desk.clients.items():
        client.force_login(Desk.cast[name])
    return Desk


def test_the_rules_hold_whatever_people_do(desk: type[Desk]) -> None:
    run_state_machine_as_test(
        desk,
        settings=settings(
            max_examples=100,
            stateful_step_count=30,
            deadline=None,
            # Steps go to the database, and those that draw little are as good as the others.
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
