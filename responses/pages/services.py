"""The services of a response as a page shows them, to be read or written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext

from responses.domain.checks.states import NO_ADDRESS, NOT_CHECKED, LinkStatus, digest_of
from responses.domain.content.links import fault, href
from responses.domain.content.repairs import offer
from responses.domain.edition.shapes import IndicatorShape
from responses.domain.snapshot.services import AVAILABLE, NO_SERVICE, Service, tally_of
from responses.link_states import LinkState
from responses.wording.indicators import by_criterion, indicator_name
from responses.wording.repairs import repair_question


class ServiceRow(NamedTuple):
    """A service: what is shown in its fields, and what is wrong there.

    `seen` is what the page shows of it, sent back with the form; `others` is what somebody else
    has written meanwhile where that is something else. `state` is that of its address, and `hint`
    says where that opens, or which one was probably meant, if it is not what stands there.
    """

    key: str
    id: str
    words: str
    shown: Service
    available: str
    seen: str
    others: Service
    problems: Service
    href: str
    state: LinkState | None
    hint: str


class ServiceGroup(NamedTuple):
    """The services of one criterion; of `known` it is said whether they are online."""

    name: str
    rows: Sequence[ServiceRow]
    known: int
    is_open: bool


class ShownServices(NamedTuple):
    """What a page shows: services as they are, as they were typed, and what is wrong with those.

    `conflicts` are those of which a field was typed that somebody else has changed meanwhile.
    """

    now: Mapping[str, Service]
    typed: Mapping[str, Service]
    problems: Mapping[str, str]
    conflicts: Mapping[str, Service]
    statuses: Mapping[str, LinkStatus]


def name_of(key: str, field: str) -> str:
    """Return what the field of a service is called, by the key of its indicator."""
    return f"{key.replace('/', '-')}--{field}"


def service_groups(
    indicators: Iterable[IndicatorShape], shown: ShownServices
) -> list[ServiceGroup]:
    """Return the services of indicators by what they belong to; the first are open."""
    found: list[ServiceGroup] = []
    for group in by_criterion(indicators):
        rows = [_row(each, shown) for each in group.indicators]
        known = tally_of(group.indicators, shown.now).said
        is_asked = any(any((*row.problems, *row.others)) for row in rows)
        found.append(ServiceGroup(group.name, rows, known, is_asked or not found))
    return found


def _row(indicator: IndicatorShape, shown: ShownServices) -> ServiceRow:
    key = indicator.key
    now = shown.now.get(key, NO_SERVICE)
    typed, conflict = shown.typed.get(key, now), shown.conflicts.get(key)
    url = typed.url
    digest = digest_of(url) if url else ""
    status = shown.statuses.get(digest, NOT_CHECKED) if digest else NO_ADDRESS
    return ServiceRow(
        key=key,
        id=key.replace("/", "-"),
        words=indicator_name(indicator),
        shown=typed,
        available=str(AVAILABLE.get(typed.available, "")),
        seen=json.dumps(now, ensure_ascii=False),
        others=_others(typed, conflict) if conflict else NO_SERVICE,
        problems=Service(
            *(shown.problems.get(name_of(key, field), "") for field in Service._fields)
        ),
        href="" if not url or fault(url) else href(url),
        state=status.state if url else None,
        hint=_hint(url),
    )


def _hint(url: str) -> str:
    """Return where an address opens, or which one was probably meant; nothing where it says so."""
    found = offer(url) if url else None
    if found:
        return f"{repair_question(found.kinds)} {found.url}"
    leads = "" if not url or fault(url) else href(url)
    return "" if leads in {"", url} else f"{gettext('Opens')} {leads}"


def _others(typed: Service, now: Service) -> Service:
    """Return what the fields say now that were typed as something else, in words."""
    said = now._replace(available=str(AVAILABLE.get(now.available, "")))
    words = zip(typed, now, said, strict=True)
    return Service(*(("" if mine == other else shown or "—") for mine, other, shown in words))
