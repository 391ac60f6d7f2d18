"""Asking that links be checked before they are due."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from responses.domain.checks.named import target_or_none
from responses.domain.checks.recording import ask_again, register
from responses.domain.checks.states import read_statuses
from responses.domain.permissions import Permission
from responses.domain.snapshot.evidence import named_addresses
from responses.domain.snapshot.services import read_named_services
from responses.link_states import LinkState

from .access import response_or_404
from .once import once


@require_POST
@once
def recheck(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Have a link of a response checked again, or all that fail; at most once an hour each.

    A worker asks for them, never this process. 404 where links are not checked.
    """
    access = response_or_404(request, city, edition)
    access.require(Permission.COMMENT)
    services = read_named_services(access.snapshot.edition, access.response.pk)
    addresses = named_addresses(access.snapshot.sections, services)
    named = {each.digest for each in addresses if each.digest}
    asked = request.POST.get("link", "")
    if not settings.CHECK_LINKS or (asked and asked not in named):
        raise Http404
    if asked:
        # What was written a moment ago no worker knows yet.
        url = next(each.url for each in addresses if each.digest == asked)
        if target := target_or_none(url):
            register({asked: target}, timezone.now())
        digests = {asked}
    else:
        statuses = read_statuses(named, access.response.pk)
        failing = (LinkState.FAILING, LinkState.DOUBTFUL)
        digests = {digest for digest, each in statuses.items() if each.state in failing}
    count = ask_again(digests, timezone.now())
    if count:
        words = ngettext(
            "%(count)d link is checked again within a few minutes.",
            "%(count)d links are checked again within a few minutes.",
            count,
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(
            request,
            _("These links were asked for within the last hour. Look again in a few minutes."),
        )
    if asked:
        return redirect("evidence_link", city, edition, asked)
    return redirect("evidence", city, edition)
