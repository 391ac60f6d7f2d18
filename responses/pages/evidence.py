"""The web addresses of a response, how they stand, and what names them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext

from responses.domain.checks.states import (
    NO_ADDRESS,
    NOT_CHECKED,
    LinkStatus,
    PastCheck,
    digest_of,
    read_due,
    read_statuses,
)
from responses.domain.content.links import fault, href
from responses.domain.content.translating import named
from responses.domain.coverage.purposes import Chosen, purposes_of
from responses.domain.snapshot.changed import read_changed
from responses.domain.snapshot.evidence import (
    Evidence,
    NamedAddress,
    evidence,
    named_addresses,
)
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.services import NamedService
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.renderings import is_at_work
from responses.enums import Language
from responses.link_states import Finding, LinkState, PageChange
from responses.localized import localized
from responses.wording.dates import day
from responses.wording.indicators import indicator_name
from responses.wording.kept import kept_words
from responses.wording.link_states import certificate_words, changed_words, due_words

from .evidence_filter import StandingAddress
from .hrefs import href_of


class NamingPlace(NamedTuple):
    """What names an address: the way there, and what the link is called.

    `where` says in words where it stands there, if it is no link of an answer.
    """

    href: str
    number: str
    wording: str
    label: str
    where: str = ""


class ShownCheck(NamedTuple):
    """One of the last checks: what it says by itself, in words, with its day."""

    state: LinkState
    words: str


class EvidenceRow(NamedTuple):
    """An address as the page shows it; `href` is empty where it leads nowhere.

    `own_href` is the page about it, empty for what is never checked. `rechecks` is the digest
    under which it can be asked for, of what may be wrong, by who may ask. `title` is that of its
    page, and `warnings` say that its certificate ends, and that the page changed. `waits` says when
    it is checked, if it never was; `proves` names the indicators that it is for.
    """

    url: str
    href: str
    state: LinkState
    said: str
    since: str
    checked: str
    named: Sequence[NamingPlace]
    checks: Sequence[ShownCheck]
    note: str = ""
    own_href: str = ""
    rechecks: str = ""
    kept: str = ""
    kept_href: str = ""
    title: str = ""
    warnings: Sequence[str] = ()
    waits: str = ""
    proves: str = ""


def read_waits(found: Iterable[StandingAddress], now: datetime) -> Mapping[str, str]:
    """Return when each address is checked that never was, in words, by their digests; two queries.

    None where there is no such address, or links are not checked.
    """
    unchecked = [each.address.digest for each in found if _is_waiting(each)]
    if not unchecked or not settings.CHECK_LINKS:
        return {}
    due, works = read_due(unchecked), is_at_work(now)
    return {each: due_words(due.get(each), now, is_at_work=works) for each in unchecked}


def _is_waiting(found: StandingAddress) -> bool:
    return bool(found.address.digest) and found.status.checked_at is None


def state_counts(found: Iterable[StandingAddress]) -> list[tuple[LinkState, int]]:
    """Return how many addresses there are in each state that any is in."""
    counts = Counter(each.status.state for each in found)
    return [(state, counts[state]) for state in LinkState if counts[state]]


def evidence_row(
    snapshot: Snapshot,
    found: StandingAddress,
    checks: Mapping[int, Sequence[PastCheck]],
    kept: Mapping[str, int],
    changed: Mapping[str, PageChange],
    *,
    waits: Mapping[str, str],
    chosen: Chosen,
    may_recheck: bool,
) -> EvidenceRow:
    """Return an address as the page shows it, in words of who reads it now.

    `kept` says how often its page is kept, `changed` how it changed since an approval, `waits` when
    it is checked if it never was, `chosen` for which indicators writers chose links to be, and
    `may_recheck` whether they may ask for a check.
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
        named=(
            *(_naming(snapshot, each) for each in address.named),
            *(_naming_service(snapshot, each) for each in address.services),
        ),
        checks=tuple(_shown(each) for each in past),
        note=status.note,
        own_href=href_of("evidence_link", snapshot.city_slug, snapshot.edition.code, address.digest)
        if address.digest
        else "",
        rechecks=address.digest if may_recheck and status.state is not LinkState.WORKS else "",
        kept=kept_words(times) if times else "",
        kept_href=_kept_href(snapshot, address.digest) if times else "",
        title=status.title,
        warnings=_warnings(status, changed.get(address.digest), snapshot.due_on),
        waits=waits.get(address.digest, ""),
        proves=_proves(snapshot, address, chosen),
    )


