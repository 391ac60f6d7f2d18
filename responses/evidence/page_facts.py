"""What a page of another site says of itself, read to a bound and never drawn. Pure."""

import re
from dataclasses import dataclass

from responses.domain.digests import digest

from .excuse_words import Excuse
from .excuses import excuse_of, leads_to
from .markup import read_markup

TITLE_MAX = 300
_HEADINGS_READ = 5
_WORDS_MAX = 20_000  # characters
# An empty place into which a script writes the page, whatever stands around it.
_MADE_BY_SCRIPT = re.compile(
    r"<(?:div|main|section|body)\b[^<>]{0,300}?\bid\s{0,9}=\s{0,9}[\"']?(?:\w{0,20}app|(?:react-?)?root|"
    r"__next|__nuxt|___gatsby|svelte)[\"']?(?:\s[^<>]{0,300})?>\s{0,99}</|"
    r"<app-root\b|<router-outlet\b|<router-view\b|\b(?:ng-view|ui-view|data-ng-view)\b",
    re.IGNORECASE,
)

_EUC_KR = "cp949"  # what the web means by it
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    **dict.fromkeys(("euc-kr", "euckr", "ks_c_5601-1987", "ksc5601", "korean"), _EUC_KR),
    **dict.fromkeys(("cp949", "ms949", "uhc", "x-windows-949", "windows-949"), _EUC_KR),
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252"), "cp1252"),
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
}
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_SAID = r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})"
_IN_HEADER = re.compile(_SAID, re.IGNORECASE | re.ASCII)
_IN_PAGE = re.compile(rf"<meta\s[^>]{{0,500}}?{_SAID}".encode(), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was read of a page: how it is written, what it calls itself, and what it comes to.

    `digest` is of what people see of it, so that a new script or token is no change. `excuse` is
    what it says in place of what was asked for, `leads_to` where it sends its readers. `names` are
    its title and first headings, `words` the beginning of what people see of it.
    """

    charset: str
    title: str
    language: str
    digest: str
    excuse: Excuse | None
    leads_to: str
    names: tuple[str, ...] = ()
    words: str = ""
    is_made_by_script: bool = False


def is_page(content_type: str) -> bool:
    """Return whether a type of content is that of a page."""
    name = content_type.partition(";")[0].strip().lower()
    return name in {"text/html", "application/xhtml+xml", ""}


def read_page(body: bytes, content_type: str) -> PageFacts:
    """Read a page, or as much as there is of it; what is no page has no title."""
    charset, source = text_of(body, content_type)
    found = read_markup(source)
    title = found.title[:TITLE_MAX]
    named = [title, *(each[:TITLE_MAX] for each in found.headings[:_HEADINGS_READ])]
    return PageFacts(
        charset=charset,
        title=title,
        language=found.language,
        digest=digest(found.words),
        excuse=excuse_of(named, found, source),
        leads_to=leads_to(found.words, source),
        names=tuple(named),
        words=found.words[:_WORDS_MAX],
        is_made_by_script=bool(_MADE_BY_SCRIPT.search(source)),
    )


def text_of(body: bytes, content_type: str) -> tuple[str, str]:
    """Return in which charset a page says that it is, and its text by it."""
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), "")
    in_header, in_page = _IN_HEADER.search(content_type), _IN_PAGE.search(body[:4096])
    said = marked or (in_header[1] if in_header else "")
    said = (said or (in_page[1].decode() if in_page else "")).lower()
    codec = _CODECS.get(said, "")
    if codec:
        return said, body.decode(codec, "replace").removeprefix("\ufeff")
    try:
        return said or "utf-8", body.decode()
    except UnicodeDecodeError as error:
        # A cut may go through a letter. Otherwise old pages that do not say are in that of Korea.
        if error.start >= len(body) - 3:
            return said or "utf-8", body[: error.start].decode()
        return said or "euc-kr", body.decode(_EUC_KR, "replace")
