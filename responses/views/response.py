"""A response's front page."""

from django.http import HttpRequest, HttpResponse


def overview(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)
