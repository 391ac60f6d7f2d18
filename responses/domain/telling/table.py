"""Who is told of what is done in review and in talk: one table, complete."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from responses.domain.people.deputies import read_deputies_of
from responses.domain.signing.approval_line import (
    in_force,
    read_line,
    read_signatures,
    signs_for,
)
from responses.domain.signing.turns import asked_as, drafter, next_step
from responses.enums import ORIGINAL, Action, DeskAct, HandoutAct, State, TalkAct
from responses.models import SectionWork
from responses.notice_kinds import NoticeKind

from .audiences import (
    NOBODY,
    People,
    acting_on,
    coordinators,
    signers_of,
    translators_of,
    writers_of,
)
from .owing import translators_owing, writers_owing


@dataclass(frozen=True)
class Scene:
    """Where something was done: in a section, and perhaps in a thread on one `question` of it.

    With a `language` the thread is about the translation of its answer into it. `took_part` are
    the keys of those who said something in the thread. Or where questions were handed out as a
    file: the first section that they are of, and who did so, `handed_out_by`.
    """

    work: SectionWork
    question: int | None = None
    language: str = ORIGINAL
    took_part: People = NOBODY
    handed_out_by: int | None = None

    @cached_property
    def asked_as(self) -> NoticeKind:
        """As what those who sign next are told of it."""
        return asked_as(next_step(self.work))

    @cached_property
    def next_signers(self) -> People:
        """Who signs next, for themselves or as a deputy; at most four queries, once."""
        signed = in_force(State(self.work.state), read_signatures(self.work.signatures))
        return _signers_after(self.work, len(signed))


Audience = Callable[[Scene], People]
Deed = tuple[Action | DeskAct, State] | TalkAct | HandoutAct
"""What is done: an action on a section with the state it leads to, or an act of talk.

Or what becomes of a file that was handed out.

