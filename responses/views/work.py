"""What waits for me."""

from django.http import HttpRequest, HttpResponse


def my_work(request: HttpRequest) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)


def start(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Placeholder until its area is built, minutes from now."""
    return HttpResponse(status=404)
