"""How far an answer is, and what it needs, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from responses.domain.content.completeness import Status, is_required
from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import State, YesNo
from responses.localized import bracketed, localized

from .translations import translation_status_name

_NAMES: Mapping[Status, str | Promise] = {
    Status.UNANSWERED: _("Not answered"),
    Status.INCOMPLETE: _("Partly answered"),
    Status.ANSWERED: _("Answered"),
}


_UNTOUCHED = pgettext_lazy("state of a section", "Not begun")
_REOPENED = _("Reopened")
_OPEN = _("Not begun or writing")

STATES_ASKED = [(each.value, _OPEN if each is State.DRAFT else each.label) for each in State]
"""The states of sections as something to choose from."""


def state_name(state: State, *, untouched: bool, reopened: bool = False) -> str:
    """Return what the state of a section is called.

    `untouched`, nobody has begun it; `reopened`, it is open as it was reopened.
    """
    return str(_UNTOUCHED if untouched else _REOPENED if reopened else state.label)


def status_name(status: Status) -> str:
    """Return what a status is called."""
    return str(_NAMES[status])


def response_status(snapshot: Snapshot) -> str:
    """Return how far a whole response is approved."""
    if snapshot.approved:
        return gettext("Approved")
    counts = {
        "approved": sum(section.approval is not None for section in snapshot.sections),
        "total": len(snapshot.sections),
    }
    return gettext("Draft: %(approved)d of %(total)d sections are approved") % counts


def how_far(answer: AnswerSnapshot) -> str:
    """Return how far an answer is, or a translation; and why a follow-up needs none."""
    if isinstance(answer, TranslationSnapshot):
        return translation_status_name(answer)
    if answer.settled is None:
        return status_name(answer.status)
    words = gettext("Not applicable: %(number)s is answered “%(answer)s”")
    said = YesNo(answer.settled.said).label
    return words % {"number": answer.settled.by.number, "answer": said}


def missing(answer: AnswerSnapshot) -> str:
    """Return the labels of what a complete answer still needs, with those of its fields."""
    return ", ".join(_missing(part, answer) for part in answer.lacking)


def _missing(part: PartShape, answer: AnswerSnapshot) -> str:
    label, given = localized(part.label), answer.content.parts.get(part.key)
    # What is given to a translation is of another kind than the part that lacks some.
    kind = KINDS[answer.question.parts_by_key[part.key].kind]
    fields = kind.missing(given) if given else ()
    if not fields:
        return label
    return bracketed(label, ", ".join(map(str, fields)))


def need(question: QuestionShape, part: PartShape, parent: QuestionShape | None = None) -> str:
    """Return whether a complete answer needs a part, in a word or few.

    `parent` is the question that this one follows, where it is at hand.
    """
    if question.language:
        return gettext("Required")
    if not is_required(question, part):
        return gettext("Optional")
    # A follow-up that is itself a yes or no is asked for more only by its own "yes".
    decides = any(KINDS[each.kind].decides for each in question.parts)
    if decides and not KINDS[part.kind].decides:
        return gettext("Required if “Yes”")
    if question.follows and parent:
        words = gettext("Required if %(number)s is answered “%(answer)s”")
        answer = YesNo(question.follows.answer).label
        return words % {"number": parent.number, "answer": answer}
    if question.follows:
        return gettext("Required if it applies")
    return gettext("Required")
