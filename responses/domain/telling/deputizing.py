"""Appointing a deputy, and telling deputies: of that, and of what waits for them already."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.notices.notices import NewNotice, notify, notify_all
from responses.domain.people.deputies import add_deputy, read_in_force
from responses.domain.signing.approval_line import read_signatures
from responses.domain.signing.turns import asked_as, drafter, next_step
from responses.enums import State
from responses.models import City, Deputy, Notice, Response, SectionWork, User
from responses.notice_kinds import NoticeKind

from .audiences import read_signers


@transaction.atomic
def appoint(
    city: City, person: User, deputy: User, first_day: date, last_day: date, *, actor: Actor
) -> Deputy:
    """Let `deputy` sign for `person` as `add_deputy` does, and tell them.

    They are told, too, of what waits for the person today if they sign today. A notice stands
    at a response: in a city that has none, who calls this tells them by an e-mail (`is_told`).
    """
    added = add_deputy(city, person, deputy, first_day, last_day, actor=actor)
    newest = Response.objects.filter(city=city).order_by("-edition__year", "-pk").first()
    if newest:
        notify(
            NoticeKind.DEPUTY,
            [deputy],
            newest,
            actor=actor.person,
            text=f"{person} · {first_day} – {last_day}",
            key=f"deputy:{added.pk}",
        )
    if first_day <= timezone.localdate() <= last_day:
        _tell([added], timezone.localdate())
    return added


def is_told(deputy: Deputy) -> bool:
    """Return whether a notice tells a deputy of being appointed; one query."""
    return Notice.objects.filter(person=deputy.deputy_id, key=f"deputy:{deputy.pk}").exists()


def tell_deputies(today: date) -> int:
    """Tell all deputies of a day of what waits for them and they were not told of.

    So whoever is a deputy from today on learns of it in the morning. Nobody is told twice,
    however often this is called. Returns how many notices it made.
    """
    return _tell(read_in_force(today), today)


def _tell(deputies: Iterable[Deputy], today: date) -> int:
    acting = list(deputies)
    works = _in_review({each.city_id for each in acting})
    if not works:
        return 0
    signers = read_signers(works, today)
    pairs = [
        (each, work)
        for each in acting
        for work in works
        if work.response.city_id == each.city_id and _signs(each, work, signers[work.pk])
    ]
    return notify_all(_untold(pairs))


def _in_review(cities: set[int]) -> list[SectionWork]:
    found = SectionWork.objects.filter(
        response__city__in=cities, state=State.IN_REVIEW
    ).select_related("response__city", "approval")
    return list(found.order_by("pk")) if cities else []


def _signs(deputy: Deputy, work: SectionWork, signers: frozenset[int]) -> bool:
    """Return whether a deputy signs the next step of a section for their person alone."""
    step = next_step(work)
    if step is None or deputy.deputy_id in step.people:
        return False
    return {deputy.deputy_id, deputy.person_id} <= signers and deputy.person_id in step.people


def _untold(pairs: Iterable[tuple[Deputy, SectionWork]]) -> Iterator[NewNotice]:
    """Yield what is to be told: whoever was told when it came to the step is not told again."""
    for deputy, work in pairs:
        kind = asked_as(next_step(work))
        told = Notice.objects.filter(
            person=deputy.deputy_id,
            kind=kind,
            response=work.response_id,
            section=work.section_id,
            created_at__gte=_since(work),
        )
        if not told.exists():
            yield NewNotice(
                kind,
                frozenset({deputy.deputy_id}),
                work.response,
                f"deputy:{deputy.pk}:works/{work.pk}:{_since(work).isoformat()}",
                section=work.section_id,
                actor=drafter(work),
                acting={deputy.deputy_id: str(deputy.person)},
            )


def _since(work: SectionWork) -> datetime:
    """Return since when a section waits for its next signature."""
    signed = read_signatures(work.signatures)
    return signed[-1].at if signed else work.state_since
