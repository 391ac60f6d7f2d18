"""Checks of single values, shared by models, forms and the domain."""

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

TEXT_MAX = 20_000
LINE_MAX = 500
URL_MAX = 2_000
LINKS_MAX = 200
WHOLE = Decimal(100)
# One way to write each number. What has more digits no version could hold, and no key comes near.
_NUMBER = re.compile("0|[1-9][0-9]{0,8}")

RESERVED_SLUGS = frozenset(
    {
        "accounts",
        "admin",
        "audit",
        "deputies",
        "i18n",
        "invitations",
        "members",
        "notices",
        "preview",
        "static",
        "verify",
    }
)
RESERVED_SECTION_KEYS = frozenset({"assignment", "dashboard", "start", "submissions"})

# What no database or document can carry: controls but tab and newline, surrogates, non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


validate_email = EmailValidator(_("Enter an e-mail address, such as name@city.go.kr."))


def validate_slug_not_reserved(value: str) -> None:
    """Raise `ValidationError` if a city's or an edition's slug would hide another page."""
    if value in RESERVED_SLUGS:
        raise ValidationError(
            _("The site itself already uses the address “%(value)s”."), params={"value": value}
        )


def validate_printable(value: str) -> None:
    """Raise `ValidationError` naming the first character that cannot be stored or printed."""
    if found := _UNPRINTABLE.search(value):
        raise ValidationError(
            _("Remove the invisible control character %(code)s (character %(place)s of the text)."),
            params={"code": f"U+{ord(found[0]):04X}", "place": found.start() + 1},
        )


def parse_number(value: str) -> int | None:
    """Return a key, version or place as the product writes it, or None for anything else.

    However long the text is, this takes no time, and the number fits into every column.
    """
    return int(value) if _NUMBER.fullmatch(value) else None


def parse_percentage(value: str) -> Decimal:
    """Read a percentage from 0 to 100 as people write it: `23.1`, `23,1`, `23.1 %`, `２３％`.

    Raises `ValidationError` for anything else.
    """
    plain = unicodedata.normalize("NFKC", value).strip().removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", plain, re.ASCII) or Decimal(plain) > WHOLE:
        raise ValidationError(_("Enter a percentage from 0 to 100, such as 23.1."))
    return Decimal(plain)
