"""Showing a text of an answer with its own bullets, on pages and in documents."""

from django import template

from responses.characters import normalise_text
from responses.domain.content.outline import Node, outline

register = template.Library()


@register.inclusion_tag("responses/partials/_outline.html", name="outline")
def show_outline(text: str) -> dict[str, tuple[Node, ...]]:
    """Show `text` as paragraphs, nested lists and tables; nothing in it is taken for markup.

    It is read as it will be stored, so that a preview shows the same.
    """
    return {"nodes": outline(normalise_text(text))}
