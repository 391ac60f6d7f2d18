"""The people of a city as its list shows them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from responses.domain.assignment.holdings import Holding
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


def member_rows(
    members: Iterable[Membership],
    called: Mapping[int, str],
    holdings: Holdings,
    failed: object = None,
) -> list[MemberRow]:
    """Return members as rows; one whose form failed is shown with it."""
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
    ]


def invited_rows(
    invitations: Iterable[Invitation],
    called: Mapping[int, str],
    holdings: Holdings,
    failed: object = None,
) -> list[InvitedRow]:
    """Return open invitations as rows."""
    return [
        InvitedRow(
            each,
            called.get(each.person_id or 0, each.name or each.email),
            holdings.get(each.person_id or 0, ()),
            _role(each, failed),
        )
        for each in invitations
    ]


def _role(of: Membership | Invitation, failed: object) -> RoleForm:
    return failed if isinstance(failed, RoleForm) and failed.of == of else RoleForm(of)


def _place(membership: Membership, failed: object) -> MemberPlaceForm:
    if isinstance(failed, MemberPlaceForm) and failed.of == membership:
        return failed
    return MemberPlaceForm(membership)


def _removal(of: Membership, failed: object) -> RemovalForm:
    return failed if isinstance(failed, RemovalForm) and failed.of == of else RemovalForm(of)
