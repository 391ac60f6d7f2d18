"""What is found of a web address: asked by HEAD, then by GET where that says too little."""

import re
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from responses.domain.checks.found import FOR_GOOD, Hop, LinkFound
from responses.domain.checks.front import FrontPage
from responses.domain.checks.targets import target_of
from responses.domain.digests import digest
from responses.link_states import FINDINGS, FOUND, Finding

from .decoding import decoded
from .excuse_words import Excuse
from .fetching import Asking, Fetched, fetch
from .fronts import FrontOf, ends_on_front, likeness_of, shows_front, site_of
from .page_facts import PageFacts, is_page, read_page
from .pauses import pause_of

_GOOD = range(200, 300)
_GONE, _GUARDED = frozenset({404, 410}), frozenset({401, 403, 407, 429, 451})
_PAUSED = frozenset({429, 503})
_FAULTS = range(500, 600)
_UNANSWERED = frozenset({Finding.NO_CONNECTION, Finding.SILENT, Finding.CLOSED})
_HTTP = 80
_READ_MAX = 1024 * 1024
_ERROR = re.compile(
    r"/(?:errors?|err|exceptions?|(?:err(?:or)?[-_]?)?404(?:[-_]?err(?:or)?)?|err(?:or)?[-_]?page|"
    r"(?:page)?[-_]?not[-_]?found|no[-_]?page|access[-_]?denied|denied|"
    r"error[-_]?(?:msg|view|code|info))(?:[-_]?page)?(?:\.\w{1,5})?(?:/|\Z)",
    re.IGNORECASE,
)
_TYPE = re.compile(r"\s*([\w.+-]{1,49}/[\w.+-]{1,50})", re.ASCII)
_SIGN_IN = re.compile(
    r"/(?:sso|oauth2?|openid-connect|saml2?)/|"
    r"/(?:[a-z]{0,8}(?<!b)log-?in|sign-?in|sso)\w{0,12}(?:\.\w{1,5})?\Z",
    re.IGNORECASE,
)
_SIGN_IN_HOST = re.compile(r"(?:sso|login|auth|accounts?|nid)\.", re.IGNORECASE)
_EXCUSES = {
    Excuse.MISSING: Finding.SAYS_MISSING,
    Excuse.SERVICED: Finding.SERVICED,
    Excuse.SIGN_IN: Finding.SIGN_IN,
    Excuse.FAULT: Finding.SAYS_FAULT,
    Excuse.PLACEHOLDER: Finding.PLACEHOLDER,
    Excuse.BLOCKED: Finding.GUARDED,
}


def look_at(
    url: str, asking: Asking, *, by_head: bool = True, front_of: FrontOf | None = None
) -> LinkFound:
    """Return what is found of an address now; asks its server once or twice.

    Without `by_head` by GET alone, as is right where a HEAD is known to tell nothing. Where http
    is not answered at all, it is asked by https, too; what answers there is the last hop. What
    page there is is compared with what `front_of` gives.
    """
    found = _look_at(url, asking, front_of, by_head=by_head)
    if found.finding not in _UNANSWERED or len(found.hops) != 1:
        return found
    target = target_of(url)
    if target.is_secure or target.port != _HTTP:
        return found
    secure = f"https://{target.url.removeprefix('http://')}"
    other = judge(secure, fetch(secure, asking))
    is_there = FINDINGS[other.finding] in FOUND
    return replace(found, hops=(*found.hops, Hop(secure, other.status))) if is_there else found


def look_at_front(url: str, asking: Asking) -> tuple[FrontPage, LinkFound]:
    """Return the front page of the site of an address, and what was found of it; asks once."""
    front = urljoin(url, "/")
    fetched = fetch(front, asking)
    page = _page_of(fetched)
    found = _judged(front, fetched, page)
    is_there = page and FINDINGS[found.finding] in FOUND
    likeness = likeness_of(page) if page and is_there else None
    return FrontPage(site_of(url), found.url, likeness), found


def _look_at(url: str, asking: Asking, front_of: FrontOf | None, *, by_head: bool) -> LinkFound:
    if not by_head:
        return _compared(url, fetch(url, asking), front_of)
    head = fetch(url, asking, "HEAD")
    if _says_enough(head):
        return judge(url, head)
    found = _compared(url, fetch(url, asking), front_of)
    is_there = found.status in _GOOD
    return replace(found, head_failed=is_there and (bool(head.trouble) or head.status not in _GOOD))


def judge(url: str, fetched: Fetched) -> LinkFound:
    """Return what an answer means."""
    return _judged(url, fetched, _page_of(fetched))


def _compared(url: str, fetched: Fetched, front_of: FrontOf | None) -> LinkFound:
    """Return what an answer means, beside the front page of its site."""
    page = _page_of(fetched)
    found = _judged(url, fetched, page)
    if page is None or front_of is None or FINDINGS[found.finding] not in FOUND:
        return found
    is_front = shows_front(found.hops[0].url, found.url, page, front_of)
    return replace(found, finding=Finding.FRONT_PAGE) if is_front else found


