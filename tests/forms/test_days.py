"""A day is shown in the reader's form, and read in each form in which people write one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from responses.forms.days import DAY_UNREADABLE, day_field, read_day, with_days_as_kept
from responses.wording.dates import day

LAST = date(2026, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-31", "2026. 12. 31.", "2026.12.31", "2026/12/31", "20261231"),
        *("2026년 12월 31일", " 2026. 12. 31 "),
        *(
            "31 Dec 2026",
            "31 december 2026",
            "31st Dec. 2026",
            "Dec 31, 2026",
            "December 31st 2026",
        ),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == LAST


@pytest.mark.parametrize(
    "text",
    [
        "11/12/2026",
        "31 2026",
        "31 Ja 2026",
        "31 Foo 2026",
        "31 Feb 2026",
        "2026-13-01",
        "31 Dec 99",
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_day(text)
    assert refused.value.messages == [str(DAY_UNREADABLE)]


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
