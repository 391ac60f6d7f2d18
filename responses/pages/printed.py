"""A section as it is printed: in documents, and on the pages on which it is read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.translation import gettext, pgettext_lazy

from responses.domain.content.completeness import (
    Status,
    is_excused,
    is_required,
    says_something,
)
from responses.domain.content.files import FileValue, size_words
from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import PartShape
from responses.domain.glossary.glossary import NO_GLOSSARY, Glossary
from responses.domain.signing.approval_line import Signature, Step, signed_as
from responses.domain.snapshot.annex import CityContact
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import Role, SignedAs
from responses.localized import Wording
from responses.wording.dates import full_day
from responses.wording.originals import answer_note, as_original, original_mark

SHORT_DIGEST = 12

# What steps are, by whether they consent; in an approval line of Korean offices 결재 and 협조.
_KINDS = {
    False: pgettext_lazy("an approval line", "Approval"),
    True: pgettext_lazy("an approval line", "Consent"),
}
_STEPS_A_ROW = 5


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """One part of an answer: by which template it is printed, and what that shows.

    `language` is in which it is said, where that is not the one in which its city works.
    """

    key: str
    template: str
    label: Wording
    labelled: bool
    shown: Any
    answered: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file of an answer; a picture has a number, such as V.2-1, and any other has none.

    `mark` stands behind a name that is in the original, in a document in another language.
    """

    file: FileValue
    number: str
    mark: str = ""

    @property
    def name(self) -> str:
        """What the file is called, as far as it can be said in the language of the document."""
        return f"{self.file.name} {self.mark}" if self.mark else self.file.name

    @property
    def size(self) -> str:
        """How many bytes it has, in words."""
        return size_words(self.file.facts.size)

    @property
    def alternative(self) -> str:
        """What who does not see a picture is told, where nobody wrote it what else is known."""
        return self.file.alternative or self.file.caption or self.name


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """A question and the parts printed below it.

    `note` is what a reader of a translated document has to know of it, if anything.
    """

    answer: AnswerSnapshot
    parts: tuple[PrintedPart, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintedStep:
    """One step of an approval line; `by`, `signed_for` and `on` are empty until it is signed."""

    title: str
    department: str
    by: str
    signed_for: str
    on: str
    signed_as: SignedAs | None = None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Steps that stand side by side, under what they are: approvals, or consents."""

    kind: str
    consents: bool
    steps: tuple[PrintedStep, ...]


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section, its answers, its approval line, and its digest if anything of it is signed.

    `review` says, where the signatures are not of its translations, who reviewed those.
    """

    work: SectionSnapshot
    answers: tuple[PrintedAnswer, ...]
    lines: tuple[PrintedLine, ...]
    signed_digest: str
    review: str = ""


@dataclass(frozen=True, slots=True)
class PrintedContact:
    """Whom to ask about a response: a unit in charge and people, each perhaps empty.

    The unit is that of all the people; where they are of several, each is named with their own.
    """

    unit: str
    person: str


Say = Callable[[str], str]
"""How a post, a department or a name is printed, once it is in the language of the document."""


def printed_contact(
    snapshot: Snapshot, glossary: Glossary = NO_GLOSSARY, say: Say = str
) -> PrintedContact:
    """Return the city's coordinators, and the department that all of them are of, if there is one.

    What was sealed before it named them is printed as it was then: with the first contact among
    its answers, and where that has no unit, the sections' departments.
    """
    if snapshot.contacts is None:
        given: Mapping[str, str] = next(_contacts(snapshot), {})
        departments = dict.fromkeys(section.department for section in snapshot.sections)
        person = _person(*(say(given.get(key, "")) for key in ("name", "title", "email")))
        return PrintedContact(
            say(given.get("agency", "")) or _listed(map(say, departments)), person
        )
    units = {each.department for each in snapshot.contacts}
    unit = next(iter(units)) if len(units) == 1 else ""
    people = [
        _called(each, glossary, "" if unit else each.department, say) for each in snapshot.contacts
    ]
    return PrintedContact(say(glossary.term(unit)), _listed(people))


def _called(contact: CityContact, glossary: Glossary, department: str, say: Say) -> str:
    name, post = glossary.name(contact.person, contact.name), glossary.term(contact.post)
    # In Korean a post follows the name without anything between them.
    is_korean = (name, post) == (contact.name, contact.post)
    between = " " if is_korean else ", "
    named = between.join(say(each) for each in (name, post) if each)
    return _person(named, "", say(glossary.term(department)), say(contact.email))


def _listed(words: Iterable[str | None]) -> str:
    return ", ".join(dict.fromkeys(filter(None, words)))


def _person(name: str | None, post: str | None, *others: str | None) -> str:
    return " · ".join(filter(None, (" ".join(filter(None, (name, post))), *others)))


def _contacts(snapshot: Snapshot) -> Iterator[Any]:
    for answer in snapshot.answers_by_key.values():
        for part in answer.question.parts:
            if KINDS[part.kind].is_contact and part.key in answer.content.parts:
                yield answer.content.parts[part.key]


def names_beside(
    snapshot: Snapshot, glossary: Glossary, sealer: tuple[int, str] | None = None
) -> Iterator[str]:
    """Yield the posts, departments and names that a document has beside its answers.

    `sealer` is who seals it, as the key of an account and a name.
    """
    said: list[str] = []

    def told(text: str) -> str:
        said.append(text)
        return text

    printed_contact(snapshot, glossary, told)
    yield from said
    for section in snapshot.sections:
        for step in (step for line in _lines(section, glossary) for step in line.steps):
            yield from (step.title, step.department, step.by, step.signed_for)
        if _review(section, glossary) and (review := section.translations_review):
            yield glossary.name(review.person, review.by)
    yield from (glossary.term(each.department) for each in snapshot.services)
    if sealer:
        yield glossary.name(*sealer)


def printed_section(section: SectionSnapshot, glossary: Glossary = NO_GLOSSARY) -> PrintedSection:
    """Return a section as it is printed, in the active language; posts and names by a glossary."""
    return PrintedSection(
        section,
        printed_answers(section.answers, glossary),
        tuple(_lines(section, glossary)),
        section.signed[-1].digest[:SHORT_DIGEST] if section.signed else "",
        _review(section, glossary),
    )


def printed_answers(
    answers: Iterable[AnswerSnapshot], glossary: Glossary = NO_GLOSSARY
) -> tuple[PrintedAnswer, ...]:
    """Return answers as they are printed, in the active language, without their section."""
    return tuple(
        PrintedAnswer(answer, tuple(_parts(answer, glossary)), answer_note(answer, glossary))
        for answer in answers
    )


def _review(section: SectionSnapshot, glossary: Glossary) -> str:
    """Return who reviewed the translations of a section that was signed without them, if it was."""
    review = section.translations_review
    if not (section.originals_alone and section.signed and section.is_translated):
        return ""
    if review is None or not section.is_confirmed:
        return gettext("Signed without the translation, which no reviewer has confirmed.")
    by = as_original(glossary.name(review.person, review.by), glossary)
    words = {"by": by, "on": full_day(review.at)}
    return gettext("Signed without the translation, which %(by)s confirmed on %(on)s.") % words


def _lines(section: SectionSnapshot, glossary: Glossary) -> Iterator[PrintedLine]:
    """Yield the approval line in rows that fit on a page: who approves, then who consents."""
    for consents, kind in _KINDS.items():
        steps = [
            _step(step, signature, _signed_as(signature, number, section), glossary)
            for number, (step, signature) in enumerate(section.steps, start=1)
            if step.consents is consents
        ]
        for start in range(0, len(steps), _STEPS_A_ROW):
            yield PrintedLine(str(kind), consents, tuple(steps[start : start + _STEPS_A_ROW]))


def _signed_as(
    signature: Signature | None, number: int, section: SectionSnapshot
) -> SignedAs | None:
    return signed_as(signature, number, len(section.line)) if signature else None


def _step(
    step: Step, signature: Signature | None, signed: SignedAs | None, glossary: Glossary
) -> PrintedStep:
    if signature is None:
        title = glossary.term(step.title) or str(Role.REVIEWER.label)
        return PrintedStep(title, glossary.term(step.department), "", "", "")
    return PrintedStep(
        glossary.term(signature.post),
        # Older signatures that are no consents can have one.
        glossary.term(signature.department) if signature.consents else "",
        glossary.name(signature.person, signature.by),
        glossary.name(signature.absent, signature.signed_for),
        full_day(signature.at),
        signed,
    )


def _parts(answer: AnswerSnapshot, glossary: Glossary) -> Iterator[PrintedPart]:
    """Yield the parts that are answered, and those that are not and still are asked for.

    Of a complete answer these are the required ones: what it could leave out, it left out.
    """
    excused = answer.settled is not None or is_excused(answer.question, answer.content)
    complete = answer.status is Status.ANSWERED
    numbers = count(1)
    for part in answer.question.parts:
        given = answer.content.parts.get(part.key)
        value = given if says_something(given) else None
        if value or not (excused or (complete and not is_required(answer.question, part))):
            yield PrintedPart(
                key=part.key,
                template=f"documents/parts/{part.kind}.html",
                label=part.label,
                # A lone part speaks for itself.
                labelled=len(answer.question.parts) > 1,
                shown=_shown(part, value, answer, numbers, glossary),
                answered=bool(value),
                language=answer.language,
            )


def _shown(
    part: PartShape, value: Any, answer: AnswerSnapshot, numbers: Iterator[int], glossary: Glossary
) -> Any:
    """Return what the template of a part shows; the pictures of an answer are numbered through."""
    shown = KINDS[part.kind].printed(part, value)
    if not KINDS[part.kind].takes_files:
        return shown
    number = answer.question.number
    return [
        PrintedFile(
            each,
            f"{number}-{next(numbers)}" if each.type.is_picture else "",
            original_mark(each.name, glossary),
        )
        for each in shown
    ]
