"""Which lines of a file are which headings and questions of an edition. Pure.

Number, order and likeness of wording count together. Each line is compared with everything that
the edition says; then the way through the file is sought on which what stands there is most alike
and most in order. What is out of order is found where it is alike enough.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain

from responses.domain.incoming.doubts import Doubt

from .likeness import READ_MAX, best_of, grams
from .lines import FileLine
from .numbers import Code, agreement, read_numbered
from .ticked import Box, read_box, read_choice, read_glued
from .units import Unit, UnitKind, Units

_CUT = 46.0
"""What is less alike than this is none, unless its number or its place speaks for it."""
_FEW = 4
"""How many units a line is considered for, and how many lines a wording may be wrapped over."""
_LONG, _OF_UNIT = 4_000, 40
"""From how many lines on a file is very long, and how many lines are considered for a unit then."""
_NEXT, _BACK, _SKIP, _SKIPS_MAX = 5.0, -13.0, -0.4, -5.0
_NUMBER_WHOLE, _NUMBER_END, _NUMBER_OTHER = 22.0, 11.0, -9.0
_HARDLY = 0.12
"""As alike as what is asked must at least be where its number and place tell what it is."""
_SOMEWHAT, _ENOUGH, _RATHER, _SAME = 0.3, 0.35, 0.45, 0.9
_TOLD = 0.6
_LEAST = 0.35
"""What is less certain is none."""
_TRUSTED = 0.55
"""How alike what is asked must be for its number to tell how the file is numbered."""
_CLEARLY_ALIKE = 0.7
_MOST = 0.6
"""Which share of its numbers has to be ours, so that they speak for a match."""

ASKS = re.compile(
    r"(?:[?？]|(?:까|(?<!아니)요|시오|세요|는지|바랍니다|비율은|무엇|부탁(?:드립니다)?)\s*[.:：)]?)\s*$"
)
_BULLET = re.compile(r"\s*(?:[-–—―·•○◦●□■▪※☑☐]|\*\s)")
_ADDRESS = re.compile(
    r"https?://|www\.|(?<![\w-])[\w-]{1,60}\.(?:go|or|co|ne|re)\.kr|@\w", re.IGNORECASE
)
_ANGLED = re.compile(r"\s*[<〈《【\[].{1,60}[>〉》】\]]\s*$")
_GLUED = re.compile(r"[?？](?=\s*\S)")
_HEADING_MAX, _BULLET_MAX = 60, 200
_WIDE = re.compile("[\u1100-\uffee]")
_WRAPPED_LEAST = 24
"""How many columns a line has at least that goes on in the next one."""
# As an office ends what it says, and nothing that is asked.
STATES = re.compile(r"(?:[있없같않]음|[가-힣](?:함|됨|임)|예정|(?:추진|진행|운영) ?중)\s*[.)]?\s*$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Lines `first` to `last` (their places) that are a unit of an edition, and how surely.

    `ends_at` is where its wording ends in the last of these lines, if something stands behind it.
    What its number alone tells, `by_number`, may have its answer right behind that. One `is_known`
    has a whole number that is known to be ours, where the form has it; others `doubt` it.
    """

    first: int
    last: int
    unit: int
    score: float
    likeness: float
    number: int
    ends_at: int | None = None
    asks: bool = False
    certainty: float = 0.0
    by_number: bool = False
    is_known: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some lines that may be one wording, taken apart."""

    first: int
    last: int
    code: Code
    text: str
    ends_at: int | None
    shape: float
    heading: float


@dataclass(frozen=True, slots=True)
class Anchors:
    """The headings, leads and questions found in a file, in its order, each once.

    `suspects` are the numbers of lines that are rather like a question that was not found.
    """

    anchors: tuple[Anchor, ...]
    suspects: frozenset[int]


def find_anchors(units: Units, lines: Sequence[FileLine]) -> Anchors:
    """Return what of an edition stands in a file.

    In a very long one each line is looked at by itself, and each unit has so many matches at most.
    """
    few = _FEW if len(lines) <= _LONG else 1
    found = [match for place in range(len(lines)) for match in matches_at(units, lines, place, few)]
    if few == 1:
        found = _likeliest(found)
    alone = _way(units, found)
    trust = _trust(alone)
    counted = [with_number(match, trust) for match in found]
    way = _way(units, [match for match in counted if match.score > 0])
    if trust:
        way = _with_numbered(units, way, counted)
    anchors = _judged(units, way, counted, trust)
    there = {anchor.unit for anchor in anchors}
    questions = {at for at, unit in enumerate(units.units) if unit.kind is UnitKind.QUESTION}
    suspects = {
        lines[match.first].number
        for match in found
        if match.likeness >= _RATHER and match.unit in questions - there
    }
    return Anchors(anchors, frozenset(suspects))


def _likeliest(found: Sequence[Anchor]) -> list[Anchor]:
    """Return of each unit those matches that speak most for it, in the order of the file."""
    of_unit: dict[int, list[Anchor]] = defaultdict(list)
    for match in found:
        of_unit[match.unit].append(match)
    kept = (
        nlargest(_OF_UNIT, each, key=lambda match: match.score + _NUMBER_END * match.number)
        for each in of_unit.values()
    )
    return sorted(chain.from_iterable(kept), key=lambda match: match.first)


def _with_numbered(units: Units, way: Sequence[Anchor], counted: Sequence[Anchor]) -> list[Anchor]:
    """Return a way with the questions that their number tells, where they are next in order.

    `a. If so, links` is alike to nothing, and yet what is asked between VIII.1 and VIII.2.
    """
    found = list(way)
    for match in sorted(counted, key=lambda each: -each.score):
        unit = units.units[match.unit]
        if unit.kind is UnitKind.HEADING or not unit.question:
            continue
        least = _HARDLY if unit.question.follows else _SOMEWHAT
        if match.number <= 0 or not match.asks or match.likeness < least:
            continue
        before = [each for each in found if each.last < match.first]
        after = [each for each in found if each.first > match.last]
        free = len(before) + len(after) == len(found)
        if free and _lies_between(units, before, match, after):
            found = [*before, match, *after]
    return found


def _lies_between(
    units: Units, before: Sequence[Anchor], match: Anchor, after: Sequence[Anchor]
) -> bool:
    """Return whether a match stands where it does in the form, below its own heading."""
    section = units.units[match.unit].section
    follows = bool(before) and before[-1].unit < match.unit
    follows = follows and units.units[before[-1].unit].section is section
    return follows and (not after or match.unit < after[0].unit)


def matches_at(units: Units, lines: Sequence[FileLine], place: int, few: int) -> list[Anchor]:
    """Return what the lines from one place on may be, the most alike first; the score is bare."""
    best: dict[int, float] = {}
    likely: dict[int, Anchor] = {}
    for stretch in _stretches(lines, place, few):
        asks = bool(ASKS.search(stretch.text))
        for unit, likeness in _alike(units, stretch, few).items():
            asked = units.units[unit]
            shape = stretch.heading if asked.kind is UnitKind.HEADING else stretch.shape
            score = 100 * likeness + shape - _CUT
            # A longer stretch must be clearly more alike, or it is the answer's first line.
            if unit in best and score <= best[unit] + 4.0:
                continue
            best[unit] = score
            if score <= -_NUMBER_WHOLE:
                continue
            number = agreement(stretch.code, asked.code)
            if number < 0 and asked.question and asked.question.follows:
                number = 0  # follow-ups are numbered in many ways
            ends = (stretch.first, stretch.last)
            likely[unit] = Anchor(*ends, unit, score, likeness, number, stretch.ends_at, asks)
    return sorted(likely.values(), key=lambda match: -match.score)[: 2 * _FEW]


def _alike(units: Units, stretch: _Stretch, few: int) -> Mapping[int, float]:
    """Return the units that a stretch is like, and how much, if not more like some help."""
    letters = grams(stretch.text)
    alike = units.texts.likeness(letters)
    if few > 1 and ("(" in stretch.text or "（" in stretch.text):
        explained = units.texts.likeness(grams(stretch.text, brackets=True))
        alike = [max(pair) for pair in zip(alike, explained, strict=True)]
    helps = 0.0 if stretch.code else best_of(units.helps.likeness(letters))
    by_unit: dict[int, float] = defaultdict(float)
    for unit, score in zip(units.of, alike, strict=True):
        if score > helps or score > _SAME:
            by_unit[unit] = max(by_unit[unit], score)
    return by_unit


def _stretches(lines: Sequence[FileLine], place: int, few: int) -> Iterator[_Stretch]:
    """Yield what may be one wording from a line on: the line, its beginning, some lines."""
    line = lines[place]
    if len(line.text) > READ_MAX or "\t" in line.text.strip():
        return
    numbered = read_numbered(line.text)
    code, text = numbered.code, numbered.text
    is_bullet = bool(_BULLET.match(line.text)) and not code
    if is_bullet and (len(text) > _BULLET_MAX or _ADDRESS.search(text)):
        return
    yield _stretch(lines, place, place, code, text, is_bullet=is_bullet)
    for found in list(_GLUED.finditer(text))[: 2 if few > 1 else 0]:
        ends_at = len(line.text) - len(text) + found.end()
        yield replace(
            _stretch(lines, place, place, code, text[: found.end()], is_bullet=is_bullet),
            ends_at=ends_at,
        )
    if is_bullet:
        return
    for last in range(place + 1, min(place + few, len(lines))):
        more = lines[last]
        if len(text) + len(more.text) > READ_MAX or _is_apart(lines[last - 1], more):
            return
        text = f"{text.rstrip()} {more.text.strip()}"
        yield _stretch(lines, place, last, code, text, is_bullet=False)


def _is_apart(line: FileLine, after: FileLine) -> bool:
    """Return whether a line is no continuation of the one before it."""
    if after.blanks or line.text.rstrip().endswith((":", "：")) or read_glued(line):
        return True
    if len(line.text) + len(_WIDE.findall(line.text)) < _WRAPPED_LEAST or STATES.search(after.text):
        return True
    if _BULLET.match(after.text) or read_box(after.text).box in {Box.TICKED, Box.EMPTY}:
        return True
    return bool(
        read_numbered(after.text).code or _ADDRESS.search(after.text) or read_choice(after).is_about
    )


def _stretch(
    lines: Sequence[FileLine], first: int, last: int, code: Code, text: str, *, is_bullet: bool
) -> _Stretch:
    line = lines[first]
    shape = 0.0
    shape += 5.0 if ASKS.search(text) else 0.0
    shape += 3.0 if code or line.is_heading else 0.0
    shape -= 12.0 if is_bullet else 0.0
    shape -= 25.0 if _ADDRESS.search(text) else 0.0
    return _Stretch(first, last, code, text, None, shape, _heading_shape(lines, first, last, code))


def _heading_shape(lines: Sequence[FileLine], first: int, last: int, code: Code) -> float:
    line = lines[first]
    text = line.text.strip()
    if last > first or len(text) > _HEADING_MAX or ASKS.search(text) or _ADDRESS.search(text):
        return -60.0
    shape = -18.0
    shape += 18.0 if _ANGLED.match(text) or line.is_heading else 0.0
    shape += 8.0 if code else 0.0
    alone = line.blanks > 0 and (first + 1 == len(lines) or lines[first + 1].blanks > 0)
    shape += 6.0 if alone else 0.0
    return shape - (20.0 if _BULLET.match(text) else 0.0)


def with_number(match: Anchor, trust: float) -> Anchor:
    """Return a match with what its number speaks for it, as far as the file's numbers are ours."""
    gain = {2: _NUMBER_WHOLE, 1: _NUMBER_END, 0: 0.0, -1: _NUMBER_OTHER}[match.number]
    if match.likeness < _ENOUGH:
        # Another edition asks something else under the same number.
        gain = min(gain, 0.0)
    return replace(match, score=match.score + trust * gain)


