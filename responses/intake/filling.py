"""What the lines of an answer say to the parts of its question. Pure.

Each part takes what is its own: a yes, a figure, ticks, fields, addresses. The text of the
question has the rest, as it stands. No word is lost: what no part can take is told.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from responses.characters import BULLETS
from responses.domain.content.finding import read_links
from responses.domain.content.kinds import KINDS
from responses.domain.content.links import LinkValue
from responses.domain.content.yes_and_no import said_alone
from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.domain.incoming.doubts import Doubt
from responses.enums import YesNo
from responses.validators import LINE_MAX, TEXT_MAX, URL_MAX

from .leading import BARE_FIGURE, FIGURE, begins_with_value, without_leading
from .likeness import best_of, grams
from .lines import FileLine
from .numbers import read_numbered
from .prompts import LIKE, Slot, asked_of
from .ticked import Box, Chosen, read_choice
from .units import texts_of

SURE = 0.75
"""A proposal that is at least as certain is sure: it can be accepted without a look at it."""


@dataclass(slots=True)
class Filled:
    """What was found: values by part, how sure each is, and what no part takes (line numbers)."""

    values: dict[str, Any] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)
    lines: list[FileLine] = field(default_factory=list)
    left: list[int] = field(default_factory=list)

    def put(self, part: PartShape, value: Any, certainty: float) -> None:
        """Give a part its value."""
        self.values[part.key] = value
        self.sure[part.key] = certainty


def fill(slot: Slot, *, is_ours: bool = False) -> Filled:
    """Return what an answer says to the parts of its question.

    In a file that is ours, each word stands where somebody wants it.
    """
    filled = Filled(lines=list(slot.answer))
    parts = sorted(slot.question.parts, key=lambda part: _TURN.get(part.kind, len(_TURN)))
    if not is_ours:
        _take_label_cells(filled)
    _take_labels(slot, filled)
    if not is_ours:
        _take_leading(slot, filled)
    for part in parts:
        if part.kind in _FILL:
            _FILL[part.kind](slot, part, filled)
    left = (line.number for line in filled.lines if _says(line.text))
    filled.left += sorted({*left} - {*filled.left})
    return filled


_DOUBTS: Mapping[str, Doubt] = {
    "percentage": Doubt.FIGURE,
    "choices": Doubt.CHOICE,
    "contact": Doubt.FIELDS,
}


def doubts_of(question: QuestionShape, filled: Filled) -> set[Doubt]:
    """Return why the parts of an answer are not read surely."""
    return {
        _DOUBTS[part.kind]
        for part in question.parts
        if part.kind in _DOUBTS and filled.sure.get(part.key, 1.0) < SURE
    }


_CLEAR, _FAIR, _UNCLEAR = 0.95, 0.7, 0.5
# What the first of two cells calls the second one.
_LABEL_CELL = re.compile(
    r"(?:(?:추가|상세|세부)?\s*(?:설명|내용|답변|응답|비율)|(?:관련|근거|증빙)?\s*(?:링크|주소|URL)|"
    r"[가-힣 ]{0,20}여부|explanation|description|answer|links?|share)\s*[:：]?",
    re.IGNORECASE,
)
# A contact of so many fields is one.
_CLEAR_FIELDS = 3
_WORD = re.compile(r"\w")
_MARKS = re.compile(rf"[\s{BULLETS}<>()（）〈〉\[\]:：;,，、./|→⇒\"'“”‘’&]+")


def _says(text: str) -> bool:
    return bool(_WORD.search(text))


def _take_labels(slot: Slot, filled: Filled) -> None:
    """Take off the label of a part that stands before its value in one line: `비율: 3.2%`."""
    labels = sorted(
        (text for part in slot.question.parts for text in texts_of(part.label)),
        key=len,
        reverse=True,
    )
    spelled = [r"\s*".join(map(re.escape, "".join(label.split()))) for label in labels]
    found = re.compile(rf"[\s\-–—·•○□■*]*(?:{'|'.join(spelled)})\**\s*(?:[:：]\**|\t)\s*(?=\S)")
    for place, line in enumerate(filled.lines):
        if match := found.match(line.text):
            filled.lines[place] = replace(line, text=line.text[match.end() :])


def _take_label_cells(filled: Filled) -> None:
    """Take off the first of two cells where it says of each row what the second one is.

    With the empty one before it, as rows have beside a merged cell.
    """
    rows = [line for line in filled.lines if "\t" in line.text]
    if rows and all(line.text.startswith("\t") for line in rows):
        filled.lines = [replace(line, text=line.text.lstrip("\t")) for line in filled.lines]
        rows = [line for line in filled.lines if "\t" in line.text]
    if all(_second_cell(line.text) for line in rows):
        filled.lines = [
            replace(line, text=_second_cell(line.text) or line.text) for line in filled.lines
        ]


def _second_cell(row: str) -> str:
    """Return the second of two cells of which the first says what it is; nothing of other lines."""
    said = [cell.strip() for cell in row.split("\t") if cell.strip()]
    return said[1] if len(said) == 2 and _LABEL_CELL.fullmatch(said[0]) else ""  # noqa: PLR2004


def _take_leading(slot: Slot, filled: Filled) -> None:
    """Take off what only says that an address or a figure follows: `답:`, `근거:`, or a yes.

    A yes is taken here where the question does not ask for one.
    """
    decides = any(KINDS[part.kind].decides for part in slot.question.parts)
    has_links = any(links_of(line) for line in filled.lines)
    kept: list[FileLine] = []
    for each in filled.lines:
        line = replace(each, text=without_leading(each.text))
        choice = None if decides or line.links else read_choice(line)
        if choice and choice.answer and begins_with_value(choice.rest):
            line = replace(line, text=without_leading(choice.rest))
        elif choice and choice.answer == YesNo.YES and not choice.rest and has_links:
            continue
        kept.append(line)
    filled.lines = kept


# --- yes or no

_AMONG_FIRST = 3
_YES, _NO = re.compile("예|네|yes", re.IGNORECASE), re.compile("아니|no", re.IGNORECASE)

# What may as well be a bullet of which nothing was written.
_BULLET = re.compile(r"[\Wo_]*")


def _fill_yes_no(_slot: Slot, part: PartShape, filled: Filled) -> None:
    for place, line in enumerate(filled.lines):
        choice = read_choice(line)
        if place == 0 and not choice.is_about and not _BULLET.fullmatch(line.text):
            # Such as "O" in the cell of a table.
            alone = said_alone(line.text)
            choice = Chosen(alone, "", is_about=True) if alone else choice
        has_both = bool(_YES.search(line.text) and _NO.search(line.text))
        if not choice.is_about or not (has_both or place < _AMONG_FIRST):
            continue
        if choice.answer is None and choice.rest:
            continue
        rest = without_leading(choice.rest)
        kept = [replace(line, text=rest)] if _says(rest) else []
        filled.lines[place : place + 1] = kept
        if choice.answer is not None:
            filled.put(part, str(choice.answer), _CLEAR if kept else 1.0)
        return


# --- choices


def _fill_choices(slot: Slot, part: PartShape, filled: Filled) -> None:
    listed = {
        choice.key: slot.boxes[choice.key] for choice in part.choices if choice.key in slot.boxes
    }
    ticked = [key for key, box in listed.items() if box is Box.TICKED]
    ringed = [key for key, box in listed.items() if box is Box.RING]
    has_boxes = any(box in {Box.TICKED, Box.EMPTY} for box in listed.values())
    if ticked:
        are_all = len(ticked) == len(part.choices)
        filled.put(part, ticked, _UNCLEAR if are_all else _CLEAR)
    elif ringed and not has_boxes and len(ringed) < len(listed):
        filled.put(part, ringed, _CLEAR)
    elif listed and not has_boxes and len(listed) * 2 < len(part.choices):
        # Nothing but these is listed: as likely as not, they are the chosen ones.
        filled.put(part, list(listed), _UNCLEAR)


# --- percentage

_FIGURE_BESIDE = 12
_TELLS = re.compile(
    r"약|대략|총|시|전체|대비|비율|비중|정도|수준|가량|내외|입니다|이다|[의임중]|"
    r"about|approximately|approx|total|share|of|the|is",
    re.IGNORECASE,
)


def _fill_percentage(slot: Slot, part: PartShape, filled: Filled) -> None:
    figures = [
        (place, found)
        for place, line in enumerate(filled.lines)
        for found in FIGURE.finditer(line.text)
    ]
    if not figures and len(filled.lines) == 1 and BARE_FIGURE.fullmatch(filled.lines[0].text):
        figures = [(0, found) for found in [BARE_FIGURE.fullmatch(filled.lines[0].text)] if found]
    # One that stands alone in its line, among others that explain it.
    alone = [each for each in figures if BARE_FIGURE.fullmatch(filled.lines[each[0]].text)]
    figures = alone if len(alone) == 1 else figures
    values = _values(figures)
    is_first = len(values) > 1
    if is_first:
        # What others stand beside in brackets is the one: `72.5% (모바일 55%)`.
        figures = [each for each in figures if not _is_in_brackets(each[1])]
        values = _values(figures)
    if len(values) != 1:
        return
    place, found = figures[0]
    line = filled.lines[place]
    beside = _MARKS.sub("", line.text[: found.start()] + line.text[found.end() :])
    is_alone = len(beside) <= _FIGURE_BESIDE
    is_clear = is_alone and not is_first
    filled.put(part, values.pop(), _CLEAR if is_clear else _FAIR if is_alone else _UNCLEAR)
    has_text = any(KINDS[each.kind].explains for each in slot.question.parts)
    # What only says that it is about so much is no description, and no figure stands in both.
    if not _says(_TELLS.sub("", beside)) or (is_alone and not has_text):
        if _says_more(slot.question, beside):
            filled.left.append(line.number)
        del filled.lines[place]


def _says_more(question: QuestionShape, beside: str) -> bool:
    """Return whether what stands beside a figure says more than what it is a figure of."""
    more = _TELLS.sub("", beside)
    is_asked = best_of(asked_of(question).contained(grams(more))) >= LIKE
    return _says(more) and (said_alone(more) is not None or not is_asked)


def _values(figures: Sequence[tuple[int, re.Match[str]]]) -> set[str]:
    return {found["figure"].replace(",", ".") for _, found in figures}


def _is_in_brackets(found: re.Match[str]) -> bool:
    before = found.string[: found.start()]
    opened = max(before.rfind("("), before.rfind("（"))
    return opened > max(before.rfind(")"), before.rfind("）"))


# --- contact

_FIELDS: Mapping[str, str] = {
    "name": r"이름|성명|성함|담당자|name|full name",
    "title": r"직위|직책|직급|보직|title|position|post|job title",
    "agency": r"소속\s*기관|소속|기관명|기관|부서|agency|organi[sz]ation|institution|department",
    "email": r"이메일\s*(?:주소)?|전자\s*우편\s*(?:주소)?|메일|e-?mail(?:\s*address)?",
}
_ANY_FIELD = "|".join(f"(?P<{key}>{words})" for key, words in _FIELDS.items())
_FIELD = re.compile(
    rf"(?:^|(?<=[,;/|\t]))[\s\-–—·•○●□■*ㅇ]*(?:\d{{1,2}}[.)]\s*)?\**(?:{_ANY_FIELD})\**\s*[:：\t]\**\s*",
    re.IGNORECASE,
)


def _fill_contact(_slot: Slot, part: PartShape, filled: Filled) -> None:
    fields: dict[str, str] = {}
    rest: list[FileLine] = []
    for line in filled.lines:
        found = list(_FIELD.finditer(line.text)) if len(line.text) <= LINE_MAX else []
        if not found:
            rest.append(line)
            continue
        ends = [*(each.start() for each in found[1:]), len(line.text)]
        left = line.text[: found[0].start()]
        for label, end in zip(found, ends, strict=True):
            said = line.text[label.end() : end].strip(" \t,;/|")
            key = str(label.lastgroup)
            if key in fields and said:
                left += line.text[label.start() : end]
            else:
                fields[key] = said
        if _says(left):
            rest.append(replace(line, text=left))
    if any(fields.values()):
        filled.put(part, fields, _CLEAR if len(fields) >= _CLEAR_FIELDS else _FAIR)
    filled.lines = rest


# --- links

_QUOTED_HOST = re.compile(r"['\"‘“]\s*$")
_LABEL_MAX = 100
_COLON = re.compile(r"[:：]\s*$")
_GOES_ON = re.compile(r"\s*[(<（]")
# A line that states something, as no name does.
_STATES = re.compile(
    r"(?:[가-힣](?:음|함|됨|임|다)|[.!。]|운영|제공|추진|실시|시행|수립|구축|개최|공개|게시|예정|중)\s*[.)]?\s*$"
)
_QUOTED = re.compile(r"[“「『‘]([^“”「」『』‘’]{2,60})[”」』’]")


def _fill_links(slot: Slot, part: PartShape, filled: Filled) -> None:
    has_text = any(KINDS[each.kind].explains for each in slot.question.parts)
    links = _Links(has_text=has_text)
    for line in filled.lines:
        if found := links_of(line):
            links.take(line, found)
        else:
            links.wait(line)
    links.end()
    filled.lines = links.rest
    if links.found:
        rows = [{"label": each.label[:LINE_MAX], "url": each.url} for each in links.found]
        filled.put(part, rows, _CLEAR)


class _Links:
    """The addresses of an answer, and the lines that say more than an address and its label.

    The line before an address may be its label; it waits until that is known. Where the question
    `has_text` it is text if it states something, and else the label, but never both. The last row
    of a table is none.
    """

    def __init__(self, *, has_text: bool) -> None:
        self.has_text = has_text
        self.found: list[LinkValue] = []
        self.rest: list[FileLine] = []
        self.waiting: FileLine | None = None
        self.label = ""
        self.rows = 0

    def wait(self, line: FileLine) -> None:
        """Take a line without an address."""
        self.end()
        self.rows = self.rows + 1 if "\t" in line.text.strip() else 0
        self.waiting, self.label = line, ""

    def take(self, line: FileLine, found: list[LinkValue]) -> None:
        """Take a line with addresses."""
        is_bare = _is_only(line, found)
        borrowed = ""
        if not found[0].label and (is_bare or _GOES_ON.match(line.text)):
            borrowed = self._borrowed(line, found[0].url)
            found = [replace(found[0], label=borrowed), *found[1:]]
        if self.waiting and borrowed and not _words_beside(self.waiting.text, [borrowed]):
            # All that it says stands in the label now.
            self.waiting = None
        self.end()
        self.label = found[-1].label if is_bare else ""
        self.rows = 0
        self.found += found
        if not is_bare:
            self.rest.append(line)

    def end(self) -> None:
        """Keep the line that waits."""
        if self.waiting:
            self.rest.append(self.waiting)
        self.waiting = None

    def _borrowed(self, line: FileLine, url: str) -> str:
        """Return the label that stands before a bare address, perhaps before several."""
        if not self.waiting:
            return self.label
        text = self.waiting.text
        if line.blanks > 1 or len(text) > _LABEL_MAX or self.rows > 1:
            return ""
        quoted: list[str] = _QUOTED.findall(text)
        if len(quoted) == 1:
            return quoted[0]
        named = read_links(f"{text}\n{url}").links[0].label
        is_name = _COLON.search(text) or not (self.has_text and _STATES.search(text))
        return named if is_name and not _words_beside(text, [named]) else ""


def links_of(line: FileLine) -> list[LinkValue]:
    """Return the addresses in a line with their labels: those that are evidence.

    A host without scheme that is quoted or a cell among others is none: somebody speaks of it.
    """
    if len(line.text) > TEXT_MAX:
        # No answer can say it, and it is not read through.
        return []
    found = [*line.links] or list(read_links(line.text).links)
    return [each for each in found if len(each.url) <= URL_MAX and not _is_spoken_of(line, each)]


def _is_spoken_of(line: FileLine, link: LinkValue) -> bool:
    if "://" in link.url or line.links:
        return False
    at = line.text.find(link.url)
    return "\t" in line.text.strip() or bool(_QUOTED_HOST.search(line.text[:at]))


def _is_only(line: FileLine, links: Sequence[LinkValue]) -> bool:
    """Return whether a line says nothing but its addresses and their labels."""
    said = [text for link in links for text in (link.url, link.label)]
    return not _words_beside(line.text, said)


def _words_beside(text: str, said: Sequence[str]) -> str:
    """Return what a text says beside some others, without marks and a number before it."""
    # What looks like a number may be the beginning of an address, such as `i.seoul.go.kr`.
    return min((_without(each, said) for each in (text, read_numbered(text).text)), key=len)


def _without(text: str, said: Sequence[str]) -> str:
    for each in sorted(filter(None, said), key=len, reverse=True):
        text = text.replace(each, " ", 1)
    return _MARKS.sub("", text).replace("_", "")


# --- text


def _fill_text(_slot: Slot, part: PartShape, filled: Filled) -> None:
    if not any(_says(line.text) for line in filled.lines):
        return
    texts: list[str] = []
    for line in filled.lines:
        if texts and line.blanks:
            texts.append("")
        texts.append(line.text.rstrip())
    filled.put(part, "\n".join(texts), _CLEAR)
    filled.lines = []


_FILL: Mapping[str, Callable[[Slot, PartShape, Filled], None]] = {
    "contact": _fill_contact,
    "choices": _fill_choices,
    "yes_no": _fill_yes_no,
    "percentage": _fill_percentage,
    "links": _fill_links,
    "text": _fill_text,
}
READ = frozenset(_FILL)
"""The kinds of parts that lines can fill."""
_TURN = {kind: turn for turn, kind in enumerate(_FILL)}
