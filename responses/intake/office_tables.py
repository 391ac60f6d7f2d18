"""Tables of answers, a row a question, with a head or without: `문항번호 | 답변`. Pure.

What a row says in each column is known, so that it is read apart: which question it is of, and the
answer, its evidence and remarks as lines of their own, which all have the number of the row's line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from responses.domain.edition.shapes import QuestionShape
from responses.domain.incoming.doubts import Doubt

from .anchors import Anchor
from .columns import COLUMNS_MAX, Column, Columns, columns_of, named_columns
from .likeness import best_of, grams
from .lines import FileLine
from .numbers import Code, is_roman, read_numbered
from .prompts import Slot, asked_of, is_unanswered, options_in
from .ticked import Box
from .units import UnitKind, Units

_SURE, _UNSURE = 0.9, 0.6
_ALIKE, _LEAD, _RELATED, _TITLE = 0.55, 0.1, 0.25, 0.5
"""How alike what is asked must be to tell a question, and by how much before any other one; how
much of it a question must say that its number tells; how much of a title."""
_STEPS_LEAST, _ROWS_LEAST, _CELLS_LEAST = 2, 2, 3
_APART, _WHOLE = 2, 2
"""How many blank lines stand before evidence, so that no answer is taken for its name; a whole
number tells a row."""
_ROW = frozenset({Column.NUMBER, Column.SECTION, Column.ASKED})
_TICKS: Mapping[str, int] = {
    **dict.fromkeys("vVoO√✓✔☑☒■▣●◉✅*1", 3),
    **dict.fromkeys("○◯〇", 2),
    **dict.fromkeys("xX×✕✗✘", 1),
}
"""How surely a sign in a column of yes or no ticks it; a cross may say that it does not."""
_TICKED = 2
_UNTICKED = frozenset({"", "□", "☐", "-", "–", "( )", "()", "[ ]", "[]"})
_PIECES = re.compile(r"\s*(?:[,;·ㆍ•/]|\s및\s|\n)\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, by its place: the unit that it is of, None where that is none of ours.

    A head names the columns; what goes on from the row above `is_more`. `said` is what it says as
    an answer.
    """

    at: int
    unit: int | None = None
    said: tuple[FileLine, ...] = ()
    certainty: float = 0.0
    doubts: frozenset[Doubt] = frozenset()
    is_head: bool = False
    is_more: bool = False


@dataclass(slots=True)
class _Table:
    """The lines of one table, by their places, and what its columns are."""

    columns: Columns
    heads: tuple[str, ...]
    places: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)

    def over(self, many: int) -> Columns:
        """Return what so many columns are: beyond the head, what answers goes on."""
        last = self.columns[-1]
        more = last if last in {Column.EVIDENCE, Column.REMARK} else Column.ANSWER
        return (*self.columns, *[more] * (many - len(self.columns)))

    def take_below(self, cells: Sequence[str], at: int) -> bool:
        """Take a second line of the head, which names what stands under merged cells of it."""
        columns, named = self.over(len(cells)), named_columns(cells)
        is_row = any(cell and column in _ROW for cell, column in zip(cells, columns, strict=False))
        if is_row or self.places or len(self.head) != 1 or not any(named):
            return False
        below = [*named, *[None] * len(columns)]
        said = [*cells, *[""] * len(columns)]
        self.columns = tuple(
            (each if cell else None) or column
            for column, each, cell in zip(columns, below, said, strict=False)
        )
        self.head.append(at)
        return True


