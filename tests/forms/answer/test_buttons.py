import json
from pathlib import Path

from responses.forms.answer.buttons import gap_before

SAID = json.loads((Path(__file__).parents[2] / "term_gaps.json").read_text("utf-8"))


def test_a_term_gets_a_space_behind_a_word_and_its_sign_alone() -> None:
    assert [text for text in SAID["gap"] if gap_before(text) != " "] == []
    assert [text for text in SAID["none"] if gap_before(text)] == []
