"""Showing a text of an answer with its own bullets, on pages and in documents."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from responses.characters import normalise_text
from responses.domain.content.outline import outline
from responses.wording.references import linked, numbers_in

register = template.Library()

# An @ and the first letter of the name behind it, between which browsers break Korean lines.
_AT = re.compile(r"(?<![\w.])@\w")


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
def beside(cells: Sequence[Any], figures: Sequence[bool]) -> Iterable[tuple[Any, bool]]:
    """Return the cells of a row, each with whether its column is of figures."""
    return zip(cells, figures, strict=True)


@register.simple_tag(takes_context=True)
def remark(context: template.Context, text: str) -> SafeString:
    """Show what somebody said as `outline` does, with numbers of questions as links to them.

    The page's `snapshot` says of which edition, and `section` which questions it shows itself.
    """
    snapshot, section = context["snapshot"], context.get("section")
    html = show_outline(text)
    here = section.section.key if section and context.get("shows_questions") else None
    named = numbers_in(html, snapshot.edition)
    addresses = {
        question.key: f"{_address(snapshot, each.key) if each.key != here else ''}#{question.key}"
        for each in snapshot.edition.sections
        for question in each.questions
        if question.key in named
    }
    # The outline is escaped, and the addresses are made of slugs alone.
    said = linked(html, snapshot.edition, addresses)
    return mark_safe(_AT.sub(r'<span class="lgq-at">\g<0></span>', said))  # noqa: S308


def _address(snapshot: Any, section: str) -> str:
    return reverse("section", args=[snapshot.city_slug, snapshot.edition.code, section])
