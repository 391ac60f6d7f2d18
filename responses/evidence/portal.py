"""Ten things that a program can look for on the front page of a city's site, each by a rule.

What is not seen may be there all the same, drawn by a script; where a rule knows too little it says
that it cannot tell. Nothing of a page is run or drawn.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import SplitResult, urljoin, urlsplit

from responses.characters import one_line
from responses.domain.coverage.portal import Feature, JudgedFeature, Verdict

from .decoding import decoded
from .excuses import leads_to
from .fetching import Asking, Fetched, fetch
from .markup import read_markup
from .page_facts import is_page, text_of
from .portal_page import SEEN_MAX, PortalPage

_GOOD = range(200, 300)
_READ_MAX = 1024 * 1024
_SITE_MAP = re.compile(r"사이트\s?맵|site\s?-?_?map|누리집\s?지도", re.IGNORECASE)
_SEARCH = re.compile(r"search|검색|query|srch", re.IGNORECASE)
_CONTACT = re.compile(r"연락처|문의|오시는\s?길|contact|대표\s?전화", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d-])(?:0\d{1,2}[-) ]\s?\d{3,4}-\d{4}|1\d{3}-\d{4})(?![\d-])")
_PRIVACY = re.compile(r"개인\s?정보\s?(?:처리|취급|보호)\s?방침|privacy", re.IGNORECASE)
_NETWORKS = re.compile(
    r"(?:^|\.)(facebook\.com|fb\.com|instagram\.com|youtube\.com|twitter\.com|x\.com|threads\.net|"
    r"threads\.com|tiktok\.com|linkedin\.com|blog\.naver\.com|tv\.naver\.com|band\.us|"
    r"pf\.kakao\.com|story\.kakao\.com)$"
)
# What passes a page on to one's own friends, a single post, or a network's own front page.
_NO_ACCOUNT = re.compile(
    r"/?\Z|/(?:plugin|sharer?(?:\.php)?|share\w{0,10}|sharing|intent|dialog|plugins?|home|login|watch|"
    r"embed|shorts|tr|openapi|hashtag|search|explore|policies|privacy)(?:/|\Z)",
    re.IGNORECASE,
)
_SHARES = re.compile(r"공유|퍼가기|보내기|\bshar(?:e|ing)\b|\btweet\b", re.IGNORECASE)
_NETWORK = (
    r"(?:페이스북|facebook|인스타그램|instagram|유튜브|youtube|트위터|twitter|카카오\s?(?:톡|스토리|채널)|"
    r"네이버\s?(?:블로그|밴드|tv)|공식\s?블로그|틱톡|tiktok|스레드|threads)"
)
# No more than the network's name, and whose it is: news of a channel are no channel.
_NETWORK_NAME = re.compile(
    rf"(?:[^\s]{{1,10}}\s){{0,2}}{_NETWORK}(?:\s?(?:바로\s?가기|공식|채널|계정|페이지|official|page|"
    rf"channel|새\s?창(?:으로)?\s?(?:열림|열기|이동)?|아이콘|icon|{_NETWORK}|[()\[\],·-])){{0,6}}",
    re.IGNORECASE,
)
_NOINDEX = re.compile(r"\bno(?:index|ne)\b", re.IGNORECASE)
_DOCTYPE = re.compile(
    r"\s{0,99}(?:<!--.{0,999}?-->\s{0,99})?<!doctype html", re.IGNORECASE | re.DOTALL
)


def look_at_portal(url: str, asking: Asking) -> tuple[JudgedFeature, ...]:
    """Ask for the front page of a site and what robots are told, and judge what there is to see."""
    fetched = fetch(url, asking)
    body = _text_of(fetched)
    if body and (to := leads_to(read_markup(body).words, body)):
        # The front page itself is behind it, often by a script that does nothing else.
        fetched = fetch(_joined(fetched.url, to), asking)
        body = _text_of(fetched)
    if fetched.trouble or body is None:
        return tuple(JudgedFeature(each, Verdict.UNTOLD) for each in Feature)
    robots = fetch(urljoin(fetched.url, "/robots.txt"), asking)
    site_map = fetch(urljoin(fetched.url, "/sitemap.xml"), asking, "HEAD")
    page = PortalPage(
        url=fetched.url,
        source=body,
        is_cut=fetched.is_cut,
        robots=_robots_of(robots),
        has_site_map=site_map.status in _GOOD and "xml" in site_map.headers.get("content-type", ""),
    )
    return judge_portal(page)


def judge_portal(page: PortalPage) -> tuple[JudgedFeature, ...]:
    """Return what each rule says of a page."""
    return tuple(_cut(feature, page, rule(page)) for feature, rule in RULES.items())


def _cut(feature: Feature, page: PortalPage, said: tuple[Verdict, str]) -> JudgedFeature:
    """Return what a rule says.

    What is not in the part of a page that was read may be behind it or in its frames, and what is
    in no page that a script has yet to make may be in what it makes.
    """
    verdict, seen = said
    is_open = verdict is Verdict.NOT_SEEN or feature in _OF_ALL
    if page.is_shell and is_open and feature not in _SENT:
        return JudgedFeature(feature, Verdict.SCRIPTED)
    is_partial = page.is_cut or bool(page.named("frameset"))
    if is_partial and verdict is Verdict.NOT_SEEN and feature not in _OF_HEAD:
        verdict = Verdict.UNTOLD
    return JudgedFeature(feature, verdict, one_line(seen[: 5 * SEEN_MAX])[:SEEN_MAX])


def _text_of(fetched: Fetched) -> str | None:
    type_ = fetched.headers.get("content-type", "")
    if fetched.status not in _GOOD or not fetched.body or not is_page(type_):
        return None
    body = decoded(fetched.body, fetched.headers.get("content-encoding", ""), _READ_MAX)
    return None if body is None else text_of(body, type_)[1]


def _robots_of(fetched: Fetched) -> str | None:
    """Return what robots are told, nothing where there is no such file, None if that is unknown."""
    if fetched.status in {404, 410}:
        return ""
    plain = "text/plain" in fetched.headers.get("content-type", "")
    return fetched.body.decode("utf-8", "replace") if fetched.status in _GOOD and plain else None


def _seen(*found: str) -> tuple[Verdict, str]:
    said = ", ".join(dict.fromkeys(each for each in found if each))
    return (Verdict.SEEN, said) if said else (Verdict.NOT_SEEN, "")


def _phones(page: PortalPage) -> tuple[Verdict, str]:
    views = (each.attributes for each in page.named("meta"))
    contents = (
        each.get("content", "") for each in views if each.get("name", "").lower() == "viewport"
    )
    return _seen(*(each for each in contents if "width=" in each.replace(" ", "").lower()))


def _site_map(page: PortalPage) -> tuple[Verdict, str]:
    return _seen(
        *_saying(page, _SITE_MAP, in_address=True)[:1], "/sitemap.xml" if page.has_site_map else ""
    )


def _search(page: PortalPage) -> tuple[Verdict, str]:
    fields = (
        each.attributes
        for each in page.named("input", "form")
        if each.attributes.get("type", "").lower() not in {"hidden", "radio", "checkbox"}
    )
    return _seen(
        *[
            given
            for each in fields
            for key in ("type", "role", "placeholder", "title", "action", "name", "id")
            if _SEARCH.search(given := each.get(key, ""))
        ][:2],
        *_saying(page, re.compile("통합\\s?검색"))[:1],
    )


def _contact(page: PortalPage) -> tuple[Verdict, str]:
    ways = [href for _text, href in page.links if href.lower().startswith(("tel:", "mailto:"))]
    numbers = [found[0] for each in page.tags if (found := _PHONE.search(each.text))]
    return _seen(*ways[:2], *numbers[:2], *_saying(page, _CONTACT)[:1])


def _privacy(page: PortalPage) -> tuple[Verdict, str]:
    return _seen(*_saying(page, _PRIVACY, in_address=True)[:1])


def _networks(page: PortalPage) -> tuple[Verdict, str]:
    """Say which networks links lead to, or are named for, such as by a picture without words."""
    found: list[str] = []
    for text, href in page.links:
        to = _split(page.url, href)
        network = _NETWORKS.search(to.hostname or "") if to else None
        if not to or not href or _SHARES.search(text):
            continue
        if network:
            found.append("" if _NO_ACCOUNT.match(to.path) else network[1])
        elif "share" not in href.lower() and _NETWORK_NAME.fullmatch(text):
            found.append(text)
    return _seen(*found[:20])


def _valid_html(page: PortalPage) -> tuple[Verdict, str]:
    """Say what is surely a fault; a few rules cannot tell that there is none."""
    ids = Counter(each.attributes["id"] for each in page.tags if each.attributes.get("id"))
    twice = next((each for each, count in ids.items() if count > 1), "")
    faults = [
        "" if _DOCTYPE.match(page.source) else "<!doctype html>",
        "" if page.named("title") else "<title>",
        f'id="{twice}"' if twice else "",
    ]
    said = ", ".join(filter(None, faults))
    return (Verdict.NOT_SEEN, said) if said else (Verdict.UNTOLD, "")


def _engines(page: PortalPage) -> tuple[Verdict, str]:
    metas = (each.attributes for each in page.named("meta"))
    told = (each.get("content", "") for each in metas if each.get("name", "").lower() == "robots")
    if hidden := next((each for each in told if _NOINDEX.search(each)), ""):
        return Verdict.NOT_SEEN, f"robots: {hidden}"
    if page.robots is None:
        return Verdict.UNTOLD, ""
    if _shuts_out(page.robots):
        return Verdict.NOT_SEEN, "robots.txt: Disallow: /"
    return Verdict.SEEN, "robots.txt" if page.robots else "index"


def _shuts_out(robots: str) -> bool:
    """Return whether all robots are told to leave a whole site alone."""
    lines = (line.partition("#")[0].partition(":") for line in robots[:100_000].splitlines())
    is_for_all = follows = False
    for name, _colon, value in lines:
        key, said = name.strip().lower(), value.strip()
        if key == "user-agent":
            is_for_all = said == "*" or (is_for_all and follows)
        elif key == "disallow" and is_for_all and said == "/":
            return True
        follows = key == "user-agent"
    return False


def _accessible(page: PortalPage) -> tuple[Verdict, str]:
    """Say whether what a program can see of the basics is there, and what is surely a fault."""
    html = next((each.attributes for each in page.named("html")), {})
    pictures = page.named("img")
    nameless = sum("alt" not in each.attributes for each in pictures)
    faults = ["" if html.get("lang") else "<html lang>", f"<img> × {nameless}" if nameless else ""]
    said = ", ".join(filter(None, faults))
    if said:
        return Verdict.NOT_SEEN, said
    return Verdict.SEEN, f'lang="{html["lang"]}", <img alt> × {len(pictures)}'


def _secure(page: PortalPage) -> tuple[Verdict, str]:
    scheme = urlsplit(page.url).scheme
    return (Verdict.SEEN if scheme == "https" else Verdict.NOT_SEEN), page.url


def _saying(page: PortalPage, words: re.Pattern[str], *, in_address: bool = False) -> list[str]:
    """Return what those links say that say some words, or lead to an address that has them."""
    return [
        text or href
        for text, href in page.links
        if words.search(text) or (in_address and words.search(href))
    ]


def _joined(base: str, href: str) -> str:
    """Return where a page leads; itself, if that is no address."""
    try:
        return urljoin(base, href)
    except ValueError:
        return base


def _split(base: str, href: str) -> SplitResult | None:
    try:
        to = urlsplit(urljoin(base, href))
        is_named = bool(to.hostname)
    except ValueError:
        return None
    return to if is_named else None


RULES: Mapping[Feature, Callable[[PortalPage], tuple[Verdict, str]]] = {
    Feature.PHONES: _phones,
    Feature.SITE_MAP: _site_map,
    Feature.SEARCH: _search,
    Feature.CONTACT: _contact,
    Feature.PRIVACY: _privacy,
    Feature.NETWORKS: _networks,
    Feature.VALID_HTML: _valid_html,
    Feature.ENGINES: _engines,
    Feature.ACCESSIBLE: _accessible,
    Feature.SECURE: _secure,
}
_OF_HEAD: Iterable[Feature] = frozenset({Feature.PHONES, Feature.ENGINES, Feature.SECURE})
_SENT: Iterable[Feature] = frozenset({Feature.VALID_HTML, *_OF_HEAD})
"""What servers send, whatever a script makes of it."""
_OF_ALL: Iterable[Feature] = frozenset({Feature.ACCESSIBLE})
"""What is not even seen where a script makes the page: of all its pictures, there are none yet."""
