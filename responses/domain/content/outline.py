"""Plain text with bullets, as Korean public servants write it, read into a tree. Pure.

Nothing is lost and nothing is renumbered: markers and numbers are text of their own, and
all texts of the tree, in order, hold every visible character of what was typed, but for the
quotes that a spreadsheet puts around a cell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import ClassVar

from .figures import columns_of_figures

# Deeper than anybody writes; what is deeper still stays at this depth, so that no text can
# make a page or a document nest without end.
DEPTH_MAX = 8

# Families of markers from outer to inner, as gaejosik orders them, and what must follow a
# marker for it to be one. `○○구` and `-3.5%` are no bullets, `○서울` and `-서울` are.
_WORD = r"""(?=\s|\w|[(\[{<〈《「『【"'“‘])"""
_LETTER = r"(?=\s|[^\W\d_])"
_SPACE = r"(?=\s)"
_HANGUL = "[가나다라마바사아자차카타파하]"
_FAMILIES = (
    (
        rf"[□■▣❑❒◇◆❖]{_WORD}|ㅁ{_SPACE}",
        rf"[○◯◦●❍◎]{_WORD}|[ㅇo]{_SPACE}",
        rf"[-–—―－]{_LETTER}|[▶▷►▸‣➢✓✔]{_WORD}",
        rf"[·•∙・]{_WORD}|[*▪ㆍ]{_SPACE}",
    ),
    (
        rf"\d{{1,2}}\.{_SPACE}",
        rf"{_HANGUL}\.{_SPACE}",
        r"\d{1,2}\)(?=.)",
        rf"{_HANGUL}\)(?=.)",
        r"\(\d{1,2}\)(?=.)",
        rf"\({_HANGUL}\)(?=.)",
        "[①-⑳㉮-㉻](?=.)",
    ),
    (rf"※{_WORD}",),
)
_NUMBERS, _NOTES = 1, 2
_DASHES = frozenset("-–—―·•∙*▪ㆍ")
_LEVELS = [
    (number, rank) for number, family in enumerate(_FAMILIES) for rank, _ in enumerate(family)
]
_MARKER = re.compile("|".join(f"({pattern})" for family in _FAMILIES for pattern in family))
_TAB_STOP = 4
# How many cells a table may have for each that was typed, and how many it may have in any case.
_CELLS_EACH, _CELLS_ANYWAY = 4, 400

# A spreadsheet quotes a cell that has line breaks or quotes in it, and doubles those quotes. Line
# breaks in a cell of a row are folded until the row is taken apart; no text has this character.
_FOLD = "\v"
_CELL = re.compile(r'(?:^|(?<=[\t\n]))"(?P<inside>(?:[^"\t]|"")*)"(?=[\t\n]|\Z)')
_QUOTED = re.compile(r'"(?P<inside>(?:[^"]|"")+)"')


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without a marker; `text` has a newline where one was typed."""

    kind: ClassVar = "paragraph"

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line with a marker, its continuation lines, and what stands below it."""

    marker: str
    text: str
    children: tuple["Node", ...] = ()

    @property
    def is_note(self) -> bool:
        """Whether it is a remark, marked ※, and not a point of its own."""
        return self.marker == "※"

    @property
    def is_numbered(self) -> bool:
        """Whether the marker is a number with its point or bracket, wider than a letter."""
        return len(self.marker) > 1

    @property
    def is_dashed(self) -> bool:
        """Whether the marker is a dash or a dot, narrower than a letter."""
        return self.marker in _DASHES


@dataclass(frozen=True, slots=True)
class ItemList:
    """Items, notes among them, that follow each other on one level."""

    kind: ClassVar = "list"

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Lines with tabs; every row has equally many cells and the first names the columns.

    A cell has a newline where one was in it.
    """

    kind: ClassVar = "table"

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def figures(self) -> tuple[bool, ...]:
        """Of each column, whether it is of figures."""
        return columns_of_figures((self.head, *self.rows))


Cells = tuple[str, ...]
Rows = tuple[Cells, ...]
Node = Paragraph | ItemList | Table


def outline(text: str) -> tuple[Node, ...]:
    """Return the tree of `text`, in time proportional to its length."""
    reader = _Reader()
    for is_table, lines in _runs(text):
        if is_table:
            reader.add_table(lines)
        else:
            for line in lines:
                reader.add(line)
    return reader.tree()


def segments(text: str) -> Iterator[str | Rows]:
    """Yield the tables of `text` as their rows, and the lines between them, in order."""
    for is_table, lines in _runs(text):
        yield _rectangle(lines) if is_table else "\n".join(line.raw for line in lines)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line taken apart: how far it is indented, its marker, and what follows.

    static/js/text/bullets.js reads the same while a text is typed; tests/bullets.json holds
    both to each other.
    """

    raw: str
    indent: int
    marker: str
    level: tuple[int, int]
    gap: str
    text: str

    @classmethod
    def read(cls, raw: str) -> "TextLine":
        """Return a line taken apart; its marker is empty if it has none."""
        rest = raw.lstrip()
        indent = _width(raw[: len(raw) - len(rest)])
        rest = rest.rstrip()
        found = _MARKER.match(rest)
        if not found:
            return cls(raw, indent, "", (0, 0), "", rest)
        tail = rest[found.end() :]
        text = tail.lstrip()
        level = _LEVELS[(found.lastindex or 1) - 1]
        return cls(raw, indent, found[0], level, tail[: len(tail) - len(text)], text)

    def is_row(self) -> bool:
        """Whether it can be of a table; `1.⇥text` and `- a⇥b` are items."""
        free = not self.marker or self.level[0] == _NUMBERS or "\t" in self.gap
        return free and "\t" in self.text


class _Items(list["_Open"]):
    """Items that follow each other."""


class _Lines(list[str]):
    """The lines of a paragraph or of an item."""


@dataclass(slots=True)
class _Open:
    """An item that is still read; the lowest one, which has no line, holds the tree."""

    indent: int
    level: tuple[int, int]
    marker: str = ""
    lines: _Lines = field(default_factory=_Lines)
    children: list[_Items | _Lines | Table] = field(default_factory=list)

    def add_item(self, item: "_Open") -> None:
        last = self.children[-1] if self.children else None
        if isinstance(last, _Items):
            last.append(item)
        else:
            self.children.append(_Items([item]))

    def closed(self) -> Item:
        return Item(self.marker, "\n".join(self.lines), tuple(self.nodes()))

    def nodes(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, _Items):
                yield ItemList(tuple(item.closed() for item in child))
            elif isinstance(child, _Lines):
                yield Paragraph("\n".join(child))
            else:
                yield child


class _Reader:
    """Puts lines where they belong: `open` is the way from the root to the latest item."""

    def __init__(self) -> None:
        self.open = [_Open(-1, (0, 0))]
        # What an unmarked line may continue; nothing can be continued over a blank line.
        self.latest: _Lines | None = None

    def tree(self) -> tuple[Node, ...]:
        return tuple(self.open[0].nodes())

    def add(self, line: TextLine) -> None:
        if line.marker:
            self._add_item(line)
        elif line.text:
            self._add_plain(line)
        else:
            self.latest = None

    def add_table(self, lines: Sequence[TextLine]) -> None:
        self._close(min(line.indent for line in lines))
        rows = _rectangle(lines)
        self.open[-1].children.append(Table(rows[0], rows[1:]))
        self.latest = None

    def _add_plain(self, line: TextLine) -> None:
        self._close(line.indent)
        parent = self.open[-1]
        last = parent.children[-1] if parent.children else parent.lines
        if isinstance(last, _Lines) and last is self.latest:
            last.append(line.text)
        else:
            self.latest = _Lines([line.text])
            parent.children.append(self.latest)

    def _add_item(self, line: TextLine) -> None:
        self._close(line.indent + 1)
        self._close_beside(line)
        del self.open[DEPTH_MAX:]
        item = _Open(line.indent, line.level, line.marker, _Lines([line.text]))
        self.open[-1].add_item(item)
        self.open.append(item)
        self.latest = item.lines

    def _close(self, indent: int) -> None:
        """Close what is indented as far as `indent` or farther."""
        while self.open[-1].indent >= indent:
            self.open.pop()

    def _close_beside(self, line: TextLine) -> None:
        """Among items indented as far as `line`, close those that it does not stand under.

        It stands under markers that are outer by custom, or of another family and earlier.
        """
        first = len(self.open)
        while self.open[first - 1].indent == line.indent:
            first -= 1
        family, rank = line.level
        for place in range(first, len(self.open)):
            beside, its_rank = self.open[place].level
            if beside == _NOTES or (beside == family and its_rank >= rank):
                del self.open[place:]
                return
        if family == _NOTES and first < len(self.open):
            self.open.pop()


def _runs(text: str) -> Iterator[tuple[bool, list["TextLine"]]]:
    """Yield lines that follow each other, and whether they are a table.

    static/js/text/tables.js reads the same; tests/tables.json holds both to each other.
    """
    for in_table, run in groupby(_lines(text), key=itemgetter(0)):
        lines = [line for _is_row, line in run]
        is_table = in_table and (len(lines) > 1 or _FOLD in lines[0].raw) and _is_compact(lines)
        yield is_table, lines


def _is_compact(lines: Sequence["TextLine"]) -> bool:
    """Return whether the rectangle of some lines has not many more cells than were typed.

    One long line above many short ones would else be a table of millions.
    """
    typed = [line.raw.count("\t") + 1 for line in lines]
    return fits(len(typed) * max(typed), sum(typed))


def fits(cells: int, typed: int) -> bool:
    """Return whether so many cells can be shown of so many that were typed."""
    return cells <= _CELLS_EACH * typed + _CELLS_ANYWAY


def _lines(text: str) -> Iterator[tuple[bool, TextLine]]:
    """Yield the lines of `text`, each with whether it is a row, which is one line in any case."""
    if "\t" not in text:
        yield from ((False, TextLine.read(raw)) for raw in text.split("\n"))
        return
    lines = [TextLine.read(raw) for raw in _folded(text).split("\n")]
    for is_row, line in zip(_are_rows(lines), lines, strict=True):
        if _FOLD in line.raw and not is_row:
            yield from ((each.is_row(), each) for each in map(TextLine.read, line.raw.split(_FOLD)))
        else:
            yield is_row, line


def _are_rows(lines: Sequence[TextLine]) -> Sequence[bool]:
    """Return of each line whether it is a row.

    So is a line with a bullet, or with one cell alone that says something, where the row before it
    or after it has as many tabs.
    """
    found = [line.is_row() for line in lines]
    tabs = [line.raw.count("\t") for line in lines]

    def take(place: int, beside: int) -> None:
        line = lines[place]
        is_like = found[beside] and tabs[place] == tabs[beside]
        found[place] = found[place] or (is_like and bool(line.marker or line.text))

    for place in range(1, len(lines)):
        take(place, place - 1)
    for place in reversed(range(len(lines) - 1)):
        take(place, place + 1)
    return found


def _folded(text: str) -> str:
    """Return `text` with the line breaks in quoted cells that stand beside a tab folded."""
    if '"' not in text or "\t" not in text:
        return text

    def fold(cell: re.Match[str]) -> str:
        beside = text[cell.start() - 1 : cell.start()] + text[cell.end() : cell.end() + 1]
        return cell[0].replace("\n", _FOLD) if "\t" in beside else cell[0]

    return _CELL.sub(fold, text)


def _width(blank: str) -> int:
    """Return how wide white space is, in columns; tabs reach to the next stop."""
    width = 0
    for character in blank:
        if character == "\t":
            width += _TAB_STOP - width % _TAB_STOP
        else:
            width += 2 if character == "\u3000" else 1
    return width


def _rectangle(lines: Iterable[TextLine]) -> Rows:
    """Return the cells of each line, without columns that are empty throughout."""
    rows = [[_cell(cell.strip()) for cell in line.raw.split("\t")] for line in lines]
    columns = [column for column in zip_longest(*rows, fillvalue="") if any(column)]
    return tuple(zip(*columns, strict=True))


def _is_item(cell: str) -> bool:
    """Return whether a line that begins with a cell would be taken for an item."""
    line = TextLine.read(cell)
    return bool(line.marker) and line.level[0] != _NUMBERS


def _cell(raw: str) -> str:
    """Return what a cell says, without the quotes of a spreadsheet.

    Nor with those that keep a first cell from being taken for an item.
    """
    quoted = _QUOTED.fullmatch(raw)
    inside = quoted["inside"] if quoted else ""
    if not ('""' in inside or _FOLD in inside or _is_item(inside)):
        return raw
    lines = inside.replace('""', '"').split(_FOLD)
    return "\n".join(line.strip() for line in lines).strip()
