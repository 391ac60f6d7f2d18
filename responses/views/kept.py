"""The pages of links that a response keeps as evidence: a list, the choice, and their files."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.answers.starting import choose_to_keep_pages
from responses.domain.kept.captured import BODY_MAX
from responses.domain.kept.keeping import ROOM
from responses.domain.kept.kept import list_pages
from responses.domain.permissions import Permission
from responses.link_states import PageState
from responses.pages.kept import file_name, kept_row

from .access import response_or_404
from .posted import chosen
from .stored import send_stored

PAGE = 50
_CHOICES = {"keep": True, "stop": False}


@require_http_methods(["GET", "HEAD", "POST"])
def kept_pages(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show the pages that are kept, newest first, or those of one address; choose by POST."""
    access = response_or_404(request, city, edition)
    response = access.response
    if request.method == "POST":
        access.require(Permission.SEAL)
        keeps = chosen(request.POST, "do", _CHOICES)
        choose_to_keep_pages(response, keeps=keeps, actor=access.actor)
        messages.success(request, _("The settings are saved."))
        return redirect("kept_pages", city, edition)
    digest = request.GET.get("address", "")
    page = Paginator(list_pages(response, digest), PAGE).get_page(request.GET.get("page"))
    context = {
        "snapshot": access.snapshot,
        "page": page,
        "rows": [kept_row(city, edition, each) for each in page],
        "is_of_one": bool(digest),
        "keeps": response.keeps_pages,
        "may_choose": access.may(Permission.SEAL),
        "is_checked": settings.CHECK_LINKS,
        "body_max": BODY_MAX,
        "room": ROOM,
    }
    return render(request, "responses/kept/kept_pages.html", context)


@require_safe
def kept_page(request: HttpRequest, city: str, edition: str, pk: int) -> HttpResponseBase:
    """Send the file of a page that is kept, to be stored and never to be shown."""
    access = response_or_404(request, city, edition)
    kept = get_object_or_404(list_pages(access.response), pk=pk, state=PageState.KEPT)
    if kept.file is None:
        raise Http404
    name = file_name(city, edition, kept)
    return send_stored(request, access.response.city, name, [kept.file.digest], kept.file.size)
