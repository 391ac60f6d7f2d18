"""All addresses of a response for which another one is offered: as they look, and as they led."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urldefrag

from responses.domain.checks.states import LinkStatus, digest_of, read_led, read_statuses
from responses.domain.content.links import fault, href
from responses.domain.content.repairs import offer, offers_in, suggestion
from responses.enums import Repair
from responses.link_states import FOUND, LinkState

from .answer import AnswerSnapshot
from .evidence import evidence
from .section import SectionSnapshot


class OfferedRepair(NamedTuple):
    """An address of an answer, and the one that is offered for it.

    `kinds` are the repairs that it takes, none where a check was led there.
    """

    section: SectionSnapshot
    answer: AnswerSnapshot
    before: str
    after: str
    kinds: tuple[Repair, ...]


def read_repairs(response: int, sections: Iterable[SectionSnapshot]) -> list[OfferedRepair]:
    """Return what is offered for the addresses of some sections of a response, in their order.

    Each address once an answer. Two queries, and none where nothing is named.
    """
    sections = list(sections)
    named = [each for each in evidence(sections) if each.url]
    digests = {url: digest_of(url) for url in dict.fromkeys(each.url for each in named)}
    asked = {*digests.values()} - {""}
    statuses = read_statuses(asked, response) if asked else {}
    known = {digest: each for digest, each in statuses.items() if each.state in _LED}
    led = read_led([each.key for each in known.values()]) if known else {}
    standing = {url: known[digest] for url, digest in digests.items() if digest in known}
    urls: dict[str, list[str]] = {}
    for each in named:
        urls.setdefault(each.question.key, []).append(each.url)
    return [
        repair
        for section in sections
        for answer in section.answers
        for repair in _of_answer(section, answer, urls.get(answer.question.key, ()), standing, led)
    ]


_LED = FOUND | {LinkState.DOUBTFUL, LinkState.FAILING, LinkState.UNKNOWN}
"""How addresses stand that a check may have led elsewhere; most of these it has not."""


def _of_answer(
    section: SectionSnapshot,
    answer: AnswerSnapshot,
    urls: Iterable[str],
    standing: Mapping[str, LinkStatus],
    led: Mapping[int, str],
) -> list[OfferedRepair]:
    found: dict[str, tuple[str, tuple[Repair, ...]]] = {}
    for link in answer.links:
        if meant := offer(link.url):
            found.setdefault(link.url, (meant.url, meant.kinds))
    for text in answer.texts:
        for each in offers_in(text):
            found.setdefault(text[each.place], (each.offer.url, each.offer.kinds))
    for url in urls:
        status = standing.get(url)
        if url not in found and status and (to := _led(url, led.get(status.key, ""))):
            found[url] = (to, ())
    return [OfferedRepair(section, answer, url, *meant) for url, meant in found.items()]


def _led(url: str, to: str) -> str:
    """Return where a link should rather lead, with its own fragment; empty if nowhere else."""
    after = suggestion(to) or to
    fragment = urldefrag(href(url)).fragment
    if fragment and after and not urldefrag(after).fragment:
        after = f"{after}#{fragment}"
    is_other = bool(after) and not fault(after) and digest_of(after) != digest_of(url)
    return after if is_other else ""
