import csv
from io import BytesIO, StringIO
from typing import Any

from django.utils import translation
from openpyxl import load_workbook

from responses.documents.evidence_csv import evidence_csv, heads
from responses.documents.evidence_xlsx import evidence_xlsx
from responses.documents.extract import Extract
from responses.domain.snapshot.snapshot import Snapshot

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
        made = evidence_xlsx(Extract(demo, "ko"))
        assert evidence_xlsx(Extract(demo, "ko")) == made
    sheet: Any = load_workbook(BytesIO(made))["근거"]
    found = [["" if each is None else str(each) for each in row] for row in sheet.values]
    assert found == table(demo)
    assert len(found) == 56
    assert sheet.cell(2, 7).hyperlink.target == "https://www.seoul.go.kr/"
    assert sheet.oddFooter.center.text == "이 문서는 작업본이며 제출본이 아닙니다. · &P / &N"
