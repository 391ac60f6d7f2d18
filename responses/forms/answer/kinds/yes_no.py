"""Three radio buttons: yes, no, not answered."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from responses.domain.edition.shapes import PartShape
from responses.enums import YesNo
from responses.forms.answer.entry import Entry, Given
from responses.forms.answer.options import Option

_OPTIONS = (*YesNo.choices, ("", _("Not answered")))


def _shown(given: Given) -> tuple[Option, ...]:
    return tuple(
        Option(f"{given.name}--{key or 'none'}", key, label, key == given.typed)
        for key, label in _OPTIONS
    )


def _target(_part: PartShape, name: str, _params: Mapping[str, Any]) -> str:
    return f"{name}--{YesNo.YES.value}"


ENTRY = Entry(shown=_shown, target=_target)
