"""What stands in the margins of a file's pages: in one place each, and in no answer."""

from dataclasses import replace

from responses.intake.lines import FileText, numbered
from responses.intake.proposals import propose
from responses.intake.stored import read_lines, refill_from, stored_lines
from tests.support.filled import EDITION
from tests.support.shapes import edition_of

SHAPE = edition_of(EDITION)


def test_margins_are_of_no_answer_and_seen_by_a_person() -> None:
    body = ["VIII.2 예", "교통·환경 분야", "끝."]
    margins = [
        "UN 지방정부 설문(LGQ) 2022",
        "3",
        "- 1 -",
        "담당: 정보기획과 https://a.go.kr/x",
        "I.1\t예\t답변",
    ]
    lines = [
        replace(line, is_margin=line.number > len(body)) for line in numbered([*body, *margins])
    ]
    found = propose(SHAPE, FileText("docx", tuple(lines)))
    assert [each.lines for each in found.answers] == [(1, 2)]
    assert found.to_json()["headings"] == [3, 4, 5, 6]
    assert found.to_json()["not_placed"] == [7, 8]
    # A person can put one to a question all the same.
    stored = read_lines(stored_lines(lines))
    question = SHAPE.questions_by_key["i-1"]
    assert refill_from(SHAPE, stored)(question, [7], ()).parts == {
        "links": [{"label": "담당: 정보기획과", "url": "https://a.go.kr/x"}]
    }
