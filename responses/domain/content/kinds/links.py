"""Rows of labelled web addresses, which are stored as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.characters import is_blank, without_controls
from responses.domain.content.links import SEVERAL, LinkValue, as_uri, fault, href
from responses.domain.content.repairs import suggestion
from responses.domain.content.rows import Row, RowsOf, kind_of_rows
from responses.domain.content.values import Field, limited_as
from responses.domain.edition.shapes import PartShape
from responses.validators import LINKS_MAX, URL_MAX


def _read_url(text: str) -> str:
    # An address is evidence to the byte: no Unicode normalisation, only outer white space and
    # what cannot be stored goes.
    if "\n" in text.strip():
        # A one-line field of a browser would drop the break, and so join two lines, unasked.
        raise ValidationError(SEVERAL)
    address = limited_as(_storable, text, URL_MAX)
    return "" if is_blank(address) else address


def _storable(text: str) -> str:
    return without_controls(text).replace("\n", " ").strip()


_ADDRESS = _("Address")
ROWS = RowsOf(
    fields=(Field("label", _("Label")), Field("url", _ADDRESS, _read_url, words=False)),
    known_by=("url", "label"),
    limit=LINKS_MAX,
    too_many=_("Enter at most %(limit)s links."),
)


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """One link; `target` is empty where the address cannot be followed."""

    label: str
    address: str
    target: str


def _printed(_part: PartShape, value: Sequence[Row] | None) -> list[PrintedLink]:
    return [
        PrintedLink(link.label, link.url, "" if fault(link.url) else as_uri(href(link.url)))
        for link in _evidence(value)
    ]


def _evidence(value: Any) -> Sequence[LinkValue]:
    return [LinkValue(**row) for row in value or ()]


def _amiss(value: Sequence[Row] | None) -> list[Row]:
    """Return the rows whose address is none, and for which none is offered, such as `없음`."""
    return [row for row in value or () if fault(row["url"]) and not suggestion(row["url"])]


def _missing(value: Sequence[Row] | None) -> Sequence[str | Promise]:
    return (_ADDRESS,) if value and len(_amiss(value)) == len(value) else ()


KIND = kind_of_rows(
    ROWS,
    label=_("Links"),
    printed=_printed,
    evidence=_evidence,
    amiss=_amiss,
    missing=_missing,
)
