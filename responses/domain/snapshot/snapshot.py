"""A whole response as frozen values, read in one query.

Every page and file that shows a whole response is made from it, so they cannot disagree.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext

from responses.characters import holds_hangul
from responses.domain.compiled import Unread
from responses.domain.content.completeness import Judgement, Settled, Status, judge, settling
from responses.domain.content.content import EMPTY, Content, files_in, written
from responses.domain.content.files import FileValue
from responses.domain.content.finding import addresses_in
from responses.domain.content.kinds import KINDS
from responses.domain.content.links import LinkValue
from responses.domain.content.outline import segments
from responses.domain.content.repairs import Offer, needed
from responses.domain.content.translating import (
    DUE,
    Original,
    TranslationStatus,
    behind,
    elsewhere,
    in_translation,
    judge_translation,
    lacking,
    parted,
    seeded,
    translated,
    without_phrases,
    worded,
)
from responses.domain.digests import digest
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, PartShape, QuestionShape, SectionShape
from responses.domain.glossary.glossary import NO_GLOSSARY, Glossary
from responses.domain.signing.approval_line import (
    Signature,
    Step,
    in_force,
    read_line,
    read_signatures,
)
from responses.enums import STATES, Language, State
from responses.fonts.printable import unprintable
from responses.localized import Wording
from responses.models import Response

from .annex import SnapshotService
from .links import SnapshotLink
from .rows import Row, read_rows

_MOST_CHARACTERS = 200_000
"""Of which length a response's contents are remembered at most: a usual one has a tenth of it."""


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed something last, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CityContact:
    """A person to ask about a whole response; department and post are perhaps empty.

    `person` is the key of their account, or 0 in what was sealed before it was kept.
    """

    name: str
    department: str
    post: str
    email: str
    person: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the contact as it is sealed."""
        plain = asdict(self)
        return plain if self.person else {k: each for k, each in plain.items() if k != "person"}


@dataclass(frozen=True)
class AnswerSnapshot:
    """One question with its answer; `version` is 0 where nothing was ever answered.

    `settled` says what makes this follow-up needless, if anything does. `language` is in which it
    is said, where that is not the one in which its city works.
    """

    question: QuestionShape
    content: Content
    version: int
    changed: LastChange | None
    settled: Settled | None = None
    translation: "TranslationSnapshot | None" = None
    language: str = ""

    @property
    def entered(self) -> Content:
        """What a form shows of it at first."""
        return self.content

    @property
    def questions(self) -> tuple[QuestionShape, ...]:
        """The question, and the one that asks for its translation, if any does."""
        return (self.question, self.translation.question) if self.translation else (self.question,)

    @property
    def translated(self) -> "AnswerSnapshot":
        """The same answer in the words of its translation, if it has one."""
        translation = self.translation
        if translation is None or not translation.version:
            return self
        language = "" if translation.lacking else translation.question.language
        return replace(self, content=translation.result, language=language)

    @cached_property
    def judgement(self) -> Judgement:
        """How far the answer is, and what it still needs; for words, ask `at_odds`."""
        return judge(self.question, self.content, self.settled)

    @property
    def status(self) -> Status:
        """How far the answer is."""
        return self.judgement.status

    @property
    def lacking(self) -> tuple[PartShape, ...]:
        """The parts that a complete answer would still need."""
        return self.judgement.lacking

    @property
    def at_odds(self) -> tuple[str, ...]:
        """What in the answer does not fit its "no", in words of who reads it now."""
        # Judged anew, as a snapshot is remembered and its readers have two languages.
        is_at_odds = bool(self.judgement.at_odds)
        return judge(self.question, self.content, self.settled).at_odds if is_at_odds else ()

    @cached_property
    def unprintable(self) -> tuple[str, ...]:
        """The characters in it that no font of our documents has, each once."""
        return unprintable("\n".join(written(self.content)))

    @cached_property
    def links(self) -> tuple[LinkValue, ...]:
        """All evidence links of the answer, in order."""
        parts = self.content.parts
        return tuple(
            link
            for part in self.question.parts
            if part.key in parts
            for link in KINDS[part.kind].evidence(parts[part.key])
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that explain it, in order."""
        parts = self.content.parts
        return tuple(
            text
            for part in self.question.parts
            if part.key in parts and KINDS[part.kind].explains
            for text, *_place in KINDS[part.kind].phrases(parts[part.key])
        )

    @cached_property
    def urls_in_texts(self) -> tuple[str, ...]:
        """The addresses that stand in its texts, each once, as they were typed."""
        return tuple(dict.fromkeys(text[at] for text in self.texts for at in addresses_in(text)))

    @cached_property
    def repairs(self) -> tuple[tuple[str, Offer], ...]:
        """The addresses in it that do not lead where they should, with what is offered for each."""
        texts = (value for value in self.content.parts.values() if isinstance(value, str))
        return needed((link.url for link in self.links), texts)

    @property
    def files(self) -> list[FileValue]:
        """All pictures and other files of the answer, in order."""
        return files_in(self.question, self.content)


