"""Where the lines of an incoming file belong, and what is proposed and decided of them. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError

from responses.domain.content.completeness import contradictions
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.translating import find_question
from responses.domain.digests import digest
from responses.domain.edition.shapes import EditionShape, QuestionShape

from .doubts import Doubt


class Decision(StrEnum):
    """What became of a proposal: nothing yet, or what a coordinator decided.

    Accepted, it was `WRITTEN`, `KEPT` to be merged with another answer, or the answer was `KNOWN`.
    """

    OPEN = "open"
    WRITTEN = "written"
    KEPT = "kept"
    KNOWN = "known"
    REJECTED = "rejected"


ACCEPTED = frozenset({Decision.WRITTEN, Decision.KEPT, Decision.KNOWN})


@dataclass(frozen=True, slots=True)
class Suggested:
    """What lines of a file seem to say to a question, and how surely, from 0 to 1.

    `parts` are as they were read, valid or not; `left` are those lines that no part takes. What is
    `sure`, and valid, can be accepted without a look; `doubts` say why it is not.
    """

    parts: Mapping[str, Any] = field(default_factory=dict)
    certainty: float = 0.0
    sure: bool = False
    left: tuple[int, ...] = ()
    nothing_to_report: str = ""
    doubts: tuple[Doubt, ...] = ()


Refill = Callable[[QuestionShape, Sequence[int], Sequence[int]], Suggested]
"""How lines, by their numbers, are read as the answer to a question; the others ask it."""


@dataclass(frozen=True, slots=True)
class FileProposal:
    """What a file proposes as the answer to a question, by its key, and what was decided.

    Or to the question that asks for a translation, which `is_outdated` if it was made of another
    original. `wording` are the lines that ask it. One `by_hand` has lines that a person put there.
    Those lines whose comments became threads are `told`.
    """

    question: str
    lines: tuple[int, ...] = ()
    wording: tuple[int, ...] = ()
    said: Suggested = Suggested()
    decision: Decision = Decision.OPEN
    by_hand: bool = False
    told: tuple[int, ...] = ()
    is_outdated: bool = False

    @property
    def seen(self) -> str:
        """By what a page says which state of the proposal a person had before them."""
        return digest([list(self.lines), dict(self.said.parts), str(self.decision)])

    @property
    def fixed(self) -> frozenset[int]:
        """Its lines that are in an answer by now."""
        is_in = self.decision in ACCEPTED
        return frozenset({*self.lines} - {*self.said.left}) if is_in else frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it has lines about which nobody has decided."""
        return self.decision is Decision.OPEN and bool(self.lines)


@dataclass(frozen=True, slots=True)
class ReadProposal:
    """A proposal as content: what is valid of it, and what is wrong with its other parts.

    It `is_at_odds` where its "no" or "nothing to report" does not fit the rest of it.
    """

    content: Content = EMPTY
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_at_odds: bool = False


