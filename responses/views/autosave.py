"""Saving what somebody is typing, one answer at a time, for scripts on the section's page."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from responses.domain.answers.drafting import autosave as save
from responses.domain.answers.opening import AnswerRef, OpenAnswer
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.translating import find_question, kept, parted, wording
from responses.domain.edition.editions import edition_shape, known_edition
from responses.domain.edition.shapes import QuestionShape
from responses.domain.permissions import NotAllowedError
from responses.domain.snapshot.answer import AnswerSnapshot, LastChange, TranslationSnapshot
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.enums import Refusal
from responses.forms.answer.form import SectionForm
from responses.forms.answer.widgets import Names, as_fields
from responses.models import User
from responses.pages.saved import saved_line, status_line
from responses.wording.dates import clock

from .access import signed_in
from .closed import closed_by
from .posted import number
from .replies import status_of

_FORBIDDEN = gettext_lazy("Not saved: this answer is assigned to other people.")


@require_POST
def autosave(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> JsonResponse:
    """Save the question that was sent, and reply in JSON what became of it.

    Replies 422 where a part is faulty (the others are saved), 409 where the text was refused
    as outdated or closed, 428 where the page did not say which version it started from.
    """
    user = signed_in(request)
    place = AnswerRef(city, edition, section, question)
    typing = _Typing(request, place)
    try:
        outcome = save(user, place, typing.read)
    except LookupError:
        raise Http404 from None
    except NotAllowedError:
        return _reply("forbidden", 403, message=_FORBIDDEN)
    if not typing.form.typed:
        return _reply("unreadable", 400, message=_("This request cannot be read"))
    if outcome is None:
        return _reply("faulty", 422, version=None, problems=typing.problems, left=typing.form.notes)
    if outcome.refusal:
        return _refused(typing, outcome, place)
    return _saved(typing, outcome, user)


class _Typing:
    """What a request says about an answer.

    It is read before anything is locked, against an answer that says nothing; only what is faulty
    in it is judged against the answer as it is.
    """

    opened: OpenAnswer

    def __init__(self, request: HttpRequest, place: AnswerRef) -> None:
        self.sent = request.POST
        self.question = _known(place)
        if self.question:
            self.form = self._form(AnswerSnapshot(self.question, EMPTY, 0, None))

    def snapshot_of(
        self, content: Content, version: int, changed: LastChange | None = None
    ) -> AnswerSnapshot:
        """Return the answer, or the translation, that was opened, as one that says `content`."""
        question, original = self.opened.question, self.opened.original
        if original is None:
            return AnswerSnapshot(question, content, version, changed)
        of = min(number(self.sent, Names.of(question).original) or 0, original.version)
        return TranslationSnapshot(question, content, version, changed, original=original, of=of)

    def _form(self, answer: AnswerSnapshot) -> SectionForm:
        form = SectionForm([answer], self.sent, partial=True, leaves_rest=True)
        form.is_valid()
        return form

    def read(self, opened: OpenAnswer) -> Write | None:
        """Return the write that was sent, if anything in it is sound."""
        self.opened = opened
        answer = self.snapshot_of(opened.content, opened.version)
        if opened.question is not self.question:
            # This process has not read the edition before, or it was replaced meanwhile.
            self.form = self._form(answer)
        elif self.form.errors:
            self.form.judge_against([answer])
        if not self.form.writes:
            return None
        if opened.original:
            write = self.form.writes[0]
            content = kept(opened.question, opened.content, write.content)
            self.form.writes[0] = replace(write, content=content)
        self.form.writes[0] = replace(
            self.form.writes[0],
            continues=number(self.sent, "continues"),
            translates=self._translates(opened),
        )
        return self.form.writes[0]

    def _translates(self, opened: OpenAnswer) -> int | None:
        """Return which version of the original a translation is of: one there is.

        The one that the page had, or the one before where the texts stay as they are.
        """
        write, before = self.form.writes[0], opened.content
        if opened.original is None:
            return write.translates
        same = wording(opened.question, write.content) == wording(opened.question, before)
        if opened.version and same:
            return opened.translates
        return min(write.translates or 0, opened.original.version)

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong with what was sent, with the ids of the controls."""
        return [problem._asdict() for _, problem in self.form.problems]

    @property
    def stands_alone(self) -> bool:
        """Whether how far the question is rests on no other, and that of no other on it."""
        question = self.opened.question
        edition = edition_shape(self.opened.work.response.edition)
        if question.language:
            return True
        return not question.follows and question.key not in edition.followers

    @cached_property
    def snapshot(self) -> Snapshot:
        """The response as it is saved, for what the answer alone does not tell; one query."""
        return read_snapshot(self.opened.work.response)

    def answer_now(self) -> AnswerSnapshot:
        """Return the answer as it is saved."""
        question = self.opened.question
        answer = self.snapshot.answers_by_key[parted(question.key)[0]]
        return answer.translation if question.language and answer.translation else answer

    def follow_ups(self) -> list[Mapping[str, Any]]:
        """Return what a page shows of the follow-ups of the question, as they are saved."""
        return [] if self.stands_alone else follow_ups(self.snapshot, self.opened.question)


