"""A text as it will be printed."""

from django.http import HttpRequest, HttpResponse


def preview(request: HttpRequest) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)
