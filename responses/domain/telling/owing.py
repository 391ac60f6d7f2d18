"""Who still owes something of a section that is being written."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from responses.domain.compiled import compiled
from responses.domain.content.completeness import is_answered
from responses.domain.content.content import Content
from responses.domain.edition.editions import edition_shape
from responses.domain.permissions import Permission, roles_with
from responses.enums import ORIGINAL, Action, Role, State
from responses.models import Answer, Delegation, Event, Invitation, Membership, SectionWork

from .audiences import NOBODY, People, read_staff

Said = Mapping[int, Mapping[str, Content]]
"""Contents by response, then by the question's key."""


def read_said(delegations: Iterable[Delegation]) -> Said:
    """Return the answers to questions that were handed over, and to those that they may follow.

    By response, then by the question's key.
    """
    responses = {each.response_id for each in delegations}
    rows = Answer.objects.filter(response__in=responses, language=ORIGINAL)
    said: dict[int, dict[str, Content]] = {}
    for response, question, stored in rows.order_by().values_list(
        "response", "question__key", "content"
    ):
        said.setdefault(response, {})[question] = Content.from_json(stored)
    return said


def is_settled(work: SectionWork, delegation: Delegation, said: Said) -> bool:
    """Return whether a question that was handed over is completely answered."""
    edition = edition_shape(work.response.edition)
    question = edition.questions_by_key[delegation.question.key]
    return is_answered(edition, question, said.get(delegation.response_id, {}))


def unassigned(now: datetime) -> "ExpressionWrapper[Q]":
    """Return, for a query of works, whether nobody who is assigned to it may write.

    Whoever is invited may, once they have joined.
    """
    able = Membership.objects.filter(
        city=OuterRef("response__city"),
        role__in=roles_with(Permission.EDIT),
        user__is_active=True,
        user__assigned_works=OuterRef("pk"),
    )
    invited = Invitation.objects.filter(
        city=OuterRef("response__city"),
        role__in=roles_with(Permission.EDIT),
        used_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
        person__assigned_works=OuterRef("pk"),
    )
    return ExpressionWrapper(~(Q(Exists(able)) | Q(Exists(invited))), BooleanField())


def last_sender() -> Subquery:
    """Return, for a query of works, who sent the section to review last."""
    sent = Event.objects.filter(work=OuterRef("pk"), action=Action.SEND)
    return Subquery(sent.order_by("-pk").values("actor")[:1])


def writers_owing(work: SectionWork) -> People:
    """Return who has to write a section now: in whose "My work" it stands; at most six queries.

    Those assigned to it. Where nobody is who may write it, or still can join to do so, the
    coordinators, who assign it, and who sent it to review last. And those who were handed a
    question of it: while it is written for the first time, one that is not answered.
    `work.response` is taken as loaded.
    """
    staff, city = read_staff([work]), work.response.city_id
    handed = list(
        Delegation.objects.filter(response=work.response_id, question__section=work.section_id)
        .select_related("question")
        .prefetch_related("people")
    )
    if handed and work.state == State.DRAFT:
        said = read_said(handed)
        handed = [each for each in handed if not is_settled(work, each, said)]
    coordinators = staff.coordinators(city)
    able = staff.members.get((city, Role.CONTRIBUTOR), NOBODY) | coordinators
    holders = {person.pk for each in handed for person in each.people.all()}
    [(is_nobodys, sender)] = _begun(work.pk, timezone.now())
    instead = coordinators | ({sender} if sender else NOBODY) if is_nobodys else NOBODY
    return able & (staff.assigned.get(work.pk, NOBODY) | instead | holders)


@compiled
def _begun(work: int, now: datetime) -> QuerySet[SectionWork, tuple[bool, int | None]]:
    """Return whether a section is assigned to nobody, and who sent it last."""
    found = SectionWork.objects.filter(pk=work)
    return found.annotate(nobodys=unassigned(now), sent_by=last_sender()).values_list(
        "nobodys", "sent_by"
    )
