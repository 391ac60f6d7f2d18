"""Suggesting what an answer could say, in a thread about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.permissions import Permission
from responses.domain.snapshot.answer import TranslationSnapshot
from responses.domain.talk import talking
from responses.domain.talk.talking import RemarkRefusedError, Said, TalkRefusedError
from responses.domain.talk.threads import first_remark
from responses.forms.answer.form import SectionForm
from responses.forms.answer.kinds.links import PATTERN
from responses.pages.threads import mentionable

from .once import once
from .talk import TalkPage, and_told, done, guarded, why_refused
from .translating import translation_form

PREFIX = "s"
"""What the names of the fields of a suggestion begin with."""


@require_http_methods(["GET", "HEAD", "POST"])
@once
def suggest(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> HttpResponse:
    """Show a form for what the answer could say; put that into a thread, or start one with it.

    `thread` in the address says into which. Replies 422 where something typed is faulty.
    """
    page = TalkPage.of(request, city, edition, section, question)
    return guarded(page, _suggesting if request.method != "POST" else _suggest)


def _suggesting(
    page: TalkPage,
    form: SectionForm | None = None,
    refusal: TalkRefusedError | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the form, with what was typed and what is wrong with it."""
    faulty = isinstance(refusal, RemarkRefusedError)
    form = form or _form(page)
    context = {
        "form": form,
        "original": page.original,
        "shows_originals": page.original is not None,
        "typed": page.typed(refusal.reason if refusal and faulty else ""),
        "refused": why_refused(refusal, None),
        # A thread that is not there raises `LookupError`, which is not found.
        "first": (
            first_remark(page.access.response, page.question, page.thread) if page.thread else None
        ),
        "problems": form.problems,
        "saved": "",
        "pattern": PATTERN,
        "signs": page.access.may(Permission.DECIDE),
        "people": mentionable(page.access.response, page.question),
    }
    return page.render("responses/suggest/suggest.html", context, status=status)


def _suggest(page: TalkPage) -> HttpResponse:
    posted = page.request.POST
    if "rows" in posted:
        return _suggesting(page, _form(page, data=posted, button=posted["rows"]))
    form = _form(page, data=posted)
    if not form.is_valid() or not form.writes:
        return _suggesting(page, form, status=422)
    write, user, at, thread = form.writes[0], page.access.user, page.ref, page.thread
    said = Said(page.said.text, write.base_version, write.content, write.translates)
    try:
        made = talking.reply(user, at, thread, said) if thread else talking.start(user, at, said)
    except TalkRefusedError as refusal:
        return _suggesting(page, form, refusal, status=422)
    return done(page, made.pk, and_told(_("Your suggestion is in the thread."), page, made))


def _form(page: TalkPage, **options: Any) -> SectionForm:
    """Return the form for a suggestion."""
    if isinstance(page.answer, TranslationSnapshot):
        return translation_form(page, [page.answer], prefix=PREFIX, **options)
    shown = page.access.snapshot
    options = {"language": shown.language, "edition": shown.edition, **options}
    return SectionForm([page.answer], prefix=PREFIX, **options)
