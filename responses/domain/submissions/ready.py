"""Which responses a person can seal now, as a task of theirs."""

from collections.abc import Iterable

from django.db.models import F, Max, OuterRef, Subquery

from responses.domain.permissions import Permission, allows
from responses.domain.progress.worklist import ResponseTally
from responses.models import Response, Submission


def ready_to_seal(responses: Iterable[ResponseTally]) -> list[ResponseTally]:
    """Return those of a person's responses that are approved whole and that they may seal.

    One query, and none unless there is any; those that are sealed as they stand are left out.
    """
    approved = [
        each
        for each in responses
        if each.approved == each.sections and allows(each.role, Permission.SEAL)
    ]
    if not approved:
        return []
    last = Submission.objects.filter(response=OuterRef("pk")).order_by("-number")
    sealed = set(
        Response.objects.filter(
            city__slug__in={each.place.city_slug for each in approved},
            edition__code__in={each.place.edition_code for each in approved},
        )
        .annotate(moved=Max("works__state_since"), sealed=Subquery(last.values("sealed_at")[:1]))
        .filter(sealed__gte=F("moved"))
        .values_list("city__slug", "edition__code")
    )
    return [
        each for each in approved if (each.place.city_slug, each.place.edition_code) not in sealed
    ]
