"""What a person has to do with their responses that are approved whole: settle, seal, send."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from responses.domain.permissions import Permission, allows
from responses.domain.progress.own import OwnResponse
from responses.domain.submissions.sealing import says_what_is_sealed
from responses.models import Response, Submission, Thread


class FinalTasks(NamedTuple):
    """The responses to seal, and those sealed as they stand that are not recorded as sent.

    Those `to_resolve` cannot be sealed before their required threads are resolved.
    """

    to_resolve: list[OwnResponse]
    to_seal: list[OwnResponse]
    to_send: list[OwnResponse]


def final_tasks(responses: Iterable[OwnResponse]) -> FinalTasks:
    """Return those of a person's responses that they may seal, or record the sending of.

    What was reopened and approved again with the same answers needs no other submission. One
    query, and none unless any is approved whole; three more for each that was so reopened.
    """
    approved = {
        each.pk: each
        for each in responses
        if each.approved == each.sections and allows(each.role, Permission.SEAL)
    }
    if not approved:
        return FinalTasks([], [], [])
    found = list(_standing(approved))
    sealed = {
        each.pk: each.sent
        for each in found
        if each.sealed and (each.sealed >= each.moved or says_what_is_sealed(each))
    }
    held = {each.pk for each in found if each.held}
    to_seal = {key: each for key, each in approved.items() if key not in sealed}
    return FinalTasks(
        [each for key, each in to_seal.items() if key in held],
        [each for key, each in to_seal.items() if key not in held],
        [each for key, each in approved.items() if sealed.get(key, True) is None],
    )


def _standing(responses: Iterable[int]) -> QuerySet[Response, Any]:
    """Return these responses, how the newest submission stands, and whether threads keep them."""
    last = Submission.objects.filter(response=OuterRef("pk")).order_by("-number")
    required = Thread.objects.filter(response=OuterRef("pk"), resolved_at=None, required=True)
    found = Response.objects.filter(pk__in=responses)
    return found.annotate(
        moved=Max("works__state_since"),
        sealed=Subquery(last.values("sealed_at")[:1]),
        sent=Subquery(last.values("delivery")[:1]),
        held=Exists(required),
    ).select_related("city", "edition")
