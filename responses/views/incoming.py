"""One filled questionnaire: waited for while it is read, then decided on, question by question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from responses.domain.content.translating import find_question, parted
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.incoming import receiving
from responses.domain.incoming.placed import PlacedLines, left_over
from responses.domain.incoming.receiving import Accepted
from responses.domain.permissions import Permission
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import STATES
from responses.forms.answer.form import SectionForm
from responses.forms.answer.kinds.links import PATTERN
from responses.intake.refusals import REASONS
from responses.intake.stored import read_lines, refill_from
from responses.models import IncomingFile
from responses.pages.incoming import (
    ShownProposal,
    beside,
    incoming_page,
    same_as_now,
    shown_proposal,
)
from responses.reading_jobs import ReadingState, leave_reading_to_worker
from responses.validators import parse_number
from responses.wording.incoming import left_words

from .access import ResponseAccess, response_or_404
from .imports import imports_page
from .once import once
from .posted import chosen, number


@require_http_methods(["GET", "HEAD", "POST"])
@once
def incoming_file(request: HttpRequest, city: str, edition: str, pk: int) -> HttpResponse:
    """Show what a filled questionnaire proposes, beside its lines; by POST decide.

    While a worker reads it, 202 and a page that waits for that. What nobody can read leads back
    to the field in which it was chosen, with the reason.
    """
    access = response_or_404(request, city, edition)
    access.require(Permission.IMPORT)
    found = file_or_404(access, pk)
    if request.method == "POST":
        return chosen(request.POST, "do", _DEEDS)(request, access, found)
    reading = leave_reading_to_worker(found, timezone.now())
    if reading is not ReadingState.DONE:
        context = {
            "snapshot": access.snapshot,
            "file": found,
            "address": request.get_full_path(),
            "is_alone": reading is ReadingState.NO_WORKER,
        }
        page = render(request, "responses/incoming/reading.html", context, status=202)
        page["Cache-Control"] = "no-store"
        return page
    if found.placed is None:
        found = file_or_404(access, pk)
    if found.placed is None:
        return imports_page(request, access, REASONS.get(found.refusal, ""), found.name)
    return _page(request, access, found)


def file_or_404(access: ResponseAccess, pk: int) -> IncomingFile:
    """Return a file of a response, or raise 404; one query."""
    rows = IncomingFile.objects.select_related("by", "file")
    return get_object_or_404(rows, response=access.response, pk=pk)


def _page(
    request: HttpRequest, access: ResponseAccess, found: IncomingFile, status: int = HTTPStatus.OK
) -> HttpResponse:
    snapshot = access.snapshot
    placed = PlacedLines.from_json(found.placed or {})
    page = incoming_page(snapshot, found.lines or [], placed, number(request.GET, "lines"))
    context = {
        "snapshot": snapshot,
        "spoken": {
            "language": snapshot.language,
            "city_slug": snapshot.city_slug,
            "edition": {"code": snapshot.edition.code},
        },
        "file": found,
        "page": page,
        "selected": placed.of(request.GET.get("select", "")).lines,
        "left": left_words(len(left_over(placed, undecided=False))),
    }
    return render(request, "responses/incoming/incoming_file.html", context, status=status)


def back_to(
    request: HttpRequest, access: ResponseAccess, found: IncomingFile, anchor: str = ""
) -> HttpResponse:
    """Lead to the page of a file, to the same lines of it."""
    address = address_of_file(access, found)
    lines = number(request.GET, "lines")
    return redirect(f"{address}{f'?lines={lines}' if lines else ''}{anchor}")


def address_of_file(access: ResponseAccess, found: IncomingFile) -> str:
    """Return the address of the page of a file."""
    response = access.response
    return reverse("incoming_file", args=[response.city.slug, response.edition.code, found.pk])


def _accept(request: HttpRequest, access: ResponseAccess, found: IncomingFile) -> HttpResponse:
    """Accept what the form names, each as it was seen; more than one are all that are sure."""
    pairs = (each.partition(" ") for each in request.POST.getlist("seen"))
    seen = {key: digest for key, _space, digest in pairs}
    outcome = _act(receiving.accept, access, found, seen, actor=access.actor, wanted=None)
    told(request, access, outcome)
    return back_to(request, access, found, f"#p-{next(iter(seen))}" if len(seen) == 1 else "#next")


def told(request: HttpRequest, access: ResponseAccess, outcome: Accepted) -> None:
    """Say what became of proposals that were accepted, with the way to what is to be combined."""
    if many := len(outcome.written):
        words = ngettext("%(count)d answer is saved.", "%(count)d answers are saved.", many)
        messages.success(request, words % {"count": many})
    if many := len(outcome.known):
        words = ngettext(
            "%(count)d answer was the same already.",
            "%(count)d answers were the same already.",
            many,
        )
        messages.info(request, words % {"count": many})
    edition, response = access.snapshot.edition, access.response
    for section in edition.sections:
        own = {each.key for each in section.questions}
        kept = [key for key in outcome.kept if parted(key)[0] in own]
        if kept:
            numbers = ", ".join(number_of(edition, key) for key in kept)
            place = (response.city.slug, response.edition.code, section.key)
            messages.warning(request, _kept(access.snapshot, kept, numbers, place))
    if outcome.changed:
        numbers = ", ".join(filter(None, (number_of(edition, key) for key in outcome.changed)))
        words = _("%(numbers)s: changed since you opened the page, so not accepted. Look again.")
        messages.warning(request, words % {"numbers": numbers})
    if outcome.without:
        words = _("Left out, as neither the file nor another response has them: %(names)s.")
        names = ", ".join(dict.fromkeys(outcome.without))
        messages.warning(request, words % {"names": names})


def _kept(
    snapshot: Snapshot, kept: Sequence[str], numbers: str, place: tuple[str, str, str]
) -> SafeString:
    """Say what can be done with what is kept beside the answers of a section."""
    section = snapshot.sections_by_key[place[-1]]
    are_translations = all(parted(key)[1] for key in kept)
    is_open = STATES[section.state].is_open or (are_translations and section.translations_open)
    if is_open:
        words = _("%(numbers)s: kept beside the current answer, for you to combine.")
        link = _("Compare and combine")
    else:
        words = _(
            "%(numbers)s: kept beside the current answer, which stays as it is. To combine them, "
            "have the section (%(state)s) opened again on its review page first."
        )
        link = _("To the review page")
    said = words % {"numbers": numbers, "state": section.state.label}
    href = reverse("unsaved" if is_open else "review", args=place)
    return format_html('{} <a href="{}">{}</a>', said, href, link)


def number_of(edition: EditionShape, key: str) -> str:
    """Return the number of a question or a translation, by its key; nothing if there is none."""
    try:
        return find_question(edition, key).number
    except KeyError:
        return ""


def _reject(request: HttpRequest, access: ResponseAccess, found: IncomingFile) -> HttpResponse:
    key = _question(request, access).key
    _act(receiving.reject, access, found, key)
    return back_to(request, access, found, f"#p-{key}")


def _take_back(request: HttpRequest, access: ResponseAccess, found: IncomingFile) -> HttpResponse:
    key = _question(request, access).key
    _act(receiving.take_back, access, found, key)
    return back_to(request, access, found, f"#p-{key}")


def _question(request: HttpRequest, access: ResponseAccess) -> QuestionShape:
    try:
        return find_question(access.snapshot.edition, request.POST.get("question", ""))
    except KeyError:
        raise Http404 from None


def _move(request: HttpRequest, access: ResponseAccess, found: IncomingFile) -> HttpResponse:
    """Put the lines that were ticked to the answer to a question, or to none."""
    numbers = [parse_number(each) for each in request.POST.getlist("line")]
    lines = [each for each in numbers if each is not None]
    to = request.POST.get("to", "")
    if not lines:
        messages.warning(request, _("Tick the lines that belong elsewhere first."))
        return back_to(request, access, found, "#move")
    proposed = PlacedLines.from_json(found.placed or _NONE).proposals
    if to != "-" and to not in access.snapshot.edition.questions_by_key and to not in proposed:
        messages.warning(request, _("Choose the question that the lines belong to."))
        return back_to(request, access, found, "#move")
    refill = refill_from(access.snapshot.edition, read_lines(found.lines or []))
    if not _act(receiving.move, access, found, lines, "" if to == "-" else to, refill):
        messages.info(request, _("Nothing was moved: lines of accepted answers stay there."))
    return back_to(request, access, found, f"#l-{lines[0]}" if to == "-" else f"#p-{to}")


def _move_before(request: HttpRequest, access: ResponseAccess, found: IncomingFile) -> HttpResponse:
    return _move_beside(request, access, found, 0)


def _move_after(request: HttpRequest, access: ResponseAccess, found: IncomingFile) -> HttpResponse:
    return _move_beside(request, access, found, 1)


def _move_beside(
    request: HttpRequest, access: ResponseAccess, found: IncomingFile, side: int
) -> HttpResponse:
    """Put all that is proposed to a question, as it was seen, to the one before or after it."""
    edition, key = access.snapshot.edition, _question(request, access).key
    to = beside(edition).get(key, (None, None))[side]
    if to is None:
        raise Http404
    proposal = PlacedLines.from_json(found.placed or _NONE).of(key)
    if request.POST.get("seen") != f"{key} {proposal.seen}" or not proposal.is_open:
        words = _("%(number)s: changed since you opened the page, so not moved. Look again.")
        messages.warning(request, words % {"number": number_of(edition, key)})
        return back_to(request, access, found, f"#p-{key}")
    refill = refill_from(edition, read_lines(found.lines or []))
    _act(receiving.move, access, found, proposal.lines, to.key, refill)
    words = _("What was proposed to %(number)s now belongs to %(to)s.")
    messages.success(request, words % {"number": number_of(edition, key), "to": to.number})
    return back_to(request, access, found, f"#p-{to.key}")


def _finish(request: HttpRequest, access: ResponseAccess, found: IncomingFile) -> HttpResponse:
    placed = _act(receiving.finish, access, found, timezone.now())
    words = _("The import of “%(file)s” is finished.") % {"file": found.name}
    left = left_over(placed, same=same_as_now(access.snapshot, placed))
    messages.success(request, f"{words} {left_words(len(left))}")
    return redirect("imports", access.response.city.slug, access.response.edition.code)


def _resume(request: HttpRequest, access: ResponseAccess, found: IncomingFile) -> HttpResponse:
    _act(receiving.finish, access, found, None)
    return back_to(request, access, found)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit_proposal(
    request: HttpRequest, city: str, edition: str, pk: int, question: str
) -> HttpResponse:
    """Show the form of a question with what a file proposes; by POST accept what was made of it.

    Replies 422 where that has a fault, and 409 where the proposal has been decided or changed
    since: what was typed stays in the form.
    """
    access = response_or_404(request, city, edition)
    access.require(Permission.IMPORT)
    found = file_or_404(access, pk)
    proposal = PlacedLines.from_json(found.placed or _NONE).of(question)
    shown = shown_proposal(access.snapshot, proposal)
    if shown is None or not proposal.lines:
        raise Http404
    if request.method != "POST":
        return _form_page(request, access, found, shown)
    if button := request.POST.get("rows"):
        return _form_page(request, access, found, shown, button=button)
    form = _form(access, shown, request.POST)
    if not form.is_valid() or not form.writes or not form.writes[0].content:
        return _form_page(request, access, found, shown, form=form, status=422)
    seen = {question: request.POST.get("seen", "").partition(" ")[2]}
    wanted = form.writes[0].content
    outcome = _act(receiving.accept, access, found, seen, actor=access.actor, wanted=wanted)
    if outcome.changed:
        found = file_or_404(access, pk)
        return _form_page(request, access, found, shown, form=form, status=409)
    told(request, access, outcome)
    return redirect(f"{address_of_file(access, found)}#p-{question}")


def _form(
    access: ResponseAccess,
    shown: ShownProposal,
    data: Mapping[str, Any] | None = None,
    button: str = "",
) -> SectionForm:
    return SectionForm(
        [replace(shown.answer, content=shown.read.content)],
        data,
        prefix="p",
        language=shown.question.language or access.snapshot.language,
        edition=access.snapshot.edition,
        button=button,
    )


def _form_page(
    request: HttpRequest,
    access: ResponseAccess,
    found: IncomingFile,
    shown: ShownProposal,
    *,
    form: SectionForm | None = None,
    button: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    if form is None:
        form = _form(access, shown, request.POST if button else None, button)
    lines = found.lines or []
    context = {
        "snapshot": access.snapshot,
        "section": access.snapshot.sections_by_key[shown.section],
        "file": found,
        "shown": shown,
        "lines": [(each, lines[each - 1]["text"]) for each in shown.proposal.lines],
        "form": form,
        "problems": form.problems,
        "nothing": status == HTTPStatus.UNPROCESSABLE_ENTITY and not form.problems,
        "has_changed": status == HTTPStatus.CONFLICT,
        "language": shown.question.language or access.snapshot.language,
        "pattern": PATTERN,
    }
    return render(request, "responses/incoming/edit_proposal.html", context, status=status)


def _act(
    deed: Callable[..., Any], access: ResponseAccess, found: Model, *said: Any, **more: Any
) -> Any:
    """Do something to a file; 404 where it is gone, or was never read."""
    try:
        return deed(access.response, found.pk, *said, **more)
    except LookupError:
        raise Http404 from None


_NONE = PlacedLines({}).to_json()
_DEEDS: Mapping[str, Callable[[HttpRequest, ResponseAccess, IncomingFile], HttpResponse]] = {
    "accept": _accept,
    "reject": _reject,
    "take_back": _take_back,
    "move": _move,
    "move_before": _move_before,
    "move_after": _move_after,
    "finish": _finish,
    "resume": _resume,
}
