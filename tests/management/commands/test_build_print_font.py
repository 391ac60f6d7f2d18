from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from responses.fonts import named_fonts


def run() -> str:
    out = StringIO()
    call_command("build_print_font", stdout=out)
    return out.getvalue()


def test_build_print_font_says_when_it_made_the_font(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert (run(), run()) == ("The print font is made.\n", "")


def test_build_print_font_says_which_font_is_missing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(named_fonts, "FOLDER", tmp_path)
    with pytest.raises(CommandError, match=r"Amiri-Bold\.ttf.*fonts-hosny-amiri"):
        run()
