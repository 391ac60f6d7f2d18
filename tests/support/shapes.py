"""Shapes of questions, made without a database."""

from responses.domain.edition.shapes import ChoiceShape, PartShape, QuestionShape
from responses.enums import PartKind
from tests.support.factories import wording

CHOICES = ("plan", "budget", "staff", "law", "training", "review")


def make_part(kind: PartKind) -> PartShape:
    """Return a part whose key is its kind with `-` for `_`; choices are `CHOICES`."""
    choices = tuple(ChoiceShape(key, wording(key)) for key in CHOICES)
    key = kind.replace("_", "-")
    return PartShape(key, kind, wording(key), choices if kind is PartKind.CHOICES else ())


def make_question(*kinds: PartKind) -> QuestionShape:
    """Return a question with a part of each kind, by default one of every kind."""
    parts = tuple(make_part(kind) for kind in kinds or PartKind)
    return QuestionShape(1, "q-1", "Q.1", {}, wording("Question"), {}, (), parts)
