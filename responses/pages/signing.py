"""An approval line in words, and what a person can do about its next signature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from responses.domain.people.deputies import read_deputies_of
from responses.domain.people.labels import read_labels
from responses.domain.signing.approval_line import ANY_REVIEWER, Signature, Step, signed_as
from responses.domain.signing.turns import SigningTurn, names_in, next_step, why_not_sign
from responses.domain.snapshot.snapshot import SectionSnapshot
from responses.enums import SignedAs, State
from responses.models import City, SectionWork, User

_APPROVE = {
    "approve": _("Approve"),
    "sign": pgettext_lazy("an approval line", "Sign"),
    "consent": pgettext_lazy("an approval line", "Consent"),
}


@dataclass(frozen=True, slots=True)
class Signing:
    """What the person can do about the next signature, and what the button for it says.

    `refusal` says why they cannot sign; `step` is the number of the step, from 0. `signed_for`
    names whom they would sign for as a deputy, `before` the posts in which they have signed
    already, and `onward` who signs after them, if anybody.
    """

    turn: SigningTurn
    refusal: Promise | str
    label: Promise | str
    step: int
    signed_for: str
    before: str
    onward: str

    @property
    def consents(self) -> bool:
        """Whether they would consent (협조), which is told in other words than signing."""
        return self.turn.step is not None and self.turn.step.consents


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


def signing_of(turn: SigningTurn, work: SectionWork, person: User) -> Signing:
    """Return what a person can do about the next signature; one query where people are named."""
    consents = turn.step is not None and turn.step.consents
    label = "consent" if consents else "approve" if turn.is_last else "sign"
    refusal = why_not_sign(turn, work)
    deputy = not refusal and turn.signing_for not in {None, person.pk}
    signed, coming = len(turn.signed), turn.line[len(turn.signed) + 1 :]
    steps = [*([turn.step] if deputy and turn.step else []), *coming]
    names = names_in(steps, [work.response.city_id])
    return Signing(
        turn,
        refusal,
        _APPROVE[label],
        signed,
        names.get(turn.signing_for or 0, "") if deputy else "",
        ", ".join(each.post for each in turn.signed if each.person == person.pk),
        _chain(coming, names),
    )


def onward(section: SectionSnapshot, city: City) -> str:
    """Return who signs a section that is sent, in order; one query where people are named."""
    return _chain(section.line, names_in(section.line, [city.pk]))


def next_signer(work: SectionWork) -> str:
    """Return who signs a section in review next, or nothing; one query where people are named."""
    step = next_step(work)
    return _chain([step], names_in([step], [work.response.city_id])) if step else ""


def _deputies(section: SectionSnapshot, city: City) -> str:
    """Return the names of who may sign today for those whose turn it is."""
    waits = section.line[len(section.signed) :][:1] if section.state is State.IN_REVIEW else ()
    people = [person for step in waits for person in step.people]
    found = read_deputies_of(people, city, timezone.localdate()) if people else []
    keys = dict.fromkeys(each.deputy_id for each in found)
    called = read_labels(keys.keys(), [city.pk])
    return ", ".join(called[key] for key in keys)


def _chain(steps: Iterable[Step], names: Mapping[int, str]) -> str:
    return " → ".join(step.named(_who(step, names)) or gettext("a reviewer") for step in steps)


def _who(step: Step, names: Mapping[int, str]) -> list[str]:
    return [names[person] for person in step.people if person in names]


def approval_line(section: SectionSnapshot, city: City) -> list[LineStep]:
    """Return the steps of a section's own approval line; none without one.

    One query, and one while it waits for a signature.
    """
    names = names_in(section.line, [city.pk])
    deputies = _deputies(section, city)
    return [
        LineStep(
            title=step.title,
            department=step.department,
            consents=step.consents,
            who=", ".join(_who(step, names)),
            signature=signature,
            signed_as=(
                signed_as(signature, last=number + 1 == len(section.line)) if signature else None
            ),
            next=section.state is State.IN_REVIEW and number == len(section.signed),
            deputies=deputies if number == len(section.signed) else "",
        )
        for number, (step, signature) in enumerate(section.steps)
        if step != ANY_REVIEWER
    ]
