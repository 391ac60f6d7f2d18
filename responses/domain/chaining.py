"""The chain of a city's records: the only code that writes `ChainEntry`, and what it proves.

Records join it in batches, after they were written, so that writing one costs nothing and no
city waits for another: the worker does every few seconds, and whoever seals does first. Nothing is
locked; of two who chain the same, the database takes the first.

What is changed or put in before that is chained as it then is: for seconds, the triggers alone
guard a record, and its siblings (`submissions.proving`). It cannot be dated back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from responses.domain.digests import digest
from responses.enums import ORIGINAL
from responses.models import (
    AuditRecord,
    ChainEntry,
    City,
    Event,
    Remark,
    Revision,
    Submission,
    SubmissionFile,
)

BATCH, MOST = 500, 50_000
"""How many records are chained at a time, and how many of a kind whenever somebody looks."""
OVERLAP = 10_000
"""How many keys further back is looked for records that were committed after later ones."""
LATE = timedelta(hours=1)
"""How long a record may wait for its place in the chain until something is wrong."""


@dataclass(frozen=True, slots=True)
class Chained:
    """Of which city a record is, when it was made, and what of it the chain proves.

    A field that comes later has to be null in older records: what is null is not in the digest.
    """

    records: QuerySet[Any, Any]
    city: str
    time: str
    fields: Sequence[str]


CHAINED: Mapping[str, Chained] = {
    "auditrecord": Chained(
        AuditRecord.objects.all(), "city", "at", ("at", "kind", "person", "subject", "address")
    ),
    "event": Chained(
        Event.objects.all(),
        "work__response__city",
        "created_at",
        (
            *("work__response", "work__section", "action", "actor", "actor_role", "from_state"),
            *("to_state", "comment", "digest", "versions", "signature", "created_at"),
            "failing",
        ),
    ),
    "revision": Chained(
        # Of an original, the language is empty, and so was not there before there were others.
        Revision.objects.annotate(language=NullIf("answer__language", Value(ORIGINAL))),
        "answer__response__city",
        "created_at",
        (
            *("answer__response", "answer__question", "version", "content", "author", "source"),
            *("created_at", "language", "translates"),
        ),
    ),
    "remark": Chained(
        Remark.objects.annotate(language=NullIf("thread__language", Value(ORIGINAL))),
        "thread__response__city",
        "created_at",
        (
            *("thread", "thread__response", "thread__question", "author", "text", "version"),
            *("suggestion", "created_at", "language", "translates"),
        ),
    ),
    "submission": Chained(
        Submission.objects.all(),
        "response__city",
        "sealed_at",
        ("response", "number", "sealed_at", "sealed_by", "digest", "archive_digest"),
    ),
    "submissionfile": Chained(
        SubmissionFile.objects.all(),
        "submission__response__city",
        "submission__sealed_at",
        ("submission", "name", "size", "digest"),
    ),
}


class Head(NamedTuple):
    """The newest entry of a chain: who knows it can tell whether one before it is lacking."""

    number: int
    digest: str


_NOTHING = Head(0, "")


def head_of(city: City | int | None) -> Head | None:
    """Return the head of a city's chain, or of the one of no city; one query."""
    found = ChainEntry.objects.filter(city=city).order_by("-number")
    return next((Head(*row) for row in found.values_list("number", "digest")[:1]), None)


def is_in_chain(head: str, city: City) -> bool:
    """Return whether a digest that was a head of a city's chain is still in it; one query."""
    return ChainEntry.objects.filter(city=city, digest=head).exists()


def chain_records() -> int:
    """Give the records that have none their place in the chain of their city; return how many.

    Safe to be called at any time, and by several at once. Not in a transaction of its own.
    """
    return sum(map(_chain, CHAINED))


def _chain(kind: str) -> int:
    """Chain the records of a kind, in the order of their keys; one query if there are none."""
    done = 0
    while done < MOST and (rows := list(_waiting(kind)[:BATCH])):
        entries = list(_entries(kind, rows))
        try:
            with transaction.atomic():
                ChainEntry.objects.bulk_create(entries)
        except IntegrityError:  # somebody else is at it
            break
        done += len(entries)
        if len(rows) < BATCH:
            break
    return done


def _waiting(kind: str) -> QuerySet[Any, Any]:
    """Return the newest records of a kind that are in no chain, with what it proves of them."""
    return _rows(CHAINED[kind], _lacking(kind).filter(pk__gt=_long_chained(kind))).order_by("pk")


def _long_chained(kind: str) -> Combinable:
    """Return up to which key every record of a kind is chained that came by the product."""
    # The end of an index, where the largest of all would be looked for among all.
    last = ChainEntry.objects.filter(kind=kind).order_by("-record").values("record")[:1]
    return Coalesce(Subquery(last), 0) - OVERLAP


