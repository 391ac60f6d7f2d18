"""A whole response as frozen values, read in one query.

Every page and file that shows a whole response is made from it, so they cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from responses.domain.compiled import Unread
from responses.domain.digests import digest
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape
from responses.domain.glossary.glossary import NO_GLOSSARY, Glossary
from responses.domain.people.labels import read_labels
from responses.enums import State
from responses.localized import Wording
from responses.models import Response

from .annex import CityContact, SnapshotService
from .answer import AnswerSnapshot, TranslationSnapshot, in_korean
from .from_rows import sections_of
from .links import SnapshotLink
from .repeated import Repeated, find_repeated
from .rows import Row, alike, read_rows, with_called
from .section import SectionSnapshot

_MOST_CHARACTERS = 200_000
"""Of which length a response's contents are remembered at most: a usual one has a tenth of it."""


@dataclass(frozen=True)
class Snapshot:
    """One city's whole response at one moment.

    `contacts` is None where nobody asked for them, and in what was sealed before they were kept.
    `links` says how each address that can be linked stood, and is None where links are not checked,
    where nobody asked, and in what was sealed before it was kept.
    `services` are those that its city prints beside the answers, if it wants that.
    `glossary` has of the city's terms and names those that stand beside the answers.
    """

    city_slug: str
    city_name: Wording
    language: str
    edition: EditionShape
    sections: tuple[SectionSnapshot, ...]
    contacts: tuple[CityContact, ...] | None = None
    glossary: Glossary = NO_GLOSSARY
    submission_language: str = ""
    links: tuple[SnapshotLink, ...] | None = None
    services: tuple[SnapshotService, ...] = ()

    @cached_property
    def sections_by_key(self) -> Mapping[str, SectionSnapshot]:
        """The sections, found by their keys."""
        return {section.section.key: section for section in self.sections}

    @cached_property
    def answers_by_key(self) -> Mapping[str, AnswerSnapshot]:
        """The answers, found by the keys of their questions."""
        return {
            answer.question.key: answer for section in self.sections for answer in section.answers
        }

    @cached_property
    def total(self) -> int:
        """How many questions there are."""
        return sum(len(section.answers) for section in self.sections)

    @cached_property
    def answered(self) -> int:
        """How many questions are completely answered."""
        return sum(section.answered for section in self.sections)

    @cached_property
    def translations(self) -> tuple[TranslationSnapshot, ...]:
        """The translations that there are or should be, of all that has words, in order."""
        return tuple(each for section in self.sections for each in section.translations)

    @cached_property
    def repeated(self) -> Repeated:
        """The words that several answers say, and how they are translated."""
        return find_repeated(self.translations)

    def in_language(self, language: str) -> "Snapshot":
        """Return the response as it is read in a language: translated, if it is submitted in it.

        What is not translated stays as it is.
        """
        return self._translated if language == self.submission_language else self

    @cached_property
    def _translated(self) -> "Snapshot":
        sections = (
            replace(section, answers=tuple(answer.translated for answer in section.answers))
            for section in self.sections
        )
        return replace(self, sections=tuple(sections))

    def glossary_in(self, language: str) -> Glossary:
        """Return what of its glossary a document in a language uses.

        In the submission language it knows what stays in the original.
        """
        original = self.language if language == self.submission_language else ""
        return replace(self.glossary.into(language), original=original)

    @property
    def due_on(self) -> date | None:
        """When the last of its sections is due, if any is."""
        return max(filter(None, (each.due_on for each in self.sections)), default=None)

    @cached_property
    def approved(self) -> bool:
        """Whether every section is approved, so that the whole is no draft any more."""
        return all(section.state is State.APPROVED for section in self.sections)

    @cached_property
    def in_korean(self) -> bool:
        """Whether any answer says something in Korean that each PDF prints as it is."""
        sections = self.in_language(self.submission_language).sections
        contents = (answer.content for section in sections for answer in section.answers)
        return any(map(in_korean, contents))

    @cached_property
    def changed_at(self) -> datetime:
        """The moment of the last change of any answer or state."""
        changes = [section.changed.at for section in self.sections if section.changed]
        return max([*changes, *(section.state_since for section in self.sections)])

    @cached_property
    def digest(self) -> str:
        """The digest of everything that a document shows; equal digests mean equal files."""
        return digest(
            {
                "city": [self.city_slug, self.city_name],
                "edition": [self.edition.code, self.edition.digest],
                "changed_at": self.changed_at.isoformat(),
                "sections": [
                    {
                        "digest": section.whole.digest,
                        **section.apart,
                        "state": section.state,
                        "line": [
                            [step.title, step.consents, step.department] for step in section.line
                        ],
                        "signatures": [signature.to_json() for signature in section.signed],
                    }
                    for section in self.sections
                ],
                **self._settled,
                **self.beside,
                **self._translation_statuses,
            }
        )

    @property
    def beside(self) -> dict[str, Any]:
        """What is said beside the answers as plain data; nothing at all where nothing is."""
        contacts = self.contacts
        named = {} if contacts is None else {"contacts": [each.to_json() for each in contacts]}
        glossary = self.glossary.to_json()
        into = self.submission_language
        return (
            named
            | ({"glossary": glossary} if glossary else {})
            | ({"submission_language": into} if into else {})
            | ({"links": [each.to_json() for each in self.links]} if self.links else {})
            | ({"services": [each.to_json() for each in self.services]} if self.services else {})
        )

    @property
    def _translation_statuses(self) -> dict[str, Any]:
        """What shows of translations that their words do not tell: which are outdated."""
        statuses = {each.question.key: each.translation_status for each in self.translations}
        return {"translations": statuses} if statuses else {}

    @property
    def _settled(self) -> dict[str, Any]:
        """What shows that content alone does not tell: which follow-ups are settled, if any are."""
        settled = {
            answer.question.key: [answer.settled.by.key, answer.settled.said]
            for section in self.sections
            for answer in section.answers
            if answer.settled
        }
        return {"settled": settled} if settled else {}


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """All that a snapshot is made of; equal ones give equal snapshots."""

    response: int
    edition: EditionShape
    city: tuple[str, Wording, str, str]
    rows: Unread[Row]
    called: Mapping[int, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.response)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Read)
            and self.response == other.response
            # One object a primary key and rules, as long as its process keeps it.
            and self.edition is other.edition
            and self.city == other.city
            and self.called == other.called
            and self.rows.values == other.rows.values
        )

    @property
    def is_long(self) -> bool:
        """Whether it is too long to be remembered."""
        texts = (value for row in self.rows.values for value in row if isinstance(value, str))
        return sum(map(len, texts)) > _MOST_CHARACTERS


