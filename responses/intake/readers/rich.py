"""Text with links and looks, as word processors have it, and the lines that come of it. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from urllib.parse import unquote

from responses.characters import one_line, with_signs, without_controls
from responses.domain.content.finding import read_links
from responses.domain.content.links import LinkValue
from responses.domain.snapshot.carried import Marked
from responses.intake.columns import COLUMNS_MAX, columns_of
from responses.intake.lines import CHARACTERS_MAX, LINES_MAX, FileLine, Span
from responses.intake.refusals import TOO_LONG, UnreadableFileError
from responses.validators import LINE_MAX, TEXT_MAX, URL_MAX

HELD_MAX, PIECES_MAX = 5 * LINES_MAX, 5 * LINES_MAX
"""How many paragraphs a file has at most, blank ones among them, and pieces one of them."""
_WEB = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?|ftp)://", re.IGNORECASE)
_ASKS = re.compile(r"(?:[?？]|까[.:：]?)\s*$")
_SPAN = re.compile(r"[0-9]{1,5}")
_CODE_MAX = 12
_FEW = 2


@dataclass(frozen=True, slots=True)
class Looks:
    """How some text looks, and where it leads; what one link has under it shares its `link`.

    A tab that stands in a cell of a table, and parts none, `is_inner`.
    """

    url: str = ""
    link: int = 0
    struck: bool = False
    highlighted: bool = False
    is_inner: bool = False


PLAIN = Looks()


@dataclass(slots=True)
class RichText:
    """A paragraph: its text in pieces that each look alike; a new line in it is a new line.

    With what is remarked beside it, whether it has changes that were tracked, and whether it stands
    in the margin of pages; in a file of ours, with the mark that it stands under.
    """

    pieces: list[tuple[str, Looks]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    is_heading: bool = False
    is_changed: bool = False
    mark: str = ""
    is_margin: bool = False

    def put(self, text: str, looks: Looks = PLAIN) -> None:
        """Write on."""
        if len(self.pieces) > PIECES_MAX:
            raise UnreadableFileError(TOO_LONG)
        if text:
            self.pieces.append((text, looks))

    def begin_with(self, text: str) -> None:
        """Put something before what was written."""
        self.pieces.insert(0, (text, PLAIN))

    def follow(self, other: "RichText") -> None:
        """Write on what another paragraph says."""
        self.pieces += other.pieces
        self.comments += other.comments
        self.is_changed |= other.is_changed

    @property
    def marked(self) -> Marked:
        """Return what it says as it is compared: with the address under words that name none."""
        said: list[str] = []
        for url, pieces in groupby(self.pieces, lambda each: each[1].url):
            words = "".join(text for text, _looks in pieces)
            is_told = not url or not words.strip() or _names_address(words)
            said.append(words if is_told else f"{words} <{url}>")
        return Marked(self.mark, "".join(said))

    @property
    def text(self) -> str:
        """Return what it says."""
        return "".join(text for text, _looks in self.pieces)


def held(paragraphs: Iterable[RichText]) -> list[RichText]:
    """Return paragraphs in a list, or raise `UnreadableFileError` if there are too many."""
    found = list(islice(paragraphs, HELD_MAX + 1))
    if len(found) > HELD_MAX:
        raise UnreadableFileError(TOO_LONG)
    return found


def in_margins(paragraphs: Iterable[RichText]) -> Iterator[RichText]:
    """Yield what headers and footers say: once, on however many pages it stands."""
    seen: set[str] = set()
    for each in paragraphs:
        said = each.marked.text.strip()
        if said and said not in seen:
            seen.add(said)
            each.is_margin = True
            yield each


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: what it says, and over how many columns and rows it goes."""

    said: Iterable[RichText] = ()
    width: int = 1
    height: int = 1


def span_of(said: str | None) -> int:
    """Return over how many columns or rows a cell goes, as a file says it."""
    is_one = said is not None and _SPAN.fullmatch(said)
    return max(1, int(said)) if said and is_one else 1


