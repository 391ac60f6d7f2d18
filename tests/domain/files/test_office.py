"""What documents of Office programs must not have in them, in files as these programs make them."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from openpyxl import Workbook

from responses.domain.files.judgement import judged
from responses.domain.files.unfit import Unfit, UnfitError
from tests.support.office_files import as_hancom

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL_MAIN = "openxmlformats-officedocument.spreadsheetml.sheet.main"
WITH_MACROS = ("application/vnd.ms-word.document.macroEnabled", "ms-excel.sheet.macroEnabled.main")
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# As Hancom writes them into every document.
HEADER = "var Documents = XHwpDocuments;\r\nvar Document = Documents.Active_XHwpDocument;\r\n"
SOURCE = "function OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\n"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
# Of whose program the object of a chart says it is.
CHART = bytes.fromhex("37a13d4c90dcb9479bed59dae352a280")
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


def hancom() -> bytes:
    return as_hancom("예산")


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


def with_connection(how: str) -> Change:
    part = f"<connections xmlns={SHEETS!r}><connection id='1'>{how}</connection></connections>"
    return lambda made: made | {"xl/connections.xml": part.encode()}


def with_link(how: str) -> Change:
    part = f"<externalLink xmlns={SHEETS!r} xmlns:r={RELATIONS!r}>{how}</externalLink>"
    return lambda made: made | {"xl/externalLinks/externalLink1.xml": part.encode()}


def with_script(text: str, encoding: str = "utf-8") -> Change:
    return lambda made: made | {"Scripts/sourceScripts.js": text.encode(encoding)}


def with_object(name: str, program: bytes, before: bytes = b"\0\0\1\0", sectors: int = 1) -> Change:
    """Give an object of a program as Hancom keeps it: behind its length, with its members' list."""
    head = COMPOUND + bytes(22) + (9).to_bytes(2, "little") + bytes(16)
    head += sectors.to_bytes(4, "little")
    content = head.ljust(512, b"\0") + bytes(512 * sectors) + bytes(80) + program + bytes(32)
    return lambda made: made | {name: before + content}


def with_picture(href: str) -> Change:
    def change(made: Made) -> Made:
        name = "Contents/content.hpf"
        row = f'<opf:item id="image9" href="{href}" media-type="image/png" isEmbeded="0"/>'
        assert b"<opf:manifest>" in made[name]
        return made | {name: made[name].replace(b"<opf:manifest>", f"<opf:manifest>{row}".encode())}

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
    # Data of a database, a page, a cube and another machine's text; values of another program.
    (excel, with_connection('<dbPr connection="Source=db;" command="b"/>'), Unfit.OUTSIDE),
    (excel, with_connection('<webPr url="https://example.org/"/>'), Unfit.OUTSIDE),
    (excel, with_connection("<dbPr/><olapPr/>"), Unfit.OUTSIDE),
    (excel, with_connection('<textPr sourceFile="\\\\server\\a.txt"/>'), Unfit.OUTSIDE),
    (excel, with_link('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'), Unfit.OUTSIDE),
    (excel, with_link('<oleLink r:id="rId1" progId="Word.Document.12"/>'), Unfit.OUTSIDE),
    (hancom, with_script(HEADER + "Document.Open('a.hwp');"), Unfit.MACROS),
    (hancom, with_script(SOURCE.replace("//todo : ", "x = 1;")), Unfit.MACROS),
    (hancom, with_script("/* a */ var a = 1; //\u2028 b();"), Unfit.MACROS),
    (hancom, with_script(SOURCE + "a();", "utf-16-le"), Unfit.MACROS),
    (hancom, with_object("BinData/ole1.ole", bytes(16)), Unfit.EMBEDDED),
    (hancom, with_object("BinData/image1.png", bytes(16), before=b""), Unfit.EMBEDDED),
    (hancom, lambda made: made | {"BinData/ole1.OLE": COMPOUND}, Unfit.EMBEDDED),
    (hancom, with_picture("https://example.org/a.png"), Unfit.OUTSIDE),
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
    (excel, with_connection('<textPr sourceFile="C:\\Users\\Kim\\a.txt"/>')),
    (excel, with_link('<externalBook r:id="rId1"/>')),
    # Every document of Hancom has scripts that do nothing, and its charts are objects, too.
    (hancom, dict),
    (hancom, with_script(HEADER)),
    (hancom, with_script(SOURCE)),
    (hancom, with_script("\ufeff" + HEADER + "// 할 일\n" + SOURCE, "utf-16-le")),
    (hancom, with_script("")),
    (hancom, with_object("BinData/ole1.ole", CHART)),
    (hancom, with_object("BinData/ole1.ole", CHART, before=b"", sectors=40)),
    (hancom, with_picture("C:\\Users\\Kim\\a.png")),
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
    assert found == ["docx", "xlsx", *["docx"] * 4, "xlsx", "xlsx", *["hwpx"] * 8]
