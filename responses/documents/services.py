"""The services of a city at the end of a document, where it prints them. Pure."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from responses.domain.content.links import as_uri, fault, href
from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.annex import SnapshotService
from responses.domain.snapshot.services import AVAILABLE
from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized
from responses.wording.indicators import criterion_name


class PrintedService(NamedTuple):
    """A service as it is printed; `target` is empty where its address leads nowhere.

    Its `note` is in `note_language`.
    """

    code: str
    meaning: str
    available: str
    department: str
    target: str
    url: str
    note: str
    note_language: str


class PrintedServices(NamedTuple):
    """The services of one criterion."""

    name: str
    services: Sequence[PrintedService]


def printed_services(snapshot: Snapshot, glossary: Glossary) -> list[PrintedServices]:
    """Return the services that a document in the glossary's language shows, if it shows any."""
    groups = groupby(snapshot.services, lambda each: each.criterion)
    return [
        PrintedServices(
            criterion_name(criterion),
            [_printed(each, glossary, snapshot.language) for each in found],
        )
        for criterion, found in groups
    ]


def _printed(service: SnapshotService, glossary: Glossary, original: str) -> PrintedService:
    note = glossary.term(service.note)
    return PrintedService(
        code=service.code,
        meaning=localized(service.meaning, glossary.language),
        available=str(AVAILABLE.get(service.available, "")),
        department=glossary.term(service.department),
        target="" if fault(service.url) else as_uri(href(service.url)),
        url=service.url,
        note=note,
        note_language=original if note == service.note else glossary.language,
    )
