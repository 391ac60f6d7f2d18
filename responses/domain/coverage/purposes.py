"""For which indicators each link of an answer is: those of its question, unless one chose."""

from collections.abc import Iterable, Mapping, Sequence

from responses.domain.edition.shapes import QuestionShape
from responses.models import Proof, Response

Chosen = Mapping[str, Mapping[str, Sequence[str]]]
"""Keys of indicators by the key of a question and the digest of an address."""


def read_chosen(response: Response) -> Chosen:
    """Return what writers chose; one query."""
    found = Proof.objects.filter(response=response).values_list("purposes", flat=True).first()
    return found or {}


def proposed(question: QuestionShape) -> tuple[str, ...]:
    """Return for which indicators a link of a question's answer is until a writer chooses."""
    return tuple(each.key for each in question.proves)


def purposes_of(question: QuestionShape, digest: str, chosen: Chosen) -> tuple[str, ...]:
    """Return for which indicators a link is, by the digest of its address."""
    found = chosen.get(question.key, {}).get(digest)
    return proposed(question) if found is None else tuple(found)


def changed(now: Iterable[str], before: Iterable[str], after: Iterable[str]) -> set[str]:
    """Return what is chosen now with what one person changed of what they saw before.

    So two who change the same link at a time keep what each ticked and unticked.
    """
    seen, meant = set(before), set(after)
    return (set(now) - (seen - meant)) | (meant - seen)
