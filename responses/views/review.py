"""Reading a section as it will be printed, and deciding."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.answers.presence import others_present
from responses.domain.answers.refused import read_unsettled, refused_keys
from responses.domain.edition.shapes import QuestionShape
from responses.domain.permissions import Permission
from responses.domain.progress.progress import Open
from responses.domain.review.events import (
    CALLS,
    contents_at,
    has_decided,
    last_call,
    last_review,
    lone_signatures,
    noted_sending,
    read_events,
    withdrawal,
)
from responses.domain.review.workflow import (
    COMMENT_MISSING,
    MOVED_ON,
    TRANSITIONS,
    CommentRefusedError,
    FailingLinksError,
    Move,
    TransitionRefusedError,
    perform,
)
from responses.domain.signing.turns import turn_of
from responses.domain.submissions.sealing import last_submission
from responses.domain.talk.still_open import languages_of, read_open
from responses.domain.telling.audiences import signers_of
from responses.enums import Action
from responses.models import Event, SectionWork
from responses.pages.cautions import Known
from responses.pages.evidence import LinksOfAnswer, read_links
from responses.pages.gaps import left_over, unchanged
from responses.pages.open_points import OpenPoints, Unmet, open_points
from responses.pages.reading import read_answers, read_translations
from responses.pages.signing import (
    LinePeople,
    Signing,
    approval_line,
    onward,
    read_barred,
    read_line_people,
    signing_of,
)
from responses.pages.threads import SaidTalk, open_in
from responses.wording.events import left_as_it_was, review_done
from responses.wording.references import numbers_in
from responses.wording.translations import into_words

from .closed import given_to_others
from .moved import address_after, told_after
from .once import once
from .places import SectionPage
from .posted import number
from .replies import warn_of_names
from .said import said_here

_DECISIONS = frozenset({Action.APPROVE, Action.REQUEST_CHANGES})
# What has no button beside the comment: translations are confirmed where they are read.
_ELSEWHERE = frozenset({Action.SEND, Action.REVIEW_TRANSLATIONS})
# What says so is asked about first, on a page of its own, if it is one of `_ASKED`.
_ASK = "ask"
# On that page the comment is called the reason.
REASON_MISSING = _("Give the reason.")


@require_safe
def review(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Show a section as it will be printed, its history, and what the person can do."""
    return _page(SectionPage.of(request, city, edition, section))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def act(request: HttpRequest, city: str, edition: str, section: str, action: str) -> HttpResponse:
    """Do an action on a section; what weighs is asked about first, on a page of its own.

    That is sending, by GET, and signing, reopening and withdrawing what is signed, by POST with
    what the person saw and wrote on the reading page. The last two can be asked about by GET, too.
    """
    page = SectionPage.of(request, city, edition, section)
    if action not in Action.values:
        raise Http404
    chosen = Action(action)
    page.access.require(TRANSITIONS[chosen].permission)
    if request.method == "POST":
        if chosen in _ASKED and (_ASK in request.POST or _voids_unseen(page, chosen)):
            return _ASKED[chosen](page)
        return _perform(page, chosen)
    if chosen is Action.SEND and chosen in page.access.actions(page.section):
        return confirm_page(page, dict.fromkeys(request.GET.getlist("left"), ""))
    if chosen in _VOIDING and chosen in page.access.actions(page.section):
        return _ASKED[chosen](page)
    return page.redirect("review")


def _perform(page: SectionPage, action: Action) -> HttpResponse:
    sent = page.request.POST
    move = Move(
        action,
        comment=sent.get("comment", ""),
        seen=sent.get("seen"),
        step=number(sent, "step"),
        failing=sent.get("failing", "").split(),
    )
    try:
        event = perform(move, page.access.response, page.shape, actor=page.access.actor)
    except FailingLinksError as refusal:
        page = page.reloaded()
        if action is Action.SEND:
            return confirm_page(page, {}, refusal=refusal, comment=move.comment)
        return _ask(page, refusal)
    except TransitionRefusedError as refusal:
        status = 422 if isinstance(refusal, CommentRefusedError) else 409
        if action is Action.REOPEN and isinstance(refusal, CommentRefusedError):
            return _ask_reopening(page, refusal)
        # Read once more, as what was read before the refusal is what it was refused for.
        return _page(page.reloaded(), refusal=refusal, comment=move.comment, status=status)
    messages.success(page.request, told_after(page, event))
    warn_of_names(page.request, page.access.response.city, move.comment)
    return redirect(address_after(page, action))


