from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from responses.domain.backups.archive import DAMAGED, FOREIGN
from responses.domain.backups.encrypted import NO_KEY, WRONG_KEY
from responses.domain.backups.taking import take
from responses.models import City
from tests.support import emptying

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "a key of many letters"


def run(file: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("restore", str(file), *arguments, stdout=out)
    return out.getvalue()


def test_it_fills_an_empty_database_and_tells_what_was_set_otherwise(
    city: City, tmp_path: Path, settings: Settings
) -> None:
    file = tmp_path / "a.backup"
    before = settings.SITE_URL
    head, _rows = take(file)
    emptying.empty()
    settings.SITE_URL = "https://lgq.example"
    assert run(file) == (
        f"{file}: restored as of {head.made_at}\n"
        f"SITE_URL was {before} there, and is https://lgq.example here\n"
        "Records that differ from the chain: 0.\n"
    )
    assert City.objects.get() == city
    with pytest.raises(CommandError, match="the database is not empty"):
        run(file)


@pytest.mark.parametrize("options", [(), ("--check",)])
def test_what_cannot_be_read_is_told(
    city: City, tmp_path: Path, settings: Settings, options: tuple[str, ...]
) -> None:
    plain, locked, foreign = (tmp_path / name for name in ("plain", "locked", "foreign"))
    take(plain)
    take(locked, KEY)
    emptying.empty()
    plain.write_bytes(plain.read_bytes()[:-100])
    foreign.write_bytes(b"SQLite format 3")

    def told(file: Path, said: str) -> None:
        with pytest.raises(CommandError, match=said):
            run(file, *options)

    told(plain, DAMAGED)
    told(foreign, FOREIGN)
    told(locked, NO_KEY)
    settings.BACKUP_KEY = f"{KEY}."
    told(locked, WRONG_KEY)
    told(tmp_path / "none", "cannot be read: No such file or directory")
    assert not City.objects.exists()
