"""The documents name what there is, and all of it."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from responses import models

ROOT = Path(__file__).resolve().parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def house() -> list[str]:
    """Return the paths of ARCHITECTURE.md's tree, one a leaf: `responses/domain/permissions.py`."""
    block = re.search(r"```text\n(.+?)```", read("ARCHITECTURE.md"), re.DOTALL)
    assert block
    paths: list[str] = []
    folders: list[str] = []
    for line in block[1].splitlines():
        indent, rest = re.match(r"( *)(.*)", line).groups()  # type: ignore[union-attr]
        names = rest.split("  ")[0].split()
        depth = len(indent) // 2
        folders = [*folders[:depth], *(name for name in names if name.endswith("/"))]
        paths += ["".join(folders[:depth]) + name for name in names]
    return paths


def test_architecture_tree_names_only_what_exists() -> None:
    missing = [path for path in house() if not (ROOT / path).exists()]
    assert missing == []


def test_architecture_tree_names_every_module() -> None:
    modules = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "responses").rglob("*.py")
        if path.name != "__init__.py" and "migrations" not in path.parts
    }
    assert modules - set(house()) == set()


def test_architecture_words_name_every_model() -> None:
    words = re.search(r"## Words\n(.+?)\n## ", read("ARCHITECTURE.md"), re.DOTALL)
    assert words
    assert [name for name in models.__all__ if not re.search(rf"\b{name}\b", words[1])] == []


def test_readme_settings_are_those_read() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", read("README.md"), re.MULTILINE))
    source = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("survey_site", "responses")
        for path in (ROOT / folder).rglob("*.py")
    )
    asked = set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", source))
    asked |= set(re.findall(r"\bos\.environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"", source))
    assert named == asked - {"DJANGO_SETTINGS_MODULE", "FONTCONFIG_FILE", "PANGO_LANGUAGE"}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_commands_that_exist(name: str) -> None:
    asked = set(re.findall(r"manage\.py ([a-z_]+)", read(name)))
    assert asked
    assert asked - set(get_commands()) == set()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_scripts_that_exist(name: str) -> None:
    asked = set(re.findall(r"\bscript/([a-z]+)", read(name)))
    assert asked
    assert [script for script in asked if not (ROOT / "script" / script).exists()] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"]
)
def test_documents_link_to_files_that_exist(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", read(name))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_contributing_names_tests_that_exist() -> None:
    asked = re.findall(r"`(tests/[a-z0-9_/.]+)`", read("CONTRIBUTING.md"))
    assert asked
    assert [path for path in asked if not (ROOT / path).exists()] == []


def test_readme_names_the_demo_accounts() -> None:
    assert set(re.findall(r"`([a-z0-9]+)@", read("README.md"))) == {
        "coordinator",
        "reviewer1",
        "reviewer2",
        "reviewer3",
        "viewer",
        "writer1",
        "writer2",
    }
