"""What documents can name beside the answers, and would print as it is: the glossary lacks it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from django.db.models import QuerySet

from responses.characters import holds_korean
from responses.domain.glossary.terms import read_translations
from responses.domain.permissions import Permission, roles_with
from responses.enums import LATIN, Role
from responses.models import City, LinkNote, Membership, Proof, Term

from .plan import read_names_in_use

_PRINTED = roles_with(Permission.DECIDE) | {Role.COORDINATOR}


MOST_PEOPLE = 200
"""How many people are looked for at most: nobody names more at a time."""


class Untranslated(NamedTuple):
    """Departments and posts without a translation, and people without a name in Latin letters.

    Of many people, the first `MOST_PEOPLE`. And notes on links and services that lack one.
    """

    places: Sequence[str] = ()
    people: Sequence[str] = ()
    notes: Sequence[str] = ()

    @property
    def unnamed(self) -> str:
        """How many people they are, at least."""
        return f"{len(self.people)}{'+' * (len(self.people) >= MOST_PEOPLE)}"


def read_untranslated(city: City) -> Untranslated:
    """Return the departments, posts and names that documents can print and that stay as they are.

    Departments and posts are those of sections, questions and approval lines, of services, and of
    the coordinators, names those of who coordinates or can sign, notes those on links and, if the
    city prints them, on services; six queries, and one more for services.
    """
    used = read_names_in_use(city)
    named = {*used.departments, *used.posts}
    printed = Membership.objects.filter(city=city, role__in=_PRINTED, user__is_active=True)
    places = printed.filter(role=Role.COORDINATOR).values_list("department", "post")
    named.update(*places)
    services = list(_services(city)) if city.services_annex else []
    named.update(each["department"] for each in services)
    links = LinkNote.objects.filter(response__city=city).order_by().values_list("text", flat=True)
    notes = {*links, *(each["note"] for each in services)}
    known = read_translations(city, city.submission_language, named | notes)
    lacking = _people(city, printed) if city.submission_language in LATIN else []
    untold = {*known, ""}
    return Untranslated(sorted(named - untold), lacking, sorted(notes - untold))


def _services(city: City) -> Iterator[Mapping[str, str]]:
    """Yield the services of all responses of a city, as they are stored; one query."""
    stored = Proof.objects.filter(response__city=city).order_by("pk")
    for services in stored.values_list("services", flat=True):
        yield from services.values()


def _people(city: City, printed: QuerySet[Membership]) -> list[str]:
    """Return who has neither a name in Latin letters nor a term that says it; one query.

    Of ten thousand the first are enough.
    """
    terms = Term.objects.filter(city=city, language=city.submission_language)
    rows = printed.filter(user__latin_name="").exclude(user__name__in=terms.values("original"))
    names = rows.order_by("pk").values_list("user__name", flat=True).iterator(chunk_size=500)
    return sorted({*islice(filter(holds_korean, names), MOST_PEOPLE)})
