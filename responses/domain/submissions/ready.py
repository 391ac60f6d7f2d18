"""What a person has to do with their responses that are approved whole: seal, then send."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Max, OuterRef, QuerySet, Subquery

from responses.domain.permissions import Permission, allows
from responses.domain.progress.own import OwnResponse
from responses.domain.submissions.sealing import says_what_is_sealed
from responses.models import Response, Submission


class FinalTasks(NamedTuple):
    """The responses to seal, and those sealed as they stand that are not recorded as sent."""

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
        return FinalTasks([], [])
    sealed = {
        each.pk: each.sent
        for each in _sealed(approved)
        if each.sealed >= each.moved or says_what_is_sealed(each)
    }
    return FinalTasks(
        [each for key, each in approved.items() if key not in sealed],
        [each for key, each in approved.items() if sealed.get(key, True) is None],
    )


def _sealed(responses: Iterable[int]) -> QuerySet[Response, Any]:
    """Return those of these responses that have submissions, and how the newest one stands."""
    last = Submission.objects.filter(response=OuterRef("pk")).order_by("-number")
    found = Response.objects.filter(pk__in=responses)
    return (
        found.annotate(
            moved=Max("works__state_since"),
            sealed=Subquery(last.values("sealed_at")[:1]),
            sent=Subquery(last.values("delivery")[:1]),
        )
        .filter(sealed__isnull=False)
        .select_related("city", "edition")
    )
