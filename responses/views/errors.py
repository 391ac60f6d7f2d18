"""What is said of a request that cannot be read, is too large or fails, so that it arrives."""

import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error as plain_server_error

from responses.validators import LINKS_MAX, TEXT_MAX

from .again import carried

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
TOO_LARGE_SAID = _("This is too much to send at once. Nothing was saved.")
FAILED_SAID = _("The fault is ours. What was just sent may not be saved.")
UNREADABLE_SAID = _("This request cannot be read. Nothing was saved.")

# How much is read of a body that nobody needs, in times of the largest that is accepted, and for
# how long.
DRAIN_LIMITS, DRAIN_SECONDS = 8, 60
CHUNK = 64 * 1024


def drain(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return a middleware that reads what the views left unread, as far as that is reasonable.

    A server that closes a connection on unread data resets it, and the browser then shows a
    fault of its own in place of what was said. An answer to HEAD has no body: Django leaves that
    to the server, which drops it and complains of each.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        reply = get_response(request)
        left = DRAIN_LIMITS * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
        end = time.monotonic() + DRAIN_SECONDS
        with suppress(UnreadablePostError, ValueError):
            while left > 0 and time.monotonic() < end and (chunk := request.read(CHUNK)):
                left -= len(chunk)
        return without_body(reply) if request.method == "HEAD" else reply

    return middleware


def without_body(reply: HttpResponseBase) -> HttpResponseBase:
    """Return a reply with its heads alone; what its body would be read from is closed with it."""
    if isinstance(reply, StreamingHttpResponse):
        reply.streaming_content = ()
    elif isinstance(reply, HttpResponse):
        reply.content = b""
    return reply


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 413 for what is too large and 400 for what cannot be read; in JSON if preferred."""
    if isinstance(exception, TOO_LARGE):
        return _page(request, 413, "too_large", TOO_LARGE_SAID)
    return _page(request, 400, "unreadable", UNREADABLE_SAID)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Return 403 for what a person may see but not do, with what they typed."""
    return render(request, "403.html", {"shown": _typed(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Return 404 for what is not there or not theirs to see, with what they typed."""
    return render(request, "404.html", {"shown": _typed(request)}, status=404)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the texts of a form by name: what is allowed may change while somebody writes it."""
    try:
        return carried(request.POST)["shown"]
    except (*TOO_LARGE, BadRequest, MultiPartParserError, UnreadablePostError):
        return []


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500 for a fault of ours; in JSON if preferred."""
    if _prefers_json(request):
        return JsonResponse({"state": "failed", "message": str(FAILED_SAID)}, status=500)
    return plain_server_error(request)


def _prefers_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _page(request: HttpRequest, status: int, state: str, message: Promise) -> HttpResponse:
    if _prefers_json(request):
        return JsonResponse({"state": state, "message": str(message)}, status=status)
    limits = {"text_max": f"{TEXT_MAX:,}", "links_max": LINKS_MAX}
    return render(request, f"{status}.html", limits, status=status)
