"""One section of a snapshot: its answers, where it stands, what an approval is bound to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import zip_longest
from typing import Any

from responses.domain.content.completeness import Status
from responses.domain.content.content import Content
from responses.domain.content.translating import parted
from responses.domain.digests import digest
from responses.domain.edition.shapes import SectionShape
from responses.domain.signing.approval_line import Signature, Step, in_force
from responses.enums import STATES, State

from .answer import AnswerSnapshot, LastChange, TranslationSnapshot


@dataclass(frozen=True)
class SectionSnapshot:
    """One section with its answers and where it stands.

    `line` are the steps of its approval line, and `signatures` those given since it was last
    sent to review, whether they are in force or not. `reopened` is whether it is open as it was
    approved before. `originals_alone` is whether an approval is of the originals and not of their
    translations; these can then be written after it, while `translations_open`, and
    `translations_review` is the signature of who last confirmed them, `is_confirmed` whether
    originals and translations are as they were then.
    """

    section: SectionShape
    state: State
    state_since: datetime
    department: str
    due_on: date | None
    line: tuple[Step, ...]
    signatures: tuple[Signature, ...]
    answers: tuple[AnswerSnapshot, ...]
    edition_digest: str = field(repr=False)
    reopened: bool = False
    originals_alone: bool = False
    translations_open: bool = False
    translations_review: Signature | None = None
    is_confirmed: bool = False

    @cached_property
    def untouched(self) -> bool:
        """Whether it is open, and nobody has written anything in it yet."""
        says = any(answer.content for answer in self.answers)
        return is_untouched(self.state, reopened=self.reopened, says=says)

    @property
    def is_called_back(self) -> bool:
        """Whether its writers have it back for a reason: a request for changes, or reopening."""
        return self.reopened or self.state is State.CHANGES_REQUESTED

    @cached_property
    def signed(self) -> tuple[Signature, ...]:
        """The signatures in force, in the order of the line."""
        return in_force(self.state, self.signatures)

    @cached_property
    def steps(self) -> tuple[tuple[Step, Signature | None], ...]:
        """Each step of the line with its signature, if it is signed."""
        return tuple(zip_longest(self.line, self.signed))

    @cached_property
    def approval(self) -> Signature | None:
        """The signature that approved the section, only while it is approved."""
        return self.signed[-1] if self.state is State.APPROVED and self.signed else None

    @cached_property
    def answered(self) -> int:
        """How many questions are completely answered."""
        return sum(answer.status is Status.ANSWERED for answer in self.answers)

    @cached_property
    def open_answers(self) -> tuple[AnswerSnapshot, ...]:
        """The answers that still lack something."""
        return tuple(answer for answer in self.answers if answer.status is not Status.ANSWERED)

    @cached_property
    def translations(self) -> tuple[TranslationSnapshot, ...]:
        """The translations that there are or should be, of all that has words."""
        found = (answer.translation for answer in self.answers)
        return tuple(each for each in found if each and each.is_needed)

    @cached_property
    def translated(self) -> int:
        """How many of these are done."""
        return sum(not each.is_due for each in self.translations)

    @cached_property
    def link_count(self) -> int:
        """How many evidence links the section gives."""
        return sum(len(answer.links) for answer in self.answers)

    @cached_property
    def file_count(self) -> int:
        """How many pictures and other files the section has."""
        return sum(len(answer.files) for answer in self.answers)

    @cached_property
    def changed(self) -> LastChange | None:
        """The last change of any of its answers, or of a translation."""
        changes = [answer.changed for answer in self.said.values() if answer.changed]
        return max(changes, key=lambda change: change.at, default=None)

    @cached_property
    def digest(self) -> str:
        """The digest of what the section says, as far as an approval is bound to it."""
        return self.digest_of({key: answer.content for key, answer in self.bound.items()})

    @cached_property
    def whole(self) -> "SectionSnapshot":
        """The same, bound to all that it says, as who confirms its translations is."""
        return replace(self, originals_alone=False) if self.originals_alone else self

    @cached_property
    def as_bound(self) -> "SectionSnapshot":
        """The same without the translations that an approval of it is not bound to."""
        if not self.originals_alone:
            return self
        answers = tuple(replace(each, translation=None) for each in self.answers)
        return replace(self, answers=answers)

    def digest_of(self, contents: Mapping[str, Content]) -> str:
        """Return the digest of the section if it says these contents, by the keys of `said`."""
        return section_digest(self.edition_digest, self.section.key, contents)

    @cached_property
    def said(self) -> Mapping[str, AnswerSnapshot]:
        """The answers, and the translations that were ever written, by question key."""
        translations = (answer.translation for answer in self.answers if answer.translation)
        written = [each for each in translations if each.version]
        return {answer.question.key: answer for answer in (*self.answers, *written)}

    @cached_property
    def bound(self) -> Mapping[str, AnswerSnapshot]:
        """Those of `said` that an approval is bound to."""
        if not self.originals_alone:
            return self.said
        return {key: answer for key, answer in self.said.items() if not parted(key)[1]}

    @cached_property
    def versions(self) -> Mapping[str, int]:
        """The version of each answer and translation that an approval is bound to, by its key."""
        return {key: answer.version for key, answer in self.bound.items()}

    @property
    def apart(self) -> dict[str, Any]:
        """How its translations are reviewed as plain data; nothing at all where with it."""
        if not self.originals_alone:
            return {}
        review = self.translations_review if self.is_confirmed else None
        return {"originals_alone": True} | ({"confirmed": review.to_json()} if review else {})

    @property
    def takes_translations(self) -> bool:
        """Whether translations can be written, as it is open or as they come after it."""
        return STATES[self.state].is_open or self.translations_open

    @cached_property
    def is_translated(self) -> bool:
        """Whether any translation says something."""
        return any(parted(key)[1] and answer.content for key, answer in self.said.items())

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it is approved, and somebody has still to look at its translations."""
        is_apart = self.originals_alone and self.state is State.APPROVED
        return is_apart and self.is_translated and not self.is_confirmed


def section_digest(edition: str, section: str, contents: Mapping[str, Content]) -> str:
    """Return the digest of a section that says these contents, by the keys of `said`. Pure.

    `edition` is the digest of its edition, `section` its key. A translation that says nothing
    leaves it as it was before there were any, and which row is which is no part of what is said.
    """
    said = {
        key: content.alone.to_json()
        for key, content in contents.items()
        if content or not parted(key)[1]
    }
    return digest({"edition": edition, "section": section, "said": said})


def is_reopened(state: str, approval: int | None) -> bool:
    """Return whether a section is open as it was reopened; `approval` is that of its last. Pure."""
    return state == State.DRAFT and approval is not None


def is_untouched(state: str, *, reopened: bool, says: bool) -> bool:
    """Return whether a section is open and not begun; `says` is whether an answer does. Pure."""
    return state == State.DRAFT and not reopened and not says