class TableRows:
    """The rows of one table, from the first on.

    A cell that goes over several rows says what it says in the first one, and nothing below.
    """

    def __init__(self) -> None:
        self.is_headed = False
        self._above: dict[int, tuple[int, int]] = {}

    def read(self, row: Iterable[TableCell]) -> list[RichText]:
        """Return what the next row says.

        Below a head that names columns of answers all stands in its column, in as many lines as
        the longest cell has; what such a line does not say has nothing between its tabs.
        """
        cells, widths = self._cells(row)
        placed = list(_over_columns(cells, widths))
        if not self.is_headed:
            self.is_headed = bool(columns_of([_said(cell) for cell in placed]))
        return list(_in_columns(placed)) if self.is_headed else _row(cells)

    def _cells(self, row: Iterable[TableCell]) -> tuple[list[list[RichText]], list[int]]:
        """Return the cells of a row with their widths, among them those from the rows above."""
        cells: list[list[RichText]] = []
        widths: list[int] = []
        most, column = HELD_MAX, 0
        above, self._above = self._above, {}

        def put(paragraphs: list[RichText], width: int, more: int) -> int:
            cells.append(paragraphs)
            widths.append(width)
            if more > 0 and column <= COLUMNS_MAX:
                self._above[column] = (width, more)
            return column + width

        for each in row:
            while column in above:
                width, more = above.pop(column)
                column = put([], width, more - 1)
            width = min(max(each.width, 1), COLUMNS_MAX + 1)
            column = put(held(each.said), width, each.height - 1)
            most -= len(cells[-1]) + width
            if most < 0:
                raise UnreadableFileError(TOO_LONG)
        for place, (width, more) in sorted(above.items()):
            if place >= column:
                column = place
                column = put([], width, more - 1)
        return cells, widths


def _over_columns(
    cells: Sequence[list[RichText]], widths: Sequence[int]
) -> Iterator[list[RichText]]:
    """Yield the cells of a row, nothing in each further column that one goes over."""
    for cell, width in zip(cells, widths, strict=True):
        yield cell
        yield from ([] for _ in range(width - 1))


def _said(cell: Sequence[RichText]) -> str:
    return " ".join(each.text.strip() for each in cell[:_FEW])


def _in_columns(cells: Sequence[Sequence[RichText]]) -> Iterator[RichText]:
    """Yield the lines of a row, each with what stands in it in each column."""
    split = [[line for each in cell for line in _by_line(each)] for cell in cells]
    many = max(map(len, split), default=0)
    if many * len(split) > HELD_MAX:
        raise UnreadableFileError(TOO_LONG)
    for at in range(many):
        line = RichText(mark=next((each[at].mark for each in split if at < len(each)), ""))
        for place, cell in enumerate(split):
            line.put("\t" if place else "")
            if at < len(cell):
                line.follow(cell[at])
        while line.pieces and not line.pieces[-1][0].strip():
            line.pieces.pop()
        yield line


def _by_line(paragraph: RichText) -> list[RichText]:
    """Return a paragraph in its lines, those that say something; its comments are at the first."""
    found = [RichText(is_changed=paragraph.is_changed, mark=paragraph.mark)]
    for text, looks in _of_a_cell(paragraph.pieces):
        for place, said in enumerate(text.split("\n")):
            if place:
                found.append(RichText(is_changed=paragraph.is_changed, mark=paragraph.mark))
            found[-1].put(said, looks)
    kept = [line for line in found if line.text.strip()]
    if kept:
        kept[0].comments += paragraph.comments
    return kept


def _of_a_cell(pieces: Iterable[tuple[str, Looks]]) -> Iterator[tuple[str, Looks]]:
    """Yield pieces of a cell; tabs in it, as those of a table that stands there, part no cells."""
    for text, looks in pieces:
        for at, said in enumerate(text.split("\t")):
            if at:
                yield "\t", replace(looks, is_inner=True)
            yield said, looks


def _row(cells: Sequence[Sequence[RichText]]) -> list[RichText]:
    """Return what a row of a table says: one line with tabs, or cell by cell.

    Cell by cell where it is a form rather than a table: one cell alone says something, or one
    asks, or the answer beside a label has several lines.
    """
    full = [cell for cell in cells if any(each.text.strip() for each in cell)]
    if len(full) <= 1:
        return [each for cell in full for each in cell]
    is_long = any(_lines(cell) > 1 for cell in full)
    if (is_long and len(full) <= _FEW) or any(_ASKS.search(cell[-1].text) for cell in full[:-1]):
        return list(_cell_by_cell(full))
    line = RichText(mark=full[0][0].mark)
    for place, cell in enumerate(cells):
        line.put("\t" if place else "")
        for at, said in enumerate(said for said in cell if said.text.strip()):
            line.put(" " if at else "")
            line.follow(_in_one_line(said))
    while line.pieces and not line.pieces[-1][0].strip():
        line.pieces.pop()
    return [line]


def _lines(cell: Sequence[RichText]) -> int:
    return sum(1 for each in cell for line in each.text.split("\n") if line.strip())


def _cell_by_cell(cells: Sequence[Sequence[RichText]]) -> Iterator[RichText]:
    """Yield the paragraphs of some cells; a number before a question stands in its line."""
    before: RichText | None = None
    for cell in cells:
        for each in cell:
            if before:
                before.put(" ")
                before.follow(each)
                each = before  # noqa: PLW2901 - it is one paragraph now
                before = None
            is_code = len(cell) == 1 and len(each.text) <= _CODE_MAX and cell is cells[0]
            if is_code and len(cells) > _FEW:
                before = each
            else:
                yield each
    if before:
        yield before


