"""What is to be looked at before answers are sent, signed or sealed: one table for all of it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.snapshot.section import SectionSnapshot

from .gaps import (
    Gap,
    Unsettled,
    oddities,
    with_links,
    with_repairs,
    with_symbols,
    with_unsettled,
)


class SectionPlace(NamedTuple):
    """A section, with the page that shows its questions and the one on which it is translated."""

    section: SectionSnapshot
    reading: str
    translating: str


class Caution(NamedTuple):
    """Answers and translations in which the same is to be looked at, each with its place.

    `key` is the place of the list on a page, and `words` say what comes of it, if anything.
    """

    key: str
    title: str | Promise
    words: str | Promise
    gaps: tuple[Gap, ...]


_Links = Mapping[str, Collection[str]]


class Known(NamedTuple):
    """What is known of answers beside what they say.

    By question key, `failing` are the links that fail, `changed` what is said of those whose pages
    changed since the approval. `unsettled` are whose texts wait that could not be saved.
    """

    failing: _Links
    unsettled: Unsettled
    changed: _Links = MappingProxyType({})


_Find = Callable[[SectionPlace, Known], tuple[Gap, ...]]

_TABLE: tuple[tuple[str, str | Promise, str | Promise, _Find], ...] = (
    ("odd", _("Answers to check"), "", lambda at, _known: oddities(*at)),
    (
        "symbols",
        _("Symbols that cannot be printed"),
        _("The PDFs have the codes of these symbols instead."),
        lambda at, _known: with_symbols(*at),
    ),
    (
        "repairs",
        _("Addresses that may be mistyped"),
        _("As they stand, these addresses may not lead where they should."),
        lambda at, _known: with_repairs(*at),
    ),
    (
        "failing",
        _("Answers with links that fail"),
        _("These links failed on different days. If you go on, it is recorded that you knew."),
        lambda at, known: with_links(at.section, at.reading, known.failing),
    ),
    (
        "changed",
        _("Answers with links to pages that changed since the approval"),
        _("Look whether these pages still show what was approved."),
        lambda at, known: with_links(at.section, at.reading, known.changed),
    ),
    (
        "unsettled",
        _("Texts that are not saved and still wait for their authors"),
        _("These texts are in no answer. Only their authors can combine or discard them."),
        lambda at, known: with_unsettled(*at, known.unsettled),
    ),
)


def cautions(places: Iterable[SectionPlace], known: Known) -> tuple[Caution, ...]:
    """Return what is to be looked at in sections, in the form's order."""
    found = tuple(places)
    listed = (
        Caution(key, title, words, tuple(gap for at in found for gap in find(at, known)))
        for key, title, words, find in _TABLE
    )
    return tuple(each for each in listed if each.gaps)
