"""The history of one answer: who wrote what when, any two versions, and restoring one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.answers.drafting import restore
from responses.domain.answers.revisions import (
    Entry,
    Sitting,
    read_contents,
    read_revisions,
    sittings,
)
from responses.domain.answers.writes import Outcome
from responses.domain.comparing.differences import abridged
from responses.domain.content.content import Content
from responses.domain.permissions import Permission
from responses.enums import Refusal
from responses.pages.changes import ChangedPart, changes

from .answer import AnswerPlace
from .posted import number, number_or_404
from .section import status_of

SITTINGS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ReadSitting:
    """A sitting and what the answer said differently at its end than before it."""

    sitting: Sitting
    changes: Sequence[ChangedPart]


@dataclass(frozen=True)
class _Place(AnswerPlace):
    """A request for the history of one answer that the person may see."""

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """Every revision, newest first, read once."""
        return read_revisions(self.access.response, self.question)

    @cached_property
    def by_version(self) -> Mapping[int, Entry]:
        """The revisions by their versions."""
        return {entry.version: entry for entry in self.entries}

    def contents(self, *versions: int) -> Mapping[int, Content]:
        """Return what the answer said in these versions; one query."""
        return read_contents(self.access.response, self.question, versions)

    def render(
        self, template: str, context: Mapping[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return a page of the history."""
        frame = {
            **self.frame,
            "closed": self.note,
            "suggested": [each.last for each in sittings(self.entries)[:SITTINGS_A_PAGE]],
            "may_restore": not self.closed,
        }
        return render(self.request, template, frame | dict(context), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def history(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> HttpResponse:
    """Show the sittings in which an answer was written, compare two versions, restore one.

    `from` and `to` in the address compare, `restore` asks whether to; POST restores. Replies
    409 where that was refused as outdated or closed, and 428 where the page did not say which
    version it showed.
    """
    place = _Place.of(request, city, edition, section, question)
    if request.method == "POST":
        return _restore(place)
    if "restore" in request.GET:
        return _confirmation(place, number_or_404(request.GET, "restore"))
    if "to" in request.GET:
        older = number_or_404(request.GET, "from") if "from" in request.GET else 0
        return _comparison(place, older, number_or_404(request.GET, "to"))
    return _sittings(place)


def _sittings(place: _Place) -> HttpResponse:
    page = Paginator(sittings(place.entries), SITTINGS_A_PAGE).get_page(
        place.request.GET.get("page")
    )
    ends = [version for each in page for version in (each.before, each.last.version)]
    contents = place.contents(*ends)
    context = {
        "page": page,
        "sittings": [_read(place, each, contents) for each in page],
        "older": place.answer.version - 1,
        "newer": place.answer.version,
    }
    return place.render("responses/history/history.html", context)


def _read(place: _Place, sitting: Sitting, contents: Mapping[int, Content]) -> ReadSitting:
    found = changes(place.question, contents[sitting.before], contents[sitting.last.version])
    return ReadSitting(
        sitting, [replace(change, pieces=abridged(change.pieces)) for change in found]
    )


def _comparison(place: _Place, older: int, newer: int) -> HttpResponse:
    """Show what differs between two versions, and the second as it would be printed."""
    if not {older, newer} <= {0, *place.by_version}:
        raise Http404
    contents = place.contents(older, newer)
    before, after = contents[older], contents[newer]
    context = {
        "older": older,
        "newer": newer,
        "before": place.by_version.get(older),
        "after": place.by_version.get(newer),
        "changes": changes(place.question, before, after),
        "same": before == after,
        "printed": place.printed(after),
    }
    return place.render("responses/history/compare.html", context)


def _confirmation(
    place: _Place, version: int, outcome: Outcome | None = None, *, status: int = 200
) -> HttpResponse:
    """Ask whether to restore a version; `outcome` says why that was just refused."""
    place.access.require(Permission.EDIT)
    wanted = place.by_version.get(version)
    if wanted is None:
        raise Http404
    content = place.contents(wanted.version)[wanted.version]
    context = {
        "wanted": wanted,
        "outcome": outcome,
        "refusal": Refusal(outcome.refusal).label if outcome and outcome.refusal else "",
        "changes": changes(place.question, place.answer.content, content),
        "same": content == place.answer.content,
        "printed": place.printed(content),
    }
    return place.render("responses/history/restore.html", context, status=status)


def _restore(place: _Place) -> HttpResponse:
    """Make an earlier version the newest one."""
    place.access.require(Permission.EDIT)
    wanted = number_or_404(place.request.POST, "restore")
    try:
        outcome = restore(
            place.access.response,
            place.shape,
            place.question,
            wanted,
            base_version=number(place.request.POST, "base"),
            author=place.access.user,
        )
    except LookupError:
        raise Http404 from None
    if outcome.refusal:
        # Read once more, as what was read before the refusal is what it was refused for.
        return _confirmation(place.afresh(), wanted, outcome, status=status_of(outcome.refusal))
    messages.success(place.request, _said(outcome, wanted))
    return redirect(place.request.path)


def _said(outcome: Outcome, wanted: int) -> str:
    """Return in words what became of a version that was to be restored."""
    if not outcome.changed:
        return _("Nothing was changed: the answer says this already.")
    return _("Version %(wanted)s is restored. It is version %(version)s now.") % {
        "wanted": wanted,
        "version": outcome.version,
    }
