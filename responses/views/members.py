"""The people of a city."""

from django.http import HttpRequest, HttpResponse


def members(request: HttpRequest, city: str) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)
