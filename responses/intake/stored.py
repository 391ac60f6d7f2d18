"""What was read of a file as it is stored with it, so that nobody reads the file again. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from responses.domain.content.links import LinkValue
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.incoming.placed import FileProposal, PlacedLines, Refill, Suggested

from .again import read_again
from .filling import SURE, doubts_of, fill
from .lines import FileLine
from .office_tables import rows_in
from .proposals import Proposed, ProposedAnswer
from .units import units_of


def stored_lines(lines: Sequence[FileLine]) -> list[dict[str, Any]]:
    """Return lines as plain values, in their order; what says nothing is left out."""
    return [_stored_line(line) for line in lines]


def _stored_line(line: FileLine) -> dict[str, Any]:
    values = {
        "blanks": line.blanks,
        "links": [[link.label, link.url] for link in line.links],
        "struck": [list(span) for span in line.struck],
        "highlighted": [list(span) for span in line.highlighted],
        "comments": list(line.comments),
        "is_heading": line.is_heading,
        "is_changed": line.is_changed,
        "is_margin": line.is_margin,
        "inner": list(line.inner),
    }
    return {"text": line.text} | {name: value for name, value in values.items() if value}


def read_lines(stored: Sequence[Mapping[str, Any]]) -> tuple[FileLine, ...]:
    """Return the lines that were stored, numbered from 1."""
    return tuple(
        FileLine(
            number,
            line["text"],
            line.get("blanks", 0),
            tuple(LinkValue(label, url) for label, url in line.get("links", ())),
            tuple((start, end) for start, end in line.get("struck", ())),
            tuple((start, end) for start, end in line.get("highlighted", ())),
            tuple(line.get("comments", ())),
            line.get("is_heading", False),
            line.get("is_changed", False),
            is_margin=line.get("is_margin", False),
            inner=tuple(line.get("inner", ())),
        )
        for number, line in enumerate(stored, start=1)
    )


def placed_of(proposed: Proposed, language: str = "") -> PlacedLines:
    """Return what a file proposes as it is decided on, with translations into that language.

    Those into any other are nobody's to decide on: a city submits in one.
    """
    wanted = [each for each in proposed.translations if each.question.language == language]
    proposals = [_proposal(each) for each in (*proposed.answers, *wanted)]
    others = (each for each in proposed.translations if each.question.language != language)
    translated = [number for each in others for number in each.lines]
    own = {number for each in proposals for number in each.wording}
    return PlacedLines(
        {each.question: each for each in proposals},
        tuple(number for number in proposed.wording if number not in own),
        proposed.headings,
        tuple(sorted([*proposed.not_placed, *translated])),
    )


def _proposal(answer: ProposedAnswer) -> FileProposal:
    # One line may have both the end of a question and its answer; then it is the answer's.
    wording = tuple(number for number in answer.wording if number not in answer.lines)
    reason = answer.content.nothing_to_report
    is_sure = answer.certainty >= SURE and not answer.left
    certainty = round(answer.certainty, 2)
    said = Suggested(
        dict(answer.parts),
        certainty,
        is_sure,
        answer.left,
        reason,
        () if is_sure else answer.doubts,
    )
    outdated = answer.is_outdated
    return FileProposal(answer.question.key, answer.lines, wording, said, is_outdated=outdated)


def refill_from(edition: EditionShape, lines: Sequence[FileLine]) -> Refill:
    """Return how lines of this file are read as the answer to a question: all of them are."""
    units = units_of(edition)
    rows = rows_in(units, lines)
    # A row of a table says its answer in lines of its own.
    said = {
        line.number: (rows[line.number].said or (line,)) if line.number in rows else (line,)
        for line in lines
    }

    def refill(
        question: QuestionShape, numbers: Sequence[int], wording: Sequence[int]
    ) -> Suggested:
        chosen, asked = (
            [line for number in sorted(each) if number in said for line in said[number]]
            for each in (numbers, wording)
        )
        slot = read_again(units, question, asked, chosen)
        filled = fill(slot)
        certainty = min([slot.certainty, *filled.sure.values()])
        is_sure = certainty >= SURE and not filled.left
        left = tuple(filled.left)
        doubts = tuple(sorted(doubts_of(question, filled)))
        return Suggested(filled.values, round(certainty, 2), is_sure, left, doubts=doubts)

    return refill
