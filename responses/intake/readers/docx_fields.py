"""What fields of a DOCX say by their codes: addresses, rings, boxes and lists. Pure."""

import re
from typing import Any

from .docx_styles import W, attribute, is_on

_LINK = re.compile(
    r"""HYPERLINK\s+(?:\\[lmnot]\s+(?:"[^"]*"\s*)?)*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"\\]+))""",
    re.IGNORECASE,
)
_PLACE = re.compile(r'\\l\s+"([^"]*)"')
RING = re.compile(r"\bEQ\s+\\o\s*\\ac\(\s*[○◯〇]\s*[,;]\s*(?P<text>[^()]{1,20})\)", re.IGNORECASE)
CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)


def url_of(code: str) -> str:
    """Return the address of a field that is a link."""
    found = _LINK.search(code)
    url = (found["quoted"] or found["bare"] or "") if found else ""
    place = _PLACE.search(code)
    return f"{url}#{place[1]}" if url and place else url


def form_value(form: Any) -> str:
    """Return what a field of a form of old says: a box, or what is chosen; its text stands by."""
    box, chosen = form.find(W + "checkBox"), form.find(W + "ddList")
    if box is not None:
        checked = is_on(box.find(W + "checked"))
        return "☑" if (is_on(box.find(W + "default")) if checked is None else checked) else "☐"
    if chosen is not None:
        listed = [attribute(each) for each in chosen.findall(W + "listEntry")]
        place = attribute(chosen.find(W + "result")) or attribute(chosen.find(W + "default")) or "0"
        at = int(place)
        return listed[at] if 0 <= at < len(listed) else ""
    return ""
