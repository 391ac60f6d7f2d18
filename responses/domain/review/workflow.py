"""How a section moves from hand to hand: the transitions as data, and the one function that moves.

Nothing else writes `SectionWork.state`, `SectionWork.approval`, `SectionWork.signatures` or
`Event`. An approval is the signature of one step of the section's approval line; the section
is approved with the last one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from responses.domain.assignment.reach import read_reach
from responses.domain.auditing import record
from responses.domain.content.content import limited, normalise_text
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import Permission, RefusedError, allows, role_in
from responses.domain.signing.approval_line import Signature
from responses.domain.signing.standing import NOT_IN_LINE, Standing, read_standing, why_not_sign
from responses.domain.snapshot.snapshot import SectionSnapshot, read_snapshot
from responses.domain.telling.moves import tell
from responses.enums import Action, AuditKind, Role, State
from responses.localized import localized
from responses.models import Event, Response, SectionWork, User
from responses.validators import TEXT_MAX


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states, to which (None: it stays), by whom, and whether it must say why.

    An approval leads to its target at the last step of the approval line, and stays before.
    """

    sources: frozenset[State]
    target: State | None
    permission: Permission
    needs_comment: bool = False


TRANSITIONS: Mapping[Action, Transition] = {
    Action.SEND: Transition(
        frozenset({State.DRAFT, State.CHANGES_REQUESTED}), State.IN_REVIEW, Permission.SEND
    ),
    Action.WITHDRAW: Transition(frozenset({State.IN_REVIEW}), State.DRAFT, Permission.SEND),
    Action.APPROVE: Transition(frozenset({State.IN_REVIEW}), State.APPROVED, Permission.DECIDE),
    Action.REQUEST_CHANGES: Transition(
        frozenset({State.IN_REVIEW}), State.CHANGES_REQUESTED, Permission.DECIDE, needs_comment=True
    ),
    Action.REOPEN: Transition(
        frozenset({State.APPROVED}), State.DRAFT, Permission.REOPEN, needs_comment=True
    ),
    Action.COMMENT: Transition(frozenset(State), None, Permission.COMMENT, needs_comment=True),
}


class TransitionRefusedError(RefusedError):
    """An action cannot be done."""


class CommentRefusedError(TransitionRefusedError):
    """An action needs a comment, or the comment given cannot be kept."""


NOT_YOURS = _("Your role in this city does not allow this.")
MOVED_ON = _("Someone else has just moved this section. Check its current state.")
CHANGED = _(
    "The answers have changed since you opened this page. Read them again before you decide."
)
NOT_ASSIGNED = _("This section is assigned to other people.")
COMMENT_MISSING = _("Give the reason in the comment.")


def available_actions(role: Role | None, state: State) -> tuple[Action, ...]:
    """Return what a role can do to a section in a state, in the table's order."""
    return tuple(
        action
        for action, step in TRANSITIONS.items()
        if state in step.sources and allows(role, step.permission)
    )


@transaction.atomic
def perform(
    action: Action,
    response: Response,
    section: SectionShape,
    *,
    actor: User,
    comment: str = "",
    seen: str | None = None,
    step: int | None = None,
    address: str | None = None,
) -> Event:
    """Do an action on a section and return the event that says so.

    `seen` is the digest of the content that the actor had before them; without it nothing
    can be approved. `step` is the number of the step they mean to sign, from 0, and None the
    one whose turn it is. `address` is where they did it from, for the audit. Raises
    `TransitionRefusedError` if the actor may not, or if someone else has just moved the
    section or changed what it says, and `CommentRefusedError` if the comment is missing or
    cannot be kept.
    """
    move = TRANSITIONS[action]
    said = _readable(comment)
    # Writers take the same lock, so what is read below is what the event is about; without
    # joins, as only the locked row is sure to be the newest.
    work = SectionWork.objects.select_for_update().get(response=response, section=section.pk)
    state = State(work.state)
    role = role_in(actor, response.city)
    if role is None or not allows(role, move.permission):
        raise TransitionRefusedError(NOT_YOURS)
    if move.permission is Permission.SEND:
        _refuse_outsider(response, section, actor, role)
    if state not in move.sources:
        raise TransitionRefusedError(MOVED_ON)
    if move.needs_comment and not said:
        raise CommentRefusedError(COMMENT_MISSING)
    content = read_snapshot(response).sections_by_key[section.key]
    target, signature = move.target or state, None
    if move.permission is Permission.DECIDE:
        work.response = response
        standing = read_standing(work, actor, role, timezone.localdate())
        if action is Action.APPROVE:
            _refuse_signature(standing, work, content, seen, step)
            signature = _signature(standing, content, actor, role)
            target = target if standing.is_last else state
        elif not standing.has_a_say:
            raise TransitionRefusedError(NOT_IN_LINE)
    event = Event.objects.create(
        work=work,
        action=action,
        actor=actor,
        actor_role=role,
        from_state=state,
        to_state=target,
        comment=said,
        digest=content.digest,
        versions=content.versions,
        signature=signature.to_json() if signature else None,
        created_at=signature.at if signature else timezone.now(),
    )
    if move.target:
        _move(work, event)
        _record(event, response, section, address)
        tell(event, response, section)
    return event


