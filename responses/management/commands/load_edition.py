"""`manage.py load_edition FILE`: load an edition of the questionnaire."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from responses.domain.definition.loading import DefinitionError, Loaded, load
from responses.enums import complete

_SAID = complete(
    Loaded,
    {
        Loaded.CREATED: "created",
        Loaded.UPDATED: "updated",
        Loaded.UNCHANGED: "unchanged",
        Loaded.KEPT: "has responses, so this database keeps its own wording; nothing was changed",
    },
)


class Command(BaseCommand):
    """Makes or replaces an edition; exits 1 with one line a fault, and nothing changed.

    One that has responses and another wording is no fault: a database goes on with its own.
    """

    help = "Loads an edition of the questionnaire. Loading the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, whose format fixtures/edition.schema.json describes."""
        parser.add_argument("file", type=Path, help="a JSON file such as fixtures/lgq-2022.json")

    def handle(self, *, file: Path, **_options: Any) -> None:
        """Load the file and say in one line what became of it."""
        try:
            definition = _read(file)
            loaded = load(definition)
        except DefinitionError as error:
            for fault in error.faults:
                self.stderr.write(f"{file}: {fault}")
            raise SystemExit(1) from None
        self.stdout.write(f"{file}: edition '{definition['code']}' {_SAID[loaded]}")


def _read(file: Path) -> Any:
    """Return the parsed file, or raise `DefinitionError` saying why it cannot be read."""
    try:
        return json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise DefinitionError([error.strerror or str(error)]) from error
    except UnicodeDecodeError as error:
        raise DefinitionError([f"not UTF-8 text (byte {error.start + 1})"]) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise DefinitionError([f"not JSON: {error.msg} ({place})"]) from error
