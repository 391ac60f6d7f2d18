"""How a section moves from hand to hand: the transitions as data, and the one function that moves.

Nothing else writes `SectionWork.state`, `SectionWork.approval`, `SectionWork.signatures` or
`Event`. An approval is the signature of one step of the section's approval line; the section
is approved with the last one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from responses.characters import normalise_text, says_nothing
from responses.domain.assignment.reach import read_reach
from responses.domain.auditing import Actor, record
from responses.domain.compiled import compiled
from responses.domain.content.values import limited_as
from responses.domain.edition.shapes import SectionShape
from responses.domain.kept.keeping import want_pages
from responses.domain.people.labels import read_labels
from responses.domain.permissions import Permission, RefusedError, allows
from responses.domain.signing.approval_line import Signature, read_line
from responses.domain.signing.turns import NOT_IN_LINE, SigningTurn, read_turn, why_not_sign
from responses.domain.snapshot.evidence import targets_named
from responses.domain.snapshot.failing import failing_words, read_failing
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.moves import tell
from responses.enums import WRITABLE, Action, AuditKind, Role, State, complete
from responses.localized import localized
from responses.models import City, Event, Membership, Response, SectionWork, User
from responses.validators import TEXT_MAX

from .afterwards import keep_review, moved, review_of, why_not_confirm
from .events import last_call


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states, to which (None: it stays), by whom, and whether it must say why.

    An approval leads to its target at the last step of the approval line, and stays before.
    What leads `back` as well undoes what was sent in answer to a request, which stands again.
    """

    sources: frozenset[State]
    target: State | None
    permission: Permission
    needs_comment: bool = False
    back: State | None = None

    @property
    def targets(self) -> frozenset[State]:
        """Every state to which it can lead; none if the section stays."""
        return frozenset(state for state in (self.target, self.back) if state)


TRANSITIONS: Mapping[Action, Transition] = complete(
    Action,
    {
        Action.SEND: Transition(WRITABLE, State.IN_REVIEW, Permission.SEND),
        Action.WITHDRAW: Transition(
            frozenset({State.IN_REVIEW}),
            State.DRAFT,
            Permission.SEND,
            back=State.CHANGES_REQUESTED,
        ),
        Action.APPROVE: Transition(frozenset({State.IN_REVIEW}), State.APPROVED, Permission.DECIDE),
        Action.REQUEST_CHANGES: Transition(
            frozenset({State.IN_REVIEW}),
            State.CHANGES_REQUESTED,
            Permission.DECIDE,
            needs_comment=True,
        ),
        Action.REOPEN: Transition(
            frozenset({State.APPROVED}), State.DRAFT, Permission.REOPEN, needs_comment=True
        ),
        Action.COMMENT: Transition(frozenset(State), None, Permission.COMMENT, needs_comment=True),
        Action.REVIEW_TRANSLATIONS: Transition(
            frozenset({State.APPROVED}), None, Permission.DECIDE
        ),
    },
)


WARNED = frozenset({Action.SEND, Action.APPROVE})
"""What is done only by who knows which links fail."""


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody wants to do to a section, what they say along with it, and what they saw.

    `seen` is the digest of the content that they had before them, and of translations of all of
    it; without it nothing can be approved or confirmed. `step` is the number of the step they mean
    to sign, from 0, and None the one whose turn it is; of a withdrawal, how many signatures they
    know to become void. `failing` are the digests of the web addresses of which they know that
    these fail: who sends or signs a section has to know of all.
    """

    action: Action
    comment: str = ""
    seen: str | None = None
    step: int | None = None
    failing: Collection[str] = ()


class TransitionRefusedError(RefusedError):
    """An action cannot be done."""


class CommentRefusedError(TransitionRefusedError):
    """An action needs a comment, or the comment given cannot be kept."""


class FailingLinksError(TransitionRefusedError):
    """Links of a section fail of which the person does not know."""


NOT_YOURS = _("Your role in this city does not allow this.")
MOVED_ON = _("The state of this section has just changed. Check its current state.")
CHANGED = _(
    "The answers have changed since you opened this page. Read them again before you decide."
)
NOT_ASSIGNED = _("This section is assigned to other people.")
LINKS_FAIL = _("These links fail. Look at them, then confirm once more.")
COMMENT_MISSING = _("Give the reason in the comment.")


def available_actions(role: Role | None, state: State) -> tuple[Action, ...]:
    """Return what a role can do to a section in a state, in the table's order."""
    return tuple(
        action
        for action, step in TRANSITIONS.items()
        if state in step.sources and allows(role, step.permission)
    )


