"""What a page says in place of what was asked for: that it is gone, serviced, or for some. Pure.

An excuse is told from a page about such excuses by how it says so, and by how much else there is:
a page that says little of its own is read to its end, a longer one has to speak of what was asked
for as well, and of a long one the title and the headings count alone.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from urllib.parse import unquote

from .excuse_words import (
    BACK,
    CLOSED,
    FURNITURE,
    FURNITURE_MAX,
    NAMED_MISSING,
    NO_WORDS,
    OF_NOTICE,
    OF_REQUEST,
    OF_SUBJECT,
    ON_CONDITION,
    ONLY_404,
    PATTERNS,
    REFUSED,
    SIGN_IN_NAME,
    WORK_NAME,
    Excuse,
)
from .markup import Markup

_SHORT, _MIDDLE, _BARE, _NEXT_TO_NOTHING = 150, 700, 100, 20
"""Characters: what a page says of its own, beside menus, in a line or in some; next to nothing."""
_LONG = 4_000
"""Characters: of a page that says more nobody asks what stands around it."""
_SCRIPT_MAX, _SCRIPT_SHORT, _REST = 20_000, 600, 40
_HEAD_MAX, _BOXES_READ = 20_000, 5

_BOX = re.compile(
    r"\b(?:alert|confirm)\s{0,9}\(\s{0,9}(?:(?:decodeURI(?:Component)?|unescape)\s{0,9}\(\s{0,9})?"
    r"(?:([\"'`])(?P<said>.{1,400}?)\1|(?P<name>[A-Za-z_$][\w$]{0,40})\s{0,9}\))",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]{0,500}>([^<]{0,20000})", re.IGNORECASE)
_LOCATION = re.compile(
    r"\blocation(?:\.href)?\s{0,9}(?:=|\.(?:replace|assign)\s{0,9}\()\s{0,9}[\"']([^\"'\s]{1,500})[\"']"
)
_ON_CONDITION = re.compile(r"\bfunction\b|=>|\bif\b|\baddEventListener\b|\bcase\b|\?")
_IN_FUNCTION = re.compile(r"\bfunction\b|=>")
# What runs as soon as the page is there, though a function stands around it.
_AT_ONCE = re.compile(
    r"(?:\bsetTimeout\s{0,9}\(|\$\s{0,9}\(|\$\(document\)\.ready\s{0,9}\(|"
    r"\bwindow\.onload\s{0,9}=|\.addEventListener\s{0,9}\(\s{0,9}[\"'](?:load|DOMContentLoaded)[\"']\s{0,9},)"
    r"\s{0,9}(?:function\s{0,9}\(\s{0,9}\)|\(\s{0,9}\)\s{0,9}=>)"
)
_SUBMITS = re.compile(r"\.submit\s{0,9}\(\s{0,9}\)")
_FORM = re.compile(
    r"<form\b[^>]{0,500}?\baction\s{0,9}=\s{0,9}[\"']?([^\"'>\s]{1,1000})", re.IGNORECASE
)
_META = re.compile(r"<meta\b([^>]{1,700})>", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s{0,9}=\s{0,9}[\"']?refresh\b", re.IGNORECASE)
_TO = re.compile(
    r"content\s{0,9}=\s{0,9}[\"']?\s{0,9}([0-9]{1,3})(?:\.[0-9]{0,3})?\s{0,9}[;,]\s{0,9}"
    r"url\s{0,9}=\s{0,9}[\"']{0,2}([^\"'>\s]{1,1000})",
    re.IGNORECASE,
)
_WAIT_MAX = 10
_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s{0,9}=\s{0,9}[\"']?password\b", re.IGNORECASE)
_STOPS = re.compile(r"[.!?\n]")
_QUOTES = "\"'“”‘’「」『』"


def excuse_of(named: Sequence[str], page: Markup, source: str) -> Excuse | None:
    """Return what a page says of itself; None if it is none but a page.

    By its title and headings, the first of `named` being its title; by its text without menus; and,
    where that is next to nothing, by its pictures and by what it says in a box of the browser.
    """
    title, headings = _plain(named[0]), [_plain(each) for each in named[1:]]
    headings = [each for each in headings if not FURNITURE.match(each)]
    if any(_is_named_missing(each) for each in (title, *headings)):
        return Excuse.MISSING
    own = _own(page)
    if len(own) <= _MIDDLE:
        if len(own) <= _MIDDLE // 2 and _asks_for_password(named, source):
            return Excuse.SIGN_IN
        is_alone = len(page.words) - len(page.own) < _REST
        if is_alone and len(own) <= _MIDDLE // 2 and _is_closed([title, *headings], own):
            return Excuse.SERVICED
        said = _said(f"{title}\n{own}" if len(own) <= _SHORT else own)
        is_of_request = len(own) <= _SHORT or bool(OF_REQUEST.search(own))
        is_about = any(OF_SUBJECT.search(OF_NOTICE.sub("", each)) for each in headings)
        if said and (said is Excuse.FAULT or is_of_request):
            is_free = said in {Excuse.SERVICED, Excuse.BLOCKED, Excuse.PLACEHOLDER}
            if is_free or not is_about:
                return said
    if len(page.words) < _BARE:
        return _of_boxes(source[:_SCRIPT_MAX])
    return None


def leads_to(words: str, source: str) -> str:
    """Return where a page sends its readers at once, by a tag or a script; empty if nowhere."""
    for tag in _META.finditer(source[:_HEAD_MAX]):
        found = _TO.search(tag[1]) if _REFRESH.search(tag[1]) else None
        if found and int(found[1]) <= _WAIT_MAX:
            return unescape(found[2])
    if len(words) >= _BARE:
        return ""
    source = source[:_SCRIPT_MAX]
    script = _AT_ONCE.sub("", " ".join(each[1] for each in _SCRIPT.finditer(source))).strip()
    if len(script) > _SCRIPT_SHORT:
        return ""
    if (to := _LOCATION.search(script)) and not _ON_CONDITION.search(script[: to.start()]):
        return to[1]
    sends = _SUBMITS.search(script)
    if sends and not _ON_CONDITION.search(script[: sends.start()]):
        forms = _FORM.findall(source)
        return unescape(forms[0]) if len(forms) == 1 else ""
    return ""


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("`", "'")


def _own(page: Markup) -> str:
    """Return what a page says of its own, without what says what stands at its edges.

    Where that is next to nothing, with what stands in for its pictures.
    """
    if len(page.own) > _LONG:
        return page.own
    blocks = [
        each
        for each in page.own.split("\n")
        if not NO_WORDS.fullmatch(each)
        and not (len(each) <= FURNITURE_MAX and FURNITURE.match(each) and not _said(_plain(each)))
    ]
    own = "\n".join(blocks)
    return _plain("\n".join([own, *page.pictured]).strip() if len(own) <= _NEXT_TO_NOTHING else own)


def _said(text: str) -> Excuse | None:
    """Return which excuse a text says; none that it quotes, or speaks of on condition."""
    return next((key for key, each in PATTERNS.items() if any(_meant(each, text))), None)


def _meant(pattern: re.Pattern[str], text: str) -> Iterator[bool]:
    for found in islice(pattern.finditer(text), _BOXES_READ):
        before, behind = text[: found.start()], text[found.end() :].lstrip(".!")
        clause = _STOPS.split(before[-200:])[-1]
        is_quoted = before.rstrip()[-1:] in _QUOTES and behind.lstrip()[:1] in _QUOTES
        yield not ON_CONDITION.search(f"{clause}{found[0][:12]}") and not (
            is_quoted and before.strip() and behind.strip()
        )


def _is_named_missing(name: str) -> bool:
    """Return whether a title or a heading says that there is no page, and next to nothing else."""
    if ONLY_404.fullmatch(name):
        return True
    found = PATTERNS[Excuse.MISSING].search(name) or NAMED_MISSING.search(name)
    if not found:
        return False
    before, behind = name[: found.start()], name[found.end() :]
    is_quoted = before[-1:] in _QUOTES and behind[:1] in _QUOTES and bool(before and behind)
    rest = f"{before} {behind}"
    return len(rest) <= _REST and not OF_SUBJECT.search(rest) and not is_quoted


def _is_closed(named: Sequence[str], own: str) -> bool:
    """Return whether a page that is nothing else says that its site is being worked on."""
    return any(WORK_NAME.search(each) for each in named) and bool(CLOSED.search(own))


def _asks_for_password(named: Sequence[str], source: str) -> bool:
    is_named = any(SIGN_IN_NAME.fullmatch(each) for each in named)
    return is_named and bool(_PASSWORD.search(source))


def _of_boxes(source: str) -> Excuse | None:
    """Return what a page says in boxes of the browser, if it shows nothing else.

    Who is sent back after a box was refused something, whatever it says.
    """
    for box in islice(_BOX.finditer(source), _BOXES_READ):
        said = box["said"] or _of_name(box["name"], source[: box.start()])
        said = unquote(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), said))
        script = _AT_ONCE.sub("", source[: box.start()].rpartition("<script")[2])
        is_at_once = not _ON_CONDITION.search(script)
        # What a page was not asked for it tells by a template, "if (text) alert(text)".
        found = _said(said) if is_at_once or not _IN_FUNCTION.search(script) else None
        found = found if is_at_once or found is not Excuse.FAULT else None
        if found or (is_at_once and (REFUSED.search(said) or BACK.search(source[box.end() :]))):
            return found or Excuse.MISSING
    return None


def _of_name(name: str, before: str) -> str:
    """Return what a script has put under a name before, if that is a text."""
    put = rf"\b{re.escape(name)}\s{{0,9}}=\s{{0,9}}([\"'`])(?P<said>.{{1,400}}?)\1"
    found = list(islice(re.finditer(put, before, re.DOTALL), _BOXES_READ))
    return found[-1]["said"] if found else ""
