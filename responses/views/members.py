"""The people of a city, and who is invited to it."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from responses.characters import one_line
from responses.domain.assignment.holdings import read_holdings
from responses.domain.assignment.plan import read_names_in_use
from responses.domain.joining import change_role
from responses.domain.people.invitations import (
    InvitationInvalidError,
    MembersAlreadyError,
    change_invited_role,
    invitations_of,
    invite,
    invite_all,
    renew,
    withdraw,
)
from responses.domain.people.labels import read_labels
from responses.domain.people.members import (
    MemberRefusedError,
    members_among,
    members_of,
    place,
    read_departments,
    remove_member,
)
from responses.domain.permissions import Permission, allows
from responses.domain.signing.turns import waiting_for
from responses.enums import Role
from responses.forms.members import (
    InvitationForm,
    InvitationsForm,
    MemberPlaceForm,
    RemovalForm,
    RoleForm,
)
from responses.forms.people_rows import invited_rows, member_rows
from responses.localized import bracketed
from responses.mails import invitation_mail
from responses.models import City, Invitation, Membership, User
from responses.wording.dates import moment
from responses.wording.names import edition_name
from responses.wording.posts import POSTS

from .access import actor_of, city_or_404, signed_in
from .once import afterwards, once
from .posted import chosen, number_or_404

QUERY_MAX = 200
"""How much of what is searched for is read."""
PAGE = 20
"""How many members, and how many of who is invited, stand on a page."""
M = TypeVar("M", bound=Model)
Form = InvitationForm | InvitationsForm | RoleForm | MemberPlaceForm | RemovalForm

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def members(request: HttpRequest, city: str) -> HttpResponse:
    """Show the city's people to a coordinator; invite, change or remove one by POST."""
    where = city_or_404(request, city, Permission.MANAGE_MEMBERS)
    if request.method != "POST":
        return _page(request, where)
    return chosen(request.POST, "do", _DO)(request, where)


def _invite(request: HttpRequest, city: City) -> HttpResponse:
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, city, form)
    email, name = form.cleaned_data["email"], form.cleaned_data["name"]
    role = Role(form.cleaned_data["role"])
    where = form.cleaned_data["department"], form.cleaned_data["post"]
    try:
        made = invite(city, email, name, role, place=where, actor=actor_of(request))
    except MemberRefusedError as refusal:
        form.add_error("email", str(refusal.reason))
        return _page(request, city, form)
    return _sent(request, *made)


def _invite_several(request: HttpRequest, city: City) -> HttpResponse:
    form = InvitationsForm(request.POST, partial(members_among, city))
    if not form.is_valid():
        return _page(request, city, form)
    role = Role(form.cleaned_data["role"])
    try:
        made = invite_all(city, form.guests, role, actor=actor_of(request))
    except MembersAlreadyError as refusal:
        # They joined in this moment.
        emails = refusal.emails
        return _page(request, city, InvitationsForm(request.POST, emails.intersection))

    def send() -> None:
        _send_all(request, made)
        _say_who_translates(
            request, city, [each for each, _secret in made if each.email in form.translators]
        )

    afterwards(request, send)
    return redirect(request.get_full_path())


def _send_all(request: HttpRequest, made: Sequence[tuple[Invitation, str]]) -> None:
    """Send invitations, and say to whom in which role, and which ones could not be sent."""
    unsent = [each.email for each, secret in made if not _mailed(request, each, secret)]
    if sent := len(made) - len(unsent):
        people = [
            bracketed(each.name or each.email, Role(each.role).label)
            for each, _secret in made
            if each.email not in unsent
        ]
        said = ngettext(
            "%(number)d invitation is on its way. The link is valid until %(until)s.",
            "%(number)d invitations are on their way. Their links are valid until %(until)s.",
            sent,
        )
        until = moment(made[0][0].expires_at)
        words = said % {"number": sent, "until": until}
        messages.success(request, f"{words} {', '.join(people)}")
    if unsent:
        said = _("The invitation to %(email)s could not be sent. Try “Send again” later.")
        messages.error(request, said % {"email": ", ".join(unsent)})


