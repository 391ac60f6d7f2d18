"""Checks at the same moment as edits, repairs, approvals and other checks, 60 times each."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.writes import Outcome, Write
from responses.domain.auditing import Actor
from responses.domain.checks.found import LinkFound
from responses.domain.checks.named import address_digest
from responses.domain.checks.noting import note_link
from responses.domain.checks.recording import claim, record, register, release
from responses.domain.checks.standing import LinkStanding
from responses.domain.checks.states import digest_of
from responses.domain.checks.targets import target_of
from responses.domain.content.content import Content, canonical
from responses.domain.content.replacing import replaced
from responses.domain.coverage.claiming import PurposeChange, choose_purposes
from responses.domain.review.workflow import FailingLinksError, Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.failing_links import tell_of_links
from responses.enums import Action, Role, State
from responses.link_states import Finding, LinkState
from responses.models import (
    Address,
    Answer,
    Check,
    Event,
    Host,
    LinkNote,
    Notice,
    Proof,
    RefusedText,
    Response,
    User,
)
from responses.notice_kinds import NoticeKind
from tests.support import invariants
from tests.support.checked import note_checks, standing_of
from tests.support.factories import find, make_edition, make_member, make_response, shape_of
from tests.support.indicators import with_indicators
from tests.support.racing import Race

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 60
DAY = timedelta(days=1)
BAD, GOOD = LinkFound(Finding.MISSING, 404), LinkFound(Finding.WORKS, 200)
BOTH = ("content/7", "content/8")


@dataclass(frozen=True)
class Desk:
    """A response with links, and its people: two who write, one who reviews."""

    response: Response
    ann: User
    ben: User
    cho: User

    def write(self, author: User, url: str, base: int) -> Outcome:
        section, question = find(self.response, "a-1")
        content = canonical(question, {"links": [{"label": "안내", "url": url}]})
        return save_answer(self.response, section, Write(question, content, base), author=author)

    def repair(self, author: User, others: dict[str, str], before: Content, base: int) -> Outcome:
        section, question = find(self.response, "a-1")
        content = replaced(question, before, others)
        return save_answer(self.response, section, Write(question, content, base), author=author)

    def answer(self) -> Answer:
        return self.response.answers.get(question__key="a-1")

    def url(self) -> str:
        found: str = self.answer().content["parts"]["links"][0]["url"]
        return found


@pytest.fixture
def desk(transactional_db: None, settings: Settings) -> Desk:
    settings.CHECK_LINKS = True
    response = make_response(edition=make_edition(with_indicators()))
    ann, ben = (make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Ann", "Ben"))
    return Desk(response, ann, ben, make_member(response.city, Role.REVIEWER, "Cho"))


def held(url: str) -> tuple[int, int]:
    """Have one who checks hold the host of an address; return the keys of both."""
    target = target_of(url)
    register({address_digest(target): target}, timezone.now())
    address = Address.objects.get(digest=address_digest(target))
    Host.objects.filter(pk=address.host_id).update(held_by="me")
    return address.host_id, address.pk


def assert_checks_are_whole() -> None:
    """Each address stands as its checks say."""
    for each in Address.objects.all():
        rows = Check.objects.filter(address=each).order_by("at", "pk")
        found = standing_of(
            (Finding(finding), at) for finding, at in rows.values_list("finding", "at")
        )
        assert found == LinkStanding(LinkState(each.state), each.since, each.failed_at)


def test_a_check_against_an_edit(race: Race, desk: Desk) -> None:
    """The address is failing by then, and who wrote it is told only if it is named still."""
    for number in range(ROUNDS):
        old, new = (f"https://{number}.kr/{name}" for name in ("old", "new"))
        version = Answer.objects.filter(question__key="a-1").values_list("version", flat=True)
        desk.write(desk.ann, old, next(iter(version), 0))
        now = timezone.now()
        note_checks(old, Finding.MISSING, last=now - DAY)
        host, key = held(old)

        def check(host: int = host, key: int = key) -> Any:
            done = record("me", host, key, BAD, timezone.now())
            tell_of_links()
            return done

        done, outcome = race(check, partial(desk.write, desk.ben, new, desk.answer().version))
        assert (done.after, outcome.refusal) == (LinkState.FAILING, None)
        assert desk.url() == new
        address = Address.objects.get(pk=key)
        assert (address.state, address.told, address.checks.count()) == (LinkState.FAILING, True, 2)
        notices = Notice.objects.filter(kind=NoticeKind.LINK_FAILS, text=address.url)
        people = [each.person for each in notices]
        # Whoever wrote the answer last, at that moment.
        assert not people or {desk.ann, desk.ben} & {*people}
        assert len(people) == len(set(people))
        release("me")
    assert_checks_are_whole()
    invariants.assert_history_is_whole(invariants.read(desk.response))


def test_a_repair_against_an_edit(race: Race, desk: Desk) -> None:
    """One is taken and the other kept; what was chosen and noted follows the one that is taken."""
    section, question = find(desk.response, "a-1")
    winners = set()
    for number in range(ROUNDS):
        old, new = f"https://{number}.kr/?a=1¤tPage=2", f"https://{number}.kr/b"
        mended = f"https://{number}.kr/?a=1&currentPage=2"
        found = Answer.objects.filter(question__key="a-1").first()
        desk.write(desk.ann, f"https://{number}.kr/first", found.version if found else 0)
        Proof.objects.all().delete()
        RefusedText.objects.all().delete()
        desk.write(desk.ann, old, desk.answer().version)
        before = desk.answer()
        content = Content.from_json(before.content)
        choose_purposes(
            *(desk.response, shape_of(desk.response), section, question),
            {digest_of(old): PurposeChange(BOTH, BOTH[:1])},
            author=desk.ann,
        )
        note_link(desk.response, digest_of(old), old, f"이유 {number}", actor=Actor(desk.ann))
        results = race(
            partial(desk.repair, desk.ann, {old: mended}, content, before.version),
            partial(desk.write, desk.ben, new, before.version),
        )
        refused = [each.refusal for each in results]
        assert sorted(map(str, refused)) == ["None", "stale"]
        taken = (mended, new)[refused.index(None)]
        assert desk.url() == taken
        kept = RefusedText.objects.get().content["parts"]["links"][0]["url"]
        assert {taken, kept} == {mended, new}
        assert Proof.objects.get().purposes == {"a-1": {digest_of(taken): ["content/7"]}}
        # The repaired address leads to the same page; of the other one nobody has said why.
        noted = LinkNote.objects.filter(digest=digest_of(taken)).values_list("text", flat=True)
        assert list(noted) == ([f"이유 {number}"] if taken == mended else [])
        winners.add(taken == mended)
    assert winners == {True, False}
    invariants.assert_history_is_whole(invariants.read(desk.response))


def test_an_approval_against_failing(race: Race, desk: Desk) -> None:
    """Who approves knows of all that failed when they did, or is asked again."""
    section = find(desk.response, "a-1")[0]
    refused = 0
    for number in range(ROUNDS):
        url = f"https://{number}.kr/a"
        found = Answer.objects.filter(question__key="a-1").first()
        desk.write(desk.ann, url, found.version if found else 0)
        note_checks(url, Finding.MISSING, last=timezone.now() - DAY)
        host, key = held(url)
        perform(Move(Action.SEND), desk.response, section, actor=Actor(desk.ann))
        seen = read_snapshot(desk.response).sections_by_key[section.key].digest
        approve = partial(perform, response=desk.response, section=section, actor=Actor(desk.cho))
        result, done = race(
            partial(approve, Move(Action.APPROVE, seen=seen)),
            lambda host=host, key=key: record("me", host, key, BAD, timezone.now()),
        )
        assert done.after is LinkState.FAILING
        if isinstance(result, FailingLinksError):
            refused += 1
            failing = (digest_of(url),)
            result = approve(Move(Action.APPROVE, seen=seen, failing=failing))
            assert result.failing == [url]
        else:
            assert result.failing is None
        assert desk.response.works.get(section=section.pk).state == State.APPROVED
        move = Move(Action.REOPEN, comment="again")
        perform(move, desk.response, section, actor=Actor(desk.cho))
        release("me")
    assert Event.objects.filter(action=Action.APPROVE).count() == ROUNDS
    assert Event.objects.exclude(failing=None).filter(action=Action.APPROVE).count() == refused
    assert_checks_are_whole()
    past = invariants.read(desk.response)
    invariants.assert_events_are_whole(past)
    invariants.assert_approvals_are_of_content(past)


def test_one_who_comes_back_against_one_who_takes_over(race: Race) -> None:
    """Whoever was thought dead and the next one record each check once, and lose none."""
    for number in range(ROUNDS):
        host, key = held(f"https://{number}.kr/a")
        Host.objects.filter(pk=host).update(held_until=timezone.now())

        def take_over() -> bool:
            return any(
                record("you", each.pk, due.pk, GOOD, timezone.now())
                for each in claim("you", timezone.now(), 1)
                for due in each.due
            )

        late = partial(record, "me", host, key, GOOD, timezone.now())
        came_back, took_over = race(late, take_over)
        if not came_back and not took_over:
            # Nobody was given it while the other looked; it is there for the next one.
            assert take_over()
        assert Check.objects.filter(address=key).count() == 1
        release("me")
        release("you")
    assert Check.objects.count() == Address.objects.count() == ROUNDS
