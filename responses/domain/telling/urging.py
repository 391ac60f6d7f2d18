"""Reminding those who have to act on a section now, as a coordinator asks for it.

Nobody is reminded of the same section twice on one day, however often it is asked for: the day
is in the keys of the notices.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils import timezone

from responses.domain.auditing import Actor, record
from responses.domain.edition.shapes import SectionShape
from responses.domain.notices.inbox import read_told
from responses.domain.notices.notices import NewNotice, notify_all
from responses.domain.permissions import NotAllowedError, Permission, may
from responses.domain.signing.turns import next_step
from responses.enums import STATES, WRITABLE, AuditKind, DeskAct, State
from responses.localized import localized
from responses.models import Delegation, Invitation, Response, SectionWork, User
from responses.notice_kinds import URGINGS, WITH_DAY, NoticeKind

from .audiences import NOBODY, People, read_acted_for, read_staff
from .owing import last_sender, unassigned
from .table import Scene, told

_SIGNING = frozenset({NoticeKind.URGED_TO_SIGN, NoticeKind.URGED_TO_CONSENT})
_ASSIGNED = SectionWork.contributors.through.objects
_TRANSLATING = SectionWork.translators.through.objects


@dataclass(frozen=True, slots=True)
class Urged:
    """Who was reminded of a section, by name, and who had been on the same day.

    Neither, where nobody but the actor has to act. `invited` would have to, but have not
    joined yet. `unassigned` is whether it is to be written and nobody has it. Of those reminded
    `now`, `in_place` are the coordinators who stand in for writers that there are not, and
    `senders`, of a section `unassigned`, who sent it to review before, and `translators` who
    translate it alone; the others of it have a question.
    """

    section: SectionShape
    now: tuple[str, ...]
    before: tuple[str, ...]
    invited: tuple[str, ...] = ()
    unassigned: bool = False
    in_place: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """All who have to act."""
        return self.now + self.before + self.invited


@transaction.atomic
def urge(response: Response, sections: Iterable[SectionShape], *, actor: Actor) -> list[Urged]:
    """Remind those who have to act now on each of some sections, and return who they are.

    Raises `NotAllowedError` if the actor may not assign. `response.city` and
    `response.edition` are taken as loaded.
    """
    asked = list(sections)
    # Locked, so that of two that ask at once the second finds what the first did.
    found: Any = (
        SectionWork.objects.select_for_update(of=("self",))
        .filter(response=response, section__in=[each.pk for each in asked])
        .select_related("approval")
        .annotate(unassigned=unassigned(timezone.now()), sender=last_sender())
        .order_by("pk")
    )
    works = {work.section_id: work for work in found}
    if not may(actor.person, Permission.ASSIGN, response.city):
        raise NotAllowedError
    things = [_things(response, works[each.pk], actor) for each in asked]
    told_before = read_told([response.pk], URGINGS)
    notify_all(chain.from_iterable(things))
    names = _names(person for thing in chain.from_iterable(things) for person in thing.people)
    invited = _invited(response, works.values())
    stands_in = _in_place(works.values())
    unowned = {pk for pk, work in works.items() if work.unassigned and work.state in WRITABLE}
    return [
        replace(
            _urged(
                section,
                found,
                told_before,
                names,
                in_place=stands_in.get(section.pk, NOBODY),
                sender=works[section.pk].sender if section.pk in unowned else None,
                actor=actor,
            ),
            invited=tuple(invited.get(section.pk, {}).values()),
            unassigned=section.pk in unowned,
        )
        for section, found in zip(asked, things, strict=True)
    ]


def _things(response: Response, work: SectionWork, actor: Actor) -> list[NewNotice]:
    """Return what the people who have to act are told; nothing where nothing is to be done."""
    state = State(work.state)
    if STATES[state].is_done and not work.translations_open:
        return []
    work.response = response
    rows = told((DeskAct.REMIND, state), Scene(work))
    return [_thing(work, kind, people, actor) for kind, people in rows if kind in URGINGS]


def _thing(work: SectionWork, kind: NoticeKind, people: People, actor: Actor) -> NewNotice:
    due_on = work.due_on
    if kind is NoticeKind.URGED_TO_TRANSLATE:
        due_on = work.translation_due_on or due_on
    return NewNotice(
        kind,
        people - {actor.person.pk},
        work.response,
        # One key, as nobody is reminded twice, whatever they are to do.
        f"urged:{timezone.localdate().isoformat()}:works/{work.pk}",
        section=work.section_id,
        actor=actor.person,
        text=due_on.isoformat() if due_on and kind in WITH_DAY else "",
        acting=read_acted_for(work, people, timezone.localdate()) if kind in _SIGNING else {},
    )


def _in_place(works: Iterable[SectionWork]) -> Mapping[int, People]:
    """Return the coordinators who stand in for writers, by the section's key; two queries.

    None where nothing is to be written.
    """
    here = [work for work in works if work.state in WRITABLE]
    staff = read_staff(here) if here else None
    return {work.section_id: staff.in_place_of_writers(work) for work in here if staff}


def _invited(response: Response, works: Iterable[SectionWork]) -> Mapping[int, Mapping[int, str]]:
    """Return the names of those who would have to act on some sections once they have joined.

    By the section's key, then by the person's. One query, and two more if anybody is invited.
    """
    asked = Invitation.objects.filter(city=response.city_id, used_at=None, withdrawn_at=None)
    names = {
        person: name or email
        for person, name, email in asked.order_by("name", "email").values_list(
            "person", "name", "email"
        )
    }
    if not names:
        return {}
    writers = (
        set(
            _ASSIGNED.filter(sectionwork__response=response, user__in=names)
            .order_by()
            .values_list("sectionwork__section", "user")
        )
        | set(
            _TRANSLATING.filter(sectionwork__response=response, user__in=names)
            .exclude(sectionwork__response__city__submission_language="")
            .order_by()
            .values_list("sectionwork__section", "user")
        )
        | set(
            Delegation.objects.filter(response=response, people__in=names)
            .order_by()
            .values_list("question__section", "people")
        )
    )
    found = {}
    for work in works:
        step, section = next_step(work), work.section_id
        here = {person for at, person in writers if at == section and work.state in WRITABLE}
        here.update(step.people if step else ())
        found[section] = {person: name for person, name in names.items() if person in here}
    return found


def _names(people: Iterable[int]) -> Mapping[int, str]:
    """Return the names of people by key, in the order of names; one query."""
    found = User.objects.filter(pk__in=set(people)).order_by("name", "email")
    return {person.pk: str(person) for person in found}


def _urged(
    section: SectionShape,
    things: Collection[NewNotice],
    told_before: Collection[tuple[int, str]],
    names: Mapping[int, str],
    *,
    in_place: People,
    sender: int | None,
    actor: Actor,
) -> Urged:
    """Return who was reminded of a section, and record it."""
    asked = [(person, thing.key) for thing in things for person in thing.people]
    known = frozenset(person for person, key in asked if (person, key) in told_before)
    reached = frozenset(person for person, _key in asked) - known

    def named(people: Collection[int]) -> tuple[str, ...]:
        return tuple(name for person, name in names.items() if person in people)

    now, before = named(reached), named(known)
    if now:
        response = next(iter(things)).response
        code = response.edition.code
        record(
            AuditKind.REMINDED,
            actor,
            response.city,
            lambda: f"{code} · {section.number}. {localized(section.title)} → {', '.join(now)}",
        )
    sent = [person for person in reached - in_place if person == sender]
    to_translate = [each.people for each in things if each.kind is NoticeKind.URGED_TO_TRANSLATE]
    return Urged(
        section,
        now,
        before,
        in_place=named(reached & in_place),
        senders=named(sent),
        translators=named(reached.intersection(*to_translate) if to_translate else NOBODY),
    )
