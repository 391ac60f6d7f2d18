"""Whatever people do in whatever order, the rules of ARCHITECTURE.md hold after each step.

A stateful hypothesis test: a model, written apart from the product (`model.py`), says what
should become of each step, and after it the tables must say what the model says. Which check is
for which rule of "What must always hold":

 1 nothing typed is lost        `the_tables_say_what_the_model_says`, `assert_history_is_whole`,
                                `assert_translations_are_of_words`; no file that anything names,
                                ever: `the_store_says_what_the_model_says`
 2 one writer of state          `assert_events_are_whole`, `assert_lines_are_signed_in_order`
 3 approval bound to content    `assert_approvals_are_of_content`
 4 nobody approves their own    `assert_nobody_approved_their_own`, `Desk._act`
 5 access                       every step that a role or a reach does not allow, and `Desk.look`
 6 opening answers nothing      `Desk.look`
 7 text is plain                `Desk._typed`
 8 URLs as typed                `Desk._typed`
 9 same snapshot, same bytes    `the_rules_hold`: the same digest (the files: tests/documents);
                                `Desk.seal`, `assert_submissions_are_whole`
10 the wording stays            `Desk.teardown`

Besides, people are told of what concerns them: `assert_notices_are_given_rightly`.
"""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from responses.characters import says_nothing
from responses.domain.auditing import Actor
from responses.domain.content.content import Content
from responses.domain.content.translating import named
from responses.domain.files import storing
from responses.domain.permissions import NotAllowedError
from responses.domain.review.afterwards import review_translations_afterwards
from responses.domain.review.workflow import Move, TransitionRefusedError, perform
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.plain import snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import SealRefusedError, prepare
from responses.enums import Action, Refusal, Role, Source, State
from responses.models import (
    Answer,
    Delegation,
    Event,
    Membership,
    Notice,
    RefusedText,
    Revision,
    SectionWork,
    Submission,
)
from responses.notice_kinds import NoticeKind
from tests.machine.files import ROOM, asked, stock
from tests.machine.giving import GivingDesk, coordinators, fitting, sections, signers
from tests.machine.model import (
    CAST,
    OPEN,
    SAY_WHY,
    SECTIONS,
    STEPS,
    WHERE,
    Done,
    Given,
    Kept,
    Post,
    Said,
    Signed,
    Told,
)
from tests.machine.writing import TRANSLATIONS, keys, people
from tests.support import invariants
from tests.support.factories import (
    make_city,
    make_edition,
    make_member,
    make_response,
    shape_of,
)
from tests.support.packing import seal_packed
from tests.support.strategies import texts

pytestmark = [pytest.mark.long, pytest.mark.django_db]

mosts = st.sampled_from([0, 1, 1, 2, 3])
reasons = st.just("Because") | texts
pages = st.sampled_from(
    ["", "?show=both", "unsaved/", "review/", "a-1/history/", "a-1_en/history/"]
)
meanwhiles = st.sampled_from([None, None, None, "comment", "department", "reopen"])
BACK = {State.IN_REVIEW: Action.WITHDRAW, State.APPROVED: Action.REOPEN}


