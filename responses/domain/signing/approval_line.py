"""The approval line of a section: who signs it, in which order, and what was signed. Pure.

Steps and signatures are stored as JSON on the section's work, and read and replaced as a whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from responses.domain.people.posts import department_and_post
from responses.enums import STATES, Role, SignedAs, State
from responses.localized import bracketed


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a line: one of its `people`, by key, signs.

    `title` is the post that signs, such as 팀장. A step that `consents` is another
    department's: it has to agree, but does not approve. No other step has a `department`.
    """

    title: str = ""
    people: tuple[int, ...] = ()
    consents: bool = False
    department: str = ""

    def __post_init__(self) -> None:
        """Drop the department of a step that does not consent, wherever it comes from."""
        if self.department and not self.consents:
            object.__setattr__(self, "department", "")

    def named(self, names: Iterable[str]) -> str:
        """Return who signs: department, post and these names; empty for any reviewer."""
        place = department_and_post(self.department, self.title)
        return " ".join(filter(None, (place, ", ".join(names))))

    def marked(self, named: str) -> str:
        """Return what the step is called, with a mark if it only consents; empty stays empty."""
        return bracketed(named, gettext("consent")) if self.consents and named else named

    def with_person(self, before: int, after: int) -> "Step":
        """Return the step with one person in the place of another."""
        people = {after if person == before else person for person in self.people}
        return replace(self, people=tuple(sorted(people)))

    def to_json(self) -> dict[str, Any]:
        """Return the step as it is stored."""
        return {
            "title": self.title,
            "people": list(self.people),
            "consents": self.consents,
            "department": self.department,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Step":
        """Return the step that `to_json` gave."""
        return cls(
            stored["title"], tuple(stored["people"]), stored["consents"], stored["department"]
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """That somebody signed a step, of content with this `digest`.

    `title`, `consents` and `department` are those of the step as it was then; `by` is the
    signer's name then and `person` their key. `signed_for` names whom a deputy signed for, and
    `absent` is that person's key, or 0 in signatures from before it was kept.
    """

    title: str
    consents: bool
    department: str
    person: int
    by: str
    role: Role
    at: datetime
    digest: str
    signed_for: str = ""
    absent: int = 0

    @property
    def post(self) -> str:
        """In which post it was signed: the step's title or, of the default step, the role."""
        return self.title or str(self.role.label)

    @property
    def capacity(self) -> str:
        """As whom it was signed: the post or, of a deputy, whose: they do not hold it.

        Where the line names no post, there is none to say either.
        """
        if not self.signed_for:
            return self.post
        if not self.title:
            return gettext("deputy, for %(name)s") % {"name": self.signed_for}
        return gettext("代, for %(post)s %(name)s") % {"post": self.post, "name": self.signed_for}

    def to_json(self) -> dict[str, Any]:
        """Return the signature as it is stored."""
        return {
            "title": self.title,
            "consents": self.consents,
            "department": self.department,
            "person": self.person,
            "by": self.by,
            "role": str(self.role),
            "at": self.at.isoformat(),
            "digest": self.digest,
            "signed_for": self.signed_for,
            **({"absent": self.absent} if self.absent else {}),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Signature":
        """Return the signature that `to_json` gave."""
        return cls(
            title=stored["title"],
            consents=stored["consents"],
            department=stored["department"],
            person=stored["person"],
            by=stored["by"],
            role=Role(stored["role"]),
            at=datetime.fromisoformat(stored["at"]),
            digest=stored["digest"],
            signed_for=stored["signed_for"],
            absent=stored.get("absent", 0),
        )


ANY_REVIEWER = Step()
"""The one step of a section without a line of its own: any reviewer of the city signs it."""


def read_line(stored: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the steps of a line as it is stored; without any, the default one."""
    return tuple(map(Step.from_json, stored)) or (ANY_REVIEWER,)


def read_signatures(stored: Sequence[Mapping[str, Any]]) -> tuple[Signature, ...]:
    """Return the signatures that are stored, in the order in which they were given."""
    return tuple(map(Signature.from_json, stored))


def in_force(state: State, signatures: Sequence[Signature]) -> tuple[Signature, ...]:
    """Return those signatures that count in a state: none once a section is back for writing."""
    return tuple(signatures) if STATES[state].keeps_signatures else ()


def signed_as(signature: Signature, number: int, steps: int) -> SignedAs:
    """Return what a signature of the step of this number, from 1, is; the last one approves."""
    if signature.consents:
        return SignedAs.CONSENTED
    if signature.signed_for:
        return SignedAs.DEPUTY
    if number < steps:
        return SignedAs.SIGNED
    return SignedAs.APPROVED if steps > 1 else SignedAs.ALONE


def signs_for(step: Step, person: int, acting_for: Collection[int]) -> int | None:
    """Return for whom a person can sign a step, themselves first; None if they cannot.

    `acting_for` are the keys of those for whom the person is a deputy now.
    """
    if step == ANY_REVIEWER or person in step.people:
        return person
    return next((each for each in step.people if each in acting_for), None)
