"""What was done to a section, in words."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.domain.signing.approval_line import Signature
from responses.enums import Action, State, complete
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
    },
)
_SINCE: Mapping[State, str | Promise] = complete(
    State,
    {
        State.DRAFT: _("open since %(day)s"),
        State.IN_REVIEW: _("sent for review %(day)s"),
        State.CHANGES_REQUESTED: _("changes requested %(day)s"),
        State.APPROVED: _("approved %(day)s"),
    },
)
_REOPENED = _("reopened %(day)s")
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
# Whether a signature consents, where it does not approve the section yet.
_SIGNED = {False: _("Signed"), True: _("Consented")}


def done(action: str) -> str:
    """Return an action as the history tells it."""
    return str(_DONE[Action(action)])


def since(state: str, moment: datetime, *, reopened: bool = False) -> str:
    """Return when a section came into its state, as what was done to it on that day."""
    words = _REOPENED if reopened else _SINCE[State(state)]
    return str(words) % {"day": near_day(moment)}


def named_in(call: str) -> str:
    """Return what is said of a question that is named where a section was brought back."""
    return str(_NAMED[call][0])


def left_as_it_was(call: str) -> str:
    """Return what is said of questions that are named there and as they were."""
    return str(_NAMED[call][1])


def event_done(event: Event) -> str:
    """Return what an event did as the history tells it, with the post of a signature."""
    if not event.signature:
        return done(event.action)
    signature = Signature.from_json(event.signature)
    words = _SIGNED[signature.consents] if event.to_state != State.APPROVED else done(event.action)
    named = signature.title or signature.signed_for
    return f"{words} · {signature.capacity}" if named else str(words)
