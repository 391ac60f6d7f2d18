"""Which departments and posts of a city its glossary lacks."""

from responses.domain.glossary.terms import read_translations
from responses.enums import Role
from responses.models import City, Membership

from .plan import read_names_in_use


def read_untranslated(city: City) -> list[str]:
    """Return the departments and posts that documents can name and that have no translation.

    Those of sections, questions and approval lines, and of the coordinators; four queries.
    """
    used = read_names_in_use(city)
    places = Membership.objects.filter(city=city, role=Role.COORDINATOR).order_by("pk")
    named = {*used.departments, *used.posts}
    for place in places.values_list("department", "post"):
        named.update(place)
    known = read_translations(city, city.submission_language, named)
    return sorted(named - known.keys() - {""})
