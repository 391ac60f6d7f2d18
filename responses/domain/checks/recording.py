"""The one writer of addresses, of who checks them now, and of what was found.

Workers share the work by hosts: who claims one holds it alone, on PostgreSQL past the rows that
others are claiming, on SQLite one after the other. What was found is recorded by who still holds
the host, and so once; what a dead worker held is free again after a while.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from responses.link_states import FINDINGS, FOUND, Finding, LinkState, PageState
from responses.models import Address, Check, Host, KeptPage

from .found import LinkFound
from .front import FrontPage
from .standing import LinkStanding, after
from .targets import Target

EVERY = timedelta(days=1)
"""How often an address is checked at most, unless somebody asks."""
AGAIN = timedelta(hours=1)
"""How often people may ask for one before it is due."""
HOLD = timedelta(minutes=3)
"""How long a host is held by who says nothing more."""
LATER = timedelta(minutes=1)
"""After how long an address is asked again that leads to a host which another worker holds."""
FORGOTTEN = timedelta(days=2)
"""How long an address is checked that no answer was seen to name any more."""
UNUSED = timedelta(days=30)
"""How long a host is known to which addresses only led, and lead no more."""
_PAUSE, _PAUSE_MAX = timedelta(minutes=10), timedelta(days=1)
"""How long a host is left alone that is in trouble: the first time, doubled each time, at most."""
_TROUBLED = frozenset({Finding.SILENT, Finding.NO_CONNECTION, Finding.SERVER_FAULT})
_BATCH = 500
_WITNESSES = 3


@dataclass(frozen=True, slots=True)
class DueAddress:
    """An address to be checked, and whether it was failing before."""

    pk: int
    url: str
    failing: bool = False


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page that is to be kept as evidence."""

    pk: int
    url: str


