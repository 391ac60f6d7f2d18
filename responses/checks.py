"""Checks of the machine that Django runs before its commands."""

import ctypes
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004 - its name in Django

from responses.documents import fonts

SUBSETTER = "libharfbuzz-subset.so.0"


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


def _is_installed(library: str) -> bool:
    """Return whether the system has a shared library, looked for as WeasyPrint does."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
