"""Whether what is behind a web address is something else than it was at some time.

Of what a page says much changes each day, and tells nothing: numbers, news, who looked. So it is
another page if it is on another site, or has another title but for numbers and signs; what is no
page, such as a PDF, if its server says that it is another file.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db.models import Case, F, Q, Value, When, Window
from django.db.models.functions import RowNumber

from responses.link_states import FINDINGS, FOUND, Finding, PageChange
from responses.models import Check

_WORDS = re.compile(r"[^\W\d_]+")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


class SeenPage(NamedTuple):
    """What one check saw of a page that was there."""

    url: str
    type: str
    title: str
    content: str


def change_of(before: SeenPage, now: SeenPage) -> PageChange | None:
    """Return how a page is another one than before, or None. Pure."""
    if _site(before.url) != _site(now.url):
        return PageChange.SITE
    words = _words(before.title), _words(now.title)
    if all(words) and words[0] != words[1]:
        return PageChange.TITLE
    is_file = now.type not in _PAGES and before.type == now.type
    if is_file and before.content and now.content and before.content != now.content:
        return PageChange.FILE
    return None


def read_changes(since: Mapping[int, datetime]) -> Mapping[int, PageChange]:
    """Return of which addresses, by their keys, the page is another than at a moment, each its own.

    By the last check then that found it, and the last that did. One query; none without addresses.
    """
    if not since:
        return {}
    keys: dict[datetime, list[int]] = {}
    for key, moment in since.items():
        keys.setdefault(moment, []).append(key)
    then = Q()
    for moment, of in keys.items():
        then |= Q(address__in=of, at__lte=moment)
    found = [finding for finding in Finding if FINDINGS[finding] in FOUND]
    order = (F("at").desc(), F("pk").desc())
    rows = (
        Check.objects.filter(address__in=since, finding__in=found)
        .annotate(then=Case(When(then, then=Value(1)), default=Value(0)))
        .annotate(
            newest=Window(RowNumber(), partition_by=(F("address"), F("then")), order_by=order)
        )
        .filter(newest=1)
        .order_by("address")
    )
    seen: dict[tuple[int, int], SeenPage] = {}
    for address, is_then, *page in rows.values_list(
        "address", "then", "url", "type", "title", "content"
    ):
        seen[address, is_then] = SeenPage(*page)
    pairs = ((key, seen.get((key, 1)), seen.get((key, 0))) for key in since)
    changes = ((key, change_of(then, now)) for key, then, now in pairs if then and now)
    return {key: change for key, change in changes if change}


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _words(title: str) -> list[str]:
    return _WORDS.findall(title.casefold())