@dataclass(frozen=True, slots=True)
class HeldHost:
    """A host that one worker holds, which of its addresses are due, and which pages are wanted.

    `answers_head` as long as nobody found that a HEAD tells nothing there. `front` is the front
    page of its site, if that was asked for today.
    """

    pk: int
    name: str
    due: tuple[DueAddress, ...]
    pages: tuple[WantedPage, ...] = ()
    answers_head: bool = True
    front: FrontPage | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An address that was checked: how it stood before, and how it stands."""

    address: int
    before: LinkState
    after: LinkState


def register(targets: Mapping[str, Target], now: datetime) -> int:
    """Note that answers name these addresses now, by their digests; return how many are new."""
    new = 0
    digests = sorted(targets)
    for start in range(0, len(digests), _BATCH):
        some = {digest: targets[digest] for digest in digests[start : start + _BATCH]}
        new += _register(some, now)
    return new


@transaction.atomic
def _register(targets: Mapping[str, Target], now: datetime) -> int:
    known = Address.objects.filter(digest__in=targets)
    there = set(known.values_list("digest", flat=True))
    known.update(named_at=now)
    lacking = {digest: target for digest, target in targets.items() if digest not in there}
    if not lacking:
        return 0
    hosts = _known_hosts({target.host for target in lacking.values()}, now)
    Address.objects.bulk_create(
        (
            Address(digest=digest, url=each.url, host_id=hosts[each.host], named_at=now, due_at=now)
            for digest, each in lacking.items()
        ),
        ignore_conflicts=True,
    )
    return len(lacking)


def _known_hosts(names: Collection[str], now: datetime) -> Mapping[str, int]:
    """Return the keys of hosts by their names, of which none is forgotten meanwhile."""
    named = Host.objects.select_for_update(no_key=True).filter(name__in=names).order_by("pk")
    hosts = dict(named.values_list("name", "pk"))
    if lacking := sorted(set(names) - set(hosts)):
        new = [Host(name=name, free_at=now) for name in lacking]
        Host.objects.bulk_create(new, ignore_conflicts=True)
        hosts |= dict(Host.objects.filter(name__in=lacking).values_list("name", "pk"))
    return hosts


@transaction.atomic
def forget_hosts(now: datetime) -> int:
    """Forget the hosts that addresses once led to, and nobody was led to for long; return how many.

    Not those of addresses, of pages, or that are held.
    """
    old = now - UNUSED
    unused = Q(held_until__isnull=True) | Q(held_until__lt=old)
    named = Exists(Address.objects.filter(host=OuterRef("pk")))
    kept = Exists(KeptPage.objects.filter(host=OuterRef("pk")))
    idle = Host.objects.filter(unused, ~named, ~kept, free_at__lt=old)
    # Locked first and asked again then, as an address may just have come to lead there.
    locked = idle.select_for_update(skip_locked=True).order_by("pk")[:_BATCH]
    keys = [host.pk for host in locked]
    return idle.filter(pk__in=keys).delete()[0] if keys else 0


def ask_for(digests: Collection[str] | None, now: datetime) -> int:
    """Have addresses checked though they are not due, or all; return how many."""
    named = _named(now)
    if digests is None:
        return named.update(due_at=now)
    wanted = sorted(digests)
    return sum(
        named.filter(digest__in=wanted[start : start + _BATCH]).update(due_at=now)
        for start in range(0, len(wanted), _BATCH)
    )


def ask_again(digests: Collection[str], now: datetime) -> int:
    """Have addresses checked for somebody who asks; return how many.

    Those that nobody has asked for within the last hour. A worker does it, and a host that wants
    to be left alone still is.
    """
    free = Q(asked_at__isnull=True) | Q(asked_at__lte=now - AGAIN)
    wanted = sorted(digests)
    return sum(
        _named(now)
        .filter(free, digest__in=wanted[start : start + _BATCH])
        .update(due_at=now, asked_at=now)
        for start in range(0, len(wanted), _BATCH)
    )


@transaction.atomic
def claim(
    holder: str, now: datetime, most: int, only: Collection[str] | None = None
) -> list[HeldHost]:
    """Hold some hosts that have addresses due, or pages to be kept, and that nobody else holds.

    Return them; with `only` those of the addresses of these digests.
    """
    due = _named(now).filter(due_at__lte=now)
    pages = KeptPage.objects.filter(state=PageState.WAITING, due_at__lte=now)
    if only is not None:
        due, pages = due.filter(digest__in=only), pages.filter(digest__in=only)
    has_work = Q(Exists(due.filter(host=OuterRef("pk")))) | Q(
        Exists(pages.filter(host=OuterRef("pk")))
    )
    free = Q(held_until__isnull=True) | Q(held_until__lte=now)
    hosts = (
        Host.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(free, has_work, free_at__lte=now)
        .order_by("free_at", "pk")[:most]
    )
    found = {host.pk: host for host in hosts}
    if not found:
        return []
    Host.objects.filter(pk__in=found).update(held_by=holder, held_until=now + HOLD)
    rows: dict[int, list[DueAddress]] = {}
    ordered = due.filter(host__in=found).order_by("due_at", "pk")
    for host, pk, url, state in ordered.values_list("host", "pk", "url", "state"):
        rows.setdefault(host, []).append(DueAddress(pk, url, state == LinkState.FAILING))
    wanted: dict[int, list[WantedPage]] = {}
    for host, pk, url in (
        pages.filter(host__in=found).order_by("due_at", "pk").values_list("host", "pk", "url")
    ):
        wanted.setdefault(host, []).append(WantedPage(pk, url))
    return [
        HeldHost(
            *(pk, host.name, tuple(rows.get(pk, ())), tuple(wanted.get(pk, ()))),
            answers_head=host.answers_head,
            front=_front_of(host, now),
        )
        for pk, host in found.items()
    ]


def _front_of(host: Host, now: datetime) -> FrontPage | None:
    is_of_today = host.front_at is not None and now - host.front_at < EVERY
    return FrontPage.from_json(host.front) if is_of_today else None


@transaction.atomic
def record_front(holder: str, host: int, front: FrontPage, found: LinkFound, now: datetime) -> bool:
    """Keep what the front page of a host's site is like, for a day; whether one holds the host.

    A site that wants to be left alone is, though its other pages are there.
    """
    held = still_held(holder, host)
    if held is None:
        return False
    Host.objects.filter(pk=host).update(front=front.to_json(), front_at=now)
    if found.pause:
        leave_alone(held, found, now)
    return True


def claim_way(holder: str, name: str, now: datetime) -> bool:
    """Hold a host that an address leads to, also one that none names; return whether one does.

    Two queries at most, of which the second only the first time.
    """
    free = Q(held_until__isnull=True) | Q(held_until__lte=now) | Q(held_by=holder)
    wanted = Host.objects.filter(free, name=name)
    if wanted.update(held_by=holder, held_until=now + HOLD):
        return True
    new = [Host(name=name, free_at=now, held_by=holder, held_until=now + HOLD)]
    Host.objects.bulk_create(new, ignore_conflicts=True)
    return Host.objects.filter(name=name, held_by=holder).exists()


def let_go(holder: str, names: Collection[str], until: datetime) -> None:
    """Let others have some of the hosts that one holds, from a time on."""
    Host.objects.filter(held_by=holder, name__in=names).update(held_by="", held_until=until)


@transaction.atomic
def put_off(holder: str, host: int, address: int, now: datetime) -> bool:
    """Have an address checked a little later, as nobody may ask now where it leads.

    Return whether it is: not if one no longer holds the host.
    """
    held = still_held(holder, host)
    later = Address.objects.filter(pk=address, host=host)
    return held is not None and bool(later.update(due_at=now + LATER))


@transaction.atomic
def claim_witnesses(holder: str, now: datetime, but: Collection[int]) -> list[tuple[str, str]]:
    """Hold some hosts that answered when they were asked last, and that nobody else holds.

    Return their names, and of each an address that worked; never of the hosts `but`.
    """
    works = Address.objects.filter(state__in=(LinkState.WORKS, LinkState.MOVED))
    last = works.exclude(host__in=but).order_by("-checked_at").values_list("host", "url")
    urls = dict(last[:_BATCH])
    hosts = Host.objects.select_for_update(skip_locked=True, no_key=True).filter(
        Q(held_until__isnull=True) | Q(held_until__lte=now), pk__in=urls, free_at__lte=now
    )
    # Others each time, so that those that are gone meanwhile decide it once at most.
    found = list(hosts.order_by("?")[:_WITNESSES])
    mine = Host.objects.filter(pk__in=[host.pk for host in found])
    mine.update(held_by=holder, held_until=now + HOLD)
    return [(host.name, urls[host.pk]) for host in found]


def count_due(now: datetime, only: Collection[str] | None = None) -> int:
    """Return how many addresses are due, those whose hosts want to be left alone included."""
    due = _named(now).filter(due_at__lte=now)
    return (due if only is None else due.filter(digest__in=only)).count()


def hold_on(holder: str, now: datetime) -> None:
    """Say that one is still at all the hosts that one holds."""
    Host.objects.filter(held_by=holder, held_until__gt=now).update(held_until=now + HOLD)


def release(holder: str, until: datetime | None = None) -> None:
    """Let others have all the hosts that one holds, from a time on if one is given."""
    Host.objects.filter(held_by=holder).update(held_by="", held_until=until)


@transaction.atomic
def record(
    holder: str, host: int, address: int, found: LinkFound, now: datetime
) -> Recorded | None:
    """Write down what was found; None, and nothing is, if one no longer holds the host.

    A host that wants to be left alone, or is in trouble, is free later.
    """
    held = still_held(holder, host)
    row = Address.objects.filter(pk=address, host=host).first()
    if held is None or row is None:
        return None
    before = LinkStanding(LinkState(row.state), row.since, row.failed_at)
    standing = after(before, found.finding, now)
    Check.objects.create(
        address=row,
        at=now,
        finding=found.finding,
        status=found.status,
        detail=found.detail,
        url=found.url,
        hops=[[hop.url, hop.status] for hop in found.hops],
        type=found.type,
        charset=found.charset,
        title=found.title,
        language=found.language,
        content=found.content,
        tls_until=found.tls_until,
    )
    is_found = FINDINGS[found.finding] in FOUND
    page = {"title": found.title, "tls_until": found.tls_until} if is_found else {}
    Address.objects.filter(pk=address).update(
        **page,
        state=standing.state,
        since=standing.since,
        failed_at=standing.failed_at,
        checked_at=now,
        due_at=now + EVERY,
    )
    if found.head_failed and held.answers_head:
        Host.objects.filter(pk=host).update(answers_head=False)
    leave_alone(held, found, now)
    return Recorded(address, before.state, standing.state)


def still_held(holder: str, host: int) -> Host | None:
    """Return a host if one still holds it; in a transaction, to whose end one does."""
    return Host.objects.select_for_update(no_key=True).filter(pk=host, held_by=holder).first()


def leave_alone(held: Host, found: LinkFound, now: datetime) -> None:
    """Leave a host alone for a while if what was found is reason to; two queries at most.

    That is the last one that was asked, where the address leads to another.
    """
    if not is_paused(found):
        if held.pauses:
            Host.objects.filter(pk=held.pk).update(pauses=0)
        return
    last = urlsplit(found.url).hostname or held.name
    host = held if last == held.name else Host.objects.filter(name=last).first()
    if host is None:
        return
    longer = _PAUSE * (1 << min(host.pauses, 10)) if found.finding in _TROUBLED else timedelta()
    pause = max(min(longer, _PAUSE_MAX), timedelta(seconds=found.pause))
    Host.objects.filter(pk=host.pk).update(
        pauses=min(host.pauses + 1, 100), free_at=max(host.free_at, now + pause)
    )


def is_paused(found: LinkFound, host: str | None = None) -> bool:
    """Return whether what was found is reason to leave a host alone for a while.

    With a `host`, whether it is this one.
    """
    is_reason = bool(found.pause) or found.finding in _TROUBLED
    return is_reason and host in {None, urlsplit(found.url).hostname or host}


def untold() -> list[Address]:
    """Return the addresses that fail or work again, which nobody was told of; one query.

    In a transaction, which keeps others from telling the same.
    """
    fails = Q(state=LinkState.FAILING, told=False)
    works = Q(state__in=FOUND, told=True)
    return list(Address.objects.select_for_update(no_key=True).filter(fails | works).order_by("pk"))


def read_known_to_fail() -> dict[str, Address]:
    """Return by their digests the addresses of which it was told that they fail; one query."""
    rows = Address.objects.filter(state=LinkState.FAILING, told=True).order_by("pk")
    return {each.digest: each for each in rows}


def note_told(addresses: Iterable[Address]) -> None:
    """Note that it was told how these addresses stand."""
    by_state: dict[bool, list[int]] = {True: [], False: []}
    for each in addresses:
        by_state[each.state == LinkState.FAILING].append(each.pk)
    for is_failing, keys in by_state.items():
        Address.objects.filter(pk__in=keys).update(told=is_failing)


def _named(now: datetime) -> QuerySet[Address]:
    return Address.objects.filter(named_at__gt=now - FORGOTTEN)
