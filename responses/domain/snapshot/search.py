"""Words searched in the answers of every response that a person may see.

The current answers of those responses are read, by one query and never an earlier version, and
compared here: a database's own comparison knows neither the kinds of part, nor Korean in JSON that
is kept as escapes, nor the case of letters beyond ASCII, and PostgreSQL and SQLite disagree. That
grows with the answers and with nothing else: a person of one city reads some 24 answers an
edition, an administrator of 25 cities some 600, which takes tens of milliseconds. What is
asked for beside the words is asked of the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from responses.characters import normalised
from responses.domain.content.content import Content
from responses.domain.content.matches import Excerpts, Words, lines_of
from responses.domain.content.translating import translated, without_phrases
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, QuestionShape, SectionShape
from responses.domain.permissions import Permission, roles_with
from responses.enums import ORIGINAL, State
from responses.models import Answer, Response, SectionWork, User


@dataclass(frozen=True, slots=True)
class AnswerSearch:
    """The words that somebody searches, and where; what is empty is anywhere."""

    words: str
    response: str = ""
    section: str = ""
    question: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Searchable:
    """A response that the person may see, with the shape of its edition."""

    response: Response
    edition: EditionShape

    @property
    def key(self) -> str:
        """What it is called in a search."""
        return f"{self.response.city.slug}/{self.response.edition.code}"


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """An answer, or a translation of one, in which every word stands, and where its section stands.

    `question` is the one that asks for the translation, where it is one.
    """

    place: Searchable
    section: SectionShape
    question: QuestionShape
    state: State
    lines: Sequence[str]
    words: Words

    @property
    def excerpts(self) -> Excerpts:
        """The lines in which the words stand."""
        return self.words.excerpts(self.lines)


def read_searchable(person: User) -> list[Searchable]:
    """Return the responses that the person may see, by city, the newest edition first; one query.

    And one for each edition that is not known to the process yet.
    """
    memberships = {
        "city__memberships__user": person,
        "city__memberships__role__in": roles_with(Permission.VIEW),
    }
    found = Response.objects.filter(**memberships).select_related("city", "edition")
    return [
        Searchable(response, edition_shape(response.edition))
        for response in found.order_by("city__slug", "-edition__year", "pk")
    ]


@dataclass(frozen=True, slots=True)
class NumberedQuestion:
    """A question that is named by its number."""

    place: Searchable
    section: SectionShape
    question: QuestionShape


def numbered(places: Iterable[Searchable], asked: AnswerSearch) -> list[NumberedQuestion]:
    """Return the questions whose number the words are, however it is written, such as Ⅳ.2.

    The number of several, such as I.2 of I.2-1), is that of each. They are asked for by
    response, section and question, and whatever their state. No query.
    """
    number = _folded(asked.words)
    return [
        NumberedQuestion(place, section, question)
        for place in places
        if asked.response in ("", place.key)
        for section in place.edition.sections
        if asked.section in ("", section.key)
        for question in section.questions
        if asked.question in ("", question.key)
        and number in (_folded(question.number), _folded(question.number.partition("-")[0]))
    ]


def _folded(number: str) -> str:
    return "".join(normalised(number, "NFKC").casefold().split()).rstrip(".)")


def search(places: Iterable[Searchable], asked: AnswerSearch) -> list[FoundAnswer]:
    """Return the answers of these responses that are asked for, in their order; one query.

    Translations follow what they are of, in the language in which the city submits.
    """
    words = Words(asked.words)
    chosen = [each for each in places if asked.response in ("", each.key)]
    found: dict[tuple[int, int], list[FoundAnswer]] = {}
    by_pk = {place.response.pk: place for place in chosen}
    asked_of = {
        (place.response.pk, question.pk): (section, question)
        for place in chosen
        for section in place.edition.sections
        for question in section.questions
    }
    for row in _rows(list(by_pk), asked):
        key = row["response"], row["question"]
        section, question = asked_of[key]
        content = Content.from_json(row["content"])
        if row["language"]:
            content = without_phrases(question, content)
            question = translated(question, row["language"])
        lines = lines_of(question, content)
        if words.are_in(lines):
            place, state = by_pk[row["response"]], State(row["state"])
            each = FoundAnswer(place, section, question, state, lines, words)
            found.setdefault(key, []).append(each)
    return [each for key in asked_of for each in sorted(found.get(key, ()), key=_language)]


def _language(found: FoundAnswer) -> str:
    return found.question.language


def _rows(responses: Sequence[int], asked: AnswerSearch) -> Iterable[Mapping[str, Any]]:
    work = SectionWork.objects.filter(
        response=OuterRef("response"), section=OuterRef("question__section")
    )
    wanted = {
        "question__section__key": asked.section,
        "question__key": asked.question,
        "state": asked.state,
    }
    submitted = Q(language=F("response__city__submission_language"))
    return (
        Answer.objects.filter(Q(language=ORIGINAL) | submitted, response__in=responses)
        .annotate(state=Subquery(work.values("state")))
        .filter(**{field: value for field, value in wanted.items() if value})
        .order_by()
        .values("content", "state", "response", "question", "language")
        .iterator()
    )
