"""What a card takes from the page around it, and by what one that was drawn is known again."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language

from responses.domain.edition.shapes import EditionShape
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot

FROM_PAGE: Mapping[str, Any] = {
    "talk": {},
    "handed": {},
    "said": {},
    "may_talk": False,
    "snapshot": None,
    "section": None,
    "shows_questions": False,
    "asked_for": (),
    "asked_as": "",
    "originals": {},
    "changed": {},
    "shows_originals": False,
    "failing": frozenset(),
}
"""What a card takes from the page around it, each with what it is where the page says nothing."""


def name_of(
    saved: AnswerSnapshot, edition: EditionShape | None, shown: Mapping[str, Any], *form: str | None
) -> str | None:
    """Return a name for all that the card of an answer shows, or None where that is not known.

    `form` is how the form says it, such as its language. What was handed over becomes overdue by
    the day.
    """
    place, section, key = shown["snapshot"], shown["section"], saved.question.key
    if edition is None or place is None or section is None:
        return None
    said = shown["said"].get(key)
    facts = (
        *(edition.digest, *form, get_language()),
        *(place.city_slug, edition.code, section.section.key, key),
        *(saved.content.to_json(), saved.version, saved.changed),
        saved.settled and (saved.settled.by.key, saved.settled.said),
        [link.url for link in saved.links if link.url in shown["failing"]],
        *(shown["talk"].get(key), shown["may_talk"], shown["shows_questions"]),
        shown["handed"] and (shown["handed"], localdate()),
        said and said.facts,
        key in shown["asked_for"] and str(shown["asked_as"]),
        *(_of_translation(saved, shown) if isinstance(saved, TranslationSnapshot) else ()),
    )
    return sha256(repr(facts).encode()).hexdigest()


def _of_translation(saved: TranslationSnapshot, shown: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what a translation shows besides: its original as it is, and as it was."""
    original, changed = saved.original, shown["changed"].get(saved.question.key)
    return (
        *(original.content.to_json(), original.version, saved.of, saved.is_outdated),
        *(changed and changed.before.to_json(), shown["shows_originals"]),
        shown["snapshot"].language,
    )
