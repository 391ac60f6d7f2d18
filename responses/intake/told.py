"""Questions that a file tells by their whole number alone, such as `VII.1 Portal`. Pure.

Offices shorten what is asked, or answer right behind the number. Where the numbers of a file are
ours, a whole one in the form's order tells its question, whatever stands behind it.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from responses.domain.content.kinds import KINDS
from responses.domain.incoming.doubts import Doubt

from .anchors import ASKS, Anchor, Anchors
from .likeness import grams
from .lines import FileLine
from .numbers import Code, is_roman, read_numbered
from .ticked import read_choice
from .units import UnitKind, Units

_ALIKE, _RELATED = 0.55, 0.5
"""How alike what is asked must be for its number to tell how the file is numbered."""
_MOST, _LEAST_MANY = 0.85, 2
"""Which share of the whole numbers of a file must be ours, and how many there must be."""
_STEPS_LEAST, _KNOWN_LEAST = 2, 3
_SHORTENED = 0.75
"""How much of a short heading what is asked must say, for both to be surely the same."""
_SURE, _TOLD = 0.85, 0.6
"""How certain a question is that a number and a short heading tell, or the number alone."""
_GRAMS_LEAST, _WHOLE, _AFTER_ALL = 3, 2, 1_000_000

# No number of a question: a figure with what it counts, and what refers to another answer.
_COUNTED = re.compile(
    r"\s*(?:[%％,~∼+×/°℃]|(?:퍼센트|프로|점|개|명|건|배|년|월|일|시간|분|초|억|만|천|조|원|종|회|위)"
    r"(?![가-힣](?<![은는이가을를의로으도에씩과와]))|"
    r"(?:k[mg]|[gmt]b|ghz|per ?cent|[mbtr]+illion|points?)\b)",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"(?:의?\s*(?:답변?|문항)(?:과|와|을|를|에|\s)*\s*)?(?:참[고조]|같[음은]|동일|[과와]\s*같|[과와]\s*동일)|"
    r"(?:see|as|above|below|refer)\b",
    re.IGNORECASE,
)
_REFERS_WITHIN = 20


@dataclass(frozen=True, slots=True)
class _Told:
    """A line, by its place, that begins with the whole number of a question, which is a unit.

    `asked` is how much of what stands behind that the question says, and `other` another section.
    It `answers` where a yes or no stands there, and the question asks for one.
    """

    at: int
    unit: int
    is_roman: bool
    text: str
    asked: float
    other: float
    answers: bool = False


def with_told(units: Units, lines: Sequence[FileLine], found: Anchors) -> Anchors:
    """Return anchors with the questions that their number alone tells.

    Those that are out of the form's order, or in a file whose numbers are not known to be ours,
    make what they stand in doubtful: their lines are suspects. A number that stands before several
    lines has an anchor at each of them.
    """
    places = {
        unit.code: at for at, unit in enumerate(units.units) if unit.kind is UnitKind.QUESTION
    }
    whole = [each for at, line in enumerate(lines) if (each := _told(units, line, at, places))]
    ours = _ours(lines, found, places, whole)
    are_known = not ours and _are_known(lines, whole)
    if ours:
        # Numbers of another kind are figures, unless what stands behind them says what they are.
        whole = [each for each in whole if each.is_roman in ours or each.asked >= _SHORTENED]
    anchors = _without_other(units, found.anchors, whole, are_ours=bool(ours))
    there = {anchor.unit for anchor in anchors}
    taken = {at for anchor in anchors for at in range(anchor.first, anchor.last + 1)}
    missing = [each for each in whole if each.unit not in there and each.at not in taken]
    likely = [
        each
        for each in missing
        if (ours or each.answers or (are_known and each.is_roman)) and not _asks_other(each)
    ]
    added = [_anchor(each, are_ours=bool(ours)) for each in _with_astray(anchors, likely)]
    way = _with_known(_sorted([*anchors, *added]), whole, are_ours=bool(ours or are_known))
    again = [_anchor(each, are_ours=False) for each in _again(way, whole)]
    left = {each.at for each in missing} - {anchor.first for anchor in (*added, *again)}
    return Anchors(
        tuple(_sorted([*way, *again])), found.suspects | {lines[at].number for at in left}
    )


def _sorted(anchors: Sequence[Anchor]) -> list[Anchor]:
    return sorted(anchors, key=lambda anchor: anchor.first)


def _with_known(way: Sequence[Anchor], whole: Sequence[_Told], *, are_ours: bool) -> list[Anchor]:
    """Return anchors, those marked that have their own whole number where the form has it."""
    told = {each.at: each.unit for each in whole}
    units = [-1, *(anchor.unit for anchor in way), _AFTER_ALL]
    return [
        replace(anchor, is_known=told.get(anchor.first) == anchor.unit and are_ours)
        if units[place] < anchor.unit < units[place + 2]
        else replace(anchor, doubts=tuple({*anchor.doubts, Doubt.OUT_OF_ORDER}))
        for place, anchor in enumerate(way)
    ]


def _again(way: Sequence[Anchor], whole: Sequence[_Told]) -> list[_Told]:
    """Return further lines that begin with the number of a question that was found.

    Those say more of its answer, where they neither ask nor say its title once more. A number that
    may be a figure tells it only directly below its question.
    """
    firsts = [anchor.first for anchor in way]
    taken = {at for anchor in way for at in range(anchor.first, anchor.last + 1)}
    known = {anchor.unit for anchor in way if anchor.number == _WHOLE}
    found: list[_Told] = []
    for each in whole:
        before = bisect_left(firsts, each.at) - 1
        is_below = before >= 0 and way[before].unit == each.unit
        is_more = each.asked < _SHORTENED or each.answers
        if (
            each.at not in taken
            and each.unit in known
            and (each.is_roman or is_below)
            and is_more
            and not ASKS.search(each.text)
        ):
            found.append(each)
    return found


def told_in(units: Units, line: FileLine, unit: int) -> Anchor | None:
    """Return the question that a line alone, at place 0, begins with the whole number of."""
    told = _told(units, line, 0, {units.units[unit].code: unit})
    return _anchor(told, are_ours=True) if told else None


def _told(units: Units, line: FileLine, at: int, places: Mapping[Code, int]) -> _Told | None:
    """Return what question a line is of, if it begins with the whole number of one."""
    numbered = read_numbered(line.text)
    if len(numbered.code) < _STEPS_LEAST or numbered.code not in places:
        return None
    roman = is_roman(line.text)
    said = numbered.text.strip()
    if _REFERS.match(said) and len(said) <= _REFERS_WITHIN:
        return None
    if not roman and (_COUNTED.match(said) or not said[:1].isalpha()):
        return None
    unit = places[numbered.code]
    question = units.units[unit].question
    decides = roman and question and any(KINDS[part.kind].decides for part in question.parts)
    answers = bool(decides) and read_choice(replace(line, text=said)).answer is not None
    alike = _contained(units, unit, numbered.text)
    return _Told(at, unit, roman, numbered.text, *alike, answers)


def _contained(units: Units, unit: int, text: str) -> tuple[float, float]:
    """Return how much of what stands behind a number its question says, and another section.

    In a row of a table that is what its first cell says.
    """
    letters = grams(text.strip().partition("\t")[0])
    if letters.total() < _GRAMS_LEAST:
        return 0.0, 0.0
    asked = other = 0.0
    for at, score in zip(units.of, units.texts.contained(letters), strict=True):
        if at == unit:
            asked = max(asked, score)
        elif units.units[at].section is not units.units[unit].section:
            other = max(other, score)
    return asked, other


def _ours(
    lines: Sequence[FileLine], found: Anchors, places: Mapping[Code, int], whole: Sequence[_Told]
) -> frozenset[bool]:
    """Return which whole numbers of a file are ours: those that begin with a Roman one, or others.

    What is surely alike tells, and short headings that the question says, or only another section.
    """
    said: Counter[tuple[bool, bool]] = Counter()
    questions = set(places.values())
    alike = [
        each
        for each in found.anchors
        if each.likeness >= _ALIKE and each.number and each.unit in questions
    ]
    for anchor in alike:
        text = lines[anchor.first].text
        code = read_numbered(text).code
        if len(code) >= _STEPS_LEAST:
            said[is_roman(text), places.get(code) == anchor.unit] += 1
    known = {anchor.first for anchor in alike}
    for each in whole:
        if each.at not in known and each.asked >= _SHORTENED:
            said[each.is_roman, True] += 1
        elif each.at not in known and each.asked < _RELATED and each.other >= _SHORTENED:
            said[each.is_roman, False] += 1
    return frozenset(
        roman
        for roman in (True, False)
        if said[roman, True] >= _LEAST_MANY
        and said[roman, True] >= _MOST * (said[roman, True] + said[roman, False])
    )


def _are_known(lines: Sequence[FileLine], whole: Sequence[_Told]) -> bool:
    """Return whether a file has some whole Roman numbers, and those of our questions alone.

    Nothing that stands behind them tells whose they are, so that what they tell is unsure.
    """
    ours = {each.at for each in whole if each.is_roman}
    if len(ours) < _KNOWN_LEAST or any(_asks_other(each) for each in whole):
        return False
    return not any(
        at not in ours
        and is_roman(line.text)
        and len(read_numbered(line.text).code) >= _STEPS_LEAST
        for at, line in enumerate(lines)
    )


def _asks_other(told: _Told) -> bool:
    """Return whether a line asks something else than its number does, as another edition may."""
    return bool(ASKS.search(told.text)) and told.asked < _RELATED


def _without_other(
    units: Units, anchors: Sequence[Anchor], whole: Sequence[_Told], *, are_ours: bool
) -> list[Anchor]:
    """Return anchors without those whose line has the whole number of another question.

    What is alike is kept where the other one has nothing of it, but no heading: a question may be
    shortened to the title of its section.
    """
    numbers = {each.at: each for each in whole}

    def is_other(anchor: Anchor) -> bool:
        told = numbers.get(anchor.first)
        if told is None or told.unit == anchor.unit:
            return False
        if units.units[anchor.unit].kind is UnitKind.HEADING:
            return are_ours or told.is_roman
        return are_ours and (anchor.likeness < _ALIKE or told.asked >= _RELATED)

    return [anchor for anchor in anchors if not is_other(anchor)]


def _with_astray(anchors: Sequence[Anchor], likely: Sequence[_Told]) -> list[_Told]:
    """Return what stands in the form's order, or with a yes or no behind it; what follows those.

    A number and a yes in one line are a question wherever they stand.
    """
    kept = _in_order(anchors, likely)
    units = {each.unit for each in kept}
    astray = {each.unit: each for each in reversed(likely) if each.answers}
    kept += [each for unit, each in astray.items() if unit not in units]
    found = sorted(
        (*anchors, *(_anchor(each, are_ours=False) for each in kept)),
        key=lambda anchor: anchor.first,
    )
    units = {each.unit for each in kept}
    return [*kept, *_in_order(found, [each for each in likely if each.unit not in units])]


def _in_order(anchors: Sequence[Anchor], missing: Sequence[_Told]) -> list[_Told]:
    """Return what stands where it does in the form, as many as can be, each question once."""
    firsts = [anchor.first for anchor in anchors]
    between = []
    for each in missing:
        place = bisect_left(firsts, each.at)
        before = anchors[place - 1].unit if place else -1
        after = anchors[place].unit if place < len(anchors) else each.unit + 1
        if before < each.unit < after:
            between.append((place, each))
    kept: list[_Told] = []
    for gap in sorted({place for place, _ in between}):
        kept += _rising([each for place, each in between if place == gap])
    return list({each.unit: each for each in reversed(kept)}.values())


def _rising(told: Sequence[_Told]) -> list[_Told]:
    """Return the longest run of questions, not all next to each other, in the form's order."""
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for place, each in enumerate(told):
        length = bisect_left(ends, each.unit)
        before.append(at_end[length - 1] if length else -1)
        ends[length : length + 1] = [each.unit]
        at_end[length : length + 1] = [place]
    found: list[_Told] = []
    place = at_end[-1] if at_end else -1
    while place >= 0:
        found.append(told[place])
        place = before[place]
    return found[::-1]


def _anchor(told: _Told, *, are_ours: bool) -> Anchor:
    """Return a question that its number tells, as sure as what stands behind that."""
    certainty = _SURE if are_ours and told.asked >= _SHORTENED else _TOLD
    said = (told.at, told.at, told.unit, 0.0, told.asked, 2)
    doubts = (Doubt.NUMBER_ALONE,)
    return Anchor(*said, certainty=certainty, by_number=True, doubts=doubts)
