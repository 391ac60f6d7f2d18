"""script/setup: it asks the programs, and names what they lack. Nothing is installed here.

It runs in a copy of the project in which everything is a link to what is here, but for what
a test breaks.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from stat import S_IRWXU

import pytest

from responses.fonts.named_fonts import FOLDER, FONTS, NamedFont

ROOT = Path(__file__).resolve().parent.parent
FONT_LIST = "responses/fonts/named_fonts.py"
VERA = "tests/support/vera.py"
FILES = ("script/setup", "package-lock.json", "requirements/main.txt", "requirements/test.txt")
DRIVER = next((ROOT / ".venv/lib").glob("python3*/site-packages/playwright/driver/node"))

SetUp = Callable[[], subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a copy of the project with all that is installed for the tests."""
    project = tmp_path / "project"
    for name in (*FILES, FONT_LIST, VERA):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, project / name)
    for folder, lock in ((".venv", "requirements/test.txt"), ("node_modules", "package-lock.json")):
        mirror(ROOT / folder, project / folder)
        for stamp in (project / folder).glob(".lgq-*"):
            stamp.unlink()
        digest = sha256((project / lock).read_bytes()).hexdigest()
        (project / folder / ".lgq-test").write_text(f"{digest}\n")
    # On the PATH before all others.
    program(project / "bin/apt-get", "exit 1")
    return project


def mirror(folder: Path, copy: Path) -> None:
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).symlink_to(path)


def program(path: Path, line: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(S_IRWXU)
    return path


def without_a_library(path: Path) -> None:
    """Put a program in place that needs a library that no machine has, libq.so.6."""
    content = Path("/usr/bin/true").read_bytes()
    assert b"\0libc.so.6\0" in content
    path.unlink(missing_ok=True)
    path.write_bytes(content.replace(b"\0libc.so.6\0", b"\0libq.so.6\0"))
    path.chmod(S_IRWXU)


@pytest.fixture
def set_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> SetUp:
    """Give the script, to be run in the copy."""
    monkeypatch.setenv("PATH", f"{project / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    command = [str(project / "script/setup"), "--test"]
    return lambda: subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def broken_driver(project: Path) -> Path:
    """Put links in place of the folders above the driver, and return where it now is."""
    place = project / ".venv"
    for part in DRIVER.relative_to(ROOT / ".venv").parts[:-1]:
        place /= part
        target = place.resolve()
        place.unlink()
        mirror(target, place)
    return place / DRIVER.name


def test_what_is_set_up_is_asked_once(project: Path, set_up: SetUp) -> None:
    asked = project / "asked"
    program(project / "bin/chromium-headless-shell", f'echo "$@" >>"{asked}"')
    for _ in range(2):
        done = set_up()
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert asked.read_text() == "--version\n"


def test_a_library_that_the_browser_lacks_is_named(project: Path, set_up: SetUp) -> None:
    without_a_library(project / "bin/chromium-headless-shell")
    for _ in range(2):  # it is asked until it runs
        done = set_up()
        assert done.returncode == 1
        assert f"{project}/bin/chromium-headless-shell lacks the libraries libq.so.6" in done.stderr
        assert "apt-get install libq6" in done.stderr


def test_a_library_that_the_browsers_driver_lacks_is_named(project: Path, set_up: SetUp) -> None:
    without_a_library(broken_driver(project))
    done = set_up()
    assert done.returncode == 1
    assert "playwright/driver/node lacks the libraries libq.so.6" in done.stderr


def test_a_program_that_does_not_run_is_named_with_what_it_says(
    project: Path, set_up: SetUp
) -> None:
    program(project / "bin/chromium-headless-shell", "echo No room >&2; exit 1")
    done = set_up()
    assert done.returncode == 1
    assert f"{project}/bin/chromium-headless-shell does not run: No room" in done.stderr


@pytest.mark.parametrize("font", FONTS[::2], ids=lambda font: font.family)
def test_a_font_that_is_missing_is_named_with_its_package(
    font: NamedFont, project: Path, set_up: SetUp
) -> None:
    fonts = project / FONT_LIST
    file = Path(font.file)
    text = fonts.read_text(encoding="utf-8")
    fonts.write_text(text.replace(file.name, f"No{file.name}"), encoding="utf-8")
    done = set_up()
    assert done.returncode == 1
    assert f"{FOLDER / file.parent}/No{file.name} is missing" in done.stderr
    assert font.package in done.stderr


def test_what_pdfs_are_checked_with_is_named_where_it_is_missing(
    project: Path, set_up: SetUp
) -> None:
    vera = project / VERA
    vera.write_text(vera.read_text(encoding="utf-8").replace('"jaxb-core"', '"jaxb-lost"'))
    done = set_up()
    assert done.returncode == 1
    assert done.stderr == (
        "PDFs cannot be checked without the file /usr/share/java/jaxb-lost.jar "
        "(Debian and Ubuntu have it in libjaxb-java).\n"
    )
