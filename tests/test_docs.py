"""The documents name what there is, and all of it."""

import re
import tomllib
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db.models import ForeignKey

from responses import models
from responses.domain.review.workflow import TRANSITIONS

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


def test_architecture_tree_names_every_room() -> None:
    application = ROOT / "responses"
    rooms = {
        path.parent.relative_to(ROOT).as_posix() + "/"
        for pattern in ("*/*.py", "domain/*/*.py")
        for path in application.glob(pattern)
    }
    assert rooms - set(house()) == set()


def test_architecture_names_the_layers_that_are_checked() -> None:
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    checked = [each["layers"] for each in contracts if each["type"] == "layers"]
    assert len(checked) == 2
    for layers in checked:
        beside = [re.findall(r"\w+", layer) for layer in layers]
        told = (f"({', '.join(names)})" if len(names) > 1 else names[0] for names in beside)
        assert f"`{' > '.join(told)}`" in read("ARCHITECTURE.md")


def test_architecture_fits_on_its_page() -> None:
    assert len(read("ARCHITECTURE.md").splitlines()) <= 130


@cache
def defined() -> dict[str, set[str]]:
    """Return what each module defines, by its bare name: {"workflow": {"perform", ...}}."""
    names: dict[str, set[str]] = {}
    for folder in ("responses", "survey_site"):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            found = re.findall(r"^(?:def |class )?([A-Za-z_]\w*)(?: =|:|\()", source, re.MULTILINE)
            names.setdefault(path.stem, set()).update(found)
    return names


@cache
def there() -> list[str]:
    """Return the path of each file of the product and its tests: `/responses/enums.py`."""
    return [
        "/" + path.relative_to(ROOT).as_posix()
        for folder in ("responses", "survey_site", "static", "templates", "fixtures", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "flows").glob("*.md")), ids=str)
def test_flows_name_what_exists(path: Path) -> None:
    text, modules = path.read_text(encoding="utf-8"), defined()
    files = re.findall(r"`([\w/]+\.(?:py|js|json))`", text)
    assert [name for name in files if not any(each.endswith("/" + name) for each in there())] == []
    calls = [call for call in re.findall(r"`(\w+)\.(\w+)`", text) if call[0] in modules]
    assert [call for call in calls if call[1] not in {"py", "js", "csv", *modules[call[0]]}] == []


def is_named_rightly(dotted: str) -> bool:
    """Return whether `domain.content.kinds.KINDS` leads to a room, a module or what one defines."""
    *path, last = dotted.removeprefix("responses.").split(".")
    where = ROOT.joinpath("responses", *path)
    if (where / last).is_dir() or (where / f"{last}.py").is_file():
        return True
    source = where / "__init__.py" if where.is_dir() else where.with_suffix(".py")
    defines = re.compile(rf"^(?:def |class )?{last}\b", re.MULTILINE)
    return source.is_file() and defines.search(source.read_text(encoding="utf-8")) is not None


def test_docstrings_and_templates_name_modules_that_exist() -> None:
    room = r"(?:responses\.)?(?:domain|documents|forms|intake|pages|views|wording)\.[\w.]*\w"
    named = {
        (file, dotted)
        for file in there()
        if file.startswith(("/responses/", "/templates/")) and file.endswith((".py", ".html"))
        for quoted in re.findall(
            rf"`({room})`" if file.endswith(".py") else rf"\{{#[^#]*?\b({room})",
            (ROOT / file[1:]).read_text("utf-8"),
        )
        for dotted in [re.sub(r"(?<=[A-Z])(\w*[a-z])\.\w+$", r"\1", quoted)]
    }
    assert len(named) > 100
    assert [each for each in sorted(named) if not is_named_rightly(each[1])] == []


def recipes() -> dict[str, set[str]]:
    """Return the files that each recipe of docs/adding.md names, by its heading."""
    sections = re.split(r"^## ", read("docs/adding.md"), flags=re.MULTILINE)[1:]
    return {
        text.partition("\n")[0]: {
            found.rstrip("/") for found in re.findall(r"`(\w[\w/.-]*(?:\.\w+|/))`", text)
        }
        for text in sections
    }


def test_recipes_are_these() -> None:
    assert list(recipes()) == [
        "A kind of part",
        "A notice",
        "A state of a section",
        "A state of a link",
        "An action on a section",
        "A role",
        "A format of a file",
        "A type of filled questionnaire",
        "An edition",
        "A language of the interface",
        "A command",
        "A page",
    ]


def test_recipes_name_files_that_exist() -> None:
    named = set().union(*recipes().values())
    short = {"domain", "tasks.py"}
    assert [name for name in sorted(named - short) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("recipe", "example"),
    [
        ("A notice", r"NoticeKind\.MENTIONED\b|\bMENTIONED ="),
        ("A state of a section", r'State\.CHANGES_REQUESTED\b|"changes_requested"'),
        ("A state of a link", r"\b(LinkState|Finding)\.GUARDED\b|\bGUARDED =|\"guarded\""),
        ("An action on a section", r"\bAction\.(COMMENT|WITHDRAW)\b|\bCOMMENT = \"comment\""),
        ("A role", r"\bRole\.VIEWER\b|\bVIEWER ="),
        ("A format of a file", r"\bresponse_md\b|response\.md"),
        ("A type of filled questionnaire", r"\bhwpx\.read\b"),
        ("A language of the interface", r'\bLanguage\.EN\b|"en"(?!: "S)|\bEN ='),
        ("A page", r"\bverify\.verify\b"),
    ],
)
def test_recipe_names_each_file_that_knows_an_example_of_today(recipe: str, example: str) -> None:
    knowing = {
        path.lstrip("/")
        for path in there()
        if path.startswith(("/responses/", "/survey_site/", "/templates/", "/static/css/"))
        and path.endswith((".py", ".html", ".css"))
        and "/migrations/" not in path
        and re.search(example, (ROOT / path.lstrip("/")).read_text(encoding="utf-8"))
    }
    assert knowing
    assert knowing - recipes()[recipe] == set()


