"""Where each line of a file belongs: a heading, a wording, an answer, or nowhere. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.incoming.doubts import Doubt

from .anchors import STATES, Anchor, find_anchors
from .closing import without_closing
from .leading import BARE_FIGURE, FIGURE, begins_with_value
from .likeness import Wordings, best_of, grams
from .lines import FileLine
from .margins import without_margins
from .numbers import read_numbered
from .office_tables import Row, row_slot, rows_in, with_rows
from .prompts import ADDRESS, BULLETED, RELATED, SAME, Slot, asked_of, sort_block
from .ticked import Box, read_box, read_choice, read_glued
from .told import with_told
from .units import UnitKind, Units, texts_of, units_of

_TITLE, _TITLE_AMONG, _HEADING = 0.4, 8, 0.3
_HEADING_MAX = 60
_HEADING_SIGNS = "■□◆●<〈[【《#"
_IS_ITEM = re.compile(r"[-–—○·※☑☐]|.*(?:https?://|[.。]$)")
_ANSWERS = re.compile(r"\s*[-–—―·•○●□■※→⇒➔:☑☐]\s*")
_ENDED = re.compile(r"[.?!:。？！：)）\]]\s*$")
_ASKS_AT_END = re.compile(
    r"(?:[?？]|(?:까|(?<!아니)요|시오|세요|는지|바랍니다|부탁드립니다|links?)\s*[.)]?)\s*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[?？]|\b(?:please|if so|explain|describe|specify|provide)\b|"
    r"(?:설명|제공|기재|작성|첨부|부탁(?:드립니다)?|십시오|시오|세요|바랍니다)\s*[.)]?\s*$",
    re.IGNORECASE,
)
_BEHIND_TITLE = re.compile(r"(?:[:：](?!//)|\s[-–—]\s)\s*(?P<said>\S.*)$")
_GOES_ON_LIKE = 0.35
_WRAPPED_MAX = 3
_WHOLE, _STEPS_LEAST, _TOLD, _KNOWN = 2, 2, 0.6, 0.85
_TITLE_LEAST, _TITLE_ALONE, _TITLE_HARDLY, _TITLE_LIKE = 0.7, 0.95, 0.35, 0.55
"""How much of what stands behind a number its question must say, to be its title: with something
below, with nothing, and where that is just what it asks for or a sentence ends; how alike both are.
"""
_UNENDED = re.compile(r"[을를]\s*$")
_CLOSE = {False: 0.8, True: 0.95}
"""How alike a wording that does not ask must be, so that no answer is thought to be in it; and how
much of a short heading must be in what is asked."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the lines of a file belong, by their numbers; each is in one of these alone."""

    slots: tuple[Slot, ...]
    headings: tuple[int, ...]
    wording: tuple[int, ...]
    not_placed: tuple[int, ...]
    anchors: tuple[Anchor, ...]


def place(edition: EditionShape, lines: Sequence[FileLine]) -> Places:
    """Return where the lines of a file belong in an edition."""
    units = units_of(edition)
    lines, headings, nowhere = without_margins(edition, lines)
    lines, closing = without_closing(lines)
    found = with_told(units, lines, find_anchors(units, lines))
    placing = _Placing(edition, units, lines, found.suspects)
    places = placing.run(with_rows(found.anchors, placing.rows))
    return replace(
        places,
        headings=tuple(sorted((*places.headings, *closing, *headings))),
        not_placed=tuple(sorted((*places.not_placed, *nowhere))),
    )