def _trust(way: Sequence[Anchor]) -> float:
    """Return how far the numbers of a file are those of the edition, from 0 to 1."""
    told = [match.number > 0 for match in way if match.number and match.likeness >= _TRUSTED]
    share = sum(told) / len(told) if told else 0.0
    return share if share >= _MOST else 0.0


def _way(units: Units, matches: Sequence[Anchor]) -> list[Anchor]:
    """Return the best way through the file on which no unit stands twice."""
    left = [match for match in matches if match.score > 0]
    for _ in range(8):
        way = _best_way(units, left)
        twice = _twice(way)
        if not twice:
            return way
        left = [match for match in left if match not in twice]
    return [match for match in way if match not in twice]


def _doubts(match: Anchor, *, is_ordered: bool) -> Iterator[Doubt]:
    """Yield what may speak against a match."""
    if match.number < 0:
        yield Doubt.OTHER_NUMBER
    if match.number == 0:
        yield Doubt.NO_NUMBER
    if not is_ordered:
        yield Doubt.OUT_OF_ORDER
    if match.likeness < _CLEARLY_ALIKE or (is_ordered and match.number > 0):
        yield Doubt.UNLIKE


def _twice(way: Sequence[Anchor]) -> set[Anchor]:
    """Return the weaker ones of those that are the same unit."""
    best: dict[int, Anchor] = {}
    for match in way:
        if match.unit not in best or match.score > best[match.unit].score:
            best[match.unit] = match
    return {match for match in way if best[match.unit] is not match}


