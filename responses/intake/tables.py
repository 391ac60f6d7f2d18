"""Tables of other programs, such as a city's terms, as the text that one would paste. Pure."""

from collections.abc import Iterator
from io import BytesIO

from responses.domain.files.judgement import is_json

from .readers import text, xlsx
from .readers.archive import FAULTS, Archive
from .reading import ZIP, refuse_at_sight, type_of
from .refusals import DAMAGED, EMPTY, OTHER, TOO_LONG, UnreadableFileError


def text_of_table(content: bytes, most: int) -> str:
    """Return the rows of a workbook, a line each with tabs between their cells, or a text as it is.

    Of `most` characters at most. Raises `UnreadableFileError` for what is more or neither.
    """
    refuse_at_sight(BytesIO(content))
    if content.startswith(ZIP):
        return _rows(Archive(content), most)
    found = text.decoded(content)
    if found is None:
        raise UnreadableFileError(OTHER)
    if is_json(found):
        raise UnreadableFileError(OTHER)
    if len(found) > most:
        raise UnreadableFileError(TOO_LONG)
    return found


def _rows(archive: Archive, most: int) -> str:
    try:
        key, main = type_of(archive)
        if key != "xlsx":
            raise UnreadableFileError(OTHER)
        said = "\n".join(_bounded(xlsx.cells(archive, main), most))
    except (RecursionError, *FAULTS) as error:
        raise UnreadableFileError(DAMAGED) from error
    if not said.strip():
        raise UnreadableFileError(EMPTY)
    return said


def _bounded(rows: Iterator[list[str]], most: int) -> Iterator[str]:
    for row in rows:
        line = "\t".join(" ".join(cell.split()) for cell in row).rstrip("\t")
        most -= len(line) + 1
        if most < 0:
            raise UnreadableFileError(TOO_LONG)
        yield line
