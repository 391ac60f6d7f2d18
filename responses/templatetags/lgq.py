"""The words, dates and numbers that templates show in the reader's language."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from responses.domain.once import FIELD
from responses.enums import State
from responses.localized import localized
from responses.pages.frames import render_cached
from responses.validators import LINE_MAX, LINKS_MAX, TEXT_MAX, URL_MAX
from responses.wording.dates import (
    ago,
    clock,
    d_day,
    d_day_said,
    day,
    iso,
    moment,
    near_day,
    overdue,
    period,
)
from responses.wording.events import done, event_done, since
from responses.wording.names import edition_name
from responses.wording.saving import lines_left_out, saved_times
from responses.wording.statuses import how_far, missing, status_name

register = template.Library()

for show in (
    *(localized, edition_name, status_name, how_far, missing),
    *(day, near_day, d_day, d_day_said, moment, iso, clock, period, ago, overdue),
    *(done, event_done, since, saved_times, lines_left_out),
):
    register.filter(show.__name__, show)


@register.filter
def of(counts: Mapping[str, int], key: str) -> int:
    """Return how many there are under a key."""
    return counts.get(key, 0)


@register.filter
def under(found: Mapping[str, Sequence[Any]], key: str) -> Sequence[Any]:
    """Return what stands under a key, or nothing."""
    return found.get(key, ())


@register.filter
def checked(value: str, chosen: str) -> str:
    """Return the attribute of a radio button whose value is the one chosen."""
    return " checked" if value == chosen else ""


@register.simple_tag
def limits() -> Mapping[str, int]:
    """Return how many characters a field and how many rows a list of links can hold."""
    return {"text": TEXT_MAX, "line": LINE_MAX, "url": URL_MAX, "links": LINKS_MAX}


@register.simple_tag
def other_languages() -> list[dict[str, str]]:
    """Return the languages that the page is not in, each with `code` and `name_local`."""
    return _other_languages(get_language())


@register.simple_tag
def once() -> SafeString:
    """Give a form a token, by which it is known again when it is sent twice."""
    # A browser that fills in again what was typed before leaves this field alone.
    field = '<input type="hidden" name="{}" value="{}" autocomplete="off">'
    return format_html(field, FIELD, token_urlsafe(16))


@register.simple_tag
def fixed(template: str) -> SafeString:
    """Show a partial that depends on nothing but the language."""
    return _fixed(template, get_language())


@register.simple_tag
def filled(template: str, **values: object) -> SafeString:
    """Show a partial that depends on nothing but the language and what fills its slots."""
    return render_cached(template, values)


@register.simple_tag
def state(value: State) -> SafeString:
    """Show a section's state in a word and a shape."""
    return _state(value, get_language())


# What is on every page, or on a page many times, is rendered once a language and process.
@lru_cache(maxsize=64)
def _fixed(template: str, _language: str | None) -> SafeString:
    return render_to_string(template)


@lru_cache(maxsize=64)
def _state(value: State, _language: str | None) -> SafeString:
    return render_to_string("responses/partials/_state.html", {"state": value})


@lru_cache
def _other_languages(active: str | None) -> list[dict[str, str]]:
    return [get_language_info(code) for code, _name in settings.LANGUAGES if code != active]
