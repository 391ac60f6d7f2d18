"""What people say to each other about an answer.

Nothing else writes `Thread` or `Remark`. A remark is never changed or deleted, whatever
becomes of the answer; a suggestion in it becomes the answer by way of `domain.answers.drafting`.
Whatever is said locks the section first, as sealing does: a required thread is opened
before a response is sealed, and then stands in the way, or after that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.characters import normalise_text, says_nothing
from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef, OpenAnswer, open_answer
from responses.domain.answers.revisions import read_contents
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import Content
from responses.domain.content.values import limited_as
from responses.domain.edition.editions import edition_shape
from responses.domain.notices.notices import (
    NewNotice,
    notify_all,
    settle_answered,
    settle_thread,
)
from responses.domain.people.mentions import mentioned_members
from responses.domain.permissions import NotAllowedError, Permission, RefusedError, allows
from responses.domain.telling.audiences import NOBODY, People
from responses.domain.telling.table import Scene, told
from responses.enums import Source, TalkAct
from responses.models import Remark, Thread, User
from responses.validators import TEXT_MAX

from .threads import may_settle, proposal

NOTHING_SAID = _("Write something first.")
NOTHING_SUGGESTED = _("Edit the answer below first. So far it is the same as the current answer.")
NO_REASON = _("Give the reason for declining.")
DECLINED_ALREADY = _("This suggestion has already been declined.")
ACCEPTED_ALREADY = _("This suggestion has already been accepted.")


class TalkRefusedError(RefusedError):
    """Something cannot be said or accepted."""


class RemarkRefusedError(TalkRefusedError):
    """There are no words where some are needed, or those that were typed cannot be kept."""


class Turn(StrEnum):
    """What can be done to a thread as a whole."""

    RESOLVE = "resolve"
    REOPEN = "reopen"
    REQUIRE = "require"
    RELEASE = "release"


MARKS = frozenset({Turn.REQUIRE, Turn.RELEASE})
"""The turns that say whether a thread has to be resolved before sealing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says, and perhaps suggests as the answer.

    `version` is that of the answer they had before them; None, or one that never was, means
    the version there is. What they suggest for a translation `translates` a version of the
    original, in the same way.
    """

    text: str = ""
    version: int | None = None
    suggestion: Content | None = None
    translates: int | None = None


NOTHING = Said()


@transaction.atomic
def start(author: User, place: AnswerRef, said: Said, *, required: bool = False) -> Thread:
    """Start a thread with a remark; a `required` one has to be resolved before sealing.

    Raises `LookupError` if the author cannot see such an answer, `NotAllowedError` if they
    may not do this, `RemarkRefusedError` if nothing is said or it cannot be kept, and
    `TalkRefusedError` if what is suggested changes nothing.
    """
    opened = _opened(author, place)
    if required and not allows(opened.role, Permission.MODERATE):
        raise NotAllowedError
    thread = Thread.objects.create(
        response=opened.work.response,
        question_id=opened.question.pk,
        language=opened.question.language,
        required=required,
        started_by=author,
        last_by=author,
    )
    act = TalkAct.START_REQUIRED if required else TalkAct.START
    _say(opened, thread, author, said, _suggests(said) or act)
    return thread


@transaction.atomic
def reply(author: User, place: AnswerRef, thread: int, said: Said) -> Thread:
    """Add a remark to a thread, which stays open or resolved; raises as `start` does."""
    opened = _opened(author, place)
    found = _thread(opened, thread)
    _say(opened, found, author, said, _suggests(said) or TalkAct.REPLY)
    return found


@transaction.atomic
def turn(person: User, place: AnswerRef, thread: int, to: Turn, said: Said = NOTHING) -> Thread:
    """Resolve or reopen a thread, or mark it; what is `said` along with it is a remark.

    A thread that already is so stays as it is. Raises as `start` does.
    """
    opened = _opened(person, place)
    found = _thread(opened, thread)
    if not _may(to, opened, person, found):
        raise NotAllowedError
    change = _CHANGES[to]
    # Whoever does it first has done so.
    turned = Thread.objects.filter(pk=found.pk, **change.unless).update(**change.fields(person))
    if turned and to is Turn.RESOLVE:
        _settle(opened, found)
    act = TalkAct(to.value) if turned else TalkAct.REPLY
    if not says_nothing(said.text):
        _say(opened, found, person, said, act)
    elif turned:
        _tell(
            opened, found, person, act, key=f"thread:{found.pk}:{to}:{timezone.now().isoformat()}"
        )
    return found


@dataclass(frozen=True, slots=True)
class _TurnChange:
    """What a turn writes into a thread, of one that is not so already."""

    unless: Mapping[str, Any]
    fields: Callable[[User], dict[str, Any]]


_CHANGES: Mapping[Turn, _TurnChange] = {
    Turn.RESOLVE: _TurnChange(
        {"resolved_at__isnull": True},
        lambda person: {"resolved_at": timezone.now(), "resolved_by": person},
    ),
    Turn.REOPEN: _TurnChange(
        {"resolved_at__isnull": False}, lambda _person: {"resolved_at": None, "resolved_by": None}
    ),
    Turn.REQUIRE: _TurnChange({"required": False}, lambda _person: {"required": True}),
    Turn.RELEASE: _TurnChange({"required": True}, lambda _person: {"required": False}),
}


@transaction.atomic
def accept(
    person: User, place: AnswerRef, remark: int, *, base_version: int | None, said: Said = NOTHING
) -> Outcome:
    """Make a suggestion the answer; what others changed since it was made stays in it.

    A write like any other, from the version that the person had before them: where it is
    refused, what it would have made is kept as the person's refused text, and what is `said`
    along with it is not. An accepted suggestion resolves its thread, unless that is required
    and the person may not resolve it. Raises as `start` does, and `TalkRefusedError` if the
    suggestion has been accepted or declined already.
    """
    opened = _opened(person, place)
    found = _suggestion(opened, remark)
    response = opened.work.response
    section = edition_shape(response.edition).sections_by_key[place.section]
    write = _accepted(opened, found, base_version)
    outcome = save_answer(response, section, write, author=person, source=Source.SUGGESTION)
    if outcome.refusal:
        return outcome
    if outcome.changed:
        Remark.objects.filter(pk=found.pk).update(accepted_version=outcome.version)
        _close(opened, found.thread, person)
    if not says_nothing(said.text):
        _say(opened, found.thread, person, said, TalkAct.ACCEPT)
    elif outcome.changed:
        _tell(opened, found.thread, person, TalkAct.ACCEPT, key=f"remark:{found.pk}:accepted")
    return outcome


@transaction.atomic
def decline(person: User, place: AnswerRef, remark: int, said: Said) -> Thread:
    """Decline a suggestion for the reason that is `said`, and resolve its thread as `accept` does.

    Raises as `accept` does, and `RemarkRefusedError` without a reason.
    """
    opened = _opened(person, place)
    found = _suggestion(opened, remark)
    if says_nothing(said.text):
        raise RemarkRefusedError(NO_REASON)
    Remark.objects.filter(pk=found.pk).update(declined_by=person)
    _close(opened, found.thread, person)
    _say(opened, found.thread, person, said, TalkAct.DECLINE)
    return found.thread


def _suggestion(opened: OpenAnswer, remark: int) -> Remark:
    """Return a suggestion that waits, for somebody who may write the answer."""
    if not opened.writes:
        raise NotAllowedError
    found = (
        Remark.objects.filter(
            pk=remark,
            thread__response=opened.work.response,
            thread__question=opened.question.pk,
            thread__language=opened.question.language,
            suggestion__isnull=False,
        )
        .select_related("thread")
        .first()
    )
    if found is None:
        raise LookupError(remark)
    if found.accepted_version is not None:
        raise TalkRefusedError(ACCEPTED_ALREADY)
    if found.declined_by_id is not None:
        raise TalkRefusedError(DECLINED_ALREADY)
    return found


def _close(opened: OpenAnswer, thread: Thread, person: User) -> None:
    """Resolve a thread whose suggestion is settled, if the person may."""
    if _may(Turn.RESOLVE, opened, person, thread):
        rows = Thread.objects.filter(pk=thread.pk, **_CHANGES[Turn.RESOLVE].unless)
        rows.update(**_CHANGES[Turn.RESOLVE].fields(person))
        _settle(opened, thread)


def _settle(opened: OpenAnswer, thread: Thread) -> None:
    """Let nobody find unread what was said in a thread that is resolved."""
    keys = [f"remark:{pk}" for pk in thread.remarks.order_by().values_list("pk", flat=True)]
    settle_thread(opened.work.response, opened.question.pk, keys, thread.pk)


def _accepted(opened: OpenAnswer, remark: Remark, base_version: int | None) -> Write:
    """Return what a suggestion makes of the version that the person had before them.

    Where that cannot hold both, it is the suggestion as it was made, which is then outdated.
    """
    suggested = Content.from_json(remark.suggestion or {})
    versions = {remark.version, base_version or 0}
    contents = read_contents(opened.work.response, opened.question, versions)
    made = Write(opened.question, suggested, base_version, translates=remark.translates)
    if base_version is None or base_version not in contents:
        return made
    made_on, now = contents[remark.version], contents[base_version]
    content = proposal(opened.question, made_on, suggested, now)
    if content is None:
        return replace(made, base_version=remark.version)
    return replace(made, content=content, translates=_translated_by(opened, remark, content))


def _translated_by(opened: OpenAnswer, remark: Remark, content: Content) -> int | None:
    """Return of which version of the original it is what an accepted suggestion comes to.

    That which the suggestion was made beside; with what others wrote since, the older of both.
    """
    if opened.original is None or content.to_json() == remark.suggestion:
        return remark.translates
    return min(remark.translates or 0, opened.translates or 0)


def _opened(author: User, place: AnswerRef) -> OpenAnswer:
    """Lock the section of an answer for somebody who may talk about it."""
    opened = open_answer(author, place)
    if not allows(opened.role, Permission.COMMENT) or not author.is_active:
        raise NotAllowedError
    return opened


def _thread(opened: OpenAnswer, thread: int) -> Thread:
    """Return a thread of an answer, or raise `LookupError`."""
    found = Thread.objects.filter(
        pk=thread,
        response=opened.work.response,
        question=opened.question.pk,
        language=opened.question.language,
    ).first()
    if found is None:
        raise LookupError(thread)
    return found


def _may(to: Turn, opened: OpenAnswer, person: User, thread: Thread) -> bool:
    if to in MARKS:
        return allows(opened.role, Permission.MODERATE)
    starter = thread.remarks.order_by("pk").values_list("author", flat=True)[0]
    return may_settle(opened.role, person, starter, writes=opened.writes and not thread.required)


def _suggests(said: Said) -> TalkAct | None:
    return None if said.suggestion is None else TalkAct.SUGGEST


def _say(opened: OpenAnswer, thread: Thread, author: User, said: Said, act: TalkAct) -> Remark:
    """Write a remark, by which `act` was done, and tell of it."""
    text, suggestion = _readable(said.text), said.suggestion
    if not text and suggestion is None:
        raise RemarkRefusedError(NOTHING_SAID)
    if suggestion is not None and suggestion == opened.content:
        raise TalkRefusedError(NOTHING_SUGGESTED)
    seen = opened.version if said.version is None else said.version
    remark = Remark.objects.create(
        thread=thread,
        author=author,
        text=text,
        version=seen if 0 <= seen <= opened.version else opened.version,
        suggestion=None if suggestion is None else suggestion.to_json(),
        translates=_translates(opened, said),
        created_at=timezone.now(),
    )
    if thread.last_by_id != author.pk:
        Thread.objects.filter(pk=thread.pk).update(last_by=author)
    settle_answered(author, opened.work.response, *opened.question.place)
    named = mentioned_members(opened.work.response.city, text)
    if named:
        remark.mentioned.add(*named)
    _tell(opened, thread, author, act, key=f"remark:{remark.pk}", text=text, named=named)
    return remark


def _translates(opened: OpenAnswer, said: Said) -> int | None:
    """Return of which version of the original it is what somebody suggests for a translation."""
    if opened.original is None or said.suggestion is None:
        return None
    version, seen = opened.original.version, said.translates
    return version if seen is None or not 0 <= seen <= version else seen


def _tell(
    opened: OpenAnswer,
    thread: Thread,
    actor: User,
    act: TalkAct,
    *,
    key: str,
    text: str = "",
    named: People = NOBODY,
) -> None:
    """Tell those whom an act in a thread concerns."""
    spoke = Remark.objects.filter(thread=thread).order_by().values_list("author", flat=True)
    place = opened.question.place
    scene = Scene(opened.work, *place, took_part=frozenset(spoke.distinct()))
    notify_all(
        NewNotice(
            kind,
            people,
            opened.work.response,
            key,
            section=opened.work.section_id,
            question=opened.question.pk,
            language=opened.question.language,
            actor=actor,
            text=text,
        )
        for kind, people in told(act, scene, named, actor.pk)
    )


def _readable(text: str) -> str:
    """Return what was typed as it is kept: plain text like that of an answer."""
    try:
        said = limited_as(normalise_text, text, TEXT_MAX).strip()
    except ValidationError as fault:
        raise RemarkRefusedError(fault.messages[0]) from None
    return "" if says_nothing(said) else said
