"""Rendered files, kept so that the same snapshot is rendered once; when they are due, by whom."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from responses.domain.compiled import compiled
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import BOTH
from responses.models import Event, Pulse, RenderedDocument, Response, Revision

QUIET = timedelta(seconds=30)
"""How long nobody has written in a response before its files are made."""
SETTLED = timedelta(seconds=2)
"""How long after a section moved they are made; what moved it is committed by then."""

BEAT, ALIVE = timedelta(seconds=5), timedelta(seconds=20)
"""How often a worker says that it is at work, and for how long that holds."""

A_CHARACTER = timedelta(microseconds=40)
"""How long a character of an answer takes to be made into a PDF, as measured on one core."""


def expected(snapshot: Snapshot, language: str = "") -> timedelta:
    """Return about how long a file of a response takes to be made: in both, twice. Pure."""
    said = [answer.content.to_json() for section in snapshot.sections for answer in section.answers]
    times = 2 if language == BOTH else 1
    return times * A_CHARACTER * len(json.dumps(said, ensure_ascii=False))


def beat(now: datetime) -> None:
    """Say that a worker is at work; one query."""
    if not Pulse.objects.filter(pk=1).update(at=now):
        Pulse.objects.get_or_create(pk=1, defaults={"at": now})


def rest() -> None:
    """Say that a worker has ended; another one says in a moment that it is there."""
    Pulse.objects.all().delete()


def is_at_work(now: datetime) -> bool:
    """Return whether a worker is at work; one query."""
    return Pulse.objects.filter(at__gt=now - ALIVE).exists()


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
    content = next(iter(_cached(response.pk, _kept_as(language), key)), None)
    return None if content is None else bytes(content)


@compiled
def _cached(response: int, language: str, key: str) -> QuerySet[RenderedDocument, Any]:
    found = RenderedDocument.objects.filter(response=response, language=language, key=key)
    return found.order_by().values_list("content", flat=True)


def newest(response: Response, language: str) -> tuple[str, bytes] | None:
    """Return the newest file of a response in a language, with its key, or None; one query."""
    rows = RenderedDocument.objects.filter(response=response, language=_kept_as(language))
    found = rows.values_list("key", "content").first()
    return None if found is None else (found[0], bytes(found[1]))


def store(response: Response, language: str, key: str, content: bytes) -> None:
    """Keep the file of a response in a language, or `BOTH`, in place of the one before.

    `key` is the digest of all that it was made of. Of two writers at once the later one stays.
    """
    RenderedDocument.objects.update_or_create(
        response=response,
        language=_kept_as(language),
        defaults={"key": key, "content": content},
    )


def _kept_as(language: str) -> str:
    return "" if language == BOTH else language