@transaction.atomic
def perform(move: Move, response: Response, section: SectionShape, *, actor: Actor) -> Event:
    """Do an action on a section and return the event that says so.

    Raises `TransitionRefusedError` if the actor may not, or if someone else has just moved
    the section or changed what it says, `CommentRefusedError` if the comment is missing
    or cannot be kept, and `FailingLinksError` if links fail of which they do not know.
    """
    transition, comment = TRANSITIONS[move.action], _readable(move.comment)
    work = _locked(response, section)
    role = _allowed(transition, work, section, actor.person)
    if transition.needs_comment and not comment:
        raise CommentRefusedError(COMMENT_MISSING)
    content = read_snapshot(response).sections_by_key[section.key]
    if move.action is Action.REVIEW_TRANSLATIONS:
        content = content.whole
    target, signature = _signed(move, work, content, actor.person, role)
    failing = _confirmed(move, response, content)
    call = last_call(response, section) if transition.back else None
    event = Event.objects.create(
        work=work,
        action=move.action,
        actor=actor.person,
        actor_role=role,
        from_state=work.state,
        to_state=call.to_state if call else target,
        comment=comment,
        digest=content.digest,
        versions=content.versions,
        signature=signature.to_json() if signature and transition.target else None,
        failing=failing or None,
        created_at=signature.at if signature else timezone.now(),
    )
    if transition.target:
        _move(work, event, since=call.created_at if call else event.created_at)
    elif signature:
        keep_review(work, signature)
    if response.keeps_pages and event.to_state == State.APPROVED != event.from_state:
        want_pages(response, targets_named([content]), event.created_at, approval=event)
    if move.action is not Action.COMMENT:
        _record(event, response, section, actor)
    tell(event, response, section)
    return event


def _readable(comment: str) -> str:
    """Return a comment as it is kept: plain text like that of an answer."""
    try:
        said = limited_as(normalise_text, comment, TEXT_MAX).strip()
    except ValidationError as fault:
        raise CommentRefusedError(fault.messages[0]) from None
    return "" if says_nothing(said) else said


def _locked(response: Response, section: SectionShape) -> SectionWork:
    """Lock the section; writers take the same lock, so what is read next is what moves.

    Without joins, as only the locked row is sure to be the newest.
    """
    (work,) = _lock(response.pk, section.pk)
    work.response = response
    return work


@compiled
def _lock(response: int, section: int) -> QuerySet[SectionWork, SectionWork]:
    return SectionWork.objects.select_for_update().filter(response=response, section=section)


def _allowed(
    transition: Transition, work: SectionWork, section: SectionShape, person: User
) -> Role:
    """Return in which role the person may do this now, or refuse it."""
    role = _role_now(person, work.response.city)
    if role is None or not allows(role, transition.permission):
        raise TransitionRefusedError(NOT_YOURS)
    if transition.permission is Permission.SEND:
        _refuse_outsider(work.response, section, person, role)
    if work.state not in transition.sources:
        raise TransitionRefusedError(MOVED_ON)
    return role


def _role_now(person: User, city: City) -> Role | None:
    """Return the person's role, as `role_in` does, and let the city know how it submits now.

    A coordinator may have changed that since the response was read; they take the lock of the
    section for it, so from here on it stays.
    """
    found = next(iter(_role_and_language(person.pk, city.pk)), None)
    if found is None or not person.is_active:
        return None
    role, city.submission_language, city.translations_afterwards = found
    return Role(role)


@compiled
def _role_and_language(person: int, city: int) -> QuerySet[Membership, tuple[str, str, bool]]:
    found = Membership.objects.filter(user=person, city=city)
    return found.values_list("role", "city__submission_language", "city__translations_afterwards")


def _refuse_outsider(response: Response, section: SectionShape, person: User, role: Role) -> None:
    if section.pk not in read_reach(response, person, role).sections:
        raise TransitionRefusedError(NOT_ASSIGNED)


