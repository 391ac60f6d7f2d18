"""Kept pages of links as they are sent: to be stored alone, as strangers wrote what is in them."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from responses.domain.kept.kept import in_one
from responses.models import City

from .taking import taken_out

_TYPE = "application/gzip"
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def send_stored(
    request: HttpRequest, city: City, name: str, files: Sequence[str], size: int
) -> HttpResponseBase:
    """Send stored WARC files as one, a piece in memory at a time; recorded as taken out."""
    taken_out(request, city, name)
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {**_SAFE, "Content-Disposition": disposition, "Content-Length": str(size)}
    if request.method == "HEAD":
        return HttpResponse(content_type=_TYPE, headers=headers)
    return StreamingHttpResponse(in_one(files), content_type=_TYPE, headers=headers)
