"""What the person was told of, and how they want to be told."""

from collections.abc import Callable, Mapping
from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.notices.called import tell_actors_apart
from responses.domain.notices.inbox import read_inbox, read_ordered
from responses.domain.notices.notices import mark_read, set_mail_preferences
from responses.domain.notices.together import together
from responses.forms.notices import PreferencesForm
from responses.models import User
from responses.notice_kinds import MailChoice
from responses.wording.notices import target

from .access import signed_in
from .posted import chosen

PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show the notices, first what asks for something; mark all as read or keep preferences."""
    person = signed_in(request)
    if request.method != "POST":
        return _page(request, person, _preferences(person))
    return chosen(request.POST, "do", _DO)(request, person)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a notice of the person is about, and mark it as read."""
    person = signed_in(request)
    found = get_object_or_404(read_inbox(person), pk=pk)
    if request.method == "GET":
        mark_read(person, [found.pk])
    return redirect(target(found))


def unread_notices(request: HttpRequest) -> Mapping[str, Callable[[], int]]:
    """Return for templates how much the person has not read, as it was read with them."""
    return {"unread_notices": lambda: getattr(getattr(request, "user", None), "unread", 0)}


def _read_all(request: HttpRequest, person: User) -> HttpResponse:
    mark_read(person)
    messages.success(request, _("All notices are marked as read."))
    return redirect("notices")


def _prefer(request: HttpRequest, person: User) -> HttpResponse:
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form)
    set_mail_preferences(
        person, MailChoice(form.cleaned_data["mail"]), form.cleaned_data["language"]
    )
    messages.success(request, _("Your notification settings are saved."))
    return redirect("notices")


_DO: Mapping[str, Callable[[HttpRequest, User], HttpResponse]] = {
    "read": _read_all,
    "prefer": _prefer,
}


def _preferences(person: User) -> PreferencesForm:
    return PreferencesForm(initial={"mail": person.mail, "language": person.language})


def _page(request: HttpRequest, person: User, form: PreferencesForm) -> HttpResponse:
    only_unread = request.GET.get("show") == "unread"
    found = read_ordered(person, unread=only_unread)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    tell_actors_apart(page.object_list)
    groups = [
        (waits, together(found)) for waits, found in groupby(page.object_list, attrgetter("waits"))
    ]
    context = {"page": page, "groups": groups, "form": form, "only_unread": only_unread}
    status = 422 if form.errors else 200
    return render(request, "responses/notices/notices.html", context, status=status)
