"""What a page of another site says of itself, read to a bound and never drawn. Pure."""

import re
from dataclasses import dataclass

from responses.domain.digests import digest

from .markup import read_markup

TITLE_MAX = 300
_SHORT, _BARE, _HEADINGS_READ = 600, 100, 5
_SCRIPT_MAX = 20_000
"""Characters: a page of a few lines, one that shows next to nothing, and how much script of it."""

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
_ALERT = re.compile(r"alert\s{0,9}\(\s{0,9}([\"'])(.{1,200}?)\1", re.DOTALL)

# A page, not a thing: "분실물을 찾을 수 없을 때" is what a city writes of lost umbrellas.
_THING = (
    r"(?:페이지|화면|주소|URL|url|웹문서|문서|게시물|게시글|게시판|메뉴|파일|자료|콘텐츠|컨텐츠)"
)
_GONE = (
    r"(?:찾을\s?수\s?(?:가\s?)?없|존재하지\s?않|없는\s?(?:페이지|주소|게시|화면|메뉴|자료)|"
    r"삭제\s?(?:되었|된|되어)|사용할\s?수\s?없|올바르지\s?않|잘못\s?(?:되었|된|입력)|변경되었거나)"
)
_LACKING = (
    r"(?:not (?:be )?found|(?:does|did) ?n[o'’]t exist|no longer (?:exists?|available)|"
    r"could ?n[o'’]t be found|not available|has been (?:removed|deleted))"
)
_MISSING = re.compile(
    "|".join(
        (
            rf"{_THING}[^.!?]{{0,30}}{_GONE}",
            rf"{_GONE}[^.!?]{{0,12}}{_THING}(?!.{{0,4}}안내)",
            r"\b(?:HTTP|error|에러|오류)\s{0,3}(?:code\s{0,3})?[:\-]?\s{0,3}404\b",
            r"\b404\s{0,3}[:\-–|]?\s{0,3}(?:error|에러|오류|(?:page )?not found)",
            rf"\b(?:page|file|document|url|resource|content|article|post)\b[^.!?]{{0,60}}{_LACKING}",
            r"\bnot found\b[^.!?]{0,20}\b(?:page|url|server)\b",
        )
    ),
    re.IGNORECASE,
)
_ONLY_404 = re.compile(r"\W{0,5}(?:404 )?(?:404|(?:page )?not found)\W{0,5}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was read of a page: how it is written, what it calls itself, and what it comes to.

    `digest` is of what people see of it, so that a new script or token is no change.
    """

    charset: str
    title: str
    language: str
    digest: str
    says_missing: bool


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
        says_missing=_says_missing(named, found.words, source),
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


def _says_missing(named: list[str], words: str, source: str) -> bool:
    """Return whether a page says that it is none: in its title, a heading, or all that it says."""
    if any(_MISSING.search(each) or _ONLY_404.fullmatch(each) for each in named):
        return True
    if len(words) > _SHORT:
        return False
    # A page that says it in a box of the browser, and goes on to another, shows nothing.
    boxes = _ALERT.finditer(source[:_SCRIPT_MAX]) if len(words) < _BARE else ()
    return any(_MISSING.search(each) for each in (words, *(box[2] for box in boxes)))
