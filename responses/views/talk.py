"""What people say about one answer: threads, suggestions, and what becomes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from responses.domain.answers.opening import Place
from responses.domain.answers.writes import Outcome
from responses.domain.permissions import Permission
from responses.domain.talk import talking
from responses.domain.talk.talking import RemarkRefusedError, Said, TalkRefusedError, Turn
from responses.domain.talk.threads import read_threads
from responses.enums import Refusal
from responses.forms.controls import PATTERN
from responses.forms.rows import operate
from responses.forms.section import SectionForm
from responses.pages.threads import NOTHING_TYPED, TypedRemark, mentionable, read_talk

from .answer import AnswerPlace
from .posted import chosen, number, number_or_404

SUGGESTION = "s"
"""What the names of the fields of a suggestion begin with."""


@dataclass(frozen=True)
class _Place(AnswerPlace):
    """A request for the talk about one answer that the person may see."""

    @property
    def address(self) -> Place:
        """Where the answer is, for the domain."""
        response = self.access.response
        return Place(response.city.slug, response.edition.code, self.shape.key, self.question.key)

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

    def form(self, **options: Any) -> SectionForm:
        """Return the form for a suggestion."""
        language = self.access.snapshot.language
        return SectionForm([self.answer], prefix=SUGGESTION, language=language, **options)

    def render(
        self, template: str, context: Mapping[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return a page of the talk."""
        frame = {**self.frame, "language": self.access.snapshot.language}
        return render(self.request, template, frame | dict(context), status=status)


Act = Callable[[_Place], HttpResponse]


def _guarded(place: _Place, act: Act) -> HttpResponse:
    """Do what was posted, for who may talk."""
    place.access.require(Permission.COMMENT)
    try:
        return act(place)
    except LookupError:
        raise Http404 from None


# --- The threads ---------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def talk(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> HttpResponse:
    """Show the threads of an answer, the open ones first; say something, or accept a suggestion.

    Replies 422 where what was typed cannot be kept, and 409 or 428 where a suggestion could
    not be accepted.
    """
    place = _Place.of(request, city, edition, section, question)
    return _page(place) if request.method != "POST" else _guarded(place, _posted)


def _posted(place: _Place) -> HttpResponse:
    posted = place.request.POST
    act = _accept if "accept" in posted else chosen(posted, "do", _DO)
    try:
        return act(place)
    except TalkRefusedError as refusal:
        status = 422 if isinstance(refusal, RemarkRefusedError) else 409
        return _page(place, refusal=refusal, status=status)