def confirm_page(
    page: SectionPage,
    left: Mapping[str, str],
    *,
    refusal: TransitionRefusedError | None = None,
    comment: str = "",
) -> HttpResponse:
    """Return the page that asks before a section is sent, by what is open in it.

    `left` are lines that were typed and are in no answer, by question key. `refusal` says why it
    asks once more, with the comment typed.
    """
    links = _links(page)
    edit = page.address("section")
    called = page.section.is_called_back
    call = last_call(page.access.response, page.shape) if called else None
    talk = read_open(page.access.response, page.shape)
    context = {
        "left": left_over(page.section, edit, left),
        "known": _known(links),
        "refusal": refusal,
        "comment": comment,
        "points": _open_points(page, talk, _unmet(page, call, edit), _failing(links), edit),
        "spoken_of": [question for answer in page.section.answers for question in answer.questions],
        "waiting": len(refused_keys(page.access.response, page.shape, page.access.user)),
        "edit": edit,
        "onward": onward(page.section, page.access.response.city),
        **_nobody(page),
    }
    return page.render("responses/review/act.html", context, status=409 if refusal else 200)


def _links(page: SectionPage) -> Mapping[str, LinksOfAnswer]:
    """Return how what the answers name stands, with the queries of `read_links`."""
    access = page.access
    return read_links(page.section, access.response.pk, access.snapshot.due_on)


def _failing(links: Mapping[str, LinksOfAnswer]) -> Mapping[str, list[str]]:
    """Return the addresses that fail without a note, by the keys of the questions that ask."""
    return {key: [link.url for link in each.failing] for key, each in links.items()}


def _known(links: Mapping[str, LinksOfAnswer]) -> str:
    """Return by what a form says of which failing links its person knows."""
    return " ".join({link.digest: 1 for each in links.values() for link in each.failing})


def _nobody(page: SectionPage) -> Mapping[str, object]:
    """Return whether nobody could sign first, if the section were sent now, and who wrote it."""
    works = SectionWork.objects.select_related("approval", "response__city")
    work = works.get(response=page.access.response, section=page.shape.pk)
    step = page.section.line[0]
    if signers_of(work, step, timezone.localdate()):
        return {"nobody": False}
    barred = read_barred([(work, step)], page.access.response.city)
    return {"nobody": True, "barred": barred.get(work.pk, "")}


def _ask(page: SectionPage, refusal: FailingLinksError | None = None) -> HttpResponse:
    """Ask whether the person wants to sign, by what they saw; or say why they cannot.

    `refusal` says why they are asked once more.
    """
    events = read_events(page.access.response, page.shape)
    if Action.APPROVE not in page.access.actions(page.section):
        return _page(page, refusal=TransitionRefusedError(MOVED_ON), status=409)
    signing = _signing(page, events[-1], _people(page))
    if signing.refusal:
        return _page(page, refusal=TransitionRefusedError(signing.refusal), status=409)
    sent, talk = page.request.POST, read_open(page.access.response, page.shape)
    links = _links(page)
    context = {
        "signing": signing,
        "points": _open_points(page, talk, _unmet_since(page, events), _failing(links)),
        "known": _known(links),
        "refusal": refusal,
        "seen": sent.get("seen", ""),
        "step": sent.get("step", ""),
        "comment": sent.get("comment", ""),
    }
    return page.render("responses/review/sign.html", context, status=409 if refusal else 200)


def _ask_reopening(page: SectionPage, refusal: CommentRefusedError | None = None) -> HttpResponse:
    """Ask whether and why the person reopens a section, by what becomes void; or say that it moved.

    `refusal` says what is wrong with the reason that they gave.
    """
    if Action.REOPEN not in page.access.actions(page.section):
        return _page(page, refusal=TransitionRefusedError(MOVED_ON), status=409)
    fault = refusal and (REASON_MISSING if refusal.reason == COMMENT_MISSING else refusal.reason)
    context = {
        "last": last_submission(page.access.response),
        "comment": page.request.POST.get("comment", ""),
        "refusal": fault,
    }
    return page.render("responses/review/reopen.html", context, status=422 if refusal else 200)


def _ask_withdrawing(page: SectionPage) -> HttpResponse:
    """Ask whether the person withdraws a section, by what becomes void; or say that it moved."""
    if Action.WITHDRAW not in page.access.actions(page.section):
        return _page(page, refusal=TransitionRefusedError(MOVED_ON), status=409)
    context = {"comment": page.request.POST.get("comment", "")}
    return page.render("responses/review/withdraw.html", context)


def _voids_unseen(page: SectionPage, action: Action) -> bool:
    """Return whether an action would void signatures of which the person did not know."""
    signed = len(page.section.signed)
    is_theirs = action is Action.WITHDRAW and action in page.access.actions(page.section)
    return is_theirs and signed > 0 and number(page.request.POST, "step") != signed


_ASKED: Mapping[Action, Callable[[SectionPage], HttpResponse]] = {
    Action.APPROVE: _ask,
    Action.REOPEN: _ask_reopening,
    Action.WITHDRAW: _ask_withdrawing,
}
_VOIDING = frozenset({Action.REOPEN, Action.WITHDRAW})


