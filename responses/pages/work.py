"""What waits for a person, under the response it is of."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from responses.domain.progress.worklist import ResponseRef


class OfResponse(Protocol):
    """Something that is of a response."""

    @property
    def place(self) -> ResponseRef:
        """Return of which response it is."""


class ResponseTasks(NamedTuple):
    """Some things of one response, each with the template that draws it."""

    place: ResponseRef
    items: list[tuple[str, OfResponse]]


def grouped(*kinds: tuple[str, Iterable[OfResponse]]) -> list[ResponseTasks]:
    """Return things by their responses, in the order in which they first come.

    Each kind is the name of the template in responses/work/ that draws it, and its things.
    """
    found: dict[tuple[str, str], ResponseTasks] = {}
    for template, things in kinds:
        for each in things:
            key = (each.place.city_slug, each.place.edition_code)
            tasks = found.setdefault(key, ResponseTasks(each.place, []))
            tasks.items.append((f"responses/work/{template}.html", each))
    return list(found.values())
