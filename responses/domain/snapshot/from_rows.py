"""The rows of a response made into the sections of a snapshot. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from responses.domain.content.completeness import Settled, settling
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.translating import Original, translated
from responses.domain.edition.shapes import EditionShape, QuestionShape, SectionShape
from responses.domain.signing.approval_line import Signature, read_line, read_signatures
from responses.enums import State

from .answer import AnswerSnapshot, LastChange, TranslationSnapshot
from .rows import Row
from .section import SectionSnapshot, is_reopened


def sections_of(
    edition: EditionShape, found: Iterable[Row], language: str
) -> tuple[SectionSnapshot, ...]:
    """Return all sections of an edition, of one row a question.

    With the translations into `language`, of which the rows are then to tell, unless it is empty.
    """
    rows = {row["pk"]: row for row in found}
    said = {
        question.key: Content.from_json(rows[question.pk]["content"])
        for question in edition.questions_by_key.values()
        if rows[question.pk]["content"] is not None
    }
    return tuple(_section(edition, shape, rows, said, language) for shape in edition.sections)


def _section(
    edition: EditionShape,
    shape: SectionShape,
    rows: Mapping[int, Row],
    said: Mapping[str, Content],
    language: str,
) -> SectionSnapshot:
    work = rows[shape.questions[0].pk]
    section = SectionSnapshot(
        section=shape,
        state=State(work["state"]),
        state_since=work["state_since"],
        department=work["department"],
        due_on=work["due_on"],
        line=read_line(json.loads(work["line"])),
        signatures=read_signatures(json.loads(work["signatures"])),
        answers=tuple(
            _answer(question, rows[question.pk], said.get(question.key, EMPTY), settled, language)
            for question in shape.questions
            for settled in [settling(edition, question, said)]
        ),
        edition_digest=edition.digest,
        reopened=is_reopened(work["state"], work["approval"]),
        **(_apart(work) if language else {}),
    )
    review = section.translations_review if section.originals_alone else None
    return replace(section, is_confirmed=True) if _is_of(review, section) else section


def _is_of(review: Signature | None, section: SectionSnapshot) -> bool:
    """Return whether there is a review of translations, of what a section says now."""
    return review is not None and review.digest == section.whole.digest


def _apart(work: Row) -> dict[str, Any]:
    """Return how the translations of a section are reviewed, of a city that has any."""
    review = json.loads(work["translations_review"] or "null")
    return {
        "originals_alone": work["originals_alone"],
        "translations_open": work["translations_open"],
        "translations_review": Signature.from_json(review) if review else None,
    }


def _answer(
    question: QuestionShape, row: Row, content: Content, settled: Settled | None, language: str
) -> AnswerSnapshot:
    translation = _translation(question, row, content, language) if language else None
    if row["version"] is None:
        return AnswerSnapshot(question, EMPTY, 0, None, settled, translation)
    by, at = row["changed_name"] or row["changed_email"], row["changed_at"]
    change = LastChange(by, at, row["changed_returned"] or "")
    return AnswerSnapshot(question, content, row["version"], change, settled, translation)


def _translation(
    question: QuestionShape, row: Row, content: Content, language: str
) -> TranslationSnapshot:
    original = Original(question, content, row["version"] or 0, row["words_version"] or 0)
    shape = translated(question, language)
    if row["translated_version"] is None:
        return TranslationSnapshot(shape, EMPTY, 0, None, original=original)
    change = LastChange(row["translated_name"] or row["translated_email"], row["translated_at"])
    return TranslationSnapshot(
        shape,
        Content.from_json(row["translated_content"]),
        row["translated_version"],
        change,
        original=original,
        of=row["translated_of"],
    )
