"""Who is to write their own name in Latin letters, as documents will print it."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from responses.characters import holds_korean
from responses.domain.permissions import Permission, allows
from responses.enums import LATIN, Role
from responses.models import Response, Submission, Term, User

from .own import Own, OwnResponse, ResponseRef


class NameAsked(NamedTuple):
    """A response whose documents name the person, who has not written that in Latin letters."""

    place: ResponseRef


def read_names_asked(person: User, own: Own) -> list[NameAsked]:
    """Return the first response for which a person is to write their name, if there is one.

    It is submitted in Latin letters, names who coordinates or can sign, and is not sealed yet;
    a term of the city that says the name will do, too. A query, and none where nothing is asked.
    """
    if person.latin_name or not holds_korean(person.name):
        return []
    asking = [each for each in own.responses if _names_them(each)]
    if not asking:
        return []
    known = Term.objects.filter(
        city=OuterRef("city"),
        language=OuterRef("city__submission_language"),
        original=person.name,
    )
    sealed = Exists(Submission.objects.filter(response=OuterRef("pk")))
    rows = Response.objects.filter(~Exists(known), pk__in=[each.pk for each in asking])
    lacking = dict(rows.annotate(sealed=sealed).order_by().values_list("pk", "sealed"))
    open_ones = (
        each
        for each in asking
        if each.pk in lacking and not (lacking[each.pk] and each.approved == each.sections)
    )
    return [NameAsked(each.place) for each in open_ones][:1]


def _names_them(response: OwnResponse) -> bool:
    """Return whether documents of a response in Latin letters may name who has this role in it."""
    printed = response.role is Role.COORDINATOR or allows(response.role, Permission.DECIDE)
    return printed and response.city.into in LATIN
