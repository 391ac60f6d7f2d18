"""Answering one section."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from responses.domain.answers.presence import others_present
from responses.domain.assignment.plan import read_holders
from responses.domain.permissions import Permission
from responses.domain.snapshot.failing import failing_urls
from responses.enums import Action
from responses.forms.answer.form import SectionForm
from responses.forms.answer.kinds.files import field_of
from responses.pages.onward import Onward, onward
from responses.pages.printed import PrintedSection, printed_section
from responses.pages.threads import open_in
from responses.wording.events import named_in
from responses.wording.references import numbers_in
from responses.wording.saving import nothing_to_save, saved_answers

from .closed import may_move, partial_notice
from .files import Taken, file_questions, take_files, takes_files
from .places import WritingPage
from .review import confirm_page
from .said import said_here
from .translating import translating, wanted
from .writing import save_form


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Show a section's questions to answer, or to read where they cannot be answered; save.

    With `show` in the address, its translations instead.

    What was pasted and could not be saved is shown again beside what was saved.
    Replies 422 where something typed is faulty, 409 where something was refused as outdated
    or closed, 428 where the page did not say which version it started from, and 403 where an
    answer is assigned to others.
    """
    page = WritingPage.of(request, city, edition, section)
    if wanted(request, page):
        return translating(page)
    if request.method != "POST":
        return _section_page(page, _form(page))
    page.access.require(Permission.EDIT)
    taken = take_files(page)
    if "rows" in request.POST:
        form = _form(page, **taken._asdict(), button=request.POST["rows"])
        if not taken.refused:
            return _section_page(page, form)
        form.focus = field_of(next(iter(taken.refused)))
        return _section_page(page, form, status=422)
    return _save(page, taken)


def _form(page: WritingPage, **options: Any) -> SectionForm:
    """Return a form of the questions that the person can write, and of those that were sent."""
    answers, data = page.section.answers, options.get("data")
    if len(page.writable) < len(answers):
        sent = SectionForm(answers, data).typed if data else ()
        answers = tuple(
            each
            for each in answers
            if each.question.pk in page.writable or each.question.key in sent
        )
    shown = page.access.snapshot
    options = {"language": shown.language, "edition": shown.edition, **options}
    return SectionForm(answers, leaves_rest=True, **options)


def _save(page: WritingPage, taken: Taken) -> HttpResponse:
    """Save what can be saved, and reply with what cannot."""
    form = _form(page, **taken._asdict())
    done = save_form(page, form, _section_page, lambda after: after.section.answers)
    if isinstance(done, HttpResponse):
        return done
    after, saved = done
    sending = page.request.POST.get("then") == Action.SEND
    if saved or not sending:
        messages.success(page.request, saved_answers(saved) if saved else nothing_to_save())
        if form.notes:
            form.settle(after.section.answers)
            return _section_page(after, form)
    if sending and form.left and page.access.may_send(page.shape):
        # Without scripts nobody else knows these lines.
        return confirm_page(after, {each.key: each.text for each in form.left})
    return page.redirect("act", Action.SEND) if sending else page.redirect("section")


def _section_page(
    page: WritingPage, form: SectionForm, *, saved: int = 0, status: int = 200
) -> HttpResponse:
    # What was typed stays on the page even where it cannot be saved any more.
    writes = bool(form.typed or page.writable)
    asked, said = page.called_back(), said_here(page, "section")
    holders = read_holders(page.access.response, page.shape)
    context = {
        "holders": holders,
        "failing": failing_urls(page.access.response.pk, page.section) if writes else (),
        "form": form if writes else None,
        "printed": _printed(page, form),
        "partly": partial_notice(page.access, page.section),
        "may_move": not page.writable and may_move(page.access, page.section),
        "denied": status == HTTPStatus.FORBIDDEN,
        "talk": {key: each.threads for key, each in open_in(said).items()},
        "said": said,
        "spoken_of": page.shape.questions,
        "may_talk": page.access.may(Permission.COMMENT),
        "handed": {question.key: terms for question, terms in holders.handed},
        "show": "",
        "onward": _onward(page) if writes else None,
        "problems": form.problems,
        "saved": saved_answers(saved) if saved else "",
        "waiting": len(page.waiting()),
        "asked": asked,
        "asked_for": numbers_in(asked.comment, page.access.snapshot.edition) if asked else (),
        "asked_as": named_in(asked.action) if asked else "",
        "shows_questions": True,
        "takes_files": writes and takes_files(page),
        "file_questions": file_questions(page.access.snapshot.edition) if writes else (),
        "others": others_present(page.access.response, page.shape, page.access.user),
        "may_send": writes and page.access.may_send(page.shape),
        **page.access.snapshot.edition.neighbours(page.shape),
    }
    return page.render("responses/section/section.html", context, status=status)


def _onward(page: WritingPage) -> Onward:
    """Return the way to the next question of the person's that is not answered."""
    return onward(page.access.snapshot, page.shape, page.access.reach.questions, page.written_at)


def _printed(page: WritingPage, form: SectionForm) -> PrintedSection | None:
    """Return those answers that are not in the form, as they will be printed, if any."""
    answers = page.section.answers
    rest = tuple(each for each in answers if each.question.key not in form.answers)
    return printed_section(replace(page.section, answers=rest)) if rest else None
