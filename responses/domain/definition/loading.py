"""Loads an edition from its definition; the one writer of editions."""

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import transaction
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as JsonSchemaError

from responses.characters import UNPRINTABLE
from responses.domain.content.kinds import KINDS
from responses.domain.digests import digest
from responses.models import Edition, Part, Question, Section
from responses.validators import RESERVED_SECTION_KEYS, RESERVED_SLUGS

SCHEMA = Path(__file__).resolve().parents[3] / "fixtures" / "edition.schema.json"

# For these keywords of the schema its own message is a riddle.
_CLEARER = {
    "not": "only the kind {choosing} has choices",
    "pattern": "'{value}' is no key: use the letters a to z, digits and single hyphens",
}


_Rules = dict[str, dict[str, Any]]


class DefinitionError(Exception):
    """A definition is faulty; `faults` has one line a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Loaded(StrEnum):
    """What became of a definition that was loaded."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"


def faults_of(definition: Any) -> list[str]:
    """Return one line a fault of a definition: where it is and what is wrong. Pure."""
    validator = Draft202012Validator(_schema())
    faults = [f"{error.json_path}: {_said(error)}" for error in validator.iter_errors(definition)]
    return faults or [*_unprintable("$", definition), *_inconsistencies(definition)]


@transaction.atomic
def load(definition: Any) -> Loaded:
    """Make or replace an edition from its definition (see fixtures/edition.schema.json).

    Loading the same definition again changes nothing. What is required and what follows what
    is no wording: it is renewed in its place, with the answers that there are. An edition that has
    responses and another wording is kept as it is, as its wording stays with its answers. Raises
    `DefinitionError`, and changes nothing, if the definition is faulty.
    """
    if faults := faults_of(definition):
        raise DefinitionError(faults)
    code = definition["code"]
    fields = {"title": definition["title"], "year": definition["year"]}
    fields["indicators"] = definition.get("indicators", [])
    wording, rules = _parted(definition)
    fields |= {"digest": digest(wording), "rules": digest(rules)}
    edition, created = Edition.objects.select_for_update().get_or_create(code=code, defaults=fields)
    if edition.digest == fields["digest"] and not created:
        return _renew(edition, rules, fields["rules"])
    if not created:
        if edition.responses.exists():
            return Loaded.KEPT
        # A new row with a new key, so that no process takes the old shape for the new.
        edition.delete()
        edition = Edition.objects.create(code=code, **fields)
    _create_sections(edition, definition["sections"])
    return Loaded.CREATED if created else Loaded.UPDATED


def _parted(definition: dict[str, Any]) -> tuple[dict[str, Any], _Rules]:
    """Return the wording of a definition, and its rules by the key of each question. Pure."""
    wording, rules = deepcopy(definition), {}
    for section in wording["sections"]:
        for question in section["questions"]:
            required = {part["key"]: part.pop("required", None) for part in question["parts"]}
            rules[question["key"]] = {"follows": question.pop("follows", {}), "required": required}
    return wording, rules


def _renew(edition: Edition, rules: _Rules, known_as: str) -> Loaded:
    """Change what is required and what follows what, where it is not the same already."""
    if edition.rules == known_as:
        return Loaded.UNCHANGED
    parts = Part.objects.filter(question__section__edition=edition).select_related("question")
    questions = {part.question.key: part.question for part in parts}
    for part in parts:
        part.required = rules[part.question.key]["required"][part.key]
    for key, question in questions.items():
        question.follows = rules[key]["follows"]
    Part.objects.bulk_update(parts, ["required"])
    Question.objects.bulk_update(questions.values(), ["follows"])
    edition.rules = known_as
    edition.save(update_fields=["rules"])
    return Loaded.UPDATED


