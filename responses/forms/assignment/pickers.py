"""The lists of people from which writers and signers are chosen, as they are drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.domain.assignment.assignment import Candidates, Person
from responses.localized import bracketed

CANNOT_WRITE = pgettext_lazy("a person", "cannot write")
NOBODY_CHOSEN = _("Nobody chosen")


@dataclass(frozen=True, slots=True)
class Choice:
    """A person to tick; `fits` is whether they can be chosen, and not only were.

    `unfit` is said of who does not fit and of whom nothing else is said.
    """

    person: Person
    chosen: bool
    fits: bool
    unfit: str | Promise = ""

    @property
    def shown(self) -> str:
        """The name, and why they do not fit."""
        says = self.unfit and not self.fits and not self.person.standing
        return bracketed(self.person.name, self.unfit) if says else self.person.shown


@dataclass(frozen=True, slots=True)
class Picker:
    """The people to choose from under one name of a field.

    `nobody` says what it means that none of them is chosen, and `in_short` in a closed row;
    `lost` what stands at those chosen who have the role no longer. It `finds` others by words, as
    the city has many people: with the last `words`, if it was asked for, so many were `found`.
    """

    name: str
    choices: list[Choice]
    fault: str
    lost: str | Promise
    nobody: str | Promise = NOBODY_CHOSEN
    in_short: str | Promise = NOBODY_CHOSEN
    finds: bool = False
    words: str = ""
    found: int | None = None

    @property
    def lapsed(self) -> str:
        """Those chosen who were invited and can no longer join."""
        return ", ".join(
            each.person.shown
            for each in self.choices
            if each.chosen and not each.fits and each.person.standing
        )

    @property
    def chosen(self) -> str:
        """The names of those chosen."""
        return ", ".join(each.shown for each in self.choices if each.chosen)

    @property
    def says(self) -> str:
        """Whom it gives something."""
        return self.chosen or str(self.nobody)

    @property
    def says_in_short(self) -> str:
        """Whom it gives something, in a closed row."""
        return self.chosen or str(self.in_short)


def picker_of(
    name: str,
    chosen: tuple[int, ...],
    candidates: Candidates,
    fits: Callable[[Person], bool],
    fault: str | None,
    *,
    nobody: str | Promise = NOBODY_CHOSEN,
    in_short: str | Promise = NOBODY_CHOSEN,
    unfit: str | Promise = CANNOT_WRITE,
) -> Picker:
    """Return the list under one name of a field: who is `chosen`, and who `fits`."""
    choices = [
        Choice(person, person.pk in chosen, fits(person), unfit)
        for person in candidates.people.values()
        if person.pk in chosen or (fits(person) and candidates.offers(person.pk, name))
    ]
    asked = name == candidates.picker
    found = sum(each.person.pk in candidates.found for each in choices) if asked else None
    lost = _("no longer a reviewer") if fits is signs else _("no longer a contributor")
    return Picker(
        name,
        choices,
        fault or "",
        lost,
        nobody,
        in_short,
        finds=not candidates.complete,
        words=candidates.words if asked else "",
        found=found,
    )


def writes(person: Person) -> bool:
    """Return whether a person can write what is given to them."""
    return person.writes


def signs(person: Person) -> bool:
    """Return whether a person can sign a step."""
    return person.signs
