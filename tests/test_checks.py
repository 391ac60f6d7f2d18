import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from environ import Env
from pytest_django import Settings

from responses import checks

ROOT = Path(__file__).resolve().parent.parent


def warnings_under(tmp_path: Path, **environment: str) -> list[str]:
    """Return the ids of the warnings that `manage.py check` gives in another environment."""
    command = [sys.executable, "manage.py", "check"]
    fresh = {"DATA_DIR": str(tmp_path), "MODE": "local", **environment}
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=os.environ | fresh, capture_output=True, text=True, check=True
    )
    return [word for word in ("responses.W001", "responses.W002") if word in done.stderr]


def test_a_machine_that_is_set_up_gets_no_warning() -> None:
    assert run_checks() == []


def test_a_machine_without_korean_fonts_is_warned(tmp_path: Path) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    found = warnings_under(tmp_path, FONTCONFIG_FILE=str(configuration))
    assert found == ["responses.W002"]


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
