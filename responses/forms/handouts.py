"""The forms by which questions are handed out as a file, and by which it comes back."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.domain.edition.shapes import QuestionShape
from responses.domain.files.judgement import BYTES_MAX
from responses.domain.files.unfit import Unfit
from responses.domain.handouts.handing import HandoutRequest
from responses.enums import HandoutFormat, Language
from responses.wording.uploads import NO_FILE, REFUSALS

from .days import day_field
from .fields import AddressField, LineField

NAME_MAX, EMAIL_MAX = 100, 254
PAST = _("Enter a date that is not in the past.")
_FAULTS: Mapping[str, Any] = {
    "required": NO_FILE,
    "invalid": NO_FILE,
    "empty": REFUSALS[Unfit.EMPTY],
}
USUAL = timedelta(days=14)
"""How long a department is given unless another day is said."""


class HandoutForm(forms.Form):
    """Asks what is handed out, to whom, until when, and as which file.

    `lots` are the questions that can be handed out together, by key, each with its name.
    """

    field_order = ("what", "addressee", "email", "due_on", "format", "language")

    addressee = LineField(
        label=_("Department or person"),
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = AddressField(
        label=_("E-mail address (optional)"),
        max_length=EMAIL_MAX,
        required=False,
        help_text=_("The file and a link to return it are sent there. No account is needed."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    due_on = day_field(_("Return by"), help_text=_("The link works until the end of this day."))
    format = forms.ChoiceField(label=_("Format"), choices=HandoutFormat.choices)
    language = forms.ChoiceField(label=_("Language of the file"), choices=Language.choices)

    prefix = "new"

    def __init__(
        self,
        lots: Sequence[tuple[str, str, Sequence[QuestionShape]]],
        language: str,
        data: Any = None,
    ) -> None:
        due_on = timezone.localdate() + USUAL
        super().__init__(data, initial={"language": language, "due_on": due_on})
        self._lots = {key: questions for key, _name, questions in lots}
        # Nothing is chosen at first: what leaves by mail does not come back.
        choices = [("", _("Choose the questions")), *((key, name) for key, name, _asked in lots)]
        self.fields["what"] = forms.ChoiceField(label=_("Questions"), choices=choices)
        self.order_fields(self.field_order)

    def clean_due_on(self) -> date:
        """Return the day, which is not over."""
        return not_over(self.cleaned_data["due_on"])

    def said(self) -> HandoutRequest:
        """Return what is said, of a form that is valid."""
        said = self.cleaned_data
        questions = self._lots[said.pop("what")]
        return HandoutRequest(questions=questions, **said)


def not_over(day: date) -> date:
    """Return a day, or raise `ValidationError` if it is over."""
    if day < timezone.localdate():
        raise ValidationError(PAST)
    return day


class MailHandoutForm(forms.Form):
    """Asks to which address a handout is sent."""

    email = AddressField(
        label=_("E-mail address"),
        max_length=EMAIL_MAX,
        help_text=_("A link that was sent before no longer works."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    prefix = "mail"


class ReturnForm(forms.Form):
    """Asks for a file that comes back, and who returns it."""

    returned_by = LineField(
        label=_("Your name (optional)"),
        required=False,
        max_length=NAME_MAX,
        help_text=_("It appears in the history of the answers."),
    )
    file = forms.FileField(
        label=_("Filled file"),
        help_text=_("At most 20 MB."),
        error_messages=_FAULTS,
    )

    prefix = "back"

    def clean_file(self) -> UploadedFile:
        """Return the file, which is not too large."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > BYTES_MAX:
            raise ValidationError(str(REFUSALS[Unfit.TOO_LARGE]))
        return file


class ForwardedForm(ReturnForm):
    """Asks a coordinator for a file that came back to them, and from whom."""

    returned_by = LineField(
        label=_("Returned by (optional)"),
        required=False,
        max_length=NAME_MAX,
        help_text=_("It appears in the history of the answers."),
    )
