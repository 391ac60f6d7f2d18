"""Threads as a page shows them to a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.functional import Promise

from responses.domain.content.content import Content
from responses.domain.content.translating import named
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.people.mentions import read_nameable
from responses.domain.progress.progress import Open
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.talk.threads import (
    PlacedRemark,
    Proposal,
    ThreadCount,
    count_threads,
    may_settle,
    place_of,
    read_proposals,
    read_remarks,
    read_threads,
    section_remarks,
    who_deals_with,
)
from responses.enums import Role
from responses.models import Remark, Response, Thread, User

from .changes import ChangedPart, abridged_changes
from .lists import ROWS, ListPage, list_page, places_of

NEWEST = 20
"""Of a long thread its page shows the first remark and so many of the newest."""
COMPARED, LETTERS = 10, 50_000
"""How many suggestions are compared with the answer on one page, and how long all may be."""


@dataclass(frozen=True)
class TypedRemark:
    """What somebody typed into a thread, or a new one, that could not be taken; and why."""

    thread: int | None = None
    text: str = ""
    required: bool = False
    problem: str | Promise = ""

    @property
    def field(self) -> str:
        """The id of the field it was typed into."""
        return f"text-{self.thread or 'new'}"


NOTHING_TYPED = TypedRemark()


@dataclass(frozen=True)
class ReadRemark:
    """A remark and, if it suggests something, what that changes; None if that is not shown."""

    remark: Remark
    changes: Sequence[ChangedPart] | None

    @property
    def pending(self) -> bool:
        """Whether it suggests something that nobody has accepted or declined yet."""
        return _is_pending(self.remark)

    @property
    def before(self) -> int:
        """The version that became the accepted one."""
        return (self.remark.accepted_version or 1) - 1


@dataclass(frozen=True)
class Between:
    """The `count` remarks between the first and the newest of a long thread, under a name.

    `href` leads to the first page of them, `page` is the one that is shown: their places, or None.
    """

    name: str
    count: int
    href: str
    page: ListPage[int] | None


def between(thread: int, remarks: int, asked: int | None, show: int | None) -> Between | None:
    """Return what stands between the first remark of a thread and the newest, if anything does.

    The page that is `asked` for is shown, or that of the place to `show`. Pure.
    """
    name, found = f"between-{thread}", range(1, remarks - NEWEST)
    if not found:
        return None

    def page(number: int) -> ListPage[int]:
        return list_page(name, found, {"thread": thread, name: number})

    if asked is None and show is not None and show in found:
        asked = found.index(show) // ROWS + 1
    href = page(2).previous
    return Between(name, len(found), href, page(asked) if asked else None)


@dataclass(frozen=True)
class ReadThread:
    """A thread with those of its remarks that are shown, and what the person can do with it."""

    thread: Thread
    remarks: Sequence[ReadRemark]
    between: Between | None
    may_settle: bool
    may_write: bool
    typed: TypedRemark


@dataclass(frozen=True)
class Reader:
    """Who reads threads, in which role, and whether they may write the answer."""

    person: User
    role: Role
    writes: bool


@dataclass(frozen=True)
class Talk:
    """The threads of an answer, the open ones and the resolved ones, each a page of them."""

    open: ListPage[ReadThread]
    resolved: ListPage[ReadThread]


def read_talk(
    response: Response,
    answer: AnswerSnapshot,
    typed: TypedRemark,
    reader: Reader,
    asked: Callable[[str], int | None],
) -> Talk:
    """Return the threads of an answer; `typed` stands where it was typed.

    Of many suggestions that are shown a few are compared with the answer. `asked` gives the number
    under a name in the page's address: that of a remark to `show`, and of pages of threads and
    of remarks. The thread into which was typed, or of that remark, is on its page.

    Five queries, with those of what suggestions were made on; one more for a remark to show.
    """
    question, show = answer.question, asked("show")
    thread, place = (place_of(response, show) if show else None) or (typed.thread, None)
    still_open, resolved = _pages(count_threads(response, question, thread), asked)
    found = read_threads(response, question, places_of(still_open), places_of(resolved))
    apart = {
        each.thread.pk: between(
            each.thread.pk,
            each.remarks,
            asked(f"between-{each.thread.pk}"),
            place if each.thread.pk == thread else None,
        )
        for each in found
    }
    shown = read_remarks(
        {each.thread.pk: _shown(each.remarks, apart[each.thread.pk]) for each in found}
    )
    said = [remark for remarks in shown.values() for remark in remarks]
    proposals = read_proposals(response, answer, _to_compare(said, answer.content, show))

    def read(thread: Thread) -> ReadThread:
        said = shown[thread.pk]
        writes = reader.writes and not thread.required
        return ReadThread(
            thread,
            [ReadRemark(each, _changes(question, each, proposals.get(each.pk))) for each in said],
            apart[thread.pk],
            may_settle(reader.role, reader.person, said[0].author_id, writes=writes),
            reader.writes,
            typed if typed.thread == thread.pk else TypedRemark(thread.pk),
        )

    threads = [read(each.thread) for each in found]
    return Talk(
        still_open.showing([each for each in threads if each.thread.resolved_at is None]),
        resolved.showing([each for each in threads if each.thread.resolved_at is not None]),
    )


def _pages(
    counts: tuple[ThreadCount, ThreadCount], asked: Callable[[str], int | None]
) -> tuple[ListPage[int], ListPage[int]]:
    """Return the places of the open threads and of the resolved ones that are shown."""
    numbers = {
        name: asked(name) if found.before is None else found.before // ROWS + 1
        for name, found in zip(_LISTS, counts, strict=True)
    }
    still_open, resolved = (
        list_page(name, range(found.count), numbers)
        for name, found in zip(_LISTS, counts, strict=True)
    )
    return still_open, resolved


_LISTS = ("open", "resolved")
"""The lists of the page, by the ids of their headings."""


def _shown(remarks: int, apart: Between | None) -> list[range]:
    """Return the places of the remarks of a thread that are shown."""
    if apart is None:
        return [range(remarks)]
    page = [places_of(apart.page)] if apart.page else []
    return [range(1), *page, range(remarks - NEWEST, remarks)]


def _to_compare(said: Sequence[Remark], now: Content, show: int | None) -> list[Remark]:
    """Return the suggestions to compare: one that is asked for, then what waits to be settled."""
    found = [each for each in said if each.suggestion is not None]
    found.sort(key=lambda each: (each.pk != show, not _is_pending(each)))
    letters = accumulate(len(str(each.suggestion)) + len(str(now.parts)) for each in found)
    few = [each for each, all_to_it in zip(found, letters, strict=True) if all_to_it <= LETTERS]
    return (few or found[:1])[:COMPARED]


def _is_pending(remark: Remark) -> bool:
    settled = remark.accepted_version is not None or remark.declined_by_id is not None
    return remark.suggestion is not None and not settled


def _changes(
    question: QuestionShape, remark: Remark, proposal: Proposal | None
) -> list[ChangedPart] | None:
    if proposal is None:
        return None if remark.suggestion is not None else []
    return abridged_changes(question, proposal.before, proposal.after)


@dataclass(frozen=True)
class Mentionable:
    """A member who can be mentioned, as they are `spelled` behind an @."""

    spelled: str
    role: str


def mentionable(response: Response, question: QuestionShape) -> list[Mentionable]:
    """Return whom of the city's members to mention about an answer: of many, who has to do with it.

    One query, and two more where they are many.
    """
    found = read_nameable(response.city, who_deals_with(response, question))
    return [Mentionable(spelled, str(Role(role).label)) for spelled, role in found]


@dataclass(frozen=True)
class SaidThread:
    """A thread as it stands under its answer: who started it, and what was said in it.

    Of many remarks it has the first and the newest, and how many `more` there are. Its reader
    `may_settle` it or not.
    """

    pk: int
    resolved: bool
    required: bool
    by: User
    remarks: Sequence[Remark]
    more: int
    may_settle: bool = False

    @property
    def facts(self) -> tuple[object, ...]:
        """All that is shown of it, to know one thread from another by."""
        said = (
            (str(each.author), each.created_at, each.text, each.suggestion is not None)
            for each in self.remarks
        )
        state = (self.pk, self.resolved, self.required, self.may_settle)
        return (*state, str(self.by), self.more, *said)


@dataclass(frozen=True)
class SaidTalk:
    """The threads under an answer, the open ones first, and how many there are in all.

    Of many it has the newest.
    """

    threads: Sequence[SaidThread]
    open: Open
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.threads)

    @property
    def facts(self) -> tuple[object, ...]:
        """All that is shown of it."""
        return (self.open, self.count, *(each.facts for each in self.threads))


Settles = Callable[[Thread, int], bool]
"""Whether a person may settle a thread that somebody, by their key, started."""


def read_said(
    response: Response, section: SectionShape, languages: Sequence[str], settles: Settles
) -> Mapping[str, SaidTalk]:
    """Return what was said about a section's answers by question key; one query.

    In some `languages`: about the originals, their translations, or both.
    """
    found: dict[str, dict[int, list[PlacedRemark]]] = {}
    for each in section_remarks(response, section, languages):
        thread = each.remark.thread
        key = named(thread.question.key, thread.language)
        found.setdefault(key, {}).setdefault(thread.pk, []).append(each)
    return {key: _said_talk([*threads.values()], settles) for key, threads in found.items()}


def shown_in(said: Mapping[str, SaidTalk]) -> list[int]:
    """Return the keys of the remarks that stand unfolded under their answers."""
    threads = (thread for talk in said.values() for thread in talk.threads if not thread.resolved)
    return [remark.pk for thread in threads for remark in thread.remarks]


def _said_talk(placed: Sequence[Sequence[PlacedRemark]], settles: Settles) -> SaidTalk:
    threads = [_said_thread(remarks, settles) for remarks in placed]
    alike = {
        (thread.resolved, thread.required): remarks[0].alike
        for thread, remarks in zip(threads, placed, strict=True)
    }
    language = placed[0][0].remark.thread.language
    still_open = (
        Open.alike(count, required=required, language=language)
        for (resolved, required), count in alike.items()
        if not resolved
    )
    return SaidTalk(
        sorted(threads, key=lambda thread: thread.resolved),
        sum(still_open, Open()),
        sum(alike.values()),
    )


def _said_thread(placed: Sequence[PlacedRemark], settles: Settles) -> SaidThread:
    first, remarks = placed[0], [each.remark for each in placed]
    thread, more = first.remark.thread, first.said - len(remarks)
    by = first.remark.author
    state = thread.pk, thread.resolved_at is not None, thread.required
    return SaidThread(*state, by, remarks, more, settles(thread, by.pk))


def open_in(said: Mapping[str, SaidTalk]) -> Mapping[str, Open]:
    """Return how many threads are open, and required, by question key, where there are any."""
    return {key: talk.open for key, talk in said.items() if talk.open.threads}
