import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, get_resolver

from responses.urls import RESPONSE, urlpatterns
from responses.validators import (
    RESERVED_SECTION_KEYS,
    RESERVED_SLUGS,
    parse_percentage,
    validate_latin,
    validate_slug_not_reserved,
)

SAID = json.loads((Path(__file__).parent / "percentages.json").read_text("utf-8"))


@pytest.mark.parametrize(("typed", "read"), SAID["read"].items())
def test_parse_percentage_understands_how_people_write_it(typed: str, read: str) -> None:
    assert str(parse_percentage(typed)) == str(Decimal(read))


@pytest.mark.parametrize(
    "typed", SAID["refused"] + SAID["asked"] + ["1" + " " * 500, "1\u0301" * 50_000]
)
def test_parse_percentage_refuses_anything_else(typed: str) -> None:
    with pytest.raises(ValidationError):
        parse_percentage(typed)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("typed", "whole", "decimal"), [("1,234", "1234", "1.234"), ("62,300 %", "62300", "62.300")]
)
def test_parse_percentage_asks_what_a_comma_before_three_digits_means(
    typed: str, whole: str, decimal: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        parse_percentage(typed)
    assert refusal.value.messages == [
        f"Is this {whole} or {decimal}? Write a decimal with a point."
    ]


def literal_first_segments(prefix: str, patterns: list[URLPattern]) -> set[str]:
    """Return the words that addresses have right behind `prefix` where others have a slug."""
    routes = [str(each.pattern) for each in patterns]
    tails = [route.removeprefix(prefix) for route in routes if route.startswith(prefix)]
    firsts = {tail.split("/")[0] for tail in tails}
    return {first for first in firsts if first and "<" not in first and "." not in first}


def test_reserved_slugs_are_the_words_that_addresses_use() -> None:
    top = [str(each.pattern).split("/")[0] for each in get_resolver().url_patterns]
    own = literal_first_segments("", urlpatterns) | literal_first_segments(
        "<slug:city>/", urlpatterns
    )
    assert ({word for word in top if word} | own) - RESERVED_SLUGS == set()


def test_reserved_section_keys_are_the_words_that_addresses_use() -> None:
    assert literal_first_segments(RESPONSE, urlpatterns) == RESERVED_SECTION_KEYS


@pytest.mark.parametrize("name", ["Hong Gil-dong", "O'Neil, J. R.", "Ĺubomír Ø’Šéa"])
def test_validate_latin_takes_names_in_latin_letters(name: str) -> None:
    validate_latin(name)


@pytest.mark.parametrize("name", ["홍길동", "Hong 길동", "Нong", "<b>", "Kim2"])
def test_validate_latin_refuses_other_characters(name: str) -> None:
    with pytest.raises(ValidationError):
        validate_latin(name)


def test_validate_slug_not_reserved_refuses_only_those() -> None:
    validate_slug_not_reserved("seoul")
    with pytest.raises(ValidationError):
        validate_slug_not_reserved("admin")
