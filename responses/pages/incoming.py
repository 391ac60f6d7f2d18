"""A filled questionnaire as its page shows it: the file's lines beside what they propose."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.functional import Promise

from responses.domain.content.completeness import contradictions
from responses.domain.content.content import Content
from responses.domain.content.translating import find_question, parted
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.incoming.placed import (
    ACCEPTED,
    Decision,
    FileProposal,
    PlacedLines,
    ReadProposal,
    reading,
)
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import STATES
from responses.wording.incoming import BY_HAND, DECIDED, DOUBTS, SAME, SURE, UNSURE, lines_words

from .changes import ChangedPart, changes
from .lists import ListPage, list_page
from .printed import PrintedAnswer, printed_section

LINES = 300
"""How many lines of a file one page has."""
HEADING, WORDING, ANSWER, NOWHERE = "heading", "wording", "answer", "nowhere"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a file, and what it is: a heading, a wording, of an answer, or of none.

    One `left` belongs to an answer no part of which takes it; one `fixed` is in an answer by now.
    One in a `margin` is a header or footer.
    """

    number: int
    text: str
    kind: str
    comments: Sequence[str] = ()
    changed: bool = False
    left: bool = False
    fixed: bool = False
    margin: bool = False


@dataclass(frozen=True)
class ShownProposal:
    """What a file proposes to a question, as it would read, beside the answer there is.

    With the questions `before` and `after` in the form, to which it can be moved as a whole. While
    its section `is_closed`, what is accepted is kept to be combined.
    """

    proposal: FileProposal
    section: str
    answer: AnswerSnapshot
    printed: PrintedAnswer
    read: ReadProposal
    before: QuestionShape | None = None
    after: QuestionShape | None = None
    is_closed: bool = False
    is_first: bool = True

    @property
    def question(self) -> QuestionShape:
        """What is asked."""
        return self.answer.question

    @property
    def seen(self) -> str:
        """By what the form says which state of it the person saw."""
        return f"{self.proposal.question} {self.proposal.seen}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided."""
        return self.proposal.is_open

    @property
    def is_rejected(self) -> bool:
        """Whether it was rejected, which can be taken back."""
        return self.proposal.decision is Decision.REJECTED

    @property
    def is_kept(self) -> bool:
        """Whether it waits to be combined with the answer."""
        return self.proposal.decision is Decision.KEPT

    @property
    def is_sure(self) -> bool:
        """Whether it can be accepted without a look."""
        return is_sure(self.proposal, self.read)

    @property
    def can_be_accepted(self) -> bool:
        """Whether all of it is valid, and there is something."""
        return bool(self.read.content) and not self.read.faults

    @property
    def shape(self) -> str:
        """What the sign shows: answered, incomplete or unanswered, as those of answers do."""
        if self.proposal.decision in ACCEPTED or (self.is_open and (self.is_sure or self.is_known)):
            return "answered"
        return "incomplete" if self.is_open else "unanswered"

    @property
    def standing(self) -> str | Promise:
        """How sure it is, or what became of it."""
        if not self.is_open:
            return DECIDED[self.proposal.decision]
        if self.is_known:
            return SAME
        if self.proposal.by_hand and not self.read.faults:
            return BY_HAND
        return SURE if self.is_sure else UNSURE

    @property
    def doubts(self) -> Sequence[str | Promise]:
        """Why it is not sure."""
        return [DOUBTS[doubt] for doubt in self.proposal.said.doubts]

    @property
    def odds(self) -> Sequence[str]:
        """How what it says does not fit itself."""
        return contradictions(self.question, self.read.content) if self.read.is_at_odds else ()

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with parts that cannot be taken as they were read."""
        return [message for found in self.read.faults.values() for message in found]

    @property
    def has_answer(self) -> bool:
        """Whether something is answered already."""
        return bool(self.answer.content)

    @property
    def is_same(self) -> bool:
        """Whether the answer says just that already."""
        return self.answer.content == self.read.content

    @property
    def is_known(self) -> bool:
        """Whether there is nothing to decide, as the answer says all of it already."""
        return self.has_answer and self.is_same and not self.read.faults

    @cached_property
    def changes(self) -> Sequence[ChangedPart]:
        """What differs from the answer there is."""
        return changes(self.question, self.answer.content, self.read.content)

    @property
    def lines(self) -> str:
        """Which lines it came from, in words."""
        return lines_words(self.proposal.lines)

    @property
    def left(self) -> str:
        """Which of its lines no part takes, in words."""
        return lines_words(self.proposal.said.left)


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that follow each other and belong together, and beside them what they propose."""

    lines: Sequence[ShownLine]
    shown: ShownProposal | None

    @property
    def is_nowhere(self) -> bool:
        """Whether no question has these lines."""
        return self.shown is None and any(line.kind == NOWHERE for line in self.lines)


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """A page of a file: its segments, and the `next` of them that is to be decided, by its key.

    What the answer says already is not to be decided. Of the whole file: how the `sure` proposals
    were seen, how many are `open`, whether there is none of any kind, for which questions nothing
    was found, and which translations it proposes.
    """

    segments: Sequence[Segment]
    list: ListPage[int]
    sure: Sequence[str]
    open: int
    is_empty: bool
    next: str
    unanswered: Sequence[QuestionShape]
    translations: Sequence[QuestionShape]


