"""One's own account: signing in and out, passwords, department and post; each act recorded.

Signing in and passwords are Django's own views.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import RedirectView

from responses.domain.auditing import Actor, record
from responses.domain.people.coordinators import coordinators_for
from responses.domain.people.members import place, read_memberships
from responses.domain.people.naming import write_latin_name
from responses.domain.people.trying import HeldError, asking_for_link
from responses.domain.permissions import Permission, roles_with
from responses.enums import AuditKind
from responses.forms.account import LatinNameForm
from responses.forms.members import MemberPlaceForm
from responses.localized import bracketed
from responses.models import Membership, User
from responses.tasks import mail_password
from responses.wording.posts import POSTS
from responses.wording.waiting import wait_words

from .access import actor_of, address_of, signed_in
from .once import once
from .posted import chosen, number_or_404


def sign_in(request: HttpRequest, person: User) -> None:
    """Sign a person in who has shown who they are."""
    with transaction.atomic():
        login(request, person)
        _record(request, AuditKind.SIGN_IN, person)


def held_back(reply: HttpResponse, wait: timedelta | None) -> HttpResponse:
    """Return a reply as 429 that says how long to wait, if one has to."""
    if wait is not None:
        reply.status_code = HTTPStatus.TOO_MANY_REQUESTS
        reply.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return reply


class SignIn(views.LoginView):
    """Asks who is there."""

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign them in."""
        sign_in(self.request, form.get_user())
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show what is wrong."""
        return held_back(super().form_invalid(form), getattr(form, "held", None))


# Who is signed out already has nothing to sign in again for.
@method_decorator(login_not_required, name="dispatch")
class SignOut(views.LogoutView):
    """Ends the session."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out whoever is signed in."""
        if isinstance(request.user, User):
            _record(request, AuditKind.SIGN_OUT, request.user)
        return super().post(request, *args, **kwargs)


class PasswordChange(views.PasswordChangeView):
    """Asks for the old password and a new one."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form from where it is sent."""
        return {**super().get_form_kwargs(), "address": address_of(self.request)}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong."""
        return held_back(super().form_invalid(form), form.held)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Set the new one."""
        _record(self.request, AuditKind.PASSWORD, form.user)
        return super().form_valid(form)


class PasswordMail(views.PasswordResetView):
    """Asks for whom to send a link that sets a password.

    Whether there is an account, the worker alone asks: the page says and takes the same.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        """Have it sent, unless that was asked for too often."""
        typed = form.cleaned_data["email"]
        try:
            asking_for_link(typed, address_of(self.request))
        except HeldError as held:
            form.add_error(None, wait_words(held.wait))
            return held_back(self.form_invalid(form), held.wait)
        mail_password.enqueue(typed, get_language() or settings.LANGUAGE_CODE)
        return HttpResponseRedirect(self.get_success_url())


class PasswordSet(views.PasswordResetConfirmView):
    """Asks who has a link from an e-mail for a new password."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Set it."""
        _record(self.request, AuditKind.PASSWORD_RESET, form.user)
        return super().form_valid(form)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def profile(request: HttpRequest) -> HttpResponse:
    """Show a person their account; by POST, keep their name in Latin letters, or their place.

    That is their department and post in a city.
    """
    person = signed_in(request)
    memberships = read_memberships(person)
    if request.method != "POST":
        return _profile(request, [MemberPlaceForm(each) for each in memberships])
    return chosen(request.POST, "do", _DO)(request, memberships)


def _place(request: HttpRequest, memberships: Sequence[Membership]) -> HttpResponse:
    asked = number_or_404(request.POST, "member")
    membership = next((each for each in memberships if each.pk == asked), None)
    if membership is None:
        raise Http404
    form = MemberPlaceForm(membership, request.POST)
    if not form.is_valid():
        forms = [form if each is membership else MemberPlaceForm(each) for each in memberships]
        return _profile(request, forms, form)
    department, post = form.cleaned_data["department"], form.cleaned_data["post"]
    place(membership, department, post, actor=actor_of(request))
    messages.success(request, _("Your department and post are saved."))
    return redirect("profile")


def _latin_name(request: HttpRequest, memberships: Sequence[Membership]) -> HttpResponse:
    form = LatinNameForm(request.POST)
    if not form.is_valid():
        return _profile(request, [MemberPlaceForm(each) for each in memberships], form)
    write_latin_name(form.cleaned_data["latin_name"], actor=actor_of(request))
    messages.success(request, _("Your name in Latin letters is saved."))
    return redirect("profile")


_DO: Mapping[str, Callable[[HttpRequest, Sequence[Membership]], HttpResponse]] = {
    "latin_name": _latin_name,
    "place": _place,
}


def _profile(
    request: HttpRequest,
    forms: Sequence[MemberPlaceForm],
    failed: MemberPlaceForm | LatinNameForm | None = None,
) -> HttpResponse:
    latin = {"latin_name": signed_in(request).latin_name}
    context = {
        "forms": forms,
        "latin": failed if isinstance(failed, LatinNameForm) else LatinNameForm(initial=latin),
        "signing": roles_with(Permission.DECIDE),
        "failed": failed,
        "posts": POSTS,
        "coordinators": [
            bracketed(str(each), each.email) for each in coordinators_for(signed_in(request))
        ],
    }
    status = 422 if failed else 200
    return render(request, "responses/account/profile.html", context, status=status)


@login_not_required
@require_safe
def admin_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Lead from the administration to the one page for signing in; 403 for who is no staff."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return RedirectView.as_view(pattern_name="login", query_string=True)(request)


@require_safe
def admin_password(_request: HttpRequest) -> HttpResponse:
    """Lead from the administration to the one page for changing one's password."""
    return redirect("password_change")


def _record(request: HttpRequest, kind: AuditKind, person: User) -> None:
    """Record what a person did with their account."""
    record(kind, Actor(person, address_of(request)), None, lambda: person.email)