def read_snapshot(response: Response) -> Snapshot:
    """Return the whole response: one query, once its edition is known to the process.

    `response.city` and `response.edition` are taken as loaded. It may be the snapshot that was
    made before of the very same rows, with all that it has worked out since. Where one of its
    authors is called like somebody else of the city, one query more tells them apart.
    """
    city = response.city
    read = _Read(
        response.pk,
        edition_shape(response.edition),
        (city.slug, city.name, city.language, city.submission_language),
        read_rows(response.pk, city.submission_language),
    )
    snapshot, alike = _found(read)
    if alike:
        called = read_labels(alike, [response.city_id])
        snapshot, _alike = _found(replace(read, called=called))
    return snapshot


def _found(read: _Read) -> tuple[Snapshot, frozenset[int]]:
    try:
        return _remembered(read)
    except _LongError:
        return _made(read)


class _LongError(Exception):
    """A response is too long to be remembered."""


@lru_cache(maxsize=32)
def _remembered(read: _Read) -> tuple[Snapshot, frozenset[int]]:
    """Return a snapshot made before, which takes a tenth of making one anew, with who is `alike`.

    Raises `_LongError`, which no cache keeps.
    """
    if read.is_long:
        raise _LongError
    return _made(read)


def _made(read: _Read) -> tuple[Snapshot, frozenset[int]]:
    slug, name, language, submission_language = read.city
    rows = [with_called(row, read.called) for row in read.rows.read()]
    snapshot = Snapshot(
        city_slug=slug,
        city_name=name,
        language=language,
        edition=read.edition,
        sections=sections_of(read.edition, rows, submission_language),
        submission_language=submission_language,
    )
    return snapshot, alike(rows)
