"""What the arguments of commands name, found."""

from django.core.management.base import CommandError

from responses.models import Response


def found_response(city: str, edition: str) -> Response:
    """Return a city's response to an edition, with both, by slug and code.

    Raises `CommandError`, which names those that there are, if there is none.
    """
    responses = Response.objects.select_related("city", "edition")
    found = responses.filter(city__slug=city, edition__code=edition).first()
    if found is None:
        there = " ".join(f"'{one.city.slug} {one.edition.code}'" for one in responses) or "none"
        raise CommandError(f"'{city} {edition}' is not a response. Responses: {there}.")
    return found
