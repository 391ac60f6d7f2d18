"""Pages of links that are kept, without a site that anybody asks."""

from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.checks.found import Hop, LinkFound
from responses.domain.checks.recording import claim, release
from responses.domain.checks.targets import target_of
from responses.domain.kept.captured import Captured
from responses.domain.kept.keeping import place_pages, record_page
from responses.domain.review.workflow import Move, perform
from responses.enums import Action
from responses.evidence.fetching import Exchange
from responses.evidence.warc import write_warc
from responses.link_states import Finding, KeptBody, PageState
from responses.models import Response, User
from tests.support.factories import find

HTML = b"<title>Budget</title>"


def warc_of(url: str, body: bytes, status: int = 200, *, is_cut: bool = False) -> BytesIO:
    """Return a file of one request and its answer."""
    out = BytesIO()
    exchange = Exchange(
        target=target_of(url),
        method="GET",
        at=timezone.now(),
        ip="203.0.113.5",
        sent=(("Host", "a.kr"),),
        version="HTTP/1.1",
        status=status,
        reason="OK",
        received=(("Content-Type", "text/html"),),
        body=body,
        is_cut=is_cut,
    )
    write_warc(out, (exchange,))
    return out


def page_of(
    url: str, body: bytes = HTML, status: int = 200, finding: Finding = Finding.WORKS, **more: Any
) -> Captured:
    """Return what came of asking for a page that is there."""
    is_cut = more.get("kept") == KeptBody.CUT
    return Captured(
        LinkFound(finding, status=status, hops=(Hop(url, status),), type="text/html"),
        warc_of(url, body, status, is_cut=is_cut),
        body=more.get("kept", KeptBody.WHOLE),
        size=len(body),
        digest=sha256(body).hexdigest(),
    )


def keep_wanted(
    captured: dict[str, Captured] | None = None, now: datetime | None = None
) -> dict[str, PageState | None]:
    """Record what came of all pages that are wanted: what is given, or a page that is there."""
    now = now or timezone.now()
    place_pages(now)
    found = {}
    for host in claim("tests", now, 100):
        for page in host.pages:
            came = (captured or {}).get(page.url) or page_of(page.url, page.url.encode())
            found[page.url] = record_page("tests", host.pk, page.pk, came, now)
    release("tests")
    return found


def reopen(response: Response, section: str, person: User) -> None:
    """Reopen an approved section."""
    shape = find(response, section)[0]
    perform(Move(Action.REOPEN, "Once more"), response, shape, actor=Actor(person))
