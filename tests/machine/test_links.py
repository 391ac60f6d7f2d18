"""Whatever happens to links, in whatever order: checked, edited, repaired, noted, confirmed.

A model, written apart from the product, says after each step how each address stands, what is said
beside the answers, who was told of what, and of what an approval has to know.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from responses.domain.auditing import Actor
from responses.domain.checks.found import LinkFound
from responses.domain.checks.named import read_namings
from responses.domain.checks.noting import note_link
from responses.domain.checks.recording import ask_again, claim, record, register, release
from responses.domain.checks.states import digest_of
from responses.domain.coverage.claiming import PurposeChange, choose_purposes
from responses.domain.review.workflow import FailingLinksError, Move, perform
from responses.domain.snapshot.evidence import targets_named
from responses.domain.snapshot.failing import read_failing
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.failing_links import tell_of_links, tell_of_namings
from responses.enums import Action, Role, State
from responses.link_states import Finding, LinkState
from responses.models import Address, Check, Event, LinkNote, Notice, Proof, Response, User
from responses.notice_kinds import NoticeKind
from tests.support.factories import find, make_edition, make_member, make_response, shape_of, write
from tests.support.indicators import with_indicators

pytestmark = [pytest.mark.long, pytest.mark.django_db]

DAMAGED = ("https://a.kr/?a=1¤tPage=2", "https://b.kr/?a=1¤tPage=2")
MENDED = {each: each.replace("¤t", "&current") for each in DAMAGED}
URLS = (*DAMAGED, *MENDED.values(), "https://c.kr/1", "https://c.kr/2")
BOTH = ("content/7", "content/8")
# What fails, what works, and what lets no program in.
FOUND = {
    Finding.MISSING: LinkState.FAILING,
    Finding.WORKS: LinkState.WORKS,
    Finding.GUARDED: LinkState.GUARDED,
}

urls = st.sampled_from(URLS)
findings = st.sampled_from([Finding.MISSING, *FOUND])


@dataclass
class Known:
    """What should be known of an address: how it stands, when it failed first, if it was told."""

    state: LinkState = LinkState.UNCHECKED
    failed_on: int | None = None
    told: bool = False
    checks: int = 0
    fails_since: int = 0

    def check(self, found: LinkState, day: int) -> None:
        self.checks += 1
        if found is not LinkState.FAILING:
            self.state, self.failed_on = found, None
        elif self.failed_on is None:
            self.state, self.failed_on = LinkState.DOUBTFUL, day
        elif self.state is not LinkState.FAILING and day > self.failed_on:
            self.state, self.fails_since = LinkState.FAILING, day


@dataclass
class Book:
    """What should be in the tables."""

    rows: list[str] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    chosen: set[str] = field(default_factory=set)
    told: list[tuple[NoticeKind, str]] = field(default_factory=list)
    known_as_failing: set[tuple[str, int]] = field(default_factory=set)
    written_on: int = 0
    confirmed: list[list[str]] = field(default_factory=list)
    state: State = State.DRAFT

    @property
    def failing(self) -> list[str]:
        """The addresses of which an approval has to know, in their order."""
        failing = {url for url, each in self.known.items() if each.state is LinkState.FAILING}
        return [url for url in dict.fromkeys(self.rows) if url in failing - self.notes.keys()]


class LinkDesk(RuleBasedStateMachine):
    """One answer with links, who writes it and who approves it, and a worker that checks."""

    response: ClassVar[Response]
    writer: ClassVar[User]
    reviewer: ClassVar[User]
    start: ClassVar[datetime]

    def __init__(self) -> None:
        super().__init__()
        self.book, self.day = Book(), 0
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        self.section, self.question = find(self.response, "a-1")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.close()

    # Writing

    @precondition(lambda self: self.book.state is State.DRAFT)
    @rule(row=st.integers(0, 2), url=urls)
    def edit(self, row: int, url: str) -> None:
        """Write an address into a row, which is known by its label; what it is for goes along."""
        rows = [*self.book.rows]
        rows[row : row + 1] = [url]
        self._write(rows)

    @precondition(
        lambda self: self.book.state is State.DRAFT and not {*DAMAGED}.isdisjoint(self.book.rows)
    )
    @rule()
    def repair(self) -> None:
        """Take all that is offered; a note goes along, as it is the same page."""
        self._write([MENDED.get(each, each) for each in self.book.rows])

    def _write(self, rows: list[str]) -> None:
        before = self.book.rows
        links = [{"label": f"Link {n}", "url": url} for n, url in enumerate(rows)]
        outcome = write(self.response, "a-1", self.writer, links=links)
        assert outcome.refusal is None
        chosen, notes = set(self.book.chosen), dict(self.book.notes)
        for was, now in zip(before, rows, strict=False):
            if was == now:
                continue
            if was in chosen and now not in {*before, *chosen}:
                self.book.chosen.add(now)
                if was not in rows:
                    self.book.chosen.discard(was)
            if was in notes and MENDED.get(was) == now:
                self.book.notes.setdefault(now, notes[was])
        self.book.rows, self.book.written_on = rows, self.day

    @precondition(lambda self: self.book.state is State.DRAFT and self.book.rows)
    @rule(data=st.data(), alone=st.booleans())
    def choose(self, data: st.DataObject, alone: bool) -> None:  # noqa: FBT001 - drawn
        """Say that a link is for the first of its two indicators alone, or for both."""
        url = data.draw(st.sampled_from(self.book.rows))
        now = BOTH[:1] if url in self.book.chosen else BOTH
        change = PurposeChange(now, BOTH[:1] if alone else BOTH)
        choose_purposes(
            *(self.response, shape_of(self.response), self.section, self.question),
            {digest_of(url): change},
            author=self.writer,
        )
        (self.book.chosen.add if alone else self.book.chosen.discard)(url)

    @precondition(lambda self: self.book.rows)
    @rule(data=st.data(), text=st.sampled_from(["only in Korea", "moves in May", ""]))
    def note(self, data: st.DataObject, text: str) -> None:
        """Say why an address is right all the same, or no longer."""
        url = data.draw(st.sampled_from(self.book.rows))
        note_link(self.response, digest_of(url), url, text, actor=Actor(self.writer))
        self.book.notes.pop(url, None)
        if text:
            self.book.notes[url] = text

    # Checking

    @rule(days=st.sampled_from([0, 1, 1]), data=st.data())
    def check(self, days: int, data: st.DataObject) -> None:
        """Let a worker look after some days, and tell; on the same day only what is asked for."""
        self.day += days
        now = self.start + timedelta(days=self.day)
        register(targets_named(read_snapshot(self.response).sections), now)
        for url in self.book.rows:
            self.book.known.setdefault(url, Known())
        if not days:
            ask_again([digest_of(url) for url in self.book.rows], now)
        for host in claim("worker", now, 9):
            for due in host.due:
                url = next(each for each in URLS if digest_of(each) == digest_of(due.url))
                finding = data.draw(findings)
                assert record("worker", host.pk, due.pk, LinkFound(finding), now)
                self.book.known[url].check(FOUND[finding], self.day)
        release("worker")
        tell_of_links()
        for url, known in self.book.known.items():
            fails = known.state is LinkState.FAILING
            if fails != known.told and (fails or known.state is LinkState.WORKS):
                known.told = fails
                if url in self.book.rows:
                    kind = NoticeKind.LINK_FAILS if fails else NoticeKind.LINK_WORKS
                    self.book.told.append((kind, url))
                    if fails:
                        self.book.known_as_failing.add((url, known.fails_since))

    @rule()
    def tell_of_what_is_written(self) -> None:
        """Tell of what an answer names since it fails, as it was written after that, once."""
        written = self.start + timedelta(days=self.book.written_on, hours=1)
        namings = [(target, place._replace(at=written)) for target, place in read_namings()]
        told = tell_of_namings(namings)
        new = [
            (url, known.fails_since)
            for url, known in self.book.known.items()
            if known.state is LinkState.FAILING
            if known.told and url in self.book.rows and url not in self.book.notes
            if self.book.written_on >= known.fails_since
        ]
        new = [each for each in new if each not in self.book.known_as_failing]
        assert bool(told) == bool(new)
        self.book.told += [(NoticeKind.LINK_FAILS, url) for url, _since in new]
        self.book.known_as_failing.update(new)

    # Deciding

    @precondition(lambda self: self.book.rows)
    @rule(knows=st.booleans())
    def move_on(self, knows: bool) -> None:  # noqa: FBT001 - drawn
        """Send, approve or reopen; who sends or approves has to know of what fails."""
        action, after = {
            State.DRAFT: (Action.SEND, State.IN_REVIEW),
            State.IN_REVIEW: (Action.APPROVE, State.APPROVED),
            State.APPROVED: (Action.REOPEN, State.DRAFT),
        }[self.book.state]
        failing = self.book.failing if action is not Action.REOPEN else []
        told = tuple(digest_of(url) for url in failing) if knows else ()
        seen = read_snapshot(self.response).sections_by_key["alpha"].digest
        move = Move(action, "again", seen, failing=told)
        actor = Actor(self.writer if action is Action.SEND else self.reviewer)
        if failing and not knows:
            with pytest.raises(FailingLinksError):
                perform(move, self.response, self.section, actor=actor)
            return
        perform(move, self.response, self.section, actor=actor)
        self.book.confirmed.append(failing)
        self.book.state = after

    # What must hold

    @invariant()
    def the_tables_say_what_the_book_says(self) -> None:
        by_digest = {digest_of(url): url for url in URLS}
        rows = Address.objects.values_list("digest", "state", "told")
        assert {by_digest[digest]: (state, told) for digest, state, told in rows} == {
            url: (each.state, each.told) for url, each in self.book.known.items()
        }
        assert Check.objects.count() == sum(each.checks for each in self.book.known.values())
        notes = LinkNote.objects.values_list("digest", "text")
        assert {by_digest[digest]: text for digest, text in notes} == self.book.notes
        proof = Proof.objects.first()
        chosen = proof.purposes.get("a-1", {}) if proof else {}
        assert {by_digest[digest]: tuple(keys) for digest, keys in chosen.items()} == dict.fromkeys(
            self.book.chosen, BOTH[:1]
        )
        kinds = (NoticeKind.LINK_FAILS, NoticeKind.LINK_WORKS)
        told = Notice.objects.filter(kind__in=kinds, person=self.writer).order_by("pk")
        found = [
            (kind, by_digest[digest_of(text)]) for kind, text in told.values_list("kind", "text")
        ]
        assert sorted(found) == sorted(self.book.told)
        events = Event.objects.order_by("pk").values_list("failing", flat=True)
        assert [each or [] for each in events] == self.book.confirmed
        sections = read_snapshot(self.response).sections
        failing = read_failing(self.response.pk, sections)
        assert [each.url for each in failing] == self.book.failing


@pytest.fixture
def desk(db: None, settings: Settings) -> type[LinkDesk]:
    settings.CHECK_LINKS = True
    LinkDesk.response = make_response(edition=make_edition(with_indicators()))
    LinkDesk.writer = make_member(LinkDesk.response.city, Role.CONTRIBUTOR)
    LinkDesk.reviewer = make_member(LinkDesk.response.city, Role.REVIEWER)
    LinkDesk.start = timezone.now()
    return LinkDesk


def test_links_are_known_whatever_happens_to_them(desk: type[LinkDesk]) -> None:
    run_state_machine_as_test(
        desk,
        settings=settings(
            # Steps are of few kinds, and each looks at all.
            max_examples=settings().max_examples // 10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
