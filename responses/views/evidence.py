"""All web addresses that a response names, and how they stand."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.assignment.departments import read_departments_of
from responses.domain.checks.health import read_health
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import read_checks, read_statuses
from responses.domain.coverage.coverage import Claims
from responses.domain.coverage.services import read_claims
from responses.domain.kept.kept import count_kept
from responses.domain.permissions import Permission
from responses.domain.progress.failing import NO_PLACES, OwnPlaces, own_places
from responses.domain.progress.own import read_own
from responses.domain.snapshot.changed import read_changed
from responses.domain.snapshot.evidence import NamedAddress, named_addresses
from responses.domain.snapshot.services import named_services, read_named_services
from responses.forms.evidence import EvidenceForm, LinkNoteForm
from responses.link_states import LinkState
from responses.pages.evidence import evidence_row, read_waits, state_counts
from responses.pages.evidence_filter import KnownPlaces, matching, standing_addresses
from responses.pages.health import health_of

from .access import ResponseAccess, response_or_404
from .once import once

PAGE = 50
HISTORY = 30
"""How many of its last checks the page of one address shows."""
_FAILED = frozenset({LinkState.FAILING, LinkState.DOUBTFUL})


@require_safe
def evidence(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show the addresses that are asked for, in the form's order; two queries for their states.

    One for departments; one for changes, where a section is approved; one for their checks of the
    last days, if all is shown; two where some were never checked; one for services, and what
    writers chose that links prove, of an edition that has indicators; the few of My work, if what
    the reader has to correct is asked for.
    Replies 422, and shows none, where what is asked for cannot be read.
    """
    access = response_or_404(request, city, edition)
    snapshot, response = access.snapshot, access.response
    claims = _claims(access)
    services = named_services(snapshot.edition, claims.services)
    addresses = named_addresses(snapshot.sections, services)
    statuses = read_statuses([each.digest for each in addresses], access.response.pk)
    found = standing_addresses(addresses, statuses)
    may, counts = _may_recheck(access), state_counts(found)
    departments = read_departments_of(response)
    said = {each.service.department for each in services} - {""}
    form = EvidenceForm(request.GET, snapshot, sorted({*departments.names, *said}))
    status, page, rows = 422, None, []
    if form.is_valid():
        status = 200
        asked = form.asked()
        own = _own(access) if asked.whose else NO_PLACES
        known = KnownPlaces(response.pk, claims.chosen, departments, own)
        page = Paginator(matching(found, asked, known), PAGE).get_page(request.GET.get("page"))
        checks = read_checks([each.status.key for each in page if each.status.key])
        digests = [each.address.digest for each in page]
        kept = count_kept(response, digests) if response.keeps_pages else {}
        changed = read_changed([each.address for each in page], statuses)
        waits = read_waits(page, timezone.now())
        rows = [
            evidence_row(
                *(snapshot, each, checks, kept, changed),
                waits=waits,
                chosen=claims.chosen,
                may_recheck=may,
            )
            for each in page
        ]
    keys = [] if form.has_changed() else [each.key for each in statuses.values()]
    context = {
        "snapshot": snapshot,
        "health": health_of(read_health(keys, timezone.now())) if keys else None,
        "form": form,
        "filtered": form.has_changed(),
        "counts": counts,
        "total": len(found),
        "page": page,
        "rows": rows,
        "keeps": response.keeps_pages,
        "is_checked": settings.CHECK_LINKS,
        "may_recheck": may,
        "may_repair": access.may(Permission.EDIT),
        "failing": sum(count for state, count in counts if state in _FAILED),
    }
    return render(request, "responses/evidence/evidence.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def evidence_link(request: HttpRequest, city: str, edition: str, digest: str) -> HttpResponse:
    """Show one address with its last checks; keep by POST why a link to it is right all the same.

    The latter for who may write an answer that names it.
    """
    access = response_or_404(request, city, edition)
    address = next((each for each in _named(access) if each.digest == digest), None)
    if not digest or address is None:
        raise Http404
    if request.method != "POST":
        return _link_page(request, access, address)
    if not _writes(access, address):
        raise PermissionDenied
    form = LinkNoteForm(request.POST)
    if not form.is_valid():
        return _link_page(request, access, address, form)
    note = form.cleaned_data["note"]
    note_link(access.response, digest, address.url, note, actor=access.actor)
    messages.success(request, _("The note is saved.") if note else _("There is no note now."))
    return redirect("evidence_link", city, edition, digest)


def _claims(access: ResponseAccess) -> Claims:
    """Return what a response says beside its answers; one query, none without indicators."""
    has_any = access.snapshot.edition.indicators
    return read_claims(access.response) if has_any else Claims({}, {})


def _named(access: ResponseAccess) -> list[NamedAddress]:
    """Return all addresses that a response names; one query, none if questions ask for all."""
    services = read_named_services(access.snapshot.edition, access.response.pk)
    return named_addresses(access.snapshot.sections, services)


def _own(access: ResponseAccess) -> OwnPlaces:
    """Return what the reader has to correct in the response, as My work has it; seven queries."""
    own = read_own(access.user.pk)
    return own_places(own, [each for each in own.responses if each.pk == access.response.pk])


def _may_recheck(access: ResponseAccess) -> bool:
    """Return whether the person may ask that links be checked before they are due."""
    return settings.CHECK_LINKS and access.may(Permission.COMMENT)


def _writes(access: ResponseAccess, address: NamedAddress) -> bool:
    """Return whether the person may write an answer, translation or service that names it."""
    if address.services and access.may(Permission.EDIT):
        return True
    reach = access.reach
    return any(
        each.question.pk in (reach.translations if each.language else reach.questions)
        for each in address.named
    )


def _link_page(
    request: HttpRequest,
    access: ResponseAccess,
    address: NamedAddress,
    failed: LinkNoteForm | None = None,
) -> HttpResponse:
    statuses = read_statuses([address.digest], access.response.pk)
    [found] = standing_addresses([address], statuses)
    changed = read_changed([address], statuses)
    checks = read_checks([found.status.key], last=HISTORY) if found.status.key else {}
    keeps = access.response.keeps_pages
    kept = count_kept(access.response, [address.digest]) if keeps else {}
    waits = read_waits([found], timezone.now())
    context = {
        "snapshot": access.snapshot,
        "row": evidence_row(
            *(access.snapshot, found, checks, kept, changed),
            waits=waits,
            chosen=_claims(access).chosen,
            may_recheck=False,
        )._replace(own_href=""),
        "form": failed or LinkNoteForm(initial={"note": found.status.note}),
        "digest": address.digest,
        "may_recheck": _may_recheck(access) and bool(address.digest),
        "may_note": _writes(access, address),
        "is_checked": settings.CHECK_LINKS,
    }
    status = 422 if failed else 200
    return render(request, "responses/evidence/evidence_link.html", context, status=status)
