"""The people of a city as its list shows them, and as they are found in it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from responses.characters import normalised
from responses.domain.assignment.holdings import Holding
from responses.domain.people.labels import Called, labels
from responses.domain.permissions import Permission, allows
from responses.enums import Role
from responses.models import Invitation, Membership

from .members import MemberPlaceForm, RemovalForm, RoleForm

Holdings = Mapping[int, list[Holding]]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member: what they are called, what they have, and the forms that change them."""

    membership: Membership
    called: str
    holdings: Sequence[Holding]
    role: RoleForm
    place: MemberPlaceForm
    removal: RemovalForm

    @property
    def able(self) -> bool:
        """Whether they can sign."""
        return allows(Role(self.membership.role), Permission.DECIDE)


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """An open invitation, what is assigned to whom it invites, and the form that changes it."""

    invitation: Invitation
    called: str
    holdings: Sequence[Holding]
    role: RoleForm

    @property
    def able(self) -> bool:
        """Whether they can sign once they have joined."""
        return allows(Role(self.invitation.role), Permission.DECIDE)


def found_members(
    members: Iterable[Membership],
    invitations: Iterable[Invitation],
    holdings: Holdings,
    query: str,
    failed: object = None,
) -> list[MemberRow]:
    """Return the members whom the words of a query fit; one whose form failed is among them."""
    members = list(members)
    called = labels([*map(_member, members), *map(_invited, invitations)])
    return [
        MemberRow(
            each,
            called[each.user_id],
            holdings.get(each.user_id, ()),
            _role(each, failed),
            _place(each, failed),
            _removal(each, failed),
        )
        for each in members
        if fits(query, _member(each), f"{each.post} {each.user.latin_name}")
    ]


def found_invitations(
    members: Iterable[Membership],
    invitations: Iterable[Invitation],
    holdings: Holdings,
    query: str,
    failed: object = None,
) -> list[InvitedRow]:
    """Return the open invitations that the words of a query fit."""
    invitations = list(invitations)
    called = labels([*map(_member, members), *map(_invited, invitations)])
    return [
        InvitedRow(
            each,
            called[each.person_id or 0],
            holdings.get(each.person_id or 0, ()),
            _role(each, failed),
        )
        for each in invitations
        if fits(query, _invited(each), each.post)
    ]


def fits(query: str, person: Called, more: str) -> bool:
    """Return whether each word of a query is in what is known of a person, in any case."""
    said = _folded(f"{person.name} {person.address} {person.department} {more}")
    return all(word in said for word in _folded(query).split())


def _member(membership: Membership) -> Called:
    person = membership.user
    return Called(person.pk, str(person), membership.department, person.email)


def _invited(invitation: Invitation) -> Called:
    name = invitation.name or invitation.email
    return Called(invitation.person_id or 0, name, invitation.department, invitation.email)


def _role(of: Membership | Invitation, failed: object) -> RoleForm:
    return failed if isinstance(failed, RoleForm) and failed.of == of else RoleForm(of)


def _place(membership: Membership, failed: object) -> MemberPlaceForm:
    if isinstance(failed, MemberPlaceForm) and failed.membership == membership:
        return failed
    return MemberPlaceForm(membership)


def _removal(of: Membership, failed: object) -> RemovalForm:
    return failed if isinstance(failed, RemovalForm) and failed.of == of else RemovalForm(of)


def _folded(text: str) -> str:
    return normalised(text).casefold()
