from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pytest_django import Settings

from responses.documents import fonts
from responses.documents.fontconfig import REGULAR, Fonts


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    data = tmp_path / "a folder & <more>"
    settings.DATA_DIR = data
    return data / "fonts"


def test_build_makes_the_font_once(folder: Path) -> None:
    assert fonts.configuration() is None
    assert (fonts.build(), fonts.build()) == (True, False)
    assert fonts.configuration() == folder / "fonts.conf"
    assert len(fonts.version()) == 64


def test_build_keeps_the_characters_that_korean_documents_use(folder: Path) -> None:
    fonts.build()
    drawn = TTFont(folder / "Regular.otf").getBestCmap()
    assert [character for character in "Aé가힣□○※⇒〈〉■①" if ord(character) not in drawn] == []
    assert ord("漢") not in drawn


def test_build_numbers_characters_by_the_places_of_their_glyphs(folder: Path) -> None:
    """Else a PDF names other characters than it means, which strict readers then show."""
    fonts.build()
    for style in fonts.WEIGHTS:
        glyphs = TTFont(folder / f"{style}.otf").getGlyphOrder()
        assert glyphs[1:] == [f"cid{place:05d}" for place in range(1, len(glyphs))]


def test_build_makes_a_font_that_fontconfig_finds_by_its_own_name(folder: Path) -> None:
    fonts.build()
    face = Fonts(fonts.configuration()).face(fonts.FAMILY, REGULAR)
    assert face
    assert face.path == folder / "Regular.otf"
    assert Fonts().face(fonts.FAMILY, REGULAR) is None


def test_build_makes_the_font_anew_of_another_source(folder: Path) -> None:
    fonts.build()
    (folder / "version").write_text("of an older source")
    assert fonts.build() is True