def rows_in(units: Units, lines: Sequence[FileLine]) -> Mapping[int, Row]:
    """Return the rows of the tables of answers in a file, by the numbers of their lines."""
    codes = {unit.code: at for at, unit in enumerate(units.units) if unit.kind is UnitKind.QUESTION}
    rows: dict[int, Row] = {}
    for table in _tables(units, codes, lines):
        reading = _TableReading(units, codes, table)
        found = [reading.row(at, lines[at]) for at in table.places]
        begun = [row for row in found if not row.is_more]
        ours = [row for row in begun if row.unit is not None]
        # A table of something else, such as what a survey asked, is part of an answer.
        if ours and len(ours) * 2 >= len(begun):
            rows |= {lines[row.at].number: row for row in found}
            rows |= {lines[at].number: Row(at, is_head=True) for at in table.head}
    return rows


def _cells(line: FileLine) -> list[str]:
    """Return the cells of a line; what has more than any table of answers has is one.

    What stands in a margin is in no table.
    """
    cells = [line.text] if line.is_margin else line.cells
    if len(cells) > COLUMNS_MAX:
        return [line.text]
    # A table in a cell may begin with a cell that is empty.
    return [cell.strip(" ") if cell.strip() and line.inner else cell.strip() for cell in cells]


def _tables(units: Units, codes: Mapping[Code, int], lines: Sequence[FileLine]) -> Iterator[_Table]:
    table: _Table | None = None
    bare: list[int] = []
    for at, line in enumerate(lines):
        cells = _cells(line)
        if len(cells) < _ROWS_LEAST:
            # A line without tabs ends a table, unless it has the first column of a row alone.
            if not (table and _code(cells[0], codes)):
                yield from _ended(units, codes, table, bare, lines)
                table, bare = None, []
            else:
                table.places.append(at)
        elif columns := columns_of(cells):
            yield from _ended(units, codes, table, bare, lines)
            table, bare = _Table(columns, tuple(cells), [], [at]), []
        elif table:
            if not table.take_below(cells, at):
                table.places.append(at)
        else:
            bare.append(at)
    yield from _ended(units, codes, table, bare, lines)


def _ended(
    units: Units,
    codes: Mapping[Code, int],
    table: _Table | None,
    bare: Sequence[int],
    lines: Sequence[FileLine],
) -> Iterator[_Table]:
    """Yield the table that ends, or what rows without a head come to."""
    if table:
        yield table
    elif found := _headless(units, codes, bare, lines):
        yield found


def _headless(
    units: Units, codes: Mapping[Code, int], bare: Sequence[int], lines: Sequence[FileLine]
) -> _Table | None:
    """Return the table that rows are which have a question's number in one column."""
    rows = [_cells(lines[at]) for at in bare]
    width = max(map(len, rows), default=0)
    for column in range(min(width, _CELLS_LEAST)):
        told = [
            row
            for row in rows
            if len(row) > column + 1 and is_roman(f"{row[column]} -") and _code(row[column], codes)
        ]
        if len(told) < _ROWS_LEAST or len(told) * 2 < len(rows):
            continue
        titled = [
            row
            for row in told
            if _says(units, codes[_code(row[column], codes)], row[column + 1]) >= _TITLE
        ]
        has_title = len(titled) * 2 > len(told) and width > column + _ROWS_LEAST
        after = [Column.ASKED if has_title else Column.ANSWER]
        after += [Column.ANSWER] * (width - column - 2)
        columns = (*[None] * column, Column.NUMBER, *after)
        return _Table(columns, ("",) * width, list(bare))
    return None


