"""Who has the page of a section open right now; the only writer of `Presence`.

A page that is open says so again and again, and says when it is left. Who closed it without
a word, with the lid of a laptop, has left too once nothing was heard for a while.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from responses.domain.compiled import compiled
from responses.domain.edition.shapes import SectionShape
from responses.domain.people.labels import has_namesake, names_of
from responses.models import Presence, Response, SectionWork, User

# Three heartbeats of static/js/answer/presence.js: one may get lost.
SILENCE = timedelta(seconds=45)
_HAS_NAMESAKE = has_namesake("person", "work__response__city")


def mark_present(response: Response, section: SectionShape, person: User) -> None:
    """Note that the person has the section's page open now; two queries."""
    work = SectionWork.objects.filter(response=response, section=section.pk).values_list("pk")
    Presence.objects.bulk_create(
        [Presence(work_id=work.get()[0], person=person, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["work", "person"],
        update_fields=["seen_at"],
    )


def leave(response: Response, section: SectionShape, person: User) -> None:
    """Note that the person has closed the section's page; one query."""
    _in_section(response, section).filter(person=person).delete()


def others_present(response: Response, section: SectionShape, person: User) -> list[str]:
    """Return the names of the others who have the section's page open, in order.

    One query, and another one where somebody of the city has the name of one of them.
    """
    there = _others_present(response.pk, section.pk, person.pk, timezone.now() - SILENCE)
    people = {pk: name or email for pk, name, email, _alike in there}
    alike = len({*people.values()}) < len(people) or any(row[3] for row in there)
    return [*names_of(people, response.city_id, alike=alike).values()]


@compiled
def _others_present(
    response: int, section: int, person: int, since: datetime
) -> QuerySet[Presence, tuple[int, str, str, bool]]:
    there = Presence.objects.filter(work__response=response, work__section=section)
    others = there.filter(seen_at__gt=since).exclude(person=person)
    names = ("person__name", "person__email")
    told = others.annotate(alike=_HAS_NAMESAKE)
    return told.order_by(*names).values_list("person", *names, "alike")


def _in_section(response: Response, section: SectionShape) -> QuerySet[Presence]:
    return Presence.objects.filter(work__response=response, work__section=section.pk)