def test_recipe_of_a_kind_names_its_modules_and_templates_alone() -> None:
    files = {path.lstrip("/") for path in there() if Path(path).stem == "percentage"}
    named = {name for name in recipes()["A kind of part"] if Path(name).stem == "percentage"}
    assert named == {name for name in files if not name.startswith("tests/") and "." in name} - {
        name for name in files if name.endswith(".pyc")
    }


def chart(kind: str) -> list[str]:
    """Return the lines of a mermaid chart of ARCHITECTURE.md."""
    block = re.search(rf"```mermaid\n{kind}\n(.+?)```", read("ARCHITECTURE.md"), re.DOTALL)
    assert block
    return block[1].splitlines()


def test_architecture_draws_the_transitions() -> None:
    drawn = {
        match.groups()
        for line in chart("stateDiagram-v2")
        if (match := re.fullmatch(r" *(\w+) --> (\w+): (\w+)", line))
    }
    assert drawn == {
        (str(source), str(target), str(action))
        for action, transition in TRANSITIONS.items()
        for target in transition.targets
        for source in transition.sources
    }


def test_architecture_draws_the_foreign_keys() -> None:
    drawn = set()
    for line in chart("flowchart LR"):
        ends = [end.split(" & ") for end in re.split(r" -->(?:\|\w+\|)? ", line.strip())]
        for tails, heads in pairwise(ends):
            drawn |= set(product(tails, heads))
    keys = {
        (model, field.related_model)
        for model in apps.get_app_config("responses").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    }
    assert drawn == {
        (model.__name__, target.__name__)
        for model, target in keys
        if isinstance(target, type) and target is not models.User
    }


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


def test_readme_names_every_command() -> None:
    own = {name for name, app in get_commands().items() if app == "responses"}
    assert own - set(re.findall(r"`manage\.py ([a-z_]+)", read("README.md"))) == set()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_scripts_that_exist(name: str) -> None:
    asked = set(re.findall(r"\bscript/([a-z]+)", read(name)))
    assert asked
    assert [script for script in asked if not (ROOT / "script" / script).exists()] == []


@pytest.mark.parametrize(
    "path", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))], ids=str
)
def test_documents_link_to_files_that_exist(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


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
        "translator",
        "viewer",
        "writer1",
        "writer2",
    }


# Tests of several modules, which are named by what they ask.
ACROSS = {
    "documents/test_cover.py",
    "documents/test_originals.py",
    "documents/test_page_ends.py",
    "documents/test_reading_back.py",
    "documents/test_same_bytes.py",
    "documents/test_wholly_english.py",
    "domain/answers/test_autosaving.py",
    "domain/answers/test_races.py",
    "domain/answers/test_translated.py",
    "domain/answers/test_translation_races.py",
    "domain/checks/test_link_races.py",
    "domain/content/test_kinds.py",
    "domain/files/test_memory.py",
    "domain/files/test_file_races.py",
    "domain/files/test_removing.py",
    "domain/incoming/test_races.py",
    "domain/handouts/test_handout_races.py",
    "domain/review/test_who_moves.py",
    "domain/signing/test_signing_races.py",
    "domain/talk/test_talking_of_translations.py",
    "domain/talk/test_talking_races.py",
    "domain/telling/test_settling.py",
    "domain/test_one_door.py",
    "domain/test_ways_to_answers.py",
    "evidence/test_hostile_pages.py",
    "forms/answer/test_kinds.py",
    "intake/test_fuzz.py",
    "intake/test_round_trips.py",
    "intake/test_types.py",
    "models/test_constraints.py",
    "views/test_added_kinds.py",
    "views/test_afterwards.py",
    "views/test_confirming.py",
    "views/test_follow_ups.py",
    "views/test_link_rows.py",
    "views/test_namesakes.py",
    "views/test_talk_of_translations.py",
    "views/test_translators.py",
}
# Folders of tests that mirror none, and those that no folder mirrors: small forms are tested by
# their pages, and the kinds all together.
APART = {"e2e", "js", "machine", "support"}
ELSEWHERE = {"domain/content/kinds", "forms/answer/kinds"}


def modules_of(folder: str) -> set[Path]:
    return {path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*.py")}


def test_tests_stand_where_what_they_test_stands() -> None:
    modules, tests = modules_of("responses"), modules_of("tests")
    rooms = {path.parent for path in modules if path.name != "__init__.py"} - {Path("migrations")}
    mirrored = {
        path for path in tests if path.name.startswith("test_") and path.parts[0] not in APART
    }
    assert {room.as_posix() for room in rooms - {path.parent for path in mirrored}} == ELSEWHERE
    # Those at the top are of scripts, settings and documents, too.
    named = {path for path in mirrored if path.parent != Path()}
    # Many tests of one module stand in a folder of its name.
    across = {
        path
        for path in named
        if not {path.with_name(path.name[5:]), path.parent.with_suffix(".py")} & modules
    }
    assert {path.as_posix() for path in across} == ACROSS
