"""Asking people by e-mail to join a city; the only code that writes `Invitation`.

Whoever has the secret of an invitation has read the mail to its address: that is how a new
account is known to be of that person. The secret is given out once and is nowhere kept.
Nothing here tells who invites whether an address has an account: work is assigned to whoever
is invited by a key of their own, which stands for them until they join.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.enums import AuditKind, Role
from responses.models import City, Invitation, Membership, User

from .finding import matching
from .members import MemberRefusedError, lock, members_among

VALID_FOR = timedelta(days=7)
NO_ADDRESS = "invited.invalid"
"""Where the accounts that stand for invited people have their addresses: nowhere (RFC 6761)."""
_NAME_MAX = 100
MEMBER_ALREADY = _("This person is already a member. Change the role in the list.")

_RENEWED, _WITHDRAWN = _("invitation sent again"), _("invitation withdrawn")
_CHANGED = _("role changed before joining")


Place = tuple[str, str]
"""A department and a post."""
NOWHERE: Place = ("", "")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite; a `role` of their own goes before that of the others."""

    email: str
    name: str = ""
    department: str = ""
    post: str = ""
    role: Role | None = None


class MembersAlreadyError(Exception):
    """Some of those to be invited are members; `emails` are their addresses."""

    def __init__(self, emails: frozenset[str]) -> None:
        super().__init__(emails)
        self.emails = emails


class InvitationInvalidError(Exception):
    """There is no such invitation, or it was used, withdrawn or renewed, or is too old."""


class OtherAccountError(Exception):
    """Somebody accepts an invitation that was sent to another address than theirs."""


class AccountExistsError(Exception):
    """Somebody accepts as new whose address has an account; they have to sign in to it."""


def invitations_of(city: City, words: str = "") -> QuerySet[Invitation]:
    """Return the city's invitations that nobody has used yet, by name as members.

    Those that all words fit, as `members_of` has it; those without a name stand at their address.
    """
    named = Coalesce(NullIf("name", Value("")), "email")
    fits = matching(words, "name", "email", "department", "post")
    found = Invitation.objects.filter(fits, city=city, used_at=None, withdrawn_at=None)
    return found.order_by(named, "email")


def open_coordinators(city: City) -> QuerySet[Invitation]:
    """Return the invitations of coordinators of a city that nobody has used yet, by address."""
    found = Invitation.objects.filter(city=city, role=Role.COORDINATOR)
    return found.filter(used_at=None, withdrawn_at=None).order_by("email")


@transaction.atomic
def invite(
    city: City, email: str, name: str, role: Role, *, place: Place = NOWHERE, actor: Actor
) -> tuple[Invitation, str]:
    """Invite who has an e-mail address; return the invitation and the secret of its link.

    An open invitation of this address is replaced, and its link no longer works; whoever was
    invited and withdrawn before has again what was assigned to them. Raises `NotAllowedError`
    if the actor may not manage members, and `MemberRefusedError` if the address is that of a
    member of the city.
    """
    lock(city, actor)
    return _invite(city, Guest(email, name, *place), role, actor)


@transaction.atomic
def invite_all(
    city: City, guests: Collection[Guest], role: Role, *, actor: Actor
) -> list[tuple[Invitation, str]]:
    """Invite several people as `invite` does, or nobody.

    Raises `NotAllowedError`, and `MembersAlreadyError` if some of them are members.
    """
    lock(city, actor)
    if members := members_among(city, {each.email.lower() for each in guests}):
        raise MembersAlreadyError(members)
    return [_invite(city, guest, guest.role or role, actor) for guest in guests]


def invite_as_administrator(
    city: City, email: str, name: str, role: Role, *, actor: Actor
) -> tuple[Invitation, str]:
    """Invite somebody as `invite` does, whoever the actor is; call it in a transaction."""
    return _invite(city, Guest(email, name), role, actor)


def _invite(city: City, guest: Guest, role: Role, actor: Actor) -> tuple[Invitation, str]:
    if Membership.objects.filter(city=city, user__email__iexact=guest.email).exists():
        raise MemberRefusedError(MEMBER_ALREADY)
    email, secret, now = guest.email.lower(), token_urlsafe(32), timezone.now()
    fields = {
        "name": guest.name,
        "role": role,
        "department": guest.department,
        "post": guest.post,
        "digest": _digest(secret),
        "invited_by": actor.person,
        "created_at": now,
        "expires_at": now + VALID_FOR,
        "withdrawn_at": None,
    }
    unused = Invitation.objects.filter(city=city, email=email, used_at=None)
    if not unused.update(**fields):
        Invitation.objects.create(city=city, email=email, person=_stand_in(), **fields)
    invitation = unused.select_related("city").get()
    # So whatever names people names them, too.
    User.objects.filter(pk=invitation.person_id or 0).update(name=guest.name or email[:_NAME_MAX])
    _record(invitation, actor)
    return invitation, secret


