"""Tables of other programs as text."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from responses.intake.refusals import UnreadableFileError
from responses.intake.tables import text_of_table
from tests.support.office_files import as_word


def workbook(*rows: list[Any]) -> bytes:
    book, saved = Workbook(), BytesIO()
    sheet = book.create_sheet("Terms", 0)
    for row in rows:
        sheet.append(row)
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_text_is_read_in_the_encodings_of_spreadsheet_programs(encoding: str) -> None:
    assert text_of_table("팀장,Team Leader".encode(encoding), 15) == "팀장,Team Leader"


def test_a_row_of_a_workbook_is_a_line() -> None:
    said = text_of_table(workbook(["팀장", "Team\nLeader"], ["과장", None, 7.5]), 50)
    assert said == "팀장\tTeam Leader\n과장\t\t7.5"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\xff\xff", "other"),
        (b"Term,Translation\0", "other"),
        (b'{"a":1,"b":2}', "other"),
        (b"a" * 51, "too_long"),
        (workbook(["a" * 51]), "too_long"),
        (workbook(*([["a"]] * 26)), "too_long"),
        (workbook([]), "empty"),
        (b"PK\x03\x04" + b"\0" * 50, "damaged"),
        (b"\xd0\xcf\x11\xe0", "old"),
        (as_word("a\tb"), "other"),
    ],
)
def test_what_is_no_table_or_more_than_may_be_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        text_of_table(content, 50)
    assert refused.value.name == name
