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
# Whether a signature consents, where it does not approve the section yet.
_SIGNED = {False: _("Signed"), True: _("Consented")}


def done(action: str) -> str:
    """Return an action as the history tells it."""
    return str(_DONE[Action(action)])


def since(state: str, moment: datetime) -> str:
    """Return when a section came into its state, as what was done to it on that day."""
    return str(_SINCE[State(state)]) % {"day": near_day(moment)}


def event_done(event: Event) -> str:
    """Return what an event did as the history tells it, with the post of a signature."""
    if not event.signature:
        return done(event.action)
    signature = Signature.from_json(event.signature)
    words = _SIGNED[signature.consents] if event.to_state != State.APPROVED else done(event.action)
    named = signature.title or signature.signed_for
    return f"{words} · {signature.capacity}" if named else str(words)
