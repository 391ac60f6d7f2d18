"""Text of answers in Markdown, in which it reads as it was typed: no sign of it is markup. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from responses.domain.content.finding import addresses_in
from responses.domain.content.links import as_uri, fault, href
from responses.domain.content.outline import ItemList, Node, Table

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~#$]")
# What begins a list, a heading, a rule or a fence where it begins a line.
_BEGINNING = re.compile(r"^(?:[-+=](?=[-=\s]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_BREAK = "\\\n"
_INDENT = "  "


def escaped(text: str) -> str:
    """Return plain text as Markdown shows it within a line."""
    return _MARKUP.sub(r"\\\g<0>", text)


def inline(text: str) -> str:
    """Return lines of plain text, the addresses in them as links."""
    return _BREAK.join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    pieces, place = [], 0
    for found in addresses_in(text):
        pieces += [escaped(text[place : found.start]), address(text[found])]
        place = found.stop
    return _BEGINNING.sub(_not_begun, "".join([*pieces, escaped(text[place:])]))


def _not_begun(found: re.Match[str]) -> str:
    # Before a digit a backslash would be one; the point or bracket after it begins the list.
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def address(url: str) -> str:
    """Return an address as it was typed, as a link if it can be one."""
    if fault(url):
        return escaped(url)
    # A table would end its cell at a bar.
    target = as_uri(href(url)).replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")
    return f"<{url}>" if target == url else f"[{escaped(url)}](<{target}>)"


def block(node: Node, indent: str = "") -> str:
    """Return a paragraph, a list or a table."""
    if isinstance(node, ItemList):
        return "\n".join(_items(node, indent))
    if isinstance(node, Table):
        return table(node.head, node.rows, node.figures, indent)
    return indent + inline(node.text).replace("\n", f"\n{indent}")


def _items(items: ItemList, indent: str) -> Iterator[str]:
    for item in items.items:
        # A hyphen is the bullet of the list itself; every other marker stands as it was typed.
        marker = "" if item.marker == "-" else f"{inline(item.marker)} "
        inner = indent + _INDENT
        yield f"{indent}- {marker}{inline(item.text)}".replace("\n", f"\n{inner}")
        for child in item.children:
            # Between a line and what is no list, nothing but an empty line ends the line.
            gap = "" if isinstance(child, ItemList) else "\n"
            yield gap + block(child, inner)


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    figures: Sequence[bool] = (),
    indent: str = "",
) -> str:
    """Return a table; columns of figures stand at the right."""
    sides = ["---:" if is_figure else "---" for is_figure in figures or [False] * len(head)]
    lines = [
        [_cell(each) for each in head],
        sides,
        *([_cell(each) for each in row] for row in rows),
    ]
    return "\n".join(f"{indent}| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return inline(text).replace(_BREAK, "<br>")
