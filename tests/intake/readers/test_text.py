import pytest

from responses.intake.readers.text import decoded, read

KOREAN = "1. 공식 포털 사이트(주소)는 무엇입니까?\n- 서울시 공식 누리집 ※ 특수문자 ①\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949"]
)
def test_encodings_are_told_apart(encoding: str) -> None:
    assert decoded(KOREAN.encode(encoding)) == KOREAN


@pytest.mark.parametrize("content", [b"\xff\xff\xff\xff", b"a\x00b", b"\xff\xfe\x00\xd8"])
def test_what_is_no_text_is_none(content: bytes) -> None:
    assert decoded(content) is None


def test_lines_are_numbered_without_blank_ones() -> None:
    lines = read("\r\n\r\n첫째\r\n \xa0\r\n둘째\x0b셋째").lines
    assert [(line.number, line.text, line.blanks) for line in lines] == [
        (1, "첫째", 2),
        (2, "둘째", 1),
        (3, "셋째", 0),
    ]
