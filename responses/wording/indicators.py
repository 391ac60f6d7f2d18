"""What indicators are called: their meaning, with their code and what they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.edition.shapes import IndicatorShape
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


def by_criterion(indicators: Iterable[IndicatorShape]) -> list[Criterion]:
    """Return indicators by what they belong to, in the order of their edition."""
    groups = groupby(indicators, lambda each: each.criterion)
    return [Criterion(key, criterion_name(key), tuple(found)) for key, found in groups]
