"""Reading a section as it will be printed, and deciding."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.answers.presence import others_here
from responses.domain.answers.refused import refused_texts
from responses.domain.comparing.differences import Piece
from responses.domain.content.changes import NOTHING_TO_REPORT, changed_parts
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import Permission
from responses.domain.review.events import contents_at, last_review, read_history
from responses.domain.review.workflow import (
    TRANSITIONS,
    CommentRefusedError,
    Move,
    TransitionRefusedError,
    available_actions,
    perform,
)
from responses.domain.signing.approval_line import ANY_REVIEWER, Signature
from responses.domain.signing.standing import Standing, names_in, read_standing, why_not_sign
from responses.domain.snapshot.snapshot import AnswerSnapshot, SectionSnapshot
from responses.domain.talk.threads import open_threads
from responses.enums import Action, State
from responses.localized import Wording
from responses.models import Event
from responses.pages.gaps import gaps
from responses.pages.printed import PrintedAnswer, PrintedPart, printed_section
from responses.wording.names import section_name

from .access import ResponseAccess, response_or_404
from .closed import writable
from .posted import number

# Where each action leads, and what is said there.
_AFTER: Mapping[Action, tuple[str, Any]] = {
    Action.SEND: ("overview", _("%(section)s is sent to review.")),
    Action.WITHDRAW: ("section", _("%(section)s is withdrawn from review and open for writing.")),
    Action.APPROVE: ("my_work", _("%(section)s is approved.")),
    Action.REQUEST_CHANGES: ("my_work", _("%(section)s is back with its writers.")),
    Action.REOPEN: ("review", _("%(section)s is open for writing again.")),
    Action.COMMENT: ("review", _("Your comment is in the history.")),
}


_DECISIONS = frozenset({Action.APPROVE, Action.REQUEST_CHANGES})
# An approval before the last step of the approval line leads to the next one.
_SIGNED = _("You have signed %(section)s; it waits for the next signature.")
_APPROVE = {
    "approve": _("Approve"),
    "sign": pgettext_lazy("an approval line", "Sign"),
    "consent": pgettext_lazy("an approval line", "Consent"),
}


@dataclass(frozen=True, slots=True)
class Signing:
    """What the person can do about the next signature, and what the button for it says.

    `refusal` says why they cannot sign; `step` is the number of the step, from 0. `signed_for`
    names whom they would sign for as a deputy.
    """

    standing: Standing
    refusal: Promise | str
    label: Promise | str
    step: int
    signed_for: str


@dataclass(frozen=True, slots=True)
class LineStep:
    """One step of the approval line in words; `who` may sign it, `signature` says who did."""

    title: str
    department: str
    consents: bool
    who: str
    signature: Signature | None
    next: bool


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part as it will be printed or, if `pieces` are given, with its changes marked."""

    label: Wording
    printed: PrintedPart | None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """An answer as it is read; `changed` whether it says something else than at the last review."""

    answer: AnswerSnapshot
    parts: tuple[ReadPart, ...]
    reason: tuple[Piece, ...]
    changed: bool