class _Placing:
    """One placing of the lines of a file, from one anchor to the next."""

    def __init__(
        self,
        edition: EditionShape,
        units: Units,
        lines: Sequence[FileLine],
        suspects: frozenset[int],
    ) -> None:
        self.edition, self.units, self.lines, self.suspects = edition, units, lines, suspects
        self.rows = rows_in(units, lines)
        self.slots: dict[str, Slot] = {}
        self.headings: list[int] = []
        self.wording: list[int] = []
        self.not_placed: list[int] = []

    def run(self, anchors: Sequence[Anchor]) -> Places:
        """Place all lines."""
        first = anchors[0] if anchors else None
        before = self._without_heading(self.lines[: self._begin(first)], first)
        self._before_all(self._without_table(before))
        for anchor, following in zip(anchors, (*anchors[1:], None), strict=False):
            own = self.lines[anchor.first : anchor.last + 1]
            block = self.lines[anchor.last + 1 : self._begin(following)]
            block = self._without_heading(block, following)
            if row := self.rows.get(own[0].number):
                self._row(anchor, row, own[0], block)
            else:
                self._below(anchor, own, self._without_table(block))
        return Places(
            tuple(self.slots.values()),
            tuple(sorted(self.headings)),
            tuple(sorted(self.wording)),
            tuple(sorted(self.not_placed)),
            tuple(anchors),
        )

    def _begin(self, anchor: Anchor | None) -> int:
        return anchor.first if anchor else len(self.lines)

    def _without_heading(
        self, block: Sequence[FileLine], following: Anchor | None
    ) -> Sequence[FileLine]:
        """Return lines without the heading at their end, of the section of what follows."""
        if not block or following is None:
            return block
        line, unit = block[-1], self.units.units[following.unit]
        text = line.text.strip()
        is_short = len(text) <= _HEADING_MAX and "\t" not in text and not _IS_ITEM.match(text)
        is_apart = line.blanks > 0 or len(block) == 1 or line.is_heading
        if unit.kind is UnitKind.HEADING or not is_short:
            return block
        titles = Wordings(texts_of(unit.section.title))
        alike = best_of(titles.likeness(grams(read_numbered(text).text)))
        if alike < _HEADING or not (is_apart or text[0] in _HEADING_SIGNS):
            return block
        self.headings.append(line.number)
        return block[:-1]

    def _before_all(self, lines: Sequence[FileLine]) -> None:
        """Place what stands before everything that was found: a title, or nothing of ours."""
        titles = Wordings(texts_of(self.edition.title))
        for line in lines:
            alike = best_of(titles.likeness(grams(line.text)))
            is_title = line.is_heading or (line.number <= _TITLE_AMONG and alike >= _TITLE)
            (self.headings if is_title else self.not_placed).append(line.number)

    def _below(self, anchor: Anchor, own: Sequence[FileLine], block: Sequence[FileLine]) -> None:
        """Place what was found and what stands below it."""
        unit = self.units.units[anchor.unit]
        if unit.kind is UnitKind.QUESTION and unit.question:
            self._put(self._slot(unit.question, anchor, own, block))
            return
        kept = self.headings if unit.kind is UnitKind.HEADING else self.wording
        kept += [line.number for line in own]
        # Between a heading or a lead and the first question stands no answer.
        said = Wordings(unit.wordings)
        for line in block:
            is_said = best_of(said.contained(grams(line.text))) >= SAME
            (self.wording if is_said else self.not_placed).append(line.number)

    def _without_table(self, block: Sequence[FileLine]) -> Sequence[FileLine]:
        """Return lines up to a table; the rest is its head, or of no question."""
        end = next((at for at, line in enumerate(block) if line.number in self.rows), len(block))
        for line in block[end:]:
            row = self.rows.get(line.number)
            (self.wording if row and row.is_head else self.not_placed).append(line.number)
        return block[:end]

    def _row(self, anchor: Anchor, row: Row, line: FileLine, block: Sequence[FileLine]) -> None:
        """Place a row of a table, and what goes on from it; what else stands below is nowhere."""
        question = self.units.units[anchor.unit].question
        if question is None:
            return
        rows = [row, *(self.rows[each.number] for each in self._more(block))]
        slot = row_slot(question, rows, line.number)
        self._put(slot)
        self.wording += slot.wording
        below = self._without_table(block[len(rows) - 1 :])
        self.not_placed += [each.number for each in below]

    def _more(self, block: Sequence[FileLine]) -> Iterator[FileLine]:
        for line in block:
            row = self.rows.get(line.number)
            if not row or not row.is_more:
                return
            yield line

    def _put(self, slot: Slot) -> None:
        """Keep what was found of a question, with what stands elsewhere under its number."""
        known = self.slots.setdefault(slot.question.key, slot)
        if known is not slot:
            known.join(slot)

    def _slot(
        self,
        question: QuestionShape,
        anchor: Anchor,
        own: Sequence[FileLine],
        block: Sequence[FileLine],
    ) -> Slot:
        slot = Slot(question, anchor.certainty, is_doubtful=self._may_have_another(block))
        slot.is_loose = anchor.likeness < _CLOSE[anchor.by_number] and not anchor.asks
        slot.doubts |= {*anchor.doubts}
        own, block, rest, is_told = said_behind(question, anchor, own, block)
        if is_told and anchor.is_known and is_of_kind(question, rest):
            slot.certainty = max(slot.certainty, _KNOWN)
        elif is_told:
            # Nothing but the number tells what is asked.
            slot.certainty = min(slot.certainty, _TOLD)
            slot.doubts.add(Doubt.TITLE)
        slot.wording += [line.number for line in (own[:-1] if rest else own)]
        if rest:
            slot.answer.append(replace(own[-1], text=rest, blanks=0))
        sort_block(slot, own, block, self.not_placed)
        self.wording += slot.wording
        return slot

    def _may_have_another(self, block: Sequence[FileLine]) -> bool:
        """Return whether a line below a question is rather like another one that was not found."""
        return any(line.number in self.suspects for line in block)