def _page(
    place: _Place,
    *,
    refusal: TalkRefusedError | None = None,
    outcome: Outcome | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the threads; with what was typed, and why it or an acceptance was refused."""
    access, faulty = place.access, isinstance(refusal, RemarkRefusedError)
    typed = place.typed(refusal.reason if refusal and faulty else "")
    threads = read_talk(access.response, place.answer, typed, access.user, access.role)
    context = {
        "open": [each for each in threads if each.thread.resolved_at is None],
        "resolved": [each for each in threads if each.thread.resolved_at is not None],
        "typed": typed,
        "new": typed if typed.thread is None else NOTHING_TYPED,
        "refused": _why(refusal, outcome),
        "kept": outcome.refused if outcome else None,
        "may_talk": access.may(Permission.COMMENT),
        "may_moderate": access.may(Permission.MODERATE),
        "may_accept": not place.closed,
        "closed": place.note,
        "people": mentionable(access.response.city) if access.may(Permission.COMMENT) else [],
        "printed": place.printed(place.answer.content),
    }
    return place.render("responses/talk/talk.html", context, status=status)


def _why(refusal: TalkRefusedError | None, outcome: Outcome | None) -> str | Promise:
    """Return why a suggestion was not accepted, or nothing."""
    if outcome and outcome.refusal:
        return Refusal(outcome.refusal).label
    return refusal.reason if refusal and not isinstance(refusal, RemarkRefusedError) else ""


def _start(place: _Place) -> HttpResponse:
    required = "required" in place.request.POST
    made = talking.start(place.access.user, place.address, place.said, required=required)
    return _done(place, made.pk, _("The thread is started."))


def _reply(place: _Place) -> HttpResponse:
    found = talking.reply(place.access.user, place.address, place.thread or 0, place.said)
    return _done(place, found.pk, _("Your reply is in the thread."))


def _turn(to: Turn) -> Act:
    def turned(place: _Place) -> HttpResponse:
        found = talking.turn(place.access.user, place.address, place.thread or 0, to, place.said)
        return _done(place, found.pk, str(_TURNED[to]))

    return turned


_TURNED: Mapping[Turn, str | Promise] = {
    Turn.RESOLVE: gettext_lazy("The thread is resolved."),
    Turn.REOPEN: gettext_lazy("The thread is open again."),
    Turn.REQUIRE: gettext_lazy("The thread has to be resolved before sealing."),
    Turn.RELEASE: gettext_lazy("The response can be sealed while this thread is open."),
}
_DO: Mapping[str, Act] = {
    "start": _start,
    "reply": _reply,
    **{to.value: _turn(to) for to in Turn},
}


def _accept(place: _Place) -> HttpResponse:
    """Make a suggestion the answer, from the version that the page showed."""
    posted = place.request.POST
    outcome = talking.accept(
        place.access.user,
        place.address,
        number_or_404(posted, "accept"),
        base_version=number(posted, "version"),
        said=place.said,
    )
    if outcome.refusal:
        # Read once more, as what was read before the refusal is what it was refused for.
        status = 428 if outcome.refusal is Refusal.UNVERSIONED else 409
        return _page(place.afresh(), outcome=outcome, status=status)
    said = _("Accepted: the suggestion is version %(version)d of the answer.")
    if not outcome.changed:
        said = _("Nothing was changed: the answer says this already.")
    return _done(place, place.thread, said % {"version": outcome.version})


def _done(place: _Place, thread: int | None, said: str) -> HttpResponse:
    """Say what was done, and lead to the thread."""
    messages.success(place.request, said)
    page = reverse("talk", args=place.address)
    return redirect(f"{page}#thread-{thread}" if thread else page)


# --- Suggesting ----------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> HttpResponse:
    """Show a form for what the answer could say; put that into a thread, or start one with it.

    `thread` in the address says into which. Replies 422 where something typed is faulty.
    """
    place = _Place.of(request, city, edition, section, question)
    return _guarded(place, _suggesting if request.method != "POST" else _suggest)


def _suggesting(
    place: _Place,
    form: SectionForm | None = None,
    refusal: TalkRefusedError | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the form, with what was typed and what is wrong with it."""
    faulty = isinstance(refusal, RemarkRefusedError)
    threads = {each.pk: each for each in read_threads(place.access.response, place.question)}
    form = form or place.form()
    context = {
        "form": form,
        "typed": place.typed(refusal.reason if refusal and faulty else ""),
        "refused": _why(refusal, None),
        # A thread that is not there raises `KeyError`, which is not found.
        "first": threads[place.thread].remarks.all()[0] if place.thread else None,
        "problems": form.problems,
        "saved": "",
        "pattern": PATTERN,
        "people": mentionable(place.access.response.city),
    }
    return place.render("responses/talk/suggest.html", context, status=status)


def _suggest(place: _Place) -> HttpResponse:
    posted = place.request.POST
    if "rows" in posted:
        return _suggesting(place, place.form(**operate(posted, posted["rows"])._asdict()))
    form = place.form(data=posted)
    if not form.is_valid() or not form.writes:
        return _suggesting(place, form, status=422)
    write, user, at, thread = form.writes[0], place.access.user, place.address, place.thread
    said = Said(place.said.text, write.base_version, write.content)
    try:
        made = talking.reply(user, at, thread, said) if thread else talking.start(user, at, said)
    except TalkRefusedError as refusal:
        return _suggesting(place, form, refusal, status=422)
    return _done(place, made.pk, _("Your suggestion is in the thread."))
