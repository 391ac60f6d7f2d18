"""A session that has ended is taken from a browser by a page, never by the reply to a script."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from responses.models import Response, User

pytestmark = pytest.mark.django_db

SECTION = "/springfield/test-2030/alpha/"
PRESENCE = f"{SECTION}presence/"
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def late(client: Client, response: Response, writer: User) -> Client:
    """Return a browser whose session has ended since it got its cookie."""
    client.force_login(writer)
    Session.objects.all().delete()
    return client


@pytest.mark.parametrize("mode", ["no-cors", "cors", "same-origin"])
def test_the_reply_to_a_script_leaves_the_cookie(late: Client, mode: str) -> None:
    reply = late.post(PRESENCE, {"leaving": "1"}, headers={"sec-fetch-mode": mode})
    assert reply.status_code == 401
    assert COOKIE not in reply.cookies


@pytest.mark.parametrize("mode", ["navigate", None])
def test_a_page_removes_the_cookie(late: Client, mode: str | None) -> None:
    reply = late.get(SECTION, headers={"sec-fetch-mode": mode} if mode else {})
    assert reply.status_code == 302
    assert reply.cookies[COOKIE].value == ""
    assert reply.cookies[COOKIE]["max-age"] == 0


def test_a_script_that_signs_a_person_in_gets_the_cookie(
    late: Client, response: Response, writer: User
) -> None:
    writer.set_password("a long enough passphrase")
    writer.save()
    typed = {"again-username": writer.email, "again-password": "a long enough passphrase"}
    reply = late.post(SECTION, typed | {"person": writer.pk}, headers={"sec-fetch-mode": "cors"})
    assert reply.cookies[COOKIE].value
