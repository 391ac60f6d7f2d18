"""Trying to prove who one is: how long to wait after tries that were refused, or links sent.

Tries are known by the audit, by the account they name, whether or not it exists, and by
the network they come from. Past what is free, each doubles the wait before the next. Where a
person has signed in before, only what is tried there counts against them, so that nobody
elsewhere can keep them out.

Secrets that nobody can guess, as in links of invitations, are looked up at such a pace, too; as
nothing but time is at stake, what was asked for in vain is remembered by each process alone.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from threading import Lock

from django.core.exceptions import ValidationError
from django.db.models import Exists, Q, Subquery
from django.utils import timezone

from responses.domain.auditing import (
    count_held,
    record_password_link,
    record_refused_sign_in,
    typed_address,
)
from responses.enums import AuditKind
from responses.models import AuditRecord

WINDOW = timedelta(days=1)
"""How long a refused try is remembered."""

_MOST = 200
"""How many tries are read; with so many the wait has long been the longest."""

_HOST = "ffff:ffff:ffff:ffff"
_ONE_AT_A_TIME = Lock()
"""Between the count and the record of a try nobody else of this process tries; a password takes
19 MiB and an older one 100 MiB to check, and so takes them once."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries a day are free, of an account and of a network; the first and longest wait."""

    of_account: int
    of_network: int
    first: timedelta
    longest: timedelta


LIMITS = {
    AuditKind.SIGN_IN_REFUSED: Limit(5, 50, timedelta(seconds=30), timedelta(minutes=15)),
    AuditKind.PASSWORD_MAIL: Limit(3, 20, timedelta(minutes=1), timedelta(hours=4)),
}

LOOKING_UP = Limit(0, 20, timedelta(seconds=2), timedelta(minutes=1))
"""The same of what a network looks up in vain; there are no accounts."""
_NETWORKS = 1_000
"""Of how many networks it is remembered, those that did so last."""
_IN_VAIN: OrderedDict[str, deque[datetime]] = OrderedDict()
_LOOKING = Lock()


@dataclass(frozen=True, slots=True)
class Try:
    """One try in the audit: its key, when, and whether it counts for the account, the network."""

    record: int
    at: datetime
    of_account: bool
    of_network: bool


class HeldError(Exception):
    """It was tried too often: nothing may be tried for so long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


@contextmanager
def signing_in(typed: str, address: str | None) -> Iterator[None]:
    """Let a password be tried, for what was typed as an e-mail address, from a network address.

    A `ValidationError` from within is a refused try, and is recorded. Raises `HeldError` instead
    of letting it be tried where that is too early.
    """
    with _ONE_AT_A_TIME:
        hold(AuditKind.SIGN_IN_REFUSED, typed, address)
        try:
            yield
        except ValidationError:
            record_refused_sign_in(typed, address)
            raise


def asking_for_link(typed: str, address: str | None) -> None:
    """Record that a link for a password is requested; raise `HeldError` where that is too early.

    The same is done whether or not there is an account.
    """
    with _ONE_AT_A_TIME:
        hold(AuditKind.PASSWORD_MAIL, typed, address)
        record_password_link(typed, address)


def lookup_wait(address: str | None) -> timedelta:
    """Return how long nothing can be looked up from a network address; no query."""
    with _LOOKING:
        tries = tuple(_IN_VAIN.get(network(address) or "", ()))
    now = timezone.now()
    recent = [at for at in tries if at > now - WINDOW]
    return _after(LOOKING_UP, LOOKING_UP.of_network, recent, now)


def looked_up_in_vain(address: str | None) -> None:
    """Remember that there was nothing of what was asked for from an address; no query."""
    if (here := network(address)) is None:
        return
    with _LOOKING:
        _IN_VAIN.setdefault(here, deque(maxlen=_MOST)).appendleft(timezone.now())
        _IN_VAIN.move_to_end(here)
        if len(_IN_VAIN) > _NETWORKS:
            _IN_VAIN.popitem(last=False)


def hold(kind: AuditKind, typed: str, address: str | None) -> None:
    """Raise `HeldError` if it is too early to try again, and count that; one query if it is not."""
    now = timezone.now()
    tries = _read(kind, typed_address(typed), address, now)
    wait = waiting(LIMITS[kind], tries, now)
    if wait > timedelta():
        count_held(tries[0].record)
        raise HeldError(wait)


def waiting(limit: Limit, tries: Sequence[Try], now: datetime) -> timedelta:
    """Return how long nothing may be tried after these tries, whose order is the newest first."""
    return max(
        _after(limit, limit.of_account, [each.at for each in tries if each.of_account], now),
        _after(limit, limit.of_network, [each.at for each in tries if each.of_network], now),
    )


def _after(limit: Limit, free: int, tries: Sequence[datetime], now: datetime) -> timedelta:
    over = len(tries) - free
    if over < 0:
        return timedelta()
    wait = min(limit.first * (1 << min(over, 16)), limit.longest)
    return max(tries[0] + wait - now, timedelta())


def _read(kind: AuditKind, account: str, address: str | None, now: datetime) -> list[Try]:
    """Return the tries that count, newest first; one query.

    Those for the account count since it was last signed in to, and from here alone if it ever
    was from here; those from here for other accounts count against who is new here.
    """
    near = _near(address)
    signed_in = AuditRecord.objects.filter(
        kind=AuditKind.SIGN_IN, person__email__iexact=account
    ).order_by("-pk")
    found = (
        AuditRecord.objects.filter(kind=kind, at__gt=now - WINDOW)
        .filter(Q(subject=account) & ~Q(subject="") | near)
        .annotate(
            is_known=Exists(signed_in.filter(near)), since=Subquery(signed_in.values("at")[:1])
        )
        .order_by("-pk")
        .values_list("pk", "at", "subject", "address", "is_known", "since")
    )
    here = network(address)
    tries = []
    for record, at, subject, came_from, is_known, since in found[:_MOST]:
        is_near = here is not None and network(came_from) == here
        is_theirs = subject == account != "" and (since is None or at > since)
        tries.append(
            Try(record, at, is_theirs and (is_near or not is_known), is_near and not is_known)
        )
    return [each for each in tries if each.of_account or each.of_network]


def network(address: str | None) -> str | None:
    """Return the network of an address: of IPv6 the half that one customer has."""
    if address is None:
        return None
    read = ip_address(address)
    return read.exploded[:19] if isinstance(read, IPv6Address) else str(read)


def _near(address: str | None) -> Q:
    """Return which records are of the network of an address, some of another one among them.

    An address of IPv6 is kept in its shortest form, of which there are three in one network: its
    zeros are left out behind the network, at its end, or in the midst of it.
    """
    if address is None:
        return Q(pk=None)
    read = ip_address(address)
    if not isinstance(read, IPv6Address):
        return Q(address=address)
    bits = int(read) >> 64 << 64
    whole = ":".join(f"{bits >> shift & 0xFFFF:x}" for shift in range(112, 63, -16)) + ":"
    first, last = str(IPv6Address(bits)), str(IPv6Address(bits | (1 << 64) - 1))
    return (
        Q(address__startswith=whole)
        | Q(address__startswith=first)
        | Q(address__startswith=last.removesuffix(_HOST))
    )
