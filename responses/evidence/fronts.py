"""Whether an address gives the front page of its site, by where it leads and what it says. Pure.

Some sites lead from pages that are gone to their front page, and some show it in their place.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

from responses.domain.checks.front import MARKS, FrontPage, Likeness
from responses.domain.digests import digest

from .page_facts import PageFacts

FrontOf = Callable[[str], FrontPage | None]
"""What gives the front page of the site of an address, or None where it is not known."""

_FRONT = re.compile(
    r"/?(?:(?:ko|kr|kor|korean|en|eng|english|www|portal|site|web|home|cms)/){0,2}(?:main/)?"
    r"(?:(?:index|main|home|default|intro|main_?page|main_?view|index_?main)(?:\.\w{1,5})?/?)?",
    re.IGNORECASE,
)
# Nothing, or in which language, or which part of the menu: the first one.
_OF_FRONT = re.compile(
    r"(?:(?:(?:sid|lang|locale|language)=\w{1,10}|"
    r"(?:mid|menu_?(?:cd|no|id)|page|act|pageid)=(?:main|home|index|(?:DOM_)?0*|front))(?:&|\Z))*",
    re.ASCII | re.IGNORECASE,
)
# Named as the site is: "www.city.go.kr/city/main.do".
_OF_SITE = re.compile(r"/(\w{1,30})/(?:main|index)\.\w{1,6}", re.ASCII)
# What tells one page of a site from another, behind the address of its front page.
_OF_PAGE = re.compile(
    r"mid|menu\w{0,8}|(?:page|post|article|board|bbs|content|cntnts|ntt|notice)?_?(?:id|no|seq|sn|idx|cd|code)|p|act",
    re.ASCII | re.IGNORECASE,
)
_LANGUAGE = re.compile(r"/(?:ko|kr|kor|korean|en|eng|english)/?", re.IGNORECASE)
_RUN = 3  # words
_NUMBER = re.compile(r"\d+")
_LITTLE = 200
"""Characters: what says less is known by too little."""


def ends_on_front(first: str, last: str) -> bool:
    """Return whether an address of one page leads to the front page of its site."""
    asked, got = urlsplit(first), urlsplit(last)
    is_deep = not _FRONT.fullmatch(asked.path) or bool(asked.query)
    # What stands below an address is its own front page: "/eng" leads to "/eng/main.do".
    is_own = not asked.query and got.path.startswith(f"{asked.path.rstrip('/')}/")
    of_site = _OF_SITE.fullmatch(got.path)
    is_named = of_site is not None and of_site[1] in got.netloc.split(".")
    is_front = is_named or bool(_FRONT.fullmatch(got.path))
    if not is_deep or is_own or not is_front or not _OF_FRONT.fullmatch(got.query):
        return False
    # Short addresses such as city.go.kr/gov lead to a site of their own, below it.
    from_host, to_host = host_named(asked.netloc), host_named(got.netloc)
    return from_host == to_host or from_host.endswith(f".{to_host}")


def shows_front(first: str, last: str, page: PageFacts, front_of: FrontOf) -> bool:
    """Return whether an address of one page shows the front page of its site in place of it.

    The front page is asked for only where there is something to be compared with it.
    """
    if not _is_of_page(first) or not _is_of_page(last):
        return False
    mine = likeness_of(page)
    front = front_of(last) if mine else None
    if mine is None or front is None or front.likeness is None:
        return False
    is_own = any(_is_below(front.url, each) for each in (first, last))
    return not is_own and mine.resembles(front.likeness)


def likeness_of(page: PageFacts) -> Likeness | None:
    """Return by what a page is known again; None if it is bare, or a script has yet to make it."""
    if page.is_made_by_script or len(page.words) < _LITTLE:
        return None
    words = _NUMBER.sub("", page.words).split()
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    marks = sorted({crc32(each.encode()) for each in runs})[:MARKS]
    name = digest([_NUMBER.sub("", each) for each in page.names])
    return Likeness(name, page.digest, tuple(marks))


def site_of(url: str) -> str:
    """Return the site of an address, which has one front page however it is asked for."""
    parts = urlsplit(url)
    return host_named(parts.netloc) + (f":{parts.port}" if parts.port else "")


def host_named(netloc: str) -> str:
    """Return a host without what stands for the same site, as telephones have it or not."""
    return netloc.partition(":")[0].removeprefix("www.").removeprefix("m.")


def _is_of_page(url: str) -> bool:
    """Return whether an address is not that of a front page by how it looks."""
    parts = urlsplit(url)
    if not _FRONT.fullmatch(parts.path) and not _LANGUAGE.fullmatch(parts.path):
        return _OF_SITE.fullmatch(parts.path) is None
    if _OF_FRONT.fullmatch(parts.query):
        return False
    return any(_OF_PAGE.fullmatch(key) for key, _value in parse_qsl(parts.query)[:20])


def _is_below(front: str, url: str) -> bool:
    """Return whether a front page was found at an address itself, or below it."""
    got, asked = urlsplit(front), urlsplit(url)
    if host_named(got.netloc) != host_named(asked.netloc):
        return False
    is_same = got.path.rstrip("/") == asked.path.rstrip("/") and got.query == asked.query
    return is_same or (not asked.query and got.path.startswith(f"{asked.path.rstrip('/')}/"))
