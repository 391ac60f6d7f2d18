"""What people paste to invite several at once."""

from dataclasses import replace

import pytest

from responses.domain.people.invitations import Guest
from responses.enums import Role
from responses.forms.pasted_people import (
    BAD_ADDRESS,
    NO_ADDRESS,
    SEVERAL_ROLES,
    TOO_MANY_COLUMNS,
    TOO_MUCH,
    UNPLACED,
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
        # Columns in any order, between whatever stands between them.
        ("홍길동 <hong@a.kr>, 검토자", [replace(HONG, role=Role.REVIEWER)]),
        ("홍길동, hong@a.kr, 교통과, 주무관, 검토자", [replace(FULL, role=Role.REVIEWER)]),
        ("검토자; 주무관; 교통과; 홍길동; hong@a.kr", [replace(FULL, role=Role.REVIEWER)]),
        ("홍길동/교통과/주무관/hong@a.kr/열람자", [replace(FULL, role=Role.VIEWER)]),
        ("hong@a.kr，교통과、주무관，홍길동", [FULL]),
        ("주무관\thong@a.kr\t교통과\t홍길동", [FULL]),
        ("교통과 주무관 홍길동 <hong@a.kr>", [FULL]),
        ("홍길동 hong@a.kr 주무관", [Guest("hong@a.kr", "홍길동", "", "주무관")]),
        ("홍길동 <hong@a.kr> 교통과, 주무관", [FULL]),
        # 은실 ends as an office does, and a 담당관 is a post and an office.
        ("김은실, hong@a.kr, 행정국", [Guest("hong@a.kr", "김은실", "행정국")]),
        (
            "김은실, hong@a.kr, 감사담당관, 주무관",
            [Guest("hong@a.kr", "김은실", "감사담당관", "주무관")],
        ),
        ("Kim Minji, hong@a.kr, reviewer", [Guest("hong@a.kr", "Kim Minji", role=Role.REVIEWER)]),
        (
            "Kim Minji, hong@a.kr, Planning, , reviewer",
            [Guest("hong@a.kr", "Kim Minji", "Planning", role=Role.REVIEWER)],
        ),
        (
            "Kim Minji\thong@a.kr\tPlanning\tLead",
            [Guest("hong@a.kr", "Kim Minji", "Planning", "Lead")],
        ),
        ("성명,이메일,부서\n홍길동,hong@a.kr,교통과", [replace(FULL, post="")]),
        (
            "홍길동, hong@a.kr; 이순신, lee@a.kr, 검토자",
            [HONG, Guest("lee@a.kr", "이순신", role=Role.REVIEWER)],
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
        ("검토자", NO_ADDRESS),
        ("홍길동, 교통과", NO_ADDRESS),
        ("a@a.kr, b@a.kr, 검토자", TOO_MUCH),
        ("홍길동, a@a.kr, 이순신, b@a.kr", TOO_MUCH),
        ("홍길동, hong@a.kr, 작성자, 검토자", SEVERAL_ROLES),
        ("홍길동, hong@a.kr, 도로, 주무관, 7급", TOO_MANY_COLUMNS),
    ],
)
def test_each_line_that_cannot_be_read_is_named(line: str, why: object) -> None:
    read = read_pasted(f"b@b.kr\n\n{line}")
    assert read.guests == (Guest("b@b.kr"),)
    [bad] = read.bad
    assert (bad.number, bad.why) == (3, why)
    assert len(bad.text) <= 60


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Kim Minji, hong@a.kr, Planning, reviewer", "“Planning”"),
        ("홍길동, hong@a.kr, 스마트도시", "“스마트도시”"),
        ("hong@a.kr, 김은실", "“김은실”"),
        ("홍길동, 이순신, hong@a.kr", "“홍길동”, “이순신”"),
        ("과장, hong@a.kr, 국장", "“과장”, “국장”"),
        ("hong@a.kr, 정책실", "“정책실”"),
    ],
)
def test_what_could_be_one_thing_or_another_is_asked_about(line: str, words: str) -> None:
    read = read_pasted(line)
    assert read.guests == ()
    assert [each.why for each in read.bad] == [UNPLACED % {"words": words}]


def test_long_names_are_refused() -> None:
    [bad] = read_pasted("홍" * 101 + " <hong@a.kr>").bad
    assert isinstance(bad, BadLine)
    assert "100" in str(bad.why)
