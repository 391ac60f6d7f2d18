"""Files that were handed out come back, and what they changed is merged; the writer of `Return`.

What a file changed since it was handed out, and what was changed here meanwhile, are merged as
the changes of two people are: where both changed the same, or both wrote more at one place, what
came back is kept as a refused text of a coordinator, who merges it by hand. It goes through the
one door, in the name of that coordinator; who returned it is told by the Return.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.characters import one_line
from responses.domain.answers.drafting import save_answers
from responses.domain.answers.writes import Outcome, Write
from responses.domain.auditing import Actor, record, record_returned
from responses.domain.content.combining import combined
from responses.domain.content.completeness import contradictions
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.files import NAME_MAX
from responses.domain.digests import digest
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, SectionShape
from responses.domain.files.storing import measured, store_imported
from responses.domain.permissions import NotAllowedError, Permission, may
from responses.domain.telling.handed_out import settle_awaited, tell_returned, tell_unreadable
from responses.enums import (
    ORIGINAL,
    WRITABLE,
    AuditKind,
    Became,
    Refusal,
    Role,
    Source,
)
from responses.models import Answer, Handout, Return, SectionWork, User

from .blanks import ReturnedAnswer
from .handing import HandoutRefusedError, HeldAnswer, held_answers

RETURNS_MAX = 20
"""How many files may come back through the link of one handout."""
TOO_MANY = _(
    "As many files as possible have been returned for this handout. Send another one to the person "
    "who handed it out."
)


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that comes back: its name, its bytes to be read, and who returns it, in words."""

    name: str
    content: IO[bytes]
    returned_by: str


@transaction.atomic
def bring_back(
    handout: Handout, given: GivenFile, *, actor: Actor | None, address: str | None = None
) -> Return:
    """Keep a file that comes back, to be read by a worker; the same file is the same Return.

    Without an actor it came through the link, from a network address. Raises `NotAllowedError`,
    `HandoutRefusedError` where too many came, and `UnfitError` where there is no room.
    """
    response = handout.response
    if actor and not may(actor.person, Permission.ASSIGN, response.city):
        raise NotAllowedError
    file_digest, _size = measured(given.content)
    Handout.objects.select_for_update(no_key=True).get(pk=handout.pk)
    known = handout.returns.filter(file=file_digest).first()
    if known:
        return known
    if actor is None and handout.returns.filter(by=None).count() >= RETURNS_MAX:
        raise HandoutRefusedError(TOO_MANY)
    returned = Return.objects.create(
        handout=handout,
        file=store_imported(response, given.content, handout.format),
        name=one_line(given.name)[:NAME_MAX],
        returned_by=given.returned_by or handout.addressee,
        by=actor.person if actor else None,
        at=timezone.now(),
    )
    settle_awaited(handout)
    subject = f"{response.edition.code} · {returned.returned_by} · {returned.name}"
    if actor:
        record(AuditKind.RETURNED, actor, response.city, lambda: subject)
    else:
        record_returned(response.city, subject, address)
    return returned


def unread(pk: int) -> Return | None:
    """Return a file that came back and was not read yet, with its handout; one query."""
    found = Return.objects.filter(pk=pk, read_at=None)
    response = "handout__response"
    return found.select_related(f"{response}__city", f"{response}__edition", "by").first()