@dataclass(frozen=True, slots=True)
class PlacedLines:
    """Where each line of a file belongs, by its number: each is in one of these alone."""

    proposals: Mapping[str, FileProposal]
    wording: tuple[int, ...] = ()
    headings: tuple[int, ...] = ()
    not_placed: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain lists and dicts, as they are stored."""
        return {
            "proposals": [_to_json(each) for each in self.proposals.values()],
            "wording": list(self.wording),
            "headings": list(self.headings),
            "not_placed": list(self.not_placed),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "PlacedLines":
        """Return what `to_json` stored."""
        found = map(_from_json, stored["proposals"])
        rest = (tuple(stored[name]) for name in ("wording", "headings", "not_placed"))
        return cls({each.question: each for each in found}, *rest)

    def of(self, question: str) -> FileProposal:
        """Return what is proposed to a question, perhaps without any line."""
        return self.proposals.get(question, FileProposal(question))

    def having(self, *proposals: FileProposal) -> "PlacedLines":
        """Return the same with these proposals in place of the ones to the same questions."""
        return replace(
            self, proposals={**self.proposals, **{each.question: each for each in proposals}}
        )


def reading(question: QuestionShape, said: Suggested) -> ReadProposal:
    """Return what is valid of what was suggested, and the faults of the rest in words."""
    try:
        content = canonical(question, said.parts, said.nothing_to_report)
    except ValidationError as error:
        faults = error.message_dict
    else:
        odd = not question.language and bool(contradictions(question, content))
        return ReadProposal(content, is_at_odds=odd)
    valid = {key: value for key, value in said.parts.items() if key not in faults}
    reason = "" if "nothing_to_report" in faults else said.nothing_to_report
    return ReadProposal(canonical(question, valid, reason), faults)


def moved(
    placed: PlacedLines,
    edition: EditionShape,
    numbers: Collection[int],
    to: str,
    refill: Refill,
) -> PlacedLines:
    """Return the same with lines put to the answer to a question, or with an empty `to` to none.

    Lines that are in an accepted answer already stay there, but for those that it did not take.
    The answers that lines came from and went to are read anew from their lines.
    """
    fixed = {n for each in placed.proposals.values() for n in each.fixed}
    if to and placed.of(to).decision in ACCEPTED:
        fixed |= {*placed.of(to).lines}
    going = {*numbers} & _all(placed) - fixed
    if not going:
        return placed
    left = {
        key: _without(each, going, find_question(edition, key), refill)
        for key, each in placed.proposals.items()
    }
    rest = replace(
        placed,
        proposals=left,
        wording=_less(placed.wording, going),
        headings=_less(placed.headings, going),
        not_placed=_less(placed.not_placed, going),
    )
    if not to:
        return replace(rest, not_placed=tuple(sorted({*rest.not_placed, *going})))
    target = rest.of(to)
    lines = tuple(sorted({*target.lines, *going}))
    said = refill(find_question(edition, to), lines, target.wording)
    return rest.having(
        replace(target, lines=lines, said=said, decision=Decision.OPEN, by_hand=True)
    )


def left_over(
    placed: PlacedLines, *, undecided: bool = True, same: Collection[str] = ()
) -> tuple[int, ...]:
    """Return the lines that are in no answer: not placed, rejected, not taken, and `undecided`.

    What is proposed to questions of these keys, the `same` as their answers, is in those.
    """
    out = {Decision.REJECTED, Decision.OPEN} if undecided else {Decision.REJECTED}
    proposals = placed.proposals.values()
    there = [
        each
        for each in proposals
        if each.decision in ACCEPTED or (each.is_open and each.question in same)
    ]
    refused = (
        n for each in proposals if each.decision in out and each not in there for n in each.lines
    )
    untaken = (n for each in there for n in each.said.left)
    return tuple(sorted({*placed.not_placed, *refused, *untaken}))


def _all(placed: PlacedLines) -> set[int]:
    """Return the lines that can be moved."""
    taken = (n for each in placed.proposals.values() for n in each.lines)
    return {*placed.wording, *placed.headings, *placed.not_placed, *taken}


def _without(
    proposal: FileProposal, going: set[int], question: QuestionShape, refill: Refill
) -> FileProposal:
    """Return a proposal without lines that go elsewhere, which may also be of its wording."""
    wording = _less(proposal.wording, going)
    if not going & {*proposal.lines}:
        return replace(proposal, wording=wording)
    lines = _less(proposal.lines, going)
    if proposal.decision in ACCEPTED:
        # What is the answer stays so: these lines were never in it.
        said = replace(proposal.said, left=_less(proposal.said.left, going))
        return replace(proposal, lines=lines, wording=wording, said=said)
    said = refill(question, lines, wording) if lines else Suggested()
    decision = Decision.OPEN
    return replace(
        proposal, lines=lines, wording=wording, said=said, decision=decision, by_hand=True
    )


def _less(numbers: Iterable[int], going: set[int]) -> tuple[int, ...]:
    return tuple(number for number in numbers if number not in going)


def _to_json(proposal: FileProposal) -> dict[str, Any]:
    return {
        "question": proposal.question,
        "lines": list(proposal.lines),
        "wording": list(proposal.wording),
        "parts": dict(proposal.said.parts),
        "nothing_to_report": proposal.said.nothing_to_report,
        "certainty": proposal.said.certainty,
        "sure": proposal.said.sure,
        "left": list(proposal.said.left),
        "doubts": [str(doubt) for doubt in proposal.said.doubts],
        "decision": str(proposal.decision),
        "by_hand": proposal.by_hand,
        "told": list(proposal.told),
        "is_outdated": proposal.is_outdated,
    }


def _from_json(stored: Mapping[str, Any]) -> FileProposal:
    said = Suggested(
        stored["parts"],
        stored["certainty"],
        stored["sure"],
        tuple(stored["left"]),
        stored["nothing_to_report"],
        # What was read before reasons were told has none.
        tuple(map(Doubt, stored.get("doubts", ()))),
    )
    return FileProposal(
        stored["question"],
        tuple(stored["lines"]),
        tuple(stored["wording"]),
        said,
        Decision(stored["decision"]),
        stored["by_hand"],
        tuple(stored["told"]),
        # What was read before translations were proposed says nothing of it.
        stored.get("is_outdated", False),
    )
