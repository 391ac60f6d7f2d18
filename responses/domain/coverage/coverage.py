"""Which indicators a response has evidence for, and how that stands. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from responses.domain.checks.states import NO_ADDRESS, NOT_CHECKED, LinkStatus, digest_of
from responses.domain.edition.shapes import IndicatorShape
from responses.domain.snapshot.evidence import Evidence, evidence
from responses.domain.snapshot.services import NO_SERVICE, Service, unasked
from responses.domain.snapshot.snapshot import Snapshot
from responses.link_states import LinkState

from .portal import PORTAL, PortalLook
from .purposes import Chosen, purposes_of


class Coverage(StrEnum):
    """How the evidence for one indicator stands: the best that there is of it."""

    WORKING = "working"
    FAILING = "failing"
    UNSURE = "unsure"
    NONE = "none"


_WORKS = frozenset({LinkState.WORKS, LinkState.MOVED})


class Claims(NamedTuple):
    """What a response says of indicators beside its answers."""

    chosen: Chosen
    services: Mapping[str, Service]
    look: PortalLook | None = None


class Cited(NamedTuple):
    """A link of an answer that is for an indicator."""

    evidence: Evidence
    status: LinkStatus


class CoveredIndicator(NamedTuple):
    """An indicator with all that is named for it.

    `questions` are the keys of those that ask for it; `service` is None where a question does.
    """

    indicator: IndicatorShape
    coverage: Coverage
    links: Sequence[Cited]
    questions: Sequence[str]
    service: Service | None
    service_status: LinkStatus | None


def named_digests(snapshot: Snapshot, services: Mapping[str, Service]) -> dict[str, str]:
    """Return the addresses that are named anywhere, with that by which each is known."""
    urls = [each.url for each in evidence(snapshot.sections)]
    urls += [each.url for each in services.values()]
    return {url: digest_of(url) for url in dict.fromkeys(filter(None, urls))}


def covered(
    snapshot: Snapshot,
    claims: Claims,
    digests: Mapping[str, str],
    statuses: Mapping[str, LinkStatus],
) -> list[CoveredIndicator]:
    """Return all indicators of the edition with the evidence for each, in order.

    The addresses are those of `named_digests`.
    """
    cited: dict[str, list[Cited]] = {}
    for each in evidence(snapshot.sections):
        digest = digests.get(each.url, "")
        if not digest:
            continue
        status = statuses.get(digest, NOT_CHECKED)
        for key in purposes_of(each.question, digest, claims.chosen):
            cited.setdefault(key, []).append(Cited(each, status))
    asking: dict[str, list[str]] = {}
    for question in snapshot.edition.questions_by_key.values():
        for indicator in question.proves:
            asking.setdefault(indicator.key, []).append(question.key)
    listed = {each.key for each in unasked(snapshot.edition)}
    found: list[CoveredIndicator] = []
    for indicator in snapshot.edition.indicators:
        key = indicator.key
        service = claims.services.get(key, NO_SERVICE) if key in listed else None
        of_service = _service_status(service, statuses)
        links = cited.get(key, [])
        states = [each.status for each in links] + ([of_service] if of_service else [])
        found.append(
            CoveredIndicator(
                indicator, coverage_of(states), links, asking.get(key, ()), service, of_service
            )
        )
    return found


def coverage_of(statuses: Sequence[LinkStatus]) -> Coverage:
    """Return how evidence stands by how each piece of it does."""
    if not statuses:
        return Coverage.NONE
    if any(each.state in _WORKS for each in statuses):
        return Coverage.WORKING
    return Coverage.FAILING if any(each.fails for each in statuses) else Coverage.UNSURE


def _service_status(
    service: Service | None, statuses: Mapping[str, LinkStatus]
) -> LinkStatus | None:
    if service is None or not service.url:
        return None
    digest = digest_of(service.url)
    return statuses.get(digest, NOT_CHECKED) if digest else NO_ADDRESS


def portal_of(snapshot: Snapshot, chosen: Chosen) -> str:
    """Return the first address that is for the city's official site, or nothing."""
    for each in evidence(snapshot.sections):
        digest = digest_of(each.url) if each.url else ""
        if digest and PORTAL in purposes_of(each.question, digest, chosen):
            return each.url
    return ""
