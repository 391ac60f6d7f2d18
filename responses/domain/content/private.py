"""Telephone numbers of persons in a text that the UN, and perhaps everybody, will read. Pure."""

import re
from collections.abc import Iterator

from responses.domain.edition.shapes import QuestionShape

from .kinds import KINDS

# Korean mobile telephones are persons'; as written here and abroad.
_MOBILE = re.compile(
    r"(?<![\d-])(?:\+?82[-\s)]{0,2}|0)1[016789][-.\s)]?\d{3,4}[-.\s]?\d{4}(?![\d-])"
)
_TELEPHONE = r"(?<![\d-])0\d{1,2}[-.\s)]{1,2}\d{3,4}[-.\s]\d{4}(?![\d-])"
_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# A line that names who is in charge, or who wrote it, with a number or an address of their own.
_NAMED = re.compile(
    r"^[^\w\n]*(?:담당\s?(?:자|공무원|주무관)?|작성\s?자|문의(?:처|사항|전화)?|연락처|제출자|성명|전화(?:번호)?"
    r"|(?:contact|prepared by|written by|in charge|person in charge|phone|tel)\b)"
    rf"[^\n:：]{{0,10}}[:：][^\n]*?(?P<reached>{_TELEPHONE}|{_ADDRESS})",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = 400
"""How much of a line is looked at."""


def asks_for_person(question: QuestionShape) -> bool:
    """Return whether a question asks whom to reach."""
    return any(KINDS[part.kind].is_contact for part in question.parts)


def mobile_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of mobile telephones in a text, each once, as they are written."""
    return tuple(dict.fromkeys(found[0] for found in _MOBILE.finditer(text)))


def reached_at(text: str) -> tuple[str, ...]:
    """Return how persons can be reached whom a text names, besides: numbers and addresses."""
    return tuple(dict.fromkeys((*mobile_numbers(text), *_of_named(text))))


def _of_named(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if found := _NAMED.match(line[:_LINE]):
            yield found["reached"]
