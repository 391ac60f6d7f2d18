from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from environ import Env
from pytest_django import Settings

from responses import checks
from responses.fonts import named_fonts
from responses.fonts.named_fonts import FONTS
from tests.support.new_font import make_font


@pytest.fixture
def font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the path of a font that is missing, while all others are there."""
    for each in FONTS[1:]:
        path = tmp_path / each.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(each.path)
    monkeypatch.setattr(named_fonts, "FOLDER", tmp_path)
    return FONTS[0].path


def test_a_machine_that_is_set_up_gets_no_warning() -> None:
    assert run_checks() == []


def test_a_missing_font_is_an_error_that_names_file_and_package(font: Path) -> None:
    [error] = run_checks()
    assert (error.id, error.is_serious()) == ("responses.E001", True)
    assert error.msg == (
        f"The font file {font} is missing; Debian and Ubuntu have it in fonts-noto-cjk."
    )
    with pytest.raises(SystemCheckError, match="fonts-noto-cjk"):
        call_command("check")


def test_a_font_of_another_version_is_warned_of(font: Path) -> None:
    make_font(font, "Noto Sans CJK KR", "A", version="2.005")
    # The whole font has ten faces in a file, and this has one.
    [warning] = run_checks()
    assert (warning.id, warning.is_serious()) == ("responses.W002", False)
    assert f"{font} is of version 2.005; known are 2.004" in warning.msg


def test_a_machine_without_the_subsetter_is_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SUBSETTER", "libno-such-library.so.0")
    assert [warning.id for warning in checks.check_subsetter(None)] == ["responses.W001"]


@pytest.mark.parametrize(
    ("url", "found"), [("consolemail://", ["responses.W003"]), ("smtp://127.0.0.1:25", [])]
)
def test_a_server_without_a_mail_server_is_warned(
    url: str, found: list[str], settings: Settings
) -> None:
    settings.EMAIL_BACKEND = Env.email_url_config(url)["EMAIL_BACKEND"]
    assert [warning.id for warning in checks.check_mail(None)] == found
    assert checks.check_mail not in registry.get_checks()
    assert checks.check_mail in registry.get_checks(include_deployment_checks=True)
