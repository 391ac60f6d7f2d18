"""What indicators are called: their meaning, with their code and what they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import IndicatorShape, QuestionShape
from responses.localized import bracketed, localized

CRITERIA: Mapping[str, str | Promise] = {
    "institutional": _("Institutional framework"),
    "content": _("Content provision"),
    "services": _("Services provision"),
    "participation": _("Participation and engagement"),
    "literacy": _("E-government literacy"),
    "technology": _("Technology"),
}
"""The criteria of LOSI; one that an edition has besides is called by its key."""


_IN_LINKS = _("For the UN's index (LOSI), add links to pages that show: %s")
_IN_TEXT = _("For the UN's index (LOSI), write in the text the address of pages that show: %s")
_NOWHERE = _(
    "For the UN's index (LOSI), assessors look themselves for: %s. No address is asked for."
)

NUMBERS = _("The numbers in brackets are those of the UN's list of indicators (LOSI).")


class Criterion(NamedTuple):
    """Some indicators that belong together, by the key and name of what they belong to."""

    key: str
    name: str
    indicators: Sequence[IndicatorShape]


def criterion_name(key: str) -> str:
    """Return what a criterion is called."""
    return str(CRITERIA.get(key, key))


def indicator_name(indicator: IndicatorShape) -> str:
    """Return what an indicator means, and its code."""
    return bracketed(localized(indicator.meaning), indicator.code)


def where_to_say(question: QuestionShape, meanings: str) -> str:
    """Return where in an answer the address goes of a page that proves something.

    By the kinds of parts that the question has.
    """
    kinds = [KINDS[part.kind] for part in question.parts]
    if any(kind.gives_evidence for kind in kinds):
        return str(_IN_LINKS) % meanings
    return str(_IN_TEXT if any(kind.explains for kind in kinds) else _NOWHERE) % meanings


def may_prove(question: QuestionShape) -> str:
    """Return what an answer may be evidence for, for who reads it; nothing of a translation."""
    proves = () if question.language else question.proves
    meanings = ", ".join(localized(each.meaning) for each in proves)
    return gettext("May be evidence for the UN's index (LOSI): %s") % meanings if meanings else ""


def how_to_say(question: QuestionShape) -> str:
    """Return what is to be done where an answer names no page that proves something, in short."""
    kinds = [KINDS[part.kind] for part in question.parts]
    if any(kind.gives_evidence for kind in kinds):
        return gettext("No address yet: add one to its links.")
    if any(kind.explains for kind in kinds):
        return gettext("No address yet: write one in its text.")
    return ""


def by_criterion(indicators: Iterable[IndicatorShape]) -> list[Criterion]:
    """Return indicators by what they belong to, in the order of their edition."""
    groups = groupby(indicators, lambda each: each.criterion)
    return [Criterion(key, criterion_name(key), tuple(found)) for key, found in groups]
