"""What a file proposes as the answers to an edition, question by question. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from responses.domain.content.completeness import is_excused, is_required
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.kinds import KINDS
from responses.domain.content.private import asks_for_person, names_person, reached_at
from responses.domain.content.translating import find_question
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.incoming.doubts import Doubt
from responses.domain.snapshot.carried import Carried

from .filling import SURE, Filled, doubts_of, fill
from .lines import FileText, ReadyAnswer
from .ours import OurAnswer, our_answers
from .placing import place
from .prompts import Slot

_DOUBTFUL = 0.6
_OF_ANSWER = frozenset({Doubt.ASKS, Doubt.NOTHING, Doubt.NAMED, Doubt.PERSON})


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """What a file seems to answer to one question, with the lines that it came from.

    `certainty` is from 0 to 1. `content` is what the answer would say; `left` are those lines of
    which no part of the question takes what they say, and `wording` those that ask it. What is no
    valid answer, as its `faults` say, is in `parts` as it was read. A translation `is_outdated` if
    it was made of another original. `doubts` say why it is not sure.
    """

    question: QuestionShape
    lines: tuple[int, ...]
    parts: Mapping[str, Any]
    certainty: float
    content: Content = EMPTY
    left: tuple[int, ...] = ()
    faults: Mapping[str, Sequence[str]] | None = None
    wording: tuple[int, ...] = ()
    is_outdated: bool = False
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it can be accepted without a look."""
        return self.certainty >= SURE and not self.left and not self.faults


