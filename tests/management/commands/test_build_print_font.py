from io import StringIO
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings


def run() -> str:
    out = StringIO()
    call_command("build_print_font", stdout=out)
    return out.getvalue()


def test_build_print_font_says_when_it_made_the_font(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert (run(), run()) == ("The print font is made.\n", "")
    assert sorted(path.suffix for path in (tmp_path / "fonts").glob("*.*")) == [
        ".conf",
        ".otf",
        ".otf",
    ]
