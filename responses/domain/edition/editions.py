"""Editions read as frozen values."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from responses.models import Edition, Part, Question

from .shapes import (
    ChoiceShape,
    EditionShape,
    Follows,
    IndicatorShape,
    PartShape,
    QuestionShape,
    SectionShape,
)


def edition_shape(edition: Edition) -> EditionShape:
    """Return the whole edition: one query the first time in a process, then none.

    It may be kept, as the wording under one primary key never changes, nor the rules of one
    digest. Raises `Edition.DoesNotExist` if the edition has been replaced.
    """
    shape = _read(edition.pk, edition.rules)
    _latest[edition.code] = shape
    return shape


def known_edition(code: str) -> EditionShape | None:
    """Return an edition as this process last read it; no query.

    None where it has not read it yet. Who opens an answer learns whether it is still so.
    """
    return _latest.get(code)


# Of editions, which are few, by their codes.
_latest: dict[str, EditionShape] = {}


@lru_cache(maxsize=32)
def _read(pk: int, _rules: str) -> EditionShape:
    """Read an edition; in one query, so that it is whole even while it is being replaced."""
    parts = (
        Part.objects.filter(question__section__edition=pk)
        .select_related("question__section__edition")
        .order_by("question__section__position", "question__position", "position")
    )
    indicators: dict[str, IndicatorShape] = {}
    questions = []
    for question, rows in groupby(parts, attrgetter("question")):
        indicators = indicators or _indicators(question.section.edition)
        questions.append((question, _question(question, rows, indicators)))
    sections = [
        (section, tuple(shape for _, shape in shapes))
        for section, shapes in groupby(questions, lambda pair: pair[0].section)
    ]
    if not sections:
        raise Edition.DoesNotExist
    edition = sections[0][0].edition
    return EditionShape(
        edition.code,
        edition.year,
        edition.title,
        edition.digest,
        tuple(SectionShape(row.pk, row.key, row.number, row.title, q) for row, q in sections),
        tuple(indicators.values()),
    )


def _indicators(edition: Edition) -> dict[str, IndicatorShape]:
    shapes = (IndicatorShape(**row) for row in edition.indicators)
    return {shape.key: shape for shape in shapes}


def _question(
    row: Question, parts: Iterable[Part], indicators: Mapping[str, IndicatorShape]
) -> QuestionShape:
    return QuestionShape(
        row.pk,
        row.key,
        row.number,
        row.lead,
        row.wording,
        row.help,
        tuple(row.indicators),
        tuple(_part(part) for part in parts),
        Follows(**row.follows) if row.follows else None,
        proves=tuple(indicators[key] for key in row.indicators if key in indicators),
    )


def _part(row: Part) -> PartShape:
    choices = tuple(ChoiceShape(**choice) for choice in row.choices)
    return PartShape(row.key, row.kind, row.label, choices, row.required)
