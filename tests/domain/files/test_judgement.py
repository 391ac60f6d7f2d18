"""What a file is, told by what is in it."""

import codecs
from io import BytesIO

import pytest

from responses.domain.content.files import TYPES
from responses.domain.files.judgement import judged
from responses.domain.files.unfit import Unfit, UnfitError
from tests.support.files import CSV, DOCX, HWPX, PDF, XLSX, archive, picture

GOOD = {
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "webp": picture("WEBP"),
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": XLSX,
    "hwpx": HWPX,
    "csv": CSV,
}


def told(given: bytes) -> tuple[str, bytes, int, int]:
    """Return the type of a file, its bytes as they are stored, its width and its height."""
    with judged(BytesIO(given)) as found:
        found.bytes.seek(0)
        return found.type, found.bytes.read(), found.width, found.height


def test_every_type_is_told() -> None:
    assert {key: told(given)[0] for key, given in GOOD.items()} == {key: key for key in TYPES}


def test_a_document_stays_as_it_is_and_a_picture_does_not() -> None:
    assert told(PDF) == ("pdf", PDF, 0, 0)
    type_key, content, *size = told(picture("JPEG", (40, 30), comment=b"secret"))
    assert (type_key, b"secret" in content, size) == ("jpeg", False, [40, 30])


@pytest.mark.parametrize(
    "table",
    [
        "구분;값\n예산;1\n".encode("cp949"),
        "\ufeff구분,값\n".encode(),
        b"a\tb\n1\t2",
        # Below what it is, and with a first cell of two lines.
        "서울시 예산 현황\n\n구분,값\n예산,1\n".encode(),
        '"구분\n(단위)",값\n예산,1\n'.encode("cp949"),
        '"구분, 연도";값\n예산;1\n'.encode(),
        "[별지 제1호 서식]\n구분\t값\n예산\t1\n".encode("utf-16"),
        codecs.BOM_UTF16_BE + "구분\t값\n".encode("utf-16-be"),
        # Cut inside a letter of three bytes, wherever a piece ends.
        ("x," + "가" * 70_000).encode(),
    ],
)
def test_tables_are_read_as_spreadsheets_write_them(table: bytes) -> None:
    assert told(table)[0] == "csv"


# An archive whose end says that its list takes gigabytes.
HUGE_LIST = DOCX[:-10] + b"\xff\xff\xff\x7f" + DOCX[-6:]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"", Unfit.EMPTY),
        # Told as a size is shown: 20 MB are 20,000,000 bytes.
        (PDF + b" " * (20_000_001 - len(PDF)), Unfit.TOO_LARGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>,", Unfit.UNKNOWN),
        (b"  <!doctype html><script>1,2</script>", Unfit.UNKNOWN),
        (b"one word", Unfit.UNKNOWN),
        (b"one word\nand a comma, with one word", Unfit.UNKNOWN),
        (b'{"a":1,"b":2}', Unfit.UNKNOWN),
        (b'[\n {"a": 1, "b": 2}\n]', Unfit.UNKNOWN),
        (b"[1, 2, 3]\n", Unfit.UNKNOWN),
        ("a,b\n1,\0".encode("utf-16"), Unfit.UNKNOWN),
        (b"\xff\xfea,b", Unfit.UNKNOWN),
        (b"a,b\n1,\x002", Unfit.UNKNOWN),
        (b"a,b\n\xff\xfe\xfd", Unfit.UNKNOWN),
        (picture("GIF"), Unfit.UNKNOWN),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, Unfit.UNKNOWN),
        (b"MZ\x90\0", Unfit.UNKNOWN),
        (archive("a.txt"), Unfit.UNKNOWN),
        (archive("word/document.xml"), Unfit.UNKNOWN),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), Unfit.UNKNOWN),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), Unfit.MACROS),
        (DOCX[:-30], Unfit.DAMAGED),
        (HUGE_LIST, Unfit.UNKNOWN),
        (b"PK\x03\x04 no archive", Unfit.DAMAGED),
    ],
)
def test_what_is_of_no_such_type_is_refused(given: bytes, why: Unfit) -> None:
    with pytest.raises(UnfitError) as refusal:
        told(given)
    assert refusal.value.why is why


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("가짜.PNG", b"one word", Unfit.NOT_AS_NAMED),
        ("photo.jpg", picture("GIF"), Unfit.NOT_AS_NAMED),
        ("plan.docx", archive("content.xml"), Unfit.NOT_AS_NAMED),
        ("plan.pdf", b"\0" * 600, Unfit.NOT_AS_NAMED),
        # What is known to have a password, or to be older, is no damage.
        ("plan.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, Unfit.UNKNOWN),
        ("plan.hwp", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, Unfit.UNKNOWN),
        ("table.csv", b'{"a":1,"b":2}', Unfit.NOT_AS_NAMED),
        ("notes.txt", b"one word", Unfit.UNKNOWN),
    ],
)
def test_a_name_that_promises_more_than_is_there_says_why(
    name: str, given: bytes, why: Unfit
) -> None:
    with pytest.raises(UnfitError) as refusal, judged(BytesIO(given), name):
        pass
    assert refusal.value.why is why
