"""How a person can be reached by what a text says, and what is a number of an office."""

import pytest

from responses.domain.content.private import mobile_numbers, persons_numbers, reached_at

OFFICE = ("02-120", "02)2133-0000", "1588-1234", "다산콜센터 02-120", "sudo@seoul.go.kr")


@pytest.mark.parametrize(
    ("text", "mobiles", "reached"),
    [
        ("담당자: 보건소 홍길동 063-000-0000", (), ("063-000-0000",)),
        ("○ 담당자 : 홍길동 주무관(063-281-2114)", (), ("063-281-2114",)),
        ("작성자: 이작성, lee@jeonju.go.kr", (), ("lee@jeonju.go.kr",)),
        ("앞\n문의: 총무과 02-2133-1234\n뒤", (), ("02-2133-1234",)),
        ("Contact: Kim, +82 10 1234 5678", ("+82 10 1234 5678",), ("+82 10 1234 5678",)),
        ("홍길동 010-1234-5678", ("010-1234-5678",), ("010-1234-5678",)),
        ("01012345678", ("01012345678",), ("01012345678",)),
        ("010 123 4567, 010-1234-5678", ("010 123 4567", "010-1234-5678"), None),
        ("2010-1234-5678, 문서 제010-1234-56789호", (), ()),
        ("담당 부서에서 접수합니다: 누리집", (), ()),
        *((text, (), ()) for text in OFFICE),
    ],
)
def test_numbers_of_persons_are_told_from_those_of_offices(
    text: str, mobiles: tuple[str, ...], reached: tuple[str, ...] | None
) -> None:
    assert mobile_numbers(text) == mobiles
    assert reached_at(text) == (mobiles if reached is None else reached)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["Officer in charge: Kim (+82-63-281-2114)"], ("+82-63-281-2114",)),
        (["앞\n○ 담당자 : 홍길동 063-281-2114\n뒤", "063-281-2114"], ("063-281-2114",)),
        (["Kim, 010-1234-5678", "김 010-1234-5678"], ("010-1234-5678",)),
        (["문의: 총무과 02-2133-1234", *OFFICE], ()),
        (
            [
                "https://news.kr/01012345678",
                "news.go.kr/a?oid=01012345678",
                "0101234567ab" * 5 + "abcd",
            ],
            (),
        ),
        (["https://news.kr/01012345678 김 010-9876-5432"], ("010-9876-5432",)),
    ],
)
def test_persons_numbers_are_found_beside_addresses_and_offices(
    texts: list[str], numbers: tuple[str, ...]
) -> None:
    assert persons_numbers(texts) == numbers
