"""What a person has to do with their responses that are approved whole: seal, then send."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, Max, OuterRef, Subquery

from responses.domain.permissions import Permission, allows
from responses.domain.progress.worklist import ResponseTally
from responses.models import Response, Submission


class FinalTasks(NamedTuple):
    """The responses to seal, and those sealed as they stand that are not recorded as sent."""

    to_seal: list[ResponseTally]
    to_send: list[ResponseTally]


def final_tasks(responses: Iterable[ResponseTally]) -> FinalTasks:
    """Return those of a person's responses that they may seal, or record the sending of.

    One query, and none unless any is approved whole.
    """
    approved = {
        (each.place.city_slug, each.place.edition_code): each
        for each in responses
        if each.approved == each.sections and allows(each.role, Permission.SEAL)
    }
    if not approved:
        return FinalTasks([], [])
    last = Submission.objects.filter(response=OuterRef("pk")).order_by("-number")
    sealed = {
        (city, edition): sent
        for city, edition, sent in Response.objects.filter(
            city__slug__in={city for city, _edition in approved},
            edition__code__in={edition for _city, edition in approved},
        )
        .annotate(
            moved=Max("works__state_since"),
            sealed=Subquery(last.values("sealed_at")[:1]),
            sent=Subquery(last.values("delivery")[:1]),
        )
        .filter(sealed__gte=F("moved"))
        .values_list("city__slug", "edition__code", "sent")
    }
    return FinalTasks(
        [each for place, each in approved.items() if place not in sealed],
        [each for place, each in approved.items() if sealed.get(place, True) is None],
    )
