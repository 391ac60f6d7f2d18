"""Joining a city, and getting a role in it: with what was assigned before, and told of what waits.

An invited person has their sections, questions and steps under a key that stands for them; on
joining it becomes their account, or what it has goes to the account that they have.
"""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from responses.domain.assignment.assigning import lock_sections, replace_person
from responses.domain.assignment.keeping import replace_in_lines
from responses.domain.auditing import Actor
from responses.domain.people import members
from responses.domain.people.invitations import (
    InvitationInvalidError,
    OtherAccountError,
    become_account,
    claim,
    dismiss,
    find,
)
from responses.domain.people.members import join
from responses.domain.telling.arriving import tell_arrived
from responses.enums import Role
from responses.models import Invitation, Membership, SectionWork


@transaction.atomic
def accept(
    secret: str, *, department: str | None = None, post: str | None = None, actor: Actor
) -> Membership:
    """Make the actor a member, by the invitation that was sent to their address.

    Department and post are as in the invitation unless they say otherwise. Raises
    `InvitationInvalidError`, or `OtherAccountError` if it was sent to somebody else. Who is a
    member already keeps the role that they have.
    """
    works = _locked(secret)
    invitation, stand_in = claim(secret)
    if actor.person.email.lower() != invitation.email:
        raise OtherAccountError
    replace_person(works, stand_in, actor.person.pk)
    replace_in_lines(invitation.city, stand_in, actor.person.pk)
    dismiss(stand_in)
    return _joined(invitation, department, post, actor)


def accept_as_new(
    secret: str,
    name: str,
    password: str,
    *,
    department: str | None = None,
    post: str | None = None,
    address: str | None = None,
) -> Membership:
    """Make an account for who was invited, and make them a member as `accept` does.

    Raises `InvitationInvalidError`, or `AccountExistsError` if the address has an account.
    """
    hashed = make_password(password)  # slow on purpose, so before anybody has to wait
    with transaction.atomic():
        _locked(secret)
        invitation, stand_in = claim(secret)
        person = become_account(stand_in, invitation.email, name, hashed)
        return _joined(invitation, department, post, Actor(person, address))


@transaction.atomic
def change_role(membership: Membership, role: Role, *, actor: Actor) -> None:
    """Give a member another role as `members.change_role` does, and tell them of what waits."""
    members.change_role(membership, role, actor=actor)
    if now := Membership.objects.filter(pk=membership.pk).exclude(role=membership.role).first():
        tell_arrived(now)


def _locked(secret: str) -> list[SectionWork]:
    """Lock the sections of the city that a secret leads to, which who signs locks first, too."""
    found = find(secret)
    if found is None:
        raise InvitationInvalidError
    return lock_sections(found.city)


def _joined(
    invitation: Invitation, department: str | None, post: str | None, actor: Actor
) -> Membership:
    membership = join(
        invitation.city,
        actor.person,
        Role(invitation.role),
        department=invitation.department if department is None else department,
        post=invitation.post if post is None else post,
        actor=actor,
    )
    tell_arrived(membership)
    return membership
