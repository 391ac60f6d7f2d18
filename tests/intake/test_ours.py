"""Files that the product wrote, as people edit them: what they changed is read, the rest stays."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.utils import translation
from openpyxl import load_workbook

from responses.documents.exports import FORMATS
from responses.documents.extract import Extract
from responses.domain.snapshot.snapshot import Snapshot
from responses.intake.proposals import Proposed, ProposedAnswer, propose
from responses.intake.reading import read_file
from tests.documents.snapshots import make_answer, make_question, make_section, make_snapshot
from tests.support.office_files import archive

TEXT = "  앞에 빈칸\n□ 하나\n  ○ 둘\nA.2 Question A.2 (한국어)\n구분\t비율\n만족\t23.1%"
LINKS = [
    {"label": "자료: 둘", "url": "https://a.kr/길"},
    {"label": "", "url": "b.go.kr"},
    {"label": "셋", "url": "https://c.kr/?d=<1>"},
]
FIRST: Mapping[str, Any] = {
    "yes-no": "yes",
    "choices": ["plan"],
    "percentage": "23.1",
    "contact": {"name": "김", "title": "과장", "agency": "통계과", "email": "kim@a.kr"},
    "text": TEXT,
    "links": LINKS,
}
SNAPSHOT = make_snapshot(
    make_section(
        make_answer(make_question(), "", FIRST),
        make_answer(make_question("a-2", "text", "links"), "없음: 까닭"),
        make_answer(make_question("a-3", "text", "links"), "", {"text": "셋째"}),
    )
)


SET_IN = make_snapshot(
    make_section(
        make_answer(
            make_question("a-1", "text"),
            "",
            {"text": "   앞\n ○ 둘째\n\n\n   - 셋째\n\t※ 넷째\n\n1. 다섯\n     여섯\n○ 둘째"},
        )
    )
)


def made(end: str, snapshot: Snapshot = SNAPSHOT) -> bytes:
    with translation.override("ko"):
        return FORMATS[f"response.{end}"].make(Extract(snapshot, "ko"))


def found_in(content: bytes, snapshot: Snapshot = SNAPSHOT) -> Proposed:
    text = read_file(content)
    found = propose(snapshot.edition, text)
    placed = [number for each in found.answers for number in each.lines]
    placed += [*found.wording, *found.headings, *found.not_placed]
    assert sorted(placed) == [line.number for line in text.lines]
    return found


def answers(content: bytes, snapshot: Snapshot = SNAPSHOT) -> list[ProposedAnswer]:
    return list(found_in(content, snapshot).answers)


def edited(
    end: str, member: str, edit: Callable[[str], str], snapshot: Snapshot = SNAPSHOT
) -> bytes:
    """Return a file of which one member was edited, and has changed by that."""
    with ZipFile(BytesIO(made(end, snapshot))) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    before = members[member].decode()
    after = edit(before)
    assert after != before
    return archive({**members, member: after.encode()})


def parts(answer: ProposedAnswer, **changed: Any) -> None:
    """Hold that an answer is sure, and says what it said but for this."""
    assert answer.is_sure
    assert dict(answer.content.parts) == {**FIRST, **changed}


def test_an_edited_line_of_a_word_document_is_read_and_the_rest_stays() -> None:
    content = edited("docx", "word/document.xml", lambda xml: xml.replace("○ 둘", "○ 고침"))
    first, second, third = answers(content)
    parts(
        first,
        text="  앞에 빈칸\n□ 하나\n  ○ 고침\nA.2 Question A.2 (한국어)\n구분\t비율\n만족\t23.1%",
    )
    assert (second.content.nothing_to_report, second.lines != ()) == ("없음: 까닭", True)
    assert dict(third.content.parts) == {"text": "셋째"}


@pytest.mark.parametrize(
    ("end", "member"), [("docx", "word/document.xml"), ("hwpx", "Contents/section0.xml")]
)
def test_an_edited_text_is_set_in_as_it_was(end: str, member: str) -> None:
    """What was typed before a line, no document says: neither tabs, nor odd numbers of blanks."""
    content = edited(end, member, lambda xml: xml.replace("넷째", "바뀐 넷째"), SET_IN)
    [answer] = answers(content, SET_IN)
    assert answer.is_sure
    before = str(SET_IN.answers_by_key["a-1"].content.parts["text"])
    assert answer.content.parts["text"] == before.replace("넷째", "바뀐 넷째")


def test_what_is_written_below_an_answer_goes_on_it() -> None:
    opened = docx.Document(BytesIO(made("docx")))
    opened.element.body.insert(-1, opened.add_paragraph("덧붙임")._p)
    into = BytesIO()
    opened.save(into)
    *_others, third = answers(into.getvalue())
    assert (dict(third.content.parts), third.is_sure) == ({"text": "셋째\n덧붙임"}, True)


def test_words_before_an_address_stay_in_a_text_of_our_own_file() -> None:
    said = "예, https://a.go.kr/x 참고"
    content = edited("docx", "word/document.xml", lambda xml: xml.replace("셋째", said))
    *_others, third = answers(content)
    assert dict(third.content.parts) == {"text": said}


def test_another_box_that_is_ticked_is_read() -> None:
    def tick(xml: str) -> str:
        before, mark, after = xml.partition('<w:tag w:val="a-1.choices.staff"/>')
        ticked = after.replace('w14:checked w14:val="0"', 'w14:checked w14:val="1"', 1)
        return before + mark + ticked.replace("☐", "☑", 1)

    first, *_others = answers(edited("docx", "word/document.xml", tick))
    parts(first, choices=["plan", "staff"])


def test_an_edited_link_is_read_and_the_others_are_as_they_were() -> None:
    content = edited("docx", "word/document.xml", lambda xml: xml.replace("b.go.kr", "e.go.kr/x"))
    first, *_others = answers(content)
    parts(first, links=[LINKS[0], {"label": "", "url": "e.go.kr/x"}, LINKS[2]])


def test_an_edited_line_of_a_hancom_document_is_read_and_the_rest_stays() -> None:
    content = edited("hwpx", "Contents/section0.xml", lambda xml: xml.replace("23.1%<", "42%<", 1))
    first, *_others = answers(content)
    parts(first, percentage="42")


def test_an_edited_cell_and_row_of_a_workbook_are_read() -> None:
    book = load_workbook(BytesIO(made("xlsx")))
    sheet = book["답변"]
    at = next(cell.column for cell in sheet[1] if cell.value == "글")
    sheet.cell(2, at).value = "=고침\n둘째 줄"
    sheet.cell(2, at).data_type = "s"
    book["링크"].cell(3, 5).value = "e.go.kr"
    into = BytesIO()
    book.save(into)
    found = found_in(into.getvalue())
    parts(
        found.answers[0],
        text="=고침\n둘째 줄",
        links=[LINKS[0], {"label": "", "url": "e.go.kr"}, LINKS[2]],
    )
    assert found.answers[1].content.nothing_to_report == "없음: 까닭"


def test_a_file_that_lost_what_it_carried_is_read_as_any_other() -> None:
    with ZipFile(BytesIO(made("docx"))) as opened:
        members = {name: opened.read(name) for name in opened.namelist() if "customXml" not in name}
    content = archive(members)
    first, *_others = answers(content)
    assert first.content.parts["percentage"] == "23.1"
    assert read_file(content).carried is None


def test_what_a_file_carries_is_judged_as_any_answer() -> None:
    def spoil(xml: str) -> str:
        return xml.replace(
            "&quot;yes-no&quot;: &quot;yes&quot;", "&quot;yes-no&quot;: &quot;perhaps&quot;"
        )

    first, *_others = answers(edited("docx", "customXml/item1.xml", spoil))
    assert (first.is_sure, [*(first.faults or ())]) == (False, ["yes-no"])
