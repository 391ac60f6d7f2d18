"""How single typed values are read, or refused in words for the person. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.characters import one_line
from responses.validators import LINE_MAX

_FAR_TOO_LONG = 10
NO_VALUE = _("This value does not fit the question.")


def limited(text: str, limit: int) -> str:
    """Return `text`, or raise `ValidationError` if it is too long."""
    if len(text) > limit:
        raise ValidationError(
            _("This is %(length)s characters long; at most %(limit)s are allowed."),
            params={"length": f"{len(text):,}", "limit": f"{limit:,}"},
        )
    return text


def limited_as(read: Callable[[str], str], text: str, limit: int) -> str:
    """Return `text` as it is to be read, or raise `ValidationError` if that is too long.

    What is so long that no reading makes it short enough is not read at all.
    """
    return limited(read(text) if len(text) <= _FAR_TOO_LONG * limit else text, limit)


def read_text(value: Any) -> str:
    """Return imported text, None meaning none, or raise `ValidationError` for another type."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError(NO_VALUE)
    return value


def read_items(value: Any) -> Sequence[Any]:
    """Return an imported list, None and "" meaning none, or raise `ValidationError`."""
    if value is None or value == "":
        return ()
    if not isinstance(value, list | tuple):
        raise ValidationError(NO_VALUE)
    return value


def read_line(text: Any) -> str:
    """Return a text in one line, empty if it says nothing; see `characters.one_line`."""
    return limited_as(one_line, read_text(text), LINE_MAX)


@dataclass(frozen=True, slots=True)
class Field:
    """A line of text that stands beside others, such as the agency of a contact.

    `read` takes what was typed and returns the canonical text, or raises `ValidationError`.
    A complete answer has those that are `required`, where its kind asks for them. What is
    `words` reads otherwise in another language; an address does not.
    """

    key: str
    label: str | Promise
    read: Callable[[str], str] = read_line
    required: bool = True
    words: bool = True


class Phrase(NamedTuple):
    """Words of a value that are translated for themselves: in which field, and of which row."""

    text: str
    field: str = ""
    row: int | None = None


Say = Callable[[Phrase], str]
"""Says a phrase in another way."""


def phrases(
    fields: Sequence[Field], lines: Mapping[str, str], row: int | None = None
) -> list[Phrase]:
    """Return what these lines say in words, line by line; the `row` is theirs, if any."""
    said = ((field.key, lines[field.key]) for field in fields if field.words)
    return [Phrase(text, key, row) for key, text in said if text]


def rephrased(
    fields: Sequence[Field], lines: Mapping[str, str], say: Say, row: int | None = None
) -> dict[str, str]:
    """Return these lines, with what `say` makes of each that is words; see `phrases`."""
    said = {each.field: say(each) for each in phrases(fields, lines, row)}
    return {field.key: said.get(field.key, lines[field.key]) for field in fields}


def read_fields(fields: Sequence[Field], value: Any) -> dict[str, str]:
    """Return the canonical text of every field, or raise `ValidationError`; None means none."""
    typed = {} if value is None or value == "" else value
    if not isinstance(typed, Mapping) or not typed.keys() <= {field.key for field in fields}:
        raise ValidationError(NO_VALUE)
    return {field.key: field.read(read_text(typed.get(field.key))) for field in fields}