@require_safe
def review(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Show a section as it will be printed, its history, and what the person can do."""
    access = response_or_404(request, city, edition)
    return _page(request, access, access.section(section))


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, city: str, edition: str, section: str, action: str) -> HttpResponse:
    """Do an action on a section; sending is asked for first, on a page of its own."""
    access = response_or_404(request, city, edition)
    shape = access.section(section)
    if action not in Action.values:
        raise Http404
    chosen = Action(action)
    access.require(TRANSITIONS[chosen].permission)
    if request.method == "POST":
        return _perform(request, access, shape, chosen)
    if chosen is Action.SEND and chosen in _actions(access, shape):
        return _confirm(request, access, shape)
    return redirect("review", city, edition, section)


def _actions(access: ResponseAccess, shape: SectionShape) -> tuple[Action, ...]:
    state = access.snapshot.sections_by_key[shape.key].state
    return tuple(
        each
        for each in available_actions(access.role, state)
        if TRANSITIONS[each].permission is not Permission.SEND or access.may_send(shape)
    )


def _perform(
    request: HttpRequest, access: ResponseAccess, shape: SectionShape, action: Action
) -> HttpResponse:
    comment = request.POST.get("comment", "")
    move = Move(
        action,
        comment=comment,
        seen=request.POST.get("seen"),
        step=number(request.POST, "step"),
    )
    try:
        event = perform(move, access.response, shape, actor=access.actor)
    except TransitionRefusedError as refusal:
        status = 422 if isinstance(refusal, CommentRefusedError) else 409
        # Read once more, as what was read before the refusal is what it was refused for.
        fresh = replace(access)
        return _page(request, fresh, shape, refusal=refusal, comment=comment, status=status)
    place, said = _AFTER[action]
    if action is Action.APPROVE and event.to_state != State.APPROVED:
        said = _SIGNED
    messages.success(request, said % {"section": section_name(shape)})
    return redirect(_address(place, access, shape))


def _address(name: str, access: ResponseAccess, shape: SectionShape) -> str:
    """Return the address of a page of a section, of its response or of neither."""
    parts = (access.response.city.slug, access.response.edition.code, shape.key)
    return reverse(name, args=parts[: {"my_work": 0, "overview": 2}.get(name, 3)])


def _confirm(request: HttpRequest, access: ResponseAccess, shape: SectionShape) -> HttpResponse:
    part = access.snapshot.sections_by_key[shape.key]
    edit = _address("section", access, shape)
    context = {
        "snapshot": access.snapshot,
        "part": part,
        "gaps": gaps(part, edit),
        "waiting": len(refused_texts(access.response, shape, access.user)),
        "edit": edit,
    }
    return render(request, "responses/review/act.html", context)


def _page(
    request: HttpRequest,
    access: ResponseAccess,
    shape: SectionShape,
    *,
    refusal: TransitionRefusedError | None = None,
    comment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the reading page, with why an action was refused and the comment typed for it."""
    part = access.snapshot.sections_by_key[shape.key]
    events = read_history(access.response, shape)
    actions = _actions(access, shape)
    signing = _signing(access, events) if Action.APPROVE in actions else None
    if signing and not signing.standing.has_a_say:
        actions = tuple(each for each in actions if each not in _DECISIONS)
    context = {
        "snapshot": access.snapshot,
        "part": part,
        "line": _line(part),
        "void": [each for each in part.signatures if each not in part.signed],
        "valid": {signature.at for signature in part.signed},
        "events": events,
        "others": others_here(access.response, shape, access.user),
        "talk": open_threads(access.response, shape),
        "actions": [each for each in actions if each is not Action.SEND],
        "may_send": Action.SEND in actions,
        "may_edit": bool(writable(access, part)),
        "signing": signing,
        "commented": [each for each in actions if TRANSITIONS[each].needs_comment],
        "refusal": refusal,
        "comment_refused": isinstance(refusal, CommentRefusedError),
        "comment": comment,
        **_reading(access, part, events, marked=request.GET.get("changes") != "0"),
        **access.snapshot.edition.neighbours(shape),
    }
    return render(request, "responses/review/review.html", context, status=status)


def _signing(access: ResponseAccess, events: Sequence[Event]) -> Signing:
    """Return what the person can do about the next signature of a section in review."""
    work = events[-1].work
    work.response = access.response
    standing = read_standing(work, access.user, access.role, timezone.localdate())
    consents = standing.step is not None and standing.step.consents
    label = "consent" if consents else "approve" if standing.is_last else "sign"
    refusal = why_not_sign(standing, work)
    deputy = not refusal and standing.whom not in {None, access.user.pk}
    names = names_in([standing.step]) if deputy and standing.step else {}
    signed_for = names.get(standing.whom or 0, "")
    return Signing(standing, refusal, _APPROVE[label], len(standing.signed), signed_for)


def _line(part: SectionSnapshot) -> list[LineStep]:
    """Return the steps of a section's own approval line; one query, and none without a line."""
    names = names_in(part.line)
    return [
        LineStep(
            title=step.title,
            department=step.department,
            consents=step.consents,
            who=", ".join(names[person] for person in step.people if person in names),
            signature=signature,
            next=part.state is State.IN_REVIEW and number == len(part.signed),
        )
        for number, (step, signature) in enumerate(part.steps)
        if step != ANY_REVIEWER
    ]


def _reading(
    access: ResponseAccess, part: SectionSnapshot, events: list[Event], *, marked: bool
) -> dict[str, Any]:
    """Return the answers as they are read, and with what they are compared."""
    base = last_review(events, part.state)
    before = contents_at(base, access.response, part) if base else {}
    changes = {
        answer.question.key: changed_parts(answer.question, before[key], answer.content)
        for answer in part.answers
        if (key := answer.question.key) in before
    }
    answers = [
        _read(printed, changes.get(printed.answer.question.key, {}), marked=marked)
        for printed in printed_section(part).answers
    ]
    return {
        "answers": answers,
        "base": base,
        "changed": sum(answer.changed for answer in answers),
        "marked": marked,
    }


def _read(
    printed: PrintedAnswer, changes: Mapping[str, tuple[Piece, ...]], *, marked: bool
) -> ReadAnswer:
    shown = changes if marked else {}
    return ReadAnswer(
        answer=printed.answer,
        parts=tuple(_parts(printed, shown)),
        reason=shown.get(NOTHING_TO_REPORT, ()),
        changed=bool(changes),
    )


def _parts(printed: PrintedAnswer, changes: Mapping[str, tuple[Piece, ...]]) -> Iterator[ReadPart]:
    """Yield the parts in the form's order: those that changed marked, the others as printed."""
    by_key = {part.key: part for part in printed.parts}
    for part in printed.answer.question.parts:
        if part.key in changes:
            yield ReadPart(part.label, None, changes[part.key])
        elif part.key in by_key:
            yield ReadPart(part.label, by_key[part.key])
