"""How alike two wordings are: pairs of letters, Hangul taken apart, rare ones counting more. Pure.

Of wordings that say the same in other words, `jamo` pairs keep what is alike: endings and
particles differ in a letter or two. What every question says ("does your city have") counts
little, by how many of the wordings compared have it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from responses.characters import normalised

Grams = Mapping[str, int]

READ_MAX = 600
"""How many characters of a line are read; no wording is as long."""
_RUN = re.compile("[가-힣]+|[a-z0-9]+")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
# What is asked of every question, and what everybody calls the city.
_USUAL = re.compile(
    r"(?:추가로?\s*)?(?:자세히|상세히|간단히)?\s*설명(?:하고|과 함께)?\s*"
    r"(?:근거\s*)?(?:자료|관련)?\s*링크[를도]?\s*(?:제공|기재|첨부|작성)?[가-힣]{0,8}(?:십시오|시오|세요|바랍니다)?|"
    r"please (?:explain|describe|specify|provide|give)[^.?]{0,60}links?[^.?]{0,30}",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(r"있다면|그렇다면|전략|if |which|what", re.IGNORECASE)
_FEW = 14
_CITY = re.compile(
    r"귀하의\s*도시|당신의\s*도시|귀\s*도시|귀\s*기관|귀\s*시(?![가-힣])|귀\s*시(?=[는의가에])"
)
_STOPS = frozenset(
    [
        *("a", "an", "and", "are", "at", "be", "by", "do", "does", "for", "from", "has", "have"),
        *("if", "in", "is", "it", "its", "of", "on", "or", "please", "so", "that", "the", "there"),
        *("this", "to", "was", "what", "which", "with", "you", "your", "city"),
    ]
)


def grams(text: str, *, brackets: bool = False) -> Counter[str]:
    """Return the pairs of letters in a wording; of Latin letters, threes within words.

    What stands in brackets is left out unless asked for, as forms explain there, and what is
    asked of every question, unless nothing much is left then.
    """
    plain = normalised(text[:READ_MAX].lower(), "NFKC")
    plain = _CITY.sub(" ", plain if brackets else _BRACKETS.sub(" ", plain))
    found = _grams(_USUAL.sub(" ", plain))
    return found if found.total() >= _FEW or not _OTHER_WORDS.search(plain) else _grams(plain)


def _grams(plain: str) -> Counter[str]:
    found: Counter[str] = Counter()
    hangul: list[str] = []
    for run in _RUN.findall(plain):
        if run[0] >= "가":
            hangul.append(run)
        elif run not in _STOPS:
            bounded = f"^{run}$"
            found.update(bounded[at : at + 3] for at in range(max(1, len(bounded) - 2)))
    letters = normalised("".join(hangul), "NFD")
    found.update(letters[at : at + 2] for at in range(len(letters) - 1))
    return found


@dataclass(slots=True)
class Wordings:
    """Wordings to compare lines with, by pairs of letters, so that each line is looked at once."""

    texts: Sequence[str]
    _having: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    _weights: dict[str, float] = field(default_factory=dict)
    _whole: list[float] = field(default_factory=list)
    _unknown: float = 1.0

    def __post_init__(self) -> None:
        found = [grams(text) for text in self.texts]
        for place, each in enumerate(found):
            for gram, count in each.items():
                self._having[gram].append((place, count))
        many = len(found)
        self._unknown = log(1 + many)
        self._weights = {gram: log(1 + many / len(had)) for gram, had in self._having.items()}
        self._whole = [self._weight(each) for each in found]

    def likeness(self, line: Grams) -> list[float]:
        """Return of each wording how alike a line is, from 0 to 1 (the coefficient of Dice)."""
        whole = self._weight(line)
        shared = self._shared(line)
        return [
            2 * both / (whole + own) if both else 0.0
            for both, own in zip(shared, self._whole, strict=True)
        ]

    def contained(self, line: Grams) -> list[float]:
        """Return of each wording how much of a line stands in it, from 0 to 1."""
        whole = self._weight(line)
        return [both / whole if whole else 0.0 for both in self._shared(line)]

    def _shared(self, line: Grams) -> list[float]:
        shared = [0.0] * len(self.texts)
        for gram, count in line.items():
            weight = self._weights.get(gram)
            if weight is None:
                continue
            if count == 1:
                # As nearly always, and most of the time of reading a file is spent here.
                for place, _had in self._having[gram]:
                    shared[place] += weight
            else:
                for place, had in self._having[gram]:
                    shared[place] += weight * min(count, had)
        return shared

    def _weight(self, line: Grams) -> float:
        return sum(self._weights.get(gram, self._unknown) * count for gram, count in line.items())


def best_of(scores: Iterable[float]) -> float:
    """Return the highest of some scores, 0 if there are none."""
    return max(scores, default=0.0)
