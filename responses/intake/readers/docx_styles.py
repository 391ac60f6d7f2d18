"""What the styles and lists of a DOCX say of its text: looks, headings, numbers. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from responses.characters import with_signs

from .numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset({"0", "false", "off", "none", "nil"})
_CHAIN_MAX = 20
_LEVELS, _LABEL_MAX = 9, 100
BODY_LEVEL = 9
"""The outline level of what is no heading."""
_HEADING = re.compile(r"heading \d|title$|제목", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d", re.IGNORECASE)
_STEP = re.compile(r"%([1-9])")
# What fonts of signs draw in place of what stands there: ticks and boxes, Greek, reckoning.
_TICKS: Mapping[str, Mapping[int, str]] = {
    "wingdings": {0x71: "□", 0x6F: "□", 0xA8: "□", 0xFC: "✔", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {
        **dict.fromkeys((0x51, 0x53, 0x54), "☒"),
        **dict.fromkeys((0x2A, 0xA3), "□"),
        0x50: "✔",
        0x52: "☑",
    },
    "wingdings 3": {},
    "webdings": {0x61: "✔", 0x63: "□", 0x67: "■"},
    # All of it: what other fonts have there reads otherwise.
    "symbol": {
        first + at: sign
        for first, signs in (
            (0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾"),
            (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
            (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"),
            (0xD0, "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"),
            (0xF1, "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
        )
        for at, sign in enumerate(signs)
    },
}
_OWN = 0xF000
_OWN_LAST = 0xFF


def attribute(element: Any, name: str = "val") -> str:
    """Return what an attribute of Word's says; nothing of no element."""
    return "" if element is None else element.get(W + name, "")


def is_on(element: Any) -> bool | None:
    """Return whether a property is on; None where nothing is said of it."""
    return None if element is None else attribute(element).lower() not in _OFF


def sign(character: str, font: str) -> str:
    """Return what a character of a font of signs shows; itself, in any other font."""
    signs = _TICKS.get(font.lower())
    if signs is None or not character.strip():
        return character
    code = ord(character)
    code -= _OWN if code >= _OWN else 0
    return signs.get(code) or with_signs(chr(_OWN + code) if code <= _OWN_LAST else character)


def in_signs(text: str, font: str) -> str:
    """Return what a text in a font shows."""
    return "".join(sign(each, font) for each in text) if font.lower() in _TICKS else text


@dataclass(frozen=True, slots=True)
class RunStyle:
    """How a run of text looks; None is what it leaves to what it stands in."""

    is_hidden: bool | None = None
    is_struck: bool | None = None
    is_highlighted: bool | None = None
    font: str | None = None

    def over(self, below: "RunStyle") -> "RunStyle":
        """Return this, and what it leaves open as below it."""
        return RunStyle(
            below.is_hidden if self.is_hidden is None else self.is_hidden,
            below.is_struck if self.is_struck is None else self.is_struck,
            below.is_highlighted if self.is_highlighted is None else self.is_highlighted,
            below.font if self.font is None else self.font,
        )


NO_STYLE = RunStyle()


def run_style(properties: Any) -> RunStyle:
    """Return how `w:rPr` has text look."""
    if properties is None or not len(properties):
        return NO_STYLE
    found = {each.tag: each for each in properties}
    struck = [is_on(found.get(W + name)) for name in ("strike", "dstrike")]
    marked = [is_on(found.get(W + "highlight")), is_on(found.get(W + "bdr"))]
    shade = found.get(W + "shd")
    if shade is not None and attribute(shade, "fill").lower() not in {"", "auto", "ffffff"}:
        marked.append(True)
    fonts = found.get(W + "rFonts")
    font = attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or None
    return RunStyle(is_on(found.get(W + "vanish")), _either(struck), _either(marked), font)


def _either(said: list[bool | None]) -> bool | None:
    known = [each for each in said if each is not None]
    return any(known) if known else None


@dataclass(frozen=True, slots=True)
class _Style:
    """A style of paragraphs or text, without what it is based on."""

    name: str
    below: str
    run: RunStyle
    outline: int | None
    numbering: Any


_OUR_LIST = re.compile(r"Answer list (\d)")