def _best_way(units: Units, matches: Sequence[Anchor]) -> list[Anchor]:
    """Return the matches, one after the other, whose scores and order come to most."""
    starting: dict[int, list[Anchor]] = defaultdict(list)
    for match in matches:
        starting[match.first].append(match)
    # By unit: the best way that ended with it so far; a way is its score, match and way before.
    best: dict[int, _Way] = {}
    waiting: dict[int, list[_Way]] = defaultdict(list)
    for place in sorted({match.first for match in matches} | {m.last + 1 for m in matches}):
        for end in [end for end in waiting if end < place]:
            for ended in waiting.pop(end):
                known = best.get(ended.match.unit)
                if known is None or ended.score > known.score:
                    best[ended.match.unit] = ended
        for match in starting.get(place, ()):
            before, gain = _before(units, best, match.unit)
            waiting[match.last].append(_Way(match.score + gain, match, before))
    ends = [*best.values(), *(way for ways in waiting.values() for way in ways)]
    way: _Way | None = max(ends, key=lambda each: each.score, default=None)
    found: list[Anchor] = []
    while way is not None:
        found.append(way.match)
        way = way.before
    return found[::-1]


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    score: float
    match: Anchor
    before: "_Way | None"


def _before(units: Units, best: Mapping[int, _Way], unit: int) -> tuple[_Way | None, float]:
    """Return the way that a unit is best reached by, and what that comes to."""
    found, most = None, 0.0
    for last, way in best.items():
        total = way.score + _step(units.units, last, unit)
        if found is None or total > most:
            found, most = way, total
    return (found, most) if found and most > 0 else (None, 0.0)


