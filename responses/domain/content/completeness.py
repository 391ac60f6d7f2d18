"""What each question still lacks, and what in it is at odds. Pure.

Every page and file that says how far an answer is has it from `judge`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from responses.characters import says_nothing
from responses.domain.edition.shapes import EditionShape, PartShape, QuestionShape
from responses.localized import localized

from .content import EMPTY, Content
from .kinds import KINDS


class Status(StrEnum):
    """How far an answer is; "no" and "nothing to report" are answers."""

    UNANSWERED = "unanswered"
    INCOMPLETE = "incomplete"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Settled:
    """That a follow-up needs no answer, as the question `by` says `said`."""

    by: QuestionShape
    said: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far one answer is.

    `lacking` are the parts that a complete answer would still need, in the form's order;
    `at_odds` says in words what in it does not fit the rest.
    """

    status: Status
    lacking: tuple[PartShape, ...] = ()
    at_odds: tuple[str, ...] = ()


def judge(question: QuestionShape, content: Content, settled: Settled | None = None) -> Judgement:
    """Return how far an answer is; `settled` says what makes this follow-up needless, if so."""
    if settled:
        return Judgement(Status.ANSWERED, (), _against_settling(content, settled))
    no = says_no(question, content)
    nothing = not says_nothing(content.nothing_to_report)
    lacks = () if no or nothing else _lacking(question, content)
    untold = () if no else _untold_files(question, content, lacks)
    odds = (*contradictions(question, content), *untold, *_amiss(question, content))
    return Judgement(_status(content, lacks), lacks, odds)


def is_answered(
    edition: EditionShape, question: QuestionShape, said: Mapping[str, Content]
) -> bool:
    """Return whether a question is completely answered, by what all say, by their keys.

    As `judge` has it, but without saying what is lacking: people have thousands of them.
    """
    if settling(edition, question, said):
        return True
    content = said.get(question.key, EMPTY)
    if is_empty(content):
        return False
    needed = _needed(question)
    return is_excused(question, content) or all(_is_whole(part, content) for part in needed)


def settling(
    edition: EditionShape, question: QuestionShape, said: Mapping[str, Content]
) -> Settled | None:
    """Return what makes a follow-up needless, or None.

    `said` has by key at least what the questions say that it follows.
    """
    for parent in edition.parents(question):
        decision = _decision(parent, said.get(parent.key, EMPTY))
        if question.follows and decision and decision != question.follows.answer:
            return Settled(parent, decision)
        question = parent
    return None


def is_required(question: QuestionShape, part: PartShape) -> bool:
    """Return whether a complete answer needs a part.

    Where the edition does not say, a part that explains is needed only if nothing else is
    asked for.
    """
    if part.required is not None:
        return part.required
    return not KINDS[part.kind].explains or all(
        KINDS[each.kind].explains for each in question.parts
    )


def is_excused(question: QuestionShape, content: Content) -> bool:
    """Return whether "no" or "nothing to report" says it all, so that no evidence is needed."""
    return not says_nothing(content.nothing_to_report) or says_no(question, content)


def says_no(question: QuestionShape, content: Content) -> bool:
    """Return whether one part makes every other needless."""
    return any(KINDS[part.kind].excuses(content.parts.get(part.key)) for part in question.parts)


def contradictions(question: QuestionShape, content: Content) -> tuple[str, ...]:
    """Return in words how what an answer says at first does not fit the rest of it.

    That is its "no", or its "nothing to report"; where it says both, they say one thing.
    """
    if says_no(question, content):
        return _against_no(question, content)
    return () if says_nothing(content.nothing_to_report) else _against_nothing(question, content)


def _against_nothing(question: QuestionShape, content: Content) -> tuple[str, ...]:
    said = [
        localized(part.label)
        for part in question.parts
        if says_something(content.parts.get(part.key))
    ]
    words = gettext("“Nothing to report” is ticked, but there is an answer, too: %(parts)s.")
    return (words % {"parts": ", ".join(said)},) if said else ()


def _lacking(question: QuestionShape, content: Content) -> tuple[PartShape, ...]:
    """Return the parts that an answer which excuses none would still need, in the form's order.

    What a question asks for is needed at least in one part, even if it requires none.
    """
    needed = _needed(question)
    return tuple(part for part in needed if not _is_whole(part, content))


def _needed(question: QuestionShape) -> Sequence[PartShape]:
    """Return the parts that a complete answer needs; all, where it requires none."""
    return [part for part in question.parts if is_required(question, part)] or question.parts


def _against_no(question: QuestionShape, content: Content) -> tuple[str, ...]:
    """Return in words, one a part, how an answer "no" does not fit the rest of the answer."""
    said = (
        KINDS[part.kind].against_no(content.parts.get(part.key))
        for part in question.parts
        if says_something(content.parts.get(part.key))
    )
    return tuple(filter(None, said))


def _untold_files(
    question: QuestionShape, content: Content, lacks: Collection[PartShape]
) -> tuple[str, ...]:
    """Return in words, one a part, what files lack that readers need to know of them."""
    told = gettext("%(part)s: not every file has its %(lacking)s.")
    return tuple(
        told % {"part": localized(part.label), "lacking": ", ".join(map(str, lacking))}
        for part in question.parts
        if part not in lacks and (value := content.parts.get(part.key))
        if (kind := KINDS[part.kind]).files(value) and (lacking := kind.missing(value))
    )


def _amiss(question: QuestionShape, content: Content) -> tuple[str, ...]:
    """Return in words, one a row, which rows stand in an answer and answer nothing."""
    told = gettext("%(part)s: “%(said)s” is not a web address.")
    return tuple(
        told % {"part": localized(part.label), "said": " ".join(filter(None, row.values()))}
        for part in question.parts
        for row in KINDS[part.kind].amiss(content.parts.get(part.key))
    )


def _against_settling(content: Content, settled: Settled) -> tuple[str, ...]:
    if is_empty(content):
        return ()
    words = gettext("%(number)s means that this question does not apply, but it has an answer.")
    return (words % {"number": settled.by.number},)


def _status(content: Content, lacks: Collection[PartShape]) -> Status:
    if is_empty(content):
        return Status.UNANSWERED
    return Status.INCOMPLETE if lacks else Status.ANSWERED


def is_empty(content: Content) -> bool:
    """Return whether an answer says nothing."""
    return says_nothing(content.nothing_to_report) and not any(
        map(says_something, content.parts.values())
    )


def says_something(value: Any) -> bool:
    """Return whether there is anything to read in a value, which may be older than this rule."""
    if isinstance(value, str):
        return not says_nothing(value)
    if isinstance(value, Mapping):
        return any(map(says_something, value.values()))
    return any(map(says_something, value)) if isinstance(value, list | tuple) else value is not None


def _is_whole(part: PartShape, content: Content) -> bool:
    value = content.parts.get(part.key)
    return says_something(value) and not KINDS[part.kind].missing(value)


def _decision(question: QuestionShape, content: Content) -> Any:
    """Return what the part that decides says, or None."""
    found = (content.parts.get(part.key) for part in question.parts if KINDS[part.kind].decides)
    return next(found, None)
