"""What a person can write of a section now and, in words, why they cannot write the rest."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from responses.domain.assignment.reach import assignee_names
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.permissions import Permission
from responses.domain.review.events import last_move
from responses.domain.review.workflow import TRANSITIONS
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.submissions.sealing import last_submission
from responses.enums import WRITABLE, State
from responses.localized import bracketed
from responses.models import Response
from responses.wording.dates import moment

from .access import ResponseAccess

CLOSED: Mapping[State, str | Promise] = {
    State.IN_REVIEW: gettext_lazy("In review: answers cannot be changed now."),
    State.APPROVED: gettext_lazy(
        "Approved: answers can be changed once a reviewer or coordinator reopens the section."
    ),
}
if wrong := CLOSED.keys() ^ (set(State) - WRITABLE):
    raise LookupError(f"CLOSED: {sorted(wrong)}")
# The same of translations; where only they may come later, nothing says so.
CLOSED_TO_TRANSLATIONS: Mapping[State, str | Promise] = {
    State.IN_REVIEW: gettext_lazy(
        "In review with its translation, which cannot be changed now. It can be once changes are "
        "requested, or whoever sent the section withdraws it."
    ),
    State.APPROVED: gettext_lazy(
        "Approved: its translation can be changed once a reviewer or coordinator reopens the "
        "section."
    ),
}
# By whom and when, for who had the page open all the while.
CLOSED_BY: Mapping[State, str | Promise] = {
    State.IN_REVIEW: gettext_lazy("%(who)s sent this section for review (%(when)s)."),
    State.APPROVED: gettext_lazy("This section is approved: %(who)s signed last (%(when)s)."),
}
READER = gettext_lazy("Your role in this city lets you read the answers, but not write them.")
REVIEWER = gettext_lazy(
    "Reviewers read the answers here and discuss them, "
    "and sign or request changes on the review page."
)


def writable(access: ResponseAccess, section: SectionSnapshot) -> frozenset[int]:
    """Return the keys of those questions of a section that the person can write now."""
    return access.reach.of(section.section) if section.state in WRITABLE else frozenset()


def translatable(access: ResponseAccess, section: SectionSnapshot) -> frozenset[int]:
    """Return the keys of those questions of a section that the person can translate now."""
    open_now = section.takes_translations
    return access.reach.translates(section.section) if open_now else frozenset()


def read_only_reason(
    access: ResponseAccess,
    section: SectionSnapshot,
    question: QuestionShape | None = None,
    *,
    translating: bool = False,
) -> str | Promise:
    """Return why the person can write nothing in a section, or nothing if they can.

    With `question`, why they cannot write that one, or translate it; `translating`, why they can
    translate nothing. Only where others write it, this takes a query for their names.
    """
    is_translated = translating or bool(question and question.language)
    if not access.may(Permission.EDIT):
        return REVIEWER if access.may(Permission.DECIDE) else READER
    if section.state not in WRITABLE and not (is_translated and section.takes_translations):
        return (CLOSED_TO_TRANSLATIONS if is_translated else CLOSED)[section.state]
    mine = (access.reach.translates if is_translated else access.reach.of)(section.section)
    if question.pk in mine if question else mine:
        return ""
    return _("This section is assigned to other people: %(who)s. You can read it.") % {
        "who": _others(access, section)
    }


def closed_by(response: Response, section: SectionShape) -> str:
    """Return by whom and when a section was closed, or nothing if it is open; one query."""
    event = last_move(response, section)
    if event is None or event.to_state not in CLOSED_BY:
        return ""
    words = {"who": event.actor, "when": moment(event.created_at)}
    return str(CLOSED_BY[State(event.to_state)]) % words


def given_to_others(access: ResponseAccess, section: SectionSnapshot) -> str | Promise:
    """Return whose an open section is that the person's role writes, and they cannot; or nothing.

    One query where that is so.
    """
    may_write = access.may(Permission.EDIT) and section.state in WRITABLE
    return read_only_reason(access, section) if may_write else ""


def may_move(access: ResponseAccess, section: SectionSnapshot) -> bool:
    """Return whether the person can move a section on or back, which the review page is for."""
    return any(TRANSITIONS[each].target for each in access.actions(section))


def partial_notice(
    access: ResponseAccess, section: SectionSnapshot, questions: frozenset[int] | None = None
) -> str:
    """Return that only some questions of a section are the person's, or nothing if it is not so.

    Those are the `questions`, by their keys, or those that they can write.
    """
    mine = len(writable(access, section) if questions is None else questions)
    if mine in {0, len(section.answers)}:
        return ""
    said = ngettext(
        "%(count)d question of this section is delegated to you. The others are assigned to: "
        "%(who)s.",
        "%(count)d questions of this section are delegated to you. The others are assigned to: "
        "%(who)s.",
        mine,
    )
    return said % {"count": mine, "who": _others(access, section)}


def no_translation_reason(access: ResponseAccess, section: SectionSnapshot) -> str | Promise:
    """Return why the person can translate nothing in a section, or nothing if they can."""
    return read_only_reason(access, section, translating=True)


def may_be_translated_later(access: ResponseAccess, section: SectionSnapshot) -> bool:
    """Return whether a section that is closed could be translated as it is, afterwards.

    That is where nothing of it is translated yet, and its city reviews both together.
    """
    is_closed = section.state not in WRITABLE and not section.takes_translations
    if not is_closed or section.originals_alone or section.is_translated:
        return False
    sealed = last_submission(access.response)
    return sealed is None or sealed.sealed_at < section.state_since


def _others(access: ResponseAccess, section: SectionSnapshot) -> str:
    """Return to whom a section is assigned, people and department; one query."""
    names = ", ".join(assignee_names(access.response, section.section))
    return bracketed(section.department, names) if section.department else names
