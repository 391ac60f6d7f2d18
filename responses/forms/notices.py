"""The form with which people say how they want to be told of things."""

from django import forms
from django.utils.translation import gettext_lazy as _

from responses.enums import Language, MailChoice


class PreferencesForm(forms.Form):
    """Asks when a person wants e-mails, and in which language."""

    mail = forms.ChoiceField(
        label=_("E-mails"), choices=MailChoice.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language of e-mails"),
        choices=[("", _("The city's working language")), *Language.choices],
        required=False,
        widget=forms.RadioSelect,
    )
