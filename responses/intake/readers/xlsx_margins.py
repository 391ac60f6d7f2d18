"""What a sheet says beside its cells: in text boxes, and in the margins of its print. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .archive import Archive, Related
from .rich import PLAIN, RichText

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_APART = {"differentOddEven": "even", "differentFirst": "first"}
_CODE = re.compile(
    r'&(?P<side>[LCR])|&(?P<sign>&)|&"[^"]{0,255}"|&\d{1,3}|&K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|&[A-Z]',
    re.IGNORECASE,
)
_SAYS = re.compile(r"[^\W_]")
_AROUND = " ·/|-–—"


def margins_of(sheet: Any) -> Iterator[RichText]:
    """Yield the headers of a sheet, then its footers, without numbers of pages and the like."""
    found = sheet.find(_S + "headerFooter")
    if found is None:
        return
    pages = ["odd", *(page for key, page in _APART.items() if found.get(key) in {"1", "true"})]
    for kind in ("Header", "Footer"):
        for page in pages:
            said = found.findtext(f"{_S}{page}{kind}") or ""
            sides = _CODE.sub(lambda code: "\n" if code["side"] else code["sign"] or "", said)
            lines = (line.strip(_AROUND) for line in sides.split("\n"))
            yield from (RichText([(line, PLAIN)]) for line in lines if _SAYS.search(line))


def boxes_of(archive: Archive, related: Mapping[str, Related]) -> Iterator[RichText]:
    """Yield the paragraphs of the text boxes and other shapes that are drawn on a sheet."""
    for each in related.values():
        root = archive.xml(each.target) if each.kind == "drawing" else None
        for box in () if root is None else root.iter("{*}txBody"):
            for paragraph in box.iter("{*}p"):
                said = ("\n" if _is_break(run) else run.text or "" for run in _runs(paragraph))
                yield RichText([("".join(said), PLAIN)])


def _runs(paragraph: Any) -> Iterator[Any]:
    return iter(paragraph.iter("{*}t", "{*}br"))


def _is_break(run: Any) -> bool:
    return str(run.tag).endswith("}br")
