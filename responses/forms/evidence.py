"""The forms of evidence: what its page shows, and why a link is right though it fails."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from responses.domain.checks.noting import NOTE_MAX, TOO_LONG
from responses.domain.snapshot.snapshot import Snapshot
from responses.link_states import LinkState
from responses.pages.evidence_filter import MINE, EvidenceFilter
from responses.wording.indicators import NUMBERS, by_criterion, indicator_name
from responses.wording.names import section_name

# What is asked for by an old address may not be there any more.
_FAULTS = {"invalid_choice": _("Choose one from the list.")}


class EvidenceForm(forms.Form):
    """Asks for the state of addresses, who names and corrects them, and what they are to prove.

    The latter only of an edition that has indicators. `departments` are those that are offered
    beside those of sections.
    """

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *LinkState.choices],
        error_messages=_FAULTS,
    )
    section = forms.ChoiceField(label=_("Section"), required=False, error_messages=_FAULTS)
    department = forms.ChoiceField(label=_("Department"), required=False, error_messages=_FAULTS)
    indicator = forms.ChoiceField(
        label=_("Indicator"), help_text=NUMBERS, required=False, error_messages=_FAULTS
    )

    whose = forms.ChoiceField(
        label=_("To be corrected by"),
        required=False,
        choices=[("", _("Anyone")), (MINE, _("Me"))],
        error_messages=_FAULTS,
    )

    def __init__(self, data: Any, snapshot: Snapshot, departments: Iterable[str]) -> None:
        super().__init__(data)
        found = snapshot.sections
        titles = [(each.section.key, section_name(each.section)) for each in found]
        own = (each.department for each in found if each.department)
        names = dict.fromkeys((*own, *departments))
        choices = {
            "section": [("", _("All sections")), *titles],
            "department": [("", _("All departments")), *((name, name) for name in names)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        if not snapshot.edition.indicators:
            del self.fields["indicator"]
            return
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            ("", _("All indicators")),
            *(
                (
                    criterion.name,
                    [(each.key, indicator_name(each)) for each in criterion.indicators],
                )
                for criterion in by_criterion(snapshot.edition.indicators)
            ),
        ]

    def asked(self) -> EvidenceFilter:
        """Return what is asked for, of a form that is valid."""
        return EvidenceFilter(**self.cleaned_data)


class LinkNoteForm(forms.Form):
    """Asks for a remark on a link, such as why it is right though it fails."""

    note = forms.CharField(
        label=_("Remark on this link (such as why it is right though a check fails)"),
        help_text=_("Such as: opens only inside Korea. It is printed with the link."),
        required=False,
        max_length=NOTE_MAX,
        error_messages={"max_length": TOO_LONG},
    )
