"""What documents of Office programs must not have in them, in files as these programs make them."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from openpyxl import Workbook

from responses.domain.files.judgement import judged
from responses.domain.files.unfit import Unfit, UnfitError

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL_MAIN = "openxmlformats-officedocument.spreadsheetml.sheet.main"
WITH_MACROS = ("application/vnd.ms-word.document.macroEnabled", "ms-excel.sheet.macroEnabled.main")
Made = dict[str, bytes]
Change = Callable[[Made], Made]


def word() -> bytes:
    document, into = Document(), BytesIO()
    document.add_paragraph("예산")
    document.save(into)
    return into.getvalue()


def excel() -> bytes:
    book, into = Workbook(), BytesIO()
    book.active.append(["예산", 1])  # type: ignore[union-attr]
    book.active["A2"].hyperlink = "https://example.org/"  # type: ignore[index]
    book.save(into)
    return into.getvalue()


def changed(content: bytes, change: Change) -> bytes:
    with ZipFile(BytesIO(content)) as given:
        made = change({name: given.read(name) for name in given.namelist()})
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as pack:
        for name, said in made.items():
            pack.writestr(name, said)
    return into.getvalue()


def with_member(name: str) -> Change:
    return lambda made: made | {name: b"\xd0\xcf\x11\xe0"}


def with_type(of: str, to: str) -> Change:
    def change(made: Made) -> Made:
        types = "[Content_Types].xml"
        assert of.encode() in made[types]
        return made | {types: made[types].replace(of.encode(), to.encode())}

    return change


def with_relation(
    kind: str, target: str, mode: str = "External", encoding: str = "utf-8"
) -> Change:
    def change(made: Made) -> Made:
        name = "word/_rels/document.xml.rels"
        row = f'<Relationship Id="rX" Type="{RELATIONS}/{kind}" Target="{target}" '
        row += f'TargetMode="{mode}"/></Relationships>'
        text = made[name].decode().replace("</Relationships>", row)
        return made | {name: text.partition("?>")[2].encode(encoding)}

    return change


SERVER = "\\\\server\\share\\a.dotm"
REFUSED: list[tuple[Callable[[], bytes], Change, Unfit]] = [
    (word, with_member("word/vbaProject.bin"), Unfit.MACROS),
    (word, with_member("word/vbaproject.bin"), Unfit.MACROS),
    (word, with_member("WORD/VBAPROJECT.BIN"), Unfit.MACROS),
    (word, with_member("word\\vbaProjectSignature.bin"), Unfit.MACROS),
    (excel, with_member("xl/macrosheets/sheet1.xml"), Unfit.MACROS),
    (excel, with_member("xl/intlMacrosheets/sheet1.xml"), Unfit.MACROS),
    # A .docm and a .xlsm under another name, and one that calls its macros otherwise.
    (word, with_type(MAIN, WITH_MACROS[0]), Unfit.MACROS),
    (excel, with_type(EXCEL_MAIN, WITH_MACROS[1]), Unfit.MACROS),
    (word, with_type(MAIN, "application/vnd.ms-office.vba&#80;roject"), Unfit.MACROS),
    (word, with_relation("vbaProject", "harmless.xml", "Internal"), Unfit.MACROS),
    (word, with_member("word/embeddings/oleObject1.bin"), Unfit.EMBEDDED),
    (excel, with_member("xl/embeddings/setup.exe"), Unfit.EMBEDDED),
    (word, with_member("word/embeddings/Book.xlsm"), Unfit.EMBEDDED),
    (word, with_member("word/activeX/activeX1.xml"), Unfit.EMBEDDED),
    (word, with_relation("oleObject", "media/image1.png", "Internal"), Unfit.EMBEDDED),
    (word, with_relation("attachedTemplate", "https://example.org/a.dotm"), Unfit.OUTSIDE),
    (word, with_relation("attachedTemplate", SERVER), Unfit.OUTSIDE),
    (word, with_relation("attachedTemplate", "file:///%5C%5Cserver%5Ca.dotm"), Unfit.OUTSIDE),
    (word, with_relation("image", "http://example.org/a.png", "EXTERNAL"), Unfit.OUTSIDE),
    (word, with_relation("frame", "//example.org/a.htm", encoding="utf-16"), Unfit.OUTSIDE),
    (excel, lambda made: made | {"[Content_Types].xml": b"<Types>"}, Unfit.DAMAGED),
    (excel, lambda made: made | {"xl/_rels/a.rels": b"<a>" + b" " * 16_000_000}, Unfit.UNKNOWN),
]  # fmt: skip
TAKEN: list[tuple[Callable[[], bytes], Change]] = [
    (word, dict),
    (excel, dict),
    # Of a chart, of a person's own machine, and where a link leads.
    (word, with_member("word/embeddings/Microsoft_Excel_Sheet.xlsx")),
    (word, with_relation("attachedTemplate", "file:///C:\\Users\\Kim\\Report.dotm")),
    (word, with_relation("externalLinkPath", "Book2.xlsx")),
    (word, with_relation("hyperlink", "https://example.org/")),
]


def test_what_has_programs_or_leads_out_is_refused() -> None:
    found = []
    for make, change, _why in REFUSED:
        with pytest.raises(UnfitError) as refusal, judged(BytesIO(changed(make(), change))):
            pass
        found.append(refusal.value.why)
    assert found == [why for _make, _change, why in REFUSED]


def test_what_offices_write_otherwise_is_taken() -> None:
    found = []
    for make, change in TAKEN:
        with judged(BytesIO(changed(make(), change))) as given:
            found.append(given.type)
    assert found == ["docx", "xlsx", "docx", "docx", "docx", "docx"]