@dataclass(frozen=True, slots=True)
class Proposed:
    """Everything that was found in a file; each of its lines, by number, is in one of these.

    `translations` are answers in another language, to the questions that ask for them. `pictures`
    are the bytes of files of answers, by digest, as far as the file itself has them.
    """

    answers: tuple[ProposedAnswer, ...]
    wording: tuple[int, ...]
    headings: tuple[int, ...]
    not_placed: tuple[int, ...]
    translations: tuple[ProposedAnswer, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain lists and dicts, as `manage.py import_response --json` prints them."""
        return {
            "placed": [
                {
                    "question": each.question.key,
                    "lines": list(each.lines),
                    "parts": dict(each.parts),
                    "certainty": round(each.certainty, 2),
                }
                for each in (*self.answers, *self.translations)
            ],
            "wording": list(self.wording),
            "headings": list(self.headings),
            "not_placed": list(self.not_placed),
        }


def propose(edition: EditionShape, text: FileText) -> Proposed:
    """Return what a file proposes; an empty proposal where a question is found unanswered.

    What the product itself wrote of the same edition is taken as it is.
    """
    if text.ready and text.edition == edition.code:
        return _as_ready(edition, text)
    if text.carried and text.carried.edition == edition.code and _is_marked(text, text.carried):
        return _as_ours(edition, text, text.carried)
    places = place(edition, text.lines)
    order = {key: at for at, key in enumerate(edition.questions_by_key)}
    found = [_proposal(slot) for slot in places.slots]
    # Choices that nobody ticked are the form's, which is known once the answer was read.
    said = {*places.wording, *(number for slot in places.slots for number in slot.wording)}
    wording = said - {number for each in found for number in each.lines}
    return Proposed(
        tuple(sorted(found, key=lambda each: order[each.question.key])),
        tuple(sorted(wording)),
        places.headings,
        places.not_placed,
    )


def _proposal(slot: Slot) -> ProposedAnswer:
    filled = fill(slot)
    ticked = _ticked(slot, filled)
    lines = sorted({*(line.number for line in slot.answer), *ticked})
    slot.wording += sorted(set(slot.listed.values()) - set(ticked))
    content, faults = _canonical(slot.question, filled.values)
    certainty = min([slot.certainty, *filled.sure.values()])
    doubts = _doubts(slot, filled)
    if slot.is_doubtful:
        doubts.add(Doubt.ASKS)
    if slot.is_loose and not lines:
        doubts.add(Doubt.NOTHING)
    if _is_named_only(slot.question, content, filled.values):
        doubts.add(Doubt.NAMED)
    if not asks_for_person(slot.question) and any(
        reached_at(line.text) or (line.blanks and names_person(line.text))
        for line in slot.answer
        if line.number in lines
    ):
        doubts.add(Doubt.PERSON)
    if doubts & _OF_ANSWER:
        certainty = min(certainty, _DOUBTFUL)
    return ProposedAnswer(
        slot.question,
        tuple(lines),
        content.parts if not faults else filled.values,
        certainty,
        content,
        tuple(filled.left),
        faults,
        tuple(sorted({*slot.wording} - {*lines})),
        doubts=tuple(each for each in Doubt if each in doubts),
    )


def _doubts(slot: Slot, filled: Filled) -> set[Doubt]:
    """Return why a question is not found surely, and its parts not read so."""
    found = {*slot.doubts} if slot.certainty < SURE else set()
    return found | doubts_of(slot.question, filled)


def _is_named_only(question: QuestionShape, content: Content, values: Mapping[str, Any]) -> bool:
    """Return whether words are the name of an address, and the description lacks that is needed."""
    has_names = any(
        row["label"]
        for part in question.parts
        if part.kind == "links"
        for row in values.get(part.key, ())
    )
    return (
        has_names
        and not is_excused(question, content)
        and any(
            KINDS[part.kind].explains and is_required(question, part)
            for part in question.parts
            if part.key not in values
        )
    )


def _ticked(slot: Slot, filled: Filled) -> list[int]:
    """Return the lines of the choices that are taken."""
    taken = {
        key
        for part in slot.question.parts
        if part.choices
        for key in filled.values.get(part.key, ())
    }
    return [number for key, number in slot.listed.items() if key in taken]


def _as_ready(edition: EditionShape, text: FileText) -> Proposed:
    """Return the answers that a file has as they are."""
    known = [
        (question, each)
        for each in text.ready
        if (question := _question(edition, each.question)) is not None
    ]
    answers = [_ready(question, each) for question, each in known]
    headings = tuple(line.number for line in text.lines if line.is_heading)
    wording = tuple(number for _question, each in known for number in each.asked)
    placed = {*headings, *wording, *(number for each in answers for number in each.lines)}
    rest = tuple(line.number for line in text.lines if line.number not in placed)
    own, translations = _by_language(answers)
    return Proposed(own, wording, headings, rest, translations)


def _question(edition: EditionShape, key: str) -> QuestionShape | None:
    try:
        return find_question(edition, key)
    except KeyError:
        return None


def _ready(question: QuestionShape, ready: ReadyAnswer) -> ProposedAnswer:
    parts = ready.content.parts
    content, faults = _canonical(question, parts, ready.content.nothing_to_report)
    said = (question, ready.lines, parts, 1.0, content)
    return ProposedAnswer(*said, (), faults, ready.asked, ready.is_outdated)


def _is_marked(text: FileText, carried: Carried) -> bool:
    """Return whether a file has any of its marks left, which not every program keeps."""
    parts = (marks for answer in carried.answers.values() for marks in answer.marks.values())
    marks = {mark for each in parts for mark in each}
    return not marks or any(line.mark in marks for line in text.lines)


def _as_ours(edition: EditionShape, text: FileText, carried: Carried) -> Proposed:
    """Return the answers of a file that the product wrote, as they were edited since."""
    ours = our_answers(edition, text, carried)
    answers = [_our(each) for each in ours.answers]
    own, translations = _by_language(answers)
    # Where nothing is translated stands the original once more.
    again = {n for each in answers for n in each.lines} - {
        n for each in (*own, *translations) for n in each.lines
    }
    left = {n for each in answers for n in each.left} & again
    return Proposed(
        own,
        tuple(sorted({*ours.wording, *again} - left)),
        ours.headings,
        tuple(sorted({*ours.not_placed, *left})),
        translations,
        text.pictures,
    )


def _by_language(
    answers: Iterable[ProposedAnswer],
) -> tuple[tuple[ProposedAnswer, ...], tuple[ProposedAnswer, ...]]:
    """Return answers, and apart from them the translations that say something."""
    found = list(answers)
    own = tuple(each for each in found if not each.question.language)
    return own, tuple(
        each for each in found if each.question.language and (each.parts or each.content)
    )


def _our(answer: OurAnswer) -> ProposedAnswer:
    content, faults = _canonical(answer.question, answer.parts, answer.reason)
    return ProposedAnswer(
        answer.question,
        tuple(answer.lines),
        answer.parts if faults else content.parts,
        answer.certainty,
        content,
        tuple(sorted(answer.left)),
        faults,
        is_outdated=answer.is_outdated,
    )


def _canonical(
    question: QuestionShape, values: Mapping[str, Any], nothing_to_report: str = ""
) -> tuple[Content, Mapping[str, Sequence[str]] | None]:
    try:
        return canonical(question, values, nothing_to_report), None
    except ValidationError as error:
        return EMPTY, error.message_dict