def _readable(comment: str) -> str:
    """Return a comment as it is kept: plain text like that of an answer."""
    try:
        return limited(normalise_text(comment), TEXT_MAX).strip()
    except ValidationError as fault:
        raise CommentRefusedError(fault.messages[0]) from None


def _refuse_outsider(response: Response, section: SectionShape, actor: User, role: Role) -> None:
    if section.pk not in read_reach(response, actor, role).sections:
        raise TransitionRefusedError(NOT_ASSIGNED)


def _refuse_signature(
    standing: Standing,
    work: SectionWork,
    content: SectionSnapshot,
    seen: str | None,
    step: int | None,
) -> None:
    if seen != content.digest:
        raise TransitionRefusedError(CHANGED)
    if step is not None and step != len(standing.signed):
        raise TransitionRefusedError(MOVED_ON)
    if reason := why_not_sign(standing, work):
        raise TransitionRefusedError(reason)


def _signature(standing: Standing, content: SectionSnapshot, actor: User, role: Role) -> Signature:
    """Return the actor's signature of the step whose turn it is."""
    step, whom = standing.line[len(standing.signed)], standing.whom or actor.pk
    return Signature(
        title=step.title,
        consents=step.consents,
        department=step.department,
        person=actor.pk,
        by=str(actor),
        role=role,
        at=timezone.now(),
        digest=content.digest,
        signed_for="" if whom == actor.pk else str(User.objects.get(pk=whom)),
    )


def _move(work: SectionWork, event: Event) -> None:
    """Write the event's state, by compare-and-swap for databases that take no row lock.

    Signatures are those since the section was last sent: they stay to be seen, and count no
    more, once it is back for writing.
    """
    fields: dict[str, Any] = {"state": event.to_state}
    if event.to_state != event.from_state:
        fields["state_since"] = event.created_at
    if event.action == Action.SEND:
        fields["signatures"] = []
    if event.signature:
        fields["signatures"] = [*work.signatures, event.signature]
    if event.action == Action.APPROVE and event.to_state == State.APPROVED:
        fields["approval"] = event
    if not SectionWork.objects.filter(pk=work.pk, state=event.from_state).update(**fields):
        raise TransitionRefusedError(MOVED_ON)


def _record(event: Event, response: Response, section: SectionShape, address: str | None) -> None:
    """Write that a section moved into the city's audit."""
    city = response.city
    with translation.override(city.language):
        title = f"{section.number}. {localized(section.title)}"
        subject = f"{response.edition.code} · {title} · {_done(event)}"
    record(AuditKind.TRANSITION, person=event.actor, city=city, subject=subject, address=address)


def _done(event: Event) -> str:
    """Return what an event did: of a signature also how, in which post and for whom."""
    if not event.signature:
        return str(Action(event.action).label)
    signature = Signature.from_json(event.signature)
    if signature.consents:
        how = pgettext("an approval line", "Consent")
    elif event.to_state != State.APPROVED:
        how = pgettext("an approval line", "Sign")
    else:
        how = str(Action(event.action).label)
    told = f"{how} · {signature.post}"
    if not signature.signed_for:
        return told
    return told + " " + gettext("(代, for %(name)s)") % {"name": signature.signed_for}