def is_sure(proposal: FileProposal, read: ReadProposal) -> bool:
    """Return whether a proposal can be accepted without a look, as no hand has changed it."""
    is_right = bool(read.content) and not read.faults and not read.is_at_odds
    return proposal.said.sure and not proposal.by_hand and is_right


def incoming_page(
    snapshot: Snapshot, lines: Sequence[Mapping[str, Any]], placed: PlacedLines, asked: int | None
) -> IncomingPage:
    """Return the page of a file that is asked for, or the nearest that there is."""
    proposals = [each for each in placed.proposals.values() if _is_known(snapshot, each)]
    others = (each for each in placed.proposals.values() if not _is_known(snapshot, each))
    lost = [number for each in others for number in each.lines]
    placed = replace(placed, not_placed=(*placed.not_placed, *lost))
    readings = {each.question: reading(_question(snapshot, each), each.said) for each in proposals}
    same = same_as_now(snapshot, placed)
    open_now = [each for each in proposals if each.is_open and each.question not in same]
    found = list_page("lines", range(1, len(lines) + 1), {"lines": asked}, LINES)
    owners = _owners(proposals)
    here = {owners[number] for number in found.items if number in owners}
    open_here = {each.question for each in open_now}
    shown = _shown(snapshot, [each for each in proposals if each.question in here], readings)
    having = {*owners.values()}
    return IncomingPage(
        segments=list(_segments(found.items, lines, placed, owners, shown)),
        list=found,
        sure=[
            f"{each.question} {each.seen}"
            for each in open_now
            if is_sure(each, readings[each.question])
        ],
        open=len(open_now),
        is_empty=not any(each.lines for each in proposals),
        next=next((owners[n] for n in found.items if owners.get(n) in open_here), ""),
        unanswered=[
            each for key, each in snapshot.edition.questions_by_key.items() if key not in having
        ],
        translations=[
            question
            for each in proposals
            for question in [_question(snapshot, each)]
            if question.language
        ],
    )


def same_as_now(snapshot: Snapshot, placed: PlacedLines) -> frozenset[str]:
    """Return to which questions, by their keys, nothing else is proposed than their answers say."""
    said = {
        each.question.key: each.content
        for section in snapshot.sections
        for answer in section.answers
        for each in (answer, answer.translation)
        if each and each.content
    }
    proposals = [each for each in placed.proposals.values() if _is_known(snapshot, each)]
    return frozenset(
        each.question
        for each in proposals
        if each.question in said
        and reading(_question(snapshot, each), each.said) == ReadProposal(said[each.question])
    )


