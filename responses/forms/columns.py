"""What the columns of a pasted line are: names, departments, posts. Pure.

Columns stand in any order. Each is judged by what it says; what could be one thing or another
is not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from responses.wording.posts import POSTS

NAME, DEPARTMENT, POST = ORDER = ("name", "department", "post")
"""What a line says of a person besides address and role, in the order in which it is asked for."""

ANY = frozenset(ORDER)
# Posts and departments end so. A name that ends like some departments, such as 김은실, is either.
_POSTS = re.compile(
    rf"(?:{'|'.join(POSTS)}|[국과실팀부계소원단관청]장|부?시장|군수|구청장|서기관?|사무관|이사관|주사보?"
    r"|연구[사관]|지도[사관]|전문관|보좌관|검토관|심사관|조사관|비서관?|공무직|담당|\S*위원장?"
    r"|.*\b(?:director|manager|officer|head|chief|mayor|clerk|analyst|secretary))",
    re.IGNORECASE,
)
_OF_BOTH = re.compile(r"\S+담당관")
_DEPARTMENTS = re.compile(
    r"\S.*(?:과|팀|계|국|실|단|부|처|청|원|소|센터|본부|담당관|위원회|추진반|사무국)"
    r"|.*\b(?:department|office|division|bureau|team|unit|agency|centre|center)\b.*",
    re.IGNORECASE,
)
_LIKE_NAMES = re.compile(r"\S+[국실단부처청원소계]")
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방"
)
_KOREAN_NAME = re.compile(
    rf"[{_SURNAMES}][가-힣]{{1,2}}|(?:남궁|황보|제갈|사공|선우|독고)[가-힣]{{1,2}}"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """What the columns of a line say, each once."""

    name: str = ""
    department: str = ""
    post: str = ""


class UnplacedError(ValueError):
    """Columns cannot be told apart; `words` are those in question."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(words)
        self.words = words


def kinds_of(cell: str) -> frozenset[str]:
    """Return what a column can be, by what it says."""
    if _OF_BOTH.fullmatch(cell):
        return frozenset({DEPARTMENT, POST})
    if _POSTS.fullmatch(cell):
        return frozenset({POST})
    is_name = bool(_KOREAN_NAME.fullmatch(cell))
    if _DEPARTMENTS.fullmatch(cell):
        either = is_name and _LIKE_NAMES.fullmatch(cell)
        return frozenset({DEPARTMENT, NAME} if either else {DEPARTMENT})
    return frozenset({NAME}) if is_name else ANY


def place(cells: Sequence[str], known: Placed, *, in_order: bool) -> Placed:
    """Return what columns say, beside what is `known` of the person already.

    Where that could be read in more ways than one, the order decides of a whole row: that of
    `ORDER`, with nothing in an empty column; `in_order` is whether `cells` are one. Raises
    `UnplacedError` where nothing decides.
    """
    free = [kind for kind in ORDER if not getattr(known, kind)]
    said = [cell for cell in cells if cell]
    ways = list(_ways(said, free))
    if len(ways) == 1:
        return _with(known, ways[0], said)
    if in_order and len(cells) <= len(free):
        row = dict(zip(free, cells, strict=False))
        if all(kind in kinds_of(cell) for kind, cell in row.items() if cell):
            return _with(known, tuple(row), tuple(row.values()))
    open_ones = [cell for cell in said if len(kinds_of(cell) & set(free)) != 1]
    raise UnplacedError(open_ones or said)


def _ways(cells: Sequence[str], free: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield each way in which columns can be different things."""
    if not cells:
        yield ()
        return
    for kind in free:
        if kind in kinds_of(cells[0]):
            for rest in _ways(cells[1:], [each for each in free if each != kind]):
                yield (kind, *rest)


def _with(known: Placed, kinds: Sequence[str], cells: Sequence[str]) -> Placed:
    fields = {kind: getattr(known, kind) for kind in ORDER} | dict(zip(kinds, cells, strict=True))
    return Placed(**fields)