def _lacking(kind: str) -> QuerySet[Any, Any]:
    there = ChainEntry.objects.filter(kind=kind, record=OuterRef("pk"))
    return CHAINED[kind].records.filter(~Exists(there))


def _rows(chained: Chained, found: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return found.order_by().values_list("pk", chained.city, *chained.fields)


def _entries(kind: str, rows: Iterable[Sequence[Any]]) -> Iterator[ChainEntry]:
    """Yield the entries that records get, each after the head of its city's chain."""
    heads: dict[int | None, Head] = {}
    for pk, city, *values in rows:
        before = heads.get(city) or head_of(city) or _NOTHING
        entry = ChainEntry(city_id=city, number=before.number + 1, kind=kind, record=pk)
        entry.digest = _digest(entry, before.digest, values)
        heads[city] = Head(entry.number, entry.digest)
        yield entry


def _digest(entry: ChainEntry, before: str, values: Sequence[Any]) -> str:
    """Return the digest of an entry: its place, what its record says, and the entry before."""
    said = zip(CHAINED[entry.kind].fields, map(_plain, values), strict=True)
    return digest(
        {
            "before": before,
            "city": entry.city_id,
            "number": entry.number,
            "kind": entry.kind,
            "record": entry.record,
            "said": {name: value for name, value in said if value is not None},
        }
    )


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def chain_faults(heads: Iterable[str] = ()) -> Iterator[str]:
    """Yield which records are not as they were chained, lack, or were never chained.

    `heads` are digests of entries that were noted down elsewhere: it is said of which none is.
    """
    entries = ChainEntry.objects.order_by("city", "number").iterator(chunk_size=BATCH)
    last: ChainEntry | None = None
    times: dict[tuple[int | None, str], datetime] = {}
    while batch := list(islice(entries, BATCH)):
        said = _said(batch)
        for entry in batch:
            before = last if last and last.city_id == entry.city_id else None
            yield from _entry_faults(entry, before, said)
            yield from _time_faults(entry, said, times)
            last = entry
    for kind in CHAINED:
        yield from _lacking_faults(kind)
    for noted in heads:
        if not ChainEntry.objects.filter(digest=noted).exists():
            yield f"no record has the head {noted}: some were removed from the end"


def _said(batch: Sequence[ChainEntry]) -> Mapping[tuple[str, int], Sequence[Any]]:
    """Return what the records of these entries say now, with their cities."""
    by_kind = groupby(sorted(batch, key=attrgetter("kind")), key=attrgetter("kind"))
    return {
        (kind, row[0]): row[1:]
        for kind, entries in by_kind
        if kind in CHAINED
        for row in _rows(
            CHAINED[kind],
            CHAINED[kind].records.filter(pk__in=[each.record for each in entries]),
        )
    }


def _entry_faults(
    entry: ChainEntry,
    before: ChainEntry | None,
    said: Mapping[tuple[str, int], Sequence[Any]],
) -> Iterator[str]:
    name = f"{entry.kind} {entry.record}"
    number, known = (before.number, before.digest) if before else _NOTHING
    if entry.number != number + 1:
        yield f"entries {number + 1} to {entry.number - 1} before {name} are missing"
    found = said.get((entry.kind, entry.record))
    if found is None:
        yield f"{name} is missing"
    elif (found[0], _digest(entry, known, found[1:])) != (entry.city_id, entry.digest):
        yield f"{name}, or its entry in the chain, is not as it was"


def _time_faults(
    entry: ChainEntry,
    said: Mapping[tuple[str, int], Sequence[Any]],
    times: dict[tuple[int | None, str], datetime],
) -> Iterator[str]:
    """Yield whether a record says that it was made long before one that was chained before it.

    So who puts a record in cannot date it back. `times` has the last of each kind and city.
    """
    found, chained = said.get((entry.kind, entry.record)), CHAINED.get(entry.kind)
    if found is None or chained is None or chained.time not in chained.fields:
        return
    _city, *values = found
    at: datetime = values[chained.fields.index(chained.time)]
    before = times.get((entry.city_id, entry.kind), at)
    if before - at > LATE:
        yield f"{entry.kind} {entry.record} is dated {at:%Y-%m-%d %H:%M}, and was chained later"
    times[entry.city_id, entry.kind] = at


def _lacking_faults(kind: str) -> Iterator[str]:
    """Yield how many records of a kind came past the product, or wait for too long."""
    lacking = _lacking(kind)
    if past := lacking.filter(pk__lte=_long_chained(kind)).count():
        yield f"{past} of {kind} are among others, and not in the chain"
    waiting = lacking.filter(pk__gt=_long_chained(kind))
    before = {f"{CHAINED[kind].time}__lt": timezone.now() - LATE}
    if late := waiting.filter(**before).count():
        yield f"{late} of {kind} are not in the chain after an hour: is manage.py work running?"
