"""What people say about one answer: threads, suggestions, and what becomes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from responses.characters import says_nothing
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Outcome
from responses.domain.permissions import Permission
from responses.domain.talk import talking
from responses.domain.talk.talking import RemarkRefusedError, Said, TalkRefusedError, Turn
from responses.domain.talk.threads import read_told
from responses.enums import Refusal
from responses.models import Thread
from responses.pages.printed import PrintedAnswer, printed_section
from responses.pages.threads import NOTHING_TYPED, Reader, TypedRemark, mentionable, read_talk
from responses.wording.saving import says_this_already

from .access import visited
from .once import once
from .places import AnswerPage
from .posted import chosen, number, number_or_404
from .replies import status_of, warn_of_names
from .told import told_words
from .translating import VIEWS


@dataclass(frozen=True)
class TalkPage(AnswerPage):
    """A request for the talk about one answer that the person may see."""

    @property
    def ref(self) -> AnswerRef:
        """Where the answer is, for the domain."""
        response = self.access.response
        return AnswerRef(
            response.city.slug, response.edition.code, self.shape.key, self.question.key
        )

    @property
    def reader(self) -> Reader:
        """Who reads the threads."""
        access, reach = self.access, self.access.reach
        mine = reach.translations if self.question.language else reach.questions
        return Reader(access.user, access.role, self.question.pk in mine)

    @property
    def said(self) -> Said:
        """What the person typed."""
        posted = self.request.POST
        return Said(posted.get("text", ""), number(posted, "version"))

    @property
    def thread(self) -> int | None:
        """The thread that the request names, or none; raises 404 for what cannot be one."""
        sent = self.request.POST or self.request.GET
        return number_or_404(sent, "thread") if sent.get("thread") else None

    def typed(self, problem: str | Promise) -> TypedRemark:
        """Return what the person typed, and what is wrong with it."""
        return TypedRemark(self.thread, self.said.text, "required" in self.request.POST, problem)

    @property
    def frame(self) -> Mapping[str, Any]:
        """What every page of the talk shows."""
        language = self.question.language or self.access.snapshot.language
        return {**super().frame, "language": language}

    @property
    def original(self) -> PrintedAnswer | None:
        """What a translation is of, as it would be printed."""
        if not self.question.language:
            return None
        found = (each for each in self.section.answers if each.question.pk == self.question.pk)
        return printed_section(replace(self.section, answers=tuple(found))).answers[0]


Act = Callable[[TalkPage], HttpResponse]


def guarded(page: TalkPage, act: Act) -> HttpResponse:
    """Do what was posted, for who may talk."""
    page.access.require(Permission.COMMENT)
    try:
        return act(page)
    except LookupError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@once
def talk(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> HttpResponse:
    """Show the threads of an answer, the open ones first; say something, or accept a suggestion.

    Replies 422 where what was typed cannot be kept, and 409 or 428 where a suggestion could
    not be accepted.
    """
    page = TalkPage.of(request, city, edition, section, question)
    visited(request, "talk", page.access.response, question=page.question)
    return _page(page) if request.method != "POST" else guarded(page, _posted)


@require_safe
def people(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> HttpResponse:
    """Return who can be mentioned in the talk about an answer, as a part of a page."""
    page = TalkPage.of(request, city, edition, section, question)
    page.access.require(Permission.COMMENT)
    found = mentionable(page.access.response, page.question)
    return render(request, "responses/talk/people.html", {"people": found})


def _posted(page: TalkPage) -> HttpResponse:
    posted = page.request.POST
    settling = next((act for name, act in _SETTLE.items() if name in posted), None)
    act = settling or chosen(posted, "do", _DO)
    try:
        return act(page)
    except TalkRefusedError as refusal:
        status = 422 if isinstance(refusal, RemarkRefusedError) else 409
        return _page(page, refusal=refusal, status=status)


def _page(
    page: TalkPage,
    *,
    refusal: TalkRefusedError | None = None,
    outcome: Outcome | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the threads; with what was typed, and why it or an acceptance was refused."""
    access, faulty = page.access, isinstance(refusal, RemarkRefusedError)
    typed = page.typed(refusal.reason if refusal and faulty else "")
    asked = partial(number, page.request.GET)
    context = {
        "talk": read_talk(access.response, page.answer, typed, page.reader, asked),
        "typed": typed,
        "new": typed if typed.thread is None else NOTHING_TYPED,
        "refused": why_refused(refusal, outcome),
        "kept": outcome.refused if outcome else None,
        "may_talk": access.may(Permission.COMMENT),
        "may_moderate": access.may(Permission.MODERATE),
        "may_accept": not page.closed,
        "closed": page.note,
        "people": (
            mentionable(access.response, page.question) if access.may(Permission.COMMENT) else []
        ),
        "signers": {person for step in page.section.line for person in step.people},
        "printed": page.printed(page.answer.content),
        "original": page.original,
    }
    return page.render("responses/talk/talk.html", context, status=status)