@dataclass(frozen=True)
class TranslationSnapshot(AnswerSnapshot):
    """The words of an answer in the language in which it is submitted.

    `of` is the version of the original that it was made from.
    """

    original: Original = field(kw_only=True)
    of: int = field(default=0, kw_only=True)

    @cached_property
    def translation_status(self) -> TranslationStatus:
        """How far the translation is."""
        question, original = self.original.question, self.original.content
        return judge_translation(question, original, self.content, outdated=self.has_old_texts)

    @property
    def is_due(self) -> bool:
        """Whether something of it is left to translate, or to look at again."""
        return self.translation_status in DUE

    @property
    def is_needed(self) -> bool:
        """Whether the original has words."""
        return self.translation_status is not TranslationStatus.NEEDLESS

    @property
    def may_come_first(self) -> bool:
        """Whether the original says nothing yet, of a question that asks for texts."""
        original = self.original
        return not original.content and bool(worded(original.question).parts)

    @property
    def is_outdated(self) -> bool:
        """Whether the words of the original have changed since it was translated."""
        return self.has_old_texts or bool(self.behind)

    @property
    def has_old_texts(self) -> bool:
        """Whether texts of the original, or its reason, have changed since it was translated."""
        return bool(self.version) and self.of < self.original.words_version

    @cached_property
    def behind(self) -> Mapping[str, Mapping[str, tuple[str, str]]]:
        """The phrases of which earlier words are translated; see `translating.behind`."""
        return behind(self.original.question, self.original.content, self.content)

    @cached_property
    def judgement(self) -> Judgement:
        """The same, as for any answer."""
        if not self.original.content:
            return Judgement(Status.UNANSWERED, ())
        return Judgement(_STATUSES[self.translation_status], self.lacking)

    @property
    def at_odds(self) -> tuple[str, ...]:
        """What its translator may have overlooked, in words of who reads it now."""
        in_korean, lacks_tables = self._overlooked
        found = {
            gettext("The translation still has Korean in it."): in_korean,
            gettext("The original has a table that the translation has not."): lacks_tables,
        }
        return tuple(words for words, is_so in found.items() if is_so)

    @cached_property
    def _overlooked(self) -> tuple[bool, bool]:
        """Whether a translation into another language has Korean, and whether it lacks a table."""
        question, original = self.original.question, self.original.content
        said = without_phrases(question, self.content)
        texts = [part.key for part in worded(question).parts if part.key in said.parts]
        return (
            self.question.language != Language.KO and _in_korean(said),
            any(_tables(said, key) < _tables(original, key) for key in texts),
        )

    @property
    def lacking(self) -> tuple[PartShape, ...]:
        """The parts of the original of which some words are not translated."""
        question, original = self.original.question, self.original.content
        return lacking(question, original, self.content)

    @property
    def entered(self) -> Content:
        """What a form shows: a line for each phrase of the original."""
        return seeded(self.original.question, self.original.content, self.content)

    @property
    def alone(self) -> Content:
        """The translation as one of `original.content.alone`."""
        original = self.original.content
        return elsewhere(self.original.question, original, original.alone, self.content)

    @property
    def result(self) -> Content:
        """The answer in this language; what is not translated stays as it is."""
        return in_translation(self.original.question, self.original.content, self.content)


def _tables(content: Content, key: str) -> int:
    """Return how many tables a text has."""
    return sum(not isinstance(each, str) for each in segments(str(content.parts.get(key, ""))))


def _in_korean(content: Content) -> bool:
    return holds_hangul(json.dumps(content.to_json(), ensure_ascii=False))


