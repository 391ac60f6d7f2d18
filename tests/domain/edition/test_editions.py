import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.definition.loading import load
from responses.domain.edition.editions import edition_shape
from responses.models import Edition
from tests.support.factories import make_definition, make_edition, wording

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
LGQ_2022: dict[str, Any] = json.loads((FIXTURES / "lgq-2022.json").read_text("utf-8"))


@pytest.mark.django_db
def test_edition_shape_of_a_replaced_edition_is_not_there() -> None:
    edition = make_edition()
    load(make_definition(title=wording("New")))
    with pytest.raises(Edition.DoesNotExist):
        edition_shape(edition)


@pytest.mark.django_db
def test_edition_shape_gives_everything_in_the_files_order() -> None:
    load(LGQ_2022)
    shape = edition_shape(Edition.objects.get())
    assert (shape.code, shape.year, shape.title) == (
        LGQ_2022["code"],
        LGQ_2022["year"],
        LGQ_2022["title"],
    )
    assert [
        {
            "key": section.key,
            "number": section.number,
            "title": section.title,
            "questions": [
                {
                    "key": each.key,
                    "number": each.number,
                    "lead": each.lead,
                    "wording": each.wording,
                    "help": each.help,
                    "indicators": list(each.indicators),
                    "follows": each.follows and asdict(each.follows),
                    "parts": [
                        {
                            "key": part.key,
                            "kind": part.kind,
                            "label": part.label,
                            "required": part.required,
                            "choices": [
                                {"key": choice.key, "label": choice.label}
                                for choice in part.choices
                            ],
                        }
                        for part in each.parts
                    ],
                }
                for each in section.questions
            ],
        }
        for section in shape.sections
    ] == [
        section
        | {
            "questions": [
                {"lead": {}, "help": {}, "indicators": [], "follows": None}
                | each
                | {"parts": [{"choices": []} | part for part in each["parts"]]}
                for each in section["questions"]
            ]
        }
        for section in LGQ_2022["sections"]
    ]
    assert [asdict(each) for each in shape.indicators] == LGQ_2022["indicators"]


@pytest.mark.django_db
def test_a_question_knows_what_its_answer_may_prove() -> None:
    load(LGQ_2022)
    questions = edition_shape(Edition.objects.get()).questions_by_key
    assert [(each.key, each.meaning["ko"]) for each in questions["i-2-3"].proves] == [
        ("institutional/236", "공공데이터 개방 정책 또는 포털"),
        ("participation/236", "개방형 형식의 공공데이터"),
        ("literacy/237", "공공데이터의 메타데이터 또는 용어집"),
    ]
    assert sum(len(each.proves) for each in questions.values()) == 47
    assert questions["iii-2"].proves == ()


@pytest.mark.django_db
def test_a_question_of_an_edition_without_indicators_proves_none() -> None:
    [question, *_] = edition_shape(make_edition()).questions_by_key.values()
    assert question.proves == ()


@pytest.mark.django_db
def test_edition_shape_is_read_in_one_query_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = make_edition()
    with django_assert_num_queries(1):
        shape = edition_shape(edition)
    with django_assert_num_queries(0):
        assert edition_shape(Edition(pk=edition.pk, rules=edition.rules)) is shape
