"""How web addresses stand, and what was found of them last, for pages that show it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import F, OuterRef, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from responses.link_states import FINDINGS, Finding, LinkState
from responses.models import Address, Check, LinkNote

from .found import Hop, led_to
from .named import address_digest, target_or_none

LAST = 7
"""How many of its last checks are shown of an address."""
_MOST = 20_000
"""How many digests one query takes; no response that people wrote names as many."""
_FOUND = frozenset({Finding.WORKS, Finding.MOVED})


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """How a web address stands, since when, and when it was checked last; `key` is its row's.

    `note` says why a link to it is right all the same, in the response that was asked about.
    `title` and `tls_until`, when its certificate ends, are of its page when last found.
    """

    state: LinkState
    since: datetime | None = None
    checked_at: datetime | None = None
    key: int = 0
    note: str = ""
    title: str = ""
    tls_until: datetime | None = None

    @property
    def fails(self) -> bool:
        """Whether it fails, and nobody has said why that is right."""
        return self.state is LinkState.FAILING and not self.note


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


def read_statuses(digests: Collection[str], response: int) -> Mapping[str, LinkStatus]:
    """Return by their digests how those of some addresses stand that are known; one query.

    With the notes of a response, by its key.
    """
    asked = sorted({each for each in digests if each})
    found: dict[str, LinkStatus] = {}
    noted = LinkNote.objects.filter(response=response, digest=OuterRef("digest"))
    note = Coalesce(Subquery(noted.values("text")), Value(""))
    for start in range(0, len(asked), _MOST):
        rows = Address.objects.filter(digest__in=asked[start : start + _MOST]).order_by("pk")
        read = rows.values_list(
            "digest", "state", "since", "checked_at", "pk", note, "title", "tls_until"
        )
        for digest, state, *rest in read:
            found[digest] = LinkStatus(LinkState(state), *rest)
    return found


def read_due(digests: Collection[str]) -> Mapping[str, datetime]:
    """Return by their digests from when on some addresses are checked, as far as known; one query.

    That is when they are due, or when their hosts may be asked, if that is later.
    """
    rows = Address.objects.filter(digest__in=sorted(digests)[:_MOST]).order_by("pk")
    read = rows.values_list("digest", "due_at", "host__free_at")
    return {digest: max(due, free) for digest, due, free in read}


def read_led(addresses: Collection[int]) -> Mapping[int, str]:
    """Return by their keys where some addresses should rather lead; one query.

    As their last check found, if it found the page, be it by https where http is not answered.
    """
    newest = Window(
        RowNumber(), partition_by=F("address"), order_by=(F("at").desc(), F("pk").desc())
    )
    rows = Check.objects.filter(address__in=addresses).annotate(newest=newest).filter(newest=1)
    found: dict[int, str] = {}
    for address, finding, hops in rows.order_by("address").values_list(
        "address", "finding", "hops"
    ):
        is_there = finding in _FOUND or (len(hops) > 1 and hops[0][1] == 0)
        if is_there and (led := led_to([Hop(*each) for each in hops])):
            found[address] = led
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
