"""What to look at before a whole response is sealed: answers and threads, with their places."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from responses.domain.review.events import moves_since
from responses.domain.snapshot.snapshot import SectionSnapshot, Snapshot
from responses.domain.submissions.sealing import open_sections
from responses.domain.talk.threads import OpenThread
from responses.models import Event, Response

from .gaps import Gap, gaps, oddities, untranslated


class SealCheck(NamedTuple):
    """What keeps a response from being sealed, and what does not but is open all the same.

    `sections` are not approved and `required` threads not resolved: they keep it. `gaps` are
    answers that are not complete, `odd` those that may contradict themselves, `translations` those
    that are not wholly translated.
    """

    sections: Sequence[SectionSnapshot]
    required: Sequence[OpenThread]
    gaps: Sequence[Gap]
    odd: Sequence[Gap]
    translations: Sequence[Gap]
    threads: Sequence[OpenThread]

    @property
    def refuses(self) -> bool:
        """Whether the response cannot be sealed as it stands."""
        return bool(self.sections or self.required)


class SectionMove(NamedTuple):
    """How a section moved while somebody was about to seal the response."""

    section: SectionSnapshot
    event: Event


def moves_meanwhile(
    response: Response, snapshot: Snapshot, since: datetime
) -> Sequence[SectionMove]:
    """Return how sections moved since somebody was asked whether to seal; one query."""
    by_key = {each.section.pk: each for each in snapshot.sections}
    found = moves_since(response, since)
    return [SectionMove(by_key[each.work.section_id], each) for each in found]


def seal_check(
    snapshot: Snapshot,
    threads: Sequence[OpenThread],
    reading: Callable[[str], str],
    translating: Callable[[str], str],
) -> SealCheck:
    """Return what is open, in the form's order.

    `reading` gives the page that shows a section, and `translating` the one with translations.
    """
    pages = [(section, reading(section.section.key)) for section in snapshot.sections]
    return SealCheck(
        sections=open_sections(snapshot),
        required=[each for each in threads if each.required],
        gaps=[gap for section, page in pages for gap in gaps(section, page)],
        odd=[gap for section, page in pages for gap in oddities(section, page)],
        translations=[
            gap
            for section in snapshot.sections
            for gap in untranslated(section, translating(section.section.key))
        ],
        threads=[each for each in threads if not each.required],
    )
