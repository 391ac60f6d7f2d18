"""What stands in the blanks of a file that was handed out, by their tags; and which file it is.

Pure. What a file says of itself is only believed as far as a handout is stored that says so, too.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from responses.domain.content.kind import BOXES

from .readers import xlsx
from .readers.archive import FAULTS, Archive
from .readers.docx_repeats import without_repeats
from .reading import BYTES_MAX, type_of
from .refusals import DAMAGED, TOO_LARGE, UnreadableFileError

_ZIP = b"PK\x03\x04"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SECTION = re.compile(r"Contents/section\d{1,4}\.xml")
_PICTURES = re.compile(r"(?:word/media|xl/media|BinData)/[^/]+$")
_SIGNS = {"br": "\n", "cr": "\n", "lineBreak": "\n", "tab": "\t", "noBreakHyphen": "-"}
"""What elements of both formats stand for in a text."""
_UNSAID = frozenset({"sdtPr", "pPr", "rPr", "del", "moveFrom", "instrText", "Fallback", "ctrl"})
"""What is no text of a document, or not any more."""

_NOTES = frozenset({"footnotes", "endnotes", "comments"})
_BESIDE = _NOTES | {"header", "footer"}
_HANCOM_NOTES = ("footNote", "endNote", "hiddenComment", "fieldBegin")
"""What a document says beside its text."""


@dataclass(frozen=True, slots=True)
class HandedText:
    """What a file that was handed out says: of itself, and in its blanks by their tags.

    `others` are the lines that stand in no blank, each with the tag of the blank before it.
    """

    about: Mapping[str, str]
    blanks: Mapping[str, str]
    others: tuple[tuple[str, str], ...] = ()


Pairs = Iterator[tuple[str, str]]
"""Tags of blanks and keys of what it says of itself, each with its text."""


def read_handed(content: bytes) -> HandedText | None:
    """Return what a file says, or None if it is none that was handed out.

    Raises `UnreadableFileError`; every bound is judged before.
    """
    if len(content) > BYTES_MAX:
        raise UnreadableFileError(TOO_LARGE)
    if not content.startswith(_ZIP):
        return None
    archive = Archive(content)
    try:
        key, main = type_of(archive)
        pairs = list(_READERS[key](archive, main)) if key in _READERS else []
        others = (*_OTHERS[key](archive, main), *pictures_in(archive)) if pairs else ()
    except (RecursionError, *FAULTS) as error:
        raise UnreadableFileError(DAMAGED) from error
    said: dict[str, str] = {}
    for tag, text in pairs:
        # A text that one place could not hold goes on in the next one of its tag.
        said[tag] = said.get(tag, "") + text
    blanks = {tag: text for tag, text in said.items() if "." in tag}
    about = {tag: text for tag, text in said.items() if "." not in tag}
    return HandedText(about, blanks, others) if "handout" in about or blanks else None


def others_since(before: HandedText, after: HandedText) -> dict[str, list[str]]:
    """Return the lines in no blank that a file did not have before, by the tag before each."""
    known = Counter(text for _tag, text in before.others)
    found: dict[str, list[str]] = {}
    for tag, text in after.others:
        if known[text] > 0:
            known[text] -= 1
        else:
            found.setdefault(tag, []).append(text)
    return found


def pictures_in(archive: Archive) -> Pairs:
    """Yield the pictures that a file has, by the names of its members: no blank takes any."""
    for name in sorted(archive.names):
        if _PICTURES.match(name):
            yield "", name.rpartition("/")[2]


def _xlsx(archive: Archive, main: str) -> Pairs:
    for row in xlsx.cells(archive, main):
        tag, second, third = (*row, "", "", "")[:3]
        if tag:
            yield tag, third if "." in tag else second


def _docx(archive: Archive, main: str) -> Pairs:
    properties = archive.xml("docProps/custom.xml")
    for each in () if properties is None else properties.iter("{*}property"):
        yield each.get("name", ""), "".join(each.itertext())
    for control in without_repeats(archive.xml(main)).iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        name = "" if tag is None else tag.get(f"{_W}val", "")
        if "." in name:
            yield name, _said_in_word(control)


def _xlsx_others(archive: Archive, main: str) -> Pairs:
    before = ""
    for row in xlsx.cells(archive, main):
        tag = row[0] if row and "." in row[0] else ""
        before = tag or before
        yield from _lines(
            before, [text for at, text in enumerate(row) if not (tag and at in {0, 2})]
        )
    for tag, text in xlsx.beside_cells(archive, main):
        yield from _lines(tag if "." in tag else "", [text])


def _docx_others(archive: Archive, main: str) -> Pairs:
    root = without_repeats(archive.xml(main))
    yield from _others(root, tag_in_word)
    yield from beside_in_word(archive, main, root)


def beside_in_word(archive: Archive, main: str, root: Any) -> Pairs:
    """Yield what a document says in notes, comments, and the margins of its pages, by lines.

    Each with the tag of the blank that it stands in or below, if that has not lost it.
    """
    related = archive.related(main)
    members = [
        (each.kind, archive.xml(each.target)) for each in related.values() if each.kind in _BESIDE
    ]
    notes = {
        (f"{_W}{kind[:-1]}Reference", each.get(f"{_W}id", "")): each
        for kind, found in members
        if kind in _NOTES and found is not None
        for each in found
    }
    before = ""
    for element in root.iter(f"{_W}sdt", *{name for name, _key in notes}):
        before = tag_in_word(element) or before
        note = notes.pop((element.tag, element.get(f"{_W}id", "")), None)
        if note is not None:
            yield from _lines(before, [f"{note.get(f'{_W}author', '')} {text_of(note)}"])
    for kind, found in members:
        if kind not in _NOTES and found is not None:
            yield from _lines("", [_unnumbered(each) for each in found.iter(f"{_W}p")])


def _unnumbered(paragraph: Any) -> str:
    """Return what a paragraph says without its fields: programs count pages anew as they save."""
    said: list[str] = []
    inside = 0
    for each in paragraph.iter(f"{_W}fldChar", f"{_W}t", f"{_W}tab"):
        kind = each.get(f"{_W}fldCharType", "")
        inside += (kind == "begin") - (kind == "end")
        if not inside and next(each.iterancestors(f"{_W}fldSimple"), None) is None:
            said.append(each.text or " ")
    return "".join(said)


def _hwpx_others(archive: Archive, _main: str) -> Pairs:
    for name in sorted(archive.names):
        if _SECTION.fullmatch(name):
            root = archive.xml(name)
            yield from _others(root, _tag_in_hancom)
            for cell in filter(_tag_in_hancom, root.iter("{*}tc")):
                # A note or a memo in a blank is no text of it.
                notes = cell.iter(*(f"{{*}}{note}" for note in _HANCOM_NOTES))
                yield from _lines(_tag_in_hancom(cell), map(text_of, notes))


def _others(root: Any, tag_of: Callable[[Any], str]) -> Pairs:
    """Yield what stands in the paragraphs of a document around its blanks."""
    before = ""
    walk = etree.iterwalk(root, events=("start",), tag=("{*}p", "{*}sdt", "{*}tc"))
    for _event, element in walk:
        if tag := tag_of(element):
            before = tag
            walk.skip_subtree()
        elif etree.QName(element).localname == "p":
            said = text_of(element, lambda each: bool(tag_of(each)) or _is_table(each))
            yield from _lines(before, [said])


def _is_table(element: Any) -> bool:
    return bool(etree.QName(element).localname == "tbl")


def tag_in_word(element: Any) -> str:
    """Return the tag of the blank that a content control is, or nothing."""
    tag = element.find(f"{_W}sdtPr/{_W}tag") if element.tag == f"{_W}sdt" else None
    name = "" if tag is None else str(tag.get(f"{_W}val", ""))
    return name if "." in name else ""


def _tag_in_hancom(element: Any) -> str:
    is_cell = etree.QName(element).localname == "tc"
    return str(element.get("name") or "") if is_cell else ""


def _lines(tag: str, texts: Iterable[str]) -> Pairs:
    """Yield each line of some texts, its white space as one, if it says something."""
    for text in texts:
        for line in text.splitlines():
            if plain := " ".join(line.split()):
                yield tag, plain


def _said_in_word(control: Any) -> str:
    """Return what stands in a content control; a prompt to write there is nothing."""
    if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
        return ""
    ticked = control.find(f"{_W}sdtPr/{{*}}checkbox/{{*}}checked")
    if ticked is not None:
        said = next((value for name, value in ticked.items() if name.endswith("}val")), "1")
        return BOXES[said in {"1", "true", "on"}]
    return text_of(control)


def _hwpx(archive: Archive, _main: str) -> Pairs:
    for name in sorted(archive.names):
        if _SECTION.fullmatch(name):
            for cell in archive.xml(name).iter("{*}tc"):
                if cell.get("name"):
                    yield cell.get("name"), text_of(cell)


def text_of(root: Any, is_other: Callable[[Any], bool] = lambda _element: False) -> str:
    """Return what is written in a part of a document, each paragraph on lines of its own.

    Without what `is_other`. A table in it is a line a row, with tabs between its cells.
    """
    said: list[str] = []
    is_first = True
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = etree.QName(element).localname
        if event == "end":
            if _is_text(element.getparent()):
                said.append(element.tail or "")
        elif name in _UNSAID or is_other(element):
            walk.skip_subtree()
        else:
            if name == "p" and not is_first:
                said.append("\n")
            is_first = is_first and name != "p"
            if name == "tbl" and said[-1:] in (["\n"], [""]):
                is_first = True
            elif name == "tc" and element is not root and _is_cell(element.getprevious()):
                said.append("\t")
                is_first = True
            said.append(_SIGNS.get(name, ""))
            if _is_text(element):
                said.append(element.text or "")
    return "".join(said)


def _is_cell(element: Any) -> bool:
    return element is not None and etree.QName(element).localname == "tc"


def _is_text(element: Any) -> bool:
    return element is not None and etree.QName(element).localname == "t"


_READERS: Mapping[str, Callable[[Archive, str], Pairs]] = {
    "docx": _docx,
    "hwpx": _hwpx,
    "xlsx": _xlsx,
}
_OTHERS: Mapping[str, Callable[[Archive, str], Pairs]] = {
    "docx": _docx_others,
    "hwpx": _hwpx_others,
    "xlsx": _xlsx_others,
}
