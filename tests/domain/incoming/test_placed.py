from collections.abc import Sequence

import pytest

from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.incoming.placed import (
    Decision,
    FileProposal,
    PlacedLines,
    Suggested,
    left_over,
    moved,
    reading,
)
from tests.support.factories import make_definition
from tests.support.shapes import edition_of

EDITION: EditionShape = edition_of(make_definition())
FIRST, SECOND = Suggested({"text": "1 2"}, 0.9, sure=True), Suggested({"text": "5"}, 0.5)
PLACED = PlacedLines(
    {
        "a-1": FileProposal("a-1", (3, 4), (2,), FIRST),
        "b-1": FileProposal("b-1", (6,), (5,), SECOND, Decision.WRITTEN),
    },
    wording=(8,),
    headings=(1,),
    not_placed=(7, 9),
)


def refill(question: QuestionShape, numbers: Sequence[int], _wording: Sequence[int]) -> Suggested:
    return Suggested({"text": f"{question.key}: {' '.join(map(str, numbers))}"}, 1.0, sure=True)


def everywhere(placed: PlacedLines) -> list[int]:
    """Return every line, wherever it is, in order; one in two places stands twice."""
    proposals = placed.proposals.values()
    taken = [n for each in proposals for n in (*each.lines, *each.wording)]
    return sorted([*placed.wording, *placed.headings, *placed.not_placed, *taken])


def test_what_is_stored_is_read_again() -> None:
    assert PlacedLines.from_json(PLACED.to_json()) == PLACED


@pytest.mark.parametrize("to", ["a-1", "b-1", "a-2", ""])
@pytest.mark.parametrize("numbers", [{7}, {1, 8}, {3}, {2, 3, 4}, {6}, {5, 6, 7}, {99}])
def test_every_line_stays_in_one_place(numbers: set[int], to: str) -> None:
    assert everywhere(PLACED) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    if to and to not in EDITION.questions_by_key:
        pytest.skip("no such question")
    assert everywhere(moved(PLACED, EDITION, numbers, to, refill)) == everywhere(PLACED)


def test_a_line_that_was_not_placed_is_read_with_the_others() -> None:
    after = moved(PLACED, EDITION, {7}, "a-1", refill)
    assert after.of("a-1").lines == (3, 4, 7)
    assert after.of("a-1").said.parts == {"text": "a-1: 3 4 7"}
    assert after.of("a-1").by_hand
    assert after.of("a-1").is_open
    assert after.not_placed == (9,)


def test_an_answer_that_loses_lines_is_read_anew() -> None:
    after = moved(PLACED, EDITION, {3}, "", refill)
    assert after.of("a-1").said.parts == {"text": "a-1: 4"}
    assert after.not_placed == (3, 7, 9)
    gone = moved(PLACED, EDITION, {3, 4}, "", refill)
    assert gone.of("a-1") == FileProposal("a-1", (), (2,), Suggested(), by_hand=True)
    assert not gone.of("a-1").is_open


def test_lines_of_an_accepted_answer_stay_there() -> None:
    assert moved(PLACED, EDITION, {6}, "a-1", refill) == PLACED
    # More for it is a proposal again.
    after = moved(PLACED, EDITION, {7}, "b-1", refill)
    assert (after.of("b-1").lines, after.of("b-1").decision) == ((6, 7), Decision.OPEN)


def test_what_an_accepted_answer_did_not_take_can_be_moved() -> None:
    said = Suggested({"text": "3"}, 0.9, left=(4,))
    taken = FileProposal("a-1", (3, 4), (2,), said, Decision.WRITTEN)
    before = PLACED.having(taken)
    assert moved(before, EDITION, {3, 4}, "a-1", refill) == before
    after = moved(before, EDITION, {3, 4}, "", refill)
    assert after.of("a-1") == FileProposal(
        "a-1", (3,), (2,), Suggested({"text": "3"}, 0.9), Decision.WRITTEN
    )
    assert after.not_placed == (4, 7, 9)


def test_what_is_not_valid_is_told_and_the_rest_taken() -> None:
    question = EDITION.questions_by_key["a-1"]
    read = reading(question, Suggested({"text": "so", "nothing": "x"}))
    assert read.content.parts == {"text": "so"}
    assert list(read.faults) == ["nothing"]
    assert reading(question, Suggested({"text": "so"})).faults == {}


def test_what_is_left_is_in_no_answer() -> None:
    assert left_over(PLACED) == (3, 4, 7, 9)
    assert left_over(PLACED, undecided=False) == (7, 9)
    untaken = FileProposal("b-1", (5, 6), said=Suggested(left=(6,)), decision=Decision.KNOWN)
    assert left_over(PLACED.having(untaken)) == (3, 4, 6, 7, 9)


def test_a_page_tells_which_state_it_showed() -> None:
    before = PLACED.of("a-1")
    assert before.seen == PLACED.of("a-1").seen
    assert before.seen != moved(PLACED, EDITION, {4}, "", refill).of("a-1").seen
