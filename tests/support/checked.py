"""Web addresses with what was found of them, day by day."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from responses.domain.checks.found import Hop, LinkFound
from responses.domain.checks.named import address_digest, by_digest, read_namings
from responses.domain.checks.recording import record, register, release
from responses.domain.checks.standing import NEW, LinkStanding, after
from responses.domain.checks.targets import Target, target_of
from responses.link_states import Finding
from responses.models import Address, City, Host


def note_checks(url: str, *findings: Finding, last: datetime) -> int:
    """Record that an address was checked once a day, and last then; return its key."""
    target = target_of(url)
    register({address_digest(target): target}, last)
    address = Address.objects.get(digest=address_digest(target))
    Host.objects.filter(pk=address.host_id).update(held_by="tests")
    for ago, finding in zip(reversed(range(len(findings))), findings, strict=True):
        at = last - timedelta(days=ago)
        assert record("tests", address.host_id, address.pk, LinkFound(finding), at)
    release("tests")
    return address.pk


def note_page(
    url: str,
    at: datetime,
    title: str,
    finding: Finding = Finding.WORKS,
    tls_until: datetime | None = None,
) -> int:
    """Record that an address was checked, and what its page was; return its key."""
    target = target_of(url)
    register({address_digest(target): target}, at)
    address = Address.objects.get(digest=address_digest(target))
    Host.objects.filter(pk=address.host_id).update(held_by="tests")
    found = LinkFound(
        finding,
        200,
        hops=(Hop(target.url, 200),),
        type="text/html",
        title=title,
        tls_until=tls_until,
    )
    assert record("tests", address.host_id, address.pk, found, at)
    release("tests")
    return address.pk


def named_targets(
    city: City | None = None, changed_since: datetime | None = None
) -> dict[str, Target]:
    """Return by their digests the addresses that are named, of a city or of all."""
    return by_digest(read_namings(city, changed_since))


def standing_of(checks: Iterable[tuple[Finding, datetime]]) -> LinkStanding:
    """Return how an address stands by its whole history, oldest first."""
    standing = NEW
    for finding, at in checks:
        standing = after(standing, finding, at)
    return standing
