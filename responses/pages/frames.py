"""Templates rendered once a language and filled many times.

Django takes some fifteen microseconds a variable; a list of links has forty a row.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# No text that a page shows has this character, so it can stand around the name of a slot.
_MARK = "\0"


class _Slots:
    """Gives, for any name, the slot of that name."""

    def __getitem__(self, name: str) -> str:
        return f"{_MARK}{name}{_MARK}"


def render_cached(template: str, values: Mapping[str, Any]) -> SafeString:
    """Return a template of which every `{{ slot.<name> }}` is filled with an escaped value.

    Apart from its slots, what the template shows may depend on the language alone.
    """
    # The loader keeps this object until the file changes.
    compiled = get_template(template).template  # type: ignore[attr-defined]
    pieces = list(_frame(compiled, get_language()))
    escaped = {name: conditional_escape(value) for name, value in values.items()}
    pieces[1::2] = [escaped[name] for name in pieces[1::2]]
    return mark_safe("".join(pieces))  # noqa: S308 - every value has been escaped


@lru_cache(maxsize=128)
def _frame(compiled: Any, _language: str | None) -> tuple[str, ...]:
    """Return the text of a template and, at odd places, the names of its slots."""
    html = compiled.render(Context({"slot": _Slots()}))
    return tuple(re.split(rf"{_MARK}(\w+){_MARK}", html))
