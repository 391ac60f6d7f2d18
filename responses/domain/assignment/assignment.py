"""Who has a section, until when, and who signs it: the values and their rules, without a database.

What a question handed to another department is given along has the same form.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from responses.characters import one_line
from responses.domain.digests import digest
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import Permission, allows
from responses.domain.signing.approval_line import Step
from responses.enums import Role, State
from responses.localized import bracketed

NAME_MAX = 100
"""How many characters a department or the title of a step can have."""

REOPEN_FIRST = gettext_lazy(
    "The section is approved. Reopen it before you change its approval line."
)
SIGNED_STAYS = gettext_lazy("Steps that are already signed must stay first and unchanged.")
INVITED = pgettext_lazy("a person", "invited")
EXPIRED = pgettext_lazy("a person", "invitation expired")
WITHDRAWN = pgettext_lazy("a person", "invitation withdrawn")
ONE_TO_SIGN = gettext_lazy("Leave at least one step that is not signed yet.")
LAST_APPROVES = gettext_lazy(
    "The last step must be an approval. Move the consent before it, or add an approval."
)
TITLE_MISSING = gettext_lazy("Enter the post of the person who signs, such as 팀장.")
PEOPLE_MISSING = gettext_lazy("Choose the people who can sign this step.")
DEPARTMENT_MISSING = gettext_lazy("Enter the department.")
CONSENTING_MISSING = gettext_lazy("Enter the department that consents.")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be chosen, or who was; `role` is None for who is no longer a member.

    `name` tells them apart from the others of their city. Whoever is invited has the role that
    they will have, and `standing` says so, or that the invitation expired or was withdrawn.
    """

    pk: int
    name: str
    email: str
    role: Role | None
    department: str = ""
    post: str = ""
    standing: str | Promise = ""

    @property
    def writes(self) -> bool:
        """Whether they can write what is given to them."""
        return allows(self.role, Permission.EDIT)

    @property
    def signs(self) -> bool:
        """Whether they can sign a step of an approval line."""
        return allows(self.role, Permission.DECIDE)

    @property
    def shown(self) -> str:
        """The name, and how they stand to the city if they are not in it."""
        return bracketed(self.name, self.standing) if self.standing else self.name


People = Mapping[int, Person]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who can be chosen in a city, by key and in the order of lists, and who was.

    Of many, those alone are `people` who have something or were chosen, and those who were `found`
    by words that were typed in a `picker`; then it is not `complete`.
    """

    people: People
    complete: bool = True
    picker: str = ""
    words: str = ""
    found: frozenset[int] = frozenset()

    def offers(self, person: int, picker: str) -> bool:
        """Return whether one of the people is to be offered in a picker."""
        return person not in self.found or picker == self.picker


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who has a section: people by their keys, sorted; texts on one line, see `canonical`.

    The `translators` translate what others write in it, until a day of their own.
    """

    department: str = ""
    due_on: date | None = None
    contributors: tuple[int, ...] = ()
    approval_line: tuple[Step, ...] = ()
    translators: tuple[int, ...] = ()
    translation_due_on: date | None = None

    @property
    def is_translated_late(self) -> bool:
        """Whether its translation is due after the section itself."""
        own = self.translation_due_on
        return own is not None and self.due_on is not None and own > self.due_on

    @property
    def canonical(self) -> "Assignment":
        """The same in the one form that has a digest."""
        return Assignment(
            one_line(self.department),
            self.due_on,
            _sorted(self.contributors),
            tuple(map(_canonical_step, self.approval_line)),
            _sorted(self.translators),
            self.translation_due_on,
        )

    @property
    def digest(self) -> str:
        """What a page says to tell which assignment it showed."""
        steps = [step.to_json() for step in self.approval_line]
        translation = [self.translators, _plain(self.translation_due_on)]
        given = [self.department, _plain(self.due_on), self.contributors, steps]
        return digest([*given, *translation])


@dataclass(frozen=True, slots=True)
class DelegationTerms:
    """To whom a question is handed, and until when."""

    department: str
    due_on: date | None = None
    people: tuple[int, ...] = ()

    @property
    def canonical(self) -> "DelegationTerms":
        """The same in the one form that has a digest."""
        return DelegationTerms(one_line(self.department), self.due_on, _sorted(self.people))

    @property
    def digest(self) -> str:
        """What a page says to tell what it showed."""
        return digest([self.department, _plain(self.due_on), self.people])


