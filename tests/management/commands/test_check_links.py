from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from responses.models import Check, Response, User
from tests.support.factories import make_city, make_member, make_response, write
from tests.support.farm import Farm, Tap, new_farm, tapped
from tests.support.plays import PLAYS

pytestmark = pytest.mark.django_db


@pytest.fixture
def farm(settings: Settings) -> Iterator[Farm]:
    settings.CHECK_LINKS = settings.LINK_FARM = True
    with new_farm(PLAYS) as farm:
        yield farm


@pytest.fixture
def tap() -> Iterator[Tap]:
    with tapped() as tap:
        yield tap


def run(**options: Any) -> str:
    out = StringIO()
    call_command("check_links", stdout=out, **options)
    return out.getvalue()


def give(response: Response, author: User, farm: Farm, *paths: str) -> None:
    """Answer with links to the farm, each under an address of its own."""
    port = farm.ports["plain"]
    links = [{"label": "", "url": f"http://127.0.0.1:{port}/{path}"} for path in paths]
    write(response, "a-2", author, links=links)


def test_links_are_checked_once_a_day(
    response: Response, writer: User, farm: Farm, tap: Tap
) -> None:
    give(response, writer, farm, "pdf", "forbidden")
    assert run() == "Checked: 2 (works 1, guarded 1)\n"
    assert run() == "Checked: 0\n"
    assert Check.objects.count() == 2
    assert set(tap.connected) == {("127.0.0.1", farm.ports["plain"])}


def test_those_of_one_city_can_be_checked_alone(
    response: Response, writer: User, farm: Farm, tap: Tap
) -> None:
    give(response, writer, farm, "pdf")
    other = make_response(make_city("shelbyville"), response.edition)
    give(other, make_member(other.city, "contributor"), farm, "pdf?2")
    assert run(city="shelbyville") == "Checked: 1 (works 1)\n"
    assert run(city="shelbyville") == "Checked: 0\n"
    assert run(city="shelbyville", all=True) == "Checked: 1 (works 1)\n"
    assert run() == "Checked: 1 (works 1)\n"
    assert run(all=True) == "Checked: 2 (works 2)\n"


def test_what_waits_as_its_site_wants_to_be_left_alone_is_told(
    response: Response, writer: User, farm: Farm, tap: Tap
) -> None:
    give(response, writer, farm, "too-many")
    assert run() == "Checked: 1 (guarded 1)\n"
    farm.plays["/late"] = farm.plays["/pdf"]
    other = make_response(make_city("shelbyville"), response.edition)
    give(other, make_member(other.city, "contributor"), farm, "late")
    assert run() == ("Checked: 0\nLeft for later, as their sites want to be left alone: 1\n")


def test_nothing_connects_unless_the_settings_allow_it(
    response: Response, writer: User, farm: Farm, tap: Tap, settings: Settings
) -> None:
    settings.CHECK_LINKS = False
    give(response, writer, farm, "pdf")
    with pytest.raises(CommandError, match="Set CHECK_LINKS=true to allow connections"):
        run()
    assert tap.connected == []


@pytest.mark.usefixtures("farm")
def test_a_city_that_is_not_there_is_told() -> None:
    with pytest.raises(CommandError, match=r"There is no city atlantis\."):
        run(city="atlantis")
