"""A field for one of some people: a list of them or, where they are many, words that name one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.people.finding import MATCHES, named
from responses.models import User

from .fields import LineField

BY_WORDS = _("Enter the name or the e-mail address.")
NOBODY = _("Nobody here has this name or address. Check the spelling.")
SEVERAL = _("Several people match. Enter the address of one of them: %(people)s.")
SEVERAL_AND_MORE = _(
    "Several people match. Enter the address of one of them, such as: %(people)s. Or enter more "
    "of the name."
)
_LENGTH = 254


class PersonChoice(forms.TypedChoiceField):
    """A list of few people, of whom one is chosen; its value is the person, or None."""

    def __init__(self, people: list[User], empty: str | Promise, **options: Any) -> None:
        self._by_key = {str(each.pk): each for each in people}
        known = [(key, described(each)) for key, each in self._by_key.items()]
        choices = [("", empty), *known]
        super().__init__(choices=choices, coerce=self._by_key.get, empty_value=None, **options)


class PersonWords(LineField):
    """Words that name one of many people; its value is the person, or None."""

    def __init__(self, people: QuerySet[User], **options: Any) -> None:
        self._people = people
        super().__init__(max_length=_LENGTH, **options)

    def clean(self, value: Any) -> Any:
        """Return who is named; refuse words that name nobody, or several."""
        words = super().clean(value)
        if not words:
            return None
        found = named(self._people, words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(NOBODY)
        said = SEVERAL if len(found) <= MATCHES else SEVERAL_AND_MORE
        people = ", ".join(map(described, found[:MATCHES]))
        raise ValidationError(said, params={"people": people})


def person_field(
    people: QuerySet[User], few: list[User] | None, empty: str | Promise, **options: Any
) -> PersonChoice | PersonWords:
    """Return the field for one of these people; `few` are all of them, or None where they are many.

    `empty` is the choice of nobody.
    """
    if few is not None:
        return PersonChoice(few, empty, **options)
    help_text = options.pop("help_text", "")
    said = " ".join(filter(None, map(str, (help_text, BY_WORDS))))
    return PersonWords(people, help_text=said, **options)


def described(person: Any) -> str:
    """Return a person by name, department if it is known, and address."""
    department = getattr(person, "department", "")
    return " · ".join(filter(None, (str(person), department, person.email)))