@dataclass(slots=True)
class _TableReading:
    """The reading of one table, row by row; a `section` goes on until the next one is named."""

    units: Units
    codes: Mapping[Code, int]
    table: _Table
    section: Code = ()

    def row(self, at: int, line: FileLine) -> Row:
        """Return the next row."""
        # In a workbook of ours, what is not answered says so.
        kept = ("" if is_unanswered(cell) else cell for cell in _cells(line))
        cells = [*kept]
        columns = self.table.over(len(cells))
        cells += [""] * (len(columns) - len(cells))
        by_column: dict[Column | None, list[str]] = {}
        for cell, column in zip(cells, columns, strict=True):
            by_column.setdefault(column, []).append(cell)
        for cell in by_column.get(Column.SECTION, ()):
            self.section = read_numbered(f"{cell}. -").code[:1] or self.section
        asked = " ".join(filter(None, by_column.get(Column.ASKED, ())))
        numbers = list(filter(None, by_column.get(Column.NUMBER, ())))
        said = tuple(_said(self.table, cells, line))
        if not numbers and (not asked or Column.NUMBER in by_column):
            likely = _best(self.units, asked)
            if likely is None and not read_numbered(asked).code:
                # Merged cells, or the next line of a long one.
                return Row(at, None, said, is_more=True)
        unit, doubts = self._told(numbers, asked)
        if unit is None:
            return Row(at, None, said)
        others = [
            cell
            for cell, column in zip(cells, columns, strict=True)
            if column in {None, Column.REMARK}
        ]
        either = _either(cells, columns)
        is_unclear = any(map(_is_said, either.values())) and not _answered(either)
        if is_unclear or any(cell and not cell.isdecimal() for cell in others):
            doubts.add(Doubt.COLUMN)
        return Row(at, unit, said, _UNSURE if doubts else _SURE, frozenset(doubts))

    def _told(self, numbers: Sequence[str], asked: str) -> tuple[int | None, set[Doubt]]:
        """Return the question that a row is of, by number or what is asked, and what doubts it."""
        codes = self.codes
        below = [(*self.section, *read_numbered(f"{each}. -").code) for each in numbers]
        # In a section that is named, "1-1)" is below its 1, and not the first of the first one.
        within = [code for each, code in zip(numbers, below, strict=True) if not _is_whole(each)]
        told = [*within, *(_code(each, codes) for each in numbers)] if self.section else []
        told += [_code(each, codes) for each in numbers]
        told += [code for code in (*below, read_numbered(asked).code) if len(code) >= _STEPS_LEAST]
        unit = next((codes[code] for code in told if code in codes), None)
        likely = _best(self.units, asked)
        if unit is None:
            return likely, {Doubt.NO_NUMBER}
        if asked and likely not in {None, unit}:
            return likely, {Doubt.OTHER_NUMBER}
        return unit, {Doubt.UNLIKE} if asked and _says(
            self.units, unit, asked
        ) < _RELATED else set()


def _is_whole(number: str) -> bool:
    return is_roman(f"{number} -")


def _code(cell: str, codes: Mapping[Code, int]) -> Code:
    """Return the whole number of a question that a cell has, and nothing else."""
    numbered = read_numbered(f"{cell} -")
    is_alone = numbered.text.strip() in {"", "-"}
    is_ours = len(numbered.code) >= _STEPS_LEAST and numbered.code in codes
    return numbered.code if is_alone and is_ours else ()


def _says(units: Units, unit: int, text: str) -> float:
    """Return how much of a text its question says."""
    question = units.units[unit].question
    return best_of(asked_of(question).contained(grams(text))) if question else 0.0


def _best(units: Units, asked: str) -> int | None:
    """Return the question that a text asks, by its wording alone, if that is clear."""
    alike: dict[int, float] = {}
    letters = grams(read_numbered(asked).text)
    for unit, score in zip(units.of, units.texts.likeness(letters), strict=True):
        if units.units[unit].kind is UnitKind.QUESTION:
            alike[unit] = max(alike.get(unit, 0.0), score)
    first, second = ([*sorted(alike.items(), key=lambda each: -each[1]), (0, 0.0), (0, 0.0)])[:2]
    return first[0] if first[1] >= _ALIKE and first[1] - second[1] >= _LEAD else None


