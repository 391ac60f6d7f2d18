"""Who signs for whom in a city."""

import logging
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.people.deputies import (
    DeputyRefusedError,
    city_signers,
    deputies_of,
    read_signing,
    remove_deputy,
)
from responses.domain.people.finding import listed
from responses.domain.people.labels import read_labels
from responses.domain.permissions import Permission, may
from responses.domain.telling.deputizing import appoint, is_told
from responses.forms.deputies import DeputyForm
from responses.mails import appointment_mail
from responses.models import City, Deputy, User
from responses.pages.deputies import deputy_row
from responses.wording.dates import day

from .access import actor_of, city_or_404, signed_in
from .once import afterwards, once
from .posted import chosen, number_or_404

TWO_NEEDED = 2
PAGE = 20
"""How many deputies stand on a page."""

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def deputies(request: HttpRequest, city: str) -> HttpResponse:
    """Show who signs for whom to coordinators and reviewers; add or remove one by POST."""
    place = city_or_404(request, city, Permission.NAME_DEPUTIES)
    if request.method != "POST":
        return _page(request, place)
    return chosen(request.POST, "do", _DO)(request, place)


def _add(request: HttpRequest, city: City) -> HttpResponse:
    signers = city_signers(city)
    form = DeputyForm(signers, listed(signers), _for(request, city), request.POST)
    if not form.is_valid():
        return _page(request, city, form)
    try:
        added = appoint(city, **form.said(), actor=actor_of(request))
    except DeputyRefusedError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.reason))
        return _page(request, city, form)
    said = _("%(deputy)s signs for %(name)s from %(first)s until %(last)s.")
    days = {"first": day(added.first_day), "last": day(added.last_day)}
    messages.success(request, said % {"deputy": added.deputy, "name": added.person, **days})
    if not is_told(added):
        afterwards(request, lambda: _send(request, added))
    return redirect(request.get_full_path())


def _send(request: HttpRequest, added: Deputy) -> None:
    """Tell a deputy by e-mail whom no notice can tell; say so if the mail server does not."""
    try:
        appointment_mail(added, sender=signed_in(request)).send()
    except OSError as error:  # of the network, or what the mail server says (an SMTPException)
        logger.warning("No appointment by mail: %s", error)
        said = _("%(deputy)s could not be told by e-mail. Please tell them yourself.")
        messages.warning(request, said % {"deputy": added.deputy})


def _remove(request: HttpRequest, city: City) -> HttpResponse:
    rows = Deputy.objects.select_related("city", "person", "deputy")
    deputy = get_object_or_404(rows, pk=number_or_404(request.POST, "deputy"), city=city)
    remove_deputy(deputy, actor=actor_of(request))
    said = _("%(deputy)s no longer signs for %(name)s. Existing signatures stay.")
    messages.success(request, said % {"deputy": deputy.deputy, "name": deputy.person})
    return redirect(request.get_full_path())


_DO: Mapping[str, Callable[[HttpRequest, City], HttpResponse]] = {"add": _add, "remove": _remove}


def _for(request: HttpRequest, city: City) -> User | None:
    """Return for whom alone the person may name a deputy, themselves; None for everybody."""
    person = signed_in(request)
    return None if may(person, Permission.MANAGE_MEMBERS, city) else person


def _page(request: HttpRequest, city: City, failed: DeputyForm | None = None) -> HttpResponse:
    person, signers = _for(request, city), city_signers(city)
    page = Paginator(deputies_of(city), PAGE).get_page(request.GET.get("page"))
    keys = {key for each in page for key in (each.person_id, each.deputy_id)}
    called, few = read_labels(keys, [city.pk]), listed(signers)
    signing = read_signing(city, keys) if few is None else {each.pk for each in few}
    context = {
        "city": city,
        "rows": [
            deputy_row(each, signing, called, removable=person in {None, each.person})
            for each in page
        ],
        "page": page,
        "form": failed or DeputyForm(signers, few, person),
        "possible": few is None or len(few) >= TWO_NEEDED,
        "may_manage": person is None,
    }
    return render(
        request, "responses/deputies/deputies.html", context, status=422 if failed else 200
    )
