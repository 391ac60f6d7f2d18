import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from django.utils import translation
from openpyxl import load_workbook

from responses.characters import holds_korean
from responses.documents.evidence_csv import evidence_csv, heads
from responses.documents.evidence_xlsx import evidence_xlsx
from responses.documents.extract import Extract
from responses.domain.checks.states import digest_of
from responses.domain.snapshot.links import SnapshotLink
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import BOTH
from responses.link_states import LinkState

from .snapshots import saying


def table(snapshot: Snapshot, *, in_texts: bool = True) -> list[list[str]]:
    into = snapshot.submission_language
    content = evidence_csv(snapshot, heads(snapshot), into, in_texts=in_texts)
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_addresses_in_texts_follow_the_links_each_once() -> None:
    snapshot = saying(
        text="○ www.busan.go.kr/open, https://data.seoul.go.kr\n○ www.busan.go.kr/open 에서",
        links=[{"label": "=자료", "url": "data.seoul.go.kr"}],
    )
    assert [row[2:] for row in table(snapshot)[1:]] == [
        ["1", "'=자료", "data.seoul.go.kr", "https://data.seoul.go.kr"],
        ["2", "", "www.busan.go.kr/open", "https://www.busan.go.kr/open"],
    ]
    assert len(table(snapshot, in_texts=False)) == 2


def test_workbook_has_the_same_rows_and_heads(demo: Snapshot) -> None:
    with translation.override("ko"):
        made = evidence_xlsx(Extract(demo, BOTH))
        assert evidence_xlsx(Extract(demo, BOTH)) == made
    sheet: Any = load_workbook(BytesIO(made))["근거"]
    found = [["" if each is None else str(each) for each in row] for row in sheet.values]
    assert found == table(demo)
    assert len(found) == 56
    assert sheet.cell(2, 7).hyperlink.target == "https://www.seoul.go.kr/"
    assert sheet.oddFooter.center.text == "이 문서는 작업본이며 제출본이 아닙니다. · &P / &N"


def in_one(snapshot: Snapshot, language: str) -> list[list[str]]:
    content = evidence_csv(snapshot, heads(snapshot, language), "", language=language)
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_a_table_in_one_language_has_labels_and_sections_in_it(demo: Snapshot) -> None:
    korean, english, both = in_one(demo, "ko"), in_one(demo, "en"), table(demo)
    assert english[0] == ["Section", "Question", "Number", "Label", "Address", "Link"]
    assert korean[0] == ["영역", "문항", "번호", "이름", "주소", "링크"]
    assert [row[0] for row in english[1:3]] == ["I. Organizational structure"] * 2
    assert [row[1:3] + row[4:] for row in english[1:]] == [row[1:3] + row[5:] for row in both[1:]]
    assert [row[3] for row in korean[1:]] == [row[3] for row in both[1:]]
    # What is translated is, and what is not is marked.
    assert {row[3] for row in english[1:] if holds_korean(row[3])} == {
        f"{row[4]} [Korean]" for row in both[1:] if holds_korean(row[4])
    }
    assert sum(row[3].endswith(" [Korean]") for row in english) == 15
    for language, rows in (("ko", korean), ("en", english)):
        with translation.override(language):
            made = evidence_xlsx(Extract(demo, language))
        sheet: Any = load_workbook(BytesIO(made)).active
        assert [["" if each is None else str(each) for each in row] for row in sheet.values] == rows


def test_table_says_for_which_indicators_each_address_is(demo: Snapshot) -> None:
    question = demo.answers_by_key["i-1"].question
    one, other = (each.key for each in question.proves)
    assert (one, other) == ("institutional/281", "technology/202")
    digest = digest_of("http://world.seoul.go.kr/main/")
    chosen = {"i-1": {digest: [other]}}
    made = evidence_csv(demo, heads(demo, "en"), "", language="en", chosen=chosen)
    rows = list(csv.reader(StringIO(made.decode("utf-8-sig"))))
    assert rows[0][-2:] == ["Link", "Indicators"]
    assert [row[-1] for row in rows[1:3]] == [
        "official city website (281); found by search engines (202)",
        "found by search engines (202)",
    ]
    with translation.override("ko"):
        both: Any = load_workbook(BytesIO(evidence_xlsx(Extract(demo, BOTH, chosen=chosen)))).active
    found = [[*row] for row in both.values]
    assert found[0][-1] == "지표 / Indicators"
    assert found[2][-1] == "검색 엔진에서 찾을 수 있음(202) / found by search engines (202)"
    # An address that leads nowhere is for none.
    broken = replace(saying(links=[{"label": "a", "url": "없음"}]), edition=demo.edition)
    rows = list(csv.reader(StringIO(evidence_csv(broken, (), "", chosen={}).decode())))
    assert rows[1][-1] == ""


def test_a_note_on_a_link_is_marked_where_it_is_in_the_original(demo: Snapshot) -> None:
    note = "국내에서만 열립니다."
    told = SnapshotLink(in_one(demo, "en")[1][4], LinkState.FAILING, date(2026, 11, 29), note)
    noted = replace(demo, links=(told,))
    said = [in_one(noted, language)[1][-1] for language in ("en", "ko")]
    assert said == [f"{note} [Korean]", note]


def test_where_links_are_checked_the_table_says_how_each_stood() -> None:
    links = [{"label": "a", "url": "a.kr"}, {"label": "b", "url": "http://b.kr:0/"}]
    told = SnapshotLink("https://a.kr/", LinkState.FAILING, date(2026, 11, 29), "=1+1")
    snapshot = replace(saying(links=links), links=(told,))
    heads_, *rows = (row[6:] for row in table(snapshot))
    assert heads_ == ["상태 / State", "마지막 점검일 / Last checked", "설명 / Note"]
    assert rows == [
        ["연결 안 됨 / Failing", "2026-11-29", "'=1+1"],
        ["판단할 수 없음 / Cannot tell", "", ""],
    ]
    assert [row[6:] for row in in_one(snapshot, "en")] == [
        ["State", "Last checked", "Note"],
        ["Failing", "2026-11-29", "'=1+1"],
        ["Cannot tell", "", ""],
    ]
    with translation.override("en"):
        sheet: Any = load_workbook(BytesIO(evidence_xlsx(Extract(snapshot, "en")))).active
    found = [["" if each is None else str(each) for each in row][6:] for row in sheet.values]
    assert found == [
        ["State", "Last checked", "Note"],
        ["Failing", "2026-11-29", "=1+1"],
        ["Cannot tell", "", ""],
    ]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
