"""Filters for the words, dates and numbers that templates show in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from responses.domain.signing.approval_line import Signature
from responses.enums import Action, State
from responses.localized import Wording
from responses.localized import localized as _localized
from responses.models import Event
from responses.validators import LINE_MAX, LINKS_MAX, TEXT_MAX, URL_MAX

register = template.Library()

# As each language writes a day; not by Django's formats, as they cost ten times as much.
_DAY: Mapping[str, Callable[[date], str]] = {
    "ko": lambda value: f"{value.year}. {value.month}. {value.day}.",
    "en": lambda value: f"{value.day} {value:%b} {value.year}",
}
_MOMENT = {"ko": "{day} {time:%H:%M}", "en": "{day}, {time:%H:%M}"}
_MINUTE, _HOUR, _DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Up to which age a moment is told as an age, in which unit and words.
_AGES = (
    (_HOUR, _MINUTE, ngettext_lazy("%(count)d minute ago", "%(count)d minutes ago", "count")),
    (_DAYS, _HOUR, ngettext_lazy("%(count)d hour ago", "%(count)d hours ago", "count")),
    (7 * _DAYS, _DAYS, ngettext_lazy("%(count)d day ago", "%(count)d days ago", "count")),
)

_DONE = {
    Action.SEND: _("Sent to review"),
    Action.WITHDRAW: _("Withdrawn from review"),
    Action.APPROVE: _("Approved"),
    Action.REQUEST_CHANGES: _("Changes requested"),
    Action.REOPEN: _("Reopened"),
    Action.COMMENT: _("Comment"),
}
# Whether a signature consents, where it does not approve the section yet.
_SIGNED = {False: _("Signed"), True: _("Consented")}


@register.filter
def localized(wording: Wording) -> str:
    """Return wording in the reader's language."""
    return _localized(wording)


@register.filter
def edition_name(code: str) -> str:
    """Return an edition's short name, such as "LGQ 2022" for the code "lgq-2022"."""
    return code.replace("-", " ").upper()


@register.filter
def day(value: date) -> str:
    """Return a date as the reader's language writes it: 2026. 11. 30. or 30 Nov 2026."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return _DAY[get_language() or "ko"](local)


@register.filter
def moment(value: datetime) -> str:
    """Return a moment to the minute, in the site's time zone."""
    return _MOMENT[get_language() or "ko"].format(day=day(value), time=timezone.localtime(value))


@register.filter
def ago(value: datetime) -> str:
    """Return how long ago a moment was, or its day once that is more than a week."""
    passed = timezone.now() - value
    if passed < _MINUTE:
        return gettext("just now")
    for limit, unit, words in _AGES:
        if passed < limit:
            return words % {"count": passed // unit}
    return day(value)


@register.filter
def overdue(value: date) -> bool:
    """Return whether a due date has passed."""
    return value < timezone.localdate()


@register.filter
def done(action: str) -> str:
    """Return an action as the history tells it."""
    return str(_DONE[Action(action)])


@register.filter
def event_done(event: Event) -> str:
    """Return what an event did as the history tells it, with the post of a signature."""
    if not event.signature:
        return done(event.action)
    signature = Signature.from_json(event.signature)
    words = _SIGNED[signature.consents] if event.to_state != State.APPROVED else done(event.action)
    told = f"{words} · {signature.title}" if signature.title else str(words)
    if not signature.signed_for:
        return told
    return told + " " + gettext("(代, for %(name)s)") % {"name": signature.signed_for}


@register.filter
def of(counts: Mapping[str, int], key: str) -> int:
    """Return how many there are under a key."""
    return counts.get(key, 0)


@register.simple_tag
def limits() -> Mapping[str, int]:
    """Return how many characters a field and how many rows a list of links can hold."""
    return {"text": TEXT_MAX, "line": LINE_MAX, "url": URL_MAX, "links": LINKS_MAX}


@register.simple_tag
def other_languages() -> list[dict[str, str]]:
    """Return the languages that the page is not in, each with `code` and `name_local`."""
    return _other_languages(get_language())


@register.simple_tag
def fixed(template: str) -> SafeString:
    """Show a partial that depends on nothing but the language."""
    return _fixed(template, get_language())


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
