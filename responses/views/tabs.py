"""The row of tabs: which response a page is of, and what the person may open of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from responses.enums import Role
from responses.localized import localized
from responses.models import City, Response
from responses.pages.tabs import tabs
from responses.wording.names import edition_name

EMPTY = SafeString()


@dataclass(frozen=True, slots=True)
class Place:
    """The city, and if it is one of a response the edition, that a page is of; the role in it."""

    city: City
    role: Role
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a response has around it: the response's name and address, the tabs.

    Each is empty where there is none.
    """

    name: str = ""
    href: str = ""
    row: SafeString = EMPTY


def remember(request: HttpRequest, place: Place) -> None:
    """Keep for the templates where the person is."""
    request.place = place  # type: ignore[attr-defined]


def frame(request: HttpRequest) -> Mapping[str, object]:
    """Return for templates the `Frame` of the page."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    place: Place | None = getattr(request, "place", None)
    if place is None or request.resolver_match is None:
        return Frame()
    city, edition = place.city, place.edition or _edition_of(request, place.city)
    name = localized(city.name)
    if edition:
        name = f"{name} · {edition_name(edition)}"
    page = request.resolver_match.url_name or ""
    return Frame(
        name=name,
        href=reverse("overview", args=(city.slug, edition)) if edition else "",
        row=_row(
            city.slug,
            edition,
            name,
            place.role,
            page,
            get_language(),
            in_two_languages=bool(city.submission_language),
        ),
    )


def editions_of(request: HttpRequest, city: City) -> list[str]:
    """Return the codes of the editions that a city answers, the newest first; once a request."""
    kept: list[str] | None = getattr(request, "editions", None)
    if kept is None:
        kept = list(
            Response.objects.filter(city=city)
            .order_by("-edition__year", "-edition__code")
            .values_list("edition__code", flat=True)
        )
        request.editions = kept  # type: ignore[attr-defined]
    return kept


def _edition_of(request: HttpRequest, city: City) -> str:
    """Return from which response the person came to a page of the city, else its newest; a query.

    Empty where the city has none yet.
    """
    codes = editions_of(request, city)
    asked = request.GET.get("edition", "")
    return asked if asked in codes else next(iter(codes), "")


# The row depends on little, and is on every page.
@lru_cache(maxsize=1024)
def _row(
    city: str,
    edition: str,
    name: str,
    role: Role,
    page: str,
    _language: str | None,
    *,
    in_two_languages: bool,
) -> SafeString:
    found = tabs(city, edition, role, page, in_two_languages=in_two_languages)
    context = {"name": name, "tabs": found}
    return render_to_string("responses/partials/_tabs.html", context)
