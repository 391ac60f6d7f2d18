"""Numbers of questions in what people write, as in "the links of III.4 are missing"."""

import re
from collections.abc import Mapping
from functools import lru_cache

from responses.characters import normalised
from responses.domain.edition.shapes import EditionShape


def numbers_in(text: str, edition: EditionShape) -> frozenset[str]:
    """Return the keys of the questions of an edition whose numbers stand in a text."""
    keys, pattern = _numbers(edition)
    return frozenset(keys[_plain(match[0])] for match in pattern.finditer(text))


def linked(html: str, edition: EditionShape, addresses: Mapping[str, str]) -> str:
    """Return HTML with the numbers of questions in its text as links to `addresses`, by key.

    `html` is escaped already, so that a < begins a tag and a number holds nothing to escape;
    tags and links stay as they are. A question without an address is no link.
    """
    keys, pattern = _numbers(edition)

    def link(match: re.Match[str]) -> str:
        address = addresses.get(keys[_plain(match[0])])
        return f'<a href="{address}">{match[0]}</a>' if address else match[0]

    pieces = _TAG.split(html)
    pieces[::2] = [pattern.sub(link, piece) for piece in pieces[::2]]
    return "".join(pieces)


_TAG = re.compile(r"(<a .*?</a>|<[^>]*>)")


def _numbers(edition: EditionShape) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Return the keys by number, as people write it, and what finds those in a text."""
    return _finding(tuple((each.number, key) for key, each in edition.questions_by_key.items()))


_ROMAN = {normalised(sign, "NFKC"): sign for sign in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"}
# Behind "III. 4" something may be counted, as behind "World War II. 4 people".
_COUNTS = r"(?!\s?(?:[%％‰개건명년월일회차종곳위호점배시분만억천백]|[A-Za-z]))"


def _plain(number: str) -> str:
    """Return a number as the keys have it: `Ⅲ. 4` is `iii.4`."""
    head, *rest = re.split(r"[.\s-]+", normalised(number, "NFKC"), maxsplit=1)
    return ".".join((head, *rest)).casefold()


def _ways(number: str) -> str:
    """Return a pattern of the ways to write a number: `III.4`, `Ⅲ.4`, `III-4`, `III. 4`.

    Of one letter, which may be a word that ends a sentence, no blank follows the point.
    """
    head, sign, rest = number.partition(".")
    if head not in _ROMAN or not sign:
        return re.escape(number)
    rest = re.escape(rest)
    spaced = rf"|{_ROMAN[head]}\.[ \xa0]{rest}{_COUNTS}"
    spaced += rf"|{head}\.[ \xa0]{rest}{_COUNTS}" if len(head) > 1 else ""
    return rf"(?:{head}|{_ROMAN[head]})[.-]{rest}{spaced}"


@lru_cache(maxsize=64)
def _finding(
    numbered: tuple[tuple[str, str], ...],
) -> tuple[Mapping[str, str], re.Pattern[str]]:
    # The bracket behind "I.2-1)" is left out as often as not.
    written = {number.rstrip(")"): key for number, key in numbered}
    keys = {number.casefold(): key for number, key in written.items()}
    longest_first = sorted(written, key=len, reverse=True)
    either = "|".join(map(_ways, longest_first))
    # Not as a piece of a longer number, word or address; a Korean particle may follow at once.
    pattern = rf"(?<![A-Za-z0-9./&#-])(?:{either})(?![A-Za-z0-9]|[.-][A-Za-z0-9])"
    return keys, re.compile(pattern, re.IGNORECASE)
