"""Pages sent compressed, a fifth as many bytes."""

import re
from collections.abc import Callable
from gzip import GzipFile
from io import BytesIO
from secrets import randbelow

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

# What fits into one packet arrives no sooner for being smaller.
WORTH = 1000
_ACCEPTED = re.compile(r"\bgzip\b")
# Half the time of gzip's usual level, for an eighth more bytes.
_LEVEL = 1
_PADDING_MAX = 100


def compress(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return a middleware that compresses pages for browsers that take them so.

    Files are left as they are: static ones have been compressed before, and PDFs, workbooks and
    archives are compressed in themselves.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        reply = get_response(request)
        if isinstance(reply, HttpResponse) and _is_worth_it(reply):
            patch_vary_headers(reply, ["Accept-Encoding"])
            if _ACCEPTED.search(request.headers.get("Accept-Encoding", "")):
                reply.content = compressed(reply.content)
                reply["Content-Encoding"] = "gzip"
                reply["Content-Length"] = str(len(reply.content))
        return reply

    return middleware


def _is_worth_it(reply: HttpResponse) -> bool:
    is_page = reply.get("Content-Type", "").startswith("text/html")
    return is_page and not reply.has_header("Content-Encoding") and len(reply.content) >= WORTH


def compressed(content: bytes) -> bytes:
    """Return content in gzip, a few bytes longer each time.

    Who makes a browser ask again and again, and sees how long the replies are, would else find
    out what a page says (BREACH). A name in the head of a file, which nobody reads, pads it.
    """
    file = BytesIO()
    name = "-" * randbelow(_PADDING_MAX)
    with GzipFile(name, "wb", _LEVEL, file, mtime=0) as packed:
        packed.write(content)
    return file.getvalue()
