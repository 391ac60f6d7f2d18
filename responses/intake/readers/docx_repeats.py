"""What LibreOffice says several times of one control when it saves a DOCX, said once. Pure."""

from typing import Any

from .docx_styles import W, attribute


def without_repeats(root: Any) -> Any:
    """Return a document, changed, in which each control in a line says what it says once.

    LibreOffice writes such a control once more for each piece of it that looks or is spelt
    otherwise, without its tag; the first one is whole, and the others end with all of that.
    """
    for control in list(root.iter(f"{W}sdt")):
        parent = control.getparent()
        name = _name(control)
        if not name or parent is None or parent.tag != f"{W}p":
            continue
        said = _said(control)
        after = control.getnext()
        while after is not None and _name(after) == name and _repeats(_said(after), said):
            parent.remove(after)
            after = control.getnext()
    return root


def _name(control: Any) -> str:
    """Return what a control is called that has no tag; nothing of anything else."""
    if control.tag != f"{W}sdt" or control.find(f"{W}sdtPr/{W}tag") is not None:
        return ""
    return attribute(control.find(f"{W}sdtPr/{W}alias"))


def _said(control: Any) -> str:
    return "".join(each.text or "" for each in control.iter(f"{W}t"))


def _repeats(text: str, said: str) -> bool:
    return text.endswith(said) if said else not text
