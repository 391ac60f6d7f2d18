"""How the links of the answers stood, question by question, at the end of a document. Pure."""

from collections.abc import Callable
from typing import NamedTuple

from responses.domain.checks.states import NO_ADDRESS, NOT_CHECKED, digest_of
from responses.domain.content.links import as_uri, fault, href
from responses.domain.snapshot.evidence import evidence
from responses.domain.snapshot.links import SnapshotLink
from responses.domain.snapshot.snapshot import Snapshot
from responses.link_states import LinkState
from responses.localized import localized
from responses.wording.dates import day


class CheckedLink(NamedTuple):
    """A link of an answer as it is printed; `target` is empty where it leads nowhere.

    Its `label` is in a `language`, and empty for one that stands in a text; its `note` is in
    another, perhaps.
    """

    number: int
    label: str
    language: str
    target: str
    url: str
    state: str
    fails: bool
    checked: str
    note: str
    note_language: str


class CheckedQuestion(NamedTuple):
    """A question whose answer has links."""

    number: str
    wording: str
    links: list[CheckedLink]


def how_links_stood(snapshot: Snapshot) -> Callable[[str], SnapshotLink]:
    """Return what tells of an address, however it is written, how it stood."""
    known = {digest_of(each.url): each for each in snapshot.links or ()}

    def stood(url: str) -> SnapshotLink:
        digest = digest_of(url)
        unknown = SnapshotLink(url, (NOT_CHECKED if digest else NO_ADDRESS).state)
        return known.get(digest, unknown)

    return stood


def checked_links(snapshot: Snapshot, language: str) -> list[CheckedQuestion]:
    """Return how the links of all answers stood, in a language; nothing where none was checked."""
    if not snapshot.links:
        return []
    stood = how_links_stood(snapshot)
    into, glossary = language == snapshot.submission_language, snapshot.glossary_in(language)
    found: dict[str, CheckedQuestion] = {}
    for each in evidence(snapshot.sections):
        if not each.url:
            continue
        question = found.setdefault(
            each.question.key,
            CheckedQuestion(each.question.number, localized(each.question.wording, language), []),
        )
        link = stood(each.url)
        label = each.translated if into else each.label
        note = glossary.term(link.note)
        question.links.append(
            CheckedLink(
                number=each.number,
                label=label,
                language=language if into and label != each.label else snapshot.language,
                target="" if fault(each.url) else as_uri(href(each.url)),
                url=each.url,
                state=str(link.state.label),
                fails=link.state is LinkState.FAILING,
                checked=day(link.checked) if link.checked else "",
                note=note,
                note_language=snapshot.language if note == link.note else language,
            )
        )
    return list(found.values())
