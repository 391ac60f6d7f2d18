"""Words that say yes or no: one table for the fields of files and for lines that are read. Pure."""

import re
from collections.abc import Iterator, Mapping

from responses.characters import normalised
from responses.enums import YesNo

WORDS: Mapping[YesNo, str] = {
    YesNo.YES: r"예|네|있음|있습니다|그렇습니다|그렇다|yes",
    YesNo.NO: r"아니요|아니오|아뇨|아님|없음|없습니다|no",
}
"""What says so wherever it stands, as patterns."""
# What says so where nothing else stands, as in a field of its own; the longer ones come first.
_ALONE: Mapping[YesNo, str] = {
    YesNo.YES: r"넵|넹|예스|해당\s*(?:됨|함|있음)|해당|y|[o○◯〇⭕v✓✔√☑]",
    YesNo.NO: (
        r"(?:해당\s*)?(?:사항\s*)?없음|[미비]해당|해당\s*(?:안\s*됨|하지 않음)|아니다|노|n"
        r"|[x×✕✖✗✘❌]"
    ),
}
_EITHER = "|".join(
    f"(?P<{answer}>{_ALONE[answer]}|{WORDS[answer]})" for answer in (YesNo.NO, YesNo.YES)
)
_TOKEN = re.compile(rf"(?:{_EITHER})(?![가-힣a-z0-9])")
_BETWEEN = re.compile(r"[\s,.;:~!()\[\]{}<>/|·\"'“”‘’。、…-]*")
_READ = 60
"""How much of a text is looked at: who writes more says more than yes or no."""


def said_alone(text: str) -> YesNo | None:
    """Return what a text says that says nothing but yes, or nothing but no; in whatever words."""
    if len(text) > _READ:
        return None
    found = set(_answers(normalised(text, "NFKC").casefold()))
    return found.pop() if len(found) == 1 else None


def _answers(text: str) -> Iterator[YesNo | None]:
    """Yield what the words of a text say, and None for one that says neither."""
    at = _end_of_blanks(text, 0)
    while at < len(text):
        word = _TOKEN.match(text, at)
        if word is None:
            yield None
            return
        yield YesNo.YES if word["yes"] else YesNo.NO
        at = _end_of_blanks(text, word.end())


def _end_of_blanks(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
