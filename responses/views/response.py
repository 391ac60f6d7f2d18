"""A response's front page."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from responses.domain.assignment.reach import assignees
from responses.domain.permissions import Permission
from responses.domain.snapshot.failing import failing_counts, read_failing
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.services import read_named_services, tally_of_all
from responses.domain.submissions.sealing import last_submission
from responses.enums import State
from responses.pages.gaps import Gap, gaps
from responses.pages.hrefs import href_of
from responses.pages.overview import OverviewRow, overview_row
from responses.pages.standing import read_standing
from responses.wording.translations import into_words, translated_count

from .access import ResponseAccess, response_or_404
from .closed import translatable, writable


@require_safe
def overview(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show how far each section is, what is missing, and the way to the files."""
    access = response_or_404(request, city, edition)
    snapshot, language = access.snapshot, get_language()
    standing = read_standing(snapshot, last_submission(access.response))
    places = [(section, _href(access, section)) for section in snapshot.sections]
    writers = assignees(access.response).contributors
    services = read_named_services(snapshot.edition, access.response.pk)
    failing = read_failing(access.response.pk, snapshot.sections, services)
    counts, evidence = failing_counts(failing), href_of("evidence", city, edition)
    rows = [
        overview_row(
            each,
            href,
            writers.get(each.section.pk, ()),
            counts.get(each.section.key, 0),
            evidence,
        )
        for each, href in places
    ]
    context = {
        "snapshot": snapshot,
        "rows": [_shown(row, language) for row in rows],
        "gaps": [_gaps_shown(gaps(section, href), language) for section, href in places],
        "translations": translated_count(snapshot.translations),
        "translating": _translating(access),
        "into": into_words(snapshot) if snapshot.translations else "",
        "unconfirmed": [
            (each.section.number, href_of("section", city, edition, each.section.key))
            for each in snapshot.sections
            if each.is_unconfirmed
        ],
        "failing": len(failing),
        "services": tally_of_all(services),
        "due": snapshot.due_on,
        "missing": snapshot.total - snapshot.answered,
        "approved": sum(section.state is State.APPROVED for section in snapshot.sections),
        "standing": standing,
        "may_seal": access.may(Permission.SEAL),
    }
    return render(request, "responses/response/overview.html", context)


def _translating(access: ResponseAccess) -> str:
    """Return the page of the first section in which the person can translate more, or nothing."""
    snapshot = access.snapshot
    for section in snapshot.sections:
        due = {
            each.question.pk
            for each in section.answers
            if each.translation and each.translation.is_due
        }
        if due & translatable(access, section):
            place = snapshot.city_slug, snapshot.edition.code, section.section.key
            return f"{href_of('section', *place)}?show=both"
    return ""


def _href(access: ResponseAccess, section: SectionSnapshot) -> str:
    """Return the page of a section on which the person writes or, if they cannot, reads."""
    place = access.response.city.slug, access.response.edition.code, section.section.key
    if writable(access, section):
        return href_of("section", *place)
    if access.snapshot.submission_language and translatable(access, section):
        return f"{href_of('section', *place)}?show=both"
    return href_of("review", *place)


# Rows are kept as HTML, as rendering them anew would be most of the page's cost.
@lru_cache(maxsize=1024)
def _shown(row: OverviewRow, _language: str | None) -> SafeString:
    return render_to_string("responses/response/_section.html", {"row": row})


@lru_cache(maxsize=1024)
def _gaps_shown(found: tuple[Gap, ...], _language: str | None) -> SafeString:
    return render_to_string("responses/partials/_gaps.html", {"gaps": found})
