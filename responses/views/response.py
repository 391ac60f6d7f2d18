"""A response's front page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from responses.domain.drafting import WRITABLE
from responses.domain.permissions import Permission
from responses.domain.snapshot import SectionSnapshot
from responses.enums import Language, State

from .access import ResponseAccess, response_or_404


@dataclass(frozen=True)
class Card:
    """A section on the front page, and where the person goes from there: to write, or to read."""

    part: SectionSnapshot
    href: str


@require_safe
def overview(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show how far each section is, what is missing, and the way to the files."""
    access = response_or_404(request, city, edition)
    snapshot = access.snapshot
    context = {
        "snapshot": snapshot,
        "cards": [_card(access, part) for part in snapshot.sections],
        "approved": sum(part.state is State.APPROVED for part in snapshot.sections),
        "missing": snapshot.total - snapshot.answered,
        "languages": Language,
        "may_manage": access.may(Permission.MANAGE_MEMBERS),
    }
    return render(request, "responses/response/overview.html", context)


def _card(access: ResponseAccess, part: SectionSnapshot) -> Card:
    writes = part.state in WRITABLE and access.may(Permission.EDIT)
    city, edition = access.response.city.slug, access.response.edition.code
    page = "section" if writes else "review"
    return Card(part, reverse(page, args=(city, edition, part.section.key)))
