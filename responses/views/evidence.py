"""All web addresses that the answers of a response name, and how they stand."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from responses.domain.checks.states import read_checks, read_statuses
from responses.domain.snapshot.evidence import named_addresses
from responses.forms.evidence import EvidenceForm
from responses.pages.evidence import evidence_row, matching, standing_addresses, state_counts

from .access import response_or_404

PAGE = 50


@require_safe
def evidence(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show the addresses that are asked for, in the form's order; two queries for their states.

    Replies 422, and shows none, where what is asked for cannot be read.
    """
    access = response_or_404(request, city, edition)
    snapshot = access.snapshot
    addresses = named_addresses(snapshot.sections)
    statuses = read_statuses([each.digest for each in addresses], access.response.pk)
    found = standing_addresses(addresses, statuses)
    form = EvidenceForm(request.GET, snapshot.sections)
    status, page, rows = 422, None, []
    if form.is_valid():
        status = 200
        page = Paginator(matching(found, form.asked()), PAGE).get_page(request.GET.get("page"))
        checks = read_checks([each.status.key for each in page if each.status.key])
        rows = [evidence_row(snapshot, each, checks) for each in page]
    context = {
        "snapshot": snapshot,
        "form": form,
        "filtered": form.has_changed(),
        "counts": state_counts(found),
        "total": len(found),
        "page": page,
        "rows": rows,
        "is_checked": settings.CHECK_LINKS,
    }
    return render(request, "responses/evidence/evidence.html", context, status=status)
