"""Threads as a page shows them to a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.functional import Promise

from responses.domain.content.content import Content
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.people.members import read_members
from responses.domain.people.mentions import spellings
from responses.domain.progress.progress import Open
from responses.domain.snapshot.snapshot import AnswerSnapshot
from responses.domain.talk.threads import (
    Proposal,
    may_settle,
    read_proposals,
    read_threads,
    section_remarks,
)
from responses.enums import Role
from responses.models import City, Remark, Response, Thread, User

from .changes import ChangedPart, abridged_changes
from .lists import ROWS, ListPage, list_page

NEWEST, NEWEST_IN_PLACE = 20, 5
"""Of a long thread a page shows the first remark and so many of the newest; under an answer, fewer.
"""
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

    `page` is the one page of them that is shown, or None.
    """

    name: str
    count: int
    page: ListPage[Remark] | None


def between(
    thread: int, remarks: Sequence[Remark], asked: int | None, show: int | None
) -> Between | None:
    """Return what stands between the first remark of a thread and the newest, if anything does.

    The page that is `asked` for is shown, or that of the remark to `show`. Pure.
    """
    name, found = f"between-{thread}", remarks[1:-NEWEST]
    if not found:
        return None
    place = next((place for place, each in enumerate(found) if each.pk == show), None)
    number = place // ROWS + 1 if asked is None and place is not None else asked
    return Between(name, len(found), list_page(name, found, {name: number}) if number else None)


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


def read_talk(
    response: Response,
    answer: AnswerSnapshot,
    typed: TypedRemark,
    reader: Reader,
    asked: Callable[[str], int | None],
) -> list[ReadThread]:
    """Return the threads of an answer, the open ones first; `typed` stands where it was typed.

    Of many suggestions that are shown a few are compared with the answer. `asked` gives the number
    under a name in the page's address: that of a suggestion to `show`, and of pages of remarks.

    Four queries, with those of what suggestions were made on.
    """
    show = asked("show")
    threads = [
        (thread, remarks, between(thread.pk, remarks, asked(f"between-{thread.pk}"), show))
        for thread in read_threads(response, answer.question)
        for remarks in [list(thread.remarks.all())]
    ]
    shown = {thread.pk: _shown(remarks, apart) for thread, remarks, apart in threads}
    said = [remark for remarks in shown.values() for remark in remarks]
    proposals = read_proposals(response, answer, _to_compare(said, answer.content, show))
    return [
        ReadThread(
            thread,
            [
                ReadRemark(each, _changes(answer.question, each, proposals.get(each.pk)))
                for each in shown[thread.pk]
            ],
            apart,
            may_settle(
                reader.role,
                reader.person,
                remarks[0].author_id,
                writes=reader.writes and not thread.required,
            ),
            reader.writes,
            typed if typed.thread == thread.pk else TypedRemark(thread.pk),
        )
        for thread, remarks, apart in threads
    ]


def _shown(remarks: Sequence[Remark], apart: Between | None) -> Sequence[Remark]:
    if apart is None:
        return remarks
    return [remarks[0], *(apart.page.items if apart.page else ()), *remarks[-NEWEST:]]


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


def mentionable(city: City) -> list[Mentionable]:
    """Return the members of the city who can be mentioned; one query."""
    members = [each for each in read_members(city) if each.user.is_active]
    spelled = spellings(members)
    return [Mentionable(spelled[each.user_id], each.get_role_display()) for each in members]


@dataclass(frozen=True)
class SaidThread:
    """A thread as it stands under its answer: who started it, and what was said in it.

    Of many remarks it has the first and the newest, and how many `more` there are.
    """

    pk: int
    resolved: bool
    required: bool
    by: User
    remarks: Sequence[Remark]
    more: int

    @property
    def facts(self) -> tuple[object, ...]:
        """All that is shown of it, to know one thread from another by."""
        said = (
            (str(each.author), each.created_at, each.text, each.suggestion is not None)
            for each in self.remarks
        )
        return (self.pk, self.resolved, self.required, str(self.by), self.more, *said)


def read_said(response: Response, section: SectionShape) -> Mapping[str, Sequence[SaidThread]]:
    """Return the threads of a section by question key, the open ones first; one query."""
    found: dict[str, dict[int, list[Remark]]] = {}
    for remark in section_remarks(response, section):
        threads = found.setdefault(remark.thread.question.key, {})
        threads.setdefault(remark.thread_id, []).append(remark)
    return {
        key: sorted(
            (
                SaidThread(
                    pk,
                    said[0].thread.resolved_at is not None,
                    said[0].thread.required,
                    said[0].author,
                    [said[0], *said[1:][-NEWEST_IN_PLACE:]],
                    max(len(said) - 1 - NEWEST_IN_PLACE, 0),
                )
                for pk, said in threads.items()
            ),
            key=lambda thread: thread.resolved,
        )
        for key, threads in found.items()
    }


def open_in(said: Mapping[str, Sequence[SaidThread]]) -> Mapping[str, Open]:
    """Return how many threads are open, and required, by question key, where there are any."""
    found = {key: [each for each in threads if not each.resolved] for key, threads in said.items()}
    return {
        key: Open(len(threads), sum(each.required for each in threads))
        for key, threads in found.items()
        if threads
    }
