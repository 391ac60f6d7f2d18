"""Asking people by e-mail to join a city; the only code that writes `Invitation`.

Whoever has the secret of an invitation has read the mail to its address: that is how a new
account is known to be of that person. The secret is given out once and is nowhere kept.
Nothing here tells who invites whether an address has an account.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.enums import AuditKind, Role
from responses.models import City, Invitation, Membership, User

from .members import MemberRefusedError, join, lock

VALID_FOR = timedelta(days=7)
MEMBER_ALREADY = _("This person is already a member. Change the role in the list.")

_RENEWED, _WITHDRAWN = _("invitation sent again"), _("invitation withdrawn")


class InvitationInvalidError(Exception):
    """There is no such invitation, or it was used, withdrawn or renewed, or is too old."""


class OtherAccountError(Exception):
    """Somebody accepts an invitation that was sent to another address than theirs."""


class AccountExistsError(Exception):
    """Somebody accepts as new whose address has an account; they have to sign in to it."""


def read_invitations(city: City) -> list[Invitation]:
    """Return the city's invitations that nobody has used yet, by address; one query."""
    return list(Invitation.objects.filter(city=city, used_at=None).order_by("email"))


@transaction.atomic
def invite(
    city: City, email: str, name: str, role: Role, *, actor: Actor
) -> tuple[Invitation, str]:
    """Invite who has an e-mail address; return the invitation and the secret of its link.

    An open invitation of this address is replaced, and its link no longer works. Raises
    `NotAllowedError` if the actor may not manage members, and `MemberRefusedError` if the
    address is that of a member of the city.
    """
    lock(city, actor)
    if Membership.objects.filter(city=city, user__email__iexact=email).exists():
        raise MemberRefusedError(MEMBER_ALREADY)
    secret, now = token_urlsafe(32), timezone.now()
    invitation, _created = Invitation.objects.update_or_create(
        city=city,
        email=email.lower(),
        used_at=None,
        defaults={
            "name": name,
            "role": role,
            "digest": _digest(secret),
            "invited_by": actor.person,
            "created_at": now,
            "expires_at": now + VALID_FOR,
        },
    )
    _record(invitation, actor)
    return invitation, secret


@transaction.atomic
def renew(invitation: Invitation, *, actor: Actor) -> tuple[Invitation, str]:
    """Make a new link for an invitation in place of the old one; return it with its secret.

    Raises `NotAllowedError` if the actor may not manage members, and `InvitationInvalidError`
    if the invitation was used or withdrawn.
    """
    lock(invitation.city, actor)
    secret = token_urlsafe(32)
    invitation.digest, invitation.invited_by = _digest(secret), actor.person
    invitation.expires_at = timezone.now() + VALID_FOR
    renewed = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(
        digest=invitation.digest, invited_by=actor.person, expires_at=invitation.expires_at
    )
    if not renewed:
        raise InvitationInvalidError
    _record(invitation, actor, _RENEWED)
    return invitation, secret


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: Actor) -> None:
    """Take an invitation back that was not used yet.

    Raises `NotAllowedError` if the actor may not manage members, and `InvitationInvalidError`
    if it was used.
    """
    lock(invitation.city, actor)
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None).delete()[0]:
        raise InvitationInvalidError
    _record(invitation, actor, _WITHDRAWN)


def find(secret: str) -> Invitation | None:
    """Return the invitation that a secret can still be used for, with its city; one query.

    The digest is looked up and not compared, so that time tells nothing of other secrets.
    """
    return _open(secret, timezone.now()).select_related("city").first()


def account_of(invitation: Invitation) -> User | None:
    """Return the account of the address that was invited; for who has the secret alone."""
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def accept(secret: str, *, actor: Actor) -> Membership:
    """Make the actor a member, by the invitation that was sent to their address.

    Raises `InvitationInvalidError`, or `OtherAccountError` if it was sent to somebody else.
    Who is a member already keeps the role that they have.
    """
    invitation = _claim(secret)
    if actor.person.email.lower() != invitation.email:
        raise OtherAccountError
    return join(invitation.city, actor.person, Role(invitation.role), actor=actor)


def accept_as_new(
    secret: str, name: str, password: str, *, address: str | None = None
) -> Membership:
    """Make an account for who was invited, and make them a member.

    Raises `InvitationInvalidError`, or `AccountExistsError` if the address has an account.
    """
    hashed = make_password(password)  # slow on purpose, so before anybody has to wait
    with transaction.atomic():
        invitation = _claim(secret)
        try:
            with transaction.atomic():
                person = User.objects.create(email=invitation.email, name=name, password=hashed)
        except IntegrityError:
            raise AccountExistsError from None
        actor = Actor(person, address)
        return join(invitation.city, person, Role(invitation.role), actor=actor)


def _claim(secret: str) -> Invitation:
    """Use an invitation up; of two at once, one gets it."""
    found = find(secret)
    if found is None:
        raise InvitationInvalidError
    # In the order in which inviting locks, so that the two wait for each other at most once.
    City.objects.select_for_update().get(pk=found.city_id)
    now = timezone.now()
    if not _open(secret, now).update(used_at=now):
        raise InvitationInvalidError
    return found


def _open(secret: str, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(digest=_digest(secret), used_at=None, expires_at__gt=now)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _record(invitation: Invitation, actor: Actor, done: str | Promise = "") -> None:
    """Write into the city's audit who was invited as what, or what became of that."""

    def describe() -> str:
        role = Role(invitation.role).label
        return " · ".join(filter(None, map(str, (invitation.name, invitation.email, role, done))))

    record(AuditKind.INVITED, actor, invitation.city, describe)
