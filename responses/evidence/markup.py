"""The text in the markup of a page, found in one pass over it, whatever it is. Pure.

No tree is made, as a parser's time can grow with the square of what a stranger writes into one tag.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from responses.characters import normalised, without_controls
from responses.unseen import without_invisible

_NAME = re.compile("(/?)([a-z][a-z0-9-]{0,30})", re.IGNORECASE)
_LANG = re.compile(
    r"\blang\s{0,9}=\s{0,9}[\"']?([a-z]{2,8}(?:-[a-z0-9]{1,8}){0,3})(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_LONG_NUMBER = re.compile(r"&#x?[0-9a-f]{8,}", re.IGNORECASE)
_UNSHOWN = frozenset({"script", "style", "template", "noscript", "svg", "math", "iframe"})
_NAMED = frozenset({"title", "h1", "h2", "h3"})
_WITHIN_LINES = frozenset(
    {
        "a",
        "abbr",
        "b",
        "em",
        "font",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    }
)
# What breaks a line within a block.
_BREAKS = frozenset({"br", "img", "label", "input"})
# What stands around the text of a page: menus, and links among which is none of its own.
_ASIDE = frozenset({"a", "nav", "header", "footer", "select", "button"})
_ATTRIBUTES_MAX = 1_000
_ALT = re.compile(r"\balt\s{0,9}=\s{0,9}(?:\"([^\"]{1,300})\"|'([^']{1,300})')", re.IGNORECASE)
_PICTURES_MAX = 20
_BREAK = "\x1d"  # between two blocks; where a page has it itself, one ends there too


@dataclass(slots=True)
class Markup:
    """What stands in a page: its title, its headings, all its text, and its language.

    `own` is its text without menus and links, a block a line; `pictured` what stands in for its
    pictures.
    """

    title: str = ""
    language: str = ""
    headings: list[str] = field(default_factory=list)
    words: str = ""
    own: str = ""
    pictured: list[str] = field(default_factory=list)


def read_markup(source: str) -> Markup:
    """Return what stands in a page."""
    scan = _Scan()
    before, *pieces = source.split("<")
    scan.put(before)
    for piece in pieces:
        scan.piece(piece)
    scan.end_name()
    found = scan.found
    found.words = plain("".join(scan.texts))
    found.own = "\n".join(filter(None, map(plain, "".join(scan.own).split(_BREAK))))
    return found


def plain(text: str) -> str:
    """Return a text of a page in one line."""
    said = unescape(_LONG_NUMBER.sub(" ", text)).encode("utf-8", "replace").decode()
    line = normalised(without_invisible(without_controls(said)))
    return " ".join(line.split())


class _Scan:
    """Reads a page piece by piece, each from one `<` to the next."""

    def __init__(self) -> None:
        self.found = Markup()
        self.texts: list[str] = []
        self.own: list[str] = []
        self.aside = ""  # what ends it: the name of the outermost tag of what is no text of its own
        self.depth = 0  # how many of that name are open
        self.within = ""  # what ends it: the name of a tag whose text is not shown, or "--"
        self.named = ""
        self.name: list[str] = []

    def put(self, text: str) -> None:
        """Take text that is shown."""
        if self.named:
            self.name.append(text)
        if self.named != "title":
            self.texts.append(text)
            if not self.aside:
                self.own.append(text)

    def piece(self, piece: str) -> None:
        """Take a tag and the text behind it, or a sign that is no tag."""
        tag = _NAME.match(piece)
        if self.within == "--" or (not self.within and piece.startswith("!--")):
            _comment, end, text = piece.partition("-->")
            self.within = "" if end else "--"
            self.put(text)
            return
        if self.within:
            if not (tag and tag[1] and tag[2].lower() == self.within):
                return
            self.within = ""
        elif not tag:
            # "1 < 2", or a declaration.
            self.put(piece.partition(">")[2] if piece[:1] in {"!", "?", "/"} else f"<{piece}")
            return
        else:
            self._tag(tag, piece)
        if not self.within:
            self.put(piece.partition(">")[2])

    def _tag(self, tag: re.Match[str], piece: str) -> None:
        closes, name = bool(tag[1]), tag[2].lower()
        if name in _NAMED:
            self.end_name()
            self.named = "" if closes else name
        if name in _UNSHOWN and not closes:
            self.within = name
        if name == "html" and not self.found.language:
            said = _LANG.search(piece.partition(">")[0][:_ATTRIBUTES_MAX])
            self.found.language = said[1] if said else ""
        if name == "img" and not self.aside and len(self.found.pictured) < _PICTURES_MAX:
            said = _ALT.search(piece.partition(">")[0][:_ATTRIBUTES_MAX])
            self.found.pictured += [plain(said[1] or said[2])] if said else []
        if name not in _WITHIN_LINES:
            self.texts.append(" ")
            self.own.append(" " if name in _BREAKS else _BREAK)
        self._beside(name, closes=closes)

    def _beside(self, name: str, *, closes: bool) -> None:
        """Note where something begins or ends that is no text of the page's own."""
        if self.aside in {"", name} and name in _ASIDE:
            # Links do not stand in links, however they are left open.
            self.depth = max(0, self.depth - 1) if closes else 1 if name == "a" else self.depth + 1
            self.aside = name if self.depth else ""

    def end_name(self) -> None:
        """Keep the title or heading that was read."""
        text, self.name = plain("".join(self.name)), []
        if self.named == "title":
            self.found.title = self.found.title or text
        elif self.named:
            self.found.headings.append(text)