def _schema() -> dict[str, Any]:
    """Return the schema, in which no kind of part is named, with those that there are."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text())
    schema["$defs"]["kind"] = {"enum": [key for key, kind in KINDS.items() if kind.asked]}
    schema["$defs"]["kindWithChoices"] = {"enum": _choosing()}
    return schema


def _choosing() -> list[str]:
    return [key for key, kind in KINDS.items() if kind.takes_choices]


def _said(error: JsonSchemaError) -> str:
    """Return what is wrong, in one line that does not repeat half the file."""
    clearer = _CLEARER.get(str(error.validator))
    choosing = " or ".join(map(repr, _choosing()))
    message = clearer.format(value=error.instance, choosing=choosing) if clearer else error.message
    return textwrap.shorten(message, 200)


def _unprintable(place: str, plain: Any) -> Iterator[str]:
    """Yield texts that no database or document can carry."""
    if isinstance(plain, str):
        if found := UNPRINTABLE.search(plain):
            yield f"{place}: character U+{ord(found[0]):04X} cannot be stored or printed"
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield from _unprintable(f"{place}.{key}", value)
    elif isinstance(plain, list):
        for index, value in enumerate(plain):
            yield from _unprintable(f"{place}[{index}]", value)


def _inconsistencies(definition: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the schema cannot say: keys and addresses that would collide."""
    if definition["code"] in RESERVED_SLUGS:
        yield f"$.code: '{definition['code']}' is an address of the site itself"
    sections = definition["sections"]
    questions = [question for section in sections for question in section["questions"]]
    for section in sections:
        if section["key"] in RESERVED_SECTION_KEYS:
            yield f"$.sections: '{section['key']}' is an address of the site itself"
    yield from _repeated("$.sections", "key", sections)
    yield from _repeated("$.sections", "number", sections)
    yield from _repeated("$.sections[*].questions", "key", questions)
    yield from _repeated("$.sections[*].questions", "number", questions)
    for question in questions:
        place = f"question '{question['key']}'"
        yield from _repeated(f"{place}: parts", "key", question["parts"])
        for part in question["parts"]:
            yield from _repeated(f"{place}: choices", "key", part.get("choices", ()))
    yield from _astray(questions)
    yield from _unknown_indicators(definition.get("indicators", ()), questions)


def _unknown_indicators(
    indicators: Iterable[Mapping[str, Any]], questions: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield indicators that are there twice, and those that questions name and are not there.

    A definition without any leaves it to its questions how they name them.
    """
    known = Counter(f"{each['criterion']}/{each['code']}" for each in indicators)
    yield from (
        f"$.indicators: '{key}' is there {count} times" for key, count in known.items() if count > 1
    )
    for question in questions if known else ():
        for key in question.get("indicators", ()):
            if key not in known:
                yield f"question '{question['key']}': there is no indicator '{key}'"


def _astray(questions: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield follow-ups of what does not come before them, or does not decide anything."""
    deciding: dict[str, int] = {}
    for question in questions:
        if follows := question.get("follows"):
            place, parent = f"question '{question['key']}': follows", follows["question"]
            if parent not in deciding:
                yield f"{place}: no question '{parent}' comes before it"
            elif deciding[parent] != 1:
                yield f"{place}: '{parent}' does not ask for one yes or no"
        kinds = [KINDS[part["kind"]] for part in question["parts"]]
        deciding[question["key"]] = sum(kind.decides for kind in kinds)


def _repeated(place: str, name: str, items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for value, count in Counter(item[name] for item in items).items():
        if count > 1:
            yield f"{place}: {name} '{value}' is used {count} times"


def _create_sections(edition: Edition, items: list[dict[str, Any]]) -> None:
    sections = Section.objects.bulk_create(
        Section(edition=edition, position=place, **_without("questions", item))
        for place, item in enumerate(items)
    )
    asked = [
        (section, place, question)
        for section, item in zip(sections, items, strict=True)
        for place, question in enumerate(item["questions"])
    ]
    questions = Question.objects.bulk_create(
        Question(section=section, position=place, **_without("parts", item))
        for section, place, item in asked
    )
    Part.objects.bulk_create(
        Part(question=question, position=place, **part)
        for question, (*_, item) in zip(questions, asked, strict=True)
        for place, part in enumerate(item["parts"])
    )


def _without(name: str, item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != name}
