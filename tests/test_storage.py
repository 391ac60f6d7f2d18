"""Scripts import each other by names that change with their content."""

import re
from collections import deque
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import FileSystemFinder
from django.test import Client, override_settings

from survey_site.storage import StaticFiles, without_comments

IMPORT = re.compile(r'^(?:import|export)\b[^"]*"(\.\.?/[^"]+)";', re.MULTILINE)
COMMENT = re.compile(r"\s*(?://|/?\*)")


@pytest.fixture
def collected(tmp_path: Path) -> StaticFiles:
    """Return the storage of all scripts of our own, as `collectstatic` leaves it."""
    storage = StaticFiles(location=str(tmp_path))
    found = {}
    for path, source in FileSystemFinder().list([]):
        if path.startswith("js/") and not source.prefix:
            found[path] = (source, path)
            with source.open(path) as script:
                storage.save(path, script)
    outcomes = list(storage.post_process(found))
    assert [name for name, _, processed in outcomes if isinstance(processed, Exception)] == []
    return storage


def test_collected_scripts_import_collected_scripts(collected: StaticFiles) -> None:
    imports = [
        (script, imported)
        for script in Path(collected.location).glob("js/*/*.*.js")
        for imported in IMPORT.findall(script.read_text(encoding="utf-8"))
    ]
    assert any(script.name.startswith("autosave.") for script, _ in imports)
    for script, imported in imports:
        name = re.fullmatch(r"\.\.?/(?:[a-z]+/)?[a-z-]+\.[0-9a-f]{12}\.js", imported)
        assert name, (script, imported)
        assert (script.parent / imported).resolve().exists(), (script, imported)


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("// Said.\na();\n", "a();\n"),
        ("  // Said.\n  a(); // Stays.\n", "  a(); // Stays.\n"),
        ("/** Said. */\na();\n", "a();\n"),
        ("/**\n * Said\n * @param {*} a\n **/\na();\n", "a();\n"),
        ("/* One. */\n/* Two. */\n\na\n", "\na\n"),
        ("/** @type {A} */ (a).b();\n/* Said. */\nc();\n", "/** @type {A} */ (a).b();\nc();\n"),
        ('a("// no comment");\nb = "/*";\n', 'a("// no comment");\nb = "/*";\n'),
        ("a = b\n  / c;\n/x*/.test(d);\n", "a = b\n  / c;\n/x*/.test(d);\n"),
    ],
)
def test_comments_with_lines_of_their_own_are_not_sent(source: str, sent: str) -> None:
    assert without_comments(source.encode()).decode() == sent


def test_scripts_lose_nothing_but_comments(collected: StaticFiles) -> None:
    for path, source in FileSystemFinder().list([]):
        if not path.startswith("js/") or source.prefix:
            continue
        with source.open(path) as file:
            script = file.read().decode().splitlines()
        # In a text of several lines what begins like a comment would be none.
        assert all(line.count("`") % 2 == 0 for line in script), path
        sent = Path(collected.path(collected.stored_name(path))).read_text(encoding="utf-8")
        left = deque(sent.splitlines())
        for line in script:
            if left and _without_names(line) == _without_names(left[0]):
                left.popleft()
            else:
                assert COMMENT.match(line), (path, line)
        assert not left, path


def _without_names(line: str) -> str:
    """Return a line without the digests in the names of what it imports, and without spaces."""
    return re.sub(r"\.[0-9a-f]{12}(?=\.js\b)|\s", "", line)


def test_a_static_file_says_what_it_is_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "app.0123456789ab.css").write_text("a {}")
    with override_settings(STATIC_ROOT=tmp_path, WHITENOISE_AUTOREFRESH=False):
        reply = Client().get("/static/app.0123456789ab.css")
        # To the end, which closes it; `close` would look after the database, too.
        assert b"".join(reply) == b"a {}"
    assert reply.status_code == 200
    assert reply["X-Content-Type-Options"] == "nosniff"
    for header in ("Referrer-Policy", "Cross-Origin-Opener-Policy", "Access-Control-Allow-Origin"):
        assert not reply.has_header(header)
