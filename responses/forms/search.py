"""The form with which a person searches the answers they may see."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from responses.domain.edition.shapes import SectionShape
from responses.domain.snapshot.search import AnswerSearch, Searchable
from responses.enums import State
from responses.localized import localized
from responses.wording.names import edition_name

from .fields import LineField

WORDS_MAX = 100


class SearchForm(forms.Form):
    """Asks for words, and for the response, section, question and state to search them in."""

    words = LineField(
        label=_("Words"),
        required=False,
        max_length=WORDS_MAX,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    response = forms.ChoiceField(label=_("Response"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    question = forms.ChoiceField(label=_("Question"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *State.choices]
    )

    def __init__(self, data: Any, places: Sequence[Searchable]) -> None:
        super().__init__(data)
        sections = _sections(places)
        choices = {
            "response": [("", _("All responses")), *((each.key, _name(each)) for each in places)],
            "section": [("", _("All sections")), *((each.key, _title(each)) for each in sections)],
            "question": [("", _("All questions")), *map(_questions, sections)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

        if not data.get("words"):
            self.fields["words"].widget.attrs["autofocus"] = True

    def asks_elsewhere(self) -> bool:
        """Return whether it asks for what the person may not see, or what there is not."""
        return bool(self.errors.keys() - {"words"})

    def asked(self) -> AnswerSearch:
        """Return what is asked for, of a form that is valid."""
        return AnswerSearch(**self.cleaned_data)


def _sections(places: Iterable[Searchable]) -> Iterable[SectionShape]:
    """Return each section by its key once, as the newest edition that has it words it."""
    newest_last = sorted(places, key=lambda place: place.edition.year)
    return {each.key: each for place in newest_last for each in place.edition.sections}.values()


def _name(place: Searchable) -> str:
    return f"{localized(place.response.city.name)} · {edition_name(place.edition.code)}"


def _title(section: SectionShape) -> str:
    return f"{section.number}. {localized(section.title)}"


def _questions(section: SectionShape) -> tuple[str, list[tuple[str, str]]]:
    questions = [
        (question.key, f"{question.number} {localized(question.wording)}")
        for question in section.questions
    ]
    return _title(section), questions
