"""Accepting many repairs of addresses at once."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.writes import Write
from responses.domain.content.replacing import replaced
from responses.domain.permissions import NotAllowedError, Permission
from responses.domain.snapshot.repairing import OfferedRepair, read_repairs
from responses.localized import localized
from responses.validators import URL_MAX
from responses.wording.repairs import LED, repair_question, unseen_shown

from .access import ResponseAccess, response_or_404
from .closed import writable
from .once import once

PAGE = 50
_LONGEST = 20 * URL_MAX
"""How long one that is ticked may be, as JSON: each character of two addresses may be escaped."""


class Ticked(NamedTuple):
    """A repair that somebody accepts: the key of its question, and what they saw."""

    question: str
    before: str
    after: str


class RepairRow(NamedTuple):
    """A repair as the page offers it; `value` says which one it is."""

    value: str
    number: str
    wording: str
    before: str
    after: str
    why: str


@require_http_methods(["GET", "HEAD", "POST"])
@once
def repairs(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show the repairs that the person can accept; accept by POST those that are ticked.

    Each goes through the door of its answer. What changed meanwhile is left as it is, and said.
    """
    access = response_or_404(request, city, edition)
    access.require(Permission.EDIT)
    offered = _offered(access)
    if request.method == "POST":
        ticked = _ticked(request.POST.getlist("repair"))
        left = _accept(access, ticked, offered)
        if done := len(ticked) - len(left):
            words = ngettext(
                "%(count)d address is repaired.", "%(count)d addresses are repaired.", done
            )
            messages.success(request, words % {"count": done})
        for each in left:
            messages.warning(request, _left_words(access, each))
        if not ticked:
            messages.info(request, _("Nothing was ticked."))
        return redirect("repairs", city, edition)
    page = Paginator(offered, PAGE).get_page(request.GET.get("page"))
    context = {
        "snapshot": access.snapshot,
        "page": page,
        "rows": [_row(each) for each in page],
    }
    return render(request, "responses/repairing/repairs.html", context)


def _offered(access: ResponseAccess) -> list[OfferedRepair]:
    """Return the repairs of answers that the person can write now."""
    open_now = [each for each in access.snapshot.sections if writable(access, each)]
    found = read_repairs(access.response.pk, open_now)
    return [each for each in found if each.answer.question.pk in access.reach.questions]


def _ticked(sent: Sequence[str]) -> list[Ticked]:
    """Return what is ticked, each once; raises `BadRequest` for what no page of ours sends."""
    if len(sent) > PAGE or any(len(each) > _LONGEST for each in sent):
        raise BadRequest
    try:
        read = [Ticked(*json.loads(each)) for each in sent]
    except (TypeError, ValueError, RecursionError):
        raise BadRequest from None
    if not all(isinstance(word, str) for each in read for word in each):
        raise BadRequest
    return list(dict.fromkeys(read))


def _accept(
    access: ResponseAccess, ticked: Iterable[Ticked], offered: Iterable[OfferedRepair]
) -> list[Ticked]:
    """Write what is ticked and still offered, an answer at a time; return what is left as it is."""
    known = {_as_ticked(each): each for each in offered}
    by_question: dict[str, list[Ticked]] = {}
    for each in ticked:
        by_question.setdefault(each.question, []).append(each)
    left: list[Ticked] = []
    for accepted in by_question.values():
        there = [each for each in accepted if each in known]
        left += [each for each in accepted if each not in known]
        if there and not _write(access, known[there[0]], there):
            left += there
    return left


def _write(access: ResponseAccess, repair: OfferedRepair, accepted: Iterable[Ticked]) -> bool:
    """Write the repairs of one answer through its door; return whether it took them."""
    answer, others = repair.answer, {each.before: each.after for each in accepted}
    try:
        content = replaced(answer.question, answer.content, others)
        write = Write(answer.question, content, answer.version)
        section = repair.section.section
        outcome = save_answer(access.response, section, write, author=access.user)
    except (NotAllowedError, ValidationError):
        return False
    return outcome.refusal is None


def _as_ticked(repair: OfferedRepair) -> Ticked:
    return Ticked(repair.answer.question.key, repair.before, repair.after)


def _row(repair: OfferedRepair) -> RepairRow:
    question = repair.answer.question
    return RepairRow(
        value=json.dumps(_as_ticked(repair), ensure_ascii=False),
        number=question.number,
        wording=localized(question.wording),
        before=unseen_shown(repair.before),
        after=repair.after,
        why=str(repair_question(repair.kinds) if repair.kinds else LED),
    )


def _left_words(access: ResponseAccess, ticked: Ticked) -> str:
    """Say of a repair that it was not made."""
    question = access.snapshot.edition.questions_by_key.get(ticked.question)
    words = _("%(number)s: %(url)s is left as it is, as the answer has changed in the meantime.")
    number = question.number if question else "?"
    return words % {"number": number, "url": unseen_shown(ticked.before)[:URL_MAX]}
