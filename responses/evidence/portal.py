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
from .portal_page import SEEN_MAX, PortalPage, Tag
from .robots import kept_out, noindex, site_maps_in

_GOOD = range(200, 300)
_READ_MAX = 1024 * 1024
_SITE_MAP = re.compile(
    r"사이트\s?맵|site\s?-?_?map|(?:누리집|홈페이지)\s?(?:안내\s?)?지도", re.IGNORECASE
)
_SEARCH = re.compile(r"(?<!re)search|검색|query|srch", re.IGNORECASE)
# What opens a search, and not a text that speaks of one.
_TO_SEARCH = re.compile(
    r"(?:(?:통합|사이트|홈페이지|누리집)\s?)?검색(?:[\s/]?(?:창|어|하기|열기|닫기|버튼|바로\s?가기|아이콘|영역|입력|폼)){0,3}|"
    r"(?:site\s?|open\s?)?search(?:\s?(?:open|button|form|site|this site))?",
    re.IGNORECASE,
)
_PRESSED = frozenset({"submit", "button", "image"})
_CONTACT = re.compile(
    r"연락처|문의|(?:오|찾아오)시는\s?길|contact|대표\s?전화|콜\s?센터", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<![\d.-])(?:\(?0\d{1,2}\)?[-). ]\s?\d{3,4}[-. ]\d{4}|1[568]\d\d[-. ]\d{4}|"
    r"\+\d{1,3}(?:[-. ()]{1,2}\d{1,4}){2,5}|\(?0\d{1,2}\)?[-) ]\s?1[12]0)(?![\d-])|"
    r"국번\s?없이\W{0,3}1\d\d(?!\d)|콜\s?센터\W{0,9}1\d\d(?!\d)"
)
_PRIVACY = re.compile(
    r"개인\s?정보\s?(?:처리|취급|보호)\s?(?:방침|정책)|privacy|data\s?protection\s?(?:policy|notice)",
    re.IGNORECASE,
)
_NETWORKS = re.compile(
    r"(?:^|\.)(facebook\.com|fb\.com|instagram\.com|youtube\.com|twitter\.com|x\.com|threads\.net|"
    r"threads\.com|tiktok\.com|linkedin\.com|blog\.naver\.com|tv\.naver\.com|band\.us|"
    r"pf\.kakao\.com|story\.kakao\.com|post\.naver\.com|t\.me|weibo\.com|vk\.com)$"
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
_DOCTYPE = re.compile(
    r"\s{0,99}(?:<\?xml[^>]{0,300}>\s{0,99})?(?:<!--.{0,999}?-->\s{0,99}){0,3}"
    r"<!doctype html(\s{0,9}>)?",
    re.IGNORECASE | re.DOTALL,
)
_OBSOLETE = frozenset(
    {"acronym", "applet", "basefont", "big", "center", "dir", "font", "marquee", "strike", "tt"}
)
"""What no page of HTML 5 has; of earlier kinds of page these were part."""
_WIDTH = re.compile(r"(?:^|[,;\s])width\s{0,9}=\s{0,9}([\w-]{1,20})", re.IGNORECASE)
_SCALE = re.compile(r"initial-scale", re.IGNORECASE)
_NARROW = 720
"""Pixels: what is made that wide is made for telephones."""
_UNNAMED_ROLES = frozenset({"presentation", "none"})


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
        tells_robots=fetched.headers.get("x-robots-tag", ""),
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
    """Say whether a page takes the width of the screen, or another one is there for telephones."""
    views = (each.attributes for each in page.named("meta"))
    said = [each.get("content", "") for each in views if each.get("name", "").lower() == "viewport"]
    others = (each.attributes for each in page.named("link"))
    narrow = [each.get("href", "") for each in others if "max-width" in each.get("media", "")]
    if found := [*filter(_is_narrow, said), *narrow]:
        return _seen(*found[:2])
    return Verdict.NOT_SEEN, ", ".join(said)


def _is_narrow(viewport: str) -> bool:
    width = _WIDTH.search(viewport)
    if width is None:
        return bool(_SCALE.search(viewport))
    said = width[1].lower()
    return said == "device-width" or (said.isdecimal() and int(said) <= _NARROW)


def _site_map(page: PortalPage) -> tuple[Verdict, str]:
    return _seen(
        *_saying(page, _SITE_MAP, in_address=True)[:1],
        "/sitemap.xml" if page.has_site_map else "",
        *site_maps_in(page.robots or "")[:1],
    )


def _search(page: PortalPage) -> tuple[Verdict, str]:
    fields = [
        each.attributes
        for each in page.named("input", "form")
        if each.attributes.get("type", "").lower() not in {"hidden", "radio", "checkbox"}
    ]
    found = [
        given
        for each in fields
        for key in ("type", "role", "placeholder", "title", "aria-label", "action", "name", "id")
        if _SEARCH.search(given := each.get(key, ""))
    ]
    pressed = [each for each in fields if each.get("type", "").lower() in _PRESSED]
    labels = [one_line(each.text) for each in page.named("label")]
    words = [*labels, *(each.get(key, "") for each in pressed for key in ("value", "alt"))]
    links = [text for text, _href in page.links if "통합검색" in text.replace(" ", "")]
    words += [text for text, _href in page.links]
    return _seen(*found[:2], *links[:1], *[each for each in words if _opens_search(each)][:1])


def _opens_search(words: str) -> bool:
    """Return whether some words are those of what searches, said once or for each of its parts."""
    return bool(words) and not _TO_SEARCH.sub("", words).strip(" ·|/-()[]")


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
    kind = _DOCTYPE.match(page.source)
    old = sorted({each.name for each in page.named(*_OBSOLETE)}) if kind and kind[1] else []
    faults = [
        "" if kind else "<!doctype html>",
        "" if _has_title(page) else "<title>",
        f'id="{twice}"' if twice else "",
        *(f"<{each}>" for each in old),
    ]
    said = ", ".join(filter(None, faults))
    return (Verdict.NOT_SEEN, said) if said else (Verdict.UNTOLD, "")


def _has_title(page: PortalPage) -> bool:
    """Return whether a page has a title, which that of a drawing in it is not."""
    drawing = next((at for at, each in enumerate(page.tags) if each.name == "svg"), None)
    return any(each.name == "title" and not each.closes for each in page.tags[:drawing])


def _engines(page: PortalPage) -> tuple[Verdict, str]:
    metas = (each.attributes for each in page.named("meta"))
    told = [(each.get("name", ""), each.get("content", "")) for each in metas]
    told.append(("robots", page.tells_robots))
    if hidden := next((each for each in told if noindex(*each)), None):
        return Verdict.NOT_SEEN, f"{hidden[0].lower()}: {hidden[1]}"
    if page.robots is None:
        return Verdict.UNTOLD, ""
    is_out, but = kept_out(page.robots)
    if but:
        return Verdict.UNTOLD, f"robots.txt: {', '.join(but)}"
    if is_out:
        return Verdict.NOT_SEEN, "robots.txt: Disallow: /"
    return Verdict.SEEN, "robots.txt" if page.robots else "index"


def _accessible(page: PortalPage) -> tuple[Verdict, str]:
    """Say whether what a program can see of the basics is there, and what is surely a fault."""
    html = next((each.attributes for each in page.named("html")), {})
    pictures = page.named("img")
    nameless = sum(not _is_named(each) for each in pictures)
    pressed = [each for each in page.named("input") if each.attributes.get("type") == "image"]
    mute = sum(not _is_named(each) for each in pressed)
    faults = [
        "" if html.get("lang", "").strip() else "<html lang>",
        f"<img> × {nameless}" if nameless else "",
        f"<input type=image> × {mute}" if mute else "",
    ]
    said = ", ".join(filter(None, faults))
    if said:
        return Verdict.NOT_SEEN, said
    return Verdict.SEEN, f'lang="{html["lang"]}", <img alt> × {len(pictures)}'


def _is_named(picture: Tag) -> bool:
    """Return whether a picture has words in its place, or says that it needs none."""
    given = picture.attributes
    if "alt" in given or given.get("role", "") in _UNNAMED_ROLES:
        return True
    is_hidden = given.get("aria-hidden", "") == "true"
    return is_hidden or bool(given.get("aria-label") or given.get("aria-labelledby"))


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
