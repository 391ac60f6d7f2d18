"""Checks of the machine that Django runs before its commands."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning  # noqa: A004

from responses.documents import fonts, harfbuzz


def check_subsetter(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    """Warn where WeasyPrint would take ten times as long for a document."""
    del app_configs
    if harfbuzz.is_installed():
        return []
    return [
        Warning(
            f"{harfbuzz.SUBSETTER} is missing: a PDF takes ten seconds instead of one.",
            hint="On Debian and Ubuntu install libharfbuzz-subset0.",
            id="responses.W001",
        )
    ]


def check_fonts(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    """Warn where a document would show boxes for Korean text."""
    del app_configs
    if fonts.is_source_installed():
        return []
    return [
        Warning(
            f"The font {fonts.SOURCE} is missing: a PDF does not show Korean text well.",
            hint="On Debian and Ubuntu install fonts-noto-cjk.",
            id="responses.W002",
        )
    ]
