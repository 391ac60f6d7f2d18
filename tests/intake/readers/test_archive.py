"""What is made to take much time or memory is refused, or takes little."""

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import process_time
from zipfile import ZIP_LZMA, ZipFile

import pytest
from django.utils.translation import override

from responses.intake.readers.archive import MEMBERS_MAX, WEIGHT_MAX, Archive
from responses.intake.reading import read_file
from responses.intake.refusals import UnreadableFileError
from tests.support.office_files import (
    NAMESPACES,
    PACKAGE,
    archive,
    as_excel,
    as_word,
    hancom,
    hp,
    ht,
    p,
    r,
    relations,
    word,
)


def document(body: str) -> str:
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


ROOT = Path(__file__).resolve().parents[3]
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "xxxxxxxxxx">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + f"]>{document('<w:p><w:r><w:t>&i;</w:t></w:r></w:p>')}"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + document(
    "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
)
MAIN = {"_rels/.rels": relations([("d", "officeDocument", "word/document.xml")])}
NESTED = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
LOCKED = '<manifest xmlns:o="urn:o"><o:encryption-data/></manifest>'


def table(rows: str) -> str:
    return f"<w:tbl>{rows}</w:tbl>"


def packed(*, method: int = 8, flag: int = 0) -> bytes:
    """Return an archive with a member packed in another way, or marked as encrypted."""
    made = BytesIO()
    with ZipFile(made, "w", method) as opened:
        opened.writestr("word/document.xml", "<x/>" * 100)
    content = bytearray(made.getvalue())
    if flag:
        content[content.find(b"PK\x01\x02") + 8] |= flag
    return bytes(content)


def repeated(row: str, times: int) -> bytes:
    return word(row * times)


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: archive({**MAIN, "x": b"\0" * 101_000_000}), "more in it"),
    "bombs": (lambda: archive({f"{n}": b"\0" * 41_000_000 for n in range(5)}), "more in it"),
    "members": (lambda: archive({f"{n}": b"" for n in range(MEMBERS_MAX + 1)}), "more in it"),
    "listed": (lambda: archive({f"{n:0500}": b"" for n in range(2_000)}), "damaged"),
    "encrypted": (lambda: packed(flag=1), "password"),
    "locked": (lambda: hancom(hp(ht("글")), manifest=LOCKED), "password"),
    "lzma": (lambda: packed(method=ZIP_LZMA), "damaged"),
    "laughs": (lambda: archive({**MAIN, "word/document.xml": LAUGHS}), "damaged"),
    "outside": (lambda: archive({**MAIN, "word/document.xml": OUTSIDE}), "damaged"),
    "text": (lambda: word(p(r("가" * 12_000_000))), "more text"),
    "tags": (lambda: repeated("<w:p/>", WEIGHT_MAX), "more text"),
    "paragraphs": (lambda: repeated("<w:p/>", 200_000), "more text"),
    "pieces": (lambda: word(p("<w:r><w:t>a</w:t></w:r>" * 200_000)), "more text"),
    "breaks": (lambda: word(p(f"<w:r>{'<w:t>a</w:t><w:br/>' * 40_000}</w:r>")), "more text"),
    "cells": (lambda: word(table(f"<w:tr>{'<w:tc><w:p/></w:tc>' * 150_000}</w:tr>")), "more text"),
    "deep page": (lambda: b"<html>" + b"<div>" * 20_000 + b"a", "damaged"),
    "deep": (lambda: word(NESTED[0] * 1_000 + p(r("a")) + NESTED[1] * 1_000), "damaged"),
    "cut": (lambda: as_word("글")[:-100], "damaged"),
    "half": (lambda: as_excel("글" * 1_000)[:3_000], "damaged"),
    "nobody": (lambda: archive({**MAIN, "word/document.xml": "<x/>"}), "damaged"),
    "missing": (lambda: archive(MAIN), "damaged"),
    "page": (lambda: b"<!DOCTYPE html>" + b"<p>" * 1_500_000, "more text"),
    "paragraphs of a page": (lambda: b"<!DOCTYPE html>" + b"<p>a" * 300_000, "more text"),
    "table of a page": (lambda: b"<html><table>" + b"<tr><td>a" * 150_000, "more text"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_out_of_bounds_is_refused_at_once(case: str) -> None:
    make, reason = CASES[case]
    content = make()
    begun = process_time()
    with override("en"), pytest.raises(UnreadableFileError) as refused:
        read_file(content)
    assert process_time() - begun < 5
    with override("en"):
        assert reason in str(refused.value.reason)


def test_what_is_said_by_reference_is_read_once() -> None:
    note = f'<w:footnote w:id="1">{p(r("각주" * 1_000))}</w:footnote>'
    notes = f"<w:footnotes {NAMESPACES}>{note}</w:footnotes>"
    own = p(r("글") + '<w:r><w:footnoteReference w:id="1"/></w:r>' * 5_000)
    itself = notes.replace("</w:r>", '</w:r><w:r><w:footnoteReference w:id="1"/></w:r>')
    for each in (notes, itself):
        assert len(read_file(word(own, footnotes=each)).lines) == 2


def test_nothing_outside_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="o" Type="x/footnotes" '
        'Target="http://127.0.0.1:9/" TargetMode="External"/>'
        '<Relationship Id="p" Type="x/comments" Target="../../../../etc/passwd"/></Relationships>'
    )
    content = archive(
        {
            **MAIN,
            "word/_rels/document.xml.rels": outside,
            "word/document.xml": document(p(r("글"))),
        }
    )
    assert [line.text for line in read_file(content).lines] == ["글"]
    assert Archive(content).related("word/document.xml")["p"].target == "etc/passwd"


