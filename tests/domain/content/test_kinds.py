"""Each kind of part is whole: what it is, how it is entered, and its two templates."""

from pathlib import Path

import pytest

from responses.domain.content.kinds import KINDS
from responses.forms.answer.kinds import ENTRIES

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


def test_the_product_has_these_kinds_and_knows_how_each_is_entered() -> None:
    asked = sorted(key for key, kind in KINDS.items() if kind.asked)
    assert asked == ["choices", "contact", "files", "links", "percentage", "text", "yes_no"]
    assert KINDS.keys() - asked == {"phrases"}
    assert ENTRIES.keys() == KINDS.keys()


@pytest.mark.parametrize("folder", ["responses/parts", "documents/parts"])
def test_each_kind_has_a_template_and_each_template_a_kind(folder: str) -> None:
    found = {path.stem for path in (TEMPLATES / folder).glob("[!_]*.html")}
    assert found == KINDS.keys()
