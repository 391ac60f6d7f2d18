"""Who has what, how far and how late, for coordinators."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.assignment.assigning import AssignmentOutdatedError, set_due_date
from responses.domain.assignment.changed_by import changed_by_oneself
from responses.domain.assignment.plan import read_assignments
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import Permission
from responses.domain.progress.reading import read_progress
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.services import read_tally
from responses.domain.submissions.sealing import last_submission
from responses.domain.telling.urging import urge
from responses.enums import WRITABLE, State
from responses.forms.dashboard import DashboardForm
from responses.forms.days import read_day
from responses.localized import bracketed
from responses.pages.chart import chart_of
from responses.pages.standing import Standing, read_standing
from responses.wording.assigning import translated_too_late
from responses.wording.dates import day
from responses.wording.names import section_name
from responses.wording.reminding import not_joined, not_reminded, reminded, unassigned
from responses.wording.saving import nothing_to_save
from responses.wording.translations import into_words, translated_count

from .access import ResponseAccess, response_or_404
from .once import once
from .posted import chosen
from .taking import taken_out

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was ticked and typed beside the rows, and what is wrong with it, at which control.

    `heading` says above it what has not been done.
    """

    ticked: tuple[str, ...] = ()
    due: str = ""
    problem: str | Promise = ""
    target: str = ""
    heading: str | Promise = ""


