"""Until when people have what a notice gives them: an e-mail names it. Reads alone."""

from collections.abc import Iterable, Mapping
from datetime import date

from responses.models import Delegation, Notice, SectionWork
from responses.notice_kinds import NoticeKind

GIVING = frozenset(
    {
        NoticeKind.ASSIGNED,
        NoticeKind.HANDED,
        NoticeKind.TRANSLATE,
        NoticeKind.SENT,
        NoticeKind.CONSENT,
    }
)
"""What gives something that can have a due date; what reminds of one names it by itself."""


def read_due_dates(notices: Iterable[Notice]) -> Mapping[int, date]:
    """Return until when what some notices give is due now, by their keys, where it has a date.

    A question and a translation without a date of their own are due with their section.
    Two queries if any gives something.
    """
    giving = [each for each in notices if each.kind in GIVING]
    if not giving:
        return {}
    responses = {each.response_id for each in giving}
    sections: dict[tuple[int, int | None], tuple[date | None, date | None]] = {
        (response, section): (due_on, translation_due_on)
        for response, section, due_on, translation_due_on in SectionWork.objects.filter(
            response__in=responses
        ).values_list("response", "section", "due_on", "translation_due_on")
    }
    questions: dict[tuple[int, int | None], date | None] = {
        (response, question): due_on
        for response, question, due_on in Delegation.objects.filter(
            response__in=responses
        ).values_list("response", "question", "due_on")
    }
    found = {}
    for each in giving:
        section = each.question.section_id if each.question else each.section_id
        due_on, of_translation = sections.get((each.response_id, section), (None, None))
        if each.kind == NoticeKind.HANDED:
            due_on = questions.get((each.response_id, each.question_id)) or due_on
        elif each.kind == NoticeKind.TRANSLATE:
            due_on = of_translation or due_on
        if due_on:
            found[each.pk] = due_on
    return found