def why_refused(refusal: TalkRefusedError | None, outcome: Outcome | None) -> str | Promise:
    """Return why a suggestion was not accepted, or nothing."""
    if outcome and outcome.refusal:
        return Refusal(outcome.refusal).label
    return refusal.reason if refusal and not isinstance(refusal, RemarkRefusedError) else ""


def _start(page: TalkPage) -> HttpResponse:
    required = "required" in page.request.POST
    made = talking.start(page.access.user, page.ref, page.said, required=required)
    return done(page, made.pk, and_told(_("The thread is started."), page, made))


def _reply(page: TalkPage) -> HttpResponse:
    found = talking.reply(page.access.user, page.ref, page.thread or 0, page.said)
    return done(page, found.pk, and_told(_("Your reply is in the thread."), page, found))


def _turn(to: Turn) -> Act:
    def turned(page: TalkPage) -> HttpResponse:
        found = talking.turn(page.access.user, page.ref, page.thread or 0, to, page.said)
        said = str(_TURNED[to])
        has_words = not says_nothing(page.said.text)
        return done(page, found.pk, and_told(said, page, found) if has_words else said)

    return turned


_TURNED: Mapping[Turn, str | Promise] = {
    Turn.RESOLVE: gettext_lazy("The thread is resolved."),
    Turn.REOPEN: gettext_lazy("The thread is open again."),
    Turn.REQUIRE: gettext_lazy("The thread must be resolved before sealing."),
    Turn.RELEASE: gettext_lazy("The response can be sealed while this thread is open."),
}
_DO: Mapping[str, Act] = {
    "start": _start,
    "reply": _reply,
    **{to.value: _turn(to) for to in Turn},
}


def _accept(page: TalkPage) -> HttpResponse:
    """Make a suggestion the answer, from the version that the page showed."""
    posted = page.request.POST
    outcome = talking.accept(
        page.access.user,
        page.ref,
        number_or_404(posted, "accept"),
        base_version=number(posted, "version"),
        said=page.said,
    )
    if outcome.refusal:
        # Read once more, as what was read before the refusal is what it was refused for.
        return _page(page.reloaded(), outcome=outcome, status=status_of(outcome.refusal))
    said = _("The suggestion is accepted as version %(version)d of the answer.")
    if page.question.language:
        said = _("The suggestion is accepted as version %(version)d of the translation.")
    if not outcome.changed:
        said = says_this_already()
    said %= {"version": outcome.version}
    if outcome.changed and not says_nothing(page.said.text) and page.thread:
        told = Thread.objects.get(pk=page.thread, response=page.access.response)
        said = and_told(said, page, told)
    return done(page, page.thread, said)


def _decline(page: TalkPage) -> HttpResponse:
    """Decline a suggestion for the reason that was typed."""
    remark = number_or_404(page.request.POST, "decline")
    found = talking.decline(page.access.user, page.ref, remark, page.said)
    return done(page, found.pk, and_told(_("The suggestion is declined."), page, found))


_SETTLE: Mapping[str, Act] = {"accept": _accept, "decline": _decline}
"""What is done to a suggestion: the button's name, whose value is the remark's key."""


_BACK: Mapping[str, tuple[str, str]] = {
    "section": ("section", ""),
    "review": ("review", ""),
    **{view: ("section", f"?show={view}") for view in VIEWS},
}
"""The pages on which a remark can be written under the answer, and to which one comes back."""


def and_told(words: str, page: TalkPage, thread: Thread) -> str:
    """Return what was done, and who was told of what the person has just said in a thread."""
    people = read_told(thread, page.access.user)
    return format_html("{} {}", words, told_words(page, people, page.question.pk))


def done(page: TalkPage, thread: int | None, said: str) -> HttpResponse:
    """Say what was done, and lead to the thread, or back to the answer under which it was said.

    Names in what was said that name nobody are said, too.
    """
    messages.success(page.request, said)
    warn_of_names(page.request, page.access.response.city, page.said.text)
    if back := _BACK.get(page.request.POST.get("back", "")):
        name, view = back
        return redirect(f"{page.address(name)}{view}#{page.question.key}")
    address = page.address("talk", page.question.key)
    return redirect(f"{address}?thread={thread}#thread-{thread}" if thread else address)
