import pytest
from django.utils import translation

from responses.localized import bracketed, localized

BOTH = {"ko": "예", "en": "Yes"}


@pytest.mark.parametrize(
    ("wording", "language", "text"),
    [
        (BOTH, "ko", "예"),
        (BOTH, "en", "Yes"),
        (BOTH, "fr", "예"),
        ({"ko": "예", "en": ""}, "en", "예"),
        ({"en": "Yes"}, "ko", "Yes"),
        ({}, "ko", ""),
    ],
)
def test_localized_falls_back_to_the_sites_language_then_to_any(
    wording: dict[str, str], language: str, text: str
) -> None:
    assert localized(wording, language) == text


@pytest.mark.parametrize(("active", "text"), [("ko", "예"), ("en", "Yes")])
def test_localized_follows_the_active_language(active: str, text: str) -> None:
    with translation.override(active):
        assert localized(BOTH) == text


def test_localized_without_an_active_language_uses_the_sites() -> None:
    with translation.override(None):
        assert localized(BOTH) == "예"


@pytest.mark.parametrize(("active", "text"), [("ko", "이도윤(검토자)"), ("en", "이도윤 (검토자)")])
def test_brackets_stand_at_the_name_in_korean(active: str, text: str) -> None:
    with translation.override(active):
        assert bracketed("이도윤", "검토자") == text
