"""What an answer needs, in words."""

import pytest

from responses.domain.content.completeness import judge
from responses.domain.content.content import Content
from responses.domain.edition.shapes import Follows, PartShape, QuestionShape
from responses.wording.statuses import need

YES_NO = PartShape("yes-no", "yes_no", {}, (), required=True)
TEXT = PartShape("text", "text", {}, (), required=True)
LINKS = PartShape("links", "links", {}, (), required=False)


def question(*parts: PartShape, follows: Follows | None = None) -> QuestionShape:
    return QuestionShape(1, "iv-3", "IV.3", {}, {}, {}, (), parts, follows)


PARENT = question(YES_NO)
IF_YES = Follows("iv-2", "yes")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (question(YES_NO, TEXT, LINKS), ["Required", "Required if “Yes”", "Optional"]),
        (question(TEXT, follows=IF_YES), ["Required if IV.3 is answered “Yes”"]),
        (
            question(YES_NO, TEXT, LINKS, follows=IF_YES),
            ["Required if IV.3 is answered “Yes”", "Required if “Yes”", "Optional"],
        ),
    ],
)
def test_what_a_part_needs_is_said_of_the_answer_that_asks_for_it(
    asked: QuestionShape, said: list[str]
) -> None:
    assert [need(asked, part, PARENT) for part in asked.parts] == said
    # As it is judged: a "no" of the question itself lacks nothing.
    assert not judge(asked, Content({"yes-no": "no"})).lacking or YES_NO not in asked.parts
