from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from pytest_django import Settings

from responses.domain.chaining import CHAINED
from responses.enums import Role, State
from responses.models import (
    Answer,
    ChainEntry,
    City,
    Edition,
    Membership,
    Notice,
    Response,
    Revision,
    SectionWork,
    User,
)

pytestmark = pytest.mark.django_db


def generate(**amount: object) -> str:
    out = StringIO()
    call_command("generate_load", stdout=out, **amount)
    return out.getvalue()


def test_a_load_is_as_if_people_had_written_it(settings: Settings) -> None:
    settings.DEMO_PASSWORD = "open sesame"
    assert generate(cities=2, editions=2, revisions=3) == "2 of 2 cities\n"
    assert [city.slug for city in City.objects.all()] == ["load-1", "load-2"]
    assert [edition.code for edition in Edition.objects.order_by("year")] == [
        "load-2020",
        "lgq-2022",
    ]
    assert Response.objects.count() == 4
    originals = Answer.objects.filter(language="")
    assert originals.count() == 4 * 24
    assert Revision.objects.filter(answer__language="").count() == 4 * 24 * 3
    records = sum(kind.records.count() for kind in CHAINED.values())
    assert ChainEntry.objects.count() == records
    out = StringIO()
    call_command("verify_records", stdout=out)
    assert "Records that differ from the chain: 0." in out.getvalue()
    states = SectionWork.objects.filter(response__edition__code="lgq-2022").values_list("state")
    assert dict(states.annotate(Count("pk")).order_by()) == dict.fromkeys(State.values, 4)
    assert User.objects.get(email="writer1@load-2.example").check_password("open sesame")
    roles = Membership.objects.filter(city__slug="load-2").values_list("role", flat=True)
    assert set(roles) == {Role.COORDINATOR, Role.CONTRIBUTOR, Role.REVIEWER}
    # Nobody gets an e-mail of it, and of what is over nothing waits.
    assert not Notice.objects.filter(mailed_at=None).exists()
    unread = Notice.objects.filter(read_at=None)
    assert {notice.response.edition.code for notice in unread} == {"lgq-2022"}


def test_a_second_load_is_refused_and_changes_nothing() -> None:
    generate(cities=1, editions=1, revisions=1)
    with pytest.raises(CommandError, match="There is a load already"):
        generate(cities=1, editions=1, revisions=1)
    assert City.objects.count() == 1


def test_without_a_password_nobody_can_sign_in(settings: Settings) -> None:
    settings.DEMO_PASSWORD = ""
    generate(cities=1, editions=1, revisions=1)
    assert not any(person.has_usable_password() for person in User.objects.all())


def test_in_production_it_has_to_be_told_and_opens_no_door(settings: Settings) -> None:
    settings.SECURE, settings.DEMO_PASSWORD = True, "open sesame"
    with pytest.raises(CommandError, match="--in-production"):
        generate(cities=1, editions=1, revisions=1)
    assert not City.objects.exists()
    generate(cities=1, editions=1, revisions=1, in_production=True)
    assert not any(person.has_usable_password() for person in User.objects.all())


@pytest.mark.parametrize("amount", [{"cities": 0}, {"editions": 0}, {"revisions": -1}])
def test_nothing_is_no_load(amount: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="at least one"):
        generate(**amount)
