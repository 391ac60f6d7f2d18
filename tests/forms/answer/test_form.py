from dataclasses import replace
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.finding import Reading
from responses.domain.content.links import NO_ADDRESS, WRONG_SCHEME
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.forms.answer.form import (
    REASON_MISSING,
    REASON_UNTICKED,
    SectionForm,
)
from responses.forms.answer.kinds import links
from responses.forms.answer.kinds.links import NO_ADDRESS_IN_LINES, URL_MISSING, ShownLinks
from tests.support.shapes import make_question

QUESTION = make_question()
EVERYTHING: dict[str, str | list[str]] = {
    "version-q-1": "3",
    "q-q-1--yes-no": "yes",
    "q-q-1--choices": ["staff", "plan"],
    "q-q-1--percentage": "23,10 %",
    "q-q-1--contact--name": "",
    "q-q-1--contact--title": " 스마트도시기획관 ",
    "q-q-1--contact--agency": "서울시청",
    "q-q-1--contact--email": "",
    "q-q-1--text": "□ 하나\r\n  ○ 둘 <웅녀웅남> *****개 실국**\r\n",
    "q-q-1--links--0--label": "지도",
    "q-q-1--links--0--url": "https://map.kr/?q=%25EC&x=¤tPage=1",
    "q-q-1--links--1--label": "",
    "q-q-1--links--1--url": "",
    "q-q-1--links--2--label": "",
    "q-q-1--links--2--url": " 서울.한국:8080/길 ",
    "q-q-1--links--paste": "자료(data.kr), 예산(yesan.kr),",
    "reason-q-1": "",
}


def answer(content: Content = EMPTY, version: int = 3) -> AnswerSnapshot:
    return AnswerSnapshot(QUESTION, content, version, None)


def bound(saved: AnswerSnapshot | None = None, /, **changes: str | list[str] | None) -> SectionForm:
    """Return a form that was sent everything, but for `changes` by the end of a name."""
    ends = {name.rsplit("--")[-1].removesuffix("-q-1"): name for name in EVERYTHING}
    sent: dict[str, Any] = EVERYTHING | {
        ends.get(end, end): value for end, value in changes.items()
    }
    lists = {
        name: value if isinstance(value, list) else [value]
        for name, value in sent.items()
        if value is not None
    }
    return SectionForm([saved or answer()], MultiValueDict(lists))


def faults(form: SectionForm) -> list[tuple[str, str]]:
    form.is_valid()
    return [(problem.target, problem.message) for _, problem in form.problems]


def test_form_reads_every_kind_of_part() -> None:
    form = bound()

    assert form.is_valid()
    [write] = form.writes
    assert write.base_version == 3
    assert write.content.to_json() == {
        "parts": {
            "yes-no": "yes",
            "choices": ["plan", "staff"],
            "percentage": "23.10",
            "contact": {"name": "", "title": "스마트도시기획관", "agency": "서울시청", "email": ""},
            "text": "□ 하나\n  ○ 둘 <웅녀웅남> *****개 실국**\n",
            "links": [
                {"label": "지도", "url": "https://map.kr/?q=%25EC&x=¤tPage=1"},
                {"label": "", "url": "서울.한국:8080/길"},
                {"label": "자료", "url": "data.kr"},
                {"label": "예산", "url": "yesan.kr"},
            ],
        }
    }


def test_form_reads_an_empty_section_as_no_answers() -> None:
    form = SectionForm([answer()], MultiValueDict({"version-q-1": ["0"]}))

    assert form.is_valid()
    assert [write.content for write in form.writes] == [EMPTY]


def test_form_leaves_out_questions_that_were_not_sent() -> None:
    form = SectionForm([answer()], MultiValueDict({"csrfmiddlewaretoken": ["x"]}))

    assert form.is_valid()
    assert form.writes == []


@pytest.mark.parametrize("version", [None, "", "x", "-1", "1.0", "9" * 12, "٣"])
def test_form_says_so_where_no_version_was_sent(version: str | None) -> None:
    form = bound(version=version)

    assert form.is_valid()
    assert [write.base_version for write in form.writes] == [None]


