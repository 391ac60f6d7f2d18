"""The pictures and documents that the demonstration's answers name, made here and of nothing else.

All that they show stands in the demo's answers. Pictures have figures but no words, so that one
serves readers of every language. Pure: each time and everywhere a file has the same bytes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

_WIDTH = 1200  # some 190 dots an inch where it is as wide as the text of a page
_PAPER, _INK, _GREY, _BLUE, _PALE = "#ffffff", "#1f2933", "#5b6670", "#1d4f91", "#d5dde6"
_MARGIN, _SMALL, _LARGE = 40, 26, 32

_SURVEYS = (
    ("11", "2018-01-25 ~ 2018-01-31", 2518),
    ("12", "2019-07-30 ~ 2019-08-02", 2969),
    ("13", "2020-02-06 ~ 2020-02-13", 3593),
    ("14", "2021-02-15 ~ 2021-02-21", 3208),
)
_SATISFIED = (("A", 23.1), ("B", 62.3), ("C", 10.3), ("D", 2.0))
_ANALYSES, _NAMED_ANALYSES, _IN_A_ROW = 52, 5, 13
_CHANNELS = (
    ("Blog", "https://blog.naver.com/haechiseoul"),
    ("Facebook", "https://www.facebook.com/seoul.kr"),
    ("Instagram", "https://www.instagram.com/seoul_official/"),
    ("Twitter", "https://twitter.com/seoulmania"),
    ("Channels by field", "https://mediahub.seoul.go.kr/staticpage/sns.do"),
)


def make(name: str) -> bytes:
    """Return the file of that name; raises `KeyError` if the demo has none."""
    return _MAKERS[name]()


def _surveys_png() -> bytes:
    """Draw how many took part in each survey, as columns over the month in which it began."""
    width, height, top = _WIDTH, 480, 80
    bottom, step = height - 80, (width - 2 * _MARGIN) // len(_SURVEYS)
    picture, draw = _canvas(height)
    most = max(count for _number, _period, count in _SURVEYS)
    for place, (_number, period, count) in enumerate(_SURVEYS):
        middle = _MARGIN + step * place + step // 2
        above = bottom - (bottom - top) * count // most
        draw.rectangle((middle - 80, above, middle + 80, bottom), fill=_BLUE)
        _write(draw, (middle, above - 12), f"{count:,}", _LARGE, anchor="ms")
        _write(draw, (middle, bottom + 16), period[:7], _SMALL, _GREY, anchor="mt")
    draw.line((_MARGIN, bottom, width - _MARGIN, bottom), fill=_INK, width=3)
    return _png(picture)


def _satisfaction_png() -> bytes:
    """Draw how satisfied people are, as bars named by letters."""
    row, left = 80, 140
    picture, draw = _canvas(2 * _MARGIN + row * len(_SATISFIED))
    room, most = _WIDTH - left - 200, max(share for _letter, share in _SATISFIED)
    for place, (letter, share) in enumerate(_SATISFIED):
        top = _MARGIN + row * place
        right, middle = left + round(room * share / most), top + row // 2
        is_satisfied = letter in "AB"
        colours = (_BLUE, _BLUE) if is_satisfied else (_PALE, _GREY)
        box = (left, top + 12, right, top + row - 12)
        draw.rectangle(box, fill=colours[0], outline=colours[1], width=2)
        _write(draw, (left - 30, middle), letter, _LARGE, anchor="rm")
        _write(draw, (right + 20, middle), f"{share:g} %", _LARGE, anchor="lm")
    draw.line((left, _MARGIN, left, picture.height - _MARGIN), fill=_INK, width=3)
    return _png(picture)


def _analyses_png() -> bytes:
    """Draw all kinds of analysis as squares, and those that the answer names in the accent."""
    step = (_WIDTH - 2 * _MARGIN) // _IN_A_ROW
    picture, draw = _canvas(2 * _MARGIN + step * (_ANALYSES // _IN_A_ROW))
    for place in range(_ANALYSES):
        row, column = divmod(place, _IN_A_ROW)
        left, top = _MARGIN + step * column, _MARGIN + step * row
        box = (left + 8, top + 8, left + step - 8, top + step - 8)
        is_named = place < _NAMED_ANALYSES
        draw.rectangle(box, fill=_BLUE if is_named else _PALE, outline=_GREY, width=2)
        if is_named:
            middle = (left + step // 2, top + step // 2)
            _write(draw, middle, str(place + 1), _LARGE, _PAPER, anchor="mm")
    return _png(picture)


def _canvas(height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (_WIDTH, height), _PAPER)
    return picture, ImageDraw.Draw(picture)


def _write(
    draw: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    size: int,
    colour: str = _INK,
    *,
    anchor: str,
) -> None:
    # Pillow's own letters, so that no font of the machine is asked for.
    draw.text(place, text, fill=colour, font=ImageFont.load_default(size), anchor=anchor)


def _png(picture: Image.Image) -> bytes:
    into = BytesIO()
    picture.save(into, "PNG", optimize=True)
    return into.getvalue()


def _surveys_csv() -> bytes:
    """Write the surveys as a table that spreadsheets open, with heads in both languages."""
    rows = [("연번 / No.", "조사기간 / Period", "참여 인원(명) / Participants")]
    rows += [(number, period, str(count)) for number, period, count in reversed(_SURVEYS)]
    text = "".join(f"{','.join(row)}\r\n" for row in rows)
    return text.encode("utf-8-sig")


def _channels_pdf() -> bytes:
    """Write the channels and their addresses on a sheet, by the fonts that every reader has."""
    lines = [_Line(770, "Bold", 18, "Official social media channels of Seoul")]
    for place, (name, address) in enumerate(_CHANNELS):
        lines.append(_Line(720 - 46 * place, "Bold", 11, name))
        lines.append(_Line(704 - 46 * place, "Plain", 10, address))
    return _pdf(lines)


class _Line(NamedTuple):
    """A line of a sheet: how high it stands, in points, and how it looks."""

    at: int
    font: str
    size: int
    text: str


def _pdf(lines: Sequence[_Line]) -> bytes:
    """Return a sheet of A4 with these lines, below a rule."""
    shown = "".join(
        f"BT /{each.font} {each.size} Tf 56 {each.at} Td ({each.text}) Tj ET\n" for each in lines
    )
    rule = "0.11 0.31 0.57 RG 1.5 w 56 754 m 539 754 l S\n"
    stream = (rule + shown).encode("ascii")
    fonts = {"Plain": "Helvetica", "Bold": "Helvetica-Bold"}
    named = " ".join(f"/{name} {place} 0 R" for place, name in enumerate(fonts, start=5))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << %s >> >> >>" % named.encode("ascii"),
        b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream),
        *(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
            % font.encode("ascii")
            for font in fonts.values()
        ),
    ]
    return _with_places(objects)


def _with_places(objects: Iterable[bytes]) -> bytes:
    """Return objects as a PDF, with the table of where each begins."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    count, table = len(places) + 1, len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % count
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, table)
    return bytes(made)


_MAKERS: Mapping[str, Callable[[], bytes]] = {
    "surveys-by-year.png": _surveys_png,
    "satisfaction-2021.png": _satisfaction_png,
    "surveys.csv": _surveys_csv,
    "sns-channels.pdf": _channels_pdf,
    "data-analyses.png": _analyses_png,
}
