"""What a site tells the robots of search engines, in robots.txt and on its pages. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

ENGINES = ("googlebot", "bingbot", "yeti")
"""The robots of search engines that a site may name by itself; Yeti is that of Naver."""
_ALL = "*"
_FRONT, _OTHER = "/", "/page/1"
_READ_MAX, _LINES_MAX = 100_000, 5_000
_SITE_MAP = re.compile(r"\s{0,9}sitemap\s{0,9}:\s{0,9}(\S{1,500})", re.IGNORECASE)
_NOINDEX = re.compile(r"\bno(?:index|ne)\b", re.IGNORECASE)
_META = frozenset({"robots", *ENGINES})

Rules = Sequence[tuple[bool, str]]
"""Whether what begins so may be asked for, in the order of the file."""


def site_maps_in(robots: str) -> list[str]:
    """Return the addresses of site maps that robots are told."""
    lines = robots[:_READ_MAX].splitlines()[:_LINES_MAX]
    return [found[1] for each in lines if (found := _SITE_MAP.match(each.lstrip("\ufeff")))]


def kept_out(robots: str) -> tuple[bool, list[str]]:
    """Return whether robots are told to leave a whole site alone, and whom that does not hold for.

    For some that is the other way round: those engines are, and others are not.
    """
    groups = _groups(robots)
    general = not _may_ask(groups.get(_ALL, ()), _OTHER)
    others = [each for each in ENGINES if each in groups]
    odd = [each for each in others if _may_ask(groups[each], _OTHER) is general]
    if general and not odd and _may_ask(groups.get(_ALL, ()), _FRONT):
        return general, [_FRONT]
    return general, odd


def noindex(name: str, content: str) -> bool:
    """Return whether a tag that tells robots something keeps a page out of an engine."""
    return name.lower() in _META and bool(_NOINDEX.search(content))


def _groups(robots: str) -> Mapping[str, Rules]:
    """Return the rules of each robot that is named, in small letters."""
    found: dict[str, list[tuple[bool, str]]] = {}
    agents: list[str] = []
    follows = False
    for key, said in _lines(robots):
        if key == "user-agent":
            agents = [*agents, said.lower()] if follows else [said.lower()]
            found.setdefault(said.lower(), [])
        elif key in {"allow", "disallow"} and said:
            for each in agents:
                found[each].append((key == "allow", said))
        follows = key == "user-agent"
    return found


def _lines(robots: str) -> Iterator[tuple[str, str]]:
    lines = robots.removeprefix("\ufeff")[:_READ_MAX].splitlines()
    for line in islice(lines, _LINES_MAX):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _may_ask(rules: Rules, path: str) -> bool:
    """Return whether a path may be asked for: the longest rule decides, of two the kinder one."""
    fitting = [(len(said), allows) for allows, said in rules if _fits(said, path)]
    return max(fitting)[1] if fitting else True


def _fits(said: str, path: str) -> bool:
    """Return whether a rule is of a path; one with more than a plain beginning rarely is of all."""
    if said.endswith("$"):
        return path == said[:-1]
    return path.startswith(said.rstrip("*") or "/")
