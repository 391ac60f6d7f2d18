"""The terms of a glossary that stand in a text."""

import pytest

from responses.domain.glossary.finding import MOST_FOUND, finder

TERMS = {
    "시장": "Mayor",
    "시장실": "Mayor's Office",
    "디지털시민시장실": "Digital Mayor's Office",
    "응답소": "Eungdapso",
    "IT": "Information Technology",
    "정보 공개": "Information Disclosure",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("용어가 없는 문장", []),
        ("응답소는 시장실에서", ["응답소", "시장실"]),
        # In the order of the text, each once.
        ("시장과 응답소, 시장", ["시장", "응답소"]),
        # The longest of a place, and none within it.
        ("디지털시민시장실", ["디지털시민시장실"]),
        ("디지털시민시장실과 시장", ["디지털시민시장실", "시장"]),
        ("정보\n공개", []),
        ("□ 정보 공개", ["정보 공개"]),
        # A word of Latin letters is one as a whole; Korean is written together with it.
        ("ITEM, 2IT, IT2", []),
        ("IT부서의 (IT)", ["IT"]),
        ("IT", ["IT"]),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    assert finder(TERMS)(text) == tuple((each, TERMS[each]) for each in found)


ENGLISH = {
    "Team leader": "팀장",
    "Team": "팀",
    "Teams": "팀즈",
    "IT": "정보기술",
    "ICT": "정보통신기술",
    "Public agency": "공공기관",
    "Tax": "세금",
    "Photo": "사진",
    "e-Service": "전자서비스",
    "City day": "시민의 날",
    "İzmir": "이즈미르",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TEAM LEADER", ["Team leader"]),
        ("the team leaders' offices, a team leader’s desk", ["Team leader"]),
        ("Team leadership", ["Team"]),
        ("Steam leaders, teamed", []),
        # The very same word rather than several of another.
        ("teams, Team", ["Teams", "Team"]),
        # Abbreviations are known by their capitals.
        ("It is the ICTs of ITS, its it", ["ICT"]),
        ("ITs", ["IT"]),
        ("public agencies and PUBLIC AGENCY", ["Public agency"]),
        ("taxes, city days", ["Tax", "City day"]),
        ("photos", ["Photo"]),
        ("photoes", ["Photo"]),
        ("E-SERVICES", ["e-Service"]),
        ("e-Service는 e-service", ["e-Service"]),
        # Letters that are more signs when they are small move nothing.
        ("İİİ team leader in İZMİR, İzmir", ["Team leader", "İzmir"]),
        ("équipe Teamé", []),
    ],
)
def test_english_is_found_in_whatever_letters(text: str, found: list[str]) -> None:
    assert finder(ENGLISH)(text) == tuple((each, ENGLISH[each]) for each in found)


def test_an_empty_glossary_finds_nothing() -> None:
    assert finder({})("응답소") == ()


def test_signs_of_patterns_are_signs() -> None:
    terms = {"]": "bracket", "^": "caret", "-": "dash", "\\": "slash"}
    assert finder(terms)("a-b\\^]") == (
        ("-", "dash"),
        ("\\", "slash"),
        ("^", "caret"),
        ("]", "bracket"),
    )


def test_of_many_terms_the_first_are_found() -> None:
    terms = {f"용{number:03}": str(number) for number in range(40)}
    found = finder(terms)(" ".join(terms))
    assert MOST_FOUND == 20
    assert [translation for _term, translation in found] == [str(n) for n in range(20)]
