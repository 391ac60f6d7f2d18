import pytest

from responses.enums import YesNo
from responses.intake.lines import FileLine
from responses.intake.ticked import Box, read_box, read_choice, read_glued


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("☑ 예 ☐ 아니요", "yes"),
        ("☐ 예   ☑ 아니요", "no"),
        ("■ 네 □ 아니오", "yes"),
        ("네(V) / 아니요( )", "yes"),
        ("예( ) 아니오(√)", "no"),
        ("○ 예   아니요", "yes"),
        ("예   ○ 아니요", "no"),
        ("예○   아니요", "yes"),
        ("( ) Yes (x) No", "no"),
        ("[x] Yes [ ] No", "yes"),
        ("● Yes ○ No", "yes"),
        ("✓ 예 / 아니요", "yes"),
        ("- 네", "yes"),
        ("답변: 아니요", "no"),
        ("Yes.", "yes"),
        ("없음", "no"),
    ],
)
def test_yes_and_no_as_forms_have_them(text: str, answer: str) -> None:
    read = read_choice(FileLine(1, text))
    assert (read.answer, read.rest) == (YesNo(answer), "")


@pytest.mark.parametrize(
    "text", ["네 아니요", "Yes No", "예 / 아니오", "□ 예 □ 아니요", "예 ○ 아니요"]
)
def test_what_is_not_marked_answers_nothing(text: str) -> None:
    read = read_choice(FileLine(1, text))
    assert (read.answer, read.is_about) == (None, True)


@pytest.mark.parametrize(
    "text",
    [
        "네이버 블로그",
        "예산 현황을 공개",
        "예를 들어 인공지능",
        "예 : 인공지능",
        "No. 3",
        "없음에도 추진",
        "정보가 없음을 안내하고 예산이 있음을 알림",
        "Notices of the city",
    ],
)
def test_words_that_begin_alike_are_no_answer(text: str) -> None:
    assert not read_choice(FileLine(1, text)).is_about


def test_a_sentence_may_go_on_behind_its_answer() -> None:
    read = read_choice(FileLine(1, "예, 서울재정포털에 공개합니다."))
    assert (read.answer, read.rest) == (YesNo.YES, "서울재정포털에 공개합니다.")


@pytest.mark.parametrize(
    ("text", "answer", "rest"),
    [
        ("있음: https://data.go.kr", YesNo.YES, "https://data.go.kr"),
        ("예: https://data.go.kr", YesNo.YES, "https://data.go.kr"),
        ("- 있음(시 예산의 3.5%)", YesNo.YES, "(시 예산의 3.5%)"),
        ("없음, 내년에 계획함", YesNo.NO, "내년에 계획함"),
        ("예: 3.5%", YesNo.YES, "3.5%"),
    ],
)
def test_an_address_or_a_figure_may_stand_behind_an_answer(
    text: str, answer: YesNo, rest: str
) -> None:
    read = read_choice(FileLine(1, text))
    assert (read.answer, read.rest) == (answer, rest)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("예 2.4%", YesNo.YES),
        ("예. 약 2.4%", YesNo.YES),
        ("있음 2.4%", YesNo.YES),
        ("☑예 2.4%", YesNo.YES),
        ("Yes 2.4 per cent", YesNo.YES),
        ("아니요 0%", YesNo.NO),
        ("예 1", None),
        ("예 1. 포털", None),
        ("No. 3", None),
    ],
)
def test_a_share_may_stand_right_behind_an_answer(text: str, answer: YesNo | None) -> None:
    assert read_choice(FileLine(1, text)).answer == answer


def test_struck_out_and_highlighted_words_are_marks() -> None:
    assert read_choice(FileLine(1, "예 아니요", struck=((0, 1),))).answer == YesNo.NO
    assert read_choice(FileLine(1, "예 아니요", struck=((2, 5),))).answer == YesNo.YES
    assert read_choice(FileLine(1, "예 아니요", highlighted=((2, 5),))).answer == YesNo.NO


def test_an_answer_glued_to_its_question_is_found() -> None:
    assert read_glued(FileLine(1, "법률이 있습니까? - 네")) == "- 네"
    assert read_glued(FileLine(1, "법률이 있습니까? - 개인정보 보호법")) == ""


@pytest.mark.parametrize(
    ("text", "box", "said"),
    [
        ("☑ 계획", Box.TICKED, "계획"),
        ("(v) 계획", Box.TICKED, "계획"),
        ("[ ] 계획", Box.EMPTY, "계획"),
        ("□ 계획", Box.EMPTY, "계획"),
        ("계획 √", Box.TICKED, "계획"),
        ("○ 계획", Box.RING, "계획"),
        ("- 계획", Box.NONE, "- 계획"),
    ],
)
def test_boxes_of_a_list(text: str, box: Box, said: str) -> None:
    item = read_box(text)
    assert (item.box, item.text) == (box, said)
