"""Static files over https, as pages are."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from whitenoise.middleware import WhiteNoiseMiddleware

from responses.wording.addresses import public


class StaticOverHttps(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Sends static files, over https alone where pages are.

    They go out before `SecurityMiddleware`, whose other headers say nothing of a static file: sixty
    heads of them are a tenth of a first page. What is no static file passes as quickly as before.
    """

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """Return a static file, or lead to its address that begins with https."""
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return HttpResponsePermanentRedirect(public(request.get_full_path()))
        reply: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            reply["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        return reply
