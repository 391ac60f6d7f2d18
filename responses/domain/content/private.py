"""Telephone numbers of persons in a text that the UN, and perhaps everybody, will read. Pure."""

import re
from collections.abc import Iterable, Iterator

from responses.domain.edition.shapes import QuestionShape

from .finding import addresses_in
from .kinds import KINDS

# Korean mobile telephones are persons'; as written here and abroad.
_MOBILE = re.compile(
    r"(?<![\d-])(?:\+?82[-\s)]{0,2}|0)1[016789][-.\s)]?\d{3,4}[-.\s]?\d{4}(?![\d-])"
)
_TELEPHONE = (
    r"(?<![\d-])(?:\+?82[-\s)]{1,2}\d{1,2}|0\d{1,2})[-.\s)]{1,2}\d{3,4}[-.\s]\d{4}(?![\d-])"
)
_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# A line that names who is in charge, or who wrote it, with a number or an address of their own.
_NAMED = re.compile(
    r"^[^\w\n]*(?:담당\s?(?:자|공무원|주무관)?|작성\s?자|문의(?:처|사항|전화)?|연락처|제출자|성명|전화(?:번호)?"
    r"|(?:contact|prepared by|written by|in charge|person in charge|phone|tel)\b)"
    rf"[^\n:：]{{0,10}}[:：][^\n]*?(?P<reached>{_TELEPHONE}|{_ADDRESS})",
    re.IGNORECASE | re.MULTILINE,
)
# A line that names a person, as far as one number is theirs alone.
_PERSON = re.compile(
    r"^[^\w\n]*(?:담당\s?(?:자|공무원|주무관)|작성\s?자|제출\s?자|성명"
    r"|(?:(?:officer|person|staff) in charge|in charge|contact person|prepared by|written by"
    r"|submitted by|responsible officer)\b)"
    rf"[^\n:：]{{0,10}}[:：][^\n]*?(?P<reached>{_TELEPHONE})",
    re.IGNORECASE,
)
# A line that has a label of its own, and in it whom to reach or how: `기타: 담당자 이영희`.
_LABELLED = re.compile(r"[^\w\n]*[^\n\t:：]{1,20}[:：]")
_WHOM = re.compile(
    rf"{_TELEPHONE}|{_ADDRESS}|(?:담당\s?(?:자|공무원)|작성\s?자|제출\s?자|주무관)\s*[:：]?\s*[가-힣]{{2,4}}"
    r"\s*(?:$|[,(/·\d])"
    r"|\b(?:contact person|person in charge|prepared by|written by|submitted by)\b",
    re.IGNORECASE,
)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LINE = 400
"""How much of a line is looked at."""


def asks_for_person(question: QuestionShape) -> bool:
    """Return whether a question asks whom to reach."""
    return any(KINDS[part.kind].is_contact for part in question.parts)


def persons_numbers(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the telephone numbers of persons in texts, each once, as they are written.

    Mobile ones, and others in a line that names who is in charge, or who wrote it; none within an
    address of the web, or a digest.
    """
    return tuple(dict.fromkeys(number for text in texts for number in _numbers(text)))


def _numbers(text: str) -> Iterator[str]:
    if _DIGEST.fullmatch(text):
        return
    found = [(match.start(), match[0]) for match in _MOBILE.finditer(text)]
    begin = 0
    for line in text.split("\n"):
        if match := _PERSON.match(line[:_LINE]):
            found.append((begin + match.start("reached"), match["reached"]))
        begin += len(line) + 1
    # Most texts have no number, and need not be searched for addresses.
    within = [(at.start, at.stop) for at in addresses_in(text)] if found else []
    for at, number in sorted(found):
        if not any(start <= at < stop for start, stop in within):
            yield number


def mobile_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of mobile telephones in a text, each once, as they are written."""
    return tuple(dict.fromkeys(found[0] for found in _MOBILE.finditer(text)))


def reached_at(text: str) -> tuple[str, ...]:
    """Return how persons can be reached whom a text names, besides: numbers and addresses."""
    return tuple(dict.fromkeys((*mobile_numbers(text), *_of_named(text))))


def names_person(line: str) -> bool:
    """Return whether a line has its own label and names a person, or how to reach somebody."""
    head = line[:_LINE]
    return bool(_LABELLED.match(head) and (_WHOM.search(head) or _MOBILE.search(head)))


def _of_named(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if found := _NAMED.match(line[:_LINE]):
            yield found["reached"]