def unread_keys() -> list[int]:
    """Return the keys of all files that came back and were not read yet; one query."""
    return list(Return.objects.filter(read_at=None).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def refuse(returned: Return, reason: str | Promise) -> None:
    """Note why a file that came back cannot be read; the reason as in the source, in English."""
    mine = Return.objects.filter(pk=returned.pk, read_at=None)
    if mine.update(read_at=timezone.now(), refusal=str(reason)):
        tell_unreadable(returned)


@transaction.atomic
def merge_returned(returned: Return, answers: Iterable[ReturnedAnswer]) -> None:
    """Merge what a file that came back changed into the answers; nothing if that was done.

    What is said of each answer came with an earlier file of the same handout changes nothing
    again. Raises `NotAllowedError` if no coordinator is left in whose name it could be written.
    """
    mine = Return.objects.filter(pk=returned.pk, read_at=None)
    if not list(mine.select_for_update().order_by().values_list("pk")):
        return
    handout = returned.handout
    edition = edition_shape(handout.response.edition)
    given = {each.question.key: each for each in answers}
    merging = _Merging(handout, _writer(returned), _said_before(returned), returned.returned_by)
    held = {each.question.key: each for each in held_answers(edition, handout.held)}
    became: dict[str, Any] = {}
    for section in edition.sections:
        keys = [each.key for each in section.questions if each.key in given and each.key in held]
        if keys:
            pairs = [(held[key], given[key]) for key in keys]
            became |= merging.merge(section, pairs)
    mine.update(read_at=timezone.now(), answers=became)
    tell_returned(returned, merging.kept, merging.written)


def _writer(returned: Return) -> User:
    """Return in whose name it is written: the coordinator who uploaded it, or handed it out.

    If they are none any more, another one.
    """
    handout = returned.handout
    there = User.objects.filter(
        is_active=True,
        memberships__city=handout.response.city_id,
        memberships__role=Role.COORDINATOR,
    ).order_by("pk")
    first = [key for key in (returned.by_id, handout.by_id) if key]
    found = {person.pk: person for person in there}
    for key in (*first, *found):
        if key in found:
            return found[key]
    raise NotAllowedError


def _said_before(returned: Return) -> set[tuple[str, str]]:
    """Return what earlier files of the same handout said: keys of questions, and digests."""
    earlier = returned.handout.returns.exclude(pk=returned.pk).exclude(read_at=None)
    return {
        (key, each["digest"])
        for answers in earlier.values_list("answers", flat=True)
        for key, each in answers.items()
    }


@dataclass(frozen=True, slots=True)
class _Merging:
    """The merging of one file that came back."""

    handout: Handout
    writer: User
    before: set[tuple[str, str]]
    returned_by: str
    kept: dict[int, int] = field(default_factory=dict)
    written: list[int] = field(default_factory=list)

    def merge(
        self, section: SectionShape, pairs: Sequence[tuple[HeldAnswer, ReturnedAnswer]]
    ) -> dict[str, Any]:
        """Merge the answers of one section, which stays locked; return what became of each.

        What has to be merged by hand is in `kept` then: refused texts by question; and the
        questions whose answers it changed are in `written`.
        """
        response = self.handout.response
        work = SectionWork.objects.select_for_update(of=("self",)).get(
            response=response, section=section.pk
        )
        now = self._now([held for held, _given in pairs])
        became: dict[str, Any] = {}
        writes: list[tuple[Became, str, Write]] = []
        for held, given in pairs:
            key = held.question.key
            plain = digest(given.content.to_json())
            became[key] = {
                "became": Became.SAME,
                "digest": plain,
                "left": list(given.left),
                "others": list(given.others),
                "at_odds": bool(contradictions(held.question, given.content)),
            }
            version, current = now.get(held.question.pk, (0, EMPTY))
            if (key, plain) not in self.before:
                is_open = work.state in WRITABLE
                found = _write(held, given.content, version, current, is_open=is_open)
                if found:
                    writes.append((found[0], key, found[1]))
        outcomes = (
            save_answers(
                response,
                section,
                [write for _became, _key, write in writes],
                author=self.writer,
                source=Source.HANDOUT,
                returned_by=self.returned_by,
            )
            if writes
            else []
        )
        for (meant, key, _asked), outcome in zip(writes, outcomes, strict=True):
            became[key] |= _told(meant, outcome)
            if outcome.refused:
                self.kept[outcome.question.pk] = outcome.refused.pk
            elif outcome.changed:
                self.written.append(outcome.question.pk)
        return became

    def _now(self, held: Sequence[HeldAnswer]) -> Mapping[int, tuple[int, Content]]:
        found = Answer.objects.filter(
            response=self.handout.response,
            question__in=[each.question.pk for each in held],
            language=ORIGINAL,
        )
        return {
            question: (version, Content.from_json(content))
            for question, version, content in found.values_list("question", "version", "content")
        }


def _write(
    held: HeldAnswer, given: Content, version: int, current: Content, *, is_open: bool
) -> tuple[Became, Write] | None:
    """Return what is to be written of an answer, and what it will have become; None if nothing."""
    question = held.question
    if given in (held.content, current):
        return None
    both = combined(question, held.content, current, given)
    if both.content == current and not both.meets:
        return None
    as_handed = Write(question, given, held.version)
    if not is_open:
        return Became.CLOSED, as_handed
    if both.meets:
        return Became.CONFLICT, as_handed
    became = Became.WRITTEN if both.content == given else Became.MERGED
    return became, Write(question, both.content, version)


def _told(meant: Became, outcome: Outcome) -> dict[str, Any]:
    if outcome.refusal:
        became = Became.CLOSED if outcome.refusal is Refusal.CLOSED else Became.CONFLICT
        return {"became": became}
    return {"became": meant, "version": outcome.version} if outcome.changed else {}


def read_returned(handout: Handout) -> list[Return]:
    """Return the files that came back for a handout last, newest first; one query."""
    return list(handout.returns.order_by("-pk")[:RETURNS_MAX])


def edition_of(handout: Handout) -> EditionShape:
    """Return the edition that a handout asks from."""
    return edition_shape(handout.response.edition)
