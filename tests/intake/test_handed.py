"""What people write beside the blanks of a file that was handed out is told, wherever it stands."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image

from responses.documents.handouts import handout_file
from responses.enums import HandoutFormat
from responses.intake.handed import HandedText, others_since, read_handed
from responses.intake.unmarked import read_unmarked
from responses.models import Response, User
from tests.support.files import picture
from tests.support.handouts import make_handout
from tests.support.office_files import archive, hp, hr, ht

pytestmark = pytest.mark.django_db
TAG = "b-1.text"
NOTE = "각주: 2025년 기준"


def in_word(content: bytes) -> bytes:
    """Return a document with a comment and a footnote in its blank, and a line in its header."""
    document = docx.Document(BytesIO(content))
    document.sections[0].header.paragraphs[0].insert_paragraph_before("머리말에 적음")
    document.add_picture(BytesIO(picture()))
    made = BytesIO()
    document.save(made)
    with ZipFile(made) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    said = f"<w:p><w:r><w:t>{NOTE}</w:t></w:r></w:p>"
    members["word/footnotes.xml"] = (
        f'<w:footnotes {w}><w:footnote w:id="2">{said}</w:footnote></w:footnotes>'.encode()
    )
    remark = f'<w:comment w:id="5" w:author="Kim">{said}</w:comment>'
    members["word/comments.xml"] = f"<w:comments {w}>{remark}</w:comments>".encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "".join(
        f'<Relationship Id="n{name}" Type="{kind}/{name}" Target="{name}.xml"/>'
        for name in ("footnotes", "comments")
    )
    name = "word/_rels/document.xml.rels"
    members[name] = members[name].replace(
        b"</Relationships>", f"{related}</Relationships>".encode()
    )
    references = (
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="5"/></w:r>'
    )
    begin, tag, rest = members["word/document.xml"].partition(f'w:val="{TAG}"'.encode())
    members["word/document.xml"] = (
        begin + tag + rest.replace(b"</w:r>", b"</w:r>" + references.encode(), 1)
    )
    return archive(members)


def in_hancom(content: bytes) -> bytes:
    """Return a document with a memo, a note and a table in its blank, and a line in its header."""

    def control(inside: str) -> str:
        return hr(f"<hp:ctrl>{inside}</hp:ctrl>")

    def rows(*texts: tuple[str, str]) -> str:
        made = "".join(
            "<hp:tr>"
            + "".join(f"<hp:tc><hp:subList>{hp(ht(each))}</hp:subList></hp:tc>" for each in row)
            + "</hp:tr>"
            for row in texts
        )
        return hp(hr(f"<hp:tbl>{made}</hp:tbl>"))

    said = f"<hp:subList>{hp(ht(NOTE))}</hp:subList>"
    beside = control(f'<hp:fieldBegin type="MEMO">{said}</hp:fieldBegin>') + control(
        f"<hp:footNote>{said}</hp:footNote>"
    )
    head = control(f"<hp:header><hp:subList>{hp(ht('머리말에 적음'))}</hp:subList></hp:header>")
    with ZipFile(BytesIO(content)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    name = "Contents/section0.xml"
    begin, tag, rest = members[name].partition(f'name="{TAG}"'.encode())
    table = rows(("연도", "비율"), ("2025", "90%"))
    filled = hp(ht("표"), beside) + table + hp(ht("끝"))
    before, close, after = rest.partition(b"</hp:subList>")
    lead = before[: before.index(b"<hp:p")]
    members[name] = begin + tag + lead + filled.encode() + close + after
    members[name] = members[name].replace(b"<hp:run", head.encode() + b"<hp:run", 1)
    return archive({**members, "BinData/image1.png": picture()})


def in_excel(content: bytes) -> bytes:
    """Return a workbook with a remark on its blank."""
    book = load_workbook(BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            if row[0].value == TAG:
                row[2].comment = Comment(NOTE, "Kim")
    book.worksheets[0].add_image(Image(BytesIO(picture())), "F1")
    made = BytesIO()
    book.save(made)
    return made.getvalue()


HEAD = {"": ["머리말에 적음", "image1.png"]}
CASES: Mapping[str, tuple[Callable[[bytes], bytes], Mapping[str, list[str]], str | None]] = {
    HandoutFormat.DOCX: (in_word, {TAG: [NOTE, f"Kim {NOTE}"], **HEAD}, None),
    HandoutFormat.HWPX: (in_hancom, {TAG: [NOTE, NOTE], **HEAD}, "표\n연도\t비율\n2025\t90%\n끝"),
    HandoutFormat.XLSX: (in_excel, {TAG: [NOTE], "": ["image1.png"]}, None),
}


@pytest.mark.parametrize("form", HandoutFormat.values)
def test_what_stands_beside_the_text_is_told(
    form: str, response: Response, coordinator: User
) -> None:
    write_in, told, text = CASES[form]
    content = handout_file(make_handout(response, coordinator, "b-1", form=form))
    before = read_handed(content)
    after = read_handed(write_in(content))
    assert isinstance(before, HandedText)
    assert isinstance(after, HandedText)
    assert others_since(before, after) == told
    assert others_since(before, before) == {}
    assert after.blanks[TAG] == (before.blanks[TAG] if text is None else text)


def test_what_stands_beside_a_text_that_lost_its_tags_is_told(
    response: Response, coordinator: User
) -> None:
    content = handout_file(make_handout(response, coordinator, "b-1", form=HandoutFormat.DOCX))
    with ZipFile(BytesIO(in_word(content))) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    members["word/document.xml"] = re.sub(rb"<w:tag [^>]*>", b"", members["word/document.xml"])
    both = read_unmarked(content, archive(members))
    assert both is not None
    assert others_since(*both) == {"": [NOTE, f"Kim {NOTE}", "머리말에 적음", "image1.png"]}
