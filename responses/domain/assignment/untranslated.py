"""What documents can name beside the answers, and would print as it is: the glossary lacks it."""

from collections.abc import Sequence
from typing import NamedTuple

from responses.characters import holds_hangul
from responses.domain.glossary.terms import read_translations
from responses.domain.permissions import Permission, roles_with
from responses.enums import LATIN, Role
from responses.models import City, Membership

from .plan import read_names_in_use

_PRINTED = roles_with(Permission.DECIDE) | {Role.COORDINATOR}


class Untranslated(NamedTuple):
    """Departments and posts without a translation, and people without a name in Latin letters."""

    places: Sequence[str] = ()
    people: Sequence[str] = ()


def read_untranslated(city: City) -> Untranslated:
    """Return the departments, posts and names that documents can print and that stay as they are.

    Departments and posts are those of sections, questions and approval lines, and of the
    coordinators, names those of who coordinates or can sign; four queries.
    """
    used, named, people = read_names_in_use(city), set(), set()
    named.update(used.departments, used.posts)
    found = Membership.objects.filter(city=city, role__in=_PRINTED, user__is_active=True)
    for each in found.select_related("user").order_by("pk"):
        if each.role == Role.COORDINATOR:
            named.update((each.department, each.post))
        if not each.user.latin_name and holds_hangul(each.user.name):
            people.add(each.user.name)
    known = read_translations(city, city.submission_language, named | people)
    lacking = people - known.keys() if city.submission_language in LATIN else ()
    return Untranslated(sorted(named - known.keys() - {""}), sorted(lacking))
