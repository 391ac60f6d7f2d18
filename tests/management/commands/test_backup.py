import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from responses.models import City

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "a key of many letters"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("key", "how"), [("", "not encrypted"), (KEY, "encrypted")])
def test_it_says_how_much_is_in_it_and_can_be_checked(
    city: City, tmp_path: Path, settings: Settings, key: str, how: str
) -> None:
    settings.BACKUP_KEY = key
    file = str(tmp_path / "a.backup")
    told = re.fullmatch(
        rf"{file}: (\d+) rows as of (\S+), [\d,]+ bytes, {how}; read again\n", run("backup", file)
    )
    assert told
    assert run("restore", file, "--check") == f"{file}: whole, {told[1]} rows as of {told[2]}\n"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run("backup", str(tmp_path / "none" / "a.backup"))
    file.touch()
    with pytest.raises(CommandError, match="there is a file of this name already"):
        run("backup", str(file))
