"""Files that were handed out: who is told that one came back, or is due and did not."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from responses.domain.edition.editions import edition_shape
from responses.domain.notices.inbox import read_told
from responses.domain.notices.notices import NewNotice, notify_all, settle_handout
from responses.domain.notices.of_handouts import changed_key, due_key, kept_key, returned_key
from responses.enums import WRITABLE, HandoutAct
from responses.models import Handout, Return, SectionWork, User
from responses.notice_kinds import NoticeKind

from .table import Scene, told

_BEFORE, _AFTER = timedelta(days=1), timedelta(days=7)
"""How long before it is due it is told that a file did not come back, and until when afterwards."""


def tell_returned(returned: Return, kept: Mapping[int, int], written: Collection[int]) -> None:
    """Tell that a file came back and was read; call it in the transaction of that.

    `kept` has the refused texts of answers that have to be merged by hand, by question, and
    `written` the questions whose answers it changed: who writes them is told, too. Who uploaded
    the file sees what becomes of it, and is not told.
    """
    handout = returned.handout
    keys: dict[str, int | None] = {returned_key(returned.pk, handout.pk): None}
    if kept:
        keys = {kept_key(text, handout.pk): question for question, text in kept.items()}
    deed = HandoutAct.KEPT if kept else HandoutAct.TAKEN
    things = [*_things(deed, handout, keys, actor=returned.by)]
    things += _of_answers(
        HandoutAct.WRITTEN,
        returned,
        {question: changed_key(returned.pk, question, handout.pk) for question in written},
    )
    things += _of_answers(
        HandoutAct.LEFT,
        returned,
        {question: kept_key(text, handout.pk) for question, text in kept.items()},
    )
    notify_all(things)


def _of_answers(deed: HandoutAct, returned: Return, keys: Mapping[int, str]) -> Iterator[NewNotice]:
    """Yield what those who write some questions are told of their answers, by question."""
    handout = returned.handout
    sections = {
        question.pk: section.pk
        for section in edition_shape(handout.response.edition).sections
        for question in section.questions
    }
    works = {work.section_id: work for work in _works(handout)} if keys else {}
    for question, key in keys.items():
        scene = Scene(works[sections[question]], question, handed_out_by=handout.by_id)
        for kind, people in told(deed, scene):
            yield NewNotice(
                kind, people, handout.response, key, question=question, text=handout.addressee
            )


def tell_unreadable(returned: Return) -> None:
    """Tell that a file came back and cannot be read; call it in the transaction of that."""
    keys = {returned_key(returned.pk, returned.handout_id): None}
    notify_all(_things(HandoutAct.REFUSED, returned.handout, keys, actor=returned.by))


def settle_awaited(handout: Handout) -> None:
    """Settle that a file did not come back, or could not be read: another came, or none will."""
    kinds = (NoticeKind.FILE_DUE, NoticeKind.FILE_UNREADABLE)
    settle_handout(handout.response, handout.pk, kinds)


def tell_missed(today: date) -> int:
    """Tell of what is due tomorrow, or was due, and did not come back; return how many notices.

    Nobody is told twice of the same day, and not of what is closed for writing. One query if
    nothing is due, and another if all of it was told.
    """
    rows = Handout.objects.filter(returns=None, withdrawn_at=None)
    rows = rows.filter(due_on__range=(today - _AFTER, today + _BEFORE))
    due = list(rows.select_related("response__city", "response__edition").order_by("pk"))
    if not due:
        return 0
    responses = {each.response_id for each in due}
    before = {key for _person, key in read_told(responses, [NoticeKind.FILE_DUE])}
    things: list[NewNotice] = []
    for each in due:
        key = due_key(each.due_on, each.pk, is_over=each.due_on < today)
        if key not in before and any(work.state in WRITABLE for work in _works(each)):
            text = f"{each.due_on.isoformat()} {each.addressee}"
            things += _things(HandoutAct.MISSED, each, {key: None}, text=text)
    return notify_all(things)


def _things(
    deed: HandoutAct,
    handout: Handout,
    keys: Mapping[str, int | None],
    *,
    actor: User | None = None,
    text: str = "",
) -> Iterator[NewNotice]:
    """Yield what is told of a handout: what has these keys, each with its question if of one."""
    people = told(deed, Scene(_works(handout)[0], handed_out_by=handout.by_id))
    for key, question in keys.items():
        for kind, whom in people:
            yield NewNotice(
                kind,
                whom,
                handout.response,
                key,
                question=question,
                actor=actor,
                text=text or handout.addressee,
            )


def _works(handout: Handout) -> list[SectionWork]:
    """Return the sections that a handout asks of, in the order of the form; one query."""
    edition = edition_shape(handout.response.edition)
    keys = handout.held.keys()
    sections = [
        each.pk for each in edition.sections if keys & {question.key for question in each.questions}
    ]
    found = SectionWork.objects.filter(response=handout.response_id, section__in=sections)
    works = sorted(found, key=lambda work: sections.index(work.section_id))
    for work in works:
        work.response = handout.response
    return works
