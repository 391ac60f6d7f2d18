"""What "My work" shows of things to do, and of responses: read for those that a page shows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.text import Truncator

from responses.domain.compiled import compiled
from responses.domain.content.completeness import is_answered
from responses.domain.content.content import Content
from responses.domain.edition.shapes import SectionShape
from responses.domain.signing.turns import SigningTurn, names_in
from responses.domain.snapshot.section import is_untouched
from responses.domain.telling.owing import (
    Translations,
    read_answers_of,
    read_translations_of,
    untranslated,
)
from responses.enums import Action, Role, State
from responses.models import Event

from .duties import Duty, Task, is_open_again, is_whole, is_withdrawn, writes
from .own import Own, OwnResponse, OwnSection, ResponseRef
from .worklist import FreeToWrite

QUOTED = 120
"""How much of the first line of what somebody said is quoted elsewhere."""


@dataclass(frozen=True, slots=True)
class AskedChanges:
    """Who requested changes to a section, or reopened it, and the first line of what they wrote."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A section that waits for the person.

    `unanswered` of `total` questions are not fully answered: of all, or where the section is
    assigned to others, of the `handed` ones, which are the person's (0: the section is).
    `signs_for` names whom they would sign for as a deputy; the next signature `consents` (협조).
    `reopened` is whether the section is open as it was approved before, `withdrawn` whether it is
    as it was withdrawn from review, `untouched` whether nobody has written anything in it yet;
    `turn` says how the person would sign it. Of a writer's answers `untranslated` are not wholly
    translated, or not since they changed; `to_translate` are the numbers of those that who is
    named to translate them has to.
    """

    place: ResponseRef
    section: SectionShape
    state: State
    task: Task
    unanswered: int
    total: int
    handed: int
    due_on: date | None
    since: datetime
    signs_for: str = ""
    consents: bool = False
    asked: AskedChanges | None = None
    reopened: bool = False
    withdrawn: bool = False
    turn: SigningTurn | None = None
    untouched: bool = False
    untranslated: int = 0
    to_translate: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        """How many of the questions are fully answered."""
        return self.total - self.unanswered


@dataclass(frozen=True, slots=True)
class ResponseTally:
    """How far a response is; `translates` is whether the person is named to translate in it."""

    place: ResponseRef
    role: Role
    answered: int
    total: int
    approved: int
    sections: int
    translates: bool = False


class FreeSection(NamedTuple):
    """How far a section is that a writer may write although nobody is in charge of it."""

    section: SectionShape
    due_on: date | None
    answered: int
    total: int
    untouched: bool


class FreeShown(NamedTuple):
    """Such sections of one response."""

    place: ResponseRef
    sections: tuple[FreeSection, ...]


class WorkShown(NamedTuple):
    """What is shown of some things to do, of some responses, and of what is free, in its order."""

    waiting: Mapping[Duty, Waiting]
    tallies: Mapping[OwnResponse, ResponseTally]
    free: list[FreeShown]


def read_shown(
    own: Own,
    duties: Collection[Duty],
    responses: Collection[OwnResponse],
    free: Collection[FreeToWrite] = (),
) -> WorkShown:
    """Return what is shown of these duties, responses and free sections; four queries at most.

    All of them are of `own`, whose answers are not read again.
    """
    places = {duty.section.of.pk for duty in duties} | {each.pk for each in responses}
    places |= {each.sections[0].of.pk for each in free}
    said = {**own.said, **read_answers_of(places - own.said.keys())}
    # Names are read only for those whom others sign for.
    acting = [(duty, duty.turn) for duty in duties if duty.turn and _signs_for(duty.turn)]
    steps = [turn.step for _duty, turn in acting if turn.step]
    names = names_in(steps, {duty.section.of.city.pk for duty, _turn in acting})
    asked = _requests([duty.section.work.pk for duty in duties if _is_called_back(duty)])
    theirs = {each.section.of for each in duties if each.section.of.city.into and writes(each.task)}
    unread = {of.pk for of in theirs} - own.translated
    translations = {**own.translations, **read_translations_of(unread)}
    translating = {
        each.of.pk for each in own.sections if each.of.city.into and each.work.translates
    }
    return WorkShown(
        {
            duty: replace(
                _waiting(duty, own.person, said, names, asked),
                untranslated=_untranslated(duty, own.person, said, translations),
            )
            for duty in duties
        },
        {
            each: _tally(each, said.get(each.pk, {}), translates=each.pk in translating)
            for each in responses
        },
        [
            FreeShown(each.place, tuple(_free(item, said) for item in each.sections))
            for each in free
        ],
    )


def _free(item: OwnSection, said: Mapping[int, Mapping[str, Content]]) -> FreeSection:
    answers, total = said.get(item.of.pk, {}), len(item.shape.questions)
    return FreeSection(
        section=item.shape,
        due_on=item.work.due_on,
        answered=total - len(_unanswered(item, answers)),
        total=total,
        untouched=_is_untouched(item, answers),
    )


def _signs_for(turn: SigningTurn) -> int:
    """Return the key of whom somebody signs for as a deputy, or 0."""
    whom = turn.signing_for
    return 0 if whom is None or whom == turn.person else whom


def _is_called_back(duty: Duty) -> bool:
    return duty.task is Task.CORRECT or (writes(duty.task) and is_open_again(duty.section))


def _waiting(
    duty: Duty,
    person: int,
    said: Mapping[int, Mapping[str, Content]],
    names: Mapping[int, str],
    asked: Mapping[int, AskedChanges],
) -> Waiting:
    item, task = duty.section, duty.task
    step = duty.turn.step if duty.turn else duty.step
    handed = frozenset(item.handed) if writes(task) and not is_whole(item, person) else frozenset()
    answers = said.get(item.of.pk, {})
    unanswered = len(item.lacking if handed else _unanswered(item, answers))
    reopened = is_open_again(item)
    if task is Task.WRITE and not handed and reopened:
        task = Task.REVISE
    return Waiting(
        place=item.of.place,
        section=item.shape,
        state=State(item.work.state),
        task=Task.SEND if task is Task.WRITE and not unanswered else task,
        unanswered=unanswered,
        total=len(handed) or len(item.shape.questions),
        handed=len(handed),
        due_on=duty.due_on,
        since=item.work.since,
        signs_for=names.get(_signs_for(duty.turn) if duty.turn else 0, ""),
        consents=bool(step and step.consents),
        asked=asked.get(item.work.pk),
        reopened=reopened,
        withdrawn=is_withdrawn(item),
        turn=duty.turn,
        untouched=_is_untouched(item, answers),
        to_translate=tuple(
            each.number for each in item.shape.questions if each.pk in item.untranslated
        ),
    )


def _untranslated(
    duty: Duty,
    person: int,
    said: Mapping[int, Mapping[str, Content]],
    translations: Translations,
) -> int:
    """Return how many answers of a section a writer still has to translate, or to look at again."""
    item = duty.section
    if not writes(duty.task):
        return 0
    mine = [
        each for each in item.shape.questions if is_whole(item, person) or each.pk in item.handed
    ]
    found = untranslated(item.of.pk, mine, item.of.city.into, said, translations)
    return len(found | item.untranslated)


def _is_untouched(item: OwnSection, said: Mapping[str, Content]) -> bool:
    says = any(said.get(question.key) for question in item.shape.questions)
    came_back = is_open_again(item) or is_withdrawn(item)
    return is_untouched(item.work.state, reopened=came_back, says=says)


def _unanswered(item: OwnSection, said: Mapping[str, Content]) -> list[int]:
    edition = item.of.edition
    questions = item.shape.questions
    return [each.pk for each in questions if not is_answered(edition, each, said)]


def _tally(of: OwnResponse, said: Mapping[str, Content], *, translates: bool) -> ResponseTally:
    questions = of.edition.questions_by_key.values()
    return ResponseTally(
        place=of.place,
        role=of.role,
        answered=sum(is_answered(of.edition, question, said) for question in questions),
        total=len(questions),
        approved=of.approved,
        sections=of.sections,
        translates=translates,
    )


def _requests(works: Collection[int]) -> Mapping[int, AskedChanges]:
    """Return who brought works back to their writers, and the first line of why; a query at most.

    Both by the keys of the works.
    """
    return {
        event.work_id: AskedChanges(str(event.actor), first_line(event.comment))
        for event in (_asked(works) if works else ())
    }


@compiled
def _asked(works: Collection[int]) -> QuerySet[Event, Event]:
    calls = [Action.REQUEST_CHANGES, Action.REOPEN]
    asked = Event.objects.filter(work__in=works, action__in=calls)
    return asked.select_related("actor").order_by("pk")


def first_line(text: str) -> str:
    """Return the first line of what somebody said, cut, to be quoted elsewhere."""
    return Truncator(text.strip().split("\n")[0]).chars(QUOTED)
