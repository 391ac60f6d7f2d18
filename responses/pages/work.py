"""What waits for a person, under the response it is of, in pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple, Protocol

from responses.domain.edition.shapes import SectionShape
from responses.domain.progress.coming import ToSign, to_translate_later
from responses.domain.progress.duties import Duty
from responses.domain.progress.failing import FailingLinks
from responses.domain.progress.latin import NameAsked
from responses.domain.progress.listing import services_to_say
from responses.domain.progress.own import OwnResponse, ResponseRef
from responses.domain.progress.shown import FreeShown, ResponseTally, WorkShown, read_shown
from responses.domain.progress.worklist import FirstSteps, InReview, Startable, Worklist
from responses.domain.signing.approval_line import Step
from responses.domain.signing.turns import names_in
from responses.domain.submissions.ready import FinalTasks, Repeated
from responses.domain.submissions.sealing import Reopened
from responses.domain.talk.waiting import MOST, WaitingThread
from responses.enums import State
from responses.wording.files import needless_words, reopened_words, same_words

from .lists import ListPage, list_page

CARDS = 3
"""How many cards of first steps one page has."""

LISTS = (
    *("unsaved", "first", "waiting", "discussions", "in-review", "coming", "to-translate"),
    *("responses", "free", "startable", "cities", "to-read"),
)
"""The lists of the page, by the ids of their headings."""


class OfResponse(Protocol):
    """Something that is of a response."""

    @property
    def place(self) -> ResponseRef:
        """Return of which response it is."""


class WorkRow(NamedTuple):
    """One thing of a response, with the template that draws it."""

    template: str
    item: OfResponse


class ResponseRows(NamedTuple):
    """Some things of one response."""

    place: ResponseRef
    items: list[WorkRow]


class InReviewRow(NamedTuple):
    """A section in review, in words; `who` has to sign it, or to consent: empty, any reviewer."""

    place: ResponseRef
    section: SectionShape
    who: str
    consents: bool
    since: datetime


class ToSignRow(NamedTuple):
    """A section that the person will sign later, in words; `posts` are the steps they sign."""

    place: ResponseRef
    section: SectionShape
    posts: str
    state: State
    since: datetime


class ResponseRow(NamedTuple):
    """One response, how far it is, and in words that it says again what was sealed, if so."""

    tally: ResponseTally
    repeats: str


class GroupedList(NamedTuple):
    """One page of a list, its rows under the names of their responses."""

    page: ListPage[WorkRow]
    groups: list[ResponseRows]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """All lists of "My work", each on the page of it that is asked for.

    `more_threads` is whether more threads wait than are listed.
    """

    unsaved: GroupedList
    tasks: GroupedList
    threads: GroupedList
    more_threads: bool
    in_review: GroupedList
    coming: GroupedList
    to_translate: GroupedList
    first_steps: ListPage[FirstSteps]
    responses: ListPage[ResponseRow]
    free: ListPage[FreeShown]
    startable: ListPage[Startable]


def work_page(
    worklist: Worklist,
    final: FinalTasks,
    threads: Sequence[WaitingThread],
    to_sign: Sequence[ToSign],
    *,
    names: Sequence[NameAsked],
    failing: Sequence[FailingLinks],
    asked: Mapping[str, int | None],
) -> WorkPage:
    """Return what "My work" shows: `asked` has numbers of pages by `LISTS`.

    Four queries at most, for what is shown alone.
    """
    tasks = list_page(
        "waiting",
        _rows(
            ("_resolve", final.to_resolve),
            ("_seal", final.to_seal),
            ("_send", final.to_send),
            ("_assign", worklist.to_assign),
            ("_services", services_to_say(worklist.own)),
            ("_failing", failing),
            ("_latin_name", names),
            ("_waiting", worklist.duties),
        ),
        asked,
    )
    responses = list_page("responses", worklist.responses, asked)
    in_review = list_page("in-review", _rows(("_in_review", worklist.in_review)), asked)
    coming = list_page("coming", _rows(("_coming", to_sign)), asked)
    to_translate = _rows(("_to_translate", to_translate_later(worklist.own)))
    free = list_page("free", worklist.free, asked)
    shown = read_shown(
        worklist.own,
        [row.item for row in tasks.items if isinstance(row.item, Duty)],
        [row.item for row in tasks.items if isinstance(row.item, OwnResponse)] + [*responses.items],
        free.items,
    )
    return WorkPage(
        unsaved=_grouped(list_page("unsaved", _rows(("_unsaved", worklist.unsaved)), asked)),
        tasks=_grouped(tasks, [_shown(row, shown) for row in tasks.items]),
        threads=_grouped(list_page("discussions", _rows(("_thread", threads[:MOST])), asked)),
        more_threads=len(threads) > MOST,
        in_review=_grouped(in_review, _in_review_rows(in_review.items)),
        coming=_grouped(coming, map(_to_sign_row, coming.items)),
        to_translate=_grouped(list_page("to-translate", to_translate, asked)),
        first_steps=list_page("first", worklist.first_steps, asked, CARDS),
        responses=responses.showing(
            [
                ResponseRow(shown.tallies[each], _repeats(final.repeated.get(each.pk)))
                for each in responses.items
            ]
        ),
        free=free.showing(shown.free),
        startable=list_page("startable", worklist.startable, asked),
    )


def _repeats(found: Repeated | None) -> str:
    """Return in words how a response says again what was sealed, and whether that was sent."""
    if found is None:
        return ""
    if not found.reopened:
        return same_words(found.same)
    after = Reopened(found.last.number, differs=False)
    return f"{reopened_words(after)} {needless_words(after, approved=True, sent=found.sent)}"


def _rows(*kinds: tuple[str, Iterable[OfResponse]]) -> list[WorkRow]:
    """Return things as rows by their responses, in the order in which those first come.

    Each kind is the name of the template in responses/work/ that draws it, and its things.
    """
    found: dict[tuple[str, str], list[WorkRow]] = {}
    for name, things in kinds:
        template = f"responses/work/{name}.html"
        for each in things:
            place = each.place
            rows = found.setdefault((place.city_slug, place.edition_code), [])
            rows.append(WorkRow(template, each))
    return [row for rows in found.values() for row in rows]


def _grouped(page: ListPage[WorkRow], rows: Iterable[WorkRow] | None = None) -> GroupedList:
    """Return a page with its rows, or what is shown of them, under their responses."""
    groups = groupby(page.items if rows is None else rows, lambda row: row.item.place)
    return GroupedList(page, [ResponseRows(place, [*of]) for place, of in groups])


def _shown(row: WorkRow, shown: WorkShown) -> WorkRow:
    """Return a task with all that is shown of it."""
    if isinstance(row.item, Duty):
        return WorkRow(row.template, shown.waiting[row.item])
    if isinstance(row.item, OwnResponse):
        return WorkRow(row.template, shown.tallies[row.item])
    return row


def _in_review_rows(rows: Iterable[WorkRow]) -> list[WorkRow]:
    """Return sections in review in words; one query where people are named."""
    found = [(row.template, row.item) for row in rows if isinstance(row.item, InReview)]
    steps = [each.step for _template, each in found if each.step]
    names = names_in(steps, {each.city for _template, each in found})
    return [WorkRow(template, _in_review_row(each, names)) for template, each in found]


def _in_review_row(found: InReview, names: Mapping[int, str]) -> InReviewRow:
    step = found.step
    who = step.named(names[person] for person in step.people if person in names) if step else ""
    return InReviewRow(found.place, found.section, who, bool(step and step.consents), found.since)


def _to_sign_row(row: WorkRow) -> WorkRow:
    """Return a section to sign later in words."""
    found = row.item
    if not isinstance(found, ToSign):
        return row
    posts = ", ".join(filter(None, map(_post, found.steps)))
    said = ToSignRow(found.place, found.section, posts, found.state, found.since)
    return WorkRow(row.template, said)


def _post(step: Step) -> str:
    return step.marked(step.named(()))
