"""Single typed values."""

import pytest
from django.core.exceptions import ValidationError

from responses.domain.content.kinds.links import KIND as LINKS
from responses.domain.content.values import limited_as
from responses.validators import LINKS_MAX
from tests.support.shapes import make_part


def test_what_is_far_too_long_is_refused_unread() -> None:
    read: list[str] = []

    def reading(text: str) -> str:
        read.append(text)
        return text.strip()

    assert limited_as(reading, " " * 90 + "a", 10) == "a"
    with pytest.raises(ValidationError, match="101"):
        limited_as(reading, " " * 100 + "a", 10)
    assert read == [" " * 90 + "a"]


def test_rows_are_read_until_there_are_too_many() -> None:
    rows = ({"label": f"{number}", "url": ""} for number in range(10_000))
    sent = [*rows, {"label": "a", "url": "a\nb"}]

    with pytest.raises(ValidationError, match=str(LINKS_MAX)):
        LINKS.read(make_part("links"), sent)
