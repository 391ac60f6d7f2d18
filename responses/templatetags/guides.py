"""What the guides quote, and how a page leads to the paragraph that speaks of it."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from responses.domain.content.translating import parted
from responses.pages.guides import ADMINISTRATOR, PARAGRAPHS, TRANSLATION, paragraph

register = template.Library()


@register.simple_tag
def label(message: str) -> SafeString:
    """Quote what a button or link says: a message of the catalogue, in the reader's language."""
    return format_html('<b class="lgq-label">{}</b>', gettext(message))


@register.simple_tag(takes_context=True)
def help_address(context: template.Context) -> str:
    """Return the address of the help that tells of the page it stands on."""
    found: Any = getattr(context.get("request"), "resolver_match", None)
    if not found:
        return reverse("guides")
    page = f"{found.view_name} {TRANSLATION}" if _shows_translation(context) else found.view_name
    query = {"about": page, "city": found.kwargs.get("city", "")}
    return f"{reverse('guides')}?{urlencode({key: value for key, value in query.items() if value})}"


@register.simple_tag(takes_context=True)
def administration_help(context: template.Context) -> str:
    """Return the address of the help for administrators, where it tells of a page of theirs."""
    found: Any = getattr(context.get("request"), "resolver_match", None)
    name = found.url_name if found else ""
    known = PARAGRAPHS[ADMINISTRATOR]
    about = next((each for each in name.split("_") if each in known), f"admin:{name}")
    return reverse("guide", args=(ADMINISTRATOR,)) + paragraph(ADMINISTRATOR, about)


def _shows_translation(context: template.Context) -> bool:
    """Return whether a page shows a translation beside its original, or is about one."""
    request: Any = context["request"]
    question = request.resolver_match.kwargs.get("question", "")
    return request.GET.get("show") == "both" or bool(parted(question)[1])