def _open_points(
    page: SectionPage,
    talk: Mapping[str, Open],
    unmet: Unmet | None,
    failing: Mapping[str, list[str]],
    reading: str = "",
) -> OpenPoints:
    """Return what is open, on the page `reading`, or else where the section is read."""
    unsettled = read_unsettled(page.access.response, page.shape, but=page.access.user)
    return open_points(
        page.section,
        talk,
        unmet,
        Known(failing, unsettled),
        reading=reading or page.address("review"),
        translating=f"{page.address('section')}?show=both",
        talk_of=lambda question: page.address("talk", question),
    )


def _unmet_since(page: SectionPage, events: Iterable[Event]) -> Unmet | None:
    """Return what is not met of the last request; one query where one names questions."""
    calls = [event for event in events if event.action in CALLS]
    return _unmet(page, calls[-1], page.address("review")) if calls else None


def _unmet(page: SectionPage, call: Event | None, href: str) -> Unmet | None:
    """Return the questions that a request names and that say now what they said then, if any."""
    named = numbers_in(call.comment, page.access.snapshot.edition) if call else frozenset()
    here = named & page.section.versions.keys()
    if not call or not here:
        return None
    then = contents_at(call, page.access.response, page.section)
    found = unchanged(page.section, href, here, then)
    return Unmet(left_as_it_was(call.action), found) if found else None


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
    actions = page.access.actions(page.section)
    said = said_here(page, "review", languages_of(access.response))
    talk = open_in(said)
    people = _people(page)
    signing = _signing(page, events[-1], people) if Action.APPROVE in actions else None
    if signing and not signing.turn.is_in_line:
        actions = tuple(each for each in actions if each not in _DECISIONS)
    links = _links(page)
    context = {
        "line": approval_line(section, people),
        "void": [each for each in section.signatures if each not in section.signed],
        "events": events,
        "withdrawn": withdrawal(events),
        "note": noted_sending(events),
        "others": others_present(access.response, page.shape, access.user),
        "talk": {key: each.threads for key, each in talk.items()},
        "points": (
            _open_points(page, talk, _unmet_since(page, events), _failing(links))
            if signing and signing.turn.is_in_line
            else None
        ),
        "said": said,
        "spoken_of": _spoken_of(page, said),
        "into": into_words(access.snapshot),
        "translated": read_translations(section) if access.snapshot.submission_language else {},
        "may_talk": page.access.may(Permission.COMMENT),
        "links": links,
        "shows_questions": True,
        "actions": [each for each in actions if each not in _ELSEWHERE],
        "may_send": Action.SEND in actions,
        "may_edit": bool(page.writable),
        "closed_to": "" if page.writable else given_to_others(access, section),
        "signing": signing,
        "commented": [each for each in actions if TRANSITIONS[each].needs_comment],
        "refusal": refusal,
        "comment_fault": refusal.reason if isinstance(refusal, CommentRefusedError) else "",
        # Without signatures, withdrawing voids nothing.
        "asked": _ASKED.keys() if section.signed else _ASKED.keys() - {Action.WITHDRAW},
        "comment": comment,
        **_reading(page, events),
        **access.snapshot.edition.neighbours(page.shape),
    }
    return page.render("responses/review/review.html", context, status=status)


def _spoken_of(page: SectionPage, said: Mapping[str, SaidTalk]) -> list[QuestionShape]:
    """Return the questions, and those translations of which something was said."""
    of_translations = (
        each.translation.question
        for each in page.section.answers
        if each.translation and each.translation.question.key in said
    )
    return [*page.shape.questions, *of_translations]


def _people(page: SectionPage) -> LinePeople:
    return read_line_people(page.section, page.access.response.city)


def _signing(page: SectionPage, last: Event, people: LinePeople) -> Signing:
    """Return what the person can do about the next signature of a section in review."""
    work, person = last.work, page.access.user
    turn = turn_of(work, person, people.acting_for(person))
    return signing_of(turn, work, person, people.names)


def _reading(page: SectionPage, events: list[Event]) -> dict[str, Any]:
    """Return the answers as they are read, and with what they are compared."""
    section = page.section
    # Who decides on a section for the first time has no earlier state of it in mind.
    first = page.access.may(Permission.DECIDE) and not has_decided(events, page.access.user)
    marked = page.request.GET.get("changes", "0" if first else "1") != "0"
    base = last_review(events, section.state)
    before = contents_at(base, page.access.response, section) if base else {}
    answers = read_answers(section, before, marked=marked)
    lone, valid = lone_signatures(events), {signature.at for signature in section.signed}
    return {
        "answers": answers,
        "base": base,
        "reviewed_as": review_done(base, lone, valid) if base else "",
        "lone": lone,
        "valid": valid,
        "changed": sum(answer.changed for answer in answers),
        "marked": marked,
    }