def _proves(snapshot: Snapshot, address: NamedAddress, chosen: Chosen) -> str:
    """Return for which indicators an address is wherever it is named, in words."""
    keys = {each.indicator.key for each in address.services}
    for each in address.named:
        if not each.language and address.digest:
            keys |= {*purposes_of(each.question, address.digest, chosen)}
    names = [indicator_name(each) for each in snapshot.edition.indicators if each.key in keys]
    return (
        gettext("Evidence for: %(indicators)s") % {"indicators": ", ".join(names)} if names else ""
    )


def _kept_href(snapshot: Snapshot, digest: str) -> str:
    page = href_of("kept_pages", snapshot.city_slug, snapshot.edition.code)
    return f"{page}?address={digest}"


def _warnings(status: LinkStatus, change: PageChange | None, due_on: date | None) -> list[str]:
    said = changed_words(change), certificate_words(status.tls_until, due_on)
    return [each for each in said if each]


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


def _naming(snapshot: Snapshot, naming: Evidence) -> NamingPlace:
    key, language = naming.section.section.key, naming.language
    page = href_of("section", snapshot.city_slug, snapshot.edition.code, key)
    where = gettext("in the text") if naming.in_text else ""
    return NamingPlace(
        href=f"{page}{'?show=both' if language else ''}#{named(naming.question.key, language)}",
        number=naming.question.number,
        wording=localized(naming.question.wording),
        label=naming.label,
        where=in_translation_words(language) if language else where,
    )


def in_translation_words(language: str) -> str:
    """Return in words that an address stands in the translation into a language."""
    words = gettext("in the translation into %(language)s")
    return words % {"language": Language(language).label}


def _naming_service(snapshot: Snapshot, naming: NamedService) -> NamingPlace:
    page = href_of("services", snapshot.city_slug, snapshot.edition.code)
    return NamingPlace(
        href=f"{page}#{naming.indicator.key.replace('/', '-')}",
        number="",
        wording=indicator_name(naming.indicator),
        label="",
        where=gettext("in the list of services"),
    )


class LinkOfAnswer(NamedTuple):
    """An address that an answer names, how it stands, and the day of its last check if any.

    With its digest, and the note why it is right though it fails. `where` says in words that it
    stands in the translation, if it does; `warnings` are as those of an `EvidenceRow`.
    """

    url: str
    state: LinkState
    checked: str
    digest: str = ""
    note: str = ""
    where: str = ""
    warnings: Sequence[str] = ()

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


def read_links(
    section: SectionSnapshot, response: int, due_on: date | None
) -> Mapping[str, LinksOfAnswer]:
    """Return how what a section's answers name stands, by the keys of their questions; one query.

    `response` is the key of its response, and `due_on` when that is due. No query where nothing is
    named, or where links are not checked; one more where the section is approved. Those of
    translations only where the section is bound to these.
    """
    said = evidence([section.as_bound], in_translations=True) if settings.CHECK_LINKS else ()
    links = [each for each in said if each.url]
    statuses = read_statuses([digest_of(each.url) for each in links], response) if links else {}
    changed = read_changed(named_addresses([section.as_bound]), statuses) if statuses else {}
    found: dict[str, list[LinkOfAnswer]] = {}
    for each in links:
        digest = digest_of(each.url)
        status = statuses.get(digest, NOT_CHECKED) if digest else NO_ADDRESS
        checked = day(status.checked_at) if status.checked_at else ""
        where = in_translation_words(each.language) if each.language else ""
        warnings = _warnings(status, changed.get(digest), due_on)
        link = LinkOfAnswer(each.url, status.state, checked, digest, status.note, where, warnings)
        found.setdefault(each.question.key, []).append(link)
    return {key: _of_answer(links) for key, links in found.items()}


def _of_answer(links: Sequence[LinkOfAnswer]) -> LinksOfAnswer:
    counts = Counter(each.state for each in links)
    known = [(state, counts[state]) for state in LinkState if counts[state]]
    return LinksOfAnswer(links, known)
