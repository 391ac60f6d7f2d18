"""Who holds an office; a value has a text, perhaps empty, for each of `FIELDS`."""

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from responses.domain.content.lines import Lines, kind_of_lines
from responses.domain.content.values import Field, read_line
from responses.validators import validate_email


def _read_email(text: str) -> str:
    address = read_line(text)
    if address:
        validate_email(address)
    return address


FIELDS = (
    Field("name", _("Name")),
    Field("title", pgettext_lazy("of an office", "Title")),
    Field("agency", _("Agency")),
    Field("email", _("E-mail address"), _read_email, required=False, words=False),
)


def _against_no(value: Lines | None) -> str:
    return gettext("“No” is chosen, but a contact is entered.") if value else ""


KIND = kind_of_lines(FIELDS, label=_("Contact"), against_no=_against_no, is_contact=True)
