"""Showing a text of an answer with its own bullets, on pages and in documents."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from responses.characters import normalise_text
from responses.domain.content.finding import addresses_in
from responses.domain.content.links import as_uri, href
from responses.domain.content.outline import outline
from responses.fonts.printable import with_codes
from responses.pages.remembered import remember
from responses.wording.references import linked, numbers_in

register = template.Library()

# An @ and the first letter of the name behind it, between which browsers break Korean lines. What
# stands in a link is part of an address.
_AT = re.compile(r"<a .*?</a>|(?P<at>(?<![\w.])[@＠]\w)")


# Up to how many characters a text is kept as it was shown; a hundred such take some 20 MB at most.
_KEPT = 2000


@register.simple_tag(name="outline")
def show_outline(text: str) -> SafeString:
    """Show `text` as paragraphs, nested lists and tables; nothing in it is taken for markup.

    It is read as it will be stored, so that a preview shows the same.
    """
    return (_shown if len(text) <= _KEPT else _shown.__wrapped__)(text, get_language())


@lru_cache(maxsize=128)
def _shown(text: str, _language: str | None) -> SafeString:
    nodes = outline(normalise_text(text))
    return render_to_string("responses/partials/_outline.html", {"nodes": nodes})


@register.filter
def addressed(text: str) -> SafeString:
    """Return lines as HTML with the addresses in them as links; nothing else is taken for any."""
    # As `with_links` says.
    return mark_safe(with_links(text).replace("\n", "<br>"))  # noqa: S308 - see above


def with_links(text: str) -> SafeString:
    """Return the HTML of a text, with the addresses in it as links, and its white space."""
    pieces: list[str] = []
    place = 0
    for found in addresses_in(text):
        url = text[found]
        pieces.append(escape(text[place : found.start]))
        pieces.append(
            f'<a href="{escape(as_uri(href(url)))}" rel="noopener noreferrer">{escape(url)}</a>'
        )
        place = found.stop
    pieces.append(escape(text[place:]))
    # All that was typed is escaped.
    return mark_safe("".join(pieces))  # noqa: S308 - see above


@register.filter
def as_printed(html: SafeString) -> SafeString:
    """Return HTML with the codes that documents have for symbols they cannot print, marked."""
    # Nothing is added but codes and words of ours.
    return mark_safe(with_codes(html, _coded))  # noqa: S308 - see above


def _coded(codes: str) -> str:
    # The words are for who does not see the mark.
    words = gettext("cannot be printed")
    return f'<span class="lgq-code">{codes}<span class="visually-hidden"> ({words})</span></span>'


@register.filter
def beside(cells: Sequence[Any], figures: Sequence[bool]) -> Iterable[tuple[Any, bool]]:
    """Return the cells of a row, each with whether its column is of figures."""
    return zip(cells, figures, strict=True)


@register.simple_tag(takes_context=True)
def remark(context: template.Context, text: str) -> SafeString:
    """Show what somebody said as `outline` does, with numbers of questions as links to them.

    The page's `snapshot` says of which edition, and `section` which questions it shows itself.
    """
    snapshot, section = context["snapshot"], context.get("section")
    here = section.section.key if section and context.get("shows_questions") else ""
    values = {
        "text": text,
        "city": snapshot.city_slug,
        "here": here,
        "edition": snapshot.edition,
    }
    return remember("remark", values, lambda: _remark(text, snapshot, here))


def _remark(text: str, snapshot: Any, here: str) -> SafeString:
    html = show_outline(text)
    named = numbers_in(html, snapshot.edition)
    addresses = {
        question.key: f"{_address(snapshot, each.key) if each.key != here else ''}#{question.key}"
        for each in snapshot.edition.sections
        for question in each.questions
        if question.key in named
    }
    # The outline is escaped, and the addresses are made of slugs alone.
    said = linked(html, snapshot.edition, addresses)
    return mark_safe(_AT.sub(_at, said))  # noqa: S308 - see above


def _at(found: re.Match[str]) -> str:
    return f'<span class="lgq-at">{found[0]}</span>' if found["at"] else found[0]


def _address(snapshot: Any, section: str) -> str:
    return reverse("section", args=[snapshot.city_slug, snapshot.edition.code, section])