def _step(units: Sequence[Unit], last: int, unit: int) -> float:
    """Return what it says for a unit that it follows another one in the file."""
    between = unit - last
    if between <= 0:
        return _BACK
    # What stands before a question may well be left out.
    left_out = sum(each.kind is UnitKind.QUESTION for each in units[last + 1 : unit])
    return _NEXT if not left_out else max(_SKIPS_MAX, _SKIP * left_out)


def _judged(
    units: Units, way: Sequence[Anchor], matches: Sequence[Anchor], trust: float
) -> tuple[Anchor, ...]:
    """Return the anchors with how sure each is."""
    rivals: dict[int, list[Anchor]] = defaultdict(list)
    for match in matches:
        rivals[match.first].append(match)
    around = [-1, *(match.unit for match in way), len(units.units)]
    found = []
    for place, match in enumerate(way):
        before, after = around[place], around[place + 2]
        in_order = (before < match.unit) + (match.unit < after)
        others = [
            each.likeness
            for each in rivals[match.first]
            if each.unit != match.unit and units.units[each.unit].kind is not UnitKind.HEADING
        ]
        lead = match.likeness - max(others, default=0.0)
        certainty = (match.likeness - 0.2) / 0.4
        certainty += 0.12 * (in_order - 1) + min(lead, 0.3) - 0.1
        certainty += trust * {2: 0.3, 1: 0.2, 0: -0.05, -1: -0.3}[match.number]
        if trust and match.number > 0 and before < match.unit < after:
            certainty = max(certainty, _TOLD)
        doubts = tuple(_doubts(match, is_ordered=before < match.unit < after))
        found.append(replace(match, certainty=max(0.0, min(1.0, certainty)), doubts=doubts))
    return tuple(each for each in found if each.certainty >= _LEAST)