def _stand_in() -> User:
    """Return a new account of no address, which nobody can sign in to."""
    address = f"{token_urlsafe(32).lower()}@{NO_ADDRESS}"
    return User.objects.create(email=address, is_active=False, password=make_password(None))


@transaction.atomic
def renew(invitation: Invitation, *, actor: Actor) -> tuple[Invitation, str]:
    """Make a new link for an invitation in place of the old one; return it with its secret.

    Raises `NotAllowedError` if the actor may not manage members, and `InvitationInvalidError`
    if the invitation was used or withdrawn.
    """
    lock(invitation.city, actor)
    return renew_as_administrator(invitation, actor=actor)


def renew_as_administrator(invitation: Invitation, *, actor: Actor) -> tuple[Invitation, str]:
    """Make a new link as `renew` does, whoever the actor is; call it in a transaction.

    Raises `InvitationInvalidError` if the invitation was used or withdrawn.
    """
    secret = token_urlsafe(32)
    invitation.digest, invitation.invited_by = _digest(secret), actor.person
    invitation.expires_at = timezone.now() + VALID_FOR
    renewed = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None).update(
        digest=invitation.digest, invited_by=actor.person, expires_at=invitation.expires_at
    )
    if not renewed:
        raise InvitationInvalidError
    _record(invitation, actor, _RENEWED)
    return invitation, secret


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: Actor) -> None:
    """Take an invitation back that was not used yet; what was assigned by it waits to be mended.

    Raises `NotAllowedError` if the actor may not manage members, and `InvitationInvalidError`
    if it was used.
    """
    lock(invitation.city, actor)
    open_one = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not open_one.update(withdrawn_at=timezone.now()):
        raise InvitationInvalidError
    _record(invitation, actor, _WITHDRAWN)


@transaction.atomic
def change_invited_role(invitation: Invitation, role: Role, *, actor: Actor) -> None:
    """Say in which other role somebody invited will join; the link that they have stays good.

    Raises `NotAllowedError` if the actor may not manage members, and `InvitationInvalidError`
    if the invitation was used or withdrawn.
    """
    lock(invitation.city, actor)
    invitation.role = role
    open_one = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if open_one.exclude(role=role).update(role=role):
        _record(invitation, actor, _CHANGED)
    elif not open_one.exists():
        raise InvitationInvalidError


def find(secret: str) -> Invitation | None:
    """Return the invitation that a secret can still be used for, with its city; one query.

    The digest is looked up and not compared, so that time tells nothing of other secrets.
    """
    return _open(secret, timezone.now()).select_related("city").first()


def account_of(invitation: Invitation) -> User | None:
    """Return the account of the address that was invited; for who has the secret alone."""
    return User.objects.filter(email__iexact=invitation.email).first()


def claim(secret: str) -> tuple[Invitation, int]:
    """Use an invitation up, and return it with the key that stood for its person.

    Of two at once, one gets it; the other raises `InvitationInvalidError`. Call it in a
    transaction.
    """
    found = find(secret)
    if found is None or found.person_id is None:
        raise InvitationInvalidError
    # In the order in which inviting locks, so that the two wait for each other at most once.
    City.objects.select_for_update().get(pk=found.city_id)
    now = timezone.now()
    if not _open(secret, now).update(used_at=now, person=None):
        raise InvitationInvalidError
    return found, found.person_id


def become_account(stand_in: int, email: str, name: str, hashed: str) -> User:
    """Make the account that stands for an invited person their own.

    Raises `AccountExistsError` if the address has one. Call it in a transaction.
    """
    found = User.objects.filter(pk=stand_in)
    try:
        with transaction.atomic():
            found.update(
                email=email,
                name=name,
                password=hashed,
                is_active=True,
                date_joined=timezone.now(),
            )
    except IntegrityError:
        raise AccountExistsError from None
    return found.get()


def dismiss(stand_in: int) -> None:
    """Delete the account that stood for an invited person, who has one of their own."""
    User.objects.filter(pk=stand_in, email__endswith=f"@{NO_ADDRESS}").delete()


def _open(secret: str, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        digest=_digest(secret), used_at=None, withdrawn_at=None, expires_at__gt=now
    )


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _record(invitation: Invitation, actor: Actor, done: str | Promise = "") -> None:
    """Write into the city's audit who was invited as what, or what became of that."""

    def describe() -> str:
        role = Role(invitation.role).label
        return " · ".join(filter(None, map(str, (invitation.name, invitation.email, role, done))))

    record(AuditKind.INVITED, actor, invitation.city, describe)
