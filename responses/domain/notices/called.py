"""Who was told of something and who did it, people of one name told apart."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from responses.domain.people.labels import has_namesake, tell_apart
from responses.models import Notice, User
from responses.notice_kinds import NoticeKind

HAS_NAMESAKE = has_namesake("actor", "response__city")
"""Whether the city of a notice has another member named like who did what it tells of."""


def people_told(response: int, key: Any, *, by_name: bool = False) -> list[User]:
    """Return who was told of what a key names in a response, or `by_name` alone; one query.

    Another, where one of them is named like somebody else of the city.
    """
    told = {"notices__response": response, "notices__key": key}
    if by_name:
        told["notices__kind"] = NoticeKind.MENTIONED
    city = F("notices__response__city")
    found = User.objects.filter(**told)
    found = found.annotate(city=city, has_namesake=has_namesake("", "city"))
    people: list[User] = list(found.order_by("name", "pk"))
    for first in people[:1]:
        tell_apart(people, vars(first)["city"], "")
    return people


def tell_actors_apart(notices: Iterable[Notice]) -> None:
    """Tell apart who did what notices that were read tell of; a query a city with namesakes."""
    found: dict[int, list[Notice]] = {}
    for notice in notices:
        found.setdefault(notice.response.city_id, []).append(notice)
    for city, told in found.items():
        tell_apart(told, city, "actor")
