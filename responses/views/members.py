"""The people of a city."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.forms import PasswordResetForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.members import (
    MemberRefusedError,
    add_member,
    change_role,
    read_members,
    remove_member,
)
from responses.domain.permissions import Permission
from responses.enums import Role
from responses.forms.members import AddMemberForm, RoleForm
from responses.models import City, Membership

from .access import address_of, city_or_404, signed_in

INVITATION = "responses/members/invitation"


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, city: str) -> HttpResponse:
    """Show the city's people to a coordinator; add, change or remove one by POST."""
    place = city_or_404(request, city, Permission.MANAGE_MEMBERS)
    if request.method != "POST":
        return _page(request, place)
    try:
        do = _DO[request.POST.get("do", "")]
    except KeyError:
        raise Http404 from None
    return do(request, place)


def _add(request: HttpRequest, city: City) -> HttpResponse:
    form = AddMemberForm(request.POST)
    if not form.is_valid():
        return _page(request, city, form)
    email, name = form.cleaned_data["email"], form.cleaned_data["name"]
    role = Role(form.cleaned_data["role"])
    try:
        add_member(city, email, name, role, actor=signed_in(request), address=address_of(request))
    except MemberRefusedError as refusal:
        form.add_error("email", str(refusal.reason))
        return _page(request, city, form)
    _invite(request, city, email, role)
    # The same words whether or not there was an account, which is not the city's to know.
    said = _("%(email)s is added as %(role)s. A link to sign in is sent to this address.")
    messages.success(request, said % {"email": email, "role": role.label})
    return redirect("members", city.slug)


def _invite(request: HttpRequest, city: City, email: str, role: Role) -> None:
    """Send the link with which a password is chosen, in the city's working language."""
    form = PasswordResetForm({"email": email})
    if form.is_valid():
        with translation.override(city.language):
            form.save(
                request=request,
                use_https=request.is_secure(),
                subject_template_name=f"{INVITATION}_subject.txt",
                email_template_name=f"{INVITATION}_email.txt",
                extra_email_context={
                    "city": str(city),
                    "role": str(role.label),
                    "sender": str(request.user),
                },
            )


def _change(request: HttpRequest, city: City) -> HttpResponse:
    membership = _membership_or_404(request, city)
    form = RoleForm(membership, request.POST)
    if not form.is_valid():
        return _page(request, city, form)
    role = Role(form.cleaned_data["role"])
    try:
        change_role(membership, role, actor=signed_in(request), address=address_of(request))
    except MemberRefusedError as refusal:
        form.add_error("role", str(refusal.reason))
        return _page(request, city, form)
    said = _("%(name)s is now %(role)s.")
    messages.success(request, said % {"name": membership.user, "role": role.label})
    return _onward(request, city, membership)


def _remove(request: HttpRequest, city: City) -> HttpResponse:
    membership = _membership_or_404(request, city)
    try:
        remove_member(membership, actor=signed_in(request), address=address_of(request))
    except MemberRefusedError as refusal:
        form = RoleForm(membership, {"role": membership.role})
        form.add_error("role", str(refusal.reason))
        return _page(request, city, form)
    said = _("%(name)s is no longer a member. What they wrote stays.")
    messages.success(request, said % {"name": membership.user})
    return _onward(request, city, membership)


_DO: Mapping[str, Callable[[HttpRequest, City], HttpResponse]] = {
    "add": _add,
    "change": _change,
    "remove": _remove,
}


def _membership_or_404(request: HttpRequest, city: City) -> Membership:
    member = request.POST.get("member", "")
    if not member.isdecimal():
        raise Http404
    return get_object_or_404(Membership.objects.select_related("user"), pk=member, city=city)


def _onward(request: HttpRequest, city: City, changed: Membership) -> HttpResponse:
    """Lead back to the list, or away from it who has just left it."""
    if changed.user == request.user:
        return redirect("my_work")
    return redirect("members", city.slug)


def _page(
    request: HttpRequest, city: City, failed: AddMemberForm | RoleForm | None = None
) -> HttpResponse:
    """Return the list; the errors of a failed form are shown in it and on top."""
    rows = [RoleForm(membership) for membership in read_members(city)]
    if isinstance(failed, RoleForm):
        rows = [failed if row.membership == failed.membership else row for row in rows]
    context = {
        "city": city,
        "rows": rows,
        "add": failed if isinstance(failed, AddMemberForm) else AddMemberForm(),
        "failed": failed,
    }
    status = 422 if failed else 200
    return render(request, "responses/members/members.html", context, status=status)
