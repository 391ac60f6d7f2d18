"""Help: a page for each role, for anybody; the invited read it before they join."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from responses.domain.assignment.named import Named, read_named
from responses.enums import Role
from responses.models import Membership, User
from responses.pages.guides import (
    ADMINISTRATOR,
    GUIDES,
    PICTURES,
    TRANSLATION,
    TRANSLATOR,
    paragraph,
)


@login_not_required
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """Lead to the guide of the person's role, where it speaks of the page `about`.

    Whoever has several roles, or none, chooses one of all guides.
    """
    own, about = _guides_of(request), request.GET.get("about", "")
    name = own.pop() if len(own) == 1 else _by_page(own, about)
    if not name:
        return render(request, "responses/guides/guides.html", {"guides": GUIDES})
    return redirect(reverse("guide", args=(name,)) + paragraph(name, about))


@login_not_required
@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """Show the guide for a role."""
    if name not in GUIDES:
        raise Http404
    context = {
        "role": GUIDES[name],
        "text": f"responses/guides/{get_language()}/{name}.html",
        "picture": f"guides/{name}-{get_language()}.png",
        "caption": PICTURES[name],
        "others": {key: role for key, role in GUIDES.items() if key != name},
    }
    return render(request, "responses/guides/guide.html", context)


def _guides_of(request: HttpRequest) -> set[str]:
    """Return the guides of a person: for their role in the city they came from, or in all.

    Whoever is named to translate has that of translators, too; without anything of their own to
    write, in place of that of contributors.
    """
    if not isinstance(request.user, User):
        return set()
    roles = list(
        Membership.objects.filter(user=request.user).values_list("role", "city__slug", "city")
    )
    here = [each for each in roles if each[1] == request.GET.get("city")] or roles
    own = {role for role, _slug, _city in here}
    cities = [city for role, _slug, city in here if role == Role.CONTRIBUTOR]
    named = read_named(request.user, cities) if cities else Named()
    if named.translates:
        own.add(TRANSLATOR)
        if not named.writes:
            own.discard(Role.CONTRIBUTOR)
    return own or ({ADMINISTRATOR} if request.user.is_staff else set())


def _by_page(own: set[str], about: str) -> str:
    """Return of two guides of one person the one that speaks of the page; empty: they choose."""
    if own != {Role.CONTRIBUTOR, TRANSLATOR}:
        return ""
    return TRANSLATOR if about.endswith(f" {TRANSLATION}") else str(Role.CONTRIBUTOR)
