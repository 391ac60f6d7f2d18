import json

from responses.domain.content.links import LinkValue
from responses.intake.lines import FileLine
from responses.intake.proposals import propose
from responses.intake.reading import read_file
from responses.intake.stored import placed_of, read_lines, refill_from, stored_lines
from tests.intake.test_proposals import EDITION_SHAPE, FILLED

LINE = FileLine(
    *(1, "struck", 2, (LinkValue("label", "https://example.org/"),), ((0, 2),), ((2, 4),)),
    comments=("Kim: so?",),
    is_heading=True,
    is_changed=True,
)


def test_lines_are_read_as_they_were_stored() -> None:
    lines = (LINE, FileLine(2, "plain"))
    stored = json.loads(json.dumps(stored_lines(lines)))
    assert stored[1] == {"text": "plain"}
    assert read_lines(stored) == lines


def test_every_line_of_a_file_is_placed_once() -> None:
    lines = read_file(FILLED.encode()).lines
    placed = placed_of(propose(EDITION_SHAPE, read_file(FILLED.encode())))
    found = [*placed.wording, *placed.headings, *placed.not_placed]
    found += [n for each in placed.proposals.values() for n in (*each.lines, *each.wording)]
    assert sorted(found) == [line.number for line in lines]
    assert placed.of("i-1").said.sure


def test_moved_lines_are_read_as_part_of_the_answer() -> None:
    refill = refill_from(EDITION_SHAPE, read_file(FILLED.encode()).lines)
    said = refill(EDITION_SHAPE.questions_by_key["i-1"], (4, 6, 7), ())
    assert [each["url"] for each in said.parts["links"]] == [
        "https://www.seoul.go.kr/",
        "http://world.seoul.go.kr/main/",
    ]
    assert said.left == ()
