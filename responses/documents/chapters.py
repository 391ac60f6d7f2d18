"""A document laid out by chapters, of which only those are laid out anew that say something new.

Each chapter begins on a sheet of its own: the cover, the contents, each section, the approvals,
how links stood, the addresses, the seal. So it can be laid out alone, and its sheets are kept under
its HTML, which is all that they show, as a process has one style and the same fonts all its life.
What says
something of the whole document is laid out apart: the contents are told the numbers of sheets, and
each text in a margin is laid out once and put on the sheets that have it. The bytes are those of
the document laid out whole.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, zip_longest
from typing import Any, NamedTuple

from . import archival
from .engine import engine
from .figures import shown
from .typesetting import typeset

KEPT_CHARACTERS = 400_000
"""Of how much HTML sheets are kept: five demos in two languages, which take some 100 MB."""
FIGURE_CHARACTERS = 20_000
"""For how much HTML a picture counts: what is kept of it stands in a file."""
KEPT_TEXTS = 2_000
"""How many texts of margins are kept."""

_CHAPTER = re.compile(r'(?=<section class="(?:contents|section|approvals|checked|addresses|seal)")')
_NAME = re.compile(r'<section class="[^"]*" id="([^"]*)"')
_TITLE = re.compile(r'<h2 data-title="([^"]*)"')
_TARGET = re.compile(r'data-target="#([^"]*)"')
_SAID = re.compile(r'data-([\w-]+)="([^"]*)"')

_PLACES = ("top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right")
_WITHOUT_MARGINS = (
    f"@page {{ {' '.join(f'@{place} {{ content: none }}' for place in _PLACES)} }}"
    ".contents [data-target]::after { content: attr(data-sheet) }"
)
_MARGINS_ALONE = (
    f"@page {{ {' '.join(f'@{place} {{ content: string({place}) }}' for place in _PLACES)} }}"
    f"p {{ string-set: {', '.join(f'{place} attr(data-{place})' for place in _PLACES)} }}"
    "p + p { break-before: page }"
    "p.wide { page: addresses }"
)


class Chapter(NamedTuple):
    """A chapter alone: its HTML, under what begins the page, which says the language."""

    opening: str
    html: str


class Text(NamedTuple):
    """A text in a place of the margins, under what begins the page; of a wide sheet or not."""

    opening: str
    is_wide: bool
    place: str
    html: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a page of HTML is made of: its beginning, with its head and cover, and the chapters.

    `said` is what its body says for the margins; `opening` is what begins a page of chapters alone.
    """

    beginning: str
    chapters: tuple[Chapter, ...]
    said: Mapping[str, str]
    opening: str


# Those that were used last are at the end.
_sheets: OrderedDict[Chapter, list[Any]] = OrderedDict()
_margins: OrderedDict[Text, Any] = OrderedDict()


def draw(page: str, attached: bytes = b"") -> bytes:
    """Return a page as a PDF, with the response as JSON attached, as `archival` writes it.

    The same page gives the same bytes. Not for two threads at once.
    """
    pieces = split(typeset(page, engine().covers))
    others = [each for each in pieces.chapters if not _TARGET.search(each.html)]
    document, cover = _lay_out(pieces.beginning, _new(others))
    chapters = _with_contents(pieces, len(cover) + 1)
    titled = [(_found(_TITLE, each.html), sheet) for each in chapters for sheet in _sheets[each]]
    sheets = [*cover, *(sheet for _, sheet in titled)]
    texts = [
        _texts(pieces, title, sheet.width > sheet.height, number, len(sheets))
        for number, (title, sheet) in enumerate(titled, start=len(cover) + 1)
    ]
    _lay_out_margins([text for each in texts for text in each])
    for (_, sheet), each in zip(titled, texts, strict=True):
        _put(sheet, [_margins[text] for text in each])
    for chapter in chapters:
        _sheets.move_to_end(chapter)
    _forget()
    return archival.write(document.copy(sheets), attached)


def forget() -> None:
    """Keep nothing of what was laid out."""
    _sheets.clear()
    _margins.clear()


def split(html: str) -> Pieces:
    """Return what a page of HTML is made of. Pure."""
    head, _, body = html.partition("<body")
    said, _, within = body.partition(">")
    cover, *chapters = _CHAPTER.split(within[: within.rindex("</body>")])
    opening = head[: head.index("<head>")] + "<head></head><body>"
    return Pieces(
        f"{head}<body{said}>{cover}",
        tuple(Chapter(opening, chapter) for chapter in chapters),
        dict(_SAID.findall(said)),
        opening,
    )


def _new(chapters: Iterable[Chapter]) -> list[Chapter]:
    return [chapter for chapter in chapters if chapter not in _sheets]


def _lay_out(beginning: str, new: Sequence[Chapter]) -> tuple[Any, list[Any]]:
    """Lay out new chapters in one go, after the beginning of a page; keep their sheets.

    Return the document of WeasyPrint, and of its sheets those before the first chapter.
    """
    html = beginning + "".join(chapter.html for chapter in new) + "</body></html>"
    document = engine().lay_out(html, _style(_WITHOUT_MARGINS))
    cover, *others = _by_chapter(document.pages)
    _sheets.update(zip(new, others, strict=True))
    return document, cover


