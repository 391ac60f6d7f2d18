"""Links that fail, of which who sends, signs or seals has to know; how all stood, for documents."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from responses.domain.checks.states import NOT_CHECKED, LinkStatus, read_statuses
from responses.domain.glossary.terms import read_translations
from responses.link_states import PageChange
from responses.models import Response

from .changed import read_changed
from .contacts import with_contacts
from .evidence import NamedAddress, named_addresses
from .links import SnapshotLink
from .section import SectionSnapshot
from .services import NamedService, with_services
from .snapshot import Snapshot


def read_failing(
    response: int, sections: Iterable[SectionSnapshot], services: Iterable[NamedService] = ()
) -> list[NamedAddress]:
    """Return the addresses of some sections and services of a response that fail, in their order.

    Without those of which a note says why that is right. One query; none where nothing is named,
    or where links are not checked.
    """
    return failing_of(*read_links(response, sections, services))


def failing_urls(response: int, section: SectionSnapshot) -> frozenset[str]:
    """Return what `read_failing` does of one section, in each spelling in which it is named."""
    found = read_failing(response, [section])
    return frozenset(naming.url for each in found for naming in each.named)


def with_beside(snapshot: Snapshot, response: Response) -> Snapshot:
    """Return a snapshot with all that is printed or sealed beside the answers.

    With the queries of `with_contacts`, and those of `with_services` and `with_links`.
    """
    named = with_contacts(with_services(snapshot, response), response.city)
    return with_links(named, response)


def with_links(snapshot: Snapshot, response: Response) -> Snapshot:
    """Return a snapshot that says how each link stands; as it is where links are not checked.

    One query, and one more for notes on them where it has a glossary, and one for changes where a
    section is approved; none where nothing is named.
    """
    named, statuses = read_links(response.pk, snapshot.sections)
    return with_statuses(snapshot, response, named, statuses, read_changed(named, statuses))


def with_statuses(
    snapshot: Snapshot,
    response: Response,
    named: Collection[NamedAddress],
    statuses: Mapping[str, LinkStatus],
    changed: Mapping[str, PageChange],
) -> Snapshot:
    """Return what `with_links` returns, of what was read of the links already.

    One query for notes on them, where there are any and it has a glossary.
    """
    if not named:
        return snapshot
    zone = timezone.get_default_timezone()
    links = []
    for each in named:
        status = statuses.get(each.digest, NOT_CHECKED)
        at = status.checked_at
        day = timezone.localdate(at, zone) if at else None
        change = changed.get(each.digest)
        links.append(SnapshotLink(each.url, status.state, day, status.note, change))
    return _with_notes(replace(snapshot, links=tuple(links)), response)


def _with_notes(snapshot: Snapshot, response: Response) -> Snapshot:
    """Return a snapshot whose glossary has the notes on its links, as far as they are translated.

    They are no part of what who seals confirms, as how the links stand is none.
    """
    glossary = snapshot.glossary
    notes = {each.note for each in snapshot.links or ()} - {""}
    if not notes or not glossary.language:
        return snapshot
    more = read_translations(response.city, glossary.language, notes)
    return replace(snapshot, glossary=replace(glossary, terms={**glossary.terms, **more}))


def read_links(
    response: int, sections: Iterable[SectionSnapshot], services: Iterable[NamedService] = ()
) -> tuple[list[NamedAddress], Mapping[str, LinkStatus]]:
    """Return the addresses that can be linked, and how those that are known stand; one query.

    None where nothing is named, or where links are not checked.
    """
    named = named_addresses(sections, services) if settings.CHECK_LINKS else []
    named = [each for each in named if each.digest]
    return named, read_statuses([each.digest for each in named], response)


def failing_of(
    named: Iterable[NamedAddress], statuses: Mapping[str, LinkStatus]
) -> list[NamedAddress]:
    """Return those of some addresses that fail, by how they stand under their digests. Pure."""
    return [each for each in named if each.digest in statuses and statuses[each.digest].fails]


def failing_counts(failing: Iterable[NamedAddress]) -> Mapping[str, int]:
    """Return how many of some addresses each section names that names any, by its key. Pure."""
    return Counter(
        key for each in failing for key in {naming.section.section.key for naming in each.named}
    )


def failing_words(count: int) -> str:
    """Return how many links fail, for a record of who knew of them."""
    words = ngettext(
        "with %(count)d failing link, as confirmed",
        "with %(count)d failing links, as confirmed",
        count,
    )
    return words % {"count": count}
