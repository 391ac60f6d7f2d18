from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from responses.views.static_files import StaticOverHttps

# Closing a file tells the database's connections.
pytestmark = pytest.mark.django_db

HEAD_MAX = 420
"""As many bytes the head of a file has in `test_compressing`."""


@pytest.fixture
def reply_to(settings: Settings, tmp_path: Path) -> Callable[..., HttpResponse]:
    """Answer requests as a site in production does that has one static file."""
    (tmp_path / "app.0123456789ab.css").write_text("body {}")
    settings.STATIC_ROOT, settings.ALLOWED_HOSTS = str(tmp_path), ["desk.example"]
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SITE_URL = "https://lgq.example"

    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("a page")

    def reply(path: str, **how: Any) -> HttpResponse:
        request = RequestFactory().get(path, headers={"host": "desk.example"}, **how)
        found: HttpResponse = StaticOverHttps(page)(request)
        return found

    return reply


FILE = "/static/app.0123456789ab.css"


def test_a_static_file_goes_out_over_https_alone(reply_to: Callable[..., HttpResponse]) -> None:
    refused = reply_to(f"{FILE}?a=1")
    assert (refused.status_code, refused["Location"]) == (301, f"https://lgq.example{FILE}?a=1")
    sent = reply_to(FILE, secure=True)
    assert b"".join(sent) == b"body {}"
    assert sent["Strict-Transport-Security"] == "max-age=31536000"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sum(len(f"{name}: {value}\r\n") for name, value in sent.items()) <= HEAD_MAX
    sent.close()


def test_a_page_is_left_to_what_secures_pages(reply_to: Callable[..., HttpResponse]) -> None:
    assert reply_to("/static/nothing.css").content == b"a page"
    assert reply_to("/").content == b"a page"


def test_on_ones_own_machine_a_static_file_needs_no_https(
    reply_to: Callable[..., HttpResponse], settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = False, 0
    sent = reply_to(FILE)
    assert (sent.status_code, "Strict-Transport-Security" in sent) == (200, False)
    sent.close()