class Desk(GivingDesk):
    """The deciding and sealing, and what must hold; the rest is in the other desks."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_at: tuple[int, ...] = ()
        self.changed_at: tuple[int, ...] = ()
        self.opened_at: tuple[int, ...] = ()

    def teardown(self) -> None:
        try:
            self.written, self.looked_at = True, ()
            self.the_tables_say_what_the_model_says()
            self.the_rules_hold()
        finally:
            super().teardown()

    # Deciding

    @rule(data=st.data(), section=sections, comment=reasons, fits=fitting)
    def act(self, data: st.DataObject, section: str, comment: str, fits: int) -> None:
        """Do an action: mostly one that is possible, by somebody who may."""
        state, model = self.model.states[section], self.model
        actions = [each for each in Action if not fits or state in STEPS[each][0]]
        action = data.draw(st.sampled_from(actions))
        may = [each for each in CAST if fits > 1 and model.may(action, each, section)]
        in_role = [each for each in CAST if not fits or model.roles[each] in STEPS[action][2]]
        who = data.draw(st.sampled_from(may or in_role))
        if action is Action.APPROVE:
            self._sign(data, who, section)
        elif action is Action.REVIEW_TRANSLATIONS:
            self._confirm(data, who, section)
        else:
            self._act(action, who, section, comment)

    @rule(who=coordinators, afterwards=st.booleans())
    def choose(self, who: str, afterwards: bool) -> None:  # noqa: FBT001 - drawn
        """Say when translations are reviewed, from now on."""
        refused = self.model.choose(who, afterwards=afterwards)
        with self._unless(refused is None, NotAllowedError):
            city, actor = self.response.city, Actor(self.cast[who])
            review_translations_afterwards(city, afterwards=afterwards, actor=actor)

    @rule(data=st.data(), key=keys, who=signers)
    def confirm_afterwards(self, data: st.DataObject, key: str, who: str) -> None:
        """Approve a section without its translations, write one, and have it confirmed."""
        section = WHERE[key]
        if back := BACK.get(self.model.states[section]):
            self._act(back, "Fay", section, "Once more")
        self.choose("Fay", afterwards=True)
        self._carry_through(data, section, 3)
        self.save(data, "Fay", key if key in TRANSLATIONS else f"{key}_en", "right")
        self._confirm(data, who, section)

    @precondition(lambda self: State.IN_REVIEW in self.model.states.values())
    @rule(data=st.data())
    def approve_once_appointed(self, data: st.DataObject) -> None:
        """Whoever wrote becomes a reviewer for a while, and tries to approve what they wrote."""
        section = self._waiting(data)
        authors = {
            said.author for key in self.model.versions(section) for said in self.model.answers[key]
        }
        who = data.draw(st.sampled_from(sorted(authors) or ["Eve"]))
        role = self.model.roles[who]
        assert role
        self._appoint(who, Role.REVIEWER)
        self._act(Action.APPROVE, who, section, seen=self._digest(section))
        self._appoint(who, role)

    @rule(data=st.data(), key=keys, most=mosts, author=signers | signers | st.none())
    def carry_through(self, data: st.DataObject, key: str, most: int, author: str | None) -> None:
        """Send a section through its line, and once more if that was done.

        Mostly somebody who signs is a coordinator for a while, and writes what they would sign.
        """
        section = WHERE[key]
        if author and (back := BACK.get(self.model.states[section])):
            self._act(back, "Fay", section, "Once more")
        if author and (role := self.model.roles[author]):
            self._appoint(author, Role.COORDINATOR)
            self.save(data, author, key, "right")
            self._appoint(author, role)
        self._carry_through(data, section, most)

    def _carry_through(self, data: st.DataObject, section: str, most: int) -> None:
        """Send a section and have some steps of its line signed, as far as there is somebody.

        At each step everybody tries first whose turn it is not.
        """
        if self.model.states[section] in OPEN:
            self._act(Action.SEND, "Fay", section)
        for left in range(most, -1, -1):
            if self.model.states[section] is not State.IN_REVIEW:
                break
            may = {each: self.model.may(Action.APPROVE, each, section) for each in CAST}
            signing = [each for each in CAST if may[each]]
            for who in (each for each in CAST if not may[each]):
                self._act(Action.APPROVE, who, section, seen=self._digest(section))
            if not left or not signing:
                break
            who = data.draw(st.sampled_from(signing))
            self._act(Action.APPROVE, who, section, seen=self._digest(section))

    @rule(data=st.data(), who=coordinators, carried=st.booleans(), meanwhile=meanwhiles)
    def seal(self, data: st.DataObject, who: str, carried: bool, meanwhile: str | None) -> None:  # noqa: FBT001 - drawn
        """Seal the response, mostly once all of it is approved, and nothing happens meanwhile."""
        if carried:
            self.file(data, None, "b-1", "right", by_form=True)
        for section in SECTIONS if carried else ():
            self._carry_through(data, section, 3)
        may = self.model.may_seal(who)
        with self._unless(may, SealRefusedError):
            prepared = prepare(self.response, actor=Actor(self.cast[who]), address="")
        if not may:
            return
        text = self._sealing()
        assert prepared.text == text
        assert self._said_in(text) == {
            key: (len(said), self.model.says(key, len(said)))
            for key, said in self.model.answers.items()
        }
        self._do_meanwhile(meanwhile)
        moved = meanwhile == "reopen" or text != self._sealing()
        with self._unless(not moved, SealRefusedError):
            seal_packed(self.response, prepared, self.cast[who])
            self.model.seal(who, text)

    def _sealing(self) -> str:
        """Return what would be sealed of the response as it stands."""
        snapshot = read_snapshot(self.response)
        return snapshot_text(with_contacts(snapshot, self.response.city))

    def _do_meanwhile(self, meanwhile: str | None) -> None:
        section = SECTIONS[0]
        if meanwhile == "department":
            now = self.model.given[section][-1]
            moved = Given(f"{now.department}+", now.contributors, now.line)
            self._carry_out("Fay", {section: (moved, now)}, {})
        elif meanwhile:
            self._act(Action(meanwhile), "Fay", section, "Meanwhile")

    @precondition(lambda self: self.changed_at != self._done())
    @rule()
    def change_sides(self) -> None:
        self.changed_at, contributes = self._done(), self.model.roles["Eve"] is Role.CONTRIBUTOR
        self._appoint("Eve", Role.REVIEWER if contributes else Role.CONTRIBUTOR)

    @precondition(lambda self: self.opened_at != self._done())
    @rule(who=people, page=pages)
    def look(self, who: str, page: str) -> None:
        """That this answers nothing is what the invariants find."""
        self.opened_at = self._done()
        url = f"/{self.response.city.slug}/{self.response.edition.code}/alpha/{page}"
        assert self.clients[who].get(url).status_code == (200 if self.model.roles[who] else 404)

    # What must hold

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        """Looked at whenever anything was written, and at the end."""
        if not self.written:
            return
        names = {user.pk: name for name, user in self.cast.items()}
        assert self._revisions(names) == self.model.answers
        columns: tuple[str, ...]
        columns = ("question__key", "language", "version", "words_version", "translates")
        versions = {
            named(key, language): (version, of if language else words_version)
            for key, language, version, words_version, of in Answer.objects.order_by().values_list(
                *columns
            )
        }
        assert versions == {
            key: (len(said), said[-1].of if key in TRANSLATIONS else self.model.words_version(key))
            for key, said in self.model.answers.items()
            if said
        }
        columns = (
            "pk",
            "author",
            "question__key",
            "language",
            "base_version",
            "content",
            "refusal",
        )
        kept = {
            pk: Kept(names[author], named(key, language), base, _alone(content), Refusal(refusal))
            for pk, author, key, language, base, content, refusal in (
                RefusedText.objects.values_list(*columns)
            )
        }
        assert kept == self.model.kept
        columns = ("work__section__key", "action", "actor", "versions", "signature")
        events = [
            Done(section, Action(action), names[actor], versions, _signed(names, signature))
            for section, action, actor, versions, signature in Event.objects.order_by(
                "pk"
            ).values_list(*columns)
        ]
        assert events == self.model.events
        for work in self.response.works.select_related("section"):
            key = work.section.key
            assert work.state == self.model.states[key]
            signatures = [_signed(names, each) for each in work.signatures]
            assert signatures == self.model.signed[key]
            assert work.department == self.model.given[key][-1].department
            how = work.originals_alone, work.translations_open
            assert how == (self.model.alone[key], self.model.translatable[key])
            review = work.translations_review
            assert (names[review["person"]] if review else None) == self.model.confirmed.get(key)
            line = tuple(_post(names, each) for each in work.approval_line)
            assert line == self.model.given[key][-1].line
        self.written = False

    @invariant()
    def the_rules_hold(self) -> None:
        """Looked at whenever anything was done, as the tables are no others until then."""
        if self._done() == self.looked_at:
            return
        self.looked_at = self._done()
        past = invariants.read(self.response)
        invariants.assert_history_is_whole(past)
        invariants.assert_rows_keep_their_identity(past)
        invariants.assert_translations_are_of_words(past)
        invariants.assert_events_are_whole(past)
        invariants.assert_lines_are_signed_in_order(past)
        invariants.assert_approvals_are_of_content(past)
        invariants.assert_nobody_approved_their_own(past)
        invariants.assert_nobody_confirmed_their_own(past)
        invariants.assert_submissions_are_whole(self.response)
        invariants.assert_notices_are_given_rightly(self.response)
        snapshot = read_snapshot(self.response)
        assert snapshot.digest == read_snapshot(self.response).digest
        outdated = [each.question.key for each in snapshot.translations if each.has_old_texts]
        needed = {each.question.key for each in snapshot.translations}
        assert outdated == [
            each for each in TRANSLATIONS if each in needed and self.model.is_outdated(each)
        ]
        self.assert_captions_are_translated(snapshot)
        for part in snapshot.sections:
            in_force = [(each.title, each.by) for each in self.model.in_force(part.section.key)]
            assert [(each.title, each.by) for each in part.signed] == in_force
        self._holds_who_has_what()

    def _holds_who_has_what(self) -> None:
        """Compare what changes seldom with the model."""
        names = {user.pk: name for name, user in self.cast.items()}
        circles = SectionWork.contributors.through.objects.values_list(
            "sectionwork__section__key", "user"
        )
        assert sorted((key, names[pk]) for key, pk in circles) == [
            (key, each) for key in SECTIONS for each in self.model.given[key][-1].contributors
        ]
        handed: dict[str, set[str | None]] = {}
        for key, pk in Delegation.objects.order_by().values_list("question__key", "people"):
            handed.setdefault(key, set()).add(names.get(pk))
        assert handed == {
            key: {*past[-1], *([] if past[-1] else [None])}
            for key, past in self.model.handed.items()
            if past[-1] is not None
        }
        columns: tuple[str, ...]
        columns = ("kind", "person", "actor", "section__key", "question__key")
        told = [
            Told(NoticeKind(kind), names[person], names[actor], section or question or "")
            for kind, person, actor, section, question in Notice.objects.order_by().values_list(
                *columns
            )
        ]
        assert sorted(told) == sorted(self.model.told)
        columns = ("sealed_by", "snapshot")
        sealed = Submission.objects.order_by("number").values_list(*columns)
        assert [(names[pk], text) for pk, text in sealed] == self.model.sealed

    def _revisions(self, names: dict[int, str]) -> dict[str, list[Said]]:
        said: dict[str, list[Said]] = {key: [] for key in WHERE}
        columns = ("answer__question__key", "answer__language", "author", "content", "source")
        for key, language, author, content, source, of in Revision.objects.order_by(
            "version"
        ).values_list(*columns, "translates"):
            said[named(key, language)].append(
                Said(names[author], _alone(content), Source(source), of)
            )
        return said

    # Helpers

    def _done(self) -> tuple[int, ...]:
        """Return how much was done; it only grows."""
        model = self.model
        rows = (
            *map(len, model.answers.values()),
            *map(len, model.given.values()),
            *map(len, model.handed.values()),
        )
        return len(model.events), len(model.told), len(model.sealed), *rows

    def _waiting(self, data: st.DataObject) -> str:
        waiting = [key for key, state in self.model.states.items() if state is State.IN_REVIEW]
        return data.draw(st.sampled_from(waiting))

    def _sign(self, data: st.DataObject, who: str, section: str) -> None:
        """Sign, mostly what is there now and whichever step it is."""
        now, at = self._digest(section), len(self.model.in_force(section))
        seen = data.draw(st.sampled_from([*[now] * 5, "0" * 64, None]))
        step = data.draw(st.sampled_from([*[None] * 3, at, at + 1]))
        may = seen == now and step in (None, at)
        self._act(Action.APPROVE, who, section, seen=seen, step=step, may=may)

    def _confirm(self, data: st.DataObject, who: str, section: str) -> None:
        """Confirm translations, mostly as they are now."""
        now = read_snapshot(self.response).sections_by_key[section].whole.digest
        seen = data.draw(st.sampled_from([*[now] * 5, "0" * 64, None]))
        self._act(Action.REVIEW_TRANSLATIONS, who, section, seen=seen, may=seen == now)

    def _digest(self, section: str) -> str:
        return read_snapshot(self.response).sections_by_key[section].digest

    def _said_in(self, text: str) -> dict[str, tuple[int, Any]]:
        """Return what a sealed text says: the version and content of each answer."""
        answers = [each for section in json.loads(text)["sections"] for each in section["answers"]]
        said = {each["question"]: each for each in answers}
        said |= {named(each["question"], "en"): each["translation"] for each in answers}
        return {key: (each["version"], _alone(each["content"])) for key, each in said.items()}

    def _act(
        self,
        action: Action,
        who: str,
        section: str,
        comment: str = "",
        *,
        seen: str | None = None,
        step: int | None = None,
        may: bool = True,
    ) -> None:
        may &= self.model.may(action, who, section)
        may &= action not in SAY_WHY or not says_nothing(comment)
        shape = shape_of(self.response).sections_by_key[section]
        with self._unless(may, TransitionRefusedError):
            move = Move(action, comment, seen, step)
            perform(move, self.response, shape, actor=Actor(self.cast[who]))
            self.model.act(action, who, section)


def _alone(content: Any) -> Any:
    """Return a content without which row is which, as that is no part of what it says."""
    return Content.from_json(content).alone.to_json()


def _signed(names: dict[int, str], stored: dict[str, Any] | None) -> Signed | None:
    """Return a signature as the model has it."""
    if stored is None:
        return None
    assert stored["by"] == names[stored["person"]]
    return Signed(
        *(stored[name] for name in ("title", "consents", "department", "by", "signed_for"))
    )


def _post(names: dict[int, str], stored: dict[str, Any]) -> Post:
    """Return a step as the model has it."""
    post = Post(stored["title"], tuple(names[pk] for pk in stored["people"]), stored["consents"])
    assert post.department == stored["department"]
    return post


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> type[Desk]:
    monkeypatch.setattr(storing, "RESPONSE_MAX", ROOM)
    Desk.stock = stock()
    Desk.response = make_response(edition=make_edition(asked()))
    city = Desk.response.city
    city.submission_language = "en"
    city.save()
    # Who started the response has left.
    Membership.objects.all().delete()
    Desk.cast = {
        name: make_member(city if role else make_city("shelbyville"), role or Role.REVIEWER, name)
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
            # Half as many as other tests have, as each is thirty steps.
            max_examples=settings().max_examples // 2,
            stateful_step_count=30,
            deadline=None,
            # Steps go to the database, and those that draw little are as good as the others.
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
