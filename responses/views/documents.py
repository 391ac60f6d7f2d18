"""Files of a response."""

from django.http import HttpRequest, HttpResponse


def response_pdf(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)
