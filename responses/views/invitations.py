"""The page behind the link of an invitation, for whoever has the link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from responses.domain.joining import accept, accept_as_new
from responses.domain.people.invitations import (
    AccountExistsError,
    InvitationInvalidError,
    OtherAccountError,
    account_of,
    find,
)
from responses.domain.people.trying import looked_up_in_vain, lookup_wait
from responses.forms.members import AccountForm, PlaceForm, place_of
from responses.models import Invitation, Membership, User
from responses.wording.waiting import wait_words

from .access import actor_of, address_of
from .account import held_back, sign_in


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what somebody is invited to, and let them join by POST.

    Programs that look at the links of mails only GET, so the link is used up by POST alone.
    """
    found = find(secret)
    try:
        page = _open(request, found, secret) if found else _void(request)
    except InvitationInvalidError:
        page = _void(request)
    # The secret stands in the address, which no other page is told. Not "no-referrer", with
    # which browsers send "Origin: null", and the form would be taken for another site's.
    page.headers["Referrer-Policy"] = "strict-origin"
    return page


def _open(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    """Return the page of an invitation that can be used, or what comes of using it."""
    posted = request.method == "POST"
    if isinstance(request.user, User):
        return _accept(request, found, secret) if posted else _page(request, found, _place(found))
    if account_of(found):
        return _page(request, found, status=409 if posted else 200)
    form = AccountForm(found, request.POST if posted else None)
    if not form.is_valid():
        return _page(request, found, form)
    name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
    try:
        joined = accept_as_new(
            secret, name, password, **_given(request, form), address=address_of(request)
        )
    except AccountExistsError:
        return _page(request, found, status=409)
    sign_in(request, joined.user)
    return _welcome(request, joined)


def _accept(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    """Let the person who is signed in join, if it is they who were invited."""
    form = _place(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        joined = accept(secret, **_given(request, form), actor=actor_of(request))
    except OtherAccountError:
        return _page(request, found, status=409)
    return _welcome(request, joined)


def _place(found: Invitation, data: Any = None) -> PlaceForm:
    return PlaceForm(data, initial=place_of(found))


def _given(request: HttpRequest, form: PlaceForm) -> dict[str, str | None]:
    """Return department and post as they were sent; where none was, it stays as invited."""
    return {
        field: form.cleaned_data[field] if field in request.POST else None
        for field in ("department", "post")
    }


def _welcome(request: HttpRequest, joined: Membership) -> HttpResponse:
    said = _("Welcome to %(city)s. Your role: %(role)s.")
    messages.success(request, said % {"city": joined.city, "role": joined.get_role_display()})
    return redirect("my_work")


def _page(
    request: HttpRequest, found: Invitation, form: PlaceForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Return the page; `form` is for who has no account yet, or can join with theirs."""
    theirs = request.user.is_authenticated and request.user.email.lower() == found.email
    context = {"invitation": found, "form": form, "theirs": theirs}
    status = 422 if form and form.errors else status
    return render(request, "responses/invitations/invitation.html", context, status=status)


def _void(request: HttpRequest) -> HttpResponse:
    """Return the one page for every link that cannot be used, for whatever reason.

    It is 429 for a network that has tried too many; a link that can be used is never held back.
    """
    address = address_of(request)
    wait = lookup_wait(address)
    if not wait:
        looked_up_in_vain(address)
    context = {"wait": wait_words(wait) if wait else ""}
    page = render(request, "responses/invitations/void.html", context, status=404)
    return held_back(page, wait or None)
