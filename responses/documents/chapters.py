"""A document laid out by chapters, of which only those are laid out anew that say something new.

Each chapter begins on a sheet of its own: the cover, the contents, each section, the approvals,
the seal. So it can be laid out alone, and its sheets are kept under its HTML, which is all that
they show, as a process has one style and the same fonts all its life. What says something of the
whole document is laid out apart: the contents are told the numbers of sheets, and each text in a
margin is laid out once and put on the sheets that have it. The bytes are those of the document
laid out whole.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any, NamedTuple

from .engine import VARIANT, engine
from .typesetting import typeset

KEPT_CHARACTERS = 400_000
"""Of how much HTML sheets are kept: five demos in two languages, which take some 100 MB."""
KEPT_TEXTS = 2_000
"""How many texts of margins are kept."""

_BODY = re.compile(r"<body[^>]*>")
_CHAPTER = re.compile(r'(?=<section class="(?:contents|section|approvals|seal)")')
_NAME = re.compile(r'<section class="[^"]*" id="([^"]*)"')
_TITLE = re.compile(r'<h2 data-title="([^"]*)"')
_TARGET = re.compile(r'data-target="#([^"]*)"')
_SAID = re.compile(r'data-([\w-]+)="([^"]*)"')
_END = "</body></html>"

_PLACES = ("top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right")
_WITHOUT_MARGINS = (
    f"@page {{ {' '.join(f'@{place} {{ content: none }}' for place in _PLACES)} }}"
    ".contents [data-target]::after { content: attr(data-sheet) }"
)
_MARGINS_ALONE = (
    f"@page {{ {' '.join(f'@{place} {{ content: string({place}) }}' for place in _PLACES)} }}"
    f"p {{ string-set: {', '.join(f'{place} attr(data-{place})' for place in _PLACES)} }}"
    "p + p { break-before: page }"
)


class Text(NamedTuple):
    """A text in a place of the margins, under what begins the page, which says the language."""

    opening: str
    place: str
    html: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a page of HTML is made of: its first chapter, with its head, and the others.

    `said` is what its body says for the margins; `opening` comes before a chapter alone.
    """

    first: str
    others: tuple[str, ...]
    said: Mapping[str, str]
    opening: str


# By HTML, those that were asked for last at the end.
_sheets: OrderedDict[str, Sequence[Any]] = OrderedDict()
_margins: OrderedDict[Text, Any] = OrderedDict()


def draw(page: str) -> bytes:
    """Return a page as a tagged PDF (PDF/UA-1); the same page gives the same bytes.

    Not for two threads at once.
    """
    pieces = split(typeset(page, engine().covers))
    first = engine().lay_out(pieces.first + _END, _style(_WITHOUT_MARGINS))
    before = len(first.pages)
    numbers = dict(_numbers(pieces, before))
    numbered = [_TARGET.sub(_numbering(numbers), chapter) for chapter in pieces.others]
    chapters = [(chapter, _laid_out(pieces.opening + chapter + _END)) for chapter in numbered]
    sheets = [*first.pages, *(sheet for _, sheets in chapters for sheet in sheets)]
    titles = [_found(_TITLE, chapter) for chapter, sheets in chapters for _ in sheets]
    texts = [
        _texts(pieces, title, number, len(sheets))
        for number, title in enumerate(titles, start=before + 1)
    ]
    _lay_out_margins(text for each in texts for text in each)
    for sheet, each in zip(sheets[before:], texts, strict=True):
        _put(sheet, [_margins[text] for text in each])
    _forget()
    pdf: bytes = first.copy(sheets).write_pdf(pdf_variant=VARIANT)
    return pdf


def split(html: str) -> Pieces:
    """Return what a page of HTML is made of. Pure."""
    body = _BODY.search(html)
    if body is None:
        return Pieces(html, (), {}, "")
    within = html[body.end() : html.rindex("</body>")]
    first, *others = _CHAPTER.split(within)
    opening = html[: html.index("<head>")] + "<head></head><body>"
    return Pieces(html[: body.end()] + first, tuple(others), dict(_SAID.findall(body[0])), opening)


def _numbers(pieces: Pieces, before: int) -> Iterator[tuple[str, int]]:
    """Return the number of the first sheet of each chapter, by the chapter's name."""
    number = before + 1
    for chapter in pieces.others:
        yield _found(_NAME, chapter), number
        # The numbers in the contents do not change how many sheets these take.
        number += len(_laid_out(pieces.opening + chapter + _END))


def _numbering(numbers: Mapping[str, int]) -> Callable[[re.Match[str]], str]:
    return lambda found: f'{found[0]} data-sheet="{numbers.get(found[1], "")}"'


def _texts(pieces: Pieces, title: str, number: int, count: int) -> list[Text]:
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
    return [Text(pieces.opening, *each) for each in zip(_PLACES, html, strict=True) if each[1]]


def _laid_out(html: str) -> Sequence[Any]:
    """Return the sheets of a chapter, without what stands in their margins."""
    if html not in _sheets:
        _sheets[html] = engine().lay_out(html, _style(_WITHOUT_MARGINS)).pages
    _sheets.move_to_end(html)
    return _sheets[html]


def _lay_out_margins(texts: Iterable[Text]) -> None:
    """Lay out the texts that are not kept: on each sheet one of each place."""
    asked = dict.fromkeys(texts)
    new = [text for text in asked if text not in _margins]
    rows = list(zip_longest(*([text for text in new if text.place == place] for place in _PLACES)))
    if rows:
        html = "".join(map(_row, rows))
        laid_out = engine().lay_out(new[0].opening + html + _END, _style(_MARGINS_ALONE))
        for row, sheet in zip(rows, laid_out.pages, strict=True):
            boxes = _taken(sheet)
            _margins.update({text: boxes[text.place] for text in row if text})
    for text in asked:
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


def _row(texts: tuple[Text | None, ...]) -> str:
    said = " ".join(f'data-{text.place}="{text.html}"' for text in texts if text)
    return f"<p {said}></p>"


def _forget() -> None:
    """Forget what was not asked for the longest time, beyond what is kept."""
    characters = sum(map(len, _sheets))
    while characters > KEPT_CHARACTERS:
        characters -= len(_sheets.popitem(last=False)[0])
    while len(_margins) > KEPT_TEXTS:
        _margins.popitem(last=False)


@cache
def _style(text: str) -> Any:
    return engine().style(text)


def _found(pattern: re.Pattern[str], html: str) -> str:
    found = pattern.search(html)
    return found[1] if found else ""
