"""The form that says who signs for whom."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.people.deputies import DAYS_IN_ORDER
from responses.models import User

from .days import day_field
from .person import person_field

OVER = _("These days are already over.")


class DeputyForm(forms.Form):
    """Asks for whom somebody signs, who, and from which to which day.

    `signers` are those who may be chosen, and `few` all of them unless they are many. With
    `person`, it is they who name their deputy.
    """

    field_order = ("person", "deputy", "first_day", "last_day")

    first_day = day_field(_("First day"), initial=timezone.localdate)
    last_day = day_field(_("Last day"), help_text=_("The deputy can still sign on this day."))

    # Every form of the product says in a field `person` whose page it is.
    prefix = "new"

    def __init__(
        self,
        signers: QuerySet[User],
        few: list[User] | None,
        person: User | None = None,
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self._person, nobody = person, gettext("Choose a reviewer")
        if person:
            signers = signers.exclude(pk=person.pk)
            few = few and [each for each in few if each != person]
        else:
            self.fields["person"] = person_field(
                signers,
                few,
                nobody,
                label=_("Absent reviewer"),
                help_text=_("The deputy signs for this person."),
            )
        self.fields["deputy"] = person_field(signers, few, nobody, label=_("Deputy"))
        self.order_fields(self.field_order)

    def clean(self) -> None:
        """Refuse days that end before they begin; if they do not, those that are over."""
        first, last = (self.cleaned_data.get(name) for name in ("first_day", "last_day"))
        if first and last and last < first:
            self.add_error("last_day", DAYS_IN_ORDER)
        elif last and last < timezone.localdate():
            self.add_error("last_day", OVER)

    def said(self) -> dict[str, Any]:
        """Return what is said, as `add_deputy` takes it, of a form that is valid."""
        return {"person": self._person, **self.cleaned_data}