PARAGRAPH = (
    '<w:p w:rsidR="00A1B2C3"><w:pPr><w:pStyle w:val="a"/><w:ind w:left="200"/><w:rPr>'
    '<w:rFonts w:ascii="맑은 고딕" w:eastAsia="맑은 고딕"/><w:sz w:val="22"/></w:rPr></w:pPr>'
    + '<w:r w:rsidRPr="00C1D2E3"><w:rPr><w:rFonts w:ascii="맑은 고딕" w:eastAsia="맑은 고딕"/>'
    '<w:sz w:val="22"/></w:rPr><w:t xml:space="preserve">귀 시의 온라인 서비스 비율은 얼마입니까? '
    "</w:t></w:r>" * 3 + "</w:p>"
)
LARGE: dict[str, Callable[[], bytes]] = {
    # Some 500 pages of thirty lines.
    "pages": lambda: word(PARAGRAPH * 15_000),
    "one table": lambda: word(
        f"<w:tbl>{f'<w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr>' * 12_000}</w:tbl>"
    ),
    "attributes": lambda: word('<w:p w:a="1" w:b="2" w:c="3"/>' * 99_000 + p(r("끝"))),
    "pieces": lambda: word((p("<w:r><w:t>가</w:t></w:r>" * 17_000)) * 20),
    "sheet": lambda: as_excel("가\t나\t다\t라\t마\n" * 10_000),
    "pictures": lambda: archive(
        {
            "_rels/.rels": MAIN["_rels/.rels"],
            "word/document.xml": document(p(r("글"))),
            "a.png": b"\0" * 99_000_000,
            "b.png": b"\0" * 99_000_000,
        }
    ),
    "page": lambda: (
        b"<!DOCTYPE html><body>" + (b"<p class=a><b>" + b"a" * 50 + b"</b></p>") * 19_000
    ),
}
READ = """
import os, sys
from time import process_time
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from responses.intake.reading import read_file

with open(sys.argv[1], "rb") as opened:
    content = opened.read()
begun = process_time()
lines = len(read_file(content).lines)
used = process_time() - begun
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(lines, used, peak // 1024)
"""


@pytest.mark.parametrize("case", LARGE)
def test_the_largest_files_take_little(case: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(LARGE[case]())
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", READ, tmp_path / "file"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert int(told[0]) > 0
    assert float(told[1]) < 10
    assert int(told[2]) < 300, told
