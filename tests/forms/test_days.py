"""A day is shown in the reader's form, and read in each form in which people write one."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from responses.forms.days import DAY_FAR, DAY_UNREADABLE, day_field, read_day, with_days_as_kept
from responses.wording.dates import day, near_day

# The same for static/js/page/read-day.js.
DAYS = json.loads((Path(__file__).parents[1] / "days.json").read_text("utf-8"))
LAST = date(2026, 12, 31)


@pytest.mark.parametrize(("text", "read"), DAYS["read"].items())
def test_a_day_is_read_as_people_write_it(text: str, read: str) -> None:
    assert read_day(text) == date.fromisoformat(read)


@pytest.fixture
def _known_today(monkeypatch: pytest.MonkeyPatch) -> None:
    today = date.fromisoformat(DAYS["today"])
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: today)


@pytest.mark.usefixtures("_known_today")
@pytest.mark.parametrize(("text", "read"), DAYS["near"].items())
def test_a_day_without_its_year_is_the_next_such_day(text: str, read: str) -> None:
    assert read_day(text) == date.fromisoformat(read)


@pytest.mark.usefixtures("_known_today")
@pytest.mark.parametrize(("language", "shown"), [("ko", "12. 24."), ("en", "24 Dec")])
def test_a_near_day_is_read_as_pages_show_it(language: str, shown: str) -> None:
    with translation.override(language):
        assert near_day(date(2026, 12, 24)).replace("\u00a0", " ") == shown
        assert read_day(near_day(date(2026, 12, 24))) == date(2026, 12, 24)


@pytest.mark.usefixtures("_known_today")
@pytest.mark.parametrize("text", DAYS["refused"])
def test_what_is_no_day_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_day(text)
    assert refused.value.messages in ([str(DAY_UNREADABLE)], [str(DAY_FAR)])


@pytest.mark.parametrize(("language", "shown"), [("ko", "2026. 12. 31."), ("en", "31 Dec 2026")])
def test_a_field_shows_a_day_in_the_form_of_the_reader(language: str, shown: str) -> None:
    field = day_field("Day")
    with translation.override(language):
        assert field.prepare_value(LAST) == shown
    assert field.clean(shown) == LAST
    assert field.prepare_value("soon") == "soon"
    assert 'type="text"' in field.widget.render("day", None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("기한 2026.\u00a012.\u00a05.", "기한 2026-12-05"),
        ("due 5 Dec 2026 alpha", "due 2026-12-05 alpha"),
        ("2026-12-05 2026. 13. 5. 12. 5.", "2026-12-05 2026. 13. 5. 12. 5."),
    ],
)
def test_days_among_words_are_looked_for_as_records_keep_them(typed: str, kept: str) -> None:
    assert with_days_as_kept(typed) == kept


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_that_is_shown_is_read_again(language: str, month: int) -> None:
    with translation.override(language):
        assert read_day(day(date(2030, month, 28))) == date(2030, month, 28)
