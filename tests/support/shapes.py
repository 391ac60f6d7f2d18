"""Shapes of questions, made without a database."""

from responses.domain.edition.shapes import ChoiceShape, PartShape, QuestionShape
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