def _known(place: AnswerRef) -> QuestionShape | None:
    edition = known_edition(place.edition)
    try:
        return find_question(edition, place.question) if edition else None
    except KeyError:
        return None


def _saved(typing: _Typing, outcome: Outcome, user: User) -> JsonResponse:
    """Tell what is saved now; `fields` where that is not what the page shows.

    `has` is what the answer has where not all that the page shows could be saved.
    """
    if outcome.changed and typing.stands_alone:
        combined = outcome.combined
        content = typing.form.writes[0].content if combined is None else combined
        change = LastChange(str(user), timezone.now())
        answer = typing.snapshot_of(content, outcome.version, change)
        if isinstance(answer, TranslationSnapshot):
            answer = replace(answer, of=typing.form.writes[0].translates or 0)
    else:
        answer = typing.answer_now()
    state, code = ("faulty", 422) if typing.problems else ("saved", 200)
    fields = None if outcome.combined is None else as_fields(answer.question, answer.entered)
    return _reply(
        state,
        code,
        **told(answer),
        left=typing.form.notes,
        fields=fields,
        has=as_fields(answer.question, answer.entered) if typing.problems else None,
        follow_ups=typing.follow_ups(),
        changed=outcome.changed,
        said=_("Saved at %(time)s") % {"time": clock(timezone.now())},
        problems=typing.problems,
    )


def _refused(typing: _Typing, outcome: Outcome, place: AnswerRef) -> JsonResponse:
    """Tell why a text was refused, where it is kept, and what the answer says now."""
    answer, refusal = typing.answer_now(), Refusal(outcome.refusal or "")
    why = _why(refusal, typing, place)
    return _reply(
        "refused",
        status_of(refusal),
        **told(answer),
        left=typing.form.notes,
        fields=as_fields(answer.question, answer.entered),
        message=_message(refusal, answer, why),
        brief=_brief(refusal, answer, why),
        text=outcome.refused.pk if outcome.refused else None,
        compare=reverse("unsaved", args=[place.city, place.edition, place.section]),
        # In a closed section nothing can be combined.
        way=_("Read your text") if refusal is Refusal.CLOSED else _("Compare and combine"),
    )


def _why(refusal: Refusal, typing: _Typing, place: AnswerRef) -> str:
    """Return why nothing can be written, where the section was closed; a query where it was."""
    if refusal is not Refusal.CLOSED:
        return ""
    response = typing.opened.work.response
    shape = edition_shape(response.edition).sections_by_key[place.section]
    return closed_by(response, shape) or str(refusal.label)


def _message(refusal: Refusal, answer: AnswerSnapshot, why: str) -> str:
    if refusal is Refusal.STALE and answer.changed:
        words = _("%(who)s saved this answer at %(time)s. Your text is kept beside it.")
        return words % {"who": answer.changed.who, "time": clock(answer.changed.at)}
    # The words stand in a call of their own, as extraction does not look into f-strings.
    kept = _("Your text is kept.")
    return f"{why or refusal.label} {kept}"


def _brief(refusal: Refusal, answer: AnswerSnapshot, why: str) -> str:
    """Return the same in few words, for a bar of one line."""
    if refusal is Refusal.STALE and answer.changed:
        return _("%(who)s saved first.") % {"who": answer.changed.who}
    return why or str(refusal.label)


def told(answer: AnswerSnapshot) -> Mapping[str, Any]:
    """Return what a page shows of a saved answer: its version, and two pieces of HTML."""
    return {
        "version": answer.version,
        "saved": saved_line(answer),
        "status": status_line(answer),
        "answered": answer.status == "answered",
        "outdated": isinstance(answer, TranslationSnapshot) and answer.is_outdated,
    }


def follow_ups(snapshot: Snapshot, question: QuestionShape) -> list[Mapping[str, Any]]:
    """Return what a page shows of the follow-ups of a question, which it may settle."""
    answers = [
        snapshot.answers_by_key[each.key]
        for each in snapshot.edition.followers.get(question.key, ())
    ]
    return [{"question": each.question.key, **told(each)} for each in answers]


def _reply(state: str, code: int, /, **more: Any) -> JsonResponse:
    return JsonResponse({"state": state, **more}, status=code)
