"""What spares WeasyPrint work that changes no byte: what it does twice, or for no page of ours.

It reads HTML as if it had faults, dresses each element in the styles of footnotes and markers that
no document has, asks a dozen questions about each property that nothing sets, reads the lengths of
a box each time that it is measured, and says and packs each object of a file twice.
`tests/documents/test_lean.py` compares the bytes.
"""

import re
from collections.abc import Callable, Container, Mapping
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

import pydyf

ELEMENTS = """\
head, meta, title { display: none }
html, body, section, div, dl, dt, dd, figure, figcaption, h1, h2, h3, p, ul { display: block }
li { display: list-item }
body { margin: 8px }
ul { break-before: avoid; list-style-type: disc }
dl, figure, p, ul { margin-top: 1em; margin-bottom: 1em }
h1 { margin-top: .67em; margin-bottom: .67em; font-size: 2em; bookmark-level: 1 }
h2 { margin-top: .83em; margin-bottom: .83em; font-size: 1.5em; bookmark-level: 2 }
h3 { margin-top: 1em; margin-bottom: 1em; font-size: 1.17em; bookmark-level: 3 }
h1, h2, h3 { font-weight: bold; bookmark-label: content(text); hyphens: manual }
h1, h2, h3 { break-after: avoid; break-inside: avoid }
figure { margin-left: 40px; margin-right: 40px }
dd { margin-left: 40px }
ul { padding-left: 40px }
table { display: table; border-spacing: 2px; box-sizing: border-box; text-indent: initial }
colgroup { display: table-column-group }
col { display: table-column }
thead { display: table-header-group; vertical-align: middle; border-color: inherit }
tbody { display: table-row-group; vertical-align: middle; border-color: inherit }
tr { display: table-row; vertical-align: inherit; border-color: inherit }
td, th { display: table-cell; padding: 1px; vertical-align: inherit }
table, td, th { border-color: gray }
b, th { font-weight: bold }
img, svg { overflow: hidden }
wbr::before { content: "\\200B" }
@page {
  @top-left { text-align: left; vertical-align: middle }
  @top-center { text-align: center; vertical-align: middle }
  @top-right { text-align: right; vertical-align: middle }
  @bottom-left { text-align: left; vertical-align: middle }
  @bottom-center { text-align: center; vertical-align: middle }
  @bottom-right { text-align: right; vertical-align: middle }
}
"""
"""Of WeasyPrint's own style sheet what is said of elements and margins that documents have."""

_OPEN = re.compile(r"<((?:meta|img|col|wbr|br)\b[^<>]*?)/?>")
_SIGN = re.compile(r"&(?!(?:amp|lt|gt|quot);)[A-Za-z]\w*;")
_SVG = '<svg xmlns="http://www.w3.org/2000/svg"'
_REFERENCES = "_lgq_references"


def tree(html: str) -> Element | None:
    """Return a page as its tree of elements, which a parser of HTML gives, too, in ten times that.

    None if it is not written so that XML could be read out of it. Pure.
    """
    written = _OPEN.sub(r"<\1/>", html.replace("<svg", _SVG))
    try:
        return fromstring(_SIGN.sub(lambda sign: unescape(sign[0]), written).lstrip())  # noqa: S314 - our own
    except ParseError:
        return None


