"""The pages of links in the archive of a submission: what each file is called there. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from responses.domain.checks.states import digest_of
from responses.domain.kept.kept import KeptFacts, PagesByLink
from responses.domain.snapshot.evidence import Evidence, evidence
from responses.domain.snapshot.snapshot import Snapshot
from responses.link_states import Finding, PageState

from .attached import PAGES_FOLDER, Filed

PAGES = "pages.csv"
"""Its table of links, each with the page that was kept of it, or why none was."""
PAGES_AT_SEAL = "pages-at-seal.warc.gz"
"""The pages as they were when the response was sealed: a file beside the archive, made later."""
NOT_WANTED = KeptFacts(PageState.FAILED)
"""Of what was approved before anybody wanted pages to be kept."""
NO_ADDRESS = KeptFacts(PageState.FAILED, finding=Finding.NO_ADDRESS)
"""Of what cannot be linked."""


class PageOfLink(NamedTuple):
    """A link with the page that was kept of it at its section's approval; `name` is its file."""

    link: Evidence
    page: KeptFacts
    name: str


def pages_of_links(snapshot: Snapshot, pages: PagesByLink) -> Sequence[PageOfLink]:
    """Return the links of a response in the form's order, each with its page."""
    names: dict[str, str] = {}
    found = []
    for link in evidence(snapshot.sections):
        if link.url:
            digest = digest_of(link.url)
            usual = NOT_WANTED if digest else NO_ADDRESS
            page = pages.get((link.section.section.key, digest), usual)
            found.append(PageOfLink(link, page, _named(page, names)))
    return found


def _named(page: KeptFacts, names: dict[str, str]) -> str:
    """Return what the file of a page is called, and call it so from here on."""
    if not page.is_kept:
        return ""
    return names.setdefault(page.file, f"{PAGES_FOLDER}{len(names) + 1:03}.warc.gz")


def filed_pages(links: Sequence[PageOfLink]) -> Iterator[Filed]:
    """Yield the files of pages, each once."""
    known: set[str] = set()
    for each in links:
        if each.name and each.name not in known:
            known.add(each.name)
            yield Filed(each.name, each.page.file, each.page.file_size)
