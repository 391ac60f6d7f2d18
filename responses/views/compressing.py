"""Pages sent compressed, a fifth as many bytes."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompression(GZipMiddleware):
    """Compresses pages for browsers that take them so, padded against BREACH.

    Files are left as they are: static ones have been compressed before, and PDFs, workbooks and
    archives are compressed in themselves.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the reply, compressed if it is a page."""
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
