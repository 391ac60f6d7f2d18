"""Which indicators a response has evidence for, on a page and as files."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from responses.domain.checks.states import read_statuses
from responses.domain.coverage.coverage import Coverage, CoveredIndicator, covered, named_digests
from responses.domain.coverage.services import read_claims
from responses.pages.coverage import coverage_counts, coverage_groups
from responses.wording.coverage import COVERAGES

from .access import ResponseAccess, response_or_404
from .taking import taken_out

_TYPES = {
    "coverage.csv": "text/csv; charset=utf-8",
    "coverage.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def coverage(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show all indicators with the evidence for each, or those that stand as `show` says.

    Two queries beside those of every page: what is chosen, and how addresses stand.
    """
    access = response_or_404(request, city, edition)
    found = _covered(access)
    shown = request.GET.get("show", "")
    only = shown if shown in set(Coverage) else ""
    context = {
        "snapshot": access.snapshot,
        "counts": [(each, COVERAGES[each], count) for each, count in coverage_counts(found)],
        "looks": COVERAGES,
        "groups": coverage_groups(access.snapshot, found, only),
        "only": only,
        "total": len(found),
    }
    return render(request, "responses/coverage/coverage.html", context)


@require_safe
def coverage_file(request: HttpRequest, city: str, edition: str, name: str) -> HttpResponse:
    """Send the same as a table, in the language of the interface; that it was sent is recorded."""
    from responses.documents.coverage_tables import (  # noqa: PLC0415 - slow to load
        coverage_csv,
        coverage_xlsx,
    )

    access = response_or_404(request, city, edition)
    if name not in _TYPES:
        raise Http404
    found = _covered(access)
    make = {"coverage.csv": coverage_csv, "coverage.xlsx": coverage_xlsx}[name]
    content, file_name = make(access.snapshot, found), f"{city}-{edition}-{name}"
    taken_out(request, access.response.city, file_name)
    return HttpResponse(
        content,
        content_type=_TYPES[name],
        headers={
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _covered(access: ResponseAccess) -> Sequence[CoveredIndicator]:
    """Return the indicators with their evidence; raises 404 where the edition has none."""
    snapshot = access.snapshot
    if not snapshot.edition.indicators:
        raise Http404
    claims = read_claims(access.response)
    statuses = read_statuses(named_digests(snapshot, claims.services), access.response.pk)
    return covered(snapshot, claims, statuses)