def _signed(
    move: Move, work: SectionWork, content: SectionSnapshot, person: User, role: Role
) -> tuple[State, Signature | None]:
    """Return to which state the section moves, and of an approval the signature."""
    transition = TRANSITIONS[move.action]
    target = transition.target or State(work.state)
    if move.action is Action.WITHDRAW and move.step not in {None, len(content.signed)}:
        raise TransitionRefusedError(MOVED_ON)
    if transition.permission is not Permission.DECIDE:
        return target, None
    turn = read_turn(work, person, role, timezone.localdate())
    if move.action is not Action.APPROVE:
        if not turn.is_in_line:
            raise TransitionRefusedError(NOT_IN_LINE)
        if move.action is not Action.REVIEW_TRANSLATIONS:
            return target, None
        if reason := why_not_confirm(work, content, person):
            raise TransitionRefusedError(reason)
        if move.seen != content.digest:
            raise TransitionRefusedError(CHANGED)
        return target, review_of(work, content, person, role)
    _refuse_signature(move, turn, work, content)
    signature = _signature(turn, work, content, person, role)
    return target if turn.is_last else State(work.state), signature


def _confirmed(move: Move, response: Response, content: SectionSnapshot) -> Sequence[str]:
    """Return the addresses that fail, as they were typed, of a section that is sent or signed."""
    if move.action not in WARNED:
        return ()
    failing = read_failing(response.pk, [content.as_bound])
    if not {each.digest for each in failing} <= set(move.failing):
        raise FailingLinksError(LINKS_FAIL)
    return [each.url for each in failing]


def _refuse_signature(
    move: Move, turn: SigningTurn, work: SectionWork, content: SectionSnapshot
) -> None:
    if move.seen != content.digest:
        raise TransitionRefusedError(CHANGED)
    if move.step is not None and move.step != len(turn.signed):
        raise TransitionRefusedError(MOVED_ON)
    if reason := why_not_sign(turn, work):
        raise TransitionRefusedError(reason)


def _signature(
    turn: SigningTurn, work: SectionWork, content: SectionSnapshot, person: User, role: Role
) -> Signature:
    """Return the person's signature of the step whose turn it is; one query.

    People of one name in the city are told apart, wherever it is shown from then on.
    """
    step, whom = turn.line[len(turn.signed)], turn.signing_for or person.pk
    acts = whom != person.pk
    called = read_labels({person.pk, whom}, [work.response.city_id])
    return Signature(
        title=step.title,
        consents=step.consents,
        department=step.department,
        person=person.pk,
        by=called[person.pk],
        role=role,
        at=timezone.now(),
        digest=content.digest,
        signed_for=called[whom] if acts else "",
        absent=whom if acts else 0,
    )


def _move(work: SectionWork, event: Event, since: datetime) -> None:
    """Write the event's state, by compare-and-swap for databases that take no row lock.

    A section that goes back to a request is in its state `since` that was made.

    Signatures are those since the section was last sent: they stay to be seen, and count no
    more, once it is back for writing.
    """
    fields: dict[str, Any] = {"state": event.to_state, **moved(work, event)}
    if event.to_state != event.from_state:
        fields["state_since"] = since
    if event.action == Action.SEND:
        fields["signatures"] = []
    if event.signature:
        fields["signatures"] = [*work.signatures, event.signature]
    if event.action == Action.APPROVE and event.to_state == State.APPROVED:
        fields["approval"] = event
    if not SectionWork.objects.filter(pk=work.pk, state=event.from_state).update(**fields):
        raise TransitionRefusedError(MOVED_ON)


def _record(event: Event, response: Response, section: SectionShape, actor: Actor) -> None:
    """Write that a section moved into the city's audit."""

    def describe() -> str:
        title = f"{section.number}. {localized(section.title)}"
        failing = [failing_words(len(event.failing))] if event.failing else []
        return " · ".join((response.edition.code, title, _done(event), *failing))

    record(AuditKind.TRANSITION, actor, response.city, describe)


def _done(event: Event) -> str:
    """Return what an event did: of a signature also how, in which post and for whom."""
    if not event.signature:
        return str(Action(event.action).label)
    signature = Signature.from_json(event.signature)
    if signature.consents:
        how = pgettext("an approval line", "Consent")
    elif event.to_state != State.APPROVED:
        how = pgettext("an approval line", "Sign")
    elif len(read_line(event.work.approval_line)) == 1:
        how = pgettext("the only signature", "Approve")
    else:
        how = str(Action(event.action).label)
    return f"{how} · {signature.capacity}"
