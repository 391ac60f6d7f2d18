"""The words, dates and numbers that templates show in the reader's language."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from responses.domain.comparing.differences import Mark
from responses.domain.content.files import size_words
from responses.domain.content.marked import Marked, MarkedTable
from responses.domain.edition.shapes import QuestionShape
from responses.domain.glossary.glossary import NO_GLOSSARY
from responses.domain.once import FIELD
from responses.domain.people.posts import department_and_post
from responses.domain.snapshot.section import SectionSnapshot
from responses.enums import WRITABLE, State
from responses.link_states import LinkState
from responses.localized import bracketed, localized
from responses.pages.frames import render_cached
from responses.pages.originals import with_original
from responses.pages.remembered import render_remembered
from responses.pages.saved import saved_line, status_line
from responses.pages.signing import signing_button
from responses.validators import LINE_MAX, LINKS_MAX, TEXT_MAX, URL_MAX
from responses.wording import indicators
from responses.wording.acts import acts
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
from responses.wording.events import event_done, since
from responses.wording.incoming import lines_words
from responses.wording.link_states import LINK_STATES, LinkStateLook
from responses.wording.names import edition_name, shortened
from responses.wording.saving import lines_left_out, saved_times, version_name
from responses.wording.statuses import how_far, missing, state_name, status_name
from responses.wording.translations import translated_short

from .outline import with_links

register = template.Library()

for show in (
    *(localized, bracketed, edition_name, status_name, how_far, missing),
    *(day, near_day, d_day, d_day_said, moment, iso, clock, period, ago, overdue),
    *(saved_times, version_name, signing_button, acts, lines_words),
    translated_short,
    size_words,
    shortened,
):
    register.filter(show.__name__, show)


@register.simple_tag(takes_context=True)
def is_document(context: template.Context) -> bool:
    """Return whether what is drawn is a document, which has no addresses of ours."""
    return bool(context.get("is_document"))


@register.simple_tag(takes_context=True)
def original(context: template.Context, text: str) -> SafeString:
    """Show a text, marked if the document that shows it has it in the original."""
    return with_original(text, context.get("glossary") or NO_GLOSSARY)


register.simple_tag(since)
register.simple_tag(event_done)
register.simple_tag(saved_line)
register.simple_tag(status_line)


register.filter("and_post", department_and_post)


@register.filter
def of(counts: Mapping[str, int], key: str) -> int:
    """Return how many there are under a key."""
    return counts.get(key, 0)


@register.filter
def under(found: Mapping[str, Any], key: str) -> Any:
    """Return what stands under a key, or None."""
    return found.get(key)


@register.filter
def place(form: Any) -> str:
    """Return where a form stands whose faults are of no field, if it says so."""
    return getattr(form, "place", "")


@register.filter
def may_prove(question: QuestionShape) -> str:
    """Return what an answer may be evidence for, in words, or nothing."""
    return indicators.may_prove(question)


@register.filter
def at(found: Mapping[str, Any], key: str) -> Any:
    """Return what stands under a key, which has to be there."""
    return found[key]


@register.filter
def is_open(state: str) -> bool:
    """Return whether a section in this state can be written."""
    return state in WRITABLE


@register.filter
def checked(value: str, chosen: str) -> str:
    """Return the attribute of a radio button whose value is the one chosen."""
    return " checked" if value == chosen else ""


@register.filter
def marks(pieces: Iterable[Marked]) -> SafeString:
    """Show a text with its changes marked, on one line as white space in it counts.

    Addresses in it are links; none is torn, as no word is.
    """
    language = get_language()
    return mark_safe("".join(_marked(each, language) for each in pieces))  # noqa: S308 - each is HTML


def _marked(piece: Marked, language: str | None) -> str:
    if isinstance(piece, MarkedTable):
        # White space around it would be shown as empty lines.
        return render_to_string("responses/review/_marked_table.html", {"table": piece}).strip()
    if piece.mark is Mark.SAME:
        return with_links(piece.text)
    if piece.mark is Mark.SKIPPED:
        return format_html('<span class="lgq-skipped">{}</span>', lines_left_out(piece.lines))
    return render_cached(
        f"responses/review/_{piece.mark}.html", {"text": with_links(piece.text)}, language
    )


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
def remembered(template: str, **values: object) -> SafeString:
    """Show a partial that depends on nothing but the language and these values."""
    return render_remembered(template, values)


@register.simple_tag
def state(value: State, untouched: bool = False, reopened: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """Show a section's state in a word and a shape, as `state_name` calls it."""
    return _state(value, untouched, reopened, get_language())


@register.filter
def state_word(section: SectionSnapshot) -> str:
    """Return a section's state in a word."""
    return state_name(section.state, untouched=section.untouched)


@register.simple_tag
def link_states() -> Mapping[LinkState, LinkStateLook]:
    """Return the states of web addresses, each with its meaning and shape."""
    return LINK_STATES


@register.simple_tag
def link_state(value: LinkState) -> SafeString:
    """Show how a web address stands in a word and a shape."""
    return _link_state(value, str(value.label))


@register.simple_tag
def link_shape(value: LinkState) -> SafeString:
    """Show how a web address stands in a shape alone, beside which stand words."""
    return _link_state(value, "")


@register.simple_tag
def link_failing() -> SafeString:
    """Show the shape of a link that fails, beside which stand words."""
    return _link_state(LinkState.FAILING, "")


@register.simple_tag(takes_context=True)
def link_rows(context: Context, rows: Iterable[Any]) -> SafeString:
    """Return rows of links as HTML, those marked whose addresses the page says are `failing`."""
    failing = context.get("failing", ())
    return mark_safe("".join(row.drawn(failing) for row in rows))  # noqa: S308 - rows of HTML


@register.simple_tag
def state_shape(value: LinkState, word: str) -> SafeString:
    """Show what stands like an address in this state, in a word of its own."""
    return _link_state(value, word)


# What is on every page, or on a page many times, is rendered once a language and process.
@lru_cache(maxsize=64)
def _fixed(template: str, _language: str | None) -> SafeString:
    return render_to_string(template)


@lru_cache(maxsize=64)
def _state(value: State, untouched: bool, reopened: bool, _language: str | None) -> SafeString:  # noqa: FBT001
    word = state_name(value, untouched=untouched, reopened=reopened)
    begun = value.label if untouched else ""
    context = {"state": value, "word": word, "begun": begun}
    return render_to_string("responses/partials/_state.html", context)


@lru_cache(maxsize=64)
def _link_state(value: LinkState, word: str) -> SafeString:
    context = {"state": value, "word": word, "shape": LINK_STATES[value].shape}
    return render_to_string("responses/partials/_link_state.html", context)


@lru_cache
def _other_languages(active: str | None) -> list[dict[str, str]]:
    return [get_language_info(code) for code, _name in settings.LANGUAGES if code != active]
