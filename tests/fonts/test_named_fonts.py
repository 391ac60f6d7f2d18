import re
import subprocess
import sys
from pathlib import Path

import pytest

from responses.documents.engine import STYLESHEET
from responses.fonts import named_fonts
from responses.fonts.fonts import FAMILIES
from responses.fonts.named_fonts import FONTS
from tests.support.new_font import make_font

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of fonts, where all are there."""
    for font in FONTS:
        path = tmp_path / font.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(font.path)
    monkeypatch.setattr(named_fonts, "FOLDER", tmp_path)
    return tmp_path


def test_this_machine_has_all_fonts_in_versions_that_are_known() -> None:
    assert (named_fonts.missing(), named_fonts.unknown()) == ([], [])
    assert {font.family: font.version() for font in FONTS[::2]}.keys() == set(FAMILIES[1:])


def test_the_stylesheet_names_these_families_and_no_other() -> None:
    css = (ROOT / STYLESHEET).read_text(encoding="utf-8")
    lists = re.findall(r"\bfont(?:-family)?:[^;]*?((?:\"[^\"]+\"|Amiri)[^;]*);", css)
    assert lists
    for families in lists:
        assert tuple(each.strip(' \n"') for each in families.split(",")) == FAMILIES


@pytest.mark.parametrize("font", FONTS, ids=lambda font: Path(font.file).name)
def test_a_missing_font_is_named_with_its_package(
    font: named_fonts.NamedFont, folder: Path
) -> None:
    path = folder / font.file
    path.unlink()
    assert named_fonts.missing() == [
        f"The font file {path} is missing; Debian and Ubuntu have it in {font.package}."
    ]
    assert named_fonts.unknown() == []


def test_a_font_of_another_version_is_named_with_it(folder: Path) -> None:
    path = folder / "truetype/dejavu/DejaVuSans.ttf"
    path.unlink()
    make_font(path, "DejaVu Sans", "A", version="3.1")
    assert named_fonts.missing() == []
    assert named_fonts.unknown() == [f"The font file {path} is of version 3.1; known are 2.37."]


def test_asked_as_a_program_it_says_nothing_where_all_are_there() -> None:
    command = [sys.executable, "-m", "responses.fonts.named_fonts"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    assert (done.stdout, done.stderr) == (b"", b"")
