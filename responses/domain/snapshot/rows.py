"""The rows of which a snapshot is made, in one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet, TextField
from django.db.models.functions import Cast

from responses.domain.compiled import Unread, compiled_unread
from responses.enums import ORIGINAL
from responses.models import Question

Row = Mapping[str, Any]


def read_rows(response: int, language: str) -> Unread[Row]:
    """Return one row a question: where its section stands, and its answer if there is one.

    With the translations into a language, if one is given. One statement, so that no state is
    ever shown beside answers of another moment.
    """
    return _rows_in_both(response, language) if language else _rows(response)


@compiled_unread
def _rows(response: int) -> QuerySet[Question, Row]:
    return _asked_of(Question.objects.all(), response)


@compiled_unread
def _rows_in_both(response: int, language: str) -> QuerySet[Question, Row]:
    translation = FilteredRelation(
        "answers", condition=Q(answers__response=response, answers__language=language)
    )
    return _asked_of(
        Question.objects.annotate(translation=translation),
        response,
        words_version=F("answer__words_version"),
        translated_version=F("translation__version"),
        translated_content=F("translation__content"),
        translated_of=F("translation__translates"),
        translated_at=F("translation__updated_at"),
        translated_name=F("translation__updated_by__name"),
        translated_email=F("translation__updated_by__email"),
        originals_alone=F("section__works__originals_alone"),
        translations_open=F("section__works__translations_open"),
        translations_review=Cast(F("section__works__translations_review"), TextField()),
    )


def _asked_of(
    questions: QuerySet[Question], response: int, **more: F | Cast
) -> QuerySet[Question, Row]:
    answer = FilteredRelation(
        "answers", condition=Q(answers__response=response, answers__language=ORIGINAL)
    )
    work = "section__works__"
    return (
        questions.filter(section__works__response=response)
        .annotate(answer=answer)
        .order_by()
        .values(
            "pk",
            state=F(f"{work}state"),
            state_since=F(f"{work}state_since"),
            approval=F(f"{work}approval"),
            department=F(f"{work}department"),
            due_on=F(f"{work}due_on"),
            # As texts, as every row of a section has the same: one of them is read.
            line=Cast(f"{work}approval_line", TextField()),
            signatures=Cast(f"{work}signatures", TextField()),
            version=F("answer__version"),
            content=F("answer__content"),
            changed_at=F("answer__updated_at"),
            changed_name=F("answer__updated_by__name"),
            changed_email=F("answer__updated_by__email"),
            **more,
        )
    )
