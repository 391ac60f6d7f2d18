"""Reads terms and their translations out of a file or of what people paste. Pure.

Every line that cannot be read is named, with what to do about it.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from itertools import islice, takewhile

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from responses.characters import FORMULA_SIGNS, normalise_text, one_line
from responses.domain.glossary.glossing import TermText
from responses.enums import Language
from responses.validators import TERM_MAX

from .bad_lines import BadLine, Why, bad_line

NOT_TWO = _("Write the term and its translation, with a comma or a tab between them.")
NO_TERM = _("The term is missing.")
NO_TRANSLATION = _("The translation is missing.")
TOO_LONG = _("Shorten term and translation to %(limit)d characters each.")
OTHERWISE = _("Line %(number)d translates this term in another way. Keep one of the two.")

_SEPARATORS = "\t;,"
_CELLS = 2
# In how many of the first lines a head may stand: above it may be what the table is.
_TITLES = 4
_HEADS = frozenset({"term", "original", "translation", "용어", "원문", "원어", "번역", "번역어"})


@dataclass(frozen=True, slots=True)
class PastedTerms:
    """The terms of a text, each once, and what cannot be read."""

    terms: tuple[TermText, ...]
    bad: tuple[BadLine, ...]


def read_pasted_terms(text: str) -> PastedTerms:
    """Return the terms of a text, one a line, as `glossary_csv` writes it or people type it.

    Its columns end at tabs or, where its first line has none, at semicolons or commas; those of a
    line without any such sign at another of them. A line that heads its columns is none of a term,
    nor is a title above it. A line that stands twice is read once. The length of the text is judged
    before.
    """
    found: dict[str, tuple[int, TermText]] = {}
    bad = []
    for number, cells in _rows(normalise_text(text)):
        said, whys = _read(cells)
        known = found.setdefault(said.original, (number, said)) if not whys else (number, said)
        if known[1] != said:
            whys = (OTHERWISE % {"number": known[0]},)
        if whys:
            bad.append(bad_line(number, one_line(" · ".join(cells)), *whys))
    return PastedTerms(tuple(said for _number, said in found.values()), tuple(bad))


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each line that says anything, in cells, with its number from 1; a head is none."""
    rows = _all_rows(text)
    first = [*islice(rows, _TITLES)]
    titles = len([*takewhile(lambda row: len([*filter(None, row[1])]) < _CELLS, first)])
    has_head = titles < len(first) and _is_head(first[titles][1])
    begins = titles + 1 if has_head else int(bool(first) and _is_head(first[0][1]))
    yield from first[begins:]
    yield from rows


def _all_rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    separator = next(
        (each for line in text.split("\n") for each in _SEPARATORS if each in line), ","
    )
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    while True:
        number = rows.line_num + 1
        try:
            cells = [one_line(_unguarded(each)) for each in next(rows)]
        except StopIteration:
            return
        except csv.Error:  # a cell without an end
            cells = [text[:TERM_MAX]]
        if len(cells) == 1:
            cells = _split_otherwise(cells[0], separator)
        if any(cells):
            yield number, cells


def _split_otherwise(line: str, separator: str) -> list[str]:
    """Return the cells of a line that has not the separator of the first one."""
    other = next((each for each in _SEPARATORS if each != separator and each in line), "")
    return [one_line(each) for each in line.split(other)] if other else [line]


def _read(cells: Sequence[str]) -> tuple[TermText, tuple[Why, ...]]:
    original, translated, *more = (*cells, "")[: max(len(cells), _CELLS)]
    if len(cells) < _CELLS or any(more):
        return TermText(original, translated), (NOT_TWO,)
    whys: list[Why] = []
    if not original:
        whys.append(NO_TERM)
    if not translated:
        whys.append(NO_TRANSLATION)
    if max(len(original), len(translated)) > TERM_MAX:
        whys.append(TOO_LONG % {"limit": TERM_MAX})
    return TermText(original, translated), tuple(whys)


def _unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that keeps it from being taken for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell


def _is_head(cells: Sequence[str]) -> bool:
    return all(cell.casefold() in _HEADS | _languages() for cell in cells if cell)


@cache
def _languages() -> frozenset[str]:
    """Return what the languages are called in each of them."""
    called = set()
    for language in Language:
        with translation.override(language):
            called |= {str(each.label).casefold() for each in Language}
    return frozenset(called)
