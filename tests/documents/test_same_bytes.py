import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from responses.documents import pdf
from responses.documents.engine import engine
from responses.documents.pdf import render_pdf, rendering_key
from responses.domain.snapshot.snapshot import Snapshot
from responses.fonts import fonts
from responses.fonts.fonts import FAMILIES
from tests.support.new_font import make_font

from .demo_figures import demo_figures
from .snapshots import (
    approved,
    make_answer,
    make_question,
    make_section,
    make_snapshot,
    saying,
)

ROOT = Path(__file__).resolve().parents[2]


def test_render_pdf_fetches_nothing() -> None:
    fetch = engine().fetcher
    for url in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,a", "ftp://a.example/"):
        with pytest.raises(ValueError, match="No such picture"):
            fetch(url)


def test_render_pdf_gives_the_same_bytes_again(demo: Snapshot, demo_ko: bytes) -> None:
    assert render_pdf(demo, "ko", figures=demo_figures) == demo_ko


FRESH = """
import hashlib, pickle, sys
import django
django.setup()
from responses.documents.pdf import render_pdf
from tests.documents.demo_figures import demo_figures
for snapshot in pickle.load(sys.stdin.buffer):
    print(hashlib.sha256(render_pdf(snapshot, "ko", figures=demo_figures)).hexdigest())
"""
WITHOUT_GLYPHS = saying(text="가\ue123나 漢 ع 😀 \U0010fffd")


def rendered_afresh(*snapshots: Snapshot, **environment: str) -> list[str]:
    """Return the digests of PDFs as another process makes them."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", FRESH],
        input=pickle.dumps(snapshots),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
    )
    return done.stdout.decode().split()


def here(*contents: bytes) -> list[str]:
    return [sha256(content).hexdigest() for content in contents]


def test_render_pdf_gives_the_same_bytes_in_another_process(demo: Snapshot, demo_ko: bytes) -> None:
    assert rendered_afresh(demo) == here(demo_ko)


def test_a_font_more_on_the_machine_changes_no_byte(
    demo: Snapshot, demo_ko: bytes, tmp_path: Path
) -> None:
    """One has what no font of documents has, others have the names of those; all are found."""
    characters = "\ue123\U0010fffd 가나漢ع😀A1"
    for family in ("More", *FAMILIES):
        make_font(tmp_path / f"fonts/{family}.ttf", family, characters)
    machine = {"XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    listed = subprocess.run(
        ["fc-list", ":charset=e123", "family"],  # noqa: S607 - found by PATH, as it should be
        env={**os.environ, **machine},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"More", *FAMILIES} <= set(listed.stdout.splitlines())
    assert rendered_afresh(
        demo, WITHOUT_GLYPHS, **machine, DATA_DIR=str(tmp_path / "data")
    ) == here(demo_ko, render_pdf(WITHOUT_GLYPHS, "ko"))


def test_a_machine_of_another_language_without_fonts_of_its_own_changes_no_byte(
    tmp_path: Path,
) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    machine = {"FONTCONFIG_FILE": str(configuration), "FC_LANG": "ja", "LANGUAGE": "ja"}
    assert rendered_afresh(WITHOUT_GLYPHS, **machine, LC_ALL="ja_JP.UTF-8") == here(
        render_pdf(WITHOUT_GLYPHS, "ko")
    )


def test_rendering_key_changes_with_all_that_is_printed() -> None:
    snapshot = make_snapshot()
    others: list[tuple[Snapshot, str]] = [
        (snapshot, "en"),
        (replace(snapshot, language="en"), "ko"),
        (make_snapshot(approved(make_section(make_answer(make_question())))), "ko"),
        (saying(text="가"), "ko"),
    ]
    keys = {rendering_key(*other) for other in [(snapshot, "ko"), *others]}
    assert len(keys) == 1 + len(others)
    assert rendering_key(make_snapshot(), "ko") == rendering_key(snapshot, "ko")


@pytest.fixture
def _forgotten() -> Iterator[None]:
    """Let the key be made anew, and again after the test."""
    pdf._form.cache_clear()
    yield
    pdf._form.cache_clear()


@pytest.mark.usefixtures("_forgotten")
def test_rendering_key_changes_with_the_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rendering_key(make_snapshot(), "ko")
    pdf._form.cache_clear()
    monkeypatch.setattr(fonts, "version", lambda: "of others")
    assert rendering_key(make_snapshot(), "ko") != before


@pytest.mark.usefixtures("_forgotten")
@pytest.mark.parametrize("library", ["libpango-1.0.so.0", "libharfbuzz.so.0"])
def test_rendering_key_changes_with_the_libraries(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = pdf._library_version
    assert re.fullmatch(r"\d+\.\d+\.\d+", told(library, pdf._LIBRARIES[library]))
    before = rendering_key(make_snapshot(), "ko")
    pdf._form.cache_clear()
    monkeypatch.setattr(
        pdf, "_library_version", lambda name, ask: "0" if name == library else told(name, ask)
    )
    assert rendering_key(make_snapshot(), "ko") != before
