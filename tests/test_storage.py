"""Scripts import each other by names that change with their content."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import FileSystemFinder

from survey_site.storage import StaticFiles

IMPORT = re.compile(r'^(?:import|export)\b[^"]*"(\./[^"]+)";', re.MULTILINE)


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
        (script.name, imported)
        for script in Path(collected.location).glob("js/*.*.js")
        for imported in IMPORT.findall(script.read_text(encoding="utf-8"))
    ]
    assert any(name.startswith("autosave.") for name, _ in imports)
    for name, imported in imports:
        assert re.fullmatch(r"\./[a-z-]+\.[0-9a-f]{12}\.js", imported), (name, imported)
        assert collected.exists(f"js/{imported.removeprefix('./')}"), (name, imported)