@pytest.mark.parametrize(
    ("changes", "target", "message"),
    [
        ({"yes-no": "maybe"}, "yes-no--yes", "Choose yes or no."),
        (
            {"choices": ["plan", "x"]},
            "choices--plan",
            "This choice does not belong to the question.",
        ),
        (
            {"percentage": "101"},
            "percentage",
            "Enter a percentage from 0 to 100, such as 23.1.",
        ),
        (
            {"title": "x" * 501},
            "contact--title",
            "This is 501 characters long; at most 500 are allowed.",
        ),
        (
            {"email": "hong@@city"},
            "contact--email",
            "This is not an e-mail address. Write one, such as name@city.go.kr.",
        ),
        (
            {"text": "x" * 20_001},
            "text",
            "This is 20,001 characters long; at most 20,000 are allowed.",
        ),
        ({"q-q-1--links--0--url": "홈페이지"}, "links--0--url", NO_ADDRESS),
        ({"q-q-1--links--0--url": "  "}, "links--0--url", URL_MISSING),
        ({"q-q-1--links--0--url": "\u200b\u3164"}, "links--0--url", URL_MISSING),
        (
            {"percentage": "1,234"},
            "percentage",
            "Is this 1234 or 1.234? Write a decimal with a point.",
        ),
        (
            {"paste": "", "q-q-1--links--2--url": "a.kr/" + "x" * 2000},
            "links--2--url",
            "This is 2,005 characters long; at most 2,000 are allowed.",
        ),
        ({"q-q-1--links--paste": "a.kr\nno address"}, "links--paste", NO_ADDRESS_IN_LINES),
    ],
)
def test_form_puts_each_fault_at_its_control(
    changes: dict[str, Any], target: str, message: str
) -> None:
    form = bound(**changes)

    assert faults(form) == [(f"q-q-1--{target}", str(message))]
    assert form.writes == []


def test_form_that_leaves_the_rest_writes_the_links_that_were_found() -> None:
    data = MultiValueDict({"q-q-1--links--paste": ["a.kr\nno address"], "version-q-1": ["3"]})
    form = SectionForm([answer()], data, leaves_rest=True)

    assert faults(form) == []
    assert form.writes[0].content.parts["links"] == [{"label": "", "url": "a.kr"}]
    assert form.notes == ["q-q-1--links--paste"]


def test_form_refuses_too_many_links() -> None:
    many = "\n".join(f"{number}.kr" for number in range(201))

    assert faults(bound(paste=many)) == [("q-q-1--links--paste", "Enter at most 200 links.")]


def test_form_names_every_faulty_row() -> None:
    form = bound(
        paste="",
        **{"q-q-1--links--0--url": "x", "q-q-1--links--2--url": "javascript:alert(1)"},
    )

    assert [target for target, _ in faults(form)] == [
        "q-q-1--links--0--url",
        "q-q-1--links--2--url",
    ]


def test_form_takes_a_reason_for_nothing_to_report() -> None:
    form = bound(**{"nothing-q-1": "yes", "reason": "구청 소관"})

    assert form.is_valid()
    assert form.writes[0].content.nothing_to_report == "구청 소관"


@pytest.mark.parametrize(
    ("ticked", "reason", "message"),
    [("yes", " ", REASON_MISSING), (None, "구청 소관", REASON_UNTICKED)],
)
def test_form_wants_tick_and_reason_together(ticked: str | None, reason: str, message: str) -> None:
    form = bound(**{"nothing-q-1": ticked, "reason": reason})

    assert faults(form) == [("reason-q-1", str(message))]


def test_form_takes_back_nothing_to_report_when_its_tick_goes() -> None:
    saved = answer(canonical(QUESTION, {}, "구청 소관"))

    form = bound(saved, reason="구청 소관")

    assert form.is_valid()
    assert form.writes[0].content.nothing_to_report == ""


