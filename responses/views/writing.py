"""Saving what was sent of a section: its answers, or their translations."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse

from responses.domain.answers.drafting import save_answers
from responses.domain.permissions import NotAllowedError
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.forms.answer.form import SectionForm

from .places import WritingPage
from .replies import status_of
from .unsaved import unsaved_page

Show = Callable[..., HttpResponse]
"""Takes a page, a form, how many answers were `saved`, and a `status`; returns what shows them."""


def save_form(
    page: WritingPage,
    form: SectionForm,
    show: Show,
    answers: Callable[[WritingPage], Sequence[AnswerSnapshot]],
) -> tuple[WritingPage, int] | HttpResponse:
    """Save what can be saved; return the page as it is then, and how many were saved.

    Or a reply with what cannot: 422 where something is faulty, 409 or 428 where it was refused,
    403 where it is not the person's. `answers` gives those that the form is of.
    """
    faulty = not form.is_valid()
    try:
        outcomes = save_answers(
            page.access.response, page.shape, form.writes, author=page.access.user
        )
    except NotAllowedError:
        return show(page.reloaded(), form, status=403)
    saved, after = sum(outcome.changed for outcome in outcomes), page.reloaded()
    if faulty:
        form.settle(answers(after))
        return show(after, form, saved=saved, status=422)
    refusals = {outcome.refusal for outcome in outcomes if outcome.refusal}
    if refusals:
        # Of several, one that is not about a missing version says more.
        status = min(map(status_of, refusals))
        return unsaved_page(after, saved=saved, left=form.left, status=status)
    return after, saved
