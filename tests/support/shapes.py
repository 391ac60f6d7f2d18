"""Shapes of questions, made without a database."""

from itertools import count
from typing import Any

from responses.domain.edition.shapes import (
    ChoiceShape,
    EditionShape,
    Follows,
    PartShape,
    QuestionShape,
    SectionShape,
)
from tests.support.factories import wording

KINDS = ("yes_no", "choices", "percentage", "contact", "text", "links")
CHOICES = ("plan", "budget", "staff", "law", "training", "review")


def make_part(kind: str) -> PartShape:
    """Return a part whose key is its kind with `-` for `_`; choices are `CHOICES`."""
    choices = tuple(ChoiceShape(key, wording(key)) for key in CHOICES)
    key = kind.replace("_", "-")
    return PartShape(key, kind, wording(key), choices if kind == "choices" else ())


def make_question(*kinds: str) -> QuestionShape:
    """Return a question with a part of each kind, by default one of every kind."""
    parts = tuple(make_part(kind) for kind in kinds or KINDS)
    return QuestionShape(1, "q-1", "Q.1", {}, wording("Question"), {}, (), parts)


def edition_of(definition: dict[str, Any]) -> EditionShape:
    """Return the shape of an edition as a file defines it."""
    numbers = count(1)
    sections = []
    for section in definition["sections"]:
        questions = [
            QuestionShape(
                next(numbers),
                each["key"],
                each["number"],
                each.get("lead", {}),
                each["wording"],
                each.get("help", {}),
                (),
                tuple(
                    PartShape(
                        part["key"],
                        part["kind"],
                        part["label"],
                        tuple(ChoiceShape(**choice) for choice in part.get("choices", ())),
                        part.get("required"),
                    )
                    for part in each["parts"]
                ),
                Follows(**each["follows"]) if "follows" in each else None,
            )
            for each in section["questions"]
        ]
        found = section["key"], section["number"], section["title"], tuple(questions)
        sections.append(SectionShape(next(numbers), *found))
    return EditionShape(
        definition["code"], definition["year"], definition["title"], "", tuple(sections)
    )
