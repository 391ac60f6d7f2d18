"""Wording that exists once per language, such as `{"ko": "예", "en": "Yes"}`; brackets."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language, gettext

Wording = Mapping[str, str]


def localized(wording: Wording, language: str | None = None) -> str:
    """Return `wording` in `language` (a code such as "ko"), else in the active language.

    Falls back to the site's default language and then to any wording there is;
    an empty mapping gives an empty string.
    """
    wanted = language or get_language() or settings.LANGUAGE_CODE
    return (
        wording.get(wanted)
        or wording.get(settings.LANGUAGE_CODE)
        or next(iter(wording.values()), "")
    )


def bracketed(name: object, more: object) -> str:
    """Return a name and, in brackets, what is said besides; Korean has no space between them."""
    return gettext("%(name)s (%(more)s)") % {"name": name, "more": more}
