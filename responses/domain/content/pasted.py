"""Pasted lines of links as people have them: tables, names behind or below their addresses. Pure.

`finding.read_links` reads all other lines. What is in no link is left, to stay where it was pasted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from responses.validators import URL_MAX

from .finding import LETTERS, Reading, in_line, read_links, squeezed
from .links import LinkValue, fault, is_plain

# What may stand before the address that begins a line: a bullet or a number.
_BEGINNING = re.compile(rf"\W*(?:[(（]?\d{{1,3}}[.)）]?|[{LETTERS}][.)])?\W*")
_NUMBER = re.compile(r"(?:No\.?\s?)?\d{1,3}[.)]?|[-–—]?")
_NUMBERED = re.compile(r"^[(（]\d{1,3}[)）]\s*")
# A name behind its address, in brackets or quotes or behind a sign, and what joins the next.
_AROUND = (
    r"[(（\[［【<＜〈「『“‘\"'](?P<inside>[^()（）\[\]<>\"'“”‘’\n]{1,80})[)）\]］】>＞〉」』”’\"']"
)
_JOIN = r"(?:[,;，；、|｜·/]|(?:및|와|과|그리고|and)(?=\s|$))"
_SIGN = r"(?:[:：=→⇒←|｜,;，；#]|[-–—](?=\s|[가-힣])|//)"
_NAME = r"[\"“‘「『]?(?P<name>(?!\d+$)[^\W_][^,;，；|.?!。\n]{0,79}?)[\"”’」』]?"
_BEHIND = re.compile(
    rf"[\"'”’]?\s*(?:{_AROUND}|{_SIGN}\s*{_NAME})[ \t]*(?P<more>{_JOIN}?)[ \t]*[.。]?[ \t]*"
)
# What ends a sentence, or a note on how to read it, names nothing.
_SAYS = re.compile(r"(?:다|함|됨|음|임|요|오|에서|으로|참고|참조|확인|가능|제외|예정|등|중)$")
_CELLS = re.compile(r"[\t|｜]")
_DATE = re.compile(r"[\d\s.,:/~년월일-]*")
# A word for addresses that stands between a name and its address: "서울시 (URL: …)".
_WORD = re.compile(
    r"\s*[(（,]?\s*(?:URL|홈페이지 주소|누리집 주소|사이트 주소|웹주소|주소|링크|link)$",
    re.IGNORECASE,
)
# In how many signs at the end of a label, and behind an address, these are looked for.
_WORD_MAX, _BEHIND_MAX = 40, 200
_BLANKS = re.compile(r"\s+")
_AT_ENDS = " \t|｜\"'“”‘’,;"


def read_pasted(text: str) -> Reading:
    """Return the links in pasted lines, in order, and what is left of them.

    As `read_links` does, and besides: cells between tabs or bars, of which one is the name; names
    behind their addresses, in brackets or after a sign; names below their addresses.
    """
    links: list[LinkValue] = []
    rest: list[str] = []
    behind: list[str] = []
    for reading in _readings(text.splitlines()):
        links += map(_clean, reading.links)
        rest += [reading.rest] if reading.rest else []
        behind += reading.behind
    return Reading(tuple(links), "\n".join(rest), tuple(behind))


def several_in(typed: str) -> tuple[LinkValue, ...]:
    """Return the links in what was typed as one address, if they are several and all there is."""
    if not _may_hold_several(typed):
        return ()
    return _read_several(typed) if len(typed) <= URL_MAX else _read_several.__wrapped__(typed)


# A form reads each of its rows three times.
@lru_cache(maxsize=256)
def _read_several(typed: str) -> tuple[LinkValue, ...]:
    reading = read_pasted(typed)
    is_whole = len(reading.links) > 1 and not reading.left
    return reading.links if is_whole and not any(fault(each.url) for each in reading.links) else ()


def several_in_rows(urls: Iterable[str]) -> Iterator[tuple[LinkValue, ...]]:
    """Yield of each row what `several_in` does, while those that may hold several are not too long.

    Nobody types as much, and to read all of the longest rows would take seconds.
    """
    room = SEVERAL_MAX
    for typed in urls:
        room -= len(typed) if _may_hold_several(typed) else 0
        yield several_in(typed) if room >= 0 else ()


def _may_hold_several(typed: str) -> bool:
    return len(typed) <= SEVERAL_MAX and "." in typed and not is_plain(typed)


SEVERAL_MAX = 20_000
"""Of so many characters at most is what was typed as one address read as several."""


def _readings(lines: Sequence[str]) -> Iterator[Reading]:
    """Yield what is read of the lines that are known by their form, and of those between."""
    others: list[str] = []
    below = _named_below(lines)
    for line in lines:
        reading = None if below else _cells(line) or _named_behind(line)
        if reading is None:
            others.append(line)
            continue
        yield read_links("\n".join(others))
        others = []
        yield reading
    yield below or read_links("\n".join(others))


def _cells(line: str) -> Reading | None:
    """Return the link of a row of a table: its name is the cell before the address, or behind."""
    found = in_line(line)
    is_table = "\t" in line.strip() or line.strip().startswith("|") or line.count("|") > 1
    if len(found) != 1 or not is_table:
        return None
    cells = [each.strip(_AT_ENDS) for each in _CELLS.split(line.strip())]
    url = line[found[0]]
    at = next((place for place, cell in enumerate(cells) if cell in {url, f"<{url}>"}), None)
    if at is None:
        return None
    is_name = [place for place, cell in enumerate(cells) if _is_name(cell) and place != at]
    before = [place for place in is_name if place < at]
    name = before[-1] if before else next(iter(is_name), None)
    first = next(place for place, cell in enumerate(cells) if cell)
    left = [
        cell
        for place, cell in enumerate(cells)
        if place not in {at, name} and cell and not (place == first and _NUMBER.fullmatch(cell))
    ]
    label = _BULLET.sub("", cells[name], count=1) if name is not None else ""
    return Reading((LinkValue(label, url),), "", tuple(left))


_BULLET = re.compile(rf"^(?:[-*•·○◦●□■▪]|[(（]?\d{{1,3}}[.)）]|[{LETTERS}][.)])\s*")


def _is_name(cell: str) -> bool:
    return bool(re.search(r"[^\W\d_]", cell)) and not _DATE.fullmatch(cell)


def _named_behind(line: str) -> Reading | None:
    """Return the links of a line that has each name behind its address, and nothing else."""
    found = in_line(line)
    if not found or not _is_beginning(line[: found[0].start]):
        return None
    ends = [*(each.start for each in found[1:]), len(line)]
    named = [_behind(line[at.stop : end]) for at, end in zip(found, ends, strict=True)]
    links = []
    for place, match in zip(found, named, strict=True):
        label = ((match["inside"] or match["name"]) if match else "").strip()
        if not match or not re.search(r"\w", label) or _SAYS.search(label):
            return None
        if place is not found[-1] and not match["more"]:
            return None
        links.append(LinkValue(label, line[place]))
    return Reading(tuple(links), "")


def _named_below(lines: Sequence[str]) -> Reading | None:
    """Return the links of lines in pairs, an address and its name below it, or None.

    Of a single pair the name is in brackets: of two lines, the second may be another thing.
    """
    said = [line for line in lines if line.strip()]
    pairs = list(zip(said[::2], said[1::2], strict=False))
    if len(said) % 2 or not pairs:
        return None
    links = []
    for address, name in pairs:
        found = in_line(address)
        inside = _behind(name.strip())
        is_marked = inside is not None and inside["inside"] is not None
        is_alone = len(found) == 1 and _is_nothing(address, found[0])
        if not is_alone or in_line(name) or not (is_marked or len(pairs) > 1):
            return None
        label = inside["inside"] if is_marked and inside else name.strip()
        if len(label) > _NAME_MAX or _SAYS.search(label):
            return None
        links.append(LinkValue(_BULLET.sub("", label, count=1), address[found[0]]))
    return Reading(tuple(links), "")


_NAME_MAX = 80


def _is_nothing(line: str, place: slice) -> bool:
    """Return whether nothing but a bullet or a number stands around an address."""
    return _is_beginning(line[: place.start]) and not re.search(r"\w", line[place.stop :])


def _is_beginning(text: str) -> bool:
    """Return whether a text is nothing but a bullet or a number."""
    return _BEGINNING.fullmatch(squeezed(text)) is not None


def _behind(text: str) -> re.Match[str] | None:
    """Return how a text behind an address names it, each run of blanks as one."""
    short = _BLANKS.sub(" ", text)
    return _BEHIND.fullmatch(short) if len(short) <= _BEHIND_MAX else None


def _clean(link: LinkValue) -> LinkValue:
    """Return a link whose label has no number of its row, and no word for address."""
    label = _NUMBERED.sub("", link.label.strip(_AT_ENDS))
    named = label[:-_WORD_MAX] + _WORD.sub("", label[-_WORD_MAX:])
    return LinkValue(named.strip(_AT_ENDS) or label, link.url)