@dataclass(frozen=True, slots=True)
class Assigned:
    """A section's assignment as it is now, and how much of its line is signed."""

    section: SectionShape
    state: State
    signed: int
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field; `step` is the place of the step in the line, from 0."""

    field: str
    message: str | Promise
    step: int | None = None


def digest_of(given: Assignment | DelegationTerms | None) -> str:
    """Return the digest of what is given out, empty if it is not."""
    return given.digest if given else ""


def is_change(
    wanted: Assignment | DelegationTerms | None, seen: str, now: Assignment | DelegationTerms | None
) -> bool:
    """Return whether something is neither wanted as it was seen, by its digest, nor as it is."""
    return digest_of(wanted) not in {seen, digest_of(now)}


def everybody_in(given: Assignment | DelegationTerms) -> list[int]:
    """Return the keys of all people that something is given to."""
    if isinstance(given, DelegationTerms):
        return [*given.people]
    return [*given.contributors, *given.translators, *_all_people(given.approval_line)]


def faults_of(wanted: Assignment, now: Assigned, people: People) -> Iterator[Fault]:
    """Yield what keeps an assignment from taking the place of the present one."""
    yield from _of_name("department", wanted.department)
    for field, chosen in (
        ("contributors", wanted.contributors),
        ("translators", wanted.translators),
    ):
        if wrong := [key for key in chosen if not _writes(people, key)]:
            yield Fault(field, cannot_write(wrong, people))
    if wanted.approval_line != now.assignment.approval_line:
        yield from _of_line(wanted.approval_line, now, people)


def faults_of_terms(wanted: DelegationTerms, people: People) -> Iterator[Fault]:
    """Yield what keeps a question from being handed over in this way."""
    if not wanted.department:
        yield Fault("department", DEPARTMENT_MISSING)
    yield from _of_name("department", wanted.department)
    if wrong := [key for key in wanted.people if not _writes(people, key)]:
        yield Fault("people", cannot_write(wrong, people))


def names(keys: Iterable[int], people: People) -> str:
    """Return the names of people in one line; of who is not among `people`, that they are not."""
    unknown = _("someone who is not in this city")
    return ", ".join(people[key].shown if key in people else unknown for key in keys)


def cannot_write(keys: Iterable[int], people: People) -> str:
    """Return that some people cannot be given anything to write."""
    words = _(
        "Choose contributors or coordinators of this city. These people cannot be chosen: "
        "%(names)s."
    )
    return words % {"names": names(keys, people)}


def _of_line(line: tuple[Step, ...], now: Assigned, people: People) -> Iterator[Fault]:
    """Yield what is wrong with a line that differs from the present one."""
    if now.state is State.APPROVED:
        yield Fault("line", REOPEN_FIRST)
        return
    if line[: now.signed] != now.assignment.approval_line[: now.signed]:
        yield Fault("line", SIGNED_STAYS)
    elif now.signed and len(line) <= now.signed:
        yield Fault("line", ONE_TO_SIGN)
    for place, step in enumerate(line):
        # Whoever signed may have left since.
        yield from _of_step(step, place, people if place >= now.signed else None)
    if line and line[-1].consents:
        yield Fault("consents", LAST_APPROVES, len(line) - 1)
    twice = [key for key, count in Counter(_all_people(line)).items() if count > 1]
    if twice:
        words = _("Each person can sign only once in a line: %(names)s.")
        yield Fault("line", words % {"names": names(twice, people)})


def _of_step(step: Step, place: int, people: People | None) -> Iterator[Fault]:
    """Yield what is wrong with a step; without `people`, it does not matter who is in it."""
    if not step.title:
        yield Fault("title", TITLE_MISSING, place)
    for fault in (*_of_name("title", step.title), *_of_name("department", step.department)):
        yield replace(fault, step=place)
    if step.consents and not step.department:
        yield Fault("department", CONSENTING_MISSING, place)
    if not step.people:
        yield Fault("people", PEOPLE_MISSING, place)
    if people is None:
        return
    if wrong := [key for key in step.people if not (key in people and people[key].signs)]:
        words = _("Choose reviewers of this city. These people cannot be chosen: %(names)s.")
        yield Fault("people", words % {"names": names(wrong, people)}, place)


def _of_name(field: str, text: str) -> Iterator[Fault]:
    if len(text) > NAME_MAX:
        words = _("Shorten this to %(limit)d characters; it has %(length)d.")
        yield Fault(field, words % {"limit": NAME_MAX, "length": len(text)})


def _all_people(line: Iterable[Step]) -> list[int]:
    return [key for step in line for key in step.people]


def _writes(people: People, key: int) -> bool:
    return key in people and people[key].writes


def _canonical_step(step: Step) -> Step:
    title, department = one_line(step.title), one_line(step.department)
    return Step(title, _sorted(step.people), step.consents, department)


def _sorted(keys: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(keys)))


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None
