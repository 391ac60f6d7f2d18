import pytest

from responses.intake.readers.numerals import numeral, ringed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("decimal", "1 4 9 15 29"),
        ("decimalZero", "01 04 09 15 29"),
        ("upperRoman", "I IV IX XV XXIX"),
        ("LATIN_SMALL", "a d i o cc"),
        ("ganada", "가 라 자 가가 가가가"),
        ("HANGUL_JAMO", "ㄱ ㄹ ㅈ ㄱㄱ ㄱㄱㄱ"),
        ("CIRCLED_DIGIT", "① ④ ⑨ ⑮ (29)"),
        ("CIRCLED_HANGUL_SYLLABLE", "㉮ ㉱ ㉶ (15) (29)"),
        ("koreanCounting", "일 사 구 십오 이십구"),
        ("ideographDigital", "一 四 九 十五 二十九"),
        ("none", "    "),
        ("of another version", "1 4 9 15 29"),
    ],
)
def test_numbers_are_written_as_their_list_has_them(name: str, said: str) -> None:
    assert " ".join(numeral(number, name) for number in (1, 4, 9, 15, 29)) == said


def test_numbers_out_of_bounds_are_figures() -> None:
    assert [numeral(number, "ganada") for number in (0, -1, 100_000)] == ["0", "-1", "100000"]
    assert numeral(5_000, "lowerRoman") == "5000"


def test_what_has_a_ring_around_it() -> None:
    assert [ringed(text) for text in (" 3 ", "예", "21", "")] == ["③", "(○) 예 ", "(○) 21 ", ""]
