"""What things are called where they are named in passing."""

from responses.domain.edition.shapes import SectionShape
from responses.localized import localized
from responses.models import Section


def edition_name(code: str) -> str:
    """Return an edition's short name, such as "LGQ 2022" for the code "lgq-2022"."""
    return code.replace("-", " ").upper()


def section_name(section: Section | SectionShape) -> str:
    """Return a section's number and title: 1. Strategy."""
    return f"{section.number}. {localized(section.title)}"


def shortened(text: str, longest: int) -> str:
    """Return a text in at most so many characters, cut between words where it has any. Pure."""
    if len(text) <= longest:
        return text
    whole, _, _ = text[:longest].rpartition(" ")
    return (whole or text[: longest - 1]).rstrip(" ,;:(") + "…"
