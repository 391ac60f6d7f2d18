import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from posixpath import normpath
from shutil import which
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from hypothesis import given, settings

from responses.documents.extract import Extract
from responses.documents.response_docx import response_docx, tag
from responses.domain.content.links import href
from responses.domain.snapshot.snapshot import Snapshot
from responses.intake.proposals import propose
from responses.intake.reading import read_file

from .demo_figures import demo_figures
from .snapshots import SNAPSHOTS, saying

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NOTE = "This is a working document, not a submission."


def made(extract: Extract) -> bytes:
    with translation.override(extract.first):
        return response_docx(extract)


def opened(extract: Extract) -> Any:
    return docx.Document(BytesIO(made(extract)))


def part(content: bytes, name: str = "word/document.xml") -> ET.Element:
    return read_xml(ZipFile(BytesIO(content)).read(name))


def read_xml(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own


def controls(content: bytes) -> dict[str, ET.Element]:
    found = {}
    for each in part(content).iter(f"{W}sdt"):
        name = each.find(f"{W}sdtPr/{W}tag")
        assert name is not None
        assert name.get(f"{W}val") not in found
        found[str(name.get(f"{W}val"))] = each
    return found


def lines(element: ET.Element) -> list[str]:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return [
        "".join(signs.get(each.tag, each.text or "") for each in paragraph.iter())
        for paragraph in element.iter(f"{W}p")
    ]


def styled(document: Any, *names: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name in names]


def judge(content: bytes) -> None:
    """Check a package against itself: each part is XML, each id unique, each relation whole."""
    pack = ZipFile(BytesIO(content))
    names = set(pack.namelist())
    for name in names:
        if name.endswith((".xml", ".rels")):
            read_xml(pack.read(name))
    relations = read_xml(pack.read("word/_rels/document.xml.rels"))
    inside = [each for each in relations if each.get("TargetMode") != "External"]
    assert {normpath(f"word/{each.get('Target')}") for each in inside} <= names
    document = part(content)
    used = {
        value
        for each in document.iter()
        for key, value in each.items()
        if key in {f"{R}id", f"{R}embed"}
    }
    assert used <= {each.get("Id") for each in relations}
    for path in (f"{W}sdtPr/{W}id", f"{W}bookmarkStart"):
        ids = [each.get(f"{W}val") or each.get(f"{W}id") for each in document.findall(f".//{path}")]
        assert len(ids) == len(set(ids))
    for each in document.iter(f"{W}tag"):
        assert len(each.get(f"{W}val") or "") <= 64


def test_demo_has_its_sections_and_questions_as_headings(demo: Snapshot) -> None:
    for language, first in (("ko", "I. 조직 구조"), ("en", "I. Organizational structure")):
        document = opened(Extract(demo, language))
        sections = styled(document, "Heading 1")
        assert (len(sections), sections[0]) == (8, first)
        assert [each.split(" ")[0] for each in styled(document, "Heading 2")] == [
            answer.question.number for answer in demo.answers_by_key.values()
        ]
        assert styled(document, "toc 1") == sections
    one = opened(Extract(demo, "both", "strategy"))
    assert styled(one, "Heading 1") == ["III. 전략 및 이행 / Strategy and implementation"]
    assert styled(one, "toc 1") == []
    assert styled(one, "Heading 3") == ["한국어", "영어"] * 5


def test_each_page_says_what_the_file_is(demo: Snapshot) -> None:
    document = opened(Extract(demo, "en"))
    [section] = document.sections
    assert section.header.paragraphs[0].text.startswith("Seoul\tUN E-Government Survey")
    assert section.footer.paragraphs[0].text == f"{NOTE}\t1 / 1"
    fields = section.footer.paragraphs[0]._p.iter(qn("w:instrText"))
    assert [each.text for each in fields] == ["PAGE", "NUMPAGES"]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    properties = document.core_properties
    assert properties.title.startswith("Seoul · UN E-Government Survey")
    assert (properties.author, properties.language) == ("LGQ Desk", "en")
    assert properties.modified.replace(tzinfo=None) == demo.changed_at.replace(
        tzinfo=None, microsecond=0
    )


def test_boxes_are_ticked_as_they_were() -> None:
    found = controls(made(Extract(saying(yes_no="yes", choices=["budget"]), "en")))
    boxes = {
        name: (each.find(f".//{W14}checked").get(f"{W14}val"), lines_of(each))  # type: ignore[union-attr]
        for name, each in found.items()
    }
    assert boxes == {
        "a-1.yes-no.yes": ("1", "☑"),
        "a-1.yes-no.no": ("0", "☐"),
        "a-1.choices.plan": ("0", "☐"),
        "a-1.choices.budget": ("1", "☑"),
        "a-1.choices.staff": ("0", "☐"),
    }


def lines_of(control: ET.Element) -> str:
    return "".join(each.text or "" for each in control.iter(f"{W}t"))


def test_text_reads_back_as_it_was_typed() -> None:
    text = "머리말\n□ 하나\n○ 둘 <b>&\n이어서\n- 셋\n1. 넷\n※ 다섯"
    found = controls(made(Extract(saying(text=text), "ko")))
    # An empty paragraph takes what LibreOffice does to the first one of a control.
    assert "\n".join(lines(found["a-1.text"])) == f"\n{text}"


@pytest.mark.parametrize("language", ["ko", "both"])
def test_every_address_of_the_demo_is_a_link_that_can_be_read(
    demo: Snapshot, language: str
) -> None:
    content = made(Extract(demo, language))
    relations = part(content, "word/_rels/document.xml.rels")
    targets = {each.get("Id"): each.get("Target") for each in relations}
    shown = {
        ("".join(each.itertext()), targets[each.get(f"{R}id")])
        for each in part(content).iter(f"{W}hyperlink")
        if each.get(f"{R}id")
    }
    for answer in demo.answers_by_key.values():
        for link in answer.links:
            assert any(text == link.url for text, _target in shown)
            assert any(text == link.url and target for text, target in shown)
    assert ("bigdata.seoul.go.kr", href("bigdata.seoul.go.kr")) in shown


def test_a_heading_stays_with_its_part_across_the_gap_between_them() -> None:
    styles = part(made(Extract(saying(text="하나"), "ko")), "word/styles.xml")
    kept = {
        each.get(f"{W}styleId")
        for each in styles.iter(f"{W}style")
        if each.find(f"{W}pPr/{W}keepNext") is not None
    }
    assert {"Bold", "Gap"} <= kept


def test_table_repeats_its_head_and_has_figures_at_the_right() -> None:
    content = made(Extract(saying(text="구분\t비율\n만족\t23.1%\n보통\t10%"), "ko"))
    rows = list(part(content).iter(f"{W}tr"))
    assert [lines(row) for row in rows] == [["구분", "비율"], ["만족", "23.1%"], ["보통", "10%"]]
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    assert heads == [True, False, False]
    sides = [[each.get(f"{W}val") for each in row.iter(f"{W}jc")] for row in rows]
    assert sides == [[], ["right"], ["right"]]


def test_pictures_are_shown_with_number_and_alternative_text(demo: Snapshot) -> None:
    document = opened(Extract(demo, "en", figures=demo_figures))
    assert len(document.inline_shapes) == 3
    words = [each._inline.docPr.get("descr") for each in document.inline_shapes]
    assert all(words)
    content = made(Extract(demo, "en", figures=demo_figures))
    said = [each.split(" ") for each in lines(part(content))]
    assert [each[1] for each in said if each[0] == "Figure"] == ["V.2-1", "V.2-2", "VIII.2-1"]
    assert max(each.width.mm for each in document.inline_shapes) <= 170.1


def test_files_stand_with_their_digests(demo: Snapshot) -> None:
    said = [each.text for each in opened(Extract(demo, "en")).paragraphs]
    told = "\n".join(said) + "\n".join(lines(part(made(Extract(demo, "en")))))
    assert len(re.findall("SHA-256 [0-9a-f]{64}", told)) >= 5


def test_what_is_not_answered_can_be_filled_in() -> None:
    content = made(Extract(saying(text="", yes_no=""), "en"))
    found = controls(content)
    assert found["a-1.text"].find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    assert "a-1.yes-no.yes" in found


def test_both_languages_are_told_apart(demo: Snapshot) -> None:
    content = made(Extract(demo, "both"))
    found = controls(content)
    korean, english = found["i-1.text"], found["i-1.text@en"]
    assert [each.get(f"{W}val") for each in korean.iter(f"{W}lang")] == []
    assert {each.get(f"{W}val") for each in english.iter(f"{W}lang")} == {"en"}


HOSTILE = "\x00\x01\x1f\ufffe\uffff </w:t> ]]> & \" ' <?xml?> &#0; \u202e \U0001f600"


@pytest.mark.parametrize("text", [HOSTILE, "가" * 19_998, "\t\n\t", "https://a.kr/?x=%zz[1]#a#b"])
def test_hostile_text_is_valid(text: str) -> None:
    links = [{"label": HOSTILE[5:], "url": f"https://x{n}.kr/?a=<{n}>&b=%"} for n in range(200)]
    judge(made(Extract(saying(text=f"□ {text}", links=links), "ko")))


@settings(max_examples=40, deadline=None)
@given(SNAPSHOTS)
def test_every_response_is_valid(snapshot: Snapshot) -> None:
    content = made(Extract(snapshot, "ko"))
    judge(content)
    docx.Document(BytesIO(content))


def test_demo_is_valid_and_same_extract_gives_the_same_bytes(demo: Snapshot) -> None:
    for language in ("ko", "en", "both"):
        extract = Extract(demo, language, figures=demo_figures)
        judge(made(extract))
        assert made(replace(extract)) == made(extract)


def test_long_names_are_tags_that_word_takes() -> None:
    assert tag("iii-1.text@en") == "iii-1.text@en"
    first, second = tag("q" * 101 + ".a"), tag("q" * 101 + ".b")
    assert (len(first), len(second)) == (64, 64)
    assert first != second


def converted(content: bytes, folder: Path, to: str) -> bytes:
    """Return a document as LibreOffice saves it, of a type by its ending and filter."""
    (folder / "response.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", "made"]
    command += ["response.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)  # noqa: S603
    return (folder / "made" / f"response.{to.partition(':')[0]}").read_bytes()


@pytest.mark.skipif(not which("soffice"), reason="LibreOffice is no part of the set-up")
def test_libreoffice_reads_it(demo: Snapshot, tmp_path: Path) -> None:
    content = made(Extract(demo, "ko", figures=demo_figures))
    said = converted(content, tmp_path, "txt:Text").decode("utf-8-sig").splitlines()
    for answer in demo.answers_by_key.values():
        assert any(each.startswith(f"{answer.question.number} ") for each in said)
        for link in answer.links:
            assert any(each.endswith(link.url) for each in said)
    # Saved by it, it comes back as it was, although no tag is left.
    text = read_file(converted(content, tmp_path, "docx:MS Word 2007 XML"))
    found = propose(demo.edition, text)
    assert [each.question.key for each in found.answers if not each.is_sure] == []
    assert {each.question.key: each.content for each in found.answers} == {
        key: answer.content for key, answer in demo.answers_by_key.items()
    }