def _say_who_translates(request: HttpRequest, city: City, invited: Sequence[Invitation]) -> None:
    """Say that who was invited as a translator has to be named as one, and where; a query."""
    if not invited:
        return
    people = ", ".join(each.name or each.email for each in invited)
    if not city.submission_language:
        said = _(
            "%(people)s: translators are named under Assignment, once the city's settings name a "
            "submission language."
        )
        href, link = reverse("city_settings", args=[city.slug]), _("Settings")
    else:
        said = _(
            "%(people)s: a translator translates those sections for which the assignment names "
            "them. Nothing is to be translated by them until then."
        )
        newest = city.responses.select_related("edition").order_by("-edition__year").first()
        if newest is None:
            href, link = reverse("my_work"), _("Start the response")
        else:
            href = reverse("assignment", args=[city.slug, newest.edition.code])
            link = _("Name the translators")
    messages.warning(
        request, format_html('{} <a href="{}">{}</a>', said % {"people": people}, href, link)
    )


def _renew(request: HttpRequest, city: City) -> HttpResponse:
    invitation = _invitation_or_404(request, city)
    try:
        made = renew(invitation, actor=actor_of(request))
    except InvitationInvalidError:
        raise Http404 from None
    return _sent(request, *made)


def _sent(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """Send an invitation that was made, and say so.

    It is sent here and not in the background: the queue is a table, where the secret would
    have to be written, and who invites hears at once if the mail server does not take it.
    Who the address is of makes no difference to what is said, or to what is done for it.
    """
    words = {"email": invitation.email, "until": moment(invitation.expires_at)}

    def send() -> None:
        if _mailed(request, invitation, secret):
            said = _("An invitation is on its way to %(email)s. The link is valid until %(until)s.")
            messages.success(request, said % words)
        else:
            said = _("The invitation to %(email)s could not be sent. Try “Send again” later.")
            messages.error(request, said % words)

    afterwards(request, send)
    return redirect(request.get_full_path())


def _mailed(request: HttpRequest, invitation: Invitation, secret: str) -> bool:
    """Send an invitation, and return whether the mail server took it."""
    try:
        invitation_mail(invitation, secret, sender=signed_in(request)).send()
    except OSError as error:  # of the network, or what the mail server says (an SMTPException)
        logger.warning("No invitation by mail: %s", error)
        return False
    return True


def _withdraw(request: HttpRequest, city: City) -> HttpResponse:
    invitation = _invitation_or_404(request, city)
    try:
        withdraw(invitation, actor=actor_of(request))
    except InvitationInvalidError:
        raise Http404 from None
    said = _("The invitation to %(email)s is withdrawn. Its link no longer works.")
    messages.success(request, said % {"email": invitation.email})
    return redirect(request.get_full_path())


def _change_invited(request: HttpRequest, city: City) -> HttpResponse:
    invitation = _invitation_or_404(request, city)
    said = _("%(name)s will join as %(role)s. The link that was sent stays valid.")
    give = partial(change_invited_role, invitation, actor=actor_of(request))
    return _give_role(request, city, RoleForm(invitation, request.POST), give, said)


def _change(request: HttpRequest, city: City) -> HttpResponse:
    membership = _membership_or_404(request, city)
    said = _("%(name)s is now %(role)s.")
    give = partial(change_role, membership, actor=actor_of(request))
    return _give_role(request, city, RoleForm(membership, request.POST), give, said)


def _give_role(
    request: HttpRequest, city: City, form: RoleForm, give: Callable[[Role], None], said: str
) -> HttpResponse:
    """Give somebody the role that was chosen, say so, and warn of what they can do no longer."""
    if not form.is_valid():
        return _page(request, city, form)
    role = Role(form.cleaned_data["role"])
    try:
        give(role)
    except MemberRefusedError as refusal:
        form.add_error("role", str(refusal.reason))
        return _page(request, city, form)
    except InvitationInvalidError:
        raise Http404 from None
    messages.success(request, said % {"name": form.called, "role": role.label})
    if form.account:
        _warn_of_lines(request, city, form.account, role)
    return _onward(request, form.account)


def _place(request: HttpRequest, city: City) -> HttpResponse:
    membership = _membership_or_404(request, city)
    form = MemberPlaceForm(membership, request.POST)
    if not form.is_valid():
        return _page(request, city, form)
    department, post = form.cleaned_data["department"], form.cleaned_data["post"]
    place(membership, department, post, actor=actor_of(request))
    said = _("Department and post of %(name)s are saved.")
    messages.success(request, said % {"name": membership.user})
    return redirect(request.get_full_path())


def _remove(request: HttpRequest, city: City) -> HttpResponse:
    membership = _membership_or_404(request, city)
    try:
        remove_member(membership, actor=actor_of(request))
    except MemberRefusedError as refusal:
        form = RemovalForm(membership, {})
        form.add_error(None, str(refusal.reason))
        return _page(request, city, form)
    said = _("%(name)s is no longer a member. Everything that they wrote is kept.")
    messages.success(request, said % {"name": membership.user})
    _warn_of_lines(request, city, membership.user, None)
    return _onward(request, membership.user)


def _warn_of_lines(request: HttpRequest, city: City, person: User, role: Role | None) -> None:
    """Say which sections still wait for who can no longer sign; one query, if they cannot."""
    if allows(role, Permission.DECIDE):
        return
    if works := waiting_for(person, city):
        sections = ", ".join(
            f"{edition_name(work.response.edition.code)} {work.section.number}" for work in works
        )
        said = _(
            "%(name)s can no longer sign but is still in the approval line of: %(sections)s. "
            "Change these lines under Assignment."
        )
        messages.warning(request, said % {"name": person, "sections": sections})


_DO: Mapping[str, Callable[[HttpRequest, City], HttpResponse]] = {
    "invite": _invite,
    "invite_several": _invite_several,
    "place": _place,
    "renew": _renew,
    "withdraw": _withdraw,
    "change": _change,
    "change_invited": _change_invited,
    "remove": _remove,
}


def _membership_or_404(request: HttpRequest, city: City) -> Membership:
    members = Membership.objects.select_related("city", "user")
    return get_object_or_404(members, pk=number_or_404(request.POST, "member"), city=city)


def _invitation_or_404(request: HttpRequest, city: City) -> Invitation:
    open_ones = Invitation.objects.filter(used_at=None, withdrawn_at=None).select_related(
        "city", "person"
    )
    return get_object_or_404(open_ones, pk=number_or_404(request.POST, "invitation"), city=city)


def _onward(request: HttpRequest, changed: User | None) -> HttpResponse:
    """Lead back to the list, or away from it who has just left it."""
    if changed == request.user:
        return redirect("my_work")
    return redirect(request.get_full_path())


def _page(request: HttpRequest, city: City, failed: Form | None = None) -> HttpResponse:
    """Return a page of the list; the errors of a failed form are shown in it and on top.

    Whoever that form is of stands on the page, also where they are on another one by now.
    """
    query = one_line(request.GET.get("q", "")[:QUERY_MAX])
    used = read_names_in_use(city)
    members = Paginator(members_of(city, query), PAGE).get_page(request.GET.get("page"))
    asked = Paginator(invitations_of(city, query), PAGE).get_page(request.GET.get("invited"))
    of = failed.of if isinstance(failed, RoleForm | MemberPlaceForm | RemovalForm) else None
    people = _with(list(members), of if isinstance(of, Membership) else None)
    invitations = _with(list(asked), of if isinstance(of, Invitation) else None)
    keys = {each.user_id for each in people} | {each.person_id or 0 for each in invitations}
    called, holdings = read_labels(keys, [city.pk]), read_holdings(city, keys)
    context = {
        "city": city,
        "query": query,
        # The tabs keep to the response that the person came from.
        "edition": request.GET.get("edition", ""),
        "members": members,
        "rows": member_rows(people, called, holdings, failed),
        "asked": asked,
        "invitations": invited_rows(invitations, called, holdings, failed),
        "now": timezone.now(),
        "invite": failed if isinstance(failed, InvitationForm) else InvitationForm(),
        "several": failed if isinstance(failed, InvitationsForm) else InvitationsForm(),
        "departments": sorted({*used.departments, *read_departments(city)}),
        "posts": [*dict.fromkeys((*POSTS, *used.posts))],
        "failed": failed,
    }
    status = 422 if failed else 200
    return render(request, "responses/members/members.html", context, status=status)


def _with(rows: list[M], one: M | None) -> list[M]:
    """Return the rows of a page, with one that has to be among them, if any has."""
    return rows if one is None or one in rows else [one, *rows]