_STATUSES: Mapping[TranslationStatus, Status] = {
    TranslationStatus.NEEDLESS: Status.ANSWERED,
    TranslationStatus.UNTRANSLATED: Status.UNANSWERED,
    TranslationStatus.PARTLY: Status.INCOMPLETE,
    TranslationStatus.PARTLY_OUTDATED: Status.INCOMPLETE,
    TranslationStatus.OUTDATED: Status.INCOMPLETE,
    TranslationStatus.TRANSLATED: Status.ANSWERED,
}


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
    def translations(self) -> "tuple[TranslationSnapshot, ...]":
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

    @cached_property
    def approved(self) -> bool:
        """Whether every section is approved, so that the whole is no draft any more."""
        return all(section.state is State.APPROVED for section in self.sections)

    @cached_property
    def in_korean(self) -> bool:
        """Whether any answer says something in Korean that each PDF prints as it is."""
        sections = self.in_language(self.submission_language).sections
        contents = (answer.content for section in sections for answer in section.answers)
        return any(map(_in_korean, contents))

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

    def __hash__(self) -> int:
        return hash(self.response)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Read)
            and self.response == other.response
            # One object a primary key and rules, as long as its process keeps it.
            and self.edition is other.edition
            and self.city == other.city
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
    made before of the very same rows, with all that it has worked out since.
    """
    city = response.city
    read = _Read(
        response.pk,
        edition_shape(response.edition),
        (city.slug, city.name, city.language, city.submission_language),
        read_rows(response.pk, city.submission_language),
    )
    try:
        return _remembered(read)
    except _LongError:
        return _made(read)


class _LongError(Exception):
    """A response is too long to be remembered."""


@lru_cache(maxsize=32)
def _remembered(read: _Read) -> Snapshot:
    """Return a snapshot made before, which takes a tenth of making one anew.

    Raises `_LongError`, which no cache keeps.
    """
    if read.is_long:
        raise _LongError
    return _made(read)


def _made(read: _Read) -> Snapshot:
    slug, name, language, submission_language = read.city
    edition = read.edition
    rows = {row["pk"]: row for row in read.rows.read()}
    said = {
        question.key: Content.from_json(rows[question.pk]["content"])
        for question in edition.questions_by_key.values()
        if rows[question.pk]["content"] is not None
    }
    return Snapshot(
        city_slug=slug,
        city_name=name,
        language=language,
        edition=edition,
        sections=tuple(
            _section(edition, shape, rows, said, submission_language) for shape in edition.sections
        ),
        submission_language=submission_language,
    )


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


def _section(
    edition: EditionShape,
    shape: SectionShape,
    rows: Mapping[int, Row],
    said: Mapping[str, Content],
    language: str,
) -> SectionSnapshot:
    work = rows[shape.questions[0].pk]
    section = SectionSnapshot(
        section=shape,
        state=State(work["state"]),
        state_since=work["state_since"],
        department=work["department"],
        due_on=work["due_on"],
        line=read_line(json.loads(work["line"])),
        signatures=read_signatures(json.loads(work["signatures"])),
        answers=tuple(
            _answer(question, rows[question.pk], said.get(question.key, EMPTY), settled, language)
            for question in shape.questions
            for settled in [settling(edition, question, said)]
        ),
        edition_digest=edition.digest,
        reopened=is_reopened(work["state"], work["approval"]),
        **(_apart(work) if language else {}),
    )
    review = section.translations_review if section.originals_alone else None
    return replace(section, is_confirmed=True) if _is_of(review, section) else section


def _is_of(review: Signature | None, section: SectionSnapshot) -> bool:
    """Return whether there is a review of translations, of what a section says now."""
    return review is not None and review.digest == section.whole.digest


def _apart(work: Row) -> dict[str, Any]:
    """Return how the translations of a section are reviewed, of a city that has any."""
    review = json.loads(work["translations_review"] or "null")
    return {
        "originals_alone": work["originals_alone"],
        "translations_open": work["translations_open"],
        "translations_review": Signature.from_json(review) if review else None,
    }


def _answer(
    question: QuestionShape, row: Row, content: Content, settled: Settled | None, language: str
) -> AnswerSnapshot:
    translation = _translation(question, row, content, language) if language else None
    if row["version"] is None:
        return AnswerSnapshot(question, EMPTY, 0, None, settled, translation)
    change = LastChange(row["changed_name"] or row["changed_email"], row["changed_at"])
    return AnswerSnapshot(question, content, row["version"], change, settled, translation)


def _translation(
    question: QuestionShape, row: Row, content: Content, language: str
) -> TranslationSnapshot:
    original = Original(question, content, row["version"] or 0, row["words_version"] or 0)
    shape = translated(question, language)
    if row["translated_version"] is None:
        return TranslationSnapshot(shape, EMPTY, 0, None, original=original)
    change = LastChange(row["translated_name"] or row["translated_email"], row["translated_at"])
    return TranslationSnapshot(
        shape,
        Content.from_json(row["translated_content"]),
        row["translated_version"],
        change,
        original=original,
        of=row["translated_of"],
    )
