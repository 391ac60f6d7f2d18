"""What an HWPX says once for all its text: looks, headings, lists; how it is searched. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from .rich import Looks

LEVELS = 10
"""How many levels a list has at most."""
_LABEL_MAX = 100


@cache
def _local(tag: str) -> str:
    """Return the name of a tag without its namespace, of which there is one a version."""
    return tag.rpartition("}")[2]


def name_of(element: Any) -> str:
    """Return the name of an element; nothing of what is none."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def all_in(root: Any, name: str) -> Iterator[Any]:
    """Yield what has a name, anywhere in something that is perhaps not there."""
    return iter(()) if root is None else root.iter("{*}" + name)


def _number(element: Any, key: str, usual: int = 0) -> int:
    said = element.get(key, "")
    return int(said) if said.isdecimal() and len(said) <= LEVELS else usual


@dataclass(frozen=True, slots=True)
class HancomHeading:
    """Of which list a paragraph is, and on which level."""

    kind: str
    list: str
    level: int


@dataclass(frozen=True, slots=True)
class HancomStep:
    """How one level of a list is numbered."""

    text: str
    format: str
    start: int


@dataclass(frozen=True, slots=True)
class HancomList:
    """A list: its bullet, or its levels from 0."""

    bullet: str
    levels: Mapping[int, HancomStep]


def looks_of(element: Any) -> Looks:
    """Return how text of some properties looks."""
    struck = any(
        name_of(each) == "strikeout" and each.get("shape", "NONE") not in {"NONE", "3D"}
        for each in element
    )
    shade = element.get("shadeColor", "none").lower()
    return Looks(struck=struck, highlighted=shade not in {"none", "", "#ffffff"})


def is_named(style: Any, names: re.Pattern[str]) -> bool:
    """Return whether a style is called as one of some names, in Korean or English."""
    return any(names.match(style.get(key, "")) for key in ("name", "engName"))


def list_of(element: Any) -> HancomList:
    """Return how a list is numbered."""
    steps = islice(all_in(element, "paraHead"), LEVELS)
    return HancomList(
        element.get("char", "")[:1],
        {
            _number(each, "level", 1) - 1: HancomStep(
                (each.text or "")[:_LABEL_MAX],
                each.get("numFormat", ""),
                _number(each, "start", 1),
            )
            for each in steps
        },
    )


def heading_of(element: Any) -> HancomHeading | None:
    """Return of which list paragraphs of some properties are."""
    for each in all_in(element, "heading"):
        if each.get("type", "NONE") != "NONE":
            return HancomHeading(each.get("type"), each.get("idRef", ""), _number(each, "level"))
    return None
