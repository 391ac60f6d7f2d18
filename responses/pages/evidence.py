"""The web addresses of a response, how they stand, and which answers name them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext

from responses.domain.checks.states import (
    NO_ADDRESS,
    NOT_CHECKED,
    LinkStatus,
    PastCheck,
    digest_of,
    read_statuses,
)
from responses.domain.content.links import fault, href
from responses.domain.coverage.purposes import Chosen, purposes_of
from responses.domain.snapshot.evidence import Evidence, NamedAddress, evidence
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import Finding, LinkState
from responses.localized import localized
from responses.wording.dates import day
from responses.wording.kept import kept_words

from .hrefs import href_of


class EvidenceFilter(NamedTuple):
    """Which addresses are asked for: empty is any, otherwise those that one answer of it names."""

    state: str = ""
    section: str = ""
    department: str = ""
    indicator: str = ""


class StandingAddress(NamedTuple):
    """An address that answers name, and how it stands."""

    address: NamedAddress
    status: LinkStatus


class NamingAnswer(NamedTuple):
    """An answer that names an address: the way there, and what the link is called."""

    href: str
    number: str
    wording: str
    label: str
    in_text: bool


class ShownCheck(NamedTuple):
    """One of the last checks: what it says by itself, in words, with its day."""

    state: LinkState
    words: str


class EvidenceRow(NamedTuple):
    """An address as the page shows it; `href` is empty where it leads nowhere.

    `own_href` is the page about it, empty for what is never checked. `rechecks` is the digest
    under which it can be asked for, of what may be wrong, by who may ask.
    """

    url: str
    href: str
    state: LinkState
    said: str
    since: str
    checked: str
    named: Sequence[NamingAnswer]
    checks: Sequence[ShownCheck]
    note: str = ""
    own_href: str = ""
    rechecks: str = ""
    kept: str = ""
    kept_href: str = ""


def standing_addresses(
    addresses: Iterable[NamedAddress], statuses: Mapping[str, LinkStatus]
) -> list[StandingAddress]:
    """Return how each address stands, by what is known under their digests."""
    return [
        StandingAddress(each, statuses.get(each.digest, NOT_CHECKED) if each.digest else NO_ADDRESS)
        for each in addresses
    ]


def state_counts(found: Iterable[StandingAddress]) -> list[tuple[LinkState, int]]:
    """Return how many addresses there are in each state that any is in."""
    counts = Counter(each.status.state for each in found)
    return [(state, counts[state]) for state in LinkState if counts[state]]


def matching(
    found: Iterable[StandingAddress], asked: EvidenceFilter, chosen: Chosen
) -> list[StandingAddress]:
    """Return the addresses that are asked for, each with all answers that name it.

    `chosen` is what writers chose for which indicators links are.
    """
    return [
        each
        for each in found
        if asked.state in {"", each.status.state}
        and any(
            _is_asked(each.address.digest, naming, asked, chosen) for naming in each.address.named
        )
    ]


def _is_asked(digest: str, naming: Evidence, asked: EvidenceFilter, chosen: Chosen) -> bool:
    section = naming.section
    return (
        asked.section in {"", section.section.key}
        and asked.department in {"", section.department}
        and (not asked.indicator or asked.indicator in purposes_of(naming.question, digest, chosen))
    )


def evidence_row(
    snapshot: Snapshot,
    found: StandingAddress,
    checks: Mapping[int, Sequence[PastCheck]],
    kept: Mapping[str, int],
    *,
    may_recheck: bool,
) -> EvidenceRow:
    """Return an address as the page shows it, in words of who reads it now.

    `kept` says how often its page is kept, `may_recheck` whether they may ask for a check.
    """
    address, status = found
    past = checks.get(status.key, ())
    times = kept.get(address.digest, 0)
    return EvidenceRow(
        url=address.url,
        href="" if fault(address.url) else href(address.url),
        state=status.state,
        said=_said(found, past),
        since=day(status.since) if status.since else "",
        checked=day(status.checked_at) if status.checked_at else "",
        named=tuple(_naming(snapshot, each) for each in address.named),
        checks=tuple(_shown(each) for each in past),
        note=status.note,
        own_href=href_of("evidence_link", snapshot.city_slug, snapshot.edition.code, address.digest)
        if address.digest
        else "",
        rechecks=address.digest if may_recheck and status.state in _DOUBTED else "",
        kept=kept_words(times) if times else "",
        kept_href=_kept_href(snapshot, address.digest) if times else "",
    )


def _kept_href(snapshot: Snapshot, digest: str) -> str:
    page = href_of("kept_pages", snapshot.city_slug, snapshot.edition.code)
    return f"{page}?address={digest}"


def _said(found: StandingAddress, past: Sequence[PastCheck]) -> str:
    """Return what was found last, where the state does not say all of it."""
    if not found.address.digest:
        return str(Finding.NO_ADDRESS.label)
    if found.status.state is LinkState.WORKS or not past:
        return ""
    return str(past[-1].finding.label)


def _shown(check: PastCheck) -> ShownCheck:
    words = {"day": day(check.at), "finding": check.finding.label}
    return ShownCheck(check.state, gettext("%(day)s: %(finding)s") % words)


def _naming(snapshot: Snapshot, naming: Evidence) -> NamingAnswer:
    key = naming.section.section.key
    page = href_of("section", snapshot.city_slug, snapshot.edition.code, key)
    return NamingAnswer(
        href=f"{page}#{naming.question.key}",
        number=naming.question.number,
        wording=localized(naming.question.wording),
        label=naming.label,
        in_text=naming.in_text,
    )


_DOUBTED = frozenset(LinkState) - {LinkState.WORKS, LinkState.UNCHECKED}


class LinkOfAnswer(NamedTuple):
    """An address that an answer names, how it stands, and the day of its last check if any.

    With its digest, and the note why it is right though it fails.
    """

    url: str
    state: LinkState
    checked: str
    digest: str = ""
    note: str = ""

    @property
    def fails(self) -> bool:
        """Whether it fails, and nobody has said why that is right."""
        return self.state is LinkState.FAILING and not self.note


class LinksOfAnswer(NamedTuple):
    """The addresses that an answer names, and how many are in each state."""

    links: Sequence[LinkOfAnswer]
    counts: Sequence[tuple[LinkState, int]]

    @property
    def failing(self) -> list[LinkOfAnswer]:
        """Those that fail without a note."""
        return [each for each in self.links if each.fails]


def read_links(section: SectionSnapshot, response: int) -> Mapping[str, LinksOfAnswer]:
    """Return how what a section's answers name stands, by the keys of their questions; one query.

    `response` is the key of its response. No query where nothing is named, or where links are
    not checked.
    """
    named = [each for each in evidence([section]) if each.url] if settings.CHECK_LINKS else []
    statuses = read_statuses([digest_of(each.url) for each in named], response) if named else {}
    found: dict[str, list[LinkOfAnswer]] = {}
    for each in named:
        digest = digest_of(each.url)
        status = statuses.get(digest, NOT_CHECKED) if digest else NO_ADDRESS
        checked = day(status.checked_at) if status.checked_at else ""
        link = LinkOfAnswer(each.url, status.state, checked, digest, status.note)
        found.setdefault(each.question.key, []).append(link)
    return {key: _of_answer(links) for key, links in found.items()}


def _of_answer(links: Sequence[LinkOfAnswer]) -> LinksOfAnswer:
    counts = Counter(each.state for each in links)
    known = [(state, counts[state]) for state in LinkState if counts[state]]
    return LinksOfAnswer(links, known)
