"""Which editions a load has, and what it says: each version of each answer and its translation."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.kinds import KINDS
from responses.domain.content.translating import placed, translated
from responses.domain.definition import loading
from responses.domain.demo import FIXTURES, demo_edition, read_demo
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, PartShape, QuestionShape, SectionShape
from responses.enums import Action
from responses.models import Edition

MARK = "load-"
"""How the slugs of its cities and the codes of its editions begin."""
APART, WRITING, PAUSE = timedelta(days=730), timedelta(days=60), timedelta(hours=1)
"""How long after another an edition comes, how long it is written, and how long nobody acts."""
DONE = (Action.SEND, Action.APPROVE)
"""What was done to each section of an edition that is over."""
GOING = ((), (Action.SEND,), (Action.SEND, Action.REQUEST_CHANGES), DONE)
"""What was done to the sections of the newest edition, in turn."""


@dataclass(frozen=True, slots=True)
class Season:
    """One edition as all cities answer it: from when on, what each answer comes to, if it is over.

    `start` is when its responses are started; the newest edition goes on.
    """

    edition: Edition
    shape: EditionShape
    contents: Mapping[str, Content]
    start: datetime
    is_over: bool

    @property
    def written(self) -> datetime:
        """When the last answer of it was written; then the sections move."""
        return self.start + WRITING

    def stories(self) -> Iterator[tuple[SectionShape, Sequence[Action]]]:
        """Yield the sections with what was done to each."""
        stories = cycle([DONE] if self.is_over else GOING)
        return zip(self.shape.sections, stories, strict=False)


def seasons_of(number: int) -> list[Season]:
    """Return the editions, oldest first: the newest is the demo's, the others ask the same."""
    code = read_demo()["edition"]
    definition = json.loads((FIXTURES / f"{code}.json").read_text("utf-8"))
    newest = timezone.now() - timedelta(days=7) - WRITING
    years = [definition["year"] - 2 * past for past in reversed(range(1, number))]
    editions = [*(_earlier(definition, year) for year in years), demo_edition(code)]
    return [
        Season(
            edition,
            shape := edition_shape(edition),
            contents_of(shape),
            newest - past * APART,
            is_over=past > 0,
        )
        for edition, past in zip(editions, reversed(range(number)), strict=True)
    ]


def _earlier(definition: Mapping[str, Any], year: int) -> Edition:
    code = f"{MARK}{year}"
    title = dict.fromkeys(definition["title"], f"LGQ {year}")
    loading.load({**definition, "code": code, "year": year, "title": title})
    return Edition.objects.get(code=code)


def contents_of(shape: EditionShape) -> Mapping[str, Content]:
    """Return what each question is answered: as in the demo, or with values of the same kind."""
    answers = read_demo()["responses"][0]["answers"]
    own = {key: answer["parts"] for key, answer in answers.items()}
    by_kind = {
        part.kind: own[question.key][part.key]
        for question in shape.questions_by_key.values()
        for part in question.parts
        if part.key in own.get(question.key, ())
    }

    def value(question: QuestionShape, part: PartShape) -> Any:
        if part.choices:
            return [part.choices[0].key]
        if KINDS[part.kind].takes_files:
            return None  # nobody has brought any
        return own.get(question.key, {}).get(part.key, by_kind.get(part.kind))

    return {
        key: canonical(question, {part.key: value(question, part) for part in question.parts})
        for key, question in shape.questions_by_key.items()
    }


def said(question: QuestionShape, content: Content, version: int, last: int) -> Content:
    """Return what a version says: a text has another last line, anything else comes and goes."""
    texts = texts_of(question, content)
    if texts:
        longer = {key: f"{text}\n○ {version}차 보완" for key, text in texts.items()}
        return Content({**content.parts, **longer})
    return EMPTY if (last - version) % 2 else content


def texts_of(question: QuestionShape, content: Content) -> Mapping[str, Any]:
    """Return the texts of an answer."""
    keys = [part.key for part in question.parts if part.kind == "text"]
    return {key: content.parts[key] for key in keys if key in content.parts}


def submission_language() -> str:
    """Return the language in which cities submit that submit in another than their own."""
    return str(read_demo()["cities"][0]["submission_language"])


def in_language(question: QuestionShape, content: Content, language: str) -> Content:
    """Return a translation of all words of an answer."""
    asked = translated(question, language)
    words: dict[str, Any] = {}
    for part in asked.parts:
        kind = KINDS[question.parts_by_key[part.key].kind]
        phrases = kind.phrases(content.parts[part.key]) if part.key in content.parts else ()
        if part.kind == "text" and phrases:
            words[part.key] = "○ As it is done in this city."
        elif phrases:
            rows = dict.fromkeys(phrase.text for phrase in phrases)
            words[part.key] = [{"of": each, "text": "In English"} for each in rows]
    return placed(question, content, canonical(asked, words))
