"""What to look at before a whole response is sealed: answers and threads, with their places."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from responses.domain.snapshot.snapshot import SectionSnapshot, Snapshot
from responses.domain.submissions.sealing import open_sections
from responses.domain.talk.threads import OpenThread

from .gaps import Gap, gaps, oddities


class SealCheck(NamedTuple):
    """What keeps a response from being sealed, and what does not but is open all the same.

    `sections` are not approved and `required` threads not resolved: they keep it. `gaps` are
    answers that are not complete, `odd` those that may contradict themselves.
    """

    sections: Sequence[SectionSnapshot]
    required: Sequence[OpenThread]
    gaps: Sequence[Gap]
    odd: Sequence[Gap]
    threads: Sequence[OpenThread]

    @property
    def refuses(self) -> bool:
        """Whether the response cannot be sealed as it stands."""
        return bool(self.sections or self.required)


def seal_check(
    snapshot: Snapshot, threads: Sequence[OpenThread], reading: Callable[[str], str]
) -> SealCheck:
    """Return what is open, in the form's order; `reading` gives the page that shows a section."""
    pages = [(section, reading(section.section.key)) for section in snapshot.sections]
    return SealCheck(
        sections=open_sections(snapshot),
        required=[each for each in threads if each.required],
        gaps=[gap for section, page in pages for gap in gaps(section, page)],
        odd=[gap for section, page in pages for gap in oddities(section, page)],
        threads=[each for each in threads if not each.required],
    )
