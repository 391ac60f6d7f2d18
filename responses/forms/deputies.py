"""The form that says who signs for whom."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.people.deputies import DAYS_IN_ORDER
from responses.domain.people.labels import called_of
from responses.models import User

from .days import day_field

OVER = _("These days are already over.")


class DeputyForm(forms.Form):
    """Asks for whom somebody signs, who, and from which to which day.

    `signers` are those who may be chosen. With `person`, it is they who name their deputy.
    """

    person = forms.TypedChoiceField(
        label=_("Absent reviewer"), coerce=int, help_text=_("The deputy signs for this person.")
    )
    deputy = forms.TypedChoiceField(label=_("Deputy"), coerce=int)
    first_day = day_field(_("First day"), initial=timezone.localdate)
    last_day = day_field(_("Last day"), help_text=_("The deputy can still sign on this day."))

    # Every form of the product says in a field `person` whose page it is.
    prefix = "new"

    def __init__(
        self, signers: Sequence[User], person: User | None = None, data: Any = None
    ) -> None:
        super().__init__(data)
        self._signers = {each.pk: each for each in signers}
        self._person = person
        if person:
            del self.fields["person"]
        known = [
            (pk, " · ".join(filter(None, (str(each), called_of(each).department, each.email))))
            for pk, each in self._signers.items()
        ]
        for name in {"person", "deputy"} & self.fields.keys():
            others = [each for each in known if not person or each[0] != person.pk]
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", gettext("Choose a reviewer")),
                *others,
            ]

    def clean(self) -> None:
        """Refuse days that end before they begin; if they do not, those that are over."""
        first, last = (self.cleaned_data.get(name) for name in ("first_day", "last_day"))
        if first and last and last < first:
            self.add_error("last_day", DAYS_IN_ORDER)
        elif last and last < timezone.localdate():
            self.add_error("last_day", OVER)

    def said(self) -> dict[str, Any]:
        """Return what is said, as `add_deputy` takes it, of a form that is valid."""
        said = dict(self.cleaned_data)
        said["person"] = self._person or self._signers[said["person"]]
        return said | {"deputy": self._signers[said["deputy"]]}
