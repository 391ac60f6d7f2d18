import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site
from fontTools.ttLib import TTFont

from responses.characters import normalise_text
from responses.fonts import fonts, named_fonts
from responses.fonts.named_fonts import FONTS
from tests.support.new_font import make_font

SAMPLE = "A가힣□○※⇒〈〉漢ع"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a data folder in which the fonts are made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "DATA_DIR", tmp_path_factory.mktemp("data") / "a folder & <more>")
        assert fonts.build() is True
        yield site.DATA_DIR


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a data folder without fonts, for which the smallest fonts stand for the named ones."""
    monkeypatch.setattr(site, "DATA_DIR", tmp_path / "data")
    monkeypatch.setattr(named_fonts, "FOLDER", tmp_path)
    monkeypatch.setattr(fonts, "SOURCE", "none")
    for font in FONTS:
        make_font(font.path, font.family, "A")
    return tmp_path / "data/fonts"


def made(data: Path) -> Path:
    return data / "fonts" / fonts.version()


def listed() -> set[str]:
    """Return which files and families fontconfig finds with the configuration of documents."""
    command = ["fc-list", "--format", "%{file} %{index} %{family}\n"]
    with fonts.configured():
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return set(done.stdout.splitlines())


def test_build_makes_the_fonts_once(data: Path) -> None:
    assert fonts.build() is False
    assert (data / "fonts/version").read_text() == fonts.version()


def test_build_copies_the_named_fonts(data: Path) -> None:
    for font in FONTS:
        assert (made(data) / font.path.name).read_bytes() == font.path.read_bytes()


def test_build_keeps_the_characters_that_korean_documents_use(data: Path) -> None:
    drawn = TTFont(made(data) / "Regular.otf").getBestCmap()
    assert [character for character in "Aé가힣□○※⇒〈〉■①" if ord(character) not in drawn] == []
    assert ord("漢") not in drawn


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_build_numbers_characters_by_the_places_of_their_glyphs(style: str, data: Path) -> None:
    """Else a PDF names other characters than it means, which strict readers then show."""
    glyphs = TTFont(made(data) / f"{style}.otf").getGlyphOrder()
    assert glyphs[1:] == [f"cid{place:05d}" for place in range(1, len(glyphs))]


def test_fontconfig_finds_these_fonts_and_no_other(data: Path) -> None:
    folder = made(data)
    assert listed() == {
        f"{folder}/Regular.otf 0 LGQ Print",
        f"{folder}/Bold.otf 0 LGQ Print",
        *(f"{folder / font.path.name} {font.index} {font.family}" for font in FONTS),
    }


def test_coverage_tells_characters_that_fonts_draw_from_those_that_none_does(data: Path) -> None:
    assert "".join(filter(fonts.coverage(), f"{SAMPLE}\u0378\ue123\U0010fffd")) == SAMPLE


def test_version_makes_the_fonts_if_nobody_has(empty: Path) -> None:
    assert (empty / fonts.version()).is_dir()
    assert fonts.build() is False


def test_version_makes_them_anew_that_another_release_made(empty: Path) -> None:
    empty.mkdir(parents=True)
    (empty / "version").write_text("of an older release")
    assert (empty / fonts.version()).is_dir()


def test_an_upgrade_of_a_font_changes_nothing_before_build(empty: Path) -> None:
    first = fonts.version()
    make_font(FONTS[-1].path, FONTS[-1].family, "AB")
    assert fonts.version() == first
    assert fonts.coverage()("B") is False
    assert fonts.build() is True
    assert fonts.version() != first
    assert fonts.coverage()("B") is True


def test_build_keeps_the_fonts_of_before_for_those_who_print_with_them(empty: Path) -> None:
    versions = []
    for characters in ("A", "AB", "ABC"):
        make_font(FONTS[-1].path, FONTS[-1].family, characters)
        fonts.build()
        versions.append(fonts.version())
    assert {folder.name for folder in empty.iterdir() if folder.is_dir()} == set(versions[1:])


def test_build_without_a_named_font_says_which(empty: Path) -> None:
    FONTS[-1].path.unlink()
    with pytest.raises(fonts.FontMissingError, match=r"DejaVuSans-Bold\.ttf.*fonts-dejavu-core"):
        fonts.version()
    assert not empty.exists()


@pytest.mark.usefixtures("data")
def test_every_sign_that_is_read_out_of_a_symbol_font_is_printed() -> None:
    covers = fonts.coverage()
    own = (*range(0xF020, 0xF100), *range(0xF0000, 0xF1000))
    read = "".join(normalise_text(chr(code)) for code in own)
    signs = {sign for sign in read if unicodedata.category(sign) != "Co"}
    assert {"①", "⑳", "❶", "⓴", "·", "•", "▪", "●", "☑", "인"} <= signs
    assert [sign for sign in sorted(signs) if not covers(sign)] == []
