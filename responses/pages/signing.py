"""An approval line in words, and what a person can do about its next signature."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from responses.domain.people.deputies import read_acting
from responses.domain.signing.approval_line import ANY_REVIEWER, Signature, Step, signed_as
from responses.domain.signing.turns import (
    SigningTurn,
    names_in,
    next_step,
    read_authors,
    read_signer_names,
    why_not_sign,
)
from responses.domain.snapshot.section import SectionSnapshot
from responses.enums import SignedAs, State
from responses.models import City, SectionWork, User

# What each act is called, of a person's own and of a deputy's.
_BUTTONS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "consent": (
        pgettext_lazy("an approval line", "Consent"),
        pgettext_lazy("an approval line", "Consent as deputy"),
    ),
    "alone": (
        pgettext_lazy("the only signature", "Approve"),
        pgettext_lazy("the only signature", "Approve as deputy"),
    ),
    "approve": (_("Approve"), _("Approve as deputy")),
    "sign": (
        pgettext_lazy("an approval line", "Sign"),
        pgettext_lazy("an approval line", "Sign as deputy"),
    ),
}


@dataclass(frozen=True, slots=True)
class Signing:
    """What the person can do about the next signature, and what the button for it says.

    `refusal` says why they cannot sign; `step` is the number of the step, from 0. `signed_for`
    names whom they would sign for as a deputy, `before` the posts in which they have signed
    already, `steps` counts these and the one to sign, and `onward` names who signs after them,
    if anybody.
    """

    turn: SigningTurn
    refusal: Promise | str
    label: Promise | str
    step: int
    signed_for: str
    before: str
    steps: int
    onward: str

    @property
    def consents(self) -> bool:
        """Whether they would consent (협조), which is told in other words than signing."""
        return self.turn.step is not None and self.turn.step.consents

    @property
    def is_alone(self) -> bool:
        """Whether this is the only signature of the section."""
        return len(self.turn.line) == 1


@dataclass(frozen=True, slots=True)
class LineStep:
    """One step of the approval line in words; `who` may sign it, `signature` says who did.

    `signed_as` is what the signature is; `deputies` may sign today for those who are next.
    """

    title: str
    department: str
    consents: bool
    who: str
    signature: Signature | None
    signed_as: SignedAs | None
    next: bool
    deputies: str


@dataclass(frozen=True, slots=True)
class LinePeople:
    """The people of an approval line and their deputies of today, while it waits for somebody.

    `acting` are the keys of a person and of who acts for them, by name.
    """

    names: Mapping[int, str]
    acting: Sequence[tuple[int, int]] = ()

    def acting_for(self, deputy: User) -> frozenset[int]:
        """Return for whom a person may sign."""
        return frozenset(person for person, key in self.acting if key == deputy.pk)

    def deputies_of(self, step: Step) -> str:
        """Return the names of who may sign for those of a step, of several with for whom."""
        pairs = [pair for pair in self.acting if pair[0] in step.people]
        words = gettext("%(deputy)s, for %(person)s") if len(step.people) > 1 else "%(deputy)s"
        return "; ".join(
            words % {"deputy": self.names[deputy], "person": self.names[person]}
            for person, deputy in pairs
        )


def read_line_people(section: SectionSnapshot, city: City) -> LinePeople:
    """Return the people of a section's own approval line.

    One query, and one while it waits for a signature; none without people.
    """
    people = {person for step in section.line for person in step.people}
    waits = people and section.state is State.IN_REVIEW
    acting = read_acting(city, timezone.localdate()) if waits else []
    deputies = {deputy for person, deputy in acting if person in people}
    return LinePeople(read_signer_names(people | deputies, [city.pk]), acting)


def read_barred(asked: Sequence[tuple[SectionWork, Step]], city: City) -> Mapping[int, str]:
    """Return the names of who could sign, had they not written part of a section, by its work.

    `asked` are works of a city with the step to be signed; of any reviewer's nobody is named.
    Three queries at most; `work.approval` is taken as loaded.
    """
    asked = [(work, step) for work, step in asked if step.people]
    authors = read_authors([work for work, _step in asked]) if asked else {}
    found = {work.pk: authors[work.pk].intersection(step.people) for work, step in asked}
    names = read_signer_names(frozenset().union(*found.values()), [city.pk])
    return {
        key: ", ".join(name for person, name in names.items() if person in people)
        for key, people in found.items()
        if people
    }


def signing_of(
    turn: SigningTurn, work: SectionWork, person: User, names: Mapping[int, str]
) -> Signing:
    """Return what a person can do about the next signature; people are called by `names`."""
    refusal = why_not_sign(turn, work)
    deputy = not refusal and turn.signing_for not in {None, person.pk}
    before = [each.post for each in turn.signed if each.person == person.pk]
    signed, coming = len(turn.signed), turn.line[len(turn.signed) + 1 :]
    return Signing(
        turn,
        refusal,
        signing_button(turn),
        signed,
        names.get(turn.signing_for or 0, "") if deputy else "",
        ", ".join(before),
        len(before) + 1,
        _chain(coming, names),
    )


def signing_button(turn: SigningTurn) -> Promise | str:
    """Return what signing is called for a person, on its button and as their task."""
    return _BUTTONS[_button(turn)][turn.signing_for not in {None, turn.person}]


def _button(turn: SigningTurn) -> str:
    """Return the key of what signing is called, whoever does it."""
    if turn.step is not None and turn.step.consents:
        return "consent"
    if not turn.is_last:
        return "sign"
    return "alone" if len(turn.line) == 1 else "approve"


def onward(section: SectionSnapshot, city: City) -> str:
    """Return who signs a section that is sent, in order; one query where people are named."""
    return _chain(section.line, names_in(section.line, [city.pk]))


def next_signer(work: SectionWork) -> str:
    """Return who signs a section in review next, or nothing; one query where people are named."""
    step = next_step(work)
    return _chain([step], names_in([step], [work.response.city_id])) if step else ""


def _chain(steps: Iterable[Step], names: Mapping[int, str]) -> str:
    return " → ".join(_named(step, names) for step in steps)


def _named(step: Step, names: Mapping[int, str]) -> str:
    """Return who signs a step, with a mark if they only consent."""
    return step.marked(step.named(_who(step, names)) or gettext("a reviewer"))


def _who(step: Step, names: Mapping[int, str]) -> list[str]:
    return [names[person] for person in step.people if person in names]


def approval_line(section: SectionSnapshot, people: LinePeople) -> list[LineStep]:
    """Return the steps of a section's own approval line; none without one. Pure."""
    return [
        LineStep(
            title=step.title,
            department=step.department,
            consents=step.consents,
            who=", ".join(_who(step, people.names)),
            signature=signature,
            signed_as=signed_as(signature, number, len(section.line)) if signature else None,
            next=section.state is State.IN_REVIEW and number == len(section.signed) + 1,
            deputies=people.deputies_of(step) if number == len(section.signed) + 1 else "",
        )
        for number, (step, signature) in enumerate(section.steps, start=1)
        if step != ANY_REVIEWER
    ]
