"""How an address stands by what was found, one check after another. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from responses.link_states import FINDINGS, Finding, LinkState

APART = timedelta(hours=6)
"""How far two failures lie apart at least, so that midnight alone does not make them two."""

_FAILED = frozenset({LinkState.DOUBTFUL, LinkState.FAILING})


@dataclass(frozen=True, slots=True)
class LinkStanding:
    """How an address stands, since when, and when it failed first of the failures that count."""

    state: LinkState = LinkState.UNCHECKED
    since: datetime | None = None
    failed_at: datetime | None = None


NEW = LinkStanding()


def after(before: LinkStanding, finding: Finding, at: datetime) -> LinkStanding:
    """Return how an address stands after one more check.

    It is failing once two checks on different days failed, with none between that found it. What
    tells nothing changes nothing about an address that failed.
    """
    found = FINDINGS[finding]
    if found is LinkState.UNKNOWN and before.state in _FAILED:
        return before
    if found is not LinkState.FAILING:
        return _moved(before, found, at, None)
    if before.failed_at is None:
        return _moved(before, LinkState.DOUBTFUL, at, at)
    is_sure = before.state is LinkState.FAILING or _on_another_day(before.failed_at, at)
    return _moved(
        before, LinkState.FAILING if is_sure else LinkState.DOUBTFUL, at, before.failed_at
    )


def _on_another_day(first: datetime, at: datetime) -> bool:
    zone = timezone.get_default_timezone()
    days = (timezone.localdate(first, zone), timezone.localdate(at, zone))
    return days[0] != days[1] and at - first >= APART


def _moved(
    before: LinkStanding, state: LinkState, at: datetime, failed_at: datetime | None
) -> LinkStanding:
    if before.state is state:
        return replace(before, failed_at=failed_at)
    return LinkStanding(state, at, failed_at)
