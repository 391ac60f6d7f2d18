"""Due dates: who is told that a section or a question is due in a week, tomorrow, or overdue.

What is told is derived from what is true on a day alone, and kept from being told twice by the
keys of notices. So it can be asked for at any time, and a day on which nobody asked is made up
for on the next.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from responses.domain.notices.inbox import read_told
from responses.domain.notices.notices import NewNotice, notify_all
from responses.enums import WRITABLE
from responses.models import Delegation, SectionWork
from responses.notice_kinds import NOTICES, REMINDERS, TRANSLATION, UNASSIGNED, NoticeKind

from .audiences import NOBODY, CityStaff, People, read_staff
from .owing import is_settled, read_said, read_untranslated, unassigned

_FIRST = timedelta(days=max(REMINDERS.values()))
"""How long before it is due something is told of first."""


@dataclass(frozen=True, slots=True)
class _Due:
    """What is due: a section, or a question in it that was handed to `people`.

    Where it is `unassigned`, they are the coordinators, who have to assign it. Of a `translation`
    they are those who are named to translate it.
    """

    work: SectionWork
    day: date
    people: People
    name: str
    question: int | None = None
    unassigned: bool = False
    translation: bool = False

    @property
    def text(self) -> str:
        """What the notice keeps: the day, and what is to be said of it."""
        more = TRANSLATION if self.translation else UNASSIGNED if self.unassigned else ""
        return f"{self.day.isoformat()} {more}".rstrip()


def reminder(due: date, today: date) -> NoticeKind | None:
    """Return as what somebody is told today of something that is due, or None. Pure."""
    left = (due - today).days
    return next((kind for kind, days in REMINDERS.items() if left <= days), None)


def remind(today: date) -> int:
    """Tell those who write of what is due and not written, and coordinators of what is overdue.

    Nobody is told twice as the same of the same due date, however often this is called.
    Returns how many notices it made. At most nine queries, and those of `notify_all`.
    """
    works = _open_works(today + _FIRST)
    if not works:
        return 0
    staff = read_staff(works)
    due = [*_sections(works, staff), *_questions(works, staff), *_translations(works, staff)]
    things = [thing for each in due if (thing := _telling(each, today, staff))]
    return notify_all(_untold(things, read_told({work.response_id for work in works}, REMINDERS)))


def _open_works(until: date) -> list[Any]:
    """Return the sections open for writing, or translating, that are due until a day, or a part.

    That is their translation, or a question handed over. With each, whether it is `unassigned`.
    """
    handed = Delegation.objects.filter(
        response=OuterRef("response"), question__section=OuterRef("section"), due_on__lte=until
    )
    return list(
        SectionWork.objects.filter(
            Q(due_on__lte=until) | Q(translation_due_on__lte=until) | Exists(handed),
            Q(state__in=WRITABLE) | Q(translations_open=True),
        )
        .select_related("response__edition", "response__city")
        .annotate(unassigned=unassigned(timezone.now()))
        .order_by("pk")
    )


def _sections(works: Iterable[Any], staff: CityStaff) -> Iterator[_Due]:
    for work in works:
        if work.due_on and work.state in WRITABLE:
            people, name = staff.writers(work), f"works/{work.pk}"
            yield _Due(work, work.due_on, people, name, unassigned=work.unassigned)


def _questions(works: Collection[Any], staff: CityStaff) -> Iterator[_Due]:
    """Yield what was handed over, is due and is not answered; three queries.

    Without a date of its own it is due with its section, of which its writers are told anyway.
    """
    places = {(work.response_id, work.section_id): work for work in works if work.state in WRITABLE}
    delegations = list(
        Delegation.objects.filter(response__in={work.response_id for work in works})
        .select_related("question")
        .prefetch_related("people")
        .order_by("pk")
    )
    said = read_said(delegations)
    for delegation in delegations:
        work = places.get((delegation.response_id, delegation.question.section_id))
        if work is None or is_settled(work, delegation, said):
            continue
        day = delegation.due_on or work.due_on
        people, writers = (
            frozenset(each.pk for each in delegation.people.all()),
            staff.writers(work),
        )
        is_nobodys = work.unassigned and not people
        people = (people or writers) if delegation.due_on else people - writers
        # The delegation's own key changes when it is made anew, as for another department.
        name = f"responses/{delegation.response_id}/questions/{delegation.question_id}"
        if day and people:
            yield _Due(work, day, people, name, delegation.question_id, is_nobodys)


def _translations(works: Collection[Any], staff: CityStaff) -> Iterator[_Due]:
    """Yield what is to be translated by somebody who is named; two queries if anybody is.

    Without a date of its own a translation is due with its section.
    """
    named = [work for work in works if staff.translators(work)]
    left = read_untranslated(named) if named else frozenset()
    for work in named:
        day = work.translation_due_on or work.due_on
        if day and work.pk in left:
            people = staff.translators(work)
            yield _Due(work, day, people, f"works/{work.pk}/translation", translation=True)


def _telling(due: _Due, today: date, staff: CityStaff) -> NewNotice | None:
    kind = reminder(due.day, today)
    if kind is None:
        return None
    response = due.work.response
    above = staff.coordinators(response.city_id) if NOTICES[kind].to_coordinators else NOBODY
    return NewNotice(
        kind=kind,
        people=due.people | above,
        response=response,
        key=f"{kind.replace('_', '-')}:{due.day.isoformat()}:{due.name}",
        section=due.work.section_id,
        question=due.question,
        text=due.text,
    )


def _untold(things: Iterable[NewNotice], told: Collection[tuple[int, str]]) -> Iterator[NewNotice]:
    """Yield what is to be told, without those who were told of it before."""
    for thing in things:
        people = frozenset(each for each in thing.people if (each, thing.key) not in told)
        yield replace(thing, people=people)
