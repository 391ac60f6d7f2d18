"""A PNG decoded a strip at a time, as whole it would take four bytes of memory a pixel.

Pillow decodes a picture as a whole or not at all, so each strip is given to it as a picture of its
own. The rows of a PNG tell how they differ from the row above: the first row of a strip is the
last one of the strip before, as it is. An interlaced one tells seven coarser pictures, one after
the other: these wait in a file until all are there. Pure.
"""

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import repeat
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_STRIP = 2 * 1024 * 1024  # how many bytes of rows are in memory at once
_READ = 64 * 1024
# How many values a pixel has, by the type of its colours: grey, RGB, palette, and with alpha.
_VALUES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# The type of colours, of eight bits, whose pixels have as many bytes. As such a picture any other
# can have its rows told: what its bytes mean makes no difference to that.
_OF_BYTES = {1: 0, 2: 4, 3: 2, 4: 6}
# As many bytes as one can have in a JPEG, too.
_EXIF_MAX = 64 * 1024
_ABOUT_COLOURS = frozenset({b"PLTE", b"tRNS"})
_AS_IT_IS = b"\0"
_WIDE, _COLOURED, _BYTE = 16, frozenset({2, 6}), 8
# Of an interlaced picture, where each of the seven begins, and every how many pixels it has one.
_SEVEN = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)


