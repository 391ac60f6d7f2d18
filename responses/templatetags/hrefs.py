"""The tags `url` and `static`, which every template has in the place of Django's slower ones."""

from typing import Any

from django import template
from django.template import defaulttags
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from responses.pages.hrefs import href_of, static_href

register = template.Library()


class HrefNode(Node):
    """The address of a page by its name and the values in it; what else Django can, it does."""

    def __init__(self, node: Any) -> None:
        self._node = node

    def render(self, context: Context) -> str:
        """Return the address, or give it its name: nothing, where there is no such page."""
        node = self._node
        name = node.view_name.resolve(context)
        if node.kwargs or ":" in name:
            return str(node.render(context))
        try:
            found = href_of(name, *[arg.resolve(context) for arg in node.args])
        except NoReverseMatch:
            if not node.asvar:
                raise
            found = ""
        if node.asvar:
            context[node.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Show the address of a page."""
    return HrefNode(defaulttags.url(parser, token))


@register.tag
def static(parser: Parser, token: Token) -> Node:
    """Show the address of a static file."""
    return _StaticNode.handle_token(parser, token)


class _StaticNode(StaticNode):
    @classmethod
    def handle_simple(cls, path: str) -> str:
        return static_href(path)
