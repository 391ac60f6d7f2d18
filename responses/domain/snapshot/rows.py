"""The rows of which a snapshot is made, in one query."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Exists, F, FilteredRelation, Q, QuerySet, TextField
from django.db.models.functions import Cast

from responses.domain.compiled import Unread, compiled_unread
from responses.domain.people.labels import has_namesake
from responses.enums import ORIGINAL
from responses.models import Question

Row = Mapping[str, Any]
_WRITTEN = ("changed", "translated")
_CITY = "section__works__response__city"


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
        translated_by=F("translation__updated_by"),
        translated_alike=has_namesake("translation__updated_by", _CITY),
        translated_name=F("translation__updated_by__name"),
        translated_email=F("translation__updated_by__email"),
        originals_alone=F("section__works__originals_alone"),
        translations_open=F("section__works__translations_open"),
        translations_review=Cast(F("section__works__translations_review"), TextField()),
    )


def _asked_of(
    questions: QuerySet[Question], response: int, **more: F | Cast | Exists
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
            changed_by=F("answer__updated_by"),
            changed_alike=has_namesake("answer__updated_by", _CITY),
            changed_name=F("answer__updated_by__name"),
            changed_email=F("answer__updated_by__email"),
            changed_returned=F("answer__returned_by"),
            **more,
        )
    )


def alike(rows: Collection[Row]) -> frozenset[int]:
    """Return who wrote answers, by their keys, if one is called like another of the city. Pure."""
    names = {
        row[f"{each}_by"]: row[f"{each}_name"]
        for row in rows
        for each in _WRITTEN
        if row.get(f"{each}_by")
    }
    are_alike = any(row.get(f"{each}_alike") for row in rows for each in _WRITTEN)
    return frozenset(names) if are_alike or len({*names.values()}) < len(names) else frozenset()


def with_called(row: Row, called: Mapping[int, str]) -> Row:
    """Return a row whose people are called so, by their keys. Pure."""
    names = {
        f"{each}_name": called[row[f"{each}_by"]]
        for each in _WRITTEN
        if row.get(f"{each}_by") in called
    }
    return {**row, **names} if names else row
