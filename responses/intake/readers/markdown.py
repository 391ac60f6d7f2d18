"""Markdown: the same lines without its marks, which are told from what people write in plain text.

Links keep their words, and boxes, headings and tables are read as such.
"""

import re
from dataclasses import replace

from responses.domain.content.links import LinkValue
from responses.intake.lines import FileLine, FileText, numbered

from .text import lines_of

_HEADING = re.compile(r" {0,3}#{1,6} +(?P<text>.+?)(?: +#+)? *")
_SIGNS = (
    re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE),
    re.compile(r"\]\(<?https?://"),
    re.compile(r"^ *[-*+] \[[ xX]\] ", re.MULTILINE),
    re.compile(r"^\|.*\|\s*\n\|[\s:|-]+\|\s*$", re.MULTILINE),
)
_LOOKED_AT = 200_000
_BOX = re.compile(r"^(?P<indent> *)(?:[-*+] )?\[(?P<tick>[ xX])\] +")
_RULE = re.compile(
    r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|\|[\s:|-]+\||={3,}|`{3,}.*) *"
)
_QUOTE = re.compile(r"^(?: {0,3}> ?)+")
_LINK = re.compile(
    r"\[(?P<label>(?:\\.|[^\[\]\\]){0,500})\]\(\s*<?(?P<url>(?:[^\s()<>]|\([^\s()<>]*\)){1,2000})>?\s*\)"
)
_AUTO = re.compile(r"<(?P<url>https?://[^\s<>]{1,2000})>")
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)(?P<text>[^*\n]{1,2000}?)(?<=\S)\*\*(?!\*)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BULLET = re.compile(r"^(?P<indent> *)[*+] +")
_CELLS = re.compile(r"(?<!\\)\|")


def is_markdown(text: str) -> bool:
    """Return whether a text has marks that nobody writes but in Markdown."""
    head = text[:_LOOKED_AT]
    headings = len(_SIGNS[0].findall(head))
    return headings > 1 or any(sign.search(head) for sign in _SIGNS[1:])


def read(text: str) -> FileText:
    """Return the lines of Markdown; a row of a table has tabs between its cells."""
    texts = ["" if _RULE.fullmatch(line) else line for line in lines_of(text)]
    return FileText("markdown", tuple(_read_line(line) for line in numbered(texts)))


def _read_line(line: FileLine) -> FileLine:
    text = _QUOTE.sub("", line.text)
    heading = _HEADING.fullmatch(text)
    text = heading["text"] if heading else text
    if text.lstrip().startswith("|") and text.rstrip().endswith("|"):
        cells = _CELLS.split(text.strip().strip("|"))
        text = "\t".join(cell.strip() for cell in cells)
    text = _BOX.sub(lambda box: f"{box['indent']}{'☐' if box['tick'] == ' ' else '☑'} ", text, 1)
    text = _BULLET.sub(lambda bullet: f"{bullet['indent']}- ", text, 1)
    links = tuple(LinkValue(_plain(found["label"]), found["url"]) for found in _LINK.finditer(text))
    if links:
        links += tuple(LinkValue("", found["url"]) for found in _AUTO.finditer(text))
        text = _LINK.sub(lambda link: _written_out(link["label"], link["url"]), text)
    return replace(line, text=_plain(text), links=links, is_heading=bool(heading))


def _written_out(label: str, url: str) -> str:
    """Return a link as plain text has it."""
    return f"<{url}>" if _plain(label) in {"", url} else f"{label} <{url}>"


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", _STRONG.sub(r"\g<text>", text))
