"""The value of one answer: its canonical form, its JSON and its digest. Pure."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.enums import PartKind
from responses.validators import (
    LINE_MAX,
    LINKS_MAX,
    TEXT_MAX,
    URL_MAX,
    parse_percentage,
    validate_email,
    validate_printable,
)


@dataclass(frozen=True, slots=True)
class LinkValue:
    """One labelled URL as it was typed."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ContactValue:
    """Who holds an office."""

    name: str = ""
    title: str = ""
    agency: str = ""
    email: str = ""


# yes/no: "yes" or "no"; percentage: decimal digits such as "23.1"; choices: keys in form order.
PartValue = str | tuple[str, ...] | tuple[LinkValue, ...] | ContactValue


@dataclass(frozen=True, slots=True)
class Content:
    """What an answer says: a value per answered part, or why there is nothing to report.

    Canonical: a part without an answer has no entry, and text is NFC with newline line
    ends. Make it with `canonical` or `from_json`. The order of `parts` means nothing, as a
    database may change it: go by the parts of the question.
    """

    parts: Mapping[str, PartValue] = field(default_factory=dict)
    nothing_to_report: str = ""

    def __bool__(self) -> bool:
        return bool(self.parts or self.nothing_to_report)

    def to_json(self) -> dict[str, Any]:
        """Return plain lists, dicts and strings, the form stored in the database."""
        parts = {key: _plain(value) for key, value in self.parts.items()}
        reason = {"nothing_to_report": self.nothing_to_report} if self.nothing_to_report else {}
        return {"parts": parts, **reason}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Content":
        """Return the content that `to_json` stored."""
        return cls(
            {key: _value(plain) for key, plain in stored.get("parts", {}).items()},
            stored.get("nothing_to_report", ""),
        )


EMPTY = Content()
NO_VALUE = _("This value does not fit the question.")


def canonical(
    question: QuestionShape, parts: Mapping[str, Any], nothing_to_report: str = ""
) -> Content:
    """Return typed or imported values as canonical content for `question`.

    `parts` maps part keys to plain values (as in `Content.to_json`) or part values; None
    and "" mean not answered. Raises `ValidationError` with one entry per faulty part key,
    whatever the types of the values, and "nothing_to_report" for that.
    """
    values: dict[str, PartValue] = {}
    faults: dict[str, Any] = {
        key: _("This question does not ask for this.")
        for key in parts.keys() - question.parts_by_key.keys()
    }
    for part in question.parts:
        try:
            value = _READ[part.kind](part, parts.get(part.key))
        except ValidationError as fault:
            faults[part.key] = fault
        else:
            if value:
                values[part.key] = value
    try:
        reason = _line(nothing_to_report)
    except ValidationError as fault:
        faults["nothing_to_report"] = fault
    if faults:
        raise ValidationError(faults)
    return Content(values, reason)


def normalise_text(text: str) -> str:
    """Return `text` in NFC with newline line ends, otherwise to the byte."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _plain(value: PartValue) -> Any:
    if isinstance(value, tuple):
        return [asdict(item) if isinstance(item, LinkValue) else item for item in value]
    return asdict(value) if isinstance(value, ContactValue) else value


def _value(plain: Any) -> PartValue:
    if isinstance(plain, list):
        return tuple(LinkValue(**item) if isinstance(item, dict) else item for item in plain)
    return ContactValue(**plain) if isinstance(plain, dict) else plain


def limited(text: str, limit: int) -> str:
    """Return `text`, or raise `ValidationError` if it is too long or cannot be printed."""
    if len(text) > limit:
        raise ValidationError(
            _("This is %(length)s characters long; at most %(limit)s are allowed."),
            params={"length": f"{len(text):,}", "limit": f"{limit:,}"},
        )
    validate_printable(text)
    return text


def _text(value: Any) -> str:
    """Return imported text, None meaning none, or raise `ValidationError` for another type."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError(NO_VALUE)
    return value


def _items(value: Any) -> Sequence[Any]:
    if value is None or value == "":
        return ()
    if not isinstance(value, list | tuple):
        raise ValidationError(NO_VALUE)
    return value


def _fields(value: Any, kind: type[LinkValue | ContactValue]) -> dict[str, str]:
    """Return imported values by the names of `kind`'s fields, or raise `ValidationError`."""
    plain = asdict(value) if isinstance(value, kind) else value
    if not isinstance(plain, Mapping) or not plain.keys() <= {item.name for item in fields(kind)}:
        raise ValidationError(NO_VALUE)
    return {name: _text(text) for name, text in plain.items()}


def _line(text: Any) -> str:
    return limited(" ".join(normalise_text(_text(text)).split()), LINE_MAX)


def _read_yes_no(_part: PartShape, value: Any) -> str:
    if _text(value) not in {"", "yes", "no"}:
        raise ValidationError(_("Choose yes, no or not answered."))
    return _text(value)


def _read_percentage(_part: PartShape, value: Any) -> str:
    text = _text(value)
    return str(parse_percentage(text)) if text.strip() else ""


def _read_text(_part: PartShape, value: Any) -> str:
    text = limited(normalise_text(_text(value)), TEXT_MAX)
    return text if text.strip() else ""


def _read_links(_part: PartShape, rows: Any) -> tuple[LinkValue, ...]:
    links = [_read_link(**_fields(row, LinkValue)) for row in _items(rows)]
    kept = tuple(link for link in links if link.label or link.url)
    if len(kept) > LINKS_MAX:
        raise ValidationError(_("Enter at most %(limit)s links."), params={"limit": LINKS_MAX})
    return kept


def _read_link(label: str = "", url: str = "") -> LinkValue:
    # An address is evidence to the byte: no Unicode normalisation, only outer white space goes.
    address = limited(url.strip(), URL_MAX)
    if "\n" in address:
        # A one-line field of a browser would drop the break, and so join two lines, unasked.
        raise ValidationError(_("Enter each address on a line of its own."))
    return LinkValue(_line(label), address)


def _read_choices(part: PartShape, keys: Any) -> tuple[str, ...]:
    ticked = {_text(key) for key in _items(keys)}
    known = tuple(choice.key for choice in part.choices)
    if not ticked.issubset(known):
        raise ValidationError(_("This choice does not belong to the question."))
    return tuple(key for key in known if key in ticked)


def _read_contact(_part: PartShape, value: Any) -> ContactValue | None:
    if value is None or value == "":
        return None
    lines = {name: _line(text) for name, text in _fields(value, ContactValue).items()}
    if lines.get("email"):
        validate_email(lines["email"])
    return ContactValue(**lines) if any(lines.values()) else None


_READ: Mapping[PartKind, Callable[[PartShape, Any], PartValue | None]] = {
    PartKind.YES_NO: _read_yes_no,
    PartKind.CHOICES: _read_choices,
    PartKind.PERCENTAGE: _read_percentage,
    PartKind.CONTACT: _read_contact,
    PartKind.TEXT: _read_text,
    PartKind.LINKS: _read_links,
}
