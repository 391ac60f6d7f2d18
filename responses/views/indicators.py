"""For which indicators each link of an answer is."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from responses.domain.coverage.claiming import PurposeChange, choose_purposes
from responses.domain.coverage.purposes import purposes_of, read_chosen
from responses.domain.permissions import NotAllowedError
from responses.domain.snapshot.evidence import named_in
from responses.pages.indicators import purpose_rows
from responses.wording.indicators import by_criterion, indicator_name

from .once import once
from .places import AnswerPage


@require_http_methods(["GET", "HEAD", "POST"])
@once
def indicators(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> HttpResponse:
    """Show for which indicators the links of an answer are; choose that by POST.

    Replies 403, with what was ticked, where the person may not write the answer.
    """
    page = AnswerPage.of(request, city, edition, section, question)
    if page.question.language or not page.access.snapshot.edition.indicators:
        raise Http404
    if request.method != "POST":
        return _page(page)
    changes = _changes(page)
    try:
        count = choose_purposes(
            page.access.response,
            page.access.snapshot.edition,
            page.shape,
            page.question,
            changes,
            author=page.access.user,
        )
    except NotAllowedError:
        return _page(page, {key: each.after for key, each in changes.items()}, status=403)
    said = ngettext("%(count)d link changed.", "%(count)d links changed.", count)
    messages.success(request, said % {"count": count})
    return page.redirect("indicators", page.question.key)


def _changes(page: AnswerPage) -> dict[str, PurposeChange]:
    """Return what was sent of each link that the answer has now."""
    posted, known = page.request.POST, page.access.snapshot.edition.indicators
    keys = {each.key for each in known}
    found: dict[str, PurposeChange] = {}
    for each in named_in(page.section, page.question):
        seen = posted.get(f"was-{each.digest}")
        if seen is None:
            continue
        meant = {*posted.getlist(f"for-{each.digest}"), posted.get(f"more-{each.digest}", "")}
        before = keys & set(seen.split())
        found[each.digest] = PurposeChange(tuple(before), tuple(keys & meant))
    return found


def _page(
    page: AnswerPage, typed: Mapping[str, Sequence[str]] | None = None, *, status: int = 200
) -> HttpResponse:
    """Return the page, with what was ticked and could not be saved."""
    shown, chosen = page.access.snapshot.edition, read_chosen(page.access.response)
    named = named_in(page.section, page.question)
    now = {each.digest: purposes_of(page.question, each.digest, chosen) for each in named}
    context = {
        "rows": purpose_rows(shown, page.question, named, now, typed or {}),
        "criteria": [
            (each.name, [(found.key, indicator_name(found)) for found in each.indicators])
            for each in by_criterion(shown.indicators)
        ],
        "may_choose": bool(typed) or not page.closed,
        "closed": page.note,
    }
    return page.render("responses/indicators/indicators.html", context, status=status)
