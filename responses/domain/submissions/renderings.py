"""Rendered files, kept so that the same snapshot is rendered once, and when they are due anew."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from responses.domain.compiled import compiled
from responses.models import Event, RenderedDocument, Response, Revision

QUIET = timedelta(seconds=30)
"""How long nobody has written in a response before its files are made."""
SETTLED = timedelta(seconds=2)
"""How long after a section moved they are made; what moved it is committed by then."""


def due(since: datetime, now: datetime) -> set[int]:
    """Return the responses whose files became due after `since`; two queries.

    A file is due as soon as a section has moved, and when nobody has written for a while.
    """
    moved = _moved(since - SETTLED, now - SETTLED)
    return {*moved, *_left_quiet(since - QUIET, now - QUIET)}


@compiled
def _moved(since: datetime, until: datetime) -> QuerySet[Event, int]:
    found = Event.objects.filter(created_at__gt=since, created_at__lte=until)
    return found.order_by().values_list("work__response", flat=True)


@compiled
def _left_quiet(since: datetime, until: datetime) -> QuerySet[Revision, int]:
    """Return the responses that were written in between, and not since."""
    later = Revision.objects.filter(
        created_at__gt=until, answer__response=OuterRef("answer__response")
    )
    found = Revision.objects.filter(created_at__gt=since, created_at__lte=until)
    found = found.exclude(Exists(later)).order_by()
    return found.values_list("answer__response", flat=True).distinct()


def cached(response: Response, language: str, key: str) -> bytes | None:
    """Return the file that was made of what `key` names, or None; one query."""
    content = next(iter(_cached(response.pk, language, key)), None)
    return None if content is None else bytes(content)


@compiled
def _cached(response: int, language: str, key: str) -> QuerySet[RenderedDocument, Any]:
    found = RenderedDocument.objects.filter(response=response, language=language, key=key)
    return found.order_by().values_list("content", flat=True)


def store(response: Response, language: str, key: str, content: bytes) -> None:
    """Keep a file in place of the one before; of two writers at once the later one stays."""
    RenderedDocument.objects.update_or_create(
        response=response, language=language, defaults={"key": key, "content": content}
    )
