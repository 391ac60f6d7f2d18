"""The front page of a city's site as its rules read it: tags, links, and what they say. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import islice
from typing import NamedTuple

from responses.characters import one_line

_TAGS_MAX = 20_000
SEEN_MAX = 200
"""Characters, of what is shown of a page."""
# Each bounded, so that no page makes it slow.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})([^<>]{0,4000})>")
_ATTRIBUTE = re.compile(
    r"([a-zA-Z:-]{1,40})(?:\s{0,9}=\s{0,9}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>]{1,2000})))?"
)
_UNSHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template)\b.*?(?:</\1|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_ASIDE = re.compile(r"<(title)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,4000}>")
_ADDRESS = re.compile(r"[\"'](\s{0,9}(?:https?:)?/[^\"'\s]{1,1000})[\"']", re.IGNORECASE)
_LINKS = {"a", "area", "button"}
_SHELL_LINKS, _SHELL_WORDS = 2, 300
"""What a page has at most, of links and characters, that a script has yet to make."""


class Tag(NamedTuple):
    """A tag with its attributes and the text behind it; perhaps one that `closes`."""

    name: str
    attributes: Mapping[str, str]
    text: str
    closes: bool


class PortalLink(NamedTuple):
    """What a link or a button says, pictures too, and where it leads; empty if unknown."""

    text: str
    href: str


@dataclass(frozen=True)
class PortalPage:
    """What was fetched of a site: where it led, its front page, and what robots are told.

    `robots` is None where it could not be read, `tells_robots` what comes with the page itself;
    `has_site_map` is whether programs find one.
    """

    url: str
    source: str
    is_cut: bool = False
    robots: str | None = None
    has_site_map: bool = False
    tells_robots: str = ""

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The tags, in order."""
        source = _UNSHOWN.sub(" ", self.source)
        found = list(islice(_TAG.finditer(source), _TAGS_MAX))
        ends = [*(each.start() for each in found[1:]), len(source)]
        return tuple(
            Tag(
                each[2].lower(), _attributes(each[3]), source[each.end() : end][:500], bool(each[1])
            )
            for each, end in zip(found, ends, strict=False)
        )

    def named(self, *names: str) -> list[Tag]:
        """Return the tags of some names that open."""
        return [each for each in self.tags if each.name in names and not each.closes]

    @cached_property
    def links(self) -> list[PortalLink]:
        """Its links, also those of a map of pictures, its buttons, and what a script leads on."""
        found: list[PortalLink] = []
        said: list[str] | None = None
        for each in self.tags:
            if each.name in _LINKS:
                said = None if each.closes else []
                if said is not None:
                    found.append(PortalLink("", _leads_to(each.attributes)))
            if said is not None and sum(map(len, said)) < SEEN_MAX:
                said += [each.attributes.get(key, "") for key in ("title", "aria-label", "alt")]
                said.append(unescape(each.text))
                found[-1] = found[-1]._replace(text=one_line(" ".join(filter(None, said))))
            if each.name == "area":
                said = None
        return found

    @cached_property
    def is_shell(self) -> bool:
        """Whether a script has yet to make the page: there is one, and next to nothing else."""
        if not _SCRIPT.search(self.source) or self.named("frameset"):
            return False
        leading = sum(bool(each.href) for each in self.links)
        shown = _ANY_TAG.sub(" ", _ASIDE.sub(" ", _UNSHOWN.sub(" ", self.source)))
        return leading <= _SHELL_LINKS and len(one_line(shown)) <= _SHELL_WORDS


def _attributes(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        found.setdefault(match[1].lower(), unescape(match[2] or match[3] or match[4] or ""))
    return found


def _leads_to(given: Mapping[str, str]) -> str:
    """Return where a link leads, also one whose address stands in a script; empty if unknown."""
    href = given.get("href", "").strip()
    if href and not href.startswith("#") and not href.lower().startswith("javascript:"):
        return href
    found = _ADDRESS.search(f"{href} {given.get('onclick', '')}")
    return found[1].strip() if found else ""
