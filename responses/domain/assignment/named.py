"""Whether a person is named to write, or to translate, anything in some cities."""

from collections.abc import Collection
from typing import NamedTuple

from responses.models import Delegation, SectionWork, User


class Named(NamedTuple):
    """What a person is named for: to write a section or a question, to translate a section.

    Whoever translates nothing `writes`, as contributors do what nobody is named for.
    """

    writes: bool = False
    translates: bool = False


def read_named(person: User, cities: Collection[int]) -> Named:
    """Return what a person is named for in cities, by their keys; at most three queries."""
    works = SectionWork.objects.filter(response__city__in=cities)
    translating = works.filter(translators=person).exclude(response__city__submission_language="")
    if not translating.exists():
        return Named(writes=True)
    handed = Delegation.objects.filter(response__city__in=cities, people=person)
    writes = works.filter(contributors=person).exists() or handed.exists()
    return Named(writes, translates=True)
