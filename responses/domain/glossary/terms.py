"""The fixed terms of a city with their translations, as they are read."""

from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from responses.characters import one_line
from responses.domain.compiled import compiled
from responses.models import City, Term


def read_terms(city: City, words: str = "") -> QuerySet[Term]:
    """Return the terms of a city in its submission language, in which each of some words is."""
    found = Term.objects.filter(city=city, language=city.submission_language)
    for word in one_line(words).split():
        found = found.filter(Q(original__icontains=word) | Q(translation__icontains=word))
    return found.order_by("original", "pk")


def read_all(city: City) -> Mapping[str, str]:
    """Return every term of a city in its submission language, with its translation; one query."""
    return dict(_all(city.pk, city.submission_language))


@compiled
def _all(city: int, language: str) -> QuerySet[Term, tuple[str, str]]:
    found = Term.objects.filter(city=city, language=language)
    return found.order_by("pk").values_list("original", "translation")


def read_translations(city: City, language: str, originals: Collection[str]) -> Mapping[str, str]:
    """Return the translations of some terms, of those that have one; one query."""
    return dict(_translations(city.pk, language, originals))


@compiled
def _translations(
    city: int, language: str, originals: Collection[str]
) -> QuerySet[Term, tuple[str, str]]:
    found = Term.objects.filter(city=city, language=language, original__in=originals)
    return found.order_by("original").values_list("original", "translation")
