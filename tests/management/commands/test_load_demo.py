import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from responses.domain.demo import accounts_of, read_demo
from responses.models import City, User
from tests.support.factories import make_city

pytestmark = pytest.mark.django_db

EMAIL = "writer1@seoul.example"


@pytest.fixture(autouse=True)
def kept(settings: Settings, tmp_path: Path) -> Path:
    """Return where the password is kept, in a data folder that is not there yet."""
    settings.DATA_DIR = tmp_path / "var"
    settings.DEMO_PASSWORD = ""
    path: Path = settings.DATA_DIR / "demo-password"
    return path


def opens(password: str) -> bool:
    return User.objects.get(email=EMAIL).check_password(password)


def test_load_demo_makes_a_password_and_keeps_it_to_itself(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_demo")
    password = kept.read_text()
    assert opens(password)
    assert len(password) >= 16
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert password in capsys.readouterr().out


def test_load_demo_prints_the_accounts_and_their_password(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.DEMO_PASSWORD = "open sesame"
    call_command("load_demo")
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "The demo is loaded; the password of each account is open sesame"
    assert [line.split() for line in lines] == [
        [account.email, account.role.value, account.name] for account in accounts_of(read_demo())
    ]


def test_load_demo_uses_the_password_that_was_kept(kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_text("kept secret\n")
    kept.chmod(0o644)
    call_command("load_demo")
    assert opens("kept secret")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_load_demo_prefers_the_password_it_is_given_and_keeps_that(
    kept: Path, settings: Settings
) -> None:
    kept.parent.mkdir()
    kept.write_text("old secret")
    settings.DEMO_PASSWORD = "open sesame"
    call_command("load_demo")
    assert opens("open sesame")
    assert kept.read_text() == "open sesame"


def test_load_demo_again_is_refused_and_changes_nothing(kept: Path, settings: Settings) -> None:
    call_command("load_demo")
    password = kept.read_text()
    settings.DEMO_PASSWORD = "another"
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo")
    assert str(refusal.value).startswith("The demo was not loaded, as these exist: busan, seoul, ")
    assert kept.read_text() == password
    assert opens(password)


def test_load_demo_if_empty_loads_into_an_empty_database() -> None:
    call_command("load_demo", if_empty=True)
    assert City.objects.count() == 2


def test_load_demo_if_empty_does_nothing_where_any_city_is(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_city("springfield")
    call_command("load_demo", if_empty=True)
    assert [city.slug for city in City.objects.all()] == ["springfield"]
    assert capsys.readouterr() == ("", "")
    assert not kept.exists()


@pytest.mark.parametrize("password", ["", "short", "password", "12345678901234"])
def test_load_demo_opens_no_weak_door_in_production(
    kept: Path, settings: Settings, password: str
) -> None:
    settings.SECURE = True
    settings.DEMO_PASSWORD = password
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo")
    assert str(refusal.value).startswith("MODE=production needs a good DEMO_PASSWORD: ")
    assert not City.objects.exists()
    assert not kept.exists()


def test_load_demo_keeps_no_password_in_production(kept: Path, settings: Settings) -> None:
    settings.SECURE = True
    settings.DEMO_PASSWORD = "correct horse battery staple"
    call_command("load_demo")
    assert opens("correct horse battery staple")
    assert not kept.exists()
