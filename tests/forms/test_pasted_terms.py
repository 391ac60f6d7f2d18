import pytest

from responses.domain.glossary.glossing import TermText
from responses.forms.bad_lines import BadLine
from responses.forms.pasted_terms import (
    NO_TERM,
    NO_TRANSLATION,
    NOT_TWO,
    OTHERWISE,
    TOO_LONG,
    PastedTerms,
    read_pasted_terms,
)

LEADER, OFFICE = TermText("팀장", "Team Leader"), TermText("교통과", "Transport, Roads")


@pytest.mark.parametrize(
    "text",
    [
        '팀장,Team Leader\n교통과,"Transport, Roads"\n',
        "팀장\tTeam Leader\r\n교통과\tTransport, Roads",
        "팀장;Team Leader\n\n교통과;Transport, Roads;\n",
        '한국어,영어\n팀장 , Team  Leader\n교통과,"Transport,\nRoads"',
        '\ufeffKorean,English\n팀장,Team Leader\n팀장,Team Leader\n교통과,"Transport, Roads",,',
        "서울시 용어집\n\n용어\t번역\n팀장\tTeam Leader\n교통과\tTransport, Roads",
        '용어집\n"Korean";"English"\n팀장;Team Leader\n교통과;"Transport, Roads"',
        '용어,번역\n,\n팀장,Team Leader\n교통과,"Transport, Roads"',
    ],
)
def test_terms_are_read_however_a_program_writes_the_table(text: str) -> None:
    assert read_pasted_terms(text) == PastedTerms((LEADER, OFFICE), ())


def test_what_is_kept_from_being_a_formula_reads_back_as_it_was() -> None:
    [term] = read_pasted_terms("'=1+1,'@home\n").terms
    assert term == TermText("=1+1", "@home")
    assert read_pasted_terms("'quoted,x").terms == (TermText("'quoted", "x"),)


def test_each_bad_line_is_named_with_all_that_is_wrong_with_it() -> None:
    long = "a" * 501
    text = f'과장\n,Head\n국장,\n팀장,Team Leader\n팀장,Chief\n\n가,나,다\n{long},"b\nc"\nx,\n'
    found = read_pasted_terms(text)
    assert found.terms[0] == LEADER
    assert found.bad == (
        BadLine(1, "과장", (NOT_TWO,)),
        BadLine(2, "· Head", (NO_TERM,)),
        BadLine(3, "국장 ·", (NO_TRANSLATION,)),
        BadLine(5, "팀장 · Chief", (OTHERWISE % {"number": 4},)),
        BadLine(7, "가 · 나 · 다", (NOT_TWO,)),
        BadLine(8, "a" * 59 + "…", (TOO_LONG % {"limit": 500},)),
        BadLine(10, "x ·", (NO_TRANSLATION,)),
    )


def test_a_quote_without_an_end_is_a_bad_line_and_no_fault_of_ours() -> None:
    assert read_pasted_terms('팀장,"Team Leader\n교통과,x').terms == (
        TermText("팀장", "Team Leader 교통과,x"),
    )
    assert read_pasted_terms(f'"{"가" * 200_000}').bad[0].whys == (NOT_TWO,)


def test_a_line_without_the_separator_of_the_first_one_is_split_at_its_own() -> None:
    read = read_pasted_terms("팀장\tTeam Leader\n과장, Director\n국장; Director General\n응답소")
    assert [(term.original, term.translation) for term in read.terms] == [
        ("팀장", "Team Leader"),
        ("과장", "Director"),
        ("국장", "Director General"),
    ]
    assert [bad.number for bad in read.bad] == [4]
