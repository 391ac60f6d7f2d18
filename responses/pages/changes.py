"""What differs between two contents of one answer, as pages show it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.content.changes import NOTHING_TO_REPORT, changed_parts
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.marked import Marked, abridged_marked
from responses.domain.content.translating import parted
from responses.domain.edition.shapes import QuestionShape
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized

_NOTHING = _("Nothing to report")


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part that two contents say differently, in marked pieces.

    `language` is that of a translation.
    """

    label: str | Promise
    pieces: Sequence[Marked]
    language: str = ""


def changes(question: QuestionShape, before: Content, after: Content) -> list[ChangedPart]:
    """Return what differs between two contents, in the form's order."""
    found = changed_parts(question, before, after)
    return [
        ChangedPart(_label(question, key), pieces, question.language)
        for key, pieces in found.items()
    ]


def _label(question: QuestionShape, key: str) -> str | Promise:
    return _NOTHING if key == NOTHING_TO_REPORT else localized(question.parts_by_key[key].label)


def abridged_changes(question: QuestionShape, before: Content, after: Content) -> list[ChangedPart]:
    """Return what differs between two contents, without the most of what stayed the same."""
    found = changes(question, before, after)
    return [replace(change, pieces=abridged_marked(change.pieces)) for change in found]


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """How an answer has changed since it said `before`; worked out where it is shown alone.

    Its `phrases` have changed as they say.
    """

    question: QuestionShape
    before: Content
    after: Content
    phrases: Sequence[ChangedPart] = ()

    @property
    def parts(self) -> Sequence[ChangedPart]:
        """The parts that differ, without the most of what stayed the same."""
        texts = abridged_changes(self.question, self.before, self.after)
        return [*texts, *self.phrases]


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One question that two snapshots answer differently, and how."""

    question: QuestionShape
    parts: Sequence[ChangedPart]


def changed_answers(before: Snapshot, after: Snapshot) -> Iterator[ChangedAnswer]:
    """Yield the questions that two snapshots of one response answer differently.

    Each translation follows its original, also one into a language of the first snapshot alone.
    """
    sections = before.sections_by_key
    for section in after.sections:
        then, now = sections[section.section.key].said, section.said
        said = {**then, **now}
        for key in sorted(said, key=_places(section)):
            contents = (each[key].content if key in each else EMPTY for each in (then, now))
            if parts := changes(said[key].question, *contents):
                yield ChangedAnswer(said[key].question, parts)


def _places(section: SectionSnapshot) -> Callable[[str], tuple[int, str]]:
    """Return by what to put the keys of a section's answers and translations into its order."""
    places = {answer.question.key: place for place, answer in enumerate(section.answers)}

    def place(key: str) -> tuple[int, str]:
        original, language = parted(key)
        return places[original], language

    return place
