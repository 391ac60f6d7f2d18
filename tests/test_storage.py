"""Scripts import each other by names that change with their content."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import FileSystemFinder

from survey_site.storage import StaticFiles

IMPORT = re.compile(r'^(?:import|export)\b[^"]*"(\.\.?/[^"]+)";', re.MULTILINE)


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
