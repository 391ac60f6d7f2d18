import pytest

from responses.wording.names import edition_name, shortened


def test_edition_name_is_short() -> None:
    assert edition_name("lgq-2022") == "LGQ 2022"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("If so, please", "If so, please"),
        ("If so, please say", "If so, please…"),
        ("If so, if not, please", "If so, if…"),
        ("공개하고 있습니까? 있다면 무엇입니까?", "공개하고 있습니까?…"),
        ("https://seoul.go.kr/open", "https://seoul…"),
    ],
)
def test_a_text_is_cut_between_words(text: str, short: str) -> None:
    assert shortened(text, 14) == short