def _said(table: _Table, cells: Sequence[str], line: FileLine) -> Iterator[FileLine]:
    """Yield what a row says as an answer: the answer first, then evidence and the rest.

    A column of another kind is said with its head, and of yes and no the one that is ticked.
    """
    columns = table.over(len(cells))
    heads = [*table.heads, *[""] * len(columns)]
    either = _either(cells, columns)
    texts: list[tuple[Column | None, str]] = []
    if answer := _answered(either):
        texts.append((Column.ANSWER, answer))
    named = list(zip(cells, columns, heads, strict=False))
    for cell, column, head in named:
        is_sign = column in either or (column is None and cell.isdecimal())
        if cell and column not in _ROW and not is_sign:
            texts.append((column, f"{head}: {cell}" if column is None and head else cell))
    if not answer and any(map(_is_said, either.values())):
        # What is ticked on both sides says neither.
        said = [f"{head}: {cell}" for cell, each, head in named if each in either and cell]
        texts.append((None, " / ".join(said)))
    order = [Column.ANSWER, Column.REMARK, None, Column.EVIDENCE]
    for column, text in sorted(texts, key=lambda each: order.index(each[0])):
        links = tuple(link for link in line.links if link.url in text)
        blanks = _APART if column is Column.EVIDENCE else 0
        yield FileLine(line.number, text, blanks, links, is_changed=line.is_changed)


def _either(cells: Sequence[str], columns: Columns) -> Mapping[Column | None, str]:
    """Return what stands in the columns of yes and no."""
    both = {Column.YES, Column.NO}
    return {each: cell for cell, each in zip(cells, columns, strict=True) if each in both}


def _is_said(sign: str) -> bool:
    return sign not in _UNTICKED


def _answered(either: Mapping[Column | None, str]) -> str:
    """Return yes or no, as it is ticked in its column; nothing where that is not clear."""
    signs = {column: cell.strip("()[]（） ") for column, cell in either.items()}
    if not either or any(sign not in _TICKS and _is_said(sign) for sign in signs.values()):
        return ""
    yes, no = (_TICKS.get(signs.get(column, ""), 0) for column in (Column.YES, Column.NO))
    if yes == no or max(yes, no) < _TICKED:
        return ""
    return "예" if yes > no else "아니요"


def _ticked(
    question: QuestionShape, said: Sequence[FileLine]
) -> tuple[tuple[FileLine, ...], tuple[str, ...]]:
    """Return what a row says without the choices that it lists in one cell, and those."""
    kept: list[FileLine] = []
    keys: list[str] = []
    for line in said:
        texts = [] if "://" in line.text else _PIECES.split(line.text)
        pieces = [FileLine(at, text) for at, text in enumerate(texts) if text]
        found = options_in(question, pieces)
        keys += [key for key in found.values() if key not in keys]
        rest = [each.text for each in pieces if each.number not in found]
        kept += [line] if not found else [replace(line, text=", ".join(rest))] if rest else []
    return tuple(kept), tuple(keys)


def row_slot(question: QuestionShape, rows: Sequence[Row], number: int) -> Slot:
    """Return a row, and those that go on from it, as a question and its answer."""
    slot = Slot(question, rows[0].certainty, doubts=set(rows[0].doubts))
    for row in rows:
        said, ticked = _ticked(question, row.said)
        slot.answer += said
        slot.boxes |= dict.fromkeys(ticked, Box.TICKED)
        slot.listed |= dict.fromkeys(ticked, row.said[0].number if row.said else number)
        if not row.said:
            slot.wording.append(number + row.at - rows[0].at)
    return slot


def with_rows(anchors: Sequence[Anchor], rows: Mapping[int, Row]) -> list[Anchor]:
    """Return anchors with the rows of tables in place of what was found there without them."""
    places = {row.at for row in rows.values()}
    kept = [anchor for anchor in anchors if places.isdisjoint(range(anchor.first, anchor.last + 1))]
    found = [
        Anchor(row.at, row.at, row.unit, 0.0, 1.0, _WHOLE, certainty=row.certainty)
        for row in rows.values()
        if row.unit is not None
    ]
    return sorted([*kept, *found], key=lambda anchor: anchor.first)