def test_form_shows_typed_values_where_something_is_wrong_and_saved_ones_elsewhere() -> None:
    other = replace(make_question("text"), key="q-2")
    form = SectionForm(
        [answer(), AnswerSnapshot(other, EMPTY, 0, None)],
        MultiValueDict(
            {
                "version-q-1": ["1"],
                "q-q-1--percentage": ["1000"],
                "version-q-2": ["0"],
                "q-q-2--text": ["Mine"],
            }
        ),
    )
    form.is_valid()

    saved = canonical(other, {"text": "Theirs"})
    form.settle([answer(), AnswerSnapshot(other, saved, 5, None)])

    wrong, right = form.cards
    assert (wrong.version, wrong.controls[2].value) == ("1", "1000")
    assert (right.version, right.controls[0].value.text) == ("5", "Theirs")


def test_form_that_was_not_validated_shows_no_faults() -> None:
    assert bound(percentage="1000").problems == []


def test_form_keeps_two_forms_on_a_page_apart_by_prefix() -> None:
    sent = {f"t7-{name}": [value] for name, value in EVERYTHING.items() if isinstance(value, str)}
    form = SectionForm([answer()], MultiValueDict(sent), prefix="t7")

    assert form.is_valid()
    assert form.writes[0].content.parts["percentage"] == "23.10"
    assert form.cards[0].controls[0].name == "t7-q-q-1--yes-no"


def test_form_counts_the_rows_as_it_shows_them_after_pasted_ones_were_added() -> None:
    form = bound(**{"q-q-1--links--2--url": "x"})

    assert faults(form) == [("q-q-1--links--1--url", str(NO_ADDRESS))]
    shown = form.cards[0].controls[5].value
    assert isinstance(shown, ShownLinks)
    rows = shown.rows
    assert [(row.id, row.url) for row in rows if row.problem] == [("q-q-1--links--1", "x")]


def test_form_keeps_lines_that_are_too_long_to_be_read() -> None:
    form = bound(paste="a.kr\n" * 4_001)

    words = "This is 20,005 characters long; at most 20,000 are allowed."
    assert faults(form) == [("q-q-1--links--paste", words)]
    shown = form.card("q-1").controls[-1].value
    assert (shown.rest, shown.rest_problem) == ("a.kr\n" * 4_001, words)
    assert len(shown.rows) == 3


def test_form_keeps_lines_of_more_links_than_there_is_room_for() -> None:
    many = {"version-q-1": ["0"], "q-q-1--links--paste": ["a.kr b.kr\n" * 101]}
    data = MultiValueDict(many)
    form = SectionForm([answer()], data, button="paste q-q-1--links")

    shown = form.card("q-1").controls[-1].value
    assert (len(shown.rows), shown.rest) == (1, "a.kr b.kr\n" * 101)
    assert shown.rest_note == "Enter at most 200 links."


def test_form_judges_no_row_that_there_is_no_room_for() -> None:
    rows = {f"q-q-1--links--{number}--url": "htp://a.kr/" for number in range(202)}
    form = SectionForm([answer()], MultiValueDict({name: [url] for name, url in rows.items()}))

    assert faults(form)[0] == ("q-q-1--links--0--url", str(WRONG_SCHEME))
    assert len(faults(form)) == 200
    shown = form.card("q-1").controls[-1].value.rows
    assert ["Did you mean" in row.note for row in shown[198:]] == [True, True, False, False]


def test_form_reads_what_was_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def reading(text: str) -> Reading:
        read.append(text)
        return Reading((), text)

    monkeypatch.setattr(links, "read_pasted", reading)
    form = bound(answer(version=0), paste="그냥 글자")

    assert faults(form) == [("q-q-1--links--paste", str(NO_ADDRESS_IN_LINES))]
    form.judge_against([answer()])
    assert faults(form) == [("q-q-1--links--paste", str(NO_ADDRESS_IN_LINES))]
    assert read == ["그냥 글자"]
