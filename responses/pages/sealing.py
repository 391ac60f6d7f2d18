"""What to look at before a whole response is sealed: answers and threads, with their places."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from responses.domain.answers.refused import read_unsettled
from responses.domain.progress.progress import Open
from responses.domain.review.events import moves_since
from responses.domain.snapshot.changed import read_changed
from responses.domain.snapshot.evidence import NamedAddress
from responses.domain.snapshot.failing import failing_of, read_links, with_statuses
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.services import ServiceTally, read_named_services, tally_of_all
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import open_sections
from responses.domain.talk.still_open import OpenThread, count_open, open_threads
from responses.models import Event, Response, User
from responses.wording.indicators import indicator_name

from .cautions import Caution, Known, SectionPlace, cautions
from .gaps import Gap, gaps, untranslated
from .lists import ListPage, list_page, places_of
from .originals import KeptNames, kept_names


@dataclass(frozen=True)
class SealCheck:
    """What keeps a response from being sealed, and what does not but is open all the same.

    `sections` are not approved and `required` threads not resolved: they keep it. `gaps` are
    answers that are not complete, `cautions` what is to be looked at, `translations` those that
    are not wholly translated, `names` what documents in the submission language keep,
    `services` how far the list of services is, `failing_services` those of which the address
    fails, by their places on its page, with their names, and `unconfirmed` the sections whose
    translations nobody has confirmed after the approval.
    `translatable` are the numbers of those sections of which such translations can still be
    written, and `open` counts the threads of both lists.
    """

    sections: Sequence[SectionSnapshot]
    required: ListPage[OpenThread]
    gaps: Sequence[Gap]
    cautions: Sequence[Caution]
    translations: Sequence[Gap]
    names: KeptNames | None
    services: ServiceTally | None
    failing_services: Sequence[tuple[str, str]]
    threads: ListPage[OpenThread]
    unconfirmed: Sequence[tuple[SectionSnapshot, str]] = ()
    translatable: str = ""
    open: Open = field(default_factory=Open)

    @property
    def refuses(self) -> bool:
        """Whether the response cannot be sealed as it stands."""
        return bool(self.sections or self.required.count)


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
    response: Response,
    named: Snapshot,
    asked: Mapping[str, int | None],
    reading: Callable[[str], str],
    translating: Callable[[str], str],
    *,
    sealer: User | None,
) -> SealCheck:
    """Return what is open, in the form's order; two queries, or one if no thread is.

    And one more for texts that wait for their authors, one for links that fail, where they are
    checked, one for pages that changed, where a section is approved, and one for the notes on
    links, where they are translated.

    `named` is the response with what documents name, and `sealer` who may seal it.
    `asked` has the pages of the two lists of threads. `reading` gives the page that shows a
    section, and `translating` the one with translations.
    """
    count = count_open(response)
    required = list_page("required", range(count.required), asked)
    threads = list_page("threads", range(count.other), asked)
    found = open_threads(response, places_of(required), places_of(threads))
    services = read_named_services(named.edition, response.pk)
    links, statuses = read_links(response.pk, named.sections, services)
    found_failing, changed_pages = failing_of(links, statuses), read_changed(links, statuses)
    failing = _by_question((each, each.url) for each in found_failing)
    changed = _by_question(
        (each, f"{each.url}: {changed_pages[each.digest].label}")
        for each in links
        if each.digest in changed_pages
    )
    # How services' addresses stand is printed without a note.
    of_answers = [each for each in links if each.named]
    told = with_statuses(named, response, of_answers, statuses, changed_pages)
    keys = ((section, section.section.key) for section in named.sections)
    places = [SectionPlace(section, reading(key), translating(key)) for section, key in keys]
    return SealCheck(
        sections=open_sections(named),
        required=required.showing([each for each in found if each.required]),
        gaps=[gap for at in places for gap in gaps(at.section, at.reading)],
        cautions=cautions(places, Known(failing, read_unsettled(response), changed)),
        translations=[gap for at in places for gap in untranslated(at.section, at.translating)],
        names=kept_names(told, (sealer.pk, str(sealer)) if sealer else None),
        services=tally_of_all(services),
        failing_services=tuple(
            (each.indicator.key.replace("/", "-"), indicator_name(each.indicator))
            for at in found_failing
            for each in at.services
        ),
        threads=threads.showing([each for each in found if not each.required]),
        unconfirmed=[(at.section, at.translating) for at in places if at.section.is_unconfirmed],
        open=count,
        translatable=", ".join(
            section.section.number
            for section in named.sections
            if section.translations_open and _is_behind(section)
        ),
    )


def _by_question(said: Iterable[tuple[NamedAddress, str]]) -> Mapping[str, Sequence[str]]:
    """Return what is said of addresses by the keys of the questions whose answers name them."""
    found: dict[str, list[str]] = {}
    for address, words in said:
        for key in dict.fromkeys(each.question.key for each in address.named):
            found.setdefault(key, []).append(words)
    return found


def _is_behind(section: SectionSnapshot) -> bool:
    """Return whether something of a section is left to translate, or to be confirmed."""
    return section.is_unconfirmed or any(each.is_due for each in section.translations)
