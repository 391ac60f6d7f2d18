"""Files of a response."""

from datetime import UTC, datetime, timedelta
from math import ceil
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from responses.documents import cached
from responses.documents.drawing import TooLargeError, is_drawing
from responses.documents.pdf import rendering_key
from responses.domain.snapshot.failing import with_beside
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.renderings import cached as kept
from responses.domain.submissions.renderings import expected, newest
from responses.domain.submissions.sealing import pdf_name
from responses.tasks import Left, leave_to_worker
from responses.wording.files import TOO_LARGE, large_words, pdf_labels

from .access import ResponseAccess, response_or_404
from .posted import number
from .taking import taken_out

WAIT_MAX = timedelta(minutes=30)
"""How long a page may wait for a file before it asks anew."""
ZERO = datetime(2026, 1, 1, tzinfo=UTC)
"""From when addresses count seconds, so that they are few digits."""


@require_safe
def response_pdf(request: HttpRequest, city: str, edition: str) -> HttpResponseBase:
    """Send the whole response as a PDF, in the language asked for or that of the interface.

    Of a response that is sealed as it stands that is the sealed one, which `/verify/` knows.
    A browser that has the same file already is told so, and nothing is rendered or read. While
    it is being made, 202 and a page that waits for it.
    """
    access = response_or_404(request, city, edition)
    language = request.GET.get("language", get_language())
    snapshot = access.snapshot
    if language not in pdf_labels(snapshot):
        raise Http404
    offered = cached.offered_pdf(access.response, snapshot, language)
    if offered.sealed:
        number = offered.sealed.number
        return redirect("submission_file", city, edition, number, pdf_name(language))
    snapshot = with_beside(snapshot, access.response)
    key = rendering_key(snapshot, language, offered.after)
    etag = f'"{key}"'
    reply = HttpResponse(
        content_type="application/pdf",
        headers={"ETag": etag, "Cache-Control": "private, no-cache"},
    )
    known = get_conditional_response(request, etag=etag, response=reply)
    if known and known is not reply:
        return known
    content = kept(access.response, language, key)
    if content is None:
        asked = _asked(request)
        try:
            made = _made(access, snapshot, language, offered, asked)
        except TooLargeError:
            return _wait(request, snapshot, language, asked, TOO_LARGE)
        if made is None:
            return _wait(request, snapshot, language, asked)
        key, content = made
        reply["ETag"] = f'"{key}"'
    reply["Content-Disposition"] = f'attachment; filename="{offered.name}"'
    reply.content = content
    taken_out(request, access.response.city, offered.name)
    return reply


def _asked(request: HttpRequest) -> datetime:
    """Return when somebody began to wait for a file, which a page that waits says of itself."""
    now = timezone.now()
    said = number(request.GET, "asked")
    asked = ZERO + timedelta(seconds=said or 0)
    return asked if timedelta(seconds=-1) <= now - asked < WAIT_MAX else now


def _made(
    access: ResponseAccess,
    snapshot: Snapshot,
    language: str,
    offered: cached.OfferedPdf,
    asked: datetime,
) -> tuple[str, bytes] | None:
    """Return a PDF and its key: made by a worker since somebody asked, or here and now.

    None while somebody else is making it. Raises `TooLargeError`.
    """
    long = expected(snapshot, language)
    left = leave_to_worker(access.response.pk, language, long, asked, timezone.now())
    if left is Left.TOO_LARGE:
        raise TooLargeError
    if left is not Left.NOT:
        return newest(access.response, language) if left is Left.MADE else None
    # Whoever waits keeps no thread from others.
    if is_drawing():
        return None
    key = rendering_key(snapshot, language, offered.after)
    with cached.turn(key) as mine:
        if not mine:
            return None
        return key, cached.read_pdf(access.response, snapshot, language, offered)


def _wait(
    request: HttpRequest,
    snapshot: Snapshot,
    language: str,
    asked: datetime,
    refusal: str | Promise = "",
) -> HttpResponse:
    """Show that a PDF is being made, and ask for it again by itself; or why it is not (503)."""
    # Up to the next second, so that nothing counts that was begun before somebody asked.
    query = urlencode({"language": language, "asked": ceil((asked - ZERO).total_seconds())})
    context = {
        "snapshot": snapshot,
        "label": pdf_labels(snapshot)[language],
        "address": f"{request.path}?{query}",
        "large": large_words(snapshot, language),
        "refusal": refusal,
    }
    status = 503 if refusal else 202
    page = render(request, "responses/documents/response_pdf.html", context, status=status)
    page["Cache-Control"] = "no-store"
    return page