def _in_one_line(paragraph: RichText) -> RichText:
    pieces = [(text.replace("\n", " "), looks) for text, looks in _of_a_cell(paragraph.pieces)]
    return RichText(pieces, paragraph.comments, is_changed=paragraph.is_changed)


def file_lines(paragraphs: Iterable[RichText]) -> tuple[FileLine, ...]:
    """Return the lines of some paragraphs, numbered without blank ones."""
    found: list[FileLine] = []
    blanks = size = 0
    comments: list[str] = []
    is_changed = False
    for read, paragraph in enumerate(paragraphs):
        if read > HELD_MAX or len(found) > LINES_MAX or size > CHARACTERS_MAX:
            raise UnreadableFileError(TOO_LONG)
        comments += filter(None, map(one_line, paragraph.comments))
        is_changed |= paragraph.is_changed
        for line in _written(paragraph):
            text = "".join(line.made).rstrip()
            size += len(text)
            if not text.strip():
                blanks += 1
                continue
            found.append(
                FileLine(
                    *(len(found) + 1, text, blanks, line.links(text)),
                    *(tuple(line.struck), tuple(line.highlighted), tuple(comments)),
                    is_heading=paragraph.is_heading,
                    is_changed=is_changed,
                    mark=paragraph.mark,
                    is_margin=paragraph.is_margin,
                    inner=tuple(line.inner),
                )
            )
            blanks, comments, is_changed = 0, [], False
    if found and (comments or is_changed):
        last = found[-1]
        found[-1] = replace(
            last,
            comments=(*last.comments, *comments),
            is_changed=last.is_changed or is_changed,
        )
    return tuple(found)


@dataclass(slots=True)
class _RichLine:
    """One line, with what is at which of its characters."""

    made: list[str] = field(default_factory=list)
    size: int = 0
    struck: list[Span] = field(default_factory=list)
    highlighted: list[Span] = field(default_factory=list)
    inner: list[int] = field(default_factory=list)
    linked: list[tuple[int, int, LinkValue]] = field(default_factory=list)

    def put(self, text: str, looks: Looks) -> None:
        """Write on."""
        end = self.size + len(text)
        for spans, is_so in ((self.struck, looks.struck), (self.highlighted, looks.highlighted)):
            if is_so and text:
                start = spans.pop()[0] if spans and spans[-1][1] == self.size else self.size
                spans.append((start, end))
        if looks.is_inner and text:
            self.inner.append(self.size)
        self.made.append(text)
        self.size = end

    def links(self, text: str) -> tuple[LinkValue, ...]:
        """Return the links in a line, and the addresses beside them; nothing where it has none."""
        if not self.linked or len(text) > TEXT_MAX:
            return ()
        found: list[LinkValue] = []
        at = 0
        for start, end, link in self.linked:
            found += [*read_links(text[at:start]).links, link]
            at = end
        return (*found, *read_links(text[at:]).links)


def _written(paragraph: RichText) -> list[_RichLine]:
    """Return a paragraph line by line in characters that everybody has, addresses written out.

    An address that stands there as it is linked is text as any other. A link is where it ends.
    """
    lines = [_RichLine()]
    size = 0
    for (url, _link), pieces in groupby(paragraph.pieces, lambda each: (each[1].url, each[1].link)):
        first, begin = len(lines), lines[-1].size
        made: list[str] = []
        for piece, looks in pieces:
            said = with_signs(without_controls(piece))
            made.append(said)
            size += len(said)
            if size > CHARACTERS_MAX or len(lines) > LINES_MAX:
                raise UnreadableFileError(TOO_LONG)
            for place, text in enumerate(said.split("\n")):
                if place:
                    lines.append(_RichLine())
                lines[-1].put(text, looks)
        address, label = without_controls(url).strip(), "".join(made)
        if not _WEB.fullmatch(address) or _is_same(label, address):
            continue
        if paragraph.mark and _names_address(label):
            # In a file of ours the address is what stands there, and no program may know better.
            continue
        line = lines[-1]
        size += len(address)
        line.put(f" <{address}>" if label.strip() else f"<{address}>", PLAIN)
        name = one_line(label) if len(label) <= LINE_MAX else ""
        link = LinkValue("" if read_links(name).links else name, address)
        line.linked.append((begin if len(lines) == first else 0, line.size, link))
    return lines


def _names_address(words: str) -> bool:
    return len(words) <= TEXT_MAX and bool(read_links(words).links)


def _is_same(label: str, url: str) -> bool:
    """Return whether what stands there is the address itself, as people write it."""
    return len(label) <= 2 * URL_MAX and _bare(label) == _bare(url)


def _bare(url: str) -> str:
    """Return an address without what programs add: a scheme, a slash, signs in hexadecimal."""
    return unquote(_SCHEME.sub("", url.strip().strip("<>"))).rstrip("/").lower()
