import pytest

from responses.intake.numbers import Code, agreement, read_code, read_numbered


@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("1. 공식 포털", (1,), "공식 포털"),
        ("<I. 조직 구조>", (1,), "조직 구조>"),
        ("〈Ⅷ. 스마트시티〉", (8,), "스마트시티〉"),
        ("I.2-1) 전자 서비스", (1, 2, 1), "전자 서비스"),
        ("1-1) 만일 있다면", (1, 1), "만일 있다면"),
        ("VIII.1a 그러한 전략", (8, 1, "a"), "그러한 전략"),
        ("a. 있다면 링크", ("a",), "있다면 링크"),
        ("3.4 Are there projects", (3, 4), "Are there projects"),
        ("문 5. 예산", (5,), "예산"),
        ("Q12. Do you", (12,), "Do you"),
        ("제2장 법적 구조", (2,), "법적 구조"),
        ("(2) 전자참여", (2,), "전자참여"),
        ("가. 개요", (1,), "개요"),
        ("③ 데이터", (3,), "데이터"),
        ("III-2. 예산", (3, 2), "예산"),
        ("Ⅲ.2 예산", (3, 2), "예산"),
        ("III. 2 예산", (3, 2), "예산"),
        ("3-2 예산", (3, 2), "예산"),
        ("3.2) 예산", (3, 2), "예산"),
        ("2021년 조사", (), "2021년 조사"),
        ("130개 홈페이지", (), "130개 홈페이지"),
        ("3D 기반 시스템", (), "3D 기반 시스템"),
        ("100.0", (), "100.0"),
        ("a plan of the city", (), "a plan of the city"),
        ("가나다 순", (), "가나다 순"),
    ],
)
def test_number_before_a_line(line: str, code: Code, text: str) -> None:
    found = read_numbered(line)
    assert (found.code, found.text) == (code, text)


@pytest.mark.parametrize(
    ("found", "said"),
    [("I.2-1)", 2), ("2-1)", 1), ("1)", 1), ("I.2-2)", -1), ("3.", -1)],
)
def test_agreement_with_the_number_of_a_question(found: str, said: int) -> None:
    assert agreement(read_code(found), (1, 2, 1)) == said
    assert agreement((), (1, 2, 1)) == 0
