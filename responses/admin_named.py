"""Fields of the administration that have names for the ear where Django's have none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext

from responses.validators import parse_number

if TYPE_CHECKING:
    Rows = BaseInlineFormSet[Any, Any, Any]
else:
    Rows = BaseInlineFormSet


class NamedChoice(AutocompleteSelect):
    """A field to choose a row by typing, which says what it is for while nothing is chosen."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Return the attributes, with the name that is read aloud."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-placeholder": capfirst(self.field.verbose_name)}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """Return the rows to choose from; what was sent and is no key of one chooses none."""
        known = [each for each in value if parse_number(str(each)) is not None]
        return super().optgroups(name, known, attr)


class NamedChoices:
    """Whose fields to choose a row by typing have names."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Return the field to choose a row."""
        if db_field.name in self.autocomplete_fields:  # type: ignore[attr-defined]
            kwargs.setdefault("widget", NamedChoice(db_field, admin.site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class Memberships(Rows):
    """The people of a city, each with a box to remove them."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Add the box, with a name of its own."""
        super().add_fields(form, index)
        if box := form.fields.get("DELETE"):
            box.widget.attrs["aria-label"] = gettext("Delete")
