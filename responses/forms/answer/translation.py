"""What the form of a translation takes from its original. Pure."""

from typing import Any

from responses.domain.content.content import EMPTY, Content
from responses.domain.content.translating import kept, places, wording
from responses.domain.edition.shapes import PartShape
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot


def newest(saved: AnswerSnapshot) -> str:
    """Return which version the original of a translation has, or nothing for an original."""
    return str(saved.original.version) if isinstance(saved, TranslationSnapshot) else ""


def said_first(saved: AnswerSnapshot) -> Content:
    """Return what the original of a translation says, and nothing for an original."""
    return saved.original.content if isinstance(saved, TranslationSnapshot) else EMPTY


def original_of(saved: AnswerSnapshot, part: PartShape) -> Any:
    """Return what the original of a translation says to a part: a text, or phrases by place."""
    value = said_first(saved).parts.get(part.key)
    if value is None or not isinstance(saved, TranslationSnapshot):
        return None
    question, content = saved.original.question, saved.original.content
    kind = question.parts_by_key[part.key].kind
    return value if kind == part.kind else places(question, content, part.key)


def kept_beside(saved: AnswerSnapshot, content: Content, *, confirmed: bool) -> Content:
    """Return a translation that is, where it was left as it is, of what it was of before."""
    if not isinstance(saved, TranslationSnapshot):
        return content
    return kept(saved.question, saved.content, content, confirmed=confirmed)


def translated_of(
    saved: AnswerSnapshot, content: Content, sent: int | None, *, confirmed: bool
) -> int | None:
    """Return the version of the original that a translation is of; None for an original.

    `sent` is the one beside it on the page. Who leaves it as it is, or changes nothing but labels,
    has not compared its texts with a newer original, unless they say so.
    """
    if not isinstance(saved, TranslationSnapshot):
        return sent if saved.question.language else None
    same = content == saved.content
    if saved.version:
        same = wording(saved.question, content) == wording(saved.question, saved.content)
    is_kept = same and not confirmed
    # A page without the original says nothing of it; and none has what is not there yet.
    return saved.of if is_kept or sent is None else min(sent, saved.original.version)
