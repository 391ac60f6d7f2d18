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


@pytest.mark.django_db
def test_edition_shape_is_read_in_one_query_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = make_edition()
    with django_assert_num_queries(1):
        shape = edition_shape(edition)
    with django_assert_num_queries(0):
        assert edition_shape(Edition(pk=edition.pk, rules=edition.rules)) is shape