What is done from the dashboard leaves the section in its state.
"""


def _actors(scene: Scene) -> People:
    """Return those who have to act on what is said."""
    return acting_on(scene.work, scene.question, scene.language)


def _took_part(scene: Scene) -> People:
    return scene.took_part


def _concerned(scene: Scene) -> People:
    return scene.took_part | _actors(scene)


def _to_sign(scene: Scene) -> People:
    """Return who signs next, where that is no consent (협조)."""
    return scene.next_signers if scene.asked_as is NoticeKind.SENT else NOBODY


def _to_consent(scene: Scene) -> People:
    return scene.next_signers if scene.asked_as is NoticeKind.CONSENT else NOBODY


def _owing(scene: Scene) -> People:
    """Return who has to write the section now."""
    return writers_owing(scene.work)


def _translating(scene: Scene) -> People:
    """Return who has to translate the section now."""
    return translators_owing(scene.work)


def _translating_afterwards(scene: Scene) -> People:
    """Return who has to translate the section although it is closed for writing."""
    return translators_owing(scene.work) if scene.work.translations_open else NOBODY


def _coordinators_if_stuck(scene: Scene) -> People:
    """Return the coordinators, where nobody can sign next."""
    return NOBODY if scene.next_signers else coordinators(scene.work.response.city)


def _signed_for(scene: Scene) -> People:
    return _represented(scene, consents=False)


def _consented_for(scene: Scene) -> People:
    return _represented(scene, consents=True)


def _represented(scene: Scene, *, consents: bool) -> People:
    """Return for whom the last signature, or consent, was given by a deputy (후열)."""
    work, signed = scene.work, read_signatures(scene.work.signatures)
    if not signed or not signed[-1].signed_for or signed[-1].consents != consents:
        return NOBODY
    day, city = timezone.localdate(signed[-1].at), work.response.city
    step, deputy = read_line(work.approval_line)[len(signed) - 1], signed[-1].person
    acting = read_deputies_of(step.people, city, day)
    whom = signs_for(step, deputy, {each.person_id for each in acting if each.deputy_id == deputy})
    return NOBODY if whom is None else frozenset({whom})


def _signers_until_now(scene: Scene) -> People:
    """Return who signed the section, and whose turn it was when it was withdrawn."""
    signed = read_signatures(scene.work.signatures)
    return _signers_after(scene.work, len(signed)) | {each.person for each in signed}


def _signers_after(work: SectionWork, signed: int) -> People:
    line = read_line(work.approval_line)
    return signers_of(work, line[signed], timezone.localdate()) if signed < len(line) else NOBODY


def _sender(work: SectionWork) -> People:
    """Return who sent the section to review last."""
    sender = drafter(work)
    return frozenset({sender.pk}) if sender else NOBODY


def _writers(scene: Scene) -> People:
    """Return who writes the section, or translates it, and who sent it to review last."""
    return writers_of(scene.work) | _sender(scene.work)


def _writers_and_coordinators(scene: Scene) -> People:
    return _writers(scene) | coordinators(scene.work.response.city)


def _translators_and_coordinators(scene: Scene) -> People:
    """Return whose translations are confirmed, and who can seal now."""
    # Where nobody is named to translate, those who write it do.
    translators = translators_of(scene.work) or writers_of(scene.work)
    return translators | coordinators(scene.work.response.city)


def _writers_and_signers(scene: Scene) -> People:
    """Return who writes or translates the section, and who signed what is now reopened."""
    return _writers(scene) | {each.person for each in read_signatures(scene.work.signatures)}


def _actors_and_sender(scene: Scene) -> People:
    return _actors(scene) | _sender(scene.work)


def _both_sides(scene: Scene) -> People:
    """Return those who have to act on a comment, and whose turn it is to sign."""
    return _actors_and_sender(scene) | scene.next_signers


def _coordinating(scene: Scene) -> People:
    """Return who handed a file out, and the coordinators."""
    handed_out_by = {scene.handed_out_by} if scene.handed_out_by else NOBODY
    return coordinators(scene.work.response.city) | handed_out_by


def _writing_beside(scene: Scene) -> People:
    """Return whose answer it is that a file was handed out for, but for who is told of the file."""
    return _actors(scene) - _coordinating(scene)


_AS_COMMENT = (NoticeKind.COMMENTED, _actors_and_sender)
_NEXT = (
    (NoticeKind.SENT, _to_sign),
    (NoticeKind.CONSENT, _to_consent),
    (NoticeKind.NO_SIGNER, _coordinators_if_stuck),
)
_BACK = ((NoticeKind.WITHDRAWN, _signers_until_now),)
_WRITE = ((NoticeKind.URGED_TO_WRITE, _owing), (NoticeKind.URGED_TO_TRANSLATE, _translating))
_AFTERWARDS = ((NoticeKind.URGED_TO_TRANSLATE, _translating_afterwards),)
_FOR_YOU = ((NoticeKind.SIGNED_FOR, _signed_for), (NoticeKind.CONSENTED_FOR, _consented_for))

AUDIENCES: Mapping[Deed, tuple[tuple[NoticeKind, Audience], ...]] = {
    (Action.SEND, State.IN_REVIEW): _NEXT,
    (Action.WITHDRAW, State.DRAFT): _BACK,
    (Action.WITHDRAW, State.CHANGES_REQUESTED): _BACK,
    (Action.APPROVE, State.IN_REVIEW): (*_NEXT, *_FOR_YOU),
    (Action.APPROVE, State.APPROVED): (
        *_FOR_YOU,
        (NoticeKind.APPROVED, _writers_and_coordinators),
    ),
    (Action.REQUEST_CHANGES, State.CHANGES_REQUESTED): ((NoticeKind.CHANGES_REQUESTED, _writers),),
    (Action.REOPEN, State.DRAFT): ((NoticeKind.REOPENED, _writers_and_signers),),
    (Action.COMMENT, State.DRAFT): (_AS_COMMENT,),
    (Action.COMMENT, State.CHANGES_REQUESTED): (_AS_COMMENT,),
    (Action.COMMENT, State.IN_REVIEW): ((NoticeKind.COMMENTED, _both_sides),),
    (Action.COMMENT, State.APPROVED): (_AS_COMMENT,),
    (Action.REVIEW_TRANSLATIONS, State.APPROVED): (
        (NoticeKind.TRANSLATIONS_CONFIRMED, _translators_and_coordinators),
    ),
    (DeskAct.REMIND, State.DRAFT): _WRITE,
    (DeskAct.REMIND, State.CHANGES_REQUESTED): _WRITE,
    (DeskAct.REMIND, State.IN_REVIEW): (
        (NoticeKind.URGED_TO_SIGN, _to_sign),
        (NoticeKind.URGED_TO_CONSENT, _to_consent),
        *_AFTERWARDS,
    ),
    (DeskAct.REMIND, State.APPROVED): _AFTERWARDS,
    TalkAct.START: ((NoticeKind.REMARKED, _actors),),
    TalkAct.START_REQUIRED: ((NoticeKind.REQUIRED, _actors),),
    TalkAct.REPLY: ((NoticeKind.REPLIED, _took_part), (NoticeKind.REMARKED, _actors)),
    TalkAct.SUGGEST: ((NoticeKind.SUGGESTED, _concerned),),
    TalkAct.ACCEPT: ((NoticeKind.ACCEPTED, _concerned),),
    TalkAct.DECLINE: ((NoticeKind.DECLINED, _concerned),),
    TalkAct.RESOLVE: ((NoticeKind.RESOLVED, _took_part),),
    TalkAct.REOPEN: ((NoticeKind.THREAD_REOPENED, _concerned),),
    TalkAct.REQUIRE: ((NoticeKind.REQUIRED, _concerned),),
    TalkAct.RELEASE: ((NoticeKind.RELEASED, _concerned),),
    HandoutAct.TAKEN: ((NoticeKind.FILE_RETURNED, _coordinating),),
    HandoutAct.KEPT: ((NoticeKind.FILE_TO_MERGE, _coordinating),),
    HandoutAct.WRITTEN: ((NoticeKind.ANSWER_RETURNED, _writing_beside),),
    HandoutAct.LEFT: ((NoticeKind.ANSWER_LEFT, _writing_beside),),
    HandoutAct.REFUSED: ((NoticeKind.FILE_UNREADABLE, _coordinating),),
    HandoutAct.MISSED: ((NoticeKind.FILE_DUE, _coordinating),),
}
"""Who is told as what: of several rows that fit a person, the first. The actor never is.

