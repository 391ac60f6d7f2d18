"""How a card is drawn, in its page; one that was drawn before is remembered."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Protocol

from crispy_forms.layout import LayoutObject
from django.conf import settings
from django.core.cache import caches
from django.template.loader import get_template
from django.utils.timezone import localdate
from django.utils.translation import get_language

from responses.domain.edition.shapes import EditionShape
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot

from .aids import Aids
from .cards import Card
from .widgets import Names

CARDS = "cards"
"""The cache that remembers cards as drawn."""

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


class CardsForm(Protocol):
    """A form whose cards are drawn: its answers by the keys of their questions, and its words."""

    rendered_fields: set[str]
    is_bound: bool
    prefix: str | None
    answers: dict[str, AnswerSnapshot]
    names: dict[str, Names]
    edition: EditionShape | None
    language: str
    aids: Aids

    def card(self, key: str) -> Card:
        """Return the card of a question."""


class QuestionCard(LayoutObject):  # type: ignore[misc]
    """Crispy's place for one question, drawn by a template of our own.

    Crispy renders a field in half a millisecond, our templates in a tenth of that, and what was
    drawn before is remembered in a hundredth.
    """

    template = "responses/partials/_question.html"
    of_translation = "responses/section/_translation.html"

    def __init__(self, key: str) -> None:
        self.key = key

    def render(self, form: CardsForm, context: Mapping[str, Any], **_options: object) -> str:
        """Return the question with its controls as HTML.

        The page says by question how many threads are open, `talk`, and to whom questions are
        handed over, `handed`; and which questions a request for changes names, `asked_for`,
        and how that is said, `asked_as`; and what is said about answers, `said`.
        """
        form.rendered_fields.update(form.names[self.key].all)
        shown = {name: context.get(name, nothing) for name, nothing in FROM_PAGE.items()}
        shown["handed"] = shown["handed"].get(self.key)
        name = self._name(form, shown)
        if name is None:
            return self._drawn(form, shown)
        cards = caches[CARDS]
        found: str | None = cards.get(name)
        if found is None:
            cards.set(name, found := self._drawn(form, shown))
        return found

    def _drawn(self, form: CardsForm, shown: Mapping[str, Any]) -> str:
        card = form.card(self.key)
        template = self.of_translation if card.question.language else self.template
        own = {"card": card, "language": form.language}
        return get_template(template).render({**shown, **own})

    def _name(self, form: CardsForm, shown: Mapping[str, Any]) -> str | None:
        """Return a name for all that the card shows, or None where that is for this page alone."""
        if form.is_bound or settings.DEBUG:
            return None
        said_by = form.language, form.prefix, form.aids.digest
        return name_of(form.answers[self.key], form.edition, shown, *said_by)


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
