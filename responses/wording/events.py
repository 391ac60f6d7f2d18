"""What was done to a section, in words."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.domain.signing.approval_line import Signature
from responses.enums import Action, SignedAs, State, complete
from responses.localized import bracketed
from responses.models import Event

from .dates import near_day

_DONE: Mapping[Action, str | Promise] = complete(
    Action,
    {
        Action.SEND: _("Sent for review"),
        Action.WITHDRAW: _("Withdrawn from review"),
        Action.APPROVE: pgettext_lazy("an event", "Approved"),
        Action.REQUEST_CHANGES: _("Changes requested"),
        Action.REOPEN: _("Reopened"),
        Action.COMMENT: _("Comment"),
        Action.REVIEW_TRANSLATIONS: _("Translations confirmed"),
    },
)
_SINCE: Mapping[State, str | Promise] = complete(
    State,
    {
        State.DRAFT: _("Open since %(day)s"),
        State.IN_REVIEW: _("Sent for review %(day)s"),
        State.CHANGES_REQUESTED: _("Changes requested %(day)s"),
        State.APPROVED: _("Approved %(day)s"),
    },
)
_REOPENED = _("Reopened %(day)s")
_WITHDRAWN = _("Withdrawn from review %(day)s")
# What is said of questions that a request names: that it does, and that they are as they were.
_NAMED: Mapping[str, tuple[str | Promise, str | Promise]] = {
    Action.REQUEST_CHANGES: (
        _("Named in the request for changes"),
        _("Named in the request for changes and not changed since:"),
    ),
    Action.REOPEN: (
        _("Named in the reason for reopening"),
        _("Named in the reason for reopening and not changed since:"),
    ),
}
_VOID = pgettext_lazy("a signature", "no longer valid")
# Whether a signature consents, where it is not called an approval.
_SIGNED = {False: _("Signed"), True: _("Consented")}


def done(action: str) -> str:
    """Return an action as the history tells it."""
    return str(_DONE[Action(action)])


def since(
    state: str,
    moment: datetime,
    *,
    reopened: bool = False,
    withdrawn: bool = False,
    beside: bool = False,
) -> str:
    """Return when a section came into its state, as what was done to it on that day.

    `beside` the word for its state what that says already is not said twice.
    """
    if beside and state == State.CHANGES_REQUESTED and not withdrawn:
        return near_day(moment)
    words = _WITHDRAWN if withdrawn else _REOPENED if reopened else _SINCE[State(state)]
    return str(words) % {"day": near_day(moment)}


def named_in(call: str) -> str:
    """Return what is said of a question that is named where a section was brought back."""
    return str(_NAMED[call][0])


def left_as_it_was(call: str) -> str:
    """Return what is said of questions that are named there and as they were."""
    return str(_NAMED[call][1])


def review_done(event: Event, lone: Collection[int], valid: Collection[datetime]) -> str:
    """Return what was done in a review, as `event_done`; `valid` are the times of signatures."""
    words = event_done(event, lone)
    is_void = event.action == Action.APPROVE and event.created_at not in valid
    return bracketed(words, _VOID) if is_void else words


def event_done(event: Event, lone: Collection[int] = ()) -> str:
    """Return what an event did as the history tells it, with the post of a signature.

    `lone` are the keys of those approvals that were the only signature.
    """
    approved = SignedAs.ALONE.label if event.pk in lone else done(event.action)
    if not event.signature:
        return str(approved)
    signature = Signature.from_json(event.signature)
    before_last = signature.consents or event.to_state != State.APPROVED
    words = _SIGNED[signature.consents] if before_last else approved
    named = signature.title or signature.signed_for
    return f"{words} · {signature.capacity}" if named else str(words)