@require_http_methods(["GET", "HEAD", "POST"])
@once
def dashboard(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show how far the response is, and of its sections and questions those asked for.

    By POST it reminds those who have to act on some of the sections, or has these be due on
    one day; replies 422 where none is chosen or no day said, and 409 where somebody else has
    dated one of them since the page was opened.
    """
    access = response_or_404(request, city, edition)
    access.require(Permission.ASSIGN)
    if request.method != "POST":
        return _page(request, access)
    one = request.POST.get("remind")
    keys = [one] if one else request.POST.getlist("section")
    sections = access.snapshot.edition.sections_by_key
    act = _remind if one else chosen(request.POST, "do", _DO)
    heading = _NOTHING_SENT if act is _remind else _NOTHING_CHANGED
    typed = _Typed(tuple(keys), request.POST.get("due", ""), heading=heading)
    if not sections.keys() >= set(keys):
        raise BadRequest
    if not keys:
        return _page(request, access, replace(typed, problem=_NONE_CHOSEN, target="pick"))
    return act(request, access, [each for key, each in sections.items() if key in keys], typed)


def _remind(
    request: HttpRequest, access: ResponseAccess, sections: list[SectionShape], _typed: _Typed
) -> HttpResponse:
    found = urge(access.response, sections, actor=access.actor)
    if words := reminded(found):
        messages.success(request, words)
    for words in not_reminded(found):
        messages.info(request, words)
    place = [access.response.city.slug, access.response.edition.code]
    if words := unassigned(found):
        key = next(each.section.key for each in found if each.unassigned)
        href = f"{reverse('assignment', args=place)}#s-{key}"
        _warn(request, words, href, _("Assign someone"))
    if words := not_joined(found):
        href = f"{reverse('members', args=place[:1])}?edition={place[1]}#invited"
        _warn(request, words, href, _("Send the invitation again"))
    return _back(request)


def _warn(request: HttpRequest, words: str, href: str, link: str) -> None:
    """Say what is to be done, with the way there."""
    messages.warning(request, format_html('{} <a href="{}">{}</a>', words, href, link))


def _set_due_date(
    request: HttpRequest, access: ResponseAccess, sections: list[SectionShape], typed: _Typed
) -> HttpResponse:
    try:
        wanted = read_day(typed.due)
    except ValidationError as refusal:
        problem = refusal.messages[0]
        return _page(request, access, replace(typed, problem=problem, target="due"))
    if wanted is None:
        return _page(request, access, replace(typed, problem=_NO_DAY, target="due"))
    seen = {each.key: _seen(request, each.key) for each in sections}
    try:
        changed = set_due_date(access.response, wanted, seen, actor=access.actor)
    except AssignmentOutdatedError as refusal:
        others = [section_name(each) for each in sections if each.key in refusal.sections]
        own = changed_by_oneself(
            access.response, access.snapshot.edition, refusal.sections, access.user
        )
        outdated = _OUTDATED_BY_ONESELF if own == refusal.sections else _OUTDATED
        problem = outdated % {"list": ", ".join(others)}
        return _page(request, access, replace(typed, problem=problem, target="due"), status=409)
    said = ngettext(
        "%(count)d section is due on %(day)s now.",
        "%(count)d sections are due on %(day)s now.",
        changed,
    )
    words = said % {"count": changed, "day": day(wanted)} if changed else nothing_to_save()
    messages.success(request, words)
    plan = read_assignments(access.response)
    given = {key: each.assignment for key, each in plan.sections.items() if key in seen}
    late = translated_too_late(access.snapshot.edition, given)
    if late and plan.translates and not access.response.city.translations_afterwards:
        messages.warning(request, late)
    return _back(request)


_NOTHING_SENT = gettext_lazy("No reminder was sent")
_NOTHING_CHANGED = gettext_lazy("Nothing is changed yet")
_NONE_CHOSEN = gettext_lazy("Choose at least one section in the table.")
_NO_DAY = gettext_lazy("Enter the new due date first.")
_OUTDATED = gettext_lazy(
    "Someone else changed these due dates after you opened the page: %(list)s. The table shows "
    "the current dates. Press the button again to replace them."
)
_OUTDATED_BY_ONESELF = gettext_lazy(
    "You changed these due dates in another window after you opened this page: %(list)s. The table "
    "shows the current dates. Press the button again to replace them."
)
_DO: Mapping[
    str, Callable[[HttpRequest, ResponseAccess, list[SectionShape], _Typed], HttpResponse]
] = {"remind": _remind, "due": _set_due_date}


def _seen(request: HttpRequest, key: str) -> date | None:
    """Return by which day a section was due on the page that was sent."""
    try:
        return read_day(request.POST.get(f"due-{key}", ""))
    except ValidationError:
        raise BadRequest from None


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the same rows."""
    return redirect(request.get_full_path())


@require_safe
def progress_xlsx(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Send what is asked for as a workbook, in the language of the interface."""
    from responses.documents.progress_xlsx import workbook  # noqa: PLC0415 - asked for now and then

    access = response_or_404(request, city, edition)
    access.require(Permission.ASSIGN)
    progress = read_progress(access.response, access.snapshot)
    form = DashboardForm(request.GET, progress.departments)
    if not form.is_valid():
        return _page(request, access)
    name = f"{city}-{edition}-progress.xlsx"
    asked = bracketed(name, form.said()) if form.said() else name
    content = workbook(progress, form.asked())
    taken_out(request, access.response.city, asked)
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _page(
    request: HttpRequest, access: ResponseAccess, typed: _Typed = _Typed(), status: int = 422
) -> HttpResponse:
    """Return the page; where its address cannot be read, without any rows.

    `status` is that of a page with something wrong.
    """
    progress = read_progress(access.response, access.snapshot)
    form = DashboardForm(request.GET, progress.departments)
    context: dict[str, Any] = {
        "snapshot": access.snapshot,
        "progress": progress,
        "standing": _standing(access),
        "services": read_tally(access.snapshot.edition, access.response.pk),
        "approved": sum(section.state is State.APPROVED for section in access.snapshot.sections),
        "into": into_words(access.snapshot),
        "translations": translated_count(access.snapshot.translations),
        "chart": chart_of(progress.burn_up),
        "form": form,
        "fields": _fields(tuple(progress.departments), form.sent(), get_language()),
        "filtered": form.has_changed(),
        "sections": [],
        "handed": [],
        "typed": typed,
    }
    if form.is_valid():
        asked = form.asked()
        context["sections"] = [
            (each, _href(access, each.section)) for each in progress.sections_matching(asked)
        ]
        context["handed"] = [
            (each, _href(access, each.section)) for each in progress.handed_matching(asked)
        ]
    context["is_open"] = any(each.is_open or each.waits for each, _href in context["sections"])
    wrong = typed.problem or not form.is_valid()
    return render(
        request, "responses/dashboard/dashboard.html", context, status=status if wrong else 200
    )


# They depend on this alone, and took a quarter of the page's time.
@lru_cache(maxsize=256)
def _fields(
    departments: tuple[str, ...], sent: tuple[tuple[str, str], ...], _language: str | None
) -> SafeString:
    form = DashboardForm(dict(sent), departments)
    return render_to_string("responses/partials/_fields.html", {"form": form})


def _standing(access: ResponseAccess) -> Standing:
    """Return how a response stands to its newest submission; one query, once all is approved.

    A few more where that is not the first and not recorded as sent.
    """
    approved = access.snapshot.approved
    return read_standing(access.snapshot, last_submission(access.response) if approved else None)


def _href(access: ResponseAccess, section: SectionSnapshot) -> str:
    """Return the page on which a coordinator, who writes everywhere, writes or reads a section."""
    city, edition = access.response.city.slug, access.response.edition.code
    name = "section" if section.state in WRITABLE else "review"
    return reverse(name, args=(city, edition, section.section.key))
