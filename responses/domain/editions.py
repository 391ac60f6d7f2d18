"""Editions: loading one from its definition, and reading one as frozen values."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from jsonschema import Draft202012Validator

from responses.enums import PartKind
from responses.models import Edition, Part, Question, Section
from responses.validators import RESERVED_SLUGS

from .content import digest
from .questionnaire import ChoiceShape, EditionShape, PartShape, QuestionShape, SectionShape

SCHEMA = Path(__file__).resolve().parents[2] / "fixtures" / "edition.schema.json"


class DefinitionError(Exception):
    """A definition is faulty; `faults` has one line a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Loaded(Enum):
    """What became of a definition that was loaded."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def faults_of(definition: Any) -> list[str]:
    """Return one line a fault of a definition: where it is and what is wrong. Pure."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text()))
    errors = sorted(validator.iter_errors(definition), key=lambda error: list(map(str, error.path)))
    if errors:
        return [f"{error.json_path}: {error.message}" for error in errors]
    return list(_inconsistencies(definition))


@transaction.atomic
def load(definition: Any) -> Loaded:
    """Make or replace an edition from its definition (see fixtures/edition.schema.json).

    Loading the same definition again changes nothing. Raises `DefinitionError`, and changes
    nothing, if it is faulty or if it differs from an edition that has responses.
    """
    if faults := faults_of(definition):
        raise DefinitionError(faults)
    fields = {
        "year": definition["year"],
        "title": definition["title"],
        "digest": digest(definition),
    }
    edition, created = Edition.objects.select_for_update().get_or_create(
        code=definition["code"], defaults=fields
    )
    if not created:
        if edition.digest == fields["digest"]:
            return Loaded.UNCHANGED
        if edition.responses.exists():
            raise DefinitionError(
                [f"$.code: edition '{edition.code}' has responses, so its wording is frozen"]
            )
        Edition.objects.filter(pk=edition.pk).update(**fields)
        edition.sections.all().delete()
    _create_sections(edition, definition["sections"])
    return Loaded.CREATED if created else Loaded.UPDATED


def edition_shape(edition: Edition) -> EditionShape:
    """Return the whole edition: three queries the first time in a process, then none.

    It may be kept, as an edition cannot change while it is answered.
    """
    return _read(edition.pk, edition.code, edition.digest)


def _inconsistencies(definition: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the schema cannot say: keys and addresses that would collide."""
    if definition["code"] in RESERVED_SLUGS:
        yield f"$.code: '{definition['code']}' is an address of the site itself"
    sections = definition["sections"]
    questions = [question for section in sections for question in section["questions"]]
    yield from _repeated("$.sections", "key", sections)
    yield from _repeated("$.sections", "number", sections)
    yield from _repeated("$.sections[*].questions", "key", questions)
    yield from _repeated("$.sections[*].questions", "number", questions)
    for question in questions:
        place = f"question '{question['key']}'"
        yield from _repeated(f"{place}: parts", "key", question["parts"])
        for part in question["parts"]:
            yield from _repeated(f"{place}: choices", "key", part.get("choices", ()))


def _repeated(place: str, name: str, items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for value, count in Counter(item[name] for item in items).items():
        if count > 1:
            yield f"{place}: {name} '{value}' is used {count} times"


def _create_sections(edition: Edition, sections: list[dict[str, Any]]) -> None:
    for position, item in enumerate(sections):
        questions = item["questions"]
        fields = {key: item[key] for key in ("key", "number", "title")}
        section = Section.objects.create(edition=edition, position=position, **fields)
        for place, question in enumerate(questions):
            _create_question(section, place, question)


def _create_question(section: Section, position: int, item: dict[str, Any]) -> None:
    fields = {key: value for key, value in item.items() if key != "parts"}
    question = Question.objects.create(section=section, position=position, **fields)
    Part.objects.bulk_create(
        Part(question=question, position=place, **part) for place, part in enumerate(item["parts"])
    )


@lru_cache(maxsize=32)
def _read(edition_pk: int, code: str, digest: str) -> EditionShape:
    """Read an edition; `code` and `digest` are in the key so that a reload is never missed."""
    parts: dict[int, list[PartShape]] = {}
    for part in Part.objects.filter(question__section__edition=edition_pk):
        choices = tuple(ChoiceShape(**choice) for choice in part.choices)
        shape = PartShape(part.key, PartKind(part.kind), part.label, choices)
        parts.setdefault(part.question_id, []).append(shape)
    questions: dict[int, list[QuestionShape]] = {}
    for row in Question.objects.filter(section__edition=edition_pk):
        questions.setdefault(row.section_id, []).append(
            QuestionShape(
                row.pk,
                row.key,
                row.number,
                row.lead,
                row.wording,
                row.help,
                tuple(row.indicators),
                tuple(parts.get(row.pk, ())),
            )
        )
    rows = list(Section.objects.filter(edition=edition_pk).select_related("edition"))
    sections = tuple(
        SectionShape(row.pk, row.key, row.number, row.title, tuple(questions.get(row.pk, ())))
        for row in rows
    )
    edition = rows[0].edition
    return EditionShape(code, edition.year, edition.title, digest, sections)