def _by_chapter(sheets: Iterable[Any]) -> list[list[Any]]:
    """Return the sheets before the first chapter, and those of each: its title is a bookmark."""
    chapters: list[list[Any]] = [[]]
    for sheet in sheets:
        if any(level == 1 for level, *_ in sheet.bookmarks):
            chapters.append([])
        chapters[-1].append(sheet)
    return chapters


def _with_contents(pieces: Pieces, first: int) -> list[Chapter]:
    """Lay out the contents, too; return the chapters, which begin on this sheet, as laid out.

    The contents are taken to have one sheet until it is seen that they have more.
    """
    counts = [len(_sheets[each]) if each in _sheets else 1 for each in pieces.chapters]
    while True:
        chapters = _numbered(pieces.chapters, accumulate(counts, initial=first))
        if new := _new(chapters):
            _lay_out(pieces.opening, new)
        before, counts = counts, [len(_sheets[each]) for each in chapters]
        if counts == before:
            return chapters


def _numbered(chapters: Sequence[Chapter], starts: Iterable[int]) -> list[Chapter]:
    """Return chapters that begin on these sheets, as the contents tell of them. Pure."""
    names = (_found(_NAME, chapter.html) for chapter in chapters)
    numbers = dict(zip(names, starts, strict=False))
    told = partial(_TARGET.sub, lambda found: f'{found[0]} data-sheet="{numbers[found[1]]}"')
    return [chapter._replace(html=told(chapter.html)) for chapter in chapters]


def _texts(pieces: Pieces, title: str, is_wide: bool, number: int, count: int) -> list[Text]:  # noqa: FBT001 - of five
    """Return what stands in the margins of a sheet of a chapter."""
    said = pieces.said
    words = [said.get(name, "") for name in ("before-page", "before-pages", "after-pages")]
    html = (
        said.get("document", ""),
        said.get("draft", ""),
        title,
        said.get("status", ""),
        f"{words[0]}{number}{words[1]}{count}{words[2]}",
        said.get("digest", ""),
    )
    return [
        Text(pieces.opening, is_wide, place, each)
        for place, each in zip(_PLACES, html, strict=True)
        if each
    ]


def _lay_out_margins(texts: Sequence[Text]) -> None:
    """Lay out the texts that are not kept: on each sheet one of each place."""
    new = [text for text in dict.fromkeys(texts) if text not in _margins]
    rows = [row for is_wide in (False, True) for row in _rows(new, is_wide)]
    if rows:
        html = new[0].opening + "".join(map(_row, rows)) + "</body></html>"
        for row, sheet in zip(
            rows, engine().lay_out(html, _style(_MARGINS_ALONE)).pages, strict=True
        ):
            boxes = _taken(sheet)
            _margins.update({text: boxes[text.place] for text in row if text})
    for text in texts:
        _margins.move_to_end(text)


# Of its sheets WeasyPrint says nothing in public but where links and anchors are. The children of
# a page are the box of the root, and one for each place in the margins that has a text.


def _put(sheet: Any, margins: list[Any]) -> None:
    """Put these boxes into the margins of a sheet, in place of those there."""
    page = sheet._page_box  # noqa: SLF001 - see above
    page.children = (page.children[0], *margins)


def _taken(sheet: Any) -> dict[str, Any]:
    """Return the boxes in the margins of a sheet by their places."""
    _, *margins = sheet._page_box.children  # noqa: SLF001 - see above
    return {box.at_keyword.removeprefix("@"): box for box in margins}


def _rows(texts: Sequence[Text], is_wide: bool) -> Iterable[tuple[Text | None, ...]]:  # noqa: FBT001 - of a text
    """Return the texts of wide sheets, or those of the others, by the sheets to lay them out on."""
    some = [text for text in texts if text.is_wide is is_wide]
    return zip_longest(*([text for text in some if text.place == at] for at in _PLACES))


def _row(texts: tuple[Text | None, ...]) -> str:
    said = " ".join(f'data-{text.place}="{text.html}"' for text in texts if text)
    kind = ' class="wide"' if any(text.is_wide for text in texts if text) else ""
    return f"<p{kind} {said}></p>"


def _forget() -> None:
    """Forget what was not asked for the longest time, beyond what is kept."""
    characters = sum(map(_weight, _sheets))
    while characters > KEPT_CHARACTERS:
        characters -= _weight(_sheets.popitem(last=False)[0])
    while len(_margins) > KEPT_TEXTS:
        _margins.popitem(last=False)


def _weight(chapter: Chapter) -> int:
    return len(chapter.html) + FIGURE_CHARACTERS * len(shown(chapter.html))


@cache
def _style(text: str) -> Any:
    return engine().style(text)


def _found(pattern: re.Pattern[str], html: str) -> str:
    found = pattern.search(html)
    return found[1] if found else ""