def said_behind(
    question: QuestionShape, anchor: Anchor, own: Sequence[FileLine], block: Sequence[FileLine]
) -> tuple[Sequence[FileLine], Sequence[FileLine], str, bool]:
    """Return the lines of a wording, those below it, and what the last one says as an answer.

    And whether nothing but the number before that tells what is asked.
    """
    rest = _behind(question, anchor, own[-1])
    if anchor.number == _WHOLE and (said := _behind_number(question, anchor, own, block)):
        return own, block, said, True
    if not (rest and _is_answer(own[-1], rest)):
        whole = len(block)
        own, block = _wrapped_on(own, block)
        is_asked = len(block) < whole or (rest and _is_asked(question, rest))
        rest = "" if is_asked else rest
    return own, block, rest, False


def _behind(question: QuestionShape, anchor: Anchor, line: FileLine) -> str:
    """Return what stands behind the wording in its last line, such as a yes."""
    decides = any(KINDS[part.kind].decides for part in question.parts)
    if decides and (glued := read_glued(line)):
        return glued
    return line.text[anchor.ends_at :].strip() if anchor.ends_at else ""


def _behind_number(
    question: QuestionShape, anchor: Anchor, own: Sequence[FileLine], block: Sequence[FileLine]
) -> str:
    """Return what stands right behind a question's whole number, if that may be its answer.

    It is where it begins as answers do, and else where it is not clearly what is asked: what is
    taken for that is in no answer.
    """
    numbered = read_numbered(own[-1].text)
    _asked, _tab, behind = numbered.text.strip().partition("\t")
    rest = numbered.text.strip()
    said = _BEHIND_TITLE.search(rest)
    if anchor.by_number and behind and anchor.likeness >= RELATED:
        # A row of a table: what is asked has a cell, and the answer another.
        found = behind.strip()
    elif len(own) > 1 or len(numbered.code) < _STEPS_LEAST or _ASKS_AT_END.search(rest):
        found = ""
    elif said and read_choice(FileLine(own[-1].number, said["said"])).answer is not None:
        found = said["said"]
    elif _is_answer(own[-1], rest):
        found = rest
    elif said and _is_title(question, rest[: said.start()], _TITLE_LEAST):
        found = "" if _is_title(question, said["said"], _TITLE_LEAST) else said["said"]
    else:
        found = "" if _is_asked_there(question, anchor, rest, block) else rest
    return found


def _is_asked_there(
    question: QuestionShape, anchor: Anchor, rest: str, block: Sequence[FileLine]
) -> bool:
    """Return whether what stands behind a number is what is asked; in doubt it is not."""
    states = bool(STATES.search(rest)) and anchor.likeness < _CLOSE[anchor.by_number]
    if states or FIGURE.search(rest):
        return False
    if _GOES_ON.search(rest) or (not anchor.by_number and anchor.likeness >= _TITLE_LIKE):
        return True
    least = _TITLE_LEAST if block else _TITLE_ALONE
    if block and (_UNENDED.search(rest) or is_of_kind(question, block[0].text)):
        least = _TITLE_HARDLY
    return _is_title(question, rest, least)


def _is_title(question: QuestionShape, text: str, least: float) -> bool:
    """Return whether a question says so much of some words that they are its title."""
    return best_of(asked_of(question).contained(grams(text))) >= least


def is_of_kind(question: QuestionShape, text: str) -> bool:
    """Return whether a text is just what is asked for: a yes or no, a figure, an address."""
    kinds = {part.kind for part in question.parts}
    if any(KINDS[kind].decides for kind in kinds):
        return read_choice(FileLine(1, text)).answer is not None
    if "percentage" in kinds:
        return bool(BARE_FIGURE.fullmatch(text))
    return "links" in kinds and begins_with_value(text) and " " not in text.strip()


def _is_answer(line: FileLine, rest: str) -> bool:
    """Return whether what stands behind a wording begins as answers do."""
    if _ANSWERS.match(rest) or ADDRESS.search(rest):
        return True
    return read_choice(FileLine(line.number, rest)).answer is not None


def _is_asked(question: QuestionShape, rest: str) -> bool:
    """Return whether what stands behind a question mark still is the question."""
    alike = best_of(asked_of(question).contained(grams(rest)))
    return alike >= _GOES_ON_LIKE or bool(_GOES_ON.search(rest))


def _wrapped_on(
    own: Sequence[FileLine], block: Sequence[FileLine]
) -> tuple[Sequence[FileLine], Sequence[FileLine]]:
    """Return the lines of a wording with those that it is wrapped on to, and what follows."""
    if _ENDED.search(own[-1].text):
        return own, block
    for many, line in enumerate(block[:_WRAPPED_MAX], start=1):
        if line.blanks or BULLETED.match(line.text) or ADDRESS.search(line.text):
            break
        if read_choice(line).is_about or read_box(line.text).box in {Box.TICKED, Box.EMPTY}:
            break
        if _ASKS_AT_END.search(line.text):
            return [*own, *block[:many]], block[many:]
    return own, block
