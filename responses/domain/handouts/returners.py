"""Who returned the file that versions of an answer came from, for its history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from responses.domain.answers.revisions import Sitting
from responses.domain.edition.shapes import QuestionShape
from responses.enums import ORIGINAL, Source
from responses.models import Response, Return


def with_returners(
    response: Response, question: QuestionShape, sittings: Iterable[Sitting]
) -> list[Sitting]:
    """Return sittings that say who returned the file they came from; a query if one did."""
    found = list(sittings)
    versions = {each.last.version for each in found if each.last.source is Source.HANDOUT}
    if not versions or question.language != ORIGINAL:
        return found
    who = returners(response.pk, question.key, versions)
    return [_told(each, who) for each in found]


def returners(response: int, question: str, versions: Iterable[int]) -> Mapping[int, str]:
    """Return who returned the file that versions of an answer came from; one query."""
    wanted = set(versions)
    found = Return.objects.filter(handout__response=response, answers__has_key=question)
    return {
        version: returned_by
        for returned_by, answers in found.values_list("returned_by", "answers")
        if (version := answers[question].get("version")) in wanted
    }


def _told(sitting: Sitting, who: Mapping[int, str]) -> Sitting:
    """Return a sitting that stands alone, as what came in a file does, with who returned it."""
    name = who.get(sitting.last.version)
    if name is None:
        return sitting
    return Sitting(tuple(replace(each, returned_by=name) for each in sitting.entries))
