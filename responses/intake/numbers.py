"""The numbers before questions and headings: `I.2-1)`, `3.4`, `문 5.`, `가)`, `①`. Pure."""

import re
from dataclasses import dataclass

from responses.characters import normalised

Code = tuple[int | str, ...]
"""A number as its steps from outer to inner: `I.2-1)` is (1, 2, 1), and `VIII.1a` (8, 1, "a")."""

_LETTERS = "가나다라마바사아자차카타파하"
_STEP = rf"(?:\d{{1,2}}(?!\d)|[ivx]{{1,5}}(?![a-z])|[a-z](?![a-z])|[{_LETTERS}](?![가-힣]))"
_BEFORE = r"[\s<〈《「『【\[(#*_○●□■-]*(?:(?:question|문항|질문|문|제|part|section|q)\s*\.?\s*)?"
# Steps, each after a sign or none, as in `1a`; then what tells a number from a word.
_NUMBER = re.compile(
    rf"(?P<before>{_BEFORE})(?P<code>{_STEP}(?:\s?[.\-–·_]\s?{_STEP}|(?<=\d)(?-i:[a-z])(?![a-z])|"
    rf"\)\s?\d{{1,2}}(?=\)))*)"
    rf"(?P<after>\s*(?:장|절|항|부|번)?\s*[.):\]】〉>]+\s*|\s*(?:장|절|항|부|번)\s+|\s+)(?=\S)",
    re.IGNORECASE,
)
_ONE_STEP = re.compile(_STEP, re.IGNORECASE)
_CIRCLED = re.compile(r"\s*(?P<sign>[①-⑳])\s*")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_ROMAN_SIGNS = re.compile("[Ⅰ-Ⅻⅰ-ⅻ]")
_READ = 40


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line taken apart: the number before it, empty if it has none, and what follows."""

    code: Code
    text: str


def read_numbered(line: str) -> Numbered:
    """Return a line with the number before it taken off; its beginning alone is looked at."""
    if found := _CIRCLED.match(line):
        return Numbered((ord(found["sign"]) - ord("①") + 1,), line[found.end() :])
    head = _ROMAN_SIGNS.sub(lambda sign: normalised(sign[0], "NFKC"), line[:_READ])
    found = _NUMBER.match(head)
    if not found or _is_word(found):
        return Numbered((), line)
    rest = head[found.end() :] + line[_READ:]
    return Numbered(read_code(found["code"]), rest)


def is_roman(line: str) -> bool:
    """Return whether the number before a line begins with a Roman one: `III-2.`, `Ⅲ.2`."""
    head = _ROMAN_SIGNS.sub(lambda sign: normalised(sign[0], "NFKC"), line[:_READ])
    found = _NUMBER.match(head)
    return bool(found and found["code"][0].lower() in _ROMAN)


def _is_word(found: re.Match[str]) -> bool:
    """Return whether what could be a number is a word, as in `1 인 가구` or `a plan`."""
    is_marked = bool(re.search(r"[.):\]】〉>장절항부번]", found["after"]))
    steps = _ONE_STEP.findall(found["code"])
    return not is_marked and (
        len(steps) == 1 and not re.search(r"[a-z문항질제]", found["before"], re.IGNORECASE)
    )


def read_code(written: str) -> Code:
    """Return the steps of a number as it is written."""
    plain = _ROMAN_SIGNS.sub(lambda sign: normalised(sign[0], "NFKC"), written)
    steps = [step.lower() for step in _ONE_STEP.findall(plain)]
    return tuple(_step(step, first=place == 0) for place, step in enumerate(steps))


def _step(step: str, *, first: bool) -> int | str:
    if step.isdecimal():
        return int(step)
    if step in _LETTERS:
        return _LETTERS.index(step) + 1
    if set(step) <= _ROMAN.keys() and (first or len(step) > 1):
        return _roman(step)
    return step


def _roman(step: str) -> int:
    values = [_ROMAN[sign] for sign in step]
    after = [*values[1:], 0]
    return sum(-one if one < next_one else one for one, next_one in zip(values, after, strict=True))


def agreement(found: Code, asked: Code) -> int:
    """Return how far a number found in a file is the one that is asked for.

    2: it is that one as a whole; 1: it is its last steps, as below a heading; 0: there is none;
    -1: it is another one.
    """
    if not found or not asked:
        return 0
    if found == asked:
        return 2
    return 1 if len(found) < len(asked) and asked[-len(found) :] == found else -1
