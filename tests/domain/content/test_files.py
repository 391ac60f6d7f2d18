"""Files as an answer names them: what is read, merged, compared, missing and translated."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from responses.domain.content.changes import changed_parts, marked_rows
from responses.domain.content.combining import combined
from responses.domain.content.completeness import Status, judge
from responses.domain.content.content import EMPTY, Content, canonical, files_in
from responses.domain.content.files import NAME_MAX, FileFacts, FileValue, fit_name, size_words
from responses.domain.content.kinds.files import KIND, row_of
from responses.domain.content.marked import marked
from responses.domain.content.translating import in_translation, lacking, translated
from responses.domain.edition.shapes import QuestionShape
from tests.support.shapes import make_part, make_question

PART = make_part("files")
QUESTION: QuestionShape = make_question("files")
CHART = row_of("chart.png", FileFacts("a" * 64, "png", 1_234_567, 800, 600))
PLAN = row_of("plan.pdf", FileFacts("b" * 64, "pdf", 1_500, 0, 0))


def pairs(before: Sequence[Any], after: Any) -> list[tuple[str, str]]:
    assert KIND.pairs
    return list(KIND.pairs(PART, before, after))


def saying(*rows: dict[str, str]) -> Content:
    return canonical(QUESTION, {"files": rows})


@pytest.mark.parametrize(
    ("typed", "type_key", "fit"),
    [
        ("chart.PNG", "png", "chart.PNG"),
        ("photo.jpeg", "jpeg", "photo.jpeg"),
        ("photo", "jpeg", "photo.jpg"),
        ("report.exe", "pdf", "report.exe.pdf"),
        ("C:\\fakepath\\plan.pdf", "pdf", "C__fakepath_plan.pdf"),
        ("../../etc/passwd", "csv", "_.._etc_passwd.csv"),
        ("a\u202efdp.exe", "pdf", "afdp.exe.pdf"),
        (" 예산\n 현황 .pdf", "pdf", "예산 현황.pdf"),
        ("", "pdf", "pdf.pdf"),
        (".pdf", "pdf", "pdf.pdf"),
        ("가" * 500 + ".pdf", "pdf", "가" * 145 + "….pdf"),
    ],
)
def test_a_name_is_one_that_its_file_can_have_everywhere(
    typed: str, type_key: str, fit: str
) -> None:
    assert fit_name(typed, type_key) == fit
    assert fit_name(fit, type_key) == fit
    assert len(fit) <= NAME_MAX


def test_sizes_are_said_in_the_unit_that_is_read_at_a_glance() -> None:
    assert [size_words(size) for size in (999, 1_500, 1_234_567)] == ["999 B", "1.5 kB", "1.2 MB"]


def test_a_value_is_read_back_as_it_is() -> None:
    read = KIND.read(PART, [{**CHART, "caption": "  Users \n by year "}, {}])
    assert read == [{**CHART, "caption": "Users by year"}]
    assert KIND.read(PART, read) == read
    assert KIND.read(PART, [{**PLAN, "name": "plan.exe"}]) == [{**PLAN, "name": "plan.exe.pdf"}]
    assert KIND.read(PART, []) is KIND.read(PART, None) is None
    assert files_in(QUESTION, saying(CHART)) == [
        FileValue("chart.png", "", "", FileFacts("a" * 64, "png", 1_234_567, 800, 600))
    ]


@pytest.mark.parametrize(
    "typed",
    [
        [{**CHART, "digest": "A" * 64}],
        [{**CHART, "digest": "a" * 63}],
        [{**CHART, "digest": ""}],
        [{**CHART, "type": "svg"}],
        [{**CHART, "size": "-1"}],
        [{**CHART, "size": "9" * 5000}],
        [{**CHART, "width": ""}],
        [{**CHART, "caption": "x" * 501}],
        [{**CHART, "place": "Seoul"}],
        [{"caption": "of nothing"}],
        [CHART] * 21,
        "chart.png",
        [3],
    ],
)
def test_what_no_page_sends_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError):
        KIND.read(PART, typed)


def test_twenty_files_are_taken() -> None:
    rows = [{**PLAN, "digest": f"{number:064x}"} for number in range(20)]
    assert KIND.read(PART, rows) == rows


def test_changes_of_two_people_meet_in_one_file() -> None:
    base, mine = saying(CHART, PLAN), saying(PLAN, {**CHART, "caption": "Users"})
    theirs = saying({**CHART, "alternative": "A rising line"}, PLAN)
    both = combined(QUESTION, base, mine, theirs)
    assert both.content == saying(
        PLAN, {**CHART, "caption": "Users", "alternative": "A rising line"}
    )
    assert both.overlaps == frozenset()


def test_another_file_of_the_same_name_is_another_file() -> None:
    """What is known of a file is never mixed with what is known of another one."""
    other = {**CHART, "digest": "c" * 64, "size": "7"}
    third = {**CHART, "digest": "d" * 64, "width": "9"}
    both = combined(QUESTION, saying(CHART), saying(other), saying(third))
    assert both.content == saying(other, third)
    both = combined(QUESTION, EMPTY, saying(CHART), saying(CHART))
    assert both.content == saying(CHART)


def test_what_changed_is_said_in_words_and_by_file() -> None:
    before, after = saying(CHART), saying({**CHART, "digest": "c" * 64})
    assert "files" in changed_parts(QUESTION, before, after)
    assert changed_parts(QUESTION, before, before) == {}
    rows = marked_rows(QUESTION, "files", before, after)
    assert [marked(*pair) for pair in pairs([CHART], after.parts["files"])] == list(rows)
    assert pairs([CHART], after.parts["files"]) == [
        ("", f"chart.png (PNG, 1.2 MB, SHA-256 {'c' * 12}…)"),
        (f"chart.png (PNG, 1.2 MB, SHA-256 {'a' * 12}…)", ""),
    ]
    said = KIND.words(PART, [{**PLAN, "caption": "The plan"}])
    assert list(said) == [f"plan.pdf (PDF, 1.5 kB, SHA-256 {'b' * 12}…) The plan"]


@pytest.mark.usefixtures("english")
def test_a_caption_is_asked_for_and_of_a_picture_an_alternative_text() -> None:
    assert [str(each) for each in KIND.missing([CHART, PLAN])] == ["Caption", "Alternative text"]
    assert [str(each) for each in KIND.missing([PLAN])] == ["Caption"]
    whole = [{**CHART, "caption": "Users", "alternative": "A line"}, {**PLAN, "caption": "Plan"}]
    assert KIND.missing(whole) == []


def test_captions_and_alternative_texts_are_translated_and_nothing_else() -> None:
    original = saying({**CHART, "caption": "이용자", "alternative": "선"})
    question = translated(QUESTION, "en")
    translation = canonical(question, {"files": [{"of": "이용자", "text": "Users"}]})
    assert [part.key for part in lacking(QUESTION, original, translation)] == ["files"]
    assert in_translation(QUESTION, original, translation) == saying(
        {**CHART, "caption": "Users", "alternative": "선"}
    )


@pytest.mark.usefixtures("english")
def test_what_readers_need_to_know_of_files_is_asked_for_and_not_required() -> None:
    asked = make_question("yes_no", "files")
    question = replace(asked, parts=(asked.parts[0], replace(asked.parts[1], required=False)))
    whole = {**CHART, "caption": "Users", "alternative": "A line that rises."}

    def odds(*rows: dict[str, str]) -> tuple[str, ...]:
        judged = judge(question, canonical(question, {"yes-no": "yes", "files": rows}))
        assert (judged.status, judged.lacking) == (Status.ANSWERED, ())
        return judged.at_odds

    assert odds() == odds(whole) == odds(whole, {**PLAN, "caption": "Plan"}) == ()
    (of_both,) = odds(CHART)
    assert of_both.endswith(": not every file has its Caption, Alternative text.")
    (of_one,) = odds(whole, {**PLAN, "alternative": "never asked for"})
    assert of_one.endswith(": not every file has its Caption.")
    assert judge(question, canonical(question, {"files": [CHART]})).at_odds == (of_both,)
