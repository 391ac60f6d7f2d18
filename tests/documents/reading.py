"""What a PDF says, read by pypdf."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import Destination

LANGUAGES = ("ko", "en")
"""Those in which each response has a PDF."""
_POINT = 72 / 25.4
TOP, BOTTOM = (297 - 20) * _POINT, 24 * _POINT  # of what stands between header and footer


@lru_cache(maxsize=4)
def open_pdf(content: bytes) -> PdfReader:
    """Return a PDF to be read, not changed: to read its objects takes as long as to draw some."""
    return PdfReader(BytesIO(content))


def visible(text: str) -> str:
    """Return text without its white space, which a PDF does not keep."""
    return "".join(text.split())


def body(content: bytes) -> list[str]:
    """Return what each page says between header and footer, without white space."""
    return [between for between, _ in _pages(content)]


def margins(content: bytes) -> list[str]:
    """Return what header and footer of each page say, without white space."""
    return [around for _, around in _pages(content)]


@lru_cache(maxsize=4)
def _pages(content: bytes) -> list[tuple[str, str]]:
    return [_texts(page) for page in open_pdf(content).pages]


def _texts(page: PageObject) -> tuple[str, str]:
    """Return what a page says between header and footer, and in them."""
    between: list[str] = []
    around: list[str] = []

    def visit(text: str, user: list[float], place: list[float], _font: Any, _size: float) -> None:
        height = user[1] * place[4] + user[3] * place[5] + user[5]
        (between if BOTTOM < height < TOP else around).append(text)

    page.extract_text(visitor_text=visit)
    return visible("".join(between)), visible("".join(around))


def columns(content: bytes, middle: float) -> list[tuple[str, str]]:
    """Return what each page says to the left and the right of a line, without white space."""
    return [_columns(page, middle) for page in open_pdf(content).pages]


def _columns(page: PageObject, middle: float) -> tuple[str, str]:
    sides: tuple[list[str], list[str]] = ([], [])

    def visit(text: str, user: list[float], place: list[float], _font: Any, _size: float) -> None:
        left = user[0] * place[4] + user[2] * place[5] + user[4]
        height = user[1] * place[4] + user[3] * place[5] + user[5]
        if BOTTOM < height < TOP:
            sides[left >= middle].append(text)

    page.extract_text(visitor_text=visit)
    return visible("".join(sides[0])), visible("".join(sides[1]))


def edges(page: PageObject) -> dict[int, int]:
    """Return where each line between header and footer begins, in points, by its height."""
    found: dict[int, int] = {}

    def visit(text: str, user: list[float], place: list[float], _font: Any, _size: float) -> None:
        left = user[0] * place[4] + user[2] * place[5] + user[4]
        height = user[1] * place[4] + user[3] * place[5] + user[5]
        if text.strip() and BOTTOM < height < TOP:
            found[round(height)] = min(round(left), found.get(round(height), round(left)))

    page.extract_text(visitor_text=visit)
    return found


def addresses(content: bytes) -> list[str]:
    """Return where the links lead, in order; one that is broken over lines counts once."""
    found: list[str] = []
    for page in open_pdf(content).pages:
        for reference in page.get("/Annots", ()):
            annotation = reference.get_object()
            if "/A" in annotation and "/URI" in annotation["/A"]:
                found.append(str(annotation["/A"]["/URI"]))
    return [one for place, one in enumerate(found) if place == 0 or found[place - 1] != one]


def bookmarks(content: bytes) -> list[tuple[int, str, int]]:
    """Return the bookmarks in order: depth, title, page from 1."""
    reader = open_pdf(content)

    def walk(entries: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                assert isinstance(entry, Destination)
                number = reader.get_destination_page_number(entry)
                yield depth, str(entry.title), (number or 0) + 1

    return list(walk(reader.outline, 0))


def tags(content: bytes) -> list[str]:
    """Return the types of all elements of the structure tree, in reading order."""
    return [str(element["/S"]) for element in _elements(content)]


def tags_of_links(content: bytes) -> set[str]:
    """Return the types of the elements that links belong to."""
    return {
        str(element["/S"])
        for element in _elements(content)
        for kid in _kids(element)
        if isinstance(kid, dict) and kid.get("/Type") == "/OBJR"
    }


def pictures(content: bytes) -> list[str]:
    """Return what is said in place of each picture, for those who do not see it."""
    return [str(each.get("/Alt", "")) for each in _elements(content) if each["/S"] == "/Figure"]


def _elements(content: bytes) -> Iterator[Any]:
    root: Any = open_pdf(content).root_object
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        waiting += [kid for kid in reversed(_kids(element)) if isinstance(kid, dict)]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
