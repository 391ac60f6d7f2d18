"""Checks of the machine that Django runs before its commands."""

import ctypes
from collections.abc import Collection, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - its name in Django
from django.db import connection

from responses.fonts import named_fonts
from responses.models.product_role import owned_tables

SUBSETTER = "libharfbuzz-subset.so.0"
_FONT_HINT = (
    "Install the package, again if need be (apt-get install --reinstall), or run script/setup."
)
_LOOK_HINT = "Look at a PDF, then add the version to responses/fonts/named_fonts.py."


def check_subsetter(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    """Warn where WeasyPrint would take ten times as long for a document."""
    del app_configs
    if _is_installed(SUBSETTER):
        return []
    return [
        Warning(
            f"{SUBSETTER} is missing: a PDF takes ten seconds instead of one.",
            hint="On Debian and Ubuntu install libharfbuzz-subset0.",
            id="responses.W001",
        )
    ]


def check_fonts(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    """Name the fonts of documents that are missing, and those of a version that nobody has seen."""
    del app_configs
    return [
        *(
            Error(lacking, hint=_FONT_HINT, id="responses.E001")
            for lacking in named_fonts.missing()
        ),
        *(Warning(other, hint=_LOOK_HINT, id="responses.W002") for other in named_fonts.unknown()),
    ]


def check_mail(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    """Warn where nobody would get an e-mail; a check for servers, as `check --deploy` runs it."""
    del app_configs
    if settings.EMAIL_BACKEND != "django.core.mail.backends.console.EmailBackend":
        return []
    return [
        Warning(
            "Mails are printed and not sent, those with secret links, too.",
            hint="Set EMAIL_URL to the mail server, such as smtp+tls://user:password@host:587.",
            id="responses.W003",
        )
    ]


def check_role(
    app_configs: Sequence[AppConfig] | None,
    databases: Collection[str] | None = None,
    **_options: Any,
) -> list[CheckMessage]:
    """Warn where the product owns the tables whose records nobody may change."""
    del app_configs
    if not databases or connection.vendor != "postgresql" or not owned_tables():
        return []
    return [
        Warning(
            "The role of DATABASE_URL owns the tables, so it could lift what guards their records.",
            hint="Run manage.py limit_role NAME as the owner, then the product as that role.",
            id="responses.W004",
        )
    ]


def _is_installed(library: str) -> bool:
    """Return whether the system has a shared library, looked for as WeasyPrint does."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
