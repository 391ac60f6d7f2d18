"""Help: a page for each role, for anybody; the invited read it before they join."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from responses.models import Membership, User
from responses.pages.guides import ADMINISTRATOR, GUIDES, PICTURES, paragraph


@login_not_required
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """Lead to the guide of the person's role, where it speaks of the page `about`.

    Whoever has several roles, or none, chooses one of all guides.
    """
    own = _guides_of(request)
    if len(own) != 1:
        return render(request, "responses/guides/guides.html", {"guides": GUIDES})
    (name,) = own
    return redirect(reverse("guide", args=(name,)) + paragraph(name, request.GET.get("about", "")))


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
    """Return the guides of a person: for their role in the city they came from, or in all."""
    if not isinstance(request.user, User):
        return set()
    roles = Membership.objects.filter(user=request.user).values_list("role", "city__slug")
    here = {role for role, city in roles if city == request.GET.get("city")}
    own = here or {role for role, _city in roles}
    return own or ({ADMINISTRATOR} if request.user.is_staff else set())
