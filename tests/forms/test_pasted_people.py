"""What people paste to invite several at once."""

from dataclasses import replace

import pytest

from responses.domain.people.invitations import Guest
from responses.enums import Role
from responses.forms.bad_lines import BadLine
from responses.forms.pasted_people import (
    BAD_ADDRESS,
    LIKE_A_ROLE,
    MEMBER,
    NO_ADDRESS,
    OTHERWISE,
    SEVERAL_ROLES,
    SIGNS,
    TOO_MANY_COLUMNS,
    TOO_MUCH,
    UNPLACED,
    Pasted,
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
        (
            "연번\t성명\t부서\t직위\t전화번호\t이메일\n1\t홍길동\t교통과\t주무관\t2114\thong@a.kr",
            [FULL],
        ),
        ("2.\t\t\t\t\tb@a.kr", [Guest("b@a.kr")]),
        ("hong@a.kr\n홍길동 <hong@a.kr>", [HONG]),
        ("홍길동, hong@a.kr\nhong@a.kr, 교통과, 주무관", [FULL]),
        ("홍길동＜hong＠a.kr＞", [HONG]),
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
        # Nothing but names, each above its address.
        (
            "김철수, 정보화과, 검토자\nkim@a.kr\n\n이영희\n<lee@a.kr>\n",
            [
                Guest("kim@a.kr", "김철수", "정보화과", role=Role.REVIEWER),
                Guest("lee@a.kr", "이영희"),
            ],
        ),
        (
            "홍길동\t교통과\t주무관\nhong@a.kr\n이순신\nlee@a.kr",
            [FULL, Guest("lee@a.kr", "이순신")],
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
        ("홍길동\thong@a.kr\tA\tB\tC", TOO_MANY_COLUMNS),
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
    assert (bad.number, bad.whys) == (3, (why,))
    assert len(bad.text) <= 60


@pytest.mark.parametrize(
    ("text", "guests", "lines"),
    [
        ("김철수, 정보화담당관\nlee@a.kr", [Guest("lee@a.kr")], [1]),
        ("김철수\nlee@a.kr\n이영희", [Guest("lee@a.kr")], [1, 3]),
        ("김철수\nlee@a.kr\n이영희\n박하늘 park@a.kr", None, [1, 3]),
        ("김철수\n이영희\nkim@a.kr\nlee@a.kr", None, [1, 2]),
    ],
)
def test_an_address_is_of_no_line_above_it_unless_all_are_pairs(
    text: str, guests: list[Guest] | None, lines: list[int]
) -> None:
    read = read_pasted(text)
    assert [(bad.number, bad.whys) for bad in read.bad] == [(each, (NO_ADDRESS,)) for each in lines]
    assert guests is None or read.guests == tuple(guests)
    assert not {"김철수", "이영희"} & {guest.name for guest in read.guests}


@pytest.mark.parametrize(
    "word",
    [
        *(
            "검토위원",
            "검토담당",
            "작성담당",
            "총괄담당",
            "결재자",
            "협조자",
            "승인자",
            "리뷰",
            "조회자",
        ),
        *(
            "검토지",
            "작셩자",
            "approver",
            "signer",
            "coordinater",
            "reviwer",
            "Contributer",
            "editor",
        ),
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "김하나, kim@a.kr, {}",
        "김하나\tkim@a.kr\t\t{}",
        "김하나 <kim@a.kr> {}",
        "{} 김하나 kim@a.kr",
    ],
)
def test_which_role_is_meant_by_a_word_like_one_is_asked(line: str, word: str) -> None:
    read = read_pasted(line.format(word))
    roles = ", ".join(str(role.label) for role in Role)
    is_signer = word in {"결재자", "협조자", "승인자", "approver", "signer"}
    signs = [SIGNS % {"role": Role.REVIEWER.label}] if is_signer else []
    assert read.guests == ()
    assert [bad.whys for bad in read.bad] == [
        (LIKE_A_ROLE % {"words": f"“{word}”", "roles": roles}, *signs),
    ]


@pytest.mark.parametrize("word", ["협조자", "검톡자", "도우미"])
@pytest.mark.parametrize(
    "line",
    [
        "박도윤\tdoyun@a.kr\t{}\t정보통신과\t팀장",
        "박도윤\tdoyun@a.kr\t정보통신과\t팀장\t{}",
        "{}\t박도윤\tdoyun@a.kr\t정보통신과\t팀장",
        "박도윤, doyun@a.kr, 정보통신과, {}, 팀장",
        "Pak Doyun, doyun@a.kr, {}, Planning Division, Manager",
    ],
)
def test_which_role_is_meant_is_asked_of_a_row_of_all_columns(line: str, word: str) -> None:
    [bad] = read_pasted(line.format(word)).bad
    roles = ", ".join(str(role.label) for role in Role)
    assert bad.whys[0] == LIKE_A_ROLE % {"words": f"“{word}”", "roles": roles}
    assert TOO_MANY_COLUMNS not in bad.whys


@pytest.mark.parametrize(
    ("word", "role"),
    [
        *(
            ("리뷰어", Role.REVIEWER),
            ("코디네이터", Role.COORDINATOR),
            ("총괄자", Role.COORDINATOR),
        ),
        *(("코디네이터", Role.COORDINATOR), ("총괄담당자", Role.COORDINATOR)),
        ("writer", Role.CONTRIBUTOR),
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "홍길동, hong@a.kr, {}",
        "{}\t홍길동\thong@a.kr",
        "홍길동 <hong@a.kr> {}",
        "{} 홍길동 hong@a.kr",
    ],
)
def test_what_a_role_is_called_besides_its_name_is_read(line: str, word: str, role: Role) -> None:
    assert read_pasted(line.format(word)) == Pasted((replace(HONG, role=role),), ())


def test_what_a_role_does_is_its_name_in_the_last_column_alone() -> None:
    [guest] = read_pasted("홍길동, hong@a.kr, 교통과, 총괄").guests
    assert guest == Guest("hong@a.kr", "홍길동", "교통과", role=Role.COORDINATOR)
    [bad] = read_pasted("홍길동\thong@a.kr\t총괄\t주무관").bad
    assert ["“총괄”" in str(why) for why in bad.whys] == [True]
    [guest] = read_pasted("홍길동\thong@a.kr\t총괄\t주무관\t작성자").guests
    assert guest == Guest("hong@a.kr", "홍길동", "총괄", "주무관", Role.CONTRIBUTOR)


@pytest.mark.parametrize(
    ("line", "department", "post"),
    [
        *((f"홍길동, hong@a.kr, {post}", "", post) for post in ("검토관", "주무관", "심사관")),
        ("홍길동, hong@a.kr, 총괄팀, 팀장", "총괄팀", "팀장"),
        ("홍길동 hong@a.kr 재정총괄과 주무관", "재정총괄과", "주무관"),
        ("홍길동, hong@a.kr, 총괄담당관, 주무관", "총괄담당관", "주무관"),
        ("홍길동, hong@a.kr, Review Office, Coordination Officer", "Review Office", None),
        # The role is said, so that this is none.
        ("홍길동, hong@a.kr, 검토위원, 작성자", "", "검토위원"),
    ],
)
def test_posts_and_departments_are_not_taken_for_roles(
    line: str, department: str, post: str | None
) -> None:
    [guest] = read_pasted(line).guests
    assert (guest.name, guest.department) == ("홍길동", department)
    assert guest.post == (post or "Coordination Officer")


def test_all_that_is_wrong_is_said_of_all_lines_at_once() -> None:
    read = read_pasted(
        "김하나, 검토위원\n이둘 <lee@>, 교통, 작성자, 검토자\nmember@a.kr\npark@a.kr",
        {"member@a.kr"},
    )
    assert read.guests == (Guest("park@a.kr"),)
    roles = ", ".join(str(role.label) for role in Role)
    assert read.bad == (
        BadLine(
            1,
            "김하나, 검토위원",
            (NO_ADDRESS, LIKE_A_ROLE % {"words": "“검토위원”", "roles": roles}),
        ),
        BadLine(
            2,
            "이둘 <lee@>, 교통, 작성자, 검토자",
            (BAD_ADDRESS, SEVERAL_ROLES, UNPLACED % {"words": "“교통”"}),
        ),
        BadLine(3, "member@a.kr", (MEMBER % {"email": "member@a.kr"},)),
    )


def test_nobody_is_two_things_on_two_lines() -> None:
    read = read_pasted("홍길동 <hong@a.kr>, 검토자\nhong@a.kr, 작성자\n김은실 <hong@a.kr>")
    assert read.guests == (replace(HONG, role=Role.REVIEWER),)
    whys = (OTHERWISE % {"email": "hong@a.kr"},)
    assert read.bad == (
        BadLine(2, "hong@a.kr, 작성자", whys),
        BadLine(3, "김은실 <hong@a.kr>", whys),
    )


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
    assert [each.whys for each in read.bad] == [(UNPLACED % {"words": words},)]


def test_long_names_are_refused() -> None:
    [bad] = read_pasted("홍" * 101 + " <hong@a.kr>").bad
    assert isinstance(bad, BadLine)
    assert "100" in str(bad.whys[0])
