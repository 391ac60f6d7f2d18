"""Reading a section as it will be printed, and deciding."""

from django.http import HttpRequest, HttpResponse


def review(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)


def act(request: HttpRequest, city: str, edition: str, section: str, action: str) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)
