"""Reading a section as it will be printed, and deciding."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.answers.presence import others_present
from responses.domain.answers.refused import refused_texts
from responses.domain.permissions import Permission
from responses.domain.review.events import contents_at, last_review, read_events
from responses.domain.review.workflow import (
    TRANSITIONS,
    CommentRefusedError,
    Move,
    TransitionRefusedError,
    available_actions,
    perform,
)
from responses.domain.signing.turns import read_turn
from responses.domain.talk.threads import open_threads
from responses.enums import Action, State, complete
from responses.models import Event
from responses.pages.gaps import gaps, oddities
from responses.pages.reading import read_answers
from responses.pages.signing import Signing, approval_line, signing_of
from responses.wording.names import section_name

from .access import visited
from .places import SectionPage
from .posted import number

# Where each action leads, and what is said there.
_AFTER: Mapping[Action, tuple[str, Any]] = complete(
    Action,
    {
        Action.SEND: ("overview", _("%(section)s is sent for review.")),
        Action.WITHDRAW: (
            "section",
            _("%(section)s is withdrawn from review and open for writing."),
        ),
        Action.APPROVE: ("my_work", _("%(section)s is approved.")),
        Action.REQUEST_CHANGES: ("my_work", _("%(section)s is back with its writers.")),
        Action.REOPEN: ("review", _("%(section)s is open for writing again.")),
        Action.COMMENT: ("review", _("Your comment is in the history.")),
    },
)


_DECISIONS = frozenset({Action.APPROVE, Action.REQUEST_CHANGES})
# An approval before the last step of the approval line leads to the next one.
_SIGNED = _("You have signed %(section)s. It is now waiting for the next signature.")


@require_safe
def review(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Show a section as it will be printed, its history, and what the person can do."""
    page = SectionPage.of(request, city, edition, section)
    visited(request, "review", page.access.response, section=page.shape)
    return _page(page)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, city: str, edition: str, section: str, action: str) -> HttpResponse:
    """Do an action on a section; sending is asked for first, on a page of its own."""
    page = SectionPage.of(request, city, edition, section)
    if action not in Action.values:
        raise Http404
    chosen = Action(action)
    page.access.require(TRANSITIONS[chosen].permission)
    if request.method == "POST":
        return _perform(page, chosen)
    if chosen is Action.SEND and chosen in _actions(page):
        return _confirm(page)
    return page.redirect("review")


def _actions(page: SectionPage) -> tuple[Action, ...]:
    return tuple(
        each
        for each in available_actions(page.access.role, page.section.state)
        if TRANSITIONS[each].permission is not Permission.SEND or page.access.may_send(page.shape)
    )


def _perform(page: SectionPage, action: Action) -> HttpResponse:
    sent = page.request.POST
    move = Move(
        action,
        comment=sent.get("comment", ""),
        seen=sent.get("seen"),
        step=number(sent, "step"),
    )
    try:
        event = perform(move, page.access.response, page.shape, actor=page.access.actor)
    except TransitionRefusedError as refusal:
        status = 422 if isinstance(refusal, CommentRefusedError) else 409
        # Read once more, as what was read before the refusal is what it was refused for.
        return _page(page.reloaded(), refusal=refusal, comment=move.comment, status=status)
    onward, said = _AFTER[action]
    if action is Action.APPROVE and event.to_state != State.APPROVED:
        said = _SIGNED
    messages.success(page.request, said % {"section": section_name(page.shape)})
    return redirect(_address(onward, page))


def _address(name: str, page: SectionPage) -> str:
    """Return the address of a page of a section, of its response or of neither."""
    if name == "my_work":
        return reverse(name)
    response = page.access.response
    if name == "overview":
        return reverse(name, args=[response.city.slug, response.edition.code])
    return page.address(name)


def _confirm(page: SectionPage) -> HttpResponse:
    edit = page.address("section")
    context = {
        "gaps": gaps(page.section, edit),
        "odd": oddities(page.section, edit),
        "waiting": len(refused_texts(page.access.response, page.shape, page.access.user)),
        "edit": edit,
    }
    return page.render("responses/review/act.html", context)


def _page(
    page: SectionPage,
    *,
    refusal: TransitionRefusedError | None = None,
    comment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the reading page, with why an action was refused and the comment typed for it."""
    access, section = page.access, page.section
    events = read_events(access.response, page.shape)
    actions = _actions(page)
    signing = _signing(page, events[-1]) if Action.APPROVE in actions else None
    if signing and not signing.turn.is_in_line:
        actions = tuple(each for each in actions if each not in _DECISIONS)
    context = {
        "line": approval_line(section),
        "void": [each for each in section.signatures if each not in section.signed],
        "valid": {signature.at for signature in section.signed},
        "events": events,
        "others": others_present(access.response, page.shape, access.user),
        "talk": open_threads(access.response, page.shape),
        "actions": [each for each in actions if each is not Action.SEND],
        "may_send": Action.SEND in actions,
        "may_edit": bool(page.writable),
        "signing": signing,
        "commented": [each for each in actions if TRANSITIONS[each].needs_comment],
        "refusal": refusal,
        "comment_refused": isinstance(refusal, CommentRefusedError),
        "comment": comment,
        **_reading(page, events),
        **access.snapshot.edition.neighbours(page.shape),
    }
    return page.render("responses/review/review.html", context, status=status)


def _signing(page: SectionPage, last: Event) -> Signing:
    """Return what the person can do about the next signature of a section in review."""
    work, access = last.work, page.access
    work.response = access.response
    turn = read_turn(work, access.user, access.role, timezone.localdate())
    return signing_of(turn, work, access.user)


def _reading(page: SectionPage, events: list[Event]) -> dict[str, Any]:
    """Return the answers as they are read, and with what they are compared."""
    section, marked = page.section, page.request.GET.get("changes") != "0"
    base = last_review(events, section.state)
    before = contents_at(base, page.access.response, section) if base else {}
    answers = read_answers(section, before, marked=marked)
    return {
        "answers": answers,
        "base": base,
        "changed": sum(answer.changed for answer in answers),
        "marked": marked,
    }
