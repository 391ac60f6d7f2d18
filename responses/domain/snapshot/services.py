"""What no question of an edition asks for, and a city says all the same: its services. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from responses.domain.edition.shapes import EditionShape, IndicatorShape

FIRST = "services"
"""The criterion whose indicators stand first."""


class Service(NamedTuple):
    """What a city says of one indicator; `available` is "yes", "no", or empty if nobody knows."""

    available: str = ""
    url: str = ""
    department: str = ""
    note: str = ""


NO_SERVICE = Service()


def read_services(stored: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Service]:
    """Return services as they are stored, by the keys of their indicators."""
    return {key: Service(**row) for key, row in stored.items()}


def unasked(edition: EditionShape) -> Sequence[IndicatorShape]:
    """Return the indicators that no question asks for, those of services first."""
    asked = {each.key for question in edition.questions_by_key.values() for each in question.proves}
    rest = [each for each in edition.indicators if each.key not in asked]
    return sorted(rest, key=lambda each: each.criterion != FIRST)
