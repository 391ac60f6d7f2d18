"""Undefined variables are errors in our own templates, when `install` was called.

Django's `string_if_invalid` is for all templates of an engine, and those of the admin and
of crispy use undefined variables on purpose. So what is compiled from a file in our folder
is made strict instead, one variable and one blocktranslate at a time, inside `{% if %}` and
`{% for %}` too, which take an undefined variable for None otherwise.
"""

from typing import Any

from django.conf import settings
from django.template import VariableDoesNotExist
from django.template.base import FilterExpression, Parser
from django.template.context import Context
from django.templatetags.i18n import BlockTranslateNode

OURS = str(settings.BASE_DIR / "templates")


class UndefinedVariableError(BaseException):
    """A template of ours uses a variable that nothing defined.

    No `Exception`, as `{% if a and b %}` takes every one of these for false.
    """


class StrictExpression(FilterExpression):
    """A variable with its filters, in a template of ours."""

    is_var: bool
    origin: object

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:  # noqa: FBT001, FBT002
        if not self.is_var:
            return super().resolve(context, ignore_failures)
        known: Any = FilterExpression.__new__(FilterExpression)
        known.is_var, known.filters = False, self.filters
        try:
            known.var = self.var.resolve(context)
        except VariableDoesNotExist as missing:
            raise UndefinedVariableError(f"{self.token} in {self.origin}") from missing
        return known.resolve(context)


def install() -> None:
    """Make every template of ours that is compiled from now on strict."""
    compile_filter, render = Parser.compile_filter, BlockTranslateNode.render

    def compile_strictly(self: Parser, token: str) -> FilterExpression:
        if not _ours(self.origin):
            return compile_filter(self, token)
        expression = StrictExpression(token, self)
        expression.origin = self.origin
        return expression

    def render_strictly(self: BlockTranslateNode, context: Context, nested: bool = False) -> str:  # noqa: FBT001, FBT002
        if _ours(self.origin):
            defined: set[object] = {*context.flatten(), *self.extra_context, self.countervar}
            tokens = [*self.singular, *(self.plural or ())]
            missing = [name for name in self.render_token_list(tokens)[1] if name not in defined]
            if missing:
                raise UndefinedVariableError(f"{missing} in {self.origin}")
        return render(self, context, nested)

    Parser.compile_filter = compile_strictly  # type: ignore[method-assign]
    BlockTranslateNode.render = render_strictly  # type: ignore[method-assign]


def _ours(origin: object) -> bool:
    return str(origin).startswith(OURS)
