"""What people paste to invite several at once."""

from dataclasses import replace

import pytest

from responses.domain.people.invitations import Guest
from responses.enums import Role
from responses.forms.pasted_people import (
    BAD_ADDRESS,
    NO_ADDRESS,
    TOO_MANY_COLUMNS,
    TOO_MUCH,
    BadLine,
    read_pasted,
)

HONG = Guest("hong@a.kr", "홍길동")
FULL = Guest("hong@a.kr", "홍길동", "교통과", "주무관")


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        ("", []),
        (" \n\t\n", []),
        ("a@a.kr, b@a.kr;c@a.kr d@a.kr\ne@a.kr", [Guest(f"{name}@a.kr") for name in "abcde"]),
        ("a@a.kr，b@a.kr；c@a.kr、", [Guest(f"{name}@a.kr") for name in "abc"]),
        ("홍길동 <hong@a.kr>", [HONG]),
        ('"홍길동" <HONG@A.KR>,', [HONG]),
        ("홍길동(hong@a.kr)", [HONG]),
        ("홍길동 hong@a.kr", [HONG]),
        ("<mailto:hong@a.kr> 홍길동", [HONG]),
        ("\ufeff홍길동\u00a0<hong@a.kr\u200b>\r\n", [HONG]),
        (
            '"Hong, Gildong" <hong@a.kr>, b@a.kr',
            [Guest("hong@a.kr", "Hong, Gildong"), Guest("b@a.kr")],
        ),
        ("홍길동\thong@a.kr\t교통과\t주무관", [FULL]),
        ("홍길동\thong@a.kr\t교통과\t주무관\t\t", [FULL]),
        ("hong@a.kr\t홍길동\t교통과\t주무관", [FULL]),
        ("홍길동\thong@a.kr\t\t주무관", [Guest("hong@a.kr", "홍길동", "", "주무관")]),
        ('"홍길동"\t"hong@a.kr"', [HONG]),
        ("성명\t이메일 주소\t부서\t직위\n홍길동\thong@a.kr\t교통과\t주무관", [FULL]),
        ("홍길동 hong@a.kr 교통과 주무관", [FULL]),
        ("hong@a.kr\n홍길동 <hong@a.kr>", [Guest("hong@a.kr")]),
        ("홍길동\thong@a.kr\t교통과\t주무관\t검토자", [replace(FULL, role=Role.REVIEWER)]),
        ("검토자\t홍길동\thong@a.kr\t교통과\t주무관", [replace(FULL, role=Role.REVIEWER)]),
        ("홍길동 hong@a.kr 교통과 주무관 총괄 담당자", [replace(FULL, role=Role.COORDINATOR)]),
        ("홍길동 <hong@a.kr> (Viewer)", [replace(HONG, role=Role.VIEWER)]),
        (
            "hong@a.kr reviewer\nb@a.kr",
            [Guest("hong@a.kr", role=Role.REVIEWER), Guest("b@a.kr")],
        ),
    ],
)
def test_people_are_read_as_they_are_pasted(text: str, guests: list[Guest]) -> None:
    assert read_pasted(text).guests == tuple(guests)
    assert read_pasted(text).bad == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("홍길동", NO_ADDRESS),
        ("홍길동\t교통과", NO_ADDRESS),
        ("홍길동 <hong@>", BAD_ADDRESS),
        ("a@a.kr 홍길동 b@a.kr", TOO_MUCH),
        ("a@a.kr\tb@a.kr", TOO_MUCH),
        ("홍길동\thong@a.kr\t1\t2\t3", TOO_MANY_COLUMNS),
        ("x" * 250 + "@a.kr", BAD_ADDRESS),
    ],
)
def test_each_line_that_cannot_be_read_is_named(line: str, why: object) -> None:
    read = read_pasted(f"b@b.kr\n\n{line}")
    assert read.guests == (Guest("b@b.kr"),)
    [bad] = read.bad
    assert (bad.number, bad.why) == (3, why)
    assert len(bad.text) <= 60


def test_long_names_are_refused() -> None:
    [bad] = read_pasted("홍" * 101 + " <hong@a.kr>").bad
    assert isinstance(bad, BadLine)
    assert "100" in str(bad.why)
