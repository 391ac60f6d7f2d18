from time import process_time

import pytest
from django.utils.translation import override

from responses.intake.lines import FileLine, narrowed
from responses.intake.reading import read_file
from responses.intake.refusals import UnreadableFileError
from tests.support.office_files import archive

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (OLD, "HWP, DOC, XLS"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"PK\x03\x04", "damaged"),
        (archive({"ppt/slide.xml": "<x/>"}), "Files of this type"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "Files of this type"),
        (b"%PDF-1.7", "Files of this type"),
        (bytes(range(256)), "Files of this type"),
        (b'<?xml version="1.0"?><HWPML Version="2.9"><BODY/></HWPML>', "Files of this type"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<w:wordDocument/>", "Files of this type"),
        (b"<HWPML/>", "Files of this type"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "Files of this type"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "Files of this type"),
        (b"a" * 20_000_001, "larger than 20 MB"),
        (b"a\n" * 40_001, "more text than a questionnaire"),
        (b"a" * 3_000_001, "more text than a questionnaire"),
        (b"", "no text"),
        (b" \n\t\n", "no text"),
    ],
    ids=[
        "old",
        "locked",
        "zip",
        "slides",
        "open",
        "pdf",
        "bytes",
        "hancom xml",
        "word xml",
        "bare xml",
        "word mht",
        "browser mht",
        "large",
        "lines",
        "long",
        "empty",
        "blank",
    ],
)
def test_what_cannot_be_read_names_the_way_out(content: bytes, reason: str) -> None:
    with override("en"), pytest.raises(UnreadableFileError) as refused:
        read_file(content)
    with override("en"):
        assert reason in str(refused.value.reason)


def test_type_is_told_by_what_is_in_the_file() -> None:
    assert read_file("1. 질문\n- 답".encode()).reader == "text"
    assert read_file(b"<?xml version='1.0'?><html><body>1. x</body></html>").reader == "html"
    assert read_file("# 제목\n\n## 질문\n\n- [x] 예".encode()).reader == "markdown"


def test_the_largest_file_that_is_taken_is_read_in_time() -> None:
    line = "1. 귀 시의 온라인 서비스 비율은 얼마입니까? https://www.seoul.go.kr/ " + "가" * 20
    begun = process_time()
    read = read_file(f"{line}\n".encode() * 19_999)
    assert len(read.lines) == 19_999
    assert process_time() - begun < 2


def test_a_long_run_of_blanks_is_narrowed_with_what_stands_behind_it() -> None:
    line = FileLine(1, "가" + " " * 300 + "예 나", struck=((301, 302),), highlighted=((0, 303),))
    found = narrowed(line)
    assert (len(found.text), found.text[found.struck[0][0] : found.struck[0][1]]) == (104, "예")
    assert found.highlighted == ((0, 103),)
    short = FileLine(1, "가" + " " * 100 + "예")
    assert narrowed(short) is short
