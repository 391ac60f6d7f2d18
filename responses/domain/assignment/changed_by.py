"""Who last changed the assignment of a section or question: oneself, in another window, perhaps."""

from collections.abc import Collection

from responses.domain.auditing import last_person
from responses.domain.edition.shapes import EditionShape
from responses.enums import AuditKind
from responses.models import Response, User


def changed_by_oneself(
    response: Response, edition: EditionShape, keys: Collection[str], person: User
) -> frozenset[str]:
    """Return which of some sections and questions, by key, a person changed last; one query each.

    The audit knows, which names the place first; see `assigning`.
    """
    starts = {
        **{key: f"{each.number}. " for key, each in edition.sections_by_key.items()},
        **{key: f"{each.number} · " for key, each in edition.questions_by_key.items()},
    }
    code = response.edition.code
    return frozenset(
        key
        for key in keys
        if last_person(AuditKind.ASSIGNMENT, response.city, f"{code} · {starts[key]}") == person.pk
    )
