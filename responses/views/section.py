"""Answering one section, and settling what somebody typed and could not save."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from responses.domain.answers.drafting import combine, save_answers
from responses.domain.answers.presence import others_here
from responses.domain.answers.refused import discard_refused, refused_texts
from responses.domain.answers.revisions import read_bases
from responses.domain.assignment.plan import read_holders
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import NotAllowedError, Permission
from responses.domain.review.events import asked_changes
from responses.domain.snapshot.snapshot import SectionSnapshot
from responses.domain.talk.threads import open_threads
from responses.enums import Action, Refusal, State
from responses.forms.comparison import Comparison, compare
from responses.forms.controls import PATTERN
from responses.forms.rows import operate
from responses.forms.section import SectionForm
from responses.models import Event, RefusedText
from responses.pages.printed import PrintedSection, printed_section

from .access import ResponseAccess, response_or_404
from .closed import why_closed, why_partly, writable
from .posted import chosen, number


def status_of(refusal: Refusal) -> int:
    """Return the status of a reply that tells of a refused text."""
    return 428 if refusal is Refusal.UNVERSIONED else 409


@dataclass(frozen=True)
class _Place:
    """A request for a section that the person may see."""

    request: HttpRequest
    access: ResponseAccess
    shape: SectionShape

    @classmethod
    def of(cls, request: HttpRequest, city: str, edition: str, section: str) -> "_Place":
        access = response_or_404(request, city, edition)
        return cls(request, access, access.section(section))

    @property
    def part(self) -> SectionSnapshot:
        """The section with its answers."""
        return self.access.snapshot.sections_by_key[self.shape.key]

    @cached_property
    def writable(self) -> frozenset[int]:
        """The keys of the questions that the person can write now."""
        return writable(self.access, self.part)

    def afresh(self) -> "_Place":
        """Return the same place, to be read once more."""
        return replace(self, access=replace(self.access))

    def waiting(self) -> list[RefusedText]:
        """Return the person's refused texts in the section; one query."""
        return refused_texts(self.access.response, self.shape, self.access.user)

    def asked(self) -> Event | None:
        """Return the request for changes that is to be met; one query where there is one."""
        if self.part.state is not State.CHANGES_REQUESTED:
            return None
        return asked_changes(self.access.response, self.shape)

    def redirect(self, name: str, *more: str) -> HttpResponse:
        """Return a reply that leads to one of the section's pages."""
        response = self.access.response
        return redirect(name, response.city.slug, response.edition.code, self.shape.key, *more)

    def render(self, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
        """Return a page of the section."""
        frame = {
            "snapshot": self.access.snapshot,
            "part": self.part,
            "closed": "" if self.writable else why_closed(self.access, self.part),
            "writable": self.writable,
            "language": self.access.snapshot.language,
            "pattern": PATTERN,
        }
        return render(self.request, template, frame | dict(context), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Show a section's questions to answer, or to read where they cannot be answered; save.

    Replies 422 where something typed is faulty, 409 where something was refused as outdated
    or closed, 428 where the page did not say which version it started from, and 403 where an
    answer is assigned to others.
    """
    place = _Place.of(request, city, edition, section)
    if request.method != "POST":
        return _section_page(place, _form(place))
    place.access.require(Permission.EDIT)
    if "rows" in request.POST:
        changed = operate(request.POST, request.POST["rows"])
        return _section_page(place, _form(place, **changed._asdict()))
    return _save(place)


def _form(place: _Place, **options: Any) -> SectionForm:
    """Return a form of the questions that the person can write, and of those that were sent."""
    answers, data = place.part.answers, options.get("data")
    if len(place.writable) < len(answers):
        sent = SectionForm(answers, data).typed if data else ()
        answers = tuple(
            each
            for each in answers
            if each.question.pk in place.writable or each.question.key in sent
        )
    return SectionForm(answers, language=place.access.snapshot.language, **options)


def _save(place: _Place) -> HttpResponse:
    """Save what can be saved, and reply with what cannot."""
    form = _form(place, data=place.request.POST)
    faulty = not form.is_valid()
    author, response = place.access.user, place.access.response
    try:
        outcomes = save_answers(response, place.shape, form.writes, author=author)
    except NotAllowedError:
        return _section_page(place.afresh(), form, status=403)
    saved, after = sum(outcome.changed for outcome in outcomes), place.afresh()
    if faulty:
        form.settle(after.part.answers)
        return _section_page(after, form, saved=saved, status=422)
    refusals = {outcome.refusal for outcome in outcomes if outcome.refusal}
    if refusals:
        # Of several, one that is not about a missing version says more.
        return _unsaved_page(after, saved=saved, status=min(map(status_of, refusals)))
    sending = place.request.POST.get("then") == Action.SEND
    if saved or not sending:
        messages.success(place.request, _said(saved))
    return place.redirect("act", Action.SEND) if sending else place.redirect("section")


def _said(saved: int) -> str:
    """Return in words how many answers were saved."""
    if not saved:
        return _("Nothing was changed, so there was nothing to save.")
    return ngettext("Saved %(count)d answer.", "Saved %(count)d answers.", saved) % {"count": saved}


def _section_page(
    place: _Place, form: SectionForm, *, saved: int = 0, status: int = 200
) -> HttpResponse:
    # What was typed stays on the page even where it cannot be saved any more.
    writes = bool(form.typed or place.writable)
    form.talk = open_threads(place.access.response, place.shape)
    holders = read_holders(place.access.response, place.shape)
    form.handed = {question.key: handing for question, handing in holders.handed}
    context = {
        "holders": holders,
        "form": form if writes else None,
        "printed": _printed(place, form),
        "partly": why_partly(place.access, place.part),
        "denied": status == HTTPStatus.FORBIDDEN,
        "talk": form.talk,
        "problems": form.problems,
        "saved": _said(saved) if saved else "",
        "waiting": len(place.waiting()),
        "asked": place.asked(),
        "others": others_here(place.access.response, place.shape, place.access.user),
        "may_send": writes and place.access.may_send(place.shape),
        **place.access.snapshot.edition.neighbours(place.shape),
    }
    return place.render("responses/section/section.html", context, status)


def _printed(place: _Place, form: SectionForm) -> PrintedSection | None:
    """Return those answers that are not in the form, as they will be printed, if any."""
    answers = place.part.answers
    rest = tuple(each for each in answers if each.question.key not in form.answers)
    return printed_section(replace(place.part, answers=rest)) if rest else None


@require_http_methods(["GET", "HEAD", "POST"])
def unsaved(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Show the person's own refused texts beside the answers; combine or discard one."""
    place = _Place.of(request, city, edition, section)
    if request.method != "POST":
        return _unsaved_page(place)
    wanted = number(request.POST, "text")
    refused = next((text for text in place.waiting() if text.pk == wanted), None)
    if refused is None:
        messages.info(request, _("That text has been settled already."))
        return place.redirect("unsaved")
    if "rows" in request.POST:
        changed = operate(request.POST, request.POST["rows"])
        return _unsaved_page(place, *_compared(place, refused, **changed._asdict()))
    return chosen(request.POST, "do", _SETTLE)(place, refused)


def _compared(place: _Place, *texts: RefusedText, **options: Any) -> list[Comparison]:
    """Return each text beside the answer, with the options of its form; one query."""
    bases = read_bases(place.access.response, texts)
    answers = {answer.question.pk: answer for answer in place.part.answers}
    options["language"] = place.access.snapshot.language
    return [
        compare(text, bases.get(text.pk), answers[text.question_id], **options) for text in texts
    ]


def _combine(place: _Place, refused: RefusedText) -> HttpResponse:
    """Save the combination of a refused text and the answer."""
    place.access.require(Permission.EDIT)
    [comparison] = _compared(place, refused, data=place.request.POST)
    form = comparison.form
    if not form.is_valid() or not form.writes:
        return _unsaved_page(place, comparison, status=422)
    write, author = form.writes[0], place.access.user
    try:
        outcome = combine(place.access.response, place.shape, write, settles=refused, author=author)
    except NotAllowedError:
        return _unsaved_page(place.afresh(), comparison, status=403)
    if outcome.refusal:
        return _unsaved_page(place.afresh(), status=status_of(outcome.refusal))
    messages.success(place.request, _("Saved the combination."))
    return _on(place)


def _discard(place: _Place, refused: RefusedText) -> HttpResponse:
    """Delete a refused text, as its author asks."""
    discard_refused(place.access.response, place.access.user, [refused.pk])
    messages.success(place.request, _("Discarded your text."))
    return _on(place)


_SETTLE: Mapping[str, Callable[[_Place, RefusedText], HttpResponse]] = {
    "combine": _combine,
    "discard": _discard,
}


def _on(place: _Place) -> HttpResponse:
    """Lead to the texts that are left to settle, or back to the section."""
    return place.redirect("unsaved" if place.waiting() else "section")


def _unsaved_page(
    place: _Place, typed: Comparison | None = None, *, saved: int = 0, status: int = 200
) -> HttpResponse:
    """Return the page of refused texts; `typed` is the comparison that was being worked on."""
    comparisons = [
        typed if typed and typed.refused == comparison.refused else comparison
        for comparison in _compared(place, *place.waiting())
    ]
    context = {
        "comparisons": comparisons,
        "problems": typed.form.problems if typed else [],
        "saved": _said(saved) if saved else "",
        "refused": status in {409, 428},
        "denied": status == HTTPStatus.FORBIDDEN,
    }
    return place.render("responses/section/unsaved.html", context, status)
