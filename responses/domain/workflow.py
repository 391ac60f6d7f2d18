"""How a section moves from hand to hand: the transitions as data, and the one function that moves.

Nothing else writes `SectionWork.state`, `SectionWork.approval` or `Event`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.enums import Action, AuditKind, Role, State
from responses.localized import localized
from responses.models import Event, Remark, Response, Revision, SectionWork, User
from responses.validators import TEXT_MAX

from .auditing import record
from .content import limited, normalise_text
from .permissions import Permission, allows, role_in
from .questionnaire import SectionShape
from .snapshot import SectionSnapshot, read_snapshot


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states, to which (None: it stays), by whom, and whether it must say why."""

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


class TransitionRefusedError(Exception):
    """An action cannot be done; `reason` says why in words for the person."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


class CommentRefusedError(TransitionRefusedError):
    """An action needs a comment, or the comment given cannot be kept."""


NOT_YOURS = _("Your role in this city does not allow this.")
MOVED_ON = _("Someone else has just moved this section; look at where it stands now.")
CHANGED = _("The answers have changed since you opened this page. Read them again, then decide.")
WROTE_IT = _("You wrote part of this section, so someone else has to approve it.")
COMMENT_MISSING = _("Say why in the comment.")


def available_actions(role: Role | None, state: State) -> tuple[Action, ...]:
    """Return what a role can do to a section in a state, in the table's order."""
    return tuple(
        action
        for action, step in TRANSITIONS.items()
        if state in step.sources and allows(role, step.permission)
    )


def written_since_approval(works: Collection[SectionWork], person: User) -> frozenset[int]:
    """Return the keys of those works of which the person wrote a revision since their approval.

    Whose suggestion was accepted wrote what it became, too. Decided by the versions that the
    last approval names, not by clocks; one query. `work.approval` is taken as loaded.
    """
    places = {(work.response_id, work.section_id): work for work in works}
    suggested = Remark.objects.filter(
        author=person,
        accepted_version=OuterRef("version"),
        thread__response=OuterRef("answer__response"),
        thread__question=OuterRef("answer__question"),
    )
    written = Revision.objects.filter(
        Q(author=person) | Exists(suggested),
        answer__response__in={work.response_id for work in works},
        answer__question__section__in={work.section_id for work in works},
    ).values_list(
        "answer__response", "answer__question__section", "answer__question__key", "version"
    )
    return frozenset(
        work.pk
        for response, section, key, version in written.order_by()
        if (work := places.get((response, section)))
        and version > (work.approval.versions.get(key, 0) if work.approval else 0)
    )


def wrote_since_approval(work: SectionWork, person: User) -> bool:
    """Return whether the person wrote a revision of the section since it was last approved."""
    return bool(written_since_approval([work], person))


@transaction.atomic
def perform(
    action: Action,
    response: Response,
    section: SectionShape,
    *,
    actor: User,
    comment: str = "",
    seen: str | None = None,
    address: str | None = None,
) -> Event:
    """Do an action on a section and return the event that says so.

    `seen` is the digest of the content that the actor had before them; without it nothing
    can be approved. `address` is where they did it from, for the audit. Raises
    `TransitionRefusedError` if the actor may not, or if someone else has just moved the
    section or changed what it says, and `CommentRefusedError` if the comment is missing or
    cannot be kept.
    """
    step = TRANSITIONS[action]
    said = _readable(comment)
    # Writers take the same lock, so what is read below is what the event is about; without
    # joins, as only the locked row is sure to be the newest.
    work = SectionWork.objects.select_for_update().get(response=response, section=section.pk)
    state = State(work.state)
    role = role_in(actor, response.city)
    if role is None or not allows(role, step.permission):
        raise TransitionRefusedError(NOT_YOURS)
    if state not in step.sources:
        raise TransitionRefusedError(MOVED_ON)
    if step.needs_comment and not said:
        raise CommentRefusedError(COMMENT_MISSING)
    content = read_snapshot(response).sections_by_key[section.key]
    if action is Action.APPROVE:
        _refuse_approval(work, content, actor, seen)
    event = Event.objects.create(
        work=work,
        action=action,
        actor=actor,
        actor_role=role,
        from_state=state,
        to_state=step.target or state,
        comment=said,
        digest=content.digest,
        versions=content.versions,
        created_at=timezone.now(),
    )
    if step.target:
        _move(work, event)
        _record(event, response, section, address)
    return event


def _readable(comment: str) -> str:
    """Return a comment as it is kept: plain text like that of an answer."""
    try:
        return limited(normalise_text(comment), TEXT_MAX).strip()
    except ValidationError as fault:
        raise CommentRefusedError(fault.messages[0]) from None


def _refuse_approval(
    work: SectionWork, content: SectionSnapshot, actor: User, seen: str | None
) -> None:
    if seen != content.digest:
        raise TransitionRefusedError(CHANGED)
    if wrote_since_approval(work, actor):
        raise TransitionRefusedError(WROTE_IT)


def _move(work: SectionWork, event: Event) -> None:
    """Write the event's state, by compare-and-swap for databases that take no row lock."""
    fields = {"state": event.to_state, "state_since": event.created_at}
    if event.action == Action.APPROVE:
        fields["approval"] = event
    if not SectionWork.objects.filter(pk=work.pk, state=event.from_state).update(**fields):
        raise TransitionRefusedError(MOVED_ON)


def _record(event: Event, response: Response, section: SectionShape, address: str | None) -> None:
    """Write that a section moved into the city's audit."""
    city = response.city
    with translation.override(city.language):
        title = f"{section.number}. {localized(section.title)}"
        subject = f"{response.edition.code} · {title} · {Action(event.action).label}"
    record(AuditKind.TRANSITION, person=event.actor, city=city, subject=subject, address=address)
