"""How far an answer is and what is saved of it, as the cards and the scripts of a page show it."""

from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from responses.domain.content.completeness import Status
from responses.domain.edition.shapes import QuestionShape
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.localized import localized
from responses.wording.dates import moment
from responses.wording.indicators import where_to_say
from responses.wording.statuses import how_far, missing
from responses.wording.symbols import unprintable_words


class Saved(NamedTuple):
    """What is saved of an answer, in words; equal ones look the same in one language."""

    odd: tuple[str, ...]
    when: str
    who: str
    key: str
    number: str
    missing: str
    indicators: str
    proves: str
    chooses: bool
    unprintable: str


def saved_line(answer: AnswerSnapshot) -> SafeString:
    """Return the quiet line of what is saved; its links are relative to the section's page."""
    question, changed = answer.question, answer.changed
    is_incomplete = answer.status is Status.INCOMPLETE
    shown = Saved(
        odd=answer.at_odds,
        when=moment(changed.at) if changed else "",
        who=changed.who if changed else "",
        key=question.key,
        number=question.number,
        missing=missing(answer) if is_incomplete else "",
        indicators="" if question.language else ", ".join(question.indicators),
        proves="" if question.language else _proves(question),
        chooses=bool(question.proves and answer.links and not question.language),
        unprintable=unprintable_words(answer.unprintable),
    )
    return _saved_line(shown, get_language())


def _proves(question: QuestionShape) -> str:
    """Return what the answer may be evidence for, in words, as far as its edition says it."""
    if not question.proves:
        return ""
    return where_to_say(question, ", ".join(localized(each.meaning) for each in question.proves))


def status_line(answer: AnswerSnapshot) -> SafeString:
    """Return how far an answer is, in words and a shape."""
    status = answer.status
    if isinstance(answer, TranslationSnapshot) and answer.is_done_but_korean:
        # Its shape says that it is to be looked at, as its words do.
        status = Status.INCOMPLETE
    return _status_line(status, how_far(answer), get_language())


# Whoever types sees the same line for a minute, however often it is saved.
@lru_cache(maxsize=256)
def _saved_line(saved: Saved, _language: str | None) -> SafeString:
    return render_to_string("responses/partials/_saved.html", {"saved": saved})


@lru_cache(maxsize=256)
def _status_line(status: Status, words: str, _language: str | None) -> SafeString:
    context = {"status": status, "words": words}
    return render_to_string("responses/partials/_status.html", context)
