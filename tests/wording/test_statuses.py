"""What an answer needs, in words."""

from typing import Any

import pytest

from responses.domain.content.completeness import judge
from responses.domain.content.content import Content
from responses.domain.content.kinds import KINDS
from responses.domain.content.translating import Original, translated
from responses.domain.edition.shapes import Follows, PartShape, QuestionShape
from responses.domain.snapshot.answer import TranslationSnapshot
from responses.wording.statuses import missing, need

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


CONTACT = {"name": "김하나", "title": "과장", "agency": "디지털정책과", "email": "a@seoul.go.kr"}
FILE = {"name": "map.png", "caption": "지도", "alternative": "강", "digest": "0" * 64, "id": "a"}
WORDED: dict[str, Any] = {
    "contact": CONTACT,
    "links": [{"label": "하나", "url": "a.kr"}, {"label": "둘", "url": "b.kr"}],
    "files": [FILE],
    "text": "○ 하나",
}


def test_each_kind_that_is_translated_is_tried_here() -> None:
    assert {key for key, kind in KINDS.items() if kind.translated and kind.asked} == set(WORDED)


@pytest.mark.parametrize("key", WORDED)
@pytest.mark.parametrize("count", [0, 1])
def test_a_translation_lacks_a_part_that_is_not_translated_wholly(key: str, count: int) -> None:
    part = PartShape("it", key, {"en": "It"}, ())
    asked, original = question(part), Content({"it": WORDED[key]})
    phrases = [phrase.text for phrase in KINDS[key].phrases(WORDED[key])]
    given = [{"of": phrase, "text": "Said"} for phrase in phrases[:count]]
    content = Content({"it": given} if given and key != "text" else {})
    translation = TranslationSnapshot(
        translated(asked, "en"), content, 1, None, original=Original(asked, original, 1, 1), of=1
    )
    assert missing(translation) == "It"
