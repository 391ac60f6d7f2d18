"""What the guides quote, and how a page leads to the paragraph that speaks of it."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

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
    query = {"about": found.view_name, "city": found.kwargs.get("city", "")}
    return f"{reverse('guides')}?{urlencode({key: value for key, value in query.items() if value})}"
