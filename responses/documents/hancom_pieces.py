"""Pieces of a Hancom document: what is marked to be found again, and pictures. Pure."""

import re
from collections.abc import Iterator
from html import unescape

from responses.domain.snapshot.carried import Marked

from .hancom import run, stem, style_ids
from .xml_text import xml

MARK = "lgq."
"""How the name of a bookmark begins under which a part of an answer stands, until the next one."""
_TOKEN = re.compile(
    r"<(?P<ends>/?)hp:(?P<name>p|t|lineBreak|tab|bookmark)\b(?P<more>[^>]*)>(?P<text>[^<]*)"
)
_SAYS = {"lineBreak": "\n", "tab": "\t"}
_NAME = re.compile(f'name="{re.escape(MARK)}([^"]*)"')


PIXEL = 75
"""A pixel of 96 an inch in hundredths of a point."""


def said_in(body: str) -> Iterator[Marked]:
    """Yield what the paragraphs of a body say, in order, each under its mark."""
    mark = ""
    open_ones: list[list[str]] = []
    for found in _TOKEN.finditer(body):
        match found["name"], bool(found["ends"]):
            case "p", False:
                open_ones.append([])
            case "p", True:
                yield Marked(mark, unescape("".join(open_ones.pop())))
            case "bookmark", _:
                name = _NAME.search(found["more"])
                mark = unescape(name[1]) if name else mark
            case name, False:
                open_ones[-1].append(_SAYS.get(name, "") + found["text"])


def marked(paragraphs: str, mark: str) -> str:
    """Return paragraphs that begin with a bookmark, under which they stand and what follows."""
    opened, sign, rest = paragraphs.partition(">")
    bookmark = f'<hp:ctrl><hp:bookmark name="{MARK}{xml(mark)}"/></hp:ctrl>'
    return f"{opened}{sign}{run(bookmark, style_ids('')[1])}{rest}"


def picture(name: str, size: tuple[int, int], own: tuple[int, int], words: str, number: int) -> str:
    """Return a picture of the package as a sign of a run; its words are for who cannot see it.

    It is drawn in that size, whatever its own is, of which a pixel has so many units.
    """
    width, height = size
    whole = own[0] * PIXEL, own[1] * PIXEL
    of_size = f'width="{width}" height="{height}"'
    unmoved = "".join(
        f'<hc:{matrix}Matrix e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"/>'
        for matrix in ("trans", "sca", "rot")
    )
    corners = "".join(
        f'<hc:pt{place} x="{x}" y="{y}"/>'
        for place, (x, y) in enumerate(((0, 0), (width, 0), (width, height), (0, height)))
    )
    return (
        '<hp:pic textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" reverse="0"'
        f' id="{number}" zOrder="0" numberingType="PICTURE" lock="0" dropcapstyle="None" href=""'
        f' groupLevel="0" instid="{number}"><hp:offset x="0" y="0"/><hp:orgSz {of_size}/>'
        f'<hp:curSz {of_size}/><hp:flip horizontal="0" vertical="0"/><hp:rotationInfo angle="0"'
        f' centerX="{width // 2}" centerY="{height // 2}" rotateimage="1"/><hp:renderingInfo>'
        f"{unmoved}</hp:renderingInfo><hp:imgRect>{corners}</hp:imgRect>"
        f'<hp:imgClip left="0" right="{whole[0]}" top="0" bottom="{whole[1]}"/>'
        '<hp:inMargin left="0" right="0" top="0" bottom="0"/>'
        f'<hp:imgDim dimwidth="{whole[0]}" dimheight="{whole[1]}"/>'
        f'<hc:img binaryItemIDRef="{stem(name)}" bright="0" contrast="0" effect="REAL_PIC"'
        f' alpha="0"/><hp:effects/><hp:sz {of_size} widthRelTo="ABSOLUTE"'
        ' heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="1" affectLSpacing="0"'
        ' flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA"'
        ' horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
        '<hp:outMargin left="0" right="0" top="0" bottom="0"/>'
        f"<hp:shapeComment>{xml(words)}</hp:shapeComment></hp:pic><hp:t/>"
    )
