"""Which notices need no saying, as others beside them ask for the same, more pressingly. Pure."""

from collections.abc import Sequence
from itertools import chain

from responses.models import Notice
from responses.notice_kinds import REMINDERS, TRANSLATION, UNASSIGNED, NoticeKind

from .notices import acting_for

_DUE = (NoticeKind.DUE_IN_WEEK, NoticeKind.DUE_TOMORROW, NoticeKind.OVERDUE)
_TO_TRANSLATE = (NoticeKind.TRANSLATE, *_DUE, NoticeKind.URGED_TO_TRANSLATE)
_REQUESTS = (
    (NoticeKind.ASSIGNED, NoticeKind.HANDED, *_DUE, NoticeKind.URGED_TO_WRITE),
    (NoticeKind.SENT, NoticeKind.URGED_TO_SIGN),
    (NoticeKind.CONSENT, NoticeKind.URGED_TO_CONSENT),
    _TO_TRANSLATE,
)
"""What asks for one thing, each kind more pressing than those before it."""


def worth_saying(told: Sequence[Sequence[Notice]]) -> list[Sequence[Notice]]:
    """Return what is told, by `together`, but for what something more pressing asks for, too.

    What is told of several places stays unless that is so of each.
    """
    most: dict[object, int] = {}
    for asked, pressing in map(_request, chain.from_iterable(told)):
        most[asked] = max(pressing, most.get(asked, 0))
    return [
        each
        for each in told
        if any(most[asked] == pressing for asked, pressing in map(_request, each))
    ]


def _request(notice: Notice) -> tuple[object, int]:
    """Return what a notice asks for, its own thing if it is none of these; and how pressingly."""
    kind = NoticeKind(notice.kind)
    of_what = notice.text.partition(" ")[2] if kind in REMINDERS else ""
    found = (_TO_TRANSLATE,) if of_what == TRANSLATION else _REQUESTS
    kinds = next((each for each in found if kind in each), None)
    if kinds is None or of_what == UNASSIGNED:
        return notice.pk, 0
    place = (notice.response_id, notice.section_id, notice.question_id, acting_for(notice))
    return (kinds, *place), kinds.index(kind)
