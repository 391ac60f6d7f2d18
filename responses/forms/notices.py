"""The form with which people say how they want to be told of things."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from responses.enums import Language
from responses.notice_kinds import MailChoice


def _mail_choices() -> list[tuple[str, str]]:
    """Return the choices in words, with the minutes and the hour that this site keeps to."""
    minutes = max(1, settings.MAIL_DELAY // 60)
    soon = ngettext(
        "As things happen, grouped in one e-mail after %(minutes)d minute",
        "As things happen, grouped in one e-mail after %(minutes)d minutes",
        minutes,
    )
    daily = gettext("One e-mail a day, at %(time)s") % {"time": f"{settings.MORNING_HOUR:02}:00"}
    return [
        (MailChoice.AT_ONCE.value, soon % {"minutes": minutes}),
        (MailChoice.DAILY.value, daily),
    ]


class PreferencesForm(forms.Form):
    """Asks when a person wants e-mails, and in which language."""

    mail = forms.ChoiceField(label=_("E-mails"), choices=_mail_choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of e-mails"),
        choices=[("", _("The city's working language")), *Language.choices],
        required=False,
        widget=forms.RadioSelect,
    )
