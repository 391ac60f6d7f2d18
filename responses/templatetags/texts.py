"""All that Django's `i18n` has, and in whose place our templates load it: texts translated once.

A `{% translate %}` of a text that stands in the template costs Django seventy calls each time,
and pages have a hundred. What it comes to depends on the language alone, and on whether HTML is
escaped.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class TranslatedOnce(Node):
    """A text of the template, translated when it is first asked for in a language."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        self._node, self._asvar = node, node.asvar
        node.asvar = None
        self._known: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        """Return the text, or give it its name."""
        key = get_language(), context.autoescape
        text = self._known.get(key)
        if text is None:
            text = self._known[key] = self._node.render(context)
        if self._asvar:
            context[self._asvar] = text
            return ""
        return text


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Translate a text; one that is no variable, once."""
    node = i18n.do_translate(parser, token)
    is_fixed = _is_fixed(node.filter_expression) and _is_fixed(node.message_context)
    return TranslatedOnce(node) if is_fixed and not node.noop else node


def _is_fixed(expression: FilterExpression | None) -> bool:
    """Return whether a part of a tag is a text without any filter, or not there."""
    if expression is None:
        return True
    variable: Any = expression.var
    return not expression.filters and getattr(variable, "lookups", None) is None
