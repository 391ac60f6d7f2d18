"""The links of sections that fail, which who sends, signs or seals these has to know of."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.translation import ngettext

from responses.domain.checks.states import LinkStatus, read_statuses

from .evidence import NamedAddress, named_addresses
from .snapshot import SectionSnapshot


def read_failing(response: int, sections: Iterable[SectionSnapshot]) -> list[NamedAddress]:
    """Return the addresses of some sections of a response that fail, in the form's order.

    Without those of which a note says why that is right. One query; none where nothing is named,
    or where links are not checked.
    """
    named = named_addresses(sections) if settings.CHECK_LINKS else []
    digests = [each.digest for each in named if each.digest]
    return failing_of(named, read_statuses(digests, response)) if digests else []


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