class Styles:
    """The styles of a file, by their keys."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, _Style] = {}
        self._runs: dict[str, RunStyle] = {"": NO_STYLE}
        self.usual = ""
        for each in () if root is None else root.findall(W + "style"):
            properties = each.find(W + "pPr")
            outline = None if properties is None else properties.find(W + "outlineLvl")
            key = attribute(each, "styleId")
            self._styles[key] = _Style(
                attribute(each.find(W + "name")),
                attribute(each.find(W + "basedOn")),
                run_style(each.find(W + "rPr")),
                None if outline is None else int(attribute(outline) or BODY_LEVEL),
                None if properties is None else properties.find(W + "numPr"),
            )
            is_usual = attribute(each, "default") in {"1", "true"}
            if is_usual and attribute(each, "type") == "paragraph":
                self.usual = key

    def _chain(self, key: str) -> Iterator[tuple[str, _Style]]:
        """Yield a style and what it is based on, from it on down."""
        for _ in range(_CHAIN_MAX):
            style = self._styles.get(key)
            if style is None:
                return
            yield key, style
            key = style.below

    def run(self, key: str) -> RunStyle:
        """Return how a style has text look."""
        if key not in self._runs:
            made = NO_STYLE
            for _key, style in self._chain(key):
                made = made.over(style.run)
            self._runs[key] = made
        return self._runs[key]

    def is_heading(self, key: str) -> bool:
        """Return whether a style is one of headings."""
        for _key, style in self._chain(key):
            if style.outline is not None:
                return style.outline < BODY_LEVEL
            if _HEADING.match(style.name):
                return True
        return False

    def is_contents(self, key: str) -> bool:
        """Return whether a style is one of the lines of a table of contents."""
        return any(_CONTENTS.match(style.name) for _key, style in self._chain(key))

    def list_level(self, key: str) -> int:
        """Return on which level of an answer's lists a style of ours sets text in, from 1, or 0."""
        style = self._styles.get(key)
        found = _OUR_LIST.fullmatch(style.name) if style else None
        return int(found[1]) if found else 0

    def numbering(self, key: str) -> tuple[str, Any]:
        """Return the list of a style, with the key of the style that says so."""
        for own, style in self._chain(key):
            if style.numbering is not None:
                return own, style.numbering
        return "", None


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it is numbered."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: bool = True
    is_plain: bool = False
    font: str = ""
    style: str = ""


@dataclass(slots=True)
class _Numbered:
    """A list: its levels, those that it shares its count with, and where it starts anew."""

    shared: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    is_begun: bool = False


class Numbering:
    """The lists of a file, which count while it is read from its beginning to its end."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._lists: dict[str, _Numbered] = {}
        if root is None:
            return
        levels = {
            attribute(each, "abstractNumId"): each for each in root.findall(W + "abstractNum")
        }
        linked: dict[str, str] = {}
        for each in root.findall(W + "num"):
            shared = attribute(each.find(W + "abstractNumId"))
            element = levels.get(shared)
            if element is None:
                continue
            if link := attribute(element.find(W + "numStyleLink")):
                linked[attribute(each, "numId")] = link
            made = _Numbered(shared, _levels(element))
            for changed in each.findall(W + "lvlOverride"):
                level = int(attribute(changed, "ilvl") or 0)
                made.levels |= _levels(changed)
                start = changed.find(W + "startOverride")
                if start is not None:
                    made.starts[level] = int(attribute(start) or 1)
            self._lists[attribute(each, "numId")] = made
        for key, style in linked.items():
            _own, numbering = styles.numbering(style)
            other = None if numbering is None else attribute(numbering.find(W + "numId"))
            if other in self._lists:
                self._lists[key] = self._lists[other]

    def label(self, own: Any, style: str) -> str:
        """Return what stands before a paragraph of a list: its number, or a bullet of its level."""
        of_style, inherited = self._styles.numbering(style)
        key = attribute(own.find(W + "numId")) if own is not None else ""
        said = own.find(W + "ilvl") if own is not None else None
        if not key and inherited is not None:
            key = attribute(inherited.find(W + "numId"))
            said = inherited.find(W + "ilvl") if said is None else said
        found = self._lists.get(key)
        if found is None:
            return ""
        if said is not None:
            level = int(attribute(said) or 0)
        else:
            of = (at for at, each in found.levels.items() if of_style and each.style == of_style)
            level = next(of, 0)
        return self._next(found, level) if 0 <= level < _LEVELS else ""

    def _next(self, found: _Numbered, level: int) -> str:
        counts = self._counts.setdefault(found.shared, [None] * _LEVELS)
        if not found.is_begun:
            for at in found.starts:
                counts[at] = None
            found.is_begun = True
        own = found.levels.get(level, _Level())
        now = counts[level]
        counts[level] = found.starts.get(level, own.start) if now is None else now + 1
        for deeper in range(level + 1, _LEVELS):
            if found.levels.get(deeper, own).restarts:
                counts[deeper] = None
        if own.format == "bullet":
            bullet = in_signs(own.text, own.font)[:1]
            shown = bullet if bullet.isprintable() and bullet.strip() else "•"
            return f"{'  ' * level}{shown} "
        for higher in range(level):
            if counts[higher] is None:
                counts[higher] = found.levels.get(higher, own).start

        def written(step: re.Match[str]) -> str:
            at = int(step[1]) - 1
            name = "decimal" if own.is_plain else found.levels.get(at, own).format
            return numeral(counts[at] or 0, name) if at <= level else ""

        text = _STEP.sub(written, own.text).strip()
        return f"{text} " if text else ""


def _levels(parent: Any) -> dict[int, _Level]:
    """Return the levels that a list says something of."""
    return {
        int(attribute(each, "ilvl") or 0): _Level(
            attribute(each.find(W + "numFmt")) or "decimal",
            attribute(each.find(W + "lvlText"))[:_LABEL_MAX],
            int(attribute(each.find(W + "start")) or 1),
            attribute(each.find(W + "lvlRestart")) != "0",
            bool(is_on(each.find(W + "isLgl"))),
            run_style(each.find(W + "rPr")).font or "",
            attribute(each.find(W + "pStyle")),
        )
        for each in islice(parent.iterfind(W + "lvl"), _LEVELS)
    }