def shown_proposal(snapshot: Snapshot, proposal: FileProposal) -> ShownProposal | None:
    """Return one proposal as it is shown, or None if it is to no question of the response."""
    if not _is_known(snapshot, proposal):
        return None
    read = {proposal.question: reading(_question(snapshot, proposal), proposal.said)}
    return _shown(snapshot, [proposal], read)[proposal.question]


def _is_known(snapshot: Snapshot, proposal: FileProposal) -> bool:
    key, language = parted(proposal.question)
    is_asked = key in snapshot.edition.questions_by_key
    # A city may have chosen to submit in another language since.
    return is_asked and language in {"", snapshot.submission_language}


def _question(snapshot: Snapshot, proposal: FileProposal) -> QuestionShape:
    return find_question(snapshot.edition, proposal.question)


def _owners(proposals: Sequence[FileProposal]) -> dict[int, str]:
    """Return by the numbers of lines the keys of the questions that they belong to."""
    return {number: each.question for each in proposals for number in (*each.wording, *each.lines)}


def _shown(
    snapshot: Snapshot, proposals: Sequence[FileProposal], readings: Mapping[str, ReadProposal]
) -> dict[str, ShownProposal]:
    by_key = {each.question: each for each in proposals}
    around = beside(snapshot.edition)
    shown: dict[str, ShownProposal] = {}
    for section in snapshot.sections:
        answers = [
            each
            for original in section.answers
            for each in (original, original.translation)
            if each and each.question.key in by_key
        ]
        if not answers:
            continue
        contents = [readings[each.question.key].content for each in answers]
        said = tuple(map(_saying, answers, contents))
        printed = printed_section(replace(section, answers=said)).answers
        for answer, print_of in zip(answers, printed, strict=True):
            key = answer.question.key
            shown[key] = ShownProposal(
                by_key[key],
                section.section.key,
                answer,
                print_of,
                readings[key],
                *around.get(key, (None, None)),
                is_closed=not STATES[section.state].is_open
                and not (answer.question.language and section.translations_open),
            )
    return shown


def beside(
    edition: EditionShape,
) -> Mapping[str, tuple[QuestionShape | None, QuestionShape | None]]:
    """Return which questions stand before and after each, by its key."""
    asked = [*edition.questions_by_key.values()]
    return {
        question.key: (before, after)
        for before, question, after in zip(
            [None, *asked[:-1]], asked, [*asked[1:], None], strict=True
        )
    }


def _saying(answer: AnswerSnapshot, content: Content) -> AnswerSnapshot:
    return replace(answer, content=content, language=answer.question.language)


def _segments(
    numbers: Sequence[int],
    lines: Sequence[Mapping[str, Any]],
    placed: PlacedLines,
    owners: Mapping[int, str],
    shown: Mapping[str, ShownProposal],
) -> Iterator[Segment]:
    line_of = _line_reader(lines, placed, shown)
    begun: set[str] = set()
    for owner, run in groupby(numbers, key=lambda number: owners.get(number, "")):
        found = shown.get(owner)
        if found and owner in begun:
            found = replace(found, is_first=False)
        begun.add(owner)
        yield Segment([line_of(number) for number in run], found)


def _line_reader(
    lines: Sequence[Mapping[str, Any]], placed: PlacedLines, shown: Mapping[str, ShownProposal]
) -> Callable[[int], ShownLine]:
    kinds = dict.fromkeys(placed.headings, HEADING) | dict.fromkeys(placed.not_placed, NOWHERE)
    left: set[int] = set()
    fixed: set[int] = set()
    for each in shown.values():
        kinds |= dict.fromkeys(each.proposal.lines, ANSWER)
        left |= {*each.proposal.said.left}
        fixed |= each.proposal.fixed

    def line_of(number: int) -> ShownLine:
        line = lines[number - 1]
        return ShownLine(
            number,
            line["text"],
            kinds.get(number, WORDING),
            line.get("comments", ()),
            line.get("is_changed", False),
            number in left,
            number in fixed,
            line.get("is_margin", False),
        )

    return line_of
