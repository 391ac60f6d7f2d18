"""What is printed and sealed beside the answers: whom to ask, and what they are called abroad."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import QuerySet

from responses.domain.compiled import compiled
from responses.domain.glossary.glossary import Glossary
from responses.domain.glossary.terms import read_translations
from responses.domain.signing.approval_line import Signature
from responses.enums import Role
from responses.models import City, Membership, User

from .annex import CityContact
from .section import SectionSnapshot
from .snapshot import Snapshot


def with_contacts(snapshot: Snapshot, city: City) -> Snapshot:
    """Return a snapshot that names the city's coordinators, and has a glossary of what it prints.

    One query; one more for the names of those who signed, and one where the city submits in
    another language. Only what is printed or sealed needs them, so that no page reads them.
    """
    rows = _coordinators(city.pk)
    contacts = tuple(CityContact(*row[:5]) for row in rows)
    named = replace(snapshot, contacts=contacts)
    latin = _signers(snapshot) | {person: name for *_, person, name in rows}
    names = {person: name for person, name in latin.items() if name}
    language = city.submission_language
    terms = read_translations(city, language, set(_printed(named))) if language else {}
    return replace(named, glossary=Glossary(language, terms, names))


@compiled
def _coordinators(city: int) -> QuerySet[Membership, tuple[str, str, str, str, int, str]]:
    found = Membership.objects.filter(city=city, role=Role.COORDINATOR, user__is_active=True)
    return found.order_by("user__name", "user__email").values_list(
        "user__name", "department", "post", "user__email", "user", "user__latin_name"
    )


def _signed(section: SectionSnapshot) -> tuple[Signature, ...]:
    """Return the signatures of a section in force, and of who confirmed its translations."""
    review = section.translations_review if section.is_confirmed else None
    return (*section.signed, review) if review else section.signed


def _signers(snapshot: Snapshot) -> dict[int, str]:
    """Return the names in Latin letters of who signed, and of whom they signed for."""
    signatures = [each for section in snapshot.sections for each in _signed(section)]
    keys = {key for each in signatures for key in (each.person, each.absent)} - {0}
    return dict(_latin_names(keys)) if keys else {}


@compiled
def _latin_names(people: Collection[int]) -> QuerySet[User, tuple[int, str]]:
    return User.objects.filter(pk__in=people).order_by("pk").values_list("pk", "latin_name")


def _printed(snapshot: Snapshot) -> Iterable[str]:
    """Yield all that a glossary may translate, each perhaps several times."""
    for service in snapshot.services:
        yield from (service.department, service.note)
    for contact in snapshot.contacts or ():
        yield from (contact.name, contact.department, contact.post)
    for section in snapshot.sections:
        for step in section.line:
            yield from (step.title, step.department)
        for signature in _signed(section):
            yield from (signature.title, signature.department)
            yield from (signature.by, signature.signed_for)
