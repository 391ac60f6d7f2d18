"""Settling what somebody typed and could not save."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.answers.drafting import combine
from responses.domain.answers.refused import discard_refused
from responses.domain.answers.revisions import read_bases
from responses.domain.permissions import NotAllowedError, Permission
from responses.forms.answer.comparison import Comparison, compare
from responses.forms.answer.form import LeftLines
from responses.models import RefusedText
from responses.pages.lists import ListPage, list_page
from responses.wording.saving import saved_answers

from .closed import closed_by
from .places import WritingPage
from .posted import chosen, number
from .replies import status_of

TEXTS = 2
"""How many texts are compared on one page: the longest take a second each."""


@require_http_methods(["GET", "HEAD", "POST"])
def unsaved(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Show the person's own refused texts beside the answers; combine or discard one."""
    page = WritingPage.of(request, city, edition, section)
    if request.method != "POST":
        return unsaved_page(page)
    wanted = number(request.POST, "text")
    if wanted not in page.waiting():
        messages.info(request, _("That text has already been settled."))
        return page.redirect("unsaved")
    [refused] = page.refused([wanted])
    if "rows" in request.POST:
        typed = _compared(page, refused, data=request.POST, button=request.POST["rows"])
        return unsaved_page(page, *typed)
    return chosen(request.POST, "do", _SETTLE)(page, refused)


def _compared(page: WritingPage, *texts: RefusedText, **options: Any) -> list[Comparison]:
    """Return each text beside the answer, with the options of its form; one query."""
    bases = read_bases(page.access.response, texts)
    originals = page.section.answers
    translations = (answer.translation for answer in originals if answer.translation)
    answers = {answer.question.place: answer for answer in (*originals, *translations)}
    options["language"] = page.access.snapshot.language
    options["edition"] = page.access.snapshot.edition
    return [
        compare(text, bases.get(text.pk), answers[place], **options)
        for text in texts
        # Of a translation into what the city does not submit in any more, nothing is left to do.
        if (place := (text.question_id, text.language)) in answers
    ]


def _combine(page: WritingPage, refused: RefusedText) -> HttpResponse:
    """Save the combination of a refused text and the answer."""
    page.access.require(Permission.EDIT)
    [comparison] = _compared(page, refused, data=page.request.POST)
    form = comparison.form
    if not form.is_valid() or not form.writes:
        return unsaved_page(page, comparison, status=422)
    write, author = form.writes[0], page.access.user
    try:
        outcome = combine(page.access.response, page.shape, write, settles=refused, author=author)
    except NotAllowedError:
        return unsaved_page(page.reloaded(), comparison, status=403)
    if outcome.refusal:
        return unsaved_page(page.reloaded(), at=refused.pk, status=status_of(outcome.refusal))
    messages.success(page.request, _("The combined text is saved."))
    return _on(page)


def _discard(page: WritingPage, refused: RefusedText) -> HttpResponse:
    """Delete a refused text, as its author asks."""
    discard_refused(page.access.response, page.access.user, [refused.pk])
    messages.success(page.request, _("Your text is discarded."))
    return _on(page)


_SETTLE: Mapping[str, Callable[[WritingPage, RefusedText], HttpResponse]] = {
    "combine": _combine,
    "discard": _discard,
}


def _page_of(page: WritingPage, at: int | None) -> ListPage[int]:
    """Return the keys of some texts, and the way to the others."""
    keys = page.waiting()
    asked = keys.index(at) // TEXTS + 1 if at in keys else number(page.request.GET, "texts")
    return list_page("texts", keys, {"texts": asked}, TEXTS, at=page.address("unsaved"))


def _on(page: WritingPage) -> HttpResponse:
    """Lead to the texts that are left to settle, or back to the section."""
    return page.redirect("unsaved" if page.waiting() else "section")


def _may_save(page: WritingPage, comparison: Comparison) -> bool:
    """Return whether the person can save an answer, or a translation, now."""
    question = comparison.answer.question
    return question.pk in (page.translatable if question.language else page.writable)


def unsaved_page(
    page: WritingPage,
    typed: Comparison | None = None,
    *,
    at: int | None = None,
    saved: int = 0,
    left: Sequence[LeftLines] = (),
    status: int = 200,
) -> HttpResponse:
    """Return the page of refused texts; `typed` is the comparison that was being worked on.

    Of many, a few are shown: those that are asked for, or those about the text `at`. `left` are
    lines that came with them and are part of no answer.
    """
    shown = _page_of(page, typed.refused.pk if typed else at)
    comparisons = [
        typed if typed and typed.refused == comparison.refused else comparison
        for comparison in _compared(page, *page.refused(shown.items))
    ]
    combinable = [each.refused.pk for each in comparisons if _may_save(page, each)]
    context = {
        "list": shown,
        "combinable": combinable,
        "closed": "" if combinable else page.frame["closed"],
        "closed_by": "" if combinable else closed_by(page.access.response, page.shape),
        "before": (shown.number - 1) * TEXTS,
        "comparisons": comparisons,
        "problems": typed.form.problems if typed else [],
        "saved": saved_answers(saved) if saved else "",
        "left": left,
        "refused": status in {409, 428},
        "denied": status == HTTPStatus.FORBIDDEN,
    }
    return page.render("responses/unsaved/unsaved.html", context, status=status)
