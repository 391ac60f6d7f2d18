"""Which indicators a response has evidence for, on a page and as files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.checks.states import read_statuses
from responses.domain.coverage.coverage import (
    Claims,
    Coverage,
    CoveredIndicator,
    covered,
    named_digests,
    portal_of,
)
from responses.domain.coverage.services import read_claims
from responses.domain.glossary.glossary import Glossary
from responses.domain.glossary.terms import read_all
from responses.domain.permissions import Permission
from responses.pages.coverage import coverage_counts, coverage_groups, portal_row
from responses.portal_tasks import enqueue_portal
from responses.wording.coverage import COVERAGES

from .access import ResponseAccess, response_or_404
from .once import once
from .taking import taken_out

_APART = timedelta(hours=1)

_TYPES = {
    "coverage.csv": "text/csv; charset=utf-8",
    "coverage.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
@once
def coverage(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show all indicators with the evidence for each, or those that stand as `show` says.

    Two queries beside those of every page: what is chosen, and how addresses stand. By POST, have
    a program look at the city's site.
    """
    access = response_or_404(request, city, edition)
    claims, found = _covered(access)
    portal = portal_of(access.snapshot, claims.chosen)
    if request.method == "POST":
        return _look(request, access, claims, portal)
    look = claims.look
    shown = request.GET.get("show", "")
    only = shown if shown in set(Coverage) else ""
    context = {
        "snapshot": access.snapshot,
        "counts": [(each, COVERAGES[each], count) for each, count in coverage_counts(found)],
        "looks": COVERAGES,
        "groups": coverage_groups(access.snapshot, found, only),
        "only": only,
        "portal": portal,
        "look": look,
        "looked_at": datetime.fromisoformat(look.at) if look else None,
        "judged": [portal_row(each) for each in look.judged] if look else [],
        "may_look": bool(portal) and settings.CHECK_LINKS and access.may(Permission.ASSIGN),
    }
    return render(request, "responses/coverage/coverage.html", context)


@require_safe
def coverage_file(request: HttpRequest, city: str, edition: str, name: str) -> HttpResponse:
    """Send the same as a table; that it was sent is recorded.

    In the language of the interface, or in both in which the city works and submits.
    """
    from responses.documents.coverage_tables import (  # noqa: PLC0415 - only asked for now and then
        coverage_csv,
        coverage_xlsx,
    )

    access = response_or_404(request, city, edition)
    if name not in _TYPES:
        raise Http404
    _claims, found = _covered(access)
    make = {"coverage.csv": coverage_csv, "coverage.xlsx": coverage_xlsx}[name]
    snapshot, said = access.snapshot, access.response.city
    if language := said.submission_language:
        snapshot = replace(snapshot, glossary=Glossary(language, read_all(said)))
    content, file_name = make(snapshot, found), f"{city}-{edition}-{name}"
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


def _look(
    request: HttpRequest, access: ResponseAccess, claims: Claims, portal: str
) -> HttpResponse:
    """Have the worker look at the city's site, once an hour at most."""
    access.require(Permission.ASSIGN)
    if not portal or not settings.CHECK_LINKS:
        raise Http404
    now, last = timezone.now(), claims.look
    if last and last.url == portal and now - datetime.fromisoformat(last.at) < _APART:
        messages.warning(request, _("The site was looked at within the last hour."))
    else:
        enqueue_portal(access.response.pk, portal)
        messages.success(request, _("The site is being looked at. Reload this page in a minute."))
    return redirect(request.get_full_path())


def _covered(access: ResponseAccess) -> tuple[Claims, Sequence[CoveredIndicator]]:
    """Return the indicators with their evidence; raises 404 where the edition has none."""
    snapshot = access.snapshot
    if not snapshot.edition.indicators:
        raise Http404
    claims = read_claims(access.response)
    digests = named_digests(snapshot, claims.services)
    statuses = read_statuses(set(digests.values()), access.response.pk)
    return claims, covered(snapshot, claims, digests, statuses)
