"""Who has what, how far and how late, for coordinators."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from responses.documents import progress_xlsx as table
from responses.domain.auditing import record_export
from responses.domain.permissions import Permission
from responses.domain.progress.progress import Progress
from responses.domain.progress.reading import read_progress
from responses.domain.snapshot.snapshot import SectionSnapshot
from responses.domain.submissions.delivering import delivery_of
from responses.domain.submissions.sealing import is_sealed, last_submission
from responses.enums import WRITABLE, State
from responses.forms.dashboard import DashboardForm
from responses.pages.chart import chart_of

from .access import ResponseAccess, response_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def dashboard(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show how far the response is, and of its sections and questions those asked for."""
    access, progress = _progress(request, city, edition)
    form = DashboardForm(request.GET, progress.departments)
    return _page(request, access, progress, form)


@require_safe
def progress_xlsx(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Send what is asked for as a workbook, in the language of the interface."""
    access, progress = _progress(request, city, edition)
    form = DashboardForm(request.GET, progress.departments)
    if not form.is_valid():
        return _page(request, access, progress, form)
    name = f"{city}-{edition}-progress.xlsx"
    asked = f"{name} ({form.said()})" if form.said() else name
    content = table.workbook(progress, form.asked())
    record_export(access.response.city, asked, actor=access.actor)
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _progress(request: HttpRequest, city: str, edition: str) -> tuple[ResponseAccess, Progress]:
    access = response_or_404(request, city, edition)
    access.require(Permission.ASSIGN)
    return access, read_progress(access.response, access.snapshot)


def _page(
    request: HttpRequest, access: ResponseAccess, progress: Progress, form: DashboardForm
) -> HttpResponse:
    """Return the page; where the form cannot be read, without any rows."""
    context: dict[str, Any] = {
        "snapshot": access.snapshot,
        "progress": progress,
        **_sealed(access),
        "approved": sum(section.state is State.APPROVED for section in access.snapshot.sections),
        "chart": chart_of(progress.burn_up),
        "form": form,
        "filtered": form.has_changed(),
        "sections": [],
        "handed": [],
    }
    status = 422
    if form.is_valid():
        asked, status = form.asked(), 200
        context["sections"] = [
            (each, _href(access, each.section)) for each in progress.sections_matching(asked)
        ]
        context["handed"] = [
            (each, _href(access, each.section)) for each in progress.handed_matching(asked)
        ]
    return render(request, "responses/dashboard/dashboard.html", context, status=status)


def _sealed(access: ResponseAccess) -> dict[str, Any]:
    """Return the submission of a response as it stands; one query, once all is approved."""
    last = last_submission(access.response) if access.snapshot.approved else None
    sealed = last if is_sealed(access.snapshot, last) else None
    return {"sealed": sealed, "delivery": delivery_of(sealed)}


def _href(access: ResponseAccess, section: SectionSnapshot) -> str:
    """Return the page on which a coordinator, who writes everywhere, writes or reads a section."""
    city, edition = access.response.city.slug, access.response.edition.code
    name = "section" if section.state in WRITABLE else "review"
    return reverse(name, args=(city, edition, section.section.key))
