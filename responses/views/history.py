"""The history of one answer: who wrote what when, any two versions, and restoring one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.answers.drafting import restore
from responses.domain.answers.importing import Origin, read_origins
from responses.domain.answers.revisions import (
    RevisionEntry,
    Sitting,
    read_contents,
    read_entries,
    read_sittings,
    with_names,
)
from responses.domain.answers.writes import Outcome
from responses.domain.content.content import Content
from responses.domain.handouts.returners import with_returners
from responses.domain.permissions import Permission
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.enums import Refusal, Source
from responses.pages.changes import changes
from responses.pages.sittings import read_sitting
from responses.wording.saving import says_this_already

from .once import once
from .places import AnswerPage
from .posted import number, number_or_404
from .replies import status_of

SITTINGS_A_PAGE = 20


@dataclass(frozen=True)
class HistoryPage(AnswerPage):
    """A request for the history of one answer that the person may see, or of a translation."""

    def entries(self, *versions: int) -> Mapping[int, RevisionEntry]:
        """Return those of these versions that there are; one query."""
        return read_entries(self.access.response, self.question, versions)

    def contents(self, *versions: int) -> Mapping[int, Content]:
        """Return what the answer said in these versions; one query."""
        return read_contents(self.access.response, self.question, versions)

    @property
    def frame(self) -> Mapping[str, Any]:
        """What every page of the history shows."""
        return {
            **super().frame,
            "closed": self.note,
            "may_restore": not self.closed,
        }


@require_http_methods(["GET", "HEAD", "POST"])
@once
def history(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> HttpResponse:
    """Show the sittings in which an answer was written, compare two versions, restore one.

    `from` and `to` in the address compare, `restore` asks whether to; POST restores. Replies
    409 where that was refused as outdated or closed, and 428 where the page did not say which
    version it showed.
    """
    page = HistoryPage.of(request, city, edition, section, question)
    if request.method == "POST":
        return _restore(page)
    if "restore" in request.GET:
        return _confirmation(page, number_or_404(request.GET, "restore"))
    if "to" in request.GET:
        older = number_or_404(request.GET, "from") if "from" in request.GET else 0
        # Whichever was chosen as which: what came first is shown first.
        return _comparison(page, *sorted([older, number_or_404(request.GET, "to")]))
    return _sittings(page)


def _sittings(page: HistoryPage) -> HttpResponse:
    asked = number(page.request.GET, "page") if "page" in page.request.GET else 1
    newest = page.answer.version
    # A number that is none leads to the first page or the last one, for which all is read.
    wanted = asked * SITTINGS_A_PAGE if asked else newest
    found = read_sittings(page.access.response, page.question, newest, wanted)
    shown = Paginator(found, SITTINGS_A_PAGE).get_page(page.request.GET.get("page"))
    told = with_returners(page.access.response, page.question, shown)
    shown.object_list = with_names(told, page.access.response.city_id)
    ends = [version for each in shown for version in (each.before, each.last.version)]
    contents = page.contents(*ends)
    context = {
        "page": shown,
        "sittings": [read_sitting(each, page.question, contents) for each in shown],
        "origins": _origins(page, *(entry for each in shown for entry in each.entries)),
        **_offered(list(shown)),
    }
    return page.render("responses/history/history.html", context)


def _origins(page: HistoryPage, *entries: RevisionEntry) -> Mapping[int, Origin]:
    """Return which files versions were imported from; one query where any of these was."""
    if not any(entry.source is Source.IMPORT for entry in entries):
        return {}
    return read_origins(page.access.response, page.question)


def _offered(shown: Sequence[Sitting]) -> Mapping[str, str]:
    """Return which two versions a page of sittings offers to compare at first."""
    if not shown:
        return {}
    older = shown[1].last.version if len(shown) > 1 else shown[0].before
    return {"older": str(older), "newer": str(shown[0].last.version)}


def _comparison(page: HistoryPage, older: int, newer: int) -> HttpResponse:
    """Show what differs between two versions, and the second as it would be printed."""
    entries = page.entries(older, newer)
    if not {older, newer} <= {0, *entries}:
        raise Http404
    contents = page.contents(older, newer)
    before, after = contents[older], contents[newer]
    context = {
        "older": older,
        "newer": newer,
        "before": entries.get(older),
        "after": entries.get(newer),
        "origin": _origins(page, *entries.values()).get(newer),
        "changes": changes(page.question, before, after),
        "same": before == after,
        "printed": page.printed(after),
    }
    return page.render("responses/history/compare.html", context)


def _confirmation(
    page: HistoryPage, version: int, outcome: Outcome | None = None, *, status: int = 200
) -> HttpResponse:
    """Ask whether to restore a version; `outcome` says why that was just refused."""
    page.access.require(Permission.EDIT)
    wanted = page.entries(version).get(version)
    if wanted is None:
        raise Http404
    content = page.contents(wanted.version)[wanted.version]
    context = {
        "wanted": wanted,
        "outcome": outcome,
        "refusal": Refusal(outcome.refusal).label if outcome and outcome.refusal else "",
        "changes": changes(page.question, page.answer.content, content),
        "same": content == page.answer.content,
        "outdated": _is_outdated(wanted, content, page.answer),
        "printed": page.printed(content),
    }
    return page.render("responses/history/restore.html", context, status=status)


def _is_outdated(wanted: RevisionEntry, content: Content, answer: AnswerSnapshot) -> bool:
    """Return whether the words of the original have changed since a version translated them."""
    if not isinstance(answer, TranslationSnapshot):
        return False
    return replace(answer, content=content, of=wanted.translates or 0).is_outdated


def _restore(page: HistoryPage) -> HttpResponse:
    """Make an earlier version the newest one."""
    page.access.require(Permission.EDIT)
    wanted = number_or_404(page.request.POST, "restore")
    try:
        outcome = restore(
            page.access.response,
            page.shape,
            page.question,
            wanted,
            base_version=number(page.request.POST, "base"),
            author=page.access.user,
        )
    except LookupError:
        raise Http404 from None
    if outcome.refusal:
        # Read once more, as what was read before the refusal is what it was refused for.
        return _confirmation(page.reloaded(), wanted, outcome, status=status_of(outcome.refusal))
    messages.success(page.request, _said(outcome, wanted))
    return redirect(page.request.path)


def _said(outcome: Outcome, wanted: int) -> str:
    """Return in words what became of a version that was to be restored."""
    if not outcome.changed:
        return says_this_already()
    return _("Version %(wanted)s is restored as version %(version)s.") % {
        "wanted": wanted,
        "version": outcome.version,
    }
