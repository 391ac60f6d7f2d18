"""The header of every page: fixed frames, filled with what changes from page to page.

Rendered as a template it would take a fifth of a small page's time.
"""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from responses.pages.frames import render_cached
from responses.wording.dates import day

from .guides import help_address

register = template.Library()
FOLDER = "responses/header/"
NOTHING = SafeString()


@register.simple_tag(takes_context=True)
def header(context: template.Context) -> SafeString:
    """Show the header of the page for whoever asks for it."""
    user, language = context["user"], language_form(context)
    if not user.is_authenticated:
        return _filled("visitor", language=language)
    about, unread, frame = help_address(context), context["unread_notices"](), context["frame"]
    paper = _filled("paper", name=frame.name, today=day(timezone.localdate()))
    return paper + _filled(
        "person",
        unread=_filled("unread", unread=unread) if unread else NOTHING,
        response=_filled("response", href=frame.href, name=frame.name) if frame.href else NOTHING,
        help=about,
        language=language,
        menu=_filled(
            "menu",
            name=str(user),
            email=user.email,
            person=user.pk,
            help=about,
            administration=_filled("administration") if user.is_staff else NOTHING,
            csrf=context["csrf_token"],
        ),
    )


@register.simple_tag(takes_context=True)
def language_form(context: template.Context) -> SafeString:
    """Show the buttons for the other languages, which lead back to the page."""
    here = context["request"].get_full_path()
    return _filled("language", csrf=context["csrf_token"], next=here)


def _filled(name: str, /, **values: Any) -> SafeString:
    return render_cached(f"{FOLDER}_{name}.html", values)