class _Head(NamedTuple):
    """What a PNG says of itself."""

    width: int
    height: int
    depth: int
    colours: int
    interlaced: bool

    @property
    def pixel(self) -> int:
        """How many bytes a pixel has, one at least."""
        return max(1, self.depth * _VALUES[self.colours] // 8)

    @property
    def is_wide(self) -> bool:
        """Whether its colours have 16 bits each, of which the first eight are kept."""
        return self.depth == _WIDE and self.colours in _COLOURED

    @property
    def row(self) -> int:
        """How many bytes a row has."""
        return (self.width * self.depth * _VALUES[self.colours] + 7) // 8


def comes_in_strips(given: IO[bytes]) -> bool:
    """Return whether a PNG can be decoded so.

    Not an interlaced one whose pixels are less than a byte, of which Pillow itself takes one byte
    each.
    """
    head = _head(given)
    if head.is_wide:
        return True
    is_whole = head.depth * _VALUES[head.colours] >= _BYTE
    return head.pixel in _OF_BYTES and (is_whole or not head.interlaced)


def exif_behind(given: IO[bytes]) -> bytes:
    """Return what a PNG says of itself wherever it does, such as behind its rows; else nothing.

    No other file has it there. It is as Pillow has it of a picture that says it before.
    """
    place = given.tell()
    given.seek(0)
    found = b""
    if given.read(len(SIGNATURE)) == SIGNATURE:
        while not found and len(head := given.read(8)) == 8:  # noqa: PLR2004 - length and name
            length, name = int.from_bytes(head[:4]), head[4:]
            if name == b"eXIf" and length <= _EXIF_MAX:
                found = b"Exif\0\0" + given.read(length)
            given.seek(length + 4, 1)
    given.seek(place)
    return found


def strips(given: IO[bytes]) -> Iterator[Image.Image]:
    """Yield a PNG from its top to its end; raises `ValueError` if any of it is not there."""
    head = _head(given)
    if head.interlaced:
        yield from _interlaced(given, head)
        return
    about = b""
    kept = _kept(head)
    above, count = bytes(kept.row), 0
    for name, content in _told(given, repeat(_most(head) * (head.row + 1))):
        if name in _ABOUT_COLOURS:
            about += _chunk(name, content)
            continue
        found = min(len(content) // (head.row + 1), head.height - count)
        if found:
            rows = _rows(kept, above, _narrowed(head, content), found)
            yield _picture(kept, about, rows, found)
            above, count = rows[-kept.row :], count + found
    if count < head.height:
        raise ValueError("Some rows are missing")


def _most(head: _Head) -> int:
    """Return how many rows of a picture are in memory at once."""
    return max(1, _STRIP // (head.row + 1))


def _kept(head: _Head) -> _Head:
    """Return what is kept of a picture: eight of 16 bits a colour."""
    return head._replace(depth=_BYTE) if head.is_wide else head


def _narrowed(head: _Head, told: bytes) -> bytes:
    """Return what rows tell of what is kept of them.

    Each byte of a pixel tells how it differs from the same byte of others: so half of them can go.
    """
    if not head.is_wide:
        return told
    starts = range(0, len(told), head.row + 1)
    return b"".join(told[at : at + 1] + told[at + 1 : at + head.row + 1 : 2] for at in starts)


class _Pass(NamedTuple):
    """One of the seven pictures of an interlaced one: where it begins, how often it has a pixel.

    `start` is where it stands in the file in which they wait.
    """

    head: _Head
    left: int
    top: int
    across: int
    down: int
    start: int


def _passes(head: _Head) -> Iterator[_Pass]:
    start = 0
    for left, top, across, down in _SEVEN:
        width, height = -(-(head.width - left) // across), -(-(head.height - top) // down)
        if width > 0 and height > 0:
            found = head._replace(width=width, height=height)
            yield _Pass(found, left, top, across, down, start)
            start += _kept(found).row * height


def _interlaced(given: IO[bytes], head: _Head) -> Iterator[Image.Image]:
    """Yield an interlaced PNG from its top to its end, once its seven pictures are in a file."""
    passes = [*_passes(head)]
    pieces = [
        (each, min(_most(each.head), each.head.height - at), not at)
        for each in passes
        for at in range(0, each.head.height, _most(each.head))
    ]
    about, above, left = b"", b"", iter(pieces)
    with TemporaryFile() as file:
        sizes = [(each.head.row + 1) * count for each, count, _is_first in pieces]
        for name, content in _told(given, sizes):
            if name in _ABOUT_COLOURS:
                about += _chunk(name, content)
            elif content:
                each, count, is_first = next(left)
                if len(content) < (each.head.row + 1) * count:
                    raise ValueError("Some rows are missing")
                kept = _kept(each.head)
                above = bytes(kept.row) if is_first else above
                rows = _rows(kept, above, _narrowed(each.head, content), count)
                file.write(rows)
                above = rows[-kept.row :]
        if next(left, None):
            raise ValueError("Some rows are missing")
        yield from _merged(file, _kept(head), passes, about)


def _merged(
    file: IO[bytes], head: _Head, passes: list[_Pass], about: bytes
) -> Iterator[Image.Image]:
    """Yield a picture in strips, each row put together of those of the seven that have a part."""
    most = _most(head)
    for top in range(0, head.height, most):
        count = min(most, head.height - top)
        rows = b"".join(_row(file, head, passes, at) for at in range(top, top + count))
        yield _picture(head, about, rows, count)


def _row(file: IO[bytes], head: _Head, passes: list[_Pass], at: int) -> bytes:
    row, pixel = bytearray(head.row), head.pixel
    for each in passes:
        number, rest = divmod(at - each.top, each.down)
        if number < 0 or rest:
            continue
        size = _kept(each.head).row
        file.seek(each.start + number * size)
        said = file.read(size)
        for place in range(pixel):
            row[each.left * pixel + place :: each.across * pixel] = said[place::pixel]
    return bytes(row)


def _head(given: IO[bytes]) -> _Head:
    given.seek(len(SIGNATURE) + 8)
    said = given.read(13)
    width, height = int.from_bytes(said[:4]), int.from_bytes(said[4:8])
    if said[9] not in _VALUES:
        raise ValueError("No such colours")
    return _Head(width, height, said[8], said[9], bool(said[12]))


def _told(given: IO[bytes], sizes: Iterable[int]) -> Iterator[tuple[bytes, bytes]]:
    """Yield what is said of the colours, and the rows, unpacked, in pieces of so many bytes.

    The last piece can be smaller, and what is behind all of them is left out.
    """
    packed, rows, left = zlib.decompressobj(), b"", iter(sizes)
    most = next(left, 0)
    for name, content in _chunks(given):
        if name in _ABOUT_COLOURS:
            yield name, content
        waiting = content if name == b"IDAT" else b""
        while waiting and most:
            rows += packed.decompress(waiting, most - len(rows))
            waiting = packed.unconsumed_tail
            if len(rows) == most:
                yield b"IDAT", rows
                rows, most = b"", next(left, 0)
    yield b"IDAT", rows


def _chunks(given: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG, those of its rows in pieces; raises `ValueError` if one is cut."""
    given.seek(len(SIGNATURE))
    while True:
        length, name = int.from_bytes(given.read(4)), given.read(4)
        if not name:
            raise ValueError("No end")
        if name == b"IEND":
            return
        if name != b"IDAT" and name not in _ABOUT_COLOURS:
            given.seek(length + 4, 1)
            continue
        checked = zlib.crc32(name)
        while length:
            content = given.read(min(length, _READ))
            if not content:
                raise ValueError("A chunk is cut")
            checked, length = zlib.crc32(content, checked), length - len(content)
            yield name, content
        if int.from_bytes(given.read(4)) != checked:
            raise ValueError("A chunk is damaged")


def _rows(head: _Head, above: bytes, told: bytes, count: int) -> bytes:
    """Return rows as they are, of how they differ from the row above them."""
    width, colours = head.row // head.pixel, _OF_BYTES[head.pixel]
    as_bytes = _Head(width, count + 1, 8, colours, interlaced=False)
    told = _AS_IT_IS + above + told[: count * (head.row + 1)]
    with Image.open(BytesIO(_png(as_bytes, b"", told)), formats=("PNG",)) as picture:
        return picture.tobytes()[head.row :]


def _picture(head: _Head, about: bytes, rows: bytes, count: int) -> Image.Image:
    places = range(0, len(rows), head.row)
    told = b"".join(_AS_IT_IS + rows[at : at + head.row] for at in places)
    picture = Image.open(BytesIO(_png(head._replace(height=count), about, told)), formats=("PNG",))
    picture.load()
    return picture


def _png(head: _Head, about: bytes, rows: bytes) -> bytes:
    """Return rows as a picture, not packed."""
    said = head.width.to_bytes(4) + head.height.to_bytes(4) + bytes((head.depth, head.colours))
    pieces = (_chunk(b"IHDR", said + bytes(3)), about, _chunk(b"IDAT", zlib.compress(rows, 0)))
    return b"".join((SIGNATURE, *pieces, _chunk(b"IEND", b"")))


def _chunk(name: bytes, content: bytes) -> bytes:
    named = name + content
    return len(content).to_bytes(4) + named + zlib.crc32(named).to_bytes(4)
