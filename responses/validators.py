"""Checks of single values, shared by models, forms and the domain."""

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from .characters import normalised
from .unseen import without_invisible

TEXT_MAX = 20_000
LINE_MAX = 500
TERM_MAX = 500
URL_MAX = 2_000
LINKS_MAX = 200
NAMED_MAX = 200
"""How many addresses of a text are followed: more than anybody writes into one."""
FILES_MAX = 20
WHOLE = Decimal(100)
_BETWEEN_LETTERS = frozenset(" -'’.,")
# One way to write each number. What has more digits no version could hold, and no key comes near.
_NUMBER = re.compile("0|[1-9][0-9]{0,8}")
_PERCENT = re.compile(r"\s*(?:%|퍼센트|프로|per ?cent)$", re.IGNORECASE)
_PERCENTAGE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")
# In Korean a comma before three digits groups thousands.
_GROUPED = re.compile("[1-9][0-9]{0,2},[0-9]{3}")

RESERVED_SLUGS = frozenset(
    {
        "accounts",
        "admin",
        "audit",
        "deputies",
        "glossary",
        "help",
        "i18n",
        "invitations",
        "members",
        "notices",
        "preview",
        "returns",
        "schemas",
        "search",
        "settings",
        "shortcuts",
        "static",
        "verify",
    }
)
RESERVED_SECTION_KEYS = frozenset(
    {
        "coverage",
        *("assignment", "dashboard", "evidence", "export", "files", "handouts", "import", "start"),
        *("services", "submissions"),
    }
)

validate_email = EmailValidator(
    _("This is not an e-mail address. Write one, such as name@city.go.kr.")
)


def validate_slug_not_reserved(value: str) -> None:
    """Raise `ValidationError` if a city's or an edition's slug would hide another page."""
    if value in RESERVED_SLUGS:
        raise ValidationError(
            _("The site itself already uses the address “%(value)s”."), params={"value": value}
        )


def validate_latin(value: str) -> None:
    """Raise `ValidationError` unless a name has Latin letters, and what stands between them."""
    for character in value:
        is_letter = unicodedata.name(character, "").startswith("LATIN ")
        if not is_letter and character not in _BETWEEN_LETTERS:
            raise ValidationError(_("Write the name in Latin letters, such as Hong Gildong."))


def parse_number(value: str) -> int | None:
    """Return a key, version or place as the product writes it, or None for anything else.

    However long the text is, this takes no time, and the number fits into every column.
    """
    return int(value) if _NUMBER.fullmatch(value) else None


def parse_percentage(value: str) -> Decimal:
    """Read a percentage from 0 to 100 as people write it: `23.1`, `23,1 %`, `２３％`, `23퍼센트`.

    Raises `ValidationError` for anything else, with a question where a comma may group digits.
    Of more than a line nothing is read.
    """
    typed = value if len(value) <= LINE_MAX else ""
    plain = normalised(without_invisible(typed, filler=""), "NFKC").strip()
    plain = _PERCENT.sub("", plain)
    if _GROUPED.fullmatch(plain):
        read = {"whole": plain.replace(",", ""), "decimal": plain.replace(",", ".")}
        raise ValidationError(
            _("Is this %(whole)s or %(decimal)s? Write a decimal with a point."), params=read
        )
    plain = plain.replace(",", ".")
    if not _PERCENTAGE.fullmatch(plain) or Decimal(plain) > WHOLE:
        raise ValidationError(_("Enter a percentage from 0 to 100, such as 23.1."))
    return Decimal(plain)
