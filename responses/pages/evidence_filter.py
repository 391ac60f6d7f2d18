"""Which web addresses of a response are asked for: by state, and by what names them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from responses.domain.assignment.departments import NO_DEPARTMENTS, Departments
from responses.domain.checks.states import NO_ADDRESS, NOT_CHECKED, LinkStatus
from responses.domain.coverage.purposes import Chosen, purposes_of
from responses.domain.progress.failing import NO_PLACES, OwnPlaces
from responses.domain.snapshot.evidence import Evidence, NamedAddress
from responses.domain.snapshot.services import NamedService
from responses.link_states import LinkState

MINE = "mine"
"""Asks for what the reader has to correct."""


class EvidenceFilter(NamedTuple):
    """Which addresses are asked for: empty is any, otherwise those that one place of it names."""

    state: str = ""
    section: str = ""
    department: str = ""
    indicator: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """What is known of the places that name addresses, as far as it is asked for.

    `chosen` is what writers chose for which indicators links are, `own` what the reader has to
    correct, of the response with the key `response`.
    """

    response: int
    chosen: Chosen = field(default_factory=dict)
    departments: Departments = NO_DEPARTMENTS
    own: OwnPlaces = NO_PLACES


class StandingAddress(NamedTuple):
    """An address that is named, and how it stands."""

    address: NamedAddress
    status: LinkStatus


def standing_addresses(
    addresses: Iterable[NamedAddress], statuses: Mapping[str, LinkStatus]
) -> list[StandingAddress]:
    """Return how each address stands, by what is known under their digests."""
    return [
        StandingAddress(each, statuses.get(each.digest, NOT_CHECKED) if each.digest else NO_ADDRESS)
        for each in addresses
    ]


def matching(
    found: Iterable[StandingAddress], asked: EvidenceFilter, known: KnownPlaces
) -> list[StandingAddress]:
    """Return the addresses that are asked for, each with all that name it.

    Of those that the reader has to correct, without what a note says why it is right.
    """
    return [
        each
        for each in found
        if asked.state in {"", each.status.state}
        and not (asked.whose and each.status.note and each.status.state is LinkState.FAILING)
        and (
            any(_is_asked(each.address.digest, at, asked, known) for at in each.address.named)
            or any(_is_service_asked(at, asked, known) for at in each.address.services)
        )
    ]


def _is_asked(digest: str, naming: Evidence, asked: EvidenceFilter, known: KnownPlaces) -> bool:
    section, question = naming.section, naming.question
    return (
        asked.section in {"", section.section.key}
        and (
            asked.department in {"", section.department}
            or asked.department in known.departments.of(section.section.pk, question.pk)
        )
        and (not asked.indicator or asked.indicator in purposes_of(question, digest, known.chosen))
        and (not asked.whose or (known.response, question.pk, naming.language) in known.own.answers)
    )


def _is_service_asked(naming: NamedService, asked: EvidenceFilter, known: KnownPlaces) -> bool:
    return (
        not asked.section
        and asked.department in {"", naming.service.department}
        and asked.indicator in {"", naming.indicator.key}
        and (not asked.whose or (known.response, naming.service.url) in known.own.services)
    )
