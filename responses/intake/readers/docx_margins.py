"""What stands in the margins of the pages of a DOCX: which of its members are shown there. Pure."""

from collections.abc import Mapping
from typing import Any

from .archive import Archive, Related
from .docx_styles import W, attribute, is_on

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KINDS = ("header", "footer")


def margins_of(archive: Archive, main: Any, related: Mapping[str, Related]) -> list[str]:
    """Return the members that are headers, and then those that are footers, each once.

    Those of a first page and of even pages alone, if the document has these apart.
    """
    settings = next((each.target for each in related.values() if each.kind == "settings"), "")
    shown = {"default", ""}
    if any(is_on(each) for each in main.iter(W + "titlePg")):
        shown.add("first")
    root = archive.xml(settings)
    if root is not None and is_on(root.find(W + "evenAndOddHeaders")):
        shown.add("even")
    found = {
        related[key].target: None
        for kind in _KINDS
        for each in main.iter(f"{W}{kind}Reference")
        if attribute(each, "type") in shown
        for key in [each.get(_R + "id", "")]
        if key in related and related[key].kind == kind
    }
    return [name for name in found if name in archive.names]
