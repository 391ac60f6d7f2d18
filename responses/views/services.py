"""What no question asks for: the services of a response, one after the other."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from responses.domain.checks.states import digest_of, read_statuses
from responses.domain.coverage.claiming import write_services
from responses.domain.coverage.services import services_of
from responses.domain.people.members import read_departments
from responses.domain.permissions import NotAllowedError, Permission
from responses.domain.snapshot.services import AVAILABLE, Service, tally_of, unasked
from responses.forms.services import ServicesTyped, read_typed
from responses.pages.services import ShownServices, service_groups
from responses.wording.saving import nothing_to_save

from .access import ResponseAccess, actor_of, response_or_404, visited
from .once import once

_NOTHING = ServicesTyped({}, {}, {})


@require_http_methods(["GET", "HEAD", "POST"])
@once
def services(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show the indicators that no question asks for, with what the city says of each; write them.

    Replies 422 where something typed is faulty, 409 where somebody else changed the same field
    meanwhile, and 403 where the person may not write, each with what was typed.
    """
    access = response_or_404(request, city, edition)
    indicators = unasked(access.snapshot.edition)
    if not indicators:
        raise Http404
    if request.method != "POST":
        visited(request, "services", access.response)
        return _page(request, access)
    typed = read_typed(request.POST, [each.key for each in indicators])
    try:
        saved = write_services(
            access.response, access.snapshot.edition, typed.changes, actor=actor_of(request)
        )
    except NotAllowedError:
        return _page(request, access, typed, status=403)
    if typed.problems or saved.conflicts:
        status = 422 if typed.problems else 409
        return _page(request, access, typed, saved.conflicts, saved=saved.number, status=status)
    said = _saved(saved.number) if saved.number else nothing_to_save()
    messages.success(request, said)
    return redirect(request.get_full_path())


def _saved(count: int) -> str:
    said = ngettext("Saved %(count)d entry.", "Saved %(count)d entries.", count)
    return said % {"count": count}


def _departments(access: ResponseAccess) -> list[str]:
    """Return of which departments people are, who find their entries in My work; one query."""
    return sorted(read_departments(access.response.city))


def _page(
    request: HttpRequest,
    access: ResponseAccess,
    typed: ServicesTyped = _NOTHING,
    conflicts: Mapping[str, Service] | None = None,
    *,
    saved: int = 0,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    snapshot, now = access.snapshot, services_of(access.response)
    urls = [each.url for each in (*now.values(), *typed.typed.values()) if each.url]
    statuses = read_statuses([digest_of(url) for url in urls], access.response.pk)
    conflicts, is_denied = conflicts or {}, status == HTTPStatus.FORBIDDEN
    # Of what was saved beside that, the page shows what is stored.
    left = {
        key: each
        for key, each in typed.typed.items()
        if is_denied or key in conflicts or key not in typed.changes
    }
    shown = ShownServices(now, left, typed.problems, conflicts, statuses)
    groups = service_groups(unasked(snapshot.edition), shown)
    context = {
        "snapshot": snapshot,
        "groups": groups,
        "choices": [(value, str(words)) for value, words in AVAILABLE.items()],
        "may_write": access.may(Permission.EDIT) or bool(left),
        "may_assign": access.may(Permission.ASSIGN),
        "due": snapshot.due_on,
        "tally": tally_of(unasked(snapshot.edition), now),
        "is_printed": access.response.city.services_annex,
        "may_set": access.may(Permission.SET_LANGUAGES),
        "departments": _departments(access) if access.may(Permission.ASSIGN) else [],
        "problems": [
            (f"{row.id}--{field}", row.words, words)
            for group in groups
            for row in group.rows
            for field, words in row.problems._asdict().items()
            if words
        ],
        "conflicts": [
            (f"{row.id}--{field}", row.words)
            for group in groups
            for row in group.rows
            for field, words in row.others._asdict().items()
            if words
        ],
        "saved": _saved(saved) if saved else "",
        "denied": is_denied,
    }
    return render(request, "responses/services/services.html", context, status=status)