class SaidOnce(pydyf.Object):  # type: ignore[misc]
    """An object of a file, of which the bytes are made once, when they are first asked for."""

    compressible = True

    def __init__(self, said: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = said.number, said.generation, said.free
        self.compressible = said.compressible
        self._said, self._data = said, b""

    @property
    def data(self) -> bytes:
        """The bytes."""
        if self._said is not None:
            self._data, self._said = self._said.data, None
        return self._data


def say_once(_document: Any, pdf: Any) -> None:
    """Have each object of a file make its bytes once, before the file is written.

    An archive is known by a digest of all its objects, which are made for it and again to write
    them. A `finisher` of WeasyPrint.
    """
    pdf.objects[:] = [each if each.free == "f" else SaidOnce(each) for each in pdf.objects]


def say_at_once() -> None:
    """Have bytes and words be said without asking first what else they might be."""
    said = pydyf._to_bytes  # noqa: SLF001 - of each number and name of a file

    def to_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        bytes_: bytes = item.encode("ascii") if kind is str else said(item)
        return bytes_

    pydyf._to_bytes = to_bytes  # noqa: SLF001 - see above


def refer_once() -> None:
    """Have a file keep how its pages are referred to, which it makes anew for every tag of them."""
    made = pydyf.PDF.page_references.fget

    def references(pdf: Any) -> tuple[bytes, ...]:
        count, kept = getattr(pdf, _REFERENCES, (0, ()))
        if count != len(pdf.pages["Kids"]):
            kept = made(pdf)
            setattr(pdf, _REFERENCES, (len(pdf.pages["Kids"]), kept))
        return kept

    pydyf.PDF.page_references = property(references)


def look_up_at_once() -> None:
    """Have a style begin with what nothing sets as it is initially, or take it from its parent.

    So it is of most properties, and what was asked in vain is most of what a style costs.
    """
    from weasyprint.css import AnonymousStyle, ComputedStyle  # noqa: PLC0415 - slow to load

    asked, begun = ComputedStyle.__missing__, ComputedStyle.__init__
    begun_anonymous = AnonymousStyle.__init__
    inherited, initial, names = _properties()
    own = {key: initial[key] for key in names if key not in inherited}
    set_by: dict[str, list[str]] = {}
    for key in own:
        for name in names[key]:
            set_by.setdefault(name, []).append(key)

    def begin(style: Any, parent_style: Any, cascaded: Mapping[str, Any], *more: Any) -> None:
        begun(style, parent_style, cascaded, *more)
        if parent_style is not None:
            style.update(own)
            for name in set_by.keys() & cascaded.keys():
                for key in set_by[name]:
                    style.pop(key, None)

    def begin_anonymous(style: Any, parent_style: Any) -> None:
        style.update(own)
        begun_anonymous(style, parent_style)

    def missing(style: Any, key: str) -> Any:
        parent = style.parent_style
        if (
            parent is None
            or key not in names
            or key not in inherited
            or not style.cascaded.keys().isdisjoint(names[key])
        ):
            return asked(style, key)
        value = style[key] = parent[key]
        return value

    ComputedStyle.__init__ = begin
    AnonymousStyle.__init__ = begin_anonymous
    ComputedStyle.__missing__ = missing


_SIDES = ("top", "right", "bottom", "left")
_USED = (
    *(f"{space}_{side}" for space in ("margin", "padding") for side in _SIDES),
    *(f"{bound}{size}" for bound in ("", "min_", "max_") for size in ("width", "height")),
)
_LENGTHS = "_lgq_lengths"


def resolve_once() -> None:
    """Have what a style says of lengths be read once, unless it depends on what is around a box.

    A box is measured again and again, on its way to its sheet.
    """
    from weasyprint import layout  # noqa: PLC0415 - slow to load
    from weasyprint.layout import percent  # noqa: PLC0415 - slow to load

    asked = percent.resolve_percentages

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        lengths = style.__dict__.get(_LENGTHS)
        if lengths:
            box.__dict__.update(lengths)
            return
        asked(box, containing_block)
        if lengths is None:
            style.__dict__[_LENGTHS] = _lengths(box) if _depends_on_nothing(style) else {}

    for module in vars(layout).values():
        if getattr(module, "resolve_percentages", None) is asked:
            module.resolve_percentages = resolve
    percent.resolve_percentages = resolve


def _depends_on_nothing(style: Any) -> bool:
    """Return whether lengths are the same wherever a box stands."""
    return (
        style["box_sizing"] == "content-box"
        and style["border_collapse"] != "collapse"
        and all(
            value == "auto" or getattr(value, "unit", "") == "px"
            for value in (style[name] for name in _USED)
        )
    )


def _lengths(box: Any) -> dict[str, Any]:
    names = (*_USED, *(f"border_{side}_width" for side in _SIDES))
    return {name: box.__dict__[name] for name in names}


def _properties() -> tuple[Container[str], Mapping[str, Any], Mapping[str, tuple[str, ...]]]:
    """Return which properties are inherited, what they are initially, and what sets each.

    The last is only of those that are as they are said: not of what follows from others.
    """
    from weasyprint.css import computed_values, properties  # noqa: PLC0415 - slow to load

    follow = {"position", "float", "display", "page", *properties.INITIAL_NOT_COMPUTED}
    sets = {
        key: (key, *_logical(computed_values.PHYSICAL_FUNCTIONS.get(key)))
        for key in properties.INITIAL_VALUES
        if not key.startswith("text_decoration_")
        and (key in properties.INHERITED or key not in follow)
    }
    return properties.INHERITED, properties.INITIAL_VALUES, sets


def _logical(name: Callable[..., str] | None) -> set[str]:
    """Return under which other names a property is set, from left to right and otherwise."""
    return {name(block="ttb", inline=way) for way in ("ltr", "rtl")} if name else set()
