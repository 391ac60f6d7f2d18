"""The indicators of an edition with the evidence that a response has for each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.coverage.coverage import Coverage, CoveredIndicator
from responses.domain.coverage.portal import INDICATORS, JudgedFeature
from responses.domain.snapshot.services import AVAILABLE
from responses.domain.snapshot.snapshot import Snapshot
from responses.link_states import LinkState
from responses.localized import localized
from responses.wording.indicators import criterion_name, how_to_say, indicator_name
from responses.wording.portal import FEATURES, VERDICTS

from .hrefs import href_of


class Way(NamedTuple):
    """An answer or a service that is evidence for an indicator, or could be.

    `links` is how many addresses it names for it, and `lacks` what is to be done if there are none.
    """

    href: str
    number: str
    words: str
    links: int
    lacks: str = ""


class CoverageRow(NamedTuple):
    """An indicator; `service` says what is known where no question asks for it."""

    words: str
    coverage: Coverage
    ways: Sequence[Way]
    service: str


class CoverageGroup(NamedTuple):
    """The indicators of one criterion, and how many there are of each kind, asked for or not."""

    name: str
    counts: Sequence[tuple[Coverage, int]]
    total: int
    rows: Sequence[CoverageRow]


def coverage_counts(found: Iterable[CoveredIndicator]) -> list[tuple[Coverage, int]]:
    """Return how many indicators stand so, of each way to stand."""
    counts = Counter(each.coverage for each in found)
    return [(each, counts[each]) for each in Coverage]


def coverage_groups(
    snapshot: Snapshot, found: Sequence[CoveredIndicator], only: str
) -> list[CoverageGroup]:
    """Return the indicators by criterion, those that stand as `only` says, or all."""
    groups: list[CoverageGroup] = []
    for criterion, several in groupby(found, lambda each: each.indicator.criterion):
        of_it = list(several)
        rows = [coverage_row(snapshot, each) for each in of_it if only in {"", each.coverage}]
        if rows:
            counts = coverage_counts(of_it)
            groups.append(CoverageGroup(criterion_name(criterion), counts, len(of_it), rows))
    return groups


def coverage_row(snapshot: Snapshot, found: CoveredIndicator) -> CoverageRow:
    """Return an indicator as the page shows it, in words of who reads it now."""
    place = snapshot.city_slug, snapshot.edition.code
    links = Counter(each.evidence.question.key for each in found.links)
    named = {*found.questions, *links}
    keys = (key for key in snapshot.answers_by_key if key in named)
    asks = found.coverage is Coverage.NONE
    shown = [_question_way(snapshot, key, links[key], asks=asks) for key in keys]
    words = ""
    if found.service is not None:
        anchor = found.indicator.key.replace("/", "-")
        count = int(bool(found.service.url))
        href = f"{href_of('services', *place)}#{anchor}"
        lacks = _LACKING.get((found.service.available, count), "")
        shown.append(Way(href, "", found.service.department, count, str(lacks)))
        words = str(AVAILABLE.get(found.service.available, ""))
    return CoverageRow(indicator_name(found.indicator), found.coverage, tuple(shown), words)


_LACKING: Mapping[tuple[str, int], str | Promise] = {
    ("", 0): _("Nobody has said yet whether it is online. Say so there, and give the address."),
    ("yes", 0): _("No address yet: give it there."),
}
"""What is to be done for a service, by what is said of it, and whether it has an address."""


def _question_way(snapshot: Snapshot, key: str, links: int, *, asks: bool) -> Way:
    question = snapshot.answers_by_key[key].question
    section = next(
        each.section.key
        for each in snapshot.sections
        if any(answer.question.key == key for answer in each.answers)
    )
    href = href_of("section", snapshot.city_slug, snapshot.edition.code, section)
    lacks = how_to_say(question) if asks else ""
    return Way(f"{href}#{key}", question.number, localized(question.wording), links, lacks)


class PortalRow(NamedTuple):
    """One thing that was looked for on a city's site, in words; `code` is of its indicator."""

    words: str
    code: str
    verdict: str
    like: LinkState
    seen: str


def portal_row(judged: JudgedFeature) -> PortalRow:
    """Return what was judged as the page shows it."""
    words, like = VERDICTS[judged.verdict]
    code = INDICATORS.get(judged.feature, "").partition("/")[2]
    return PortalRow(str(FEATURES[judged.feature]), code, str(words), like, judged.seen)