Translators are told of what opens or closes a section for them. That an original has changed is
told by My work, the dashboard and the page itself: a notice would come with each sentence typed.
"""


_ASKING: Mapping[object, NoticeKind] = {
    TalkAct.START: NoticeKind.REMARKED,
    TalkAct.START_REQUIRED: NoticeKind.REQUIRED,
    TalkAct.REPLY: NoticeKind.REMARKED,
    TalkAct.SUGGEST: NoticeKind.SUGGESTED,
    Action.COMMENT: NoticeKind.COMMENTED,
}
"""As what the coordinators are told of what is said, where it would tell nobody else.

As when those who have to act are the person who asks.
"""


def told(
    deed: Deed, scene: Scene, named: People = NOBODY, by: int | None = None
) -> list[tuple[NoticeKind, People]]:
    """Return who is told of what was done, each person once; `named` are those behind an @.

    In talk and comments being named comes first, elsewhere what somebody has to do. What is said
    tells the coordinators where it would tell nobody but `by`, who says it.
    """
    by_table = [(kind, audience(scene)) for kind, audience in AUDIENCES[deed]]
    by_name = (NoticeKind.MENTIONED, named)
    says = isinstance(deed, TalkAct) or (isinstance(deed, tuple) and deed[0] is Action.COMMENT)
    rows, seen, found = [by_name, *by_table] if says else [*by_table, by_name], set(NOBODY), []
    for kind, people in rows:
        found.append((kind, people - seen))
        seen |= people
    asking = _ASKING.get(deed[0] if isinstance(deed, tuple) else deed) if by else None
    if asking and seen <= {by}:
        found.append((asking, coordinators(scene.work.response.city) - seen))
    return found
