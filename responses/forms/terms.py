"""The forms of a city's glossary, and of the language in which the city submits."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.glossary.glossing import TermText
from responses.enums import Language
from responses.models import City, Term
from responses.validators import TERM_MAX

from .bad_lines import said_of_lines
from .fields import LineField
from .pasted_terms import read_pasted_terms

FILE_MAX = 1024 * 1024
"""How many bytes a file of terms may have."""
ROWS_MAX = 200_000
"""How many characters pasted terms may have."""
TOO_LARGE = _("This file contains more than a glossary. Choose another one.")
UNREADABLE = _("This is not a table. In the spreadsheet program, save it as XLSX or CSV.")


WITH_SECTION, AFTERWARDS = "with_section", "afterwards"
"""When translations are reviewed, as the form names it."""


class SubmissionLanguageForm(forms.Form):
    """Asks in which other language a city submits, if in any, and when that is reviewed."""

    submission_language = forms.ChoiceField(
        label=_("Submission language"), required=False, widget=forms.RadioSelect
    )
    translations = forms.ChoiceField(
        label=_("Review of translations"),
        required=False,
        choices=[
            (
                WITH_SECTION,
                _("With the section: whoever signs it signs the answers and their translations"),
            ),
            (
                AFTERWARDS,
                _(
                    "Afterwards: a section is signed without translations, which are written "
                    "until the response is sealed and confirmed by a reviewer"
                ),
            ),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "Applies only with a submission language. A change takes effect for each section when "
            "it is next sent for review. Sections in review or approved stay as they were sent, "
            "but those with nothing translated yet can be translated afterwards, too."
        ),
    )
    services_annex = forms.BooleanField(
        label=_("Print the list of services with the response"),
        required=False,
        help_text=_(
            "Services on the city's websites that no question asks for; contributors list them "
            "under Evidence links, List of services. The list becomes part of PDFs, the JSON file "
            "and new submissions, in the working language."
        ),
    )

    def __init__(self, city: City, data: Any = None, *, services: str = "") -> None:
        """Ask of a city; `services` is the page of its list of services, if it has any."""
        when = AFTERWARDS if city.translations_afterwards else WITH_SECTION
        initial = {
            "submission_language": city.submission_language,
            "translations": when,
            "services_annex": city.services_annex,
        }
        super().__init__(data, initial=initial)
        others = [each for each in Language.choices if each[0] != city.language]
        choices = [("", _("None: the UN reads the working language")), *others]
        self.fields["submission_language"].choices = choices  # type: ignore[attr-defined]
        if services:
            annex = self.fields["services_annex"]
            annex.help_text = format_html(
                '{} <a href="{}">{}</a>', annex.help_text, services, gettext("List of services")
            )


class TermForm(forms.Form):
    """Asks for a term and its translation; `term` says which one is changed, if one is.

    `place` is the heading under which the form stands.
    """

    original = LineField(max_length=TERM_MAX, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    translation = LineField(
        max_length=TERM_MAX, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(
        self, city: City, data: Any = None, *, term: Term | None = None, original: str = ""
    ) -> None:
        self.term, self.place = term, "change" if term else "add"
        initial = {"original": original}
        if term is not None:
            initial = {"original": term.original, "translation": term.translation}
        super().__init__(data, initial=initial, auto_id="change_%s" if term else "add_%s")
        labels = {
            "original": (gettext("Term (%(language)s)"), city.language),
            "translation": (gettext("Translation (%(language)s)"), city.submission_language),
        }
        for name, (label, language) in labels.items():
            called = Language(language).label if language else ""
            self.fields[name].label = label % {"language": called}
            self.fields[name].widget.attrs["lang"] = language

    @property
    def said(self) -> TermText:
        """What was typed, of a form that is valid."""
        return TermText(self.cleaned_data["original"], self.cleaned_data["translation"])


class TermsForm(forms.Form):
    """Asks for many terms, out of a file or pasted.

    `file` is the name of a file that was chosen, `text` what it says and `fault` why it cannot be
    read. What it says that cannot be taken comes back in the field, to be corrected there.
    """

    file = forms.FileField(
        label=_("File (Excel or CSV)"),
        required=False,
        help_text=_("Terms in the first column, their translations in the second: XLSX or CSV."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,text/csv"}),
    )
    rows = forms.CharField(
        label=_("Terms to paste"),
        required=False,
        max_length=ROWS_MAX,
        strip=False,
        help_text=_(
            "Instead of a file: one term per line, with its translation after a comma or in the "
            "next column of a spreadsheet, such as 팀장, Team Leader. Terms that are there get the "
            "new translation."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    terms: tuple[TermText, ...] = ()
    place = "several"

    def __init__(
        self, data: Any = None, *, file: str = "", text: str = "", fault: Promise | str = ""
    ) -> None:
        if data is not None and text:
            data = data.copy()
            data["rows"] = text
        super().__init__(data, auto_id="many_%s")
        self._of_file, self._fault = bool(file), fault
        if file:
            self.fields["rows"].label = gettext("Terms of the file %(name)s") % {"name": file}

    def clean(self) -> dict[str, Any]:
        """Read the terms into `terms`, or name each line and all that is wrong with it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._fault:
            self.add_error("file", str(self._fault))
        elif "rows" in cleaned:
            self._read(cleaned["rows"])
        return cleaned

    def _read(self, text: str) -> None:
        pasted = read_pasted_terms(text)
        if pasted.bad:
            nothing = gettext("Nothing has been imported yet. Correct the following and import.")
            if self._of_file:
                nothing = gettext(
                    "Nothing has been imported yet. Correct the lines of the file here, and import."
                )
            said = [nothing, *said_of_lines(pasted.bad)]
            self.add_error("rows", ValidationError([ValidationError(each) for each in said]))
        elif not pasted.terms:
            self.add_error("file", gettext("Choose a file, or paste terms below."))
        self.terms = pasted.terms
