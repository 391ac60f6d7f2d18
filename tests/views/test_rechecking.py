from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.checks.states import digest_of
from responses.enums import Role
from responses.link_states import Finding
from responses.models import Address, Response, User
from tests.support.checked import note_checks
from tests.support.factories import make_member, write

pytestmark = pytest.mark.django_db

EVIDENCE = "/springfield/test-2030/evidence/"
RECHECK = f"{EVIDENCE}recheck/"
FAILS, DOUBTFUL, WORKS = "fails.kr", "once.kr", "works.kr"


@pytest.fixture
def scene(response: Response, writer: User, client: Client, settings: Settings) -> Response:
    """Return a response with a link in each state, and another's that fails, none of them due."""
    settings.CHECK_LINKS = True
    links = [{"label": "", "url": url} for url in (FAILS, DOUBTFUL, WORKS)]
    write(response, "a-1", writer, links=links)
    now = timezone.now()
    for url, story in (
        (FAILS, [Finding.MISSING] * 2),
        (DOUBTFUL, [Finding.WORKS, Finding.MISSING]),
        (WORKS, [Finding.WORKS]),
        ("other.kr", [Finding.MISSING] * 2),
    ):
        note_checks(url, *story, last=now)
    client.force_login(writer)
    return response


def due() -> set[str]:
    """Return the hosts of the addresses that a worker would check now."""
    found = Address.objects.filter(due_at__lte=timezone.now())
    return set(found.values_list("host__name", flat=True))


def press(client: Client, link: str) -> str:
    """Ask for a check; return the page that comes then."""
    page = client.post(RECHECK, {"link": digest_of(link)}, follow=True)
    assert page.status_code == 200
    return page.content.decode()


def test_one_link_is_asked_for_at_most_once_an_hour(scene: Response, client: Client) -> None:
    told = "1 link is checked again within a few minutes."
    assert told in press(client, FAILS)
    assert due() == {FAILS}
    asked = Address.objects.filter(host__name=FAILS)
    asked.update(due_at=timezone.now() + timedelta(days=1))
    assert "within the last hour" in press(client, FAILS)
    assert due() == set()
    asked.update(asked_at=timezone.now() - timedelta(minutes=61))
    assert told in press(client, FAILS)


def test_a_link_that_was_never_checked_is_asked_for_at_once(
    scene: Response, client: Client, writer: User
) -> None:
    write(scene, "a-2", writer, links=[{"label": "", "url": "new.kr"}])
    page = client.get(EVIDENCE).content.decode()
    assert f'name="link" value="{digest_of("new.kr")}">Check now' in page
    assert "Check now" in client.get(f"{EVIDENCE}address/{digest_of('new.kr')}/").content.decode()
    assert "1 link is checked again within a few minutes." in press(client, "new.kr")
    assert due() == {"new.kr"}


def test_all_that_failed_of_the_response_is_asked_for(
    scene: Response, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(EVIDENCE)
    with django_assert_num_queries(6):
        client.post(RECHECK)
    assert due() == {FAILS, DOUBTFUL}


def test_nobody_asks_for_what_they_do_not_name_or_where_nothing_is_checked(
    scene: Response, client: Client, settings: Settings
) -> None:
    assert client.post(RECHECK, {"link": digest_of("other.kr")}).status_code == 404
    client.force_login(make_member(scene.city, Role.VIEWER))
    assert client.post(RECHECK).status_code == 403
    assert b'form="recheck"' not in client.get(EVIDENCE).content
    client.force_login(make_member(scene.city, Role.REVIEWER))
    assert client.get(EVIDENCE).content.count(b'form="recheck"') == 2
    settings.CHECK_LINKS = False
    assert client.post(RECHECK).status_code == 404
    assert b"recheck" not in client.get(EVIDENCE).content
    assert due() == set()
