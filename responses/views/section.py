"""Answering one section."""

from django.http import HttpRequest, HttpResponse


def section(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)


def unsaved(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)
