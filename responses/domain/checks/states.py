"""How web addresses stand, and what was found of them last, for pages that show it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from responses.enums import FINDINGS, Finding, LinkState
from responses.models import Address, Check

from .named import address_digest, target_or_none

LAST = 7
"""How many of its last checks are shown of an address."""
_MOST = 20_000
"""How many digests one query takes; no response that people wrote names as many."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """How a web address stands, since when, and when it was checked last; `key` is its row's."""

    state: LinkState
    since: datetime | None = None
    checked_at: datetime | None = None
    key: int = 0


NOT_CHECKED = LinkStatus(LinkState.UNCHECKED)
NO_ADDRESS = LinkStatus(FINDINGS[Finding.NO_ADDRESS])
"""How what cannot be linked stands, which is never checked."""


@dataclass(frozen=True, slots=True)
class PastCheck:
    """One check of an address: what was found, and when."""

    finding: Finding
    at: datetime

    @property
    def state(self) -> LinkState:
        """What it says of the address by itself."""
        return FINDINGS[self.finding]


@lru_cache(maxsize=4096)
def digest_of(url: str) -> str:
    """Return by what the address that a link asks for is known; empty if it cannot be linked."""
    target = target_or_none(url)
    return address_digest(target) if target else ""


def read_statuses(digests: Collection[str]) -> Mapping[str, LinkStatus]:
    """Return by their digests how those of some addresses stand that are known; one query."""
    asked = sorted({each for each in digests if each})
    found: dict[str, LinkStatus] = {}
    for start in range(0, len(asked), _MOST):
        rows = Address.objects.filter(digest__in=asked[start : start + _MOST]).order_by("pk")
        read = rows.values_list("digest", "state", "since", "checked_at", "pk")
        for digest, state, since, checked_at, key in read:
            found[digest] = LinkStatus(LinkState(state), since, checked_at, key)
    return found


def read_checks(addresses: Collection[int], last: int = LAST) -> Mapping[int, list[PastCheck]]:
    """Return the last checks of some addresses by their keys, oldest first; one query."""
    newest = Window(
        RowNumber(), partition_by=F("address"), order_by=(F("at").desc(), F("pk").desc())
    )
    rows = Check.objects.filter(address__in=addresses).annotate(newest=newest)
    rows = rows.filter(newest__lte=last).order_by("address", "at", "pk")
    found: dict[int, list[PastCheck]] = {}
    for address, finding, at in rows.values_list("address", "finding", "at"):
        found.setdefault(address, []).append(PastCheck(Finding(finding), at))
    return found
