from copy import deepcopy
from typing import Any

import pytest

from responses.domain.edition.shapes import EditionShape
from responses.intake.of_edition import other_edition
from responses.intake.proposals import propose
from responses.intake.readers.text import read
from tests.support.filled import EDITION
from tests.support.shapes import edition_of


def later() -> dict[str, Any]:
    """Return the edition of two years later, in which a section is about something else."""
    definition: dict[str, Any] = deepcopy(EDITION)
    definition |= {"code": "lgq-2024", "year": 2024}
    crisis = definition["sections"][6]
    crisis["title"] = {"ko": "위기·비상 상황", "en": "Crisis and emergency situations"}
    for question, wording in zip(
        crisis["questions"],
        ("재난이 났을 때 시민에게 알리는 전용 창구가 있습니까?", "비상 상황에 쓰는 서비스는?"),
        strict=True,
    ):
        question["wording"] = {"ko": wording, "en": wording}
    return definition


EDITION_2022, EDITION_2024 = edition_of(EDITION), edition_of(later())


def filled(definition: dict[str, Any], title: str = "지방정부 설문") -> str:
    lines = [title]
    for section in definition["sections"]:
        lines += ["", f"<{section['number']}. {section['title']['ko']}>", ""]
        for question in section["questions"]:
            lines += [f"{question['number']} {question['wording']['ko']}", "", "- 답", ""]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        (filled(later()), EDITION_2022, "lgq-2024"),
        (filled(later()), EDITION_2024, None),
        (filled(EDITION), EDITION_2022, None),
        (filled(EDITION), EDITION_2024, "lgq-2022"),
        ("회의록\n\n2024년 계획", EDITION_2022, None),
    ],
)
def test_file_of_another_edition_is_told(text: str, asked: EditionShape, told: str | None) -> None:
    others = [each for each in (EDITION_2022, EDITION_2024) if each is not asked]
    found = other_edition(asked, others, read(text))
    assert (found.code if found else None) == told


def test_year_in_the_title_tells_editions_that_ask_the_same() -> None:
    same = edition_of(EDITION | {"code": "lgq-2024", "year": 2024})
    dated = read(filled(EDITION, "지방정부 설문 2024"))
    found = other_edition(EDITION_2022, [same], dated)
    assert found is same
    assert other_edition(EDITION_2022, [same], read(filled(EDITION))) is None
    assert other_edition(same, [EDITION_2022], dated) is None


def test_what_another_edition_asks_alike_is_read() -> None:
    found = propose(EDITION_2022, read(filled(later())))
    keys = {each.question.key for each in found.answers}
    assert keys == set(EDITION_2022.questions_by_key) - {"vii-1", "vii-2"}
