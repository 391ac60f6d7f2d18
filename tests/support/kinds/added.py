"""The kinds of the test tree put beside those of the product, as long as a test takes."""

from pathlib import Path

import pytest
from pytest_django import Settings

from responses.domain.content.kinds import KINDS
from responses.forms.answer.kinds import ENTRIES

from . import partners, period, quantity

TEMPLATES = Path(__file__).parent / "templates"


def add_kinds(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Put the kinds beside those of the product, and their templates beside its own."""
    for key, module in {"quantity": quantity, "partners": partners, "period": period}.items():
        monkeypatch.setitem(KINDS, key, module.KIND)
        monkeypatch.setitem(ENTRIES, key, module.ENTRY)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]
