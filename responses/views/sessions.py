"""The cookie of a session, which only a page takes from a browser."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse


class LastingSession(SessionMiddleware):
    """Never signs a person out by the reply to a script.

    What a script posts, such as the last word of a page that is left, can be on its way for long.
    If its session has ended meanwhile and its person has signed in again, a reply that removes
    the cookie would remove the one of the new session.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the reply, which removes the cookie only from who opens a page."""
        reply = super().process_response(request, response)
        name = settings.SESSION_COOKIE_NAME
        # Browsers say over HTTPS, and to a server on their own machine, for what they ask.
        is_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        if not is_page and name in reply.cookies and not reply.cookies[name].value:
            del reply.cookies[name]
        return reply
