"""What stands in a form that was posted, or in the query of an address: read here alone.

A number is one of the product's own keys, versions and places. What is none, or too long to be
one, is no number, and never a fault of ours.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import BadRequest
from django.http import Http404

from responses.validators import parse_number

Deed = TypeVar("Deed")
_MOMENT = len("2026-11-29T12:00:00.000000+00:00")


def number(data: Mapping[str, str], name: str) -> int | None:
    """Return the number under a name, or None if there is none."""
    return parse_number(data.get(name, ""))


def number_or_404(data: Mapping[str, str], name: str) -> int:
    """Return the number under a name, or raise 404 if there is none."""
    found = number(data, name)
    if found is None:
        raise Http404
    return found


def moment(data: Mapping[str, str], name: str, now: datetime) -> datetime:
    """Return the moment under a name, as `isoformat` writes it; `now` for what is none."""
    try:
        return min(datetime.fromisoformat(data.get(name, "")[:_MOMENT]), now)
    except (TypeError, ValueError):  # one without a time zone cannot be compared
        return now


def chosen(data: Mapping[str, str], name: str, table: Mapping[str, Deed]) -> Deed:
    """Return what a table has under the word that was sent, such as for the button `do`.

    Raises `BadRequest` (400, in the product's words) for any other word: no page of ours sends it.
    """
    try:
        return table[data.get(name, "")]
    except KeyError:
        raise BadRequest from None
