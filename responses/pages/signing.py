"""An approval line in words, and what a person can do about its next signature."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.domain.signing.approval_line import ANY_REVIEWER, Signature
from responses.domain.signing.turns import SigningTurn, names_in, why_not_sign
from responses.domain.snapshot.snapshot import SectionSnapshot
from responses.enums import State
from responses.models import SectionWork, User

_APPROVE = {
    "approve": _("Approve"),
    "sign": pgettext_lazy("an approval line", "Sign"),
    "consent": pgettext_lazy("an approval line", "Consent"),
}


@dataclass(frozen=True, slots=True)
class Signing:
    """What the person can do about the next signature, and what the button for it says.

    `refusal` says why they cannot sign; `step` is the number of the step, from 0. `signed_for`
    names whom they would sign for as a deputy.
    """

    turn: SigningTurn
    refusal: Promise | str
    label: Promise | str
    step: int
    signed_for: str


@dataclass(frozen=True, slots=True)
class LineStep:
    """One step of the approval line in words; `who` may sign it, `signature` says who did."""

    title: str
    department: str
    consents: bool
    who: str
    signature: Signature | None
    next: bool


def signing_of(turn: SigningTurn, work: SectionWork, person: User) -> Signing:
    """Return what a person can do about the next signature; one query for a deputy."""
    consents = turn.step is not None and turn.step.consents
    label = "consent" if consents else "approve" if turn.is_last else "sign"
    refusal = why_not_sign(turn, work)
    deputy = not refusal and turn.signing_for not in {None, person.pk}
    names = names_in([turn.step]) if deputy and turn.step else {}
    signed_for = names.get(turn.signing_for or 0, "")
    return Signing(turn, refusal, _APPROVE[label], len(turn.signed), signed_for)


def approval_line(section: SectionSnapshot) -> list[LineStep]:
    """Return the steps of a section's own approval line; one query, and none without a line."""
    names = names_in(section.line)
    return [
        LineStep(
            title=step.title,
            department=step.department,
            consents=step.consents,
            who=", ".join(names[person] for person in step.people if person in names),
            signature=signature,
            next=section.state is State.IN_REVIEW and number == len(section.signed),
        )
        for number, (step, signature) in enumerate(section.steps)
        if step != ANY_REVIEWER
    ]
