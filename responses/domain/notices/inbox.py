"""How notices are read: a person's inbox, what of it waits, and who was told of what.

Who leaves a city no longer reads what they were told of there.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Max, Q, QuerySet

from responses.domain.compiled import compiled
from responses.models import Notice, Response, User
from responses.notice_kinds import NOTICES, URGINGS, NoticeKind

from .called import HAS_NAMESAKE, tell_actors_apart
from .together import TOLD


def read_inbox(person: User) -> QuerySet[Notice]:
    """Return what a person was told of, newest first, with all that is said of it; one query."""
    found = _of(person).select_related(
        "response__city", "response__edition", "section", "question__section", "actor"
    )
    return found.annotate(has_namesake=HAS_NAMESAKE).order_by("-pk")


def read_signed_for(person: User) -> list[Notice]:
    """Return what deputies signed for a person who has not read that, newest first.

    One query, and none for a person who was read with how much is unread, which is nothing.
    """
    found = _signed_for(person.pk) if getattr(person, "unread", 1) else []
    tell_actors_apart(found)
    return found


@compiled
def _signed_for(person: int) -> QuerySet[Notice, Notice]:
    kinds = [NoticeKind.SIGNED_FOR, NoticeKind.CONSENTED_FOR]
    found = unread_of(person).filter(kind__in=kinds).order_by("-pk")
    found = found.annotate(has_namesake=HAS_NAMESAKE)
    return found.select_related("response__city", "response__edition", "section", "actor")


def unread_count(person: User) -> int:
    """Return how much a person was told of and has not read; one query."""
    return unread_of(person).order_by().values(told=TOLD).distinct().count()


def unread_of(person: Any) -> QuerySet[Notice]:
    """Return what a person, or that of a query, was told of and has not read."""
    return _of(person).filter(read_at__isnull=True)


def read_ordered(person: User, *, unread: bool = False) -> QuerySet[Any]:
    """Return the inbox, first what `waits` as it asks for something; or the unread alone."""
    asking = [kind for kind, facts in NOTICES.items() if facts.asks]
    waits = ExpressionWrapper(Q(kind__in=asking, read_at__isnull=True), BooleanField())
    found = read_inbox(person).annotate(waits=waits).order_by("-waits", "-pk")
    return found.filter(read_at__isnull=True) if unread else found


def read_unmailed(person: User) -> QuerySet[Notice]:
    """Return what a person has neither read nor got by e-mail, oldest first; one query."""
    found = read_inbox(person).filter(mailed_at__isnull=True, read_at__isnull=True)
    return found.order_by("pk")


def read_told(responses: Iterable[int], kinds: Iterable[NoticeKind]) -> set[tuple[int, str]]:
    """Return who was told of which key, of some kinds in some responses; one query."""
    found = Notice.objects.filter(response__in=responses, kind__in=kinds)
    return set(found.order_by().values_list("person", "key"))


def last_urged(response: Response, since: datetime) -> dict[int, datetime]:
    """Return when people were last reminded of a section, by its key; one query."""
    return dict(_urged(response.pk, since))


@compiled
def _urged(response: int, since: datetime) -> QuerySet[Notice, tuple[int, datetime]]:
    found = Notice.objects.filter(response=response, kind__in=URGINGS, created_at__gte=since)
    rows = found.filter(section__isnull=False).order_by().values_list("section")
    return rows.annotate(last=Max("created_at"))


def _of(person: Any) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person, response__city__memberships__user=person)