def _judged(url: str, fetched: Fetched, page: PageFacts | None) -> LinkFound:
    found = LinkFound(
        finding=fetched.trouble or _finding(url, fetched, page),
        status=fetched.status,
        detail=fetched.detail,
        hops=fetched.hops,
        type=_type_of(fetched),
        tls_until=fetched.tls_until,
        pause=pause_of(fetched.headers) if fetched.status in _PAUSED else 0,
    )
    if page is None:
        return replace(found, content=_content_of(fetched))
    return replace(
        found,
        charset=page.charset,
        title=page.title,
        language=page.language,
        content=page.digest,
    )


def _says_enough(head: Fetched) -> bool:
    """Return whether an answer without a body tells all that there is to tell.

    What failed before it was asked fails by GET, too, and who asks to be left alone is.
    """
    if head.trouble:
        is_other = head.trouble in {Finding.CLOSED, Finding.UNREADABLE, Finding.LOOP}
        return not is_other and not head.was_asked
    if head.status in _PAUSED and "retry-after" in head.headers:
        return True
    is_other = not is_page(head.headers.get("content-type", ""))
    return head.status in _GOOD and is_other and bool(_content_of(head))


def _type_of(fetched: Fetched) -> str:
    said = _TYPE.match(fetched.headers.get("content-type", ""))
    return said[1].lower() if said else ""


def _page_of(fetched: Fetched) -> PageFacts | None:
    """Return what a page says, if it is one, and can be read."""
    type_ = fetched.headers.get("content-type", "")
    if fetched.status not in _GOOD or not fetched.body or not is_page(type_):
        return None
    body = decoded(fetched.body, fetched.headers.get("content-encoding", ""), _READ_MAX)
    return read_page(body, type_) if body is not None else None


def _content_of(fetched: Fetched) -> str:
    """Return by what a change of anything but a page is known."""
    if fetched.status not in _GOOD or fetched.trouble:
        return ""
    said = [fetched.headers.get(name, "") for name in ("etag", "last-modified", "content-length")]
    if any(said):
        return digest(said)
    return sha256(fetched.body).hexdigest() if fetched.body and not fetched.is_cut else ""


def _finding(url: str, fetched: Fetched, page: PageFacts | None) -> Finding:
    if fetched.status not in _GOOD:
        return _of_status(fetched)
    first, last = fetched.hops[0].url if fetched.hops else url, fetched.url or url
    if elsewhere := _elsewhere(first, last):
        return elsewhere
    if page is None and _says_nothing(fetched):
        return Finding.EMPTY
    if page and page.excuse and not (page.excuse is Excuse.SIGN_IN and _is_sign_in(first)):
        return _EXCUSES[page.excuse]
    if page and page.leads_to and (elsewhere := _elsewhere(first, _joined(last, page.leads_to))):
        return elsewhere
    return Finding.MOVED if has_moved(fetched.hops) else Finding.WORKS


def _says_nothing(fetched: Fetched) -> bool:
    """Return whether a server was asked for a page, and sent none at all."""
    is_read = not fetched.is_cut and not fetched.body
    return is_read and is_page(fetched.headers.get("content-type", ""))


def _of_status(fetched: Fetched) -> Finding:
    """Return what a status means that is none of success."""
    if fetched.status in _GUARDED or fetched.headers.get("cf-mitigated") == "challenge":
        return Finding.GUARDED
    if fetched.status in _GONE:
        return Finding.MISSING
    return Finding.SERVER_FAULT if fetched.status in _FAULTS else Finding.ODD_STATUS


def has_moved(hops: tuple[Hop, ...]) -> bool:
    """Return whether a page has another address for good, which is more than another scheme."""
    good = 0
    while good < len(hops) and hops[good].status in FOR_GOOD:
        good += 1
    # What leads on from there does so for now alone.
    return 0 < good < len(hops) and _without_scheme(hops[0].url) != _without_scheme(hops[good].url)


def _elsewhere(first: str, last: str) -> Finding | None:
    """Return what an address leads to that is not its page, by how that is called."""
    if first == last:
        return None
    if ends_on_front(first, last):
        return Finding.FRONT_PAGE
    path = urlsplit(last).path
    if _ERROR.search(path) and not _ERROR.search(urlsplit(first).path):
        return Finding.ERROR_PAGE
    return Finding.SIGN_IN if _is_sign_in(last) and not _is_sign_in(first) else None


def _is_sign_in(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_SIGN_IN.search(parts.path) or _SIGN_IN_HOST.match(parts.netloc))


def _joined(base: str, to: str) -> str:
    """Return where a page leads; itself, if that is no address."""
    try:
        joined = urljoin(base, to)
        urlsplit(joined)
    except ValueError:
        return base
    return joined


def _without_scheme(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
