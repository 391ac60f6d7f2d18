import re
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import hwp_ingest
import hwpx
import pytest
from django.utils import translation
from hypothesis import given, settings

from responses.documents.extract import Extract
from responses.documents.response_hwpx import response_hwpx
from responses.domain.content.files import FileFacts
from responses.domain.content.kinds.files import row_of
from responses.domain.snapshot.snapshot import Snapshot
from tests.support.files import picture

from .snapshots import SNAPSHOTS, make_answer, make_question, make_section, make_snapshot, saying
from .test_response_docx import HOSTILE

HH = "http://www.hancom.co.kr/hwpml/2011/head"
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
NOTE = "This is a working document, not a submission."


def made(extract: Extract) -> bytes:
    with translation.override(extract.first):
        return response_hwpx(extract)


def section(content: bytes, name: str = "Contents/section0.xml") -> ET.Element:
    return ET.fromstring(ZipFile(BytesIO(content)).read(name))  # noqa: S314 - our own


def lines(element: ET.Element) -> list[str]:
    """Return the text of each paragraph, without that of the cells and margins in it."""
    found = []
    for paragraph in element.iter(f"{HP}p"):
        said = ""
        for text in paragraph.findall(f"{HP}run/{HP}t"):
            said += text.text or ""
            for each in text:
                said += ("\n" if each.tag == f"{HP}lineBreak" else "\t") + (each.tail or "")
        found.append(said)
    return found


def judge(content: bytes, tmp_path: Path) -> None:
    """Check a document by two readers of others, and each paragraph's styles by its own header."""
    file = tmp_path / "response.hwpx"
    file.write_bytes(content)
    assert hwpx.validate_package(str(file)).issues == ()
    assert hwpx.validate_editor_open_safety(str(file)).ok
    head = section(content, "Contents/header.xml")
    there = {
        kind: {each.get("id") for each in head.iter(f"{{{HH}}}{kind}")}
        for kind in ("paraPr", "charPr", "style", "borderFill")
    }
    body = section(content)
    for kind, ids in there.items():
        assert {each.get(f"{kind}IDRef") for each in body.iter()} - {None} <= ids


def test_demo_is_valid_and_rendered(demo: Snapshot, tmp_path: Path) -> None:
    for language, word in (("ko", "서울특별시"), ("en", "Seoul"), ("both", "Seoul")):
        content = made(Extract(demo, language))
        judge(content, tmp_path)
        pages = [bytes(each).decode() for each in hwp_ingest.to_svg_pages(content)]
        assert len(pages) >= 9
        assert word in "".join(re.findall("<text[^>]*>([^<]*)", pages[0]))


def test_each_question_and_address_stands_in_it_as_it_was_typed(demo: Snapshot) -> None:
    said = lines(section(made(Extract(demo, "ko"))))
    for answer in demo.answers_by_key.values():
        assert any(each.startswith(f"{answer.question.number} ") for each in said)
        for link in answer.links:
            assert any(each.endswith(link.url) for each in said)
    assert len([each for each in said if re.match("[IV]+\\. ", each)]) == 16  # contents, too


def test_links_lead_where_they_say() -> None:
    links = [{"label": "자료", "url": "data.seoul.go.kr/a;b?c=1&d"}]
    body = section(made(Extract(saying(links=links), "ko")))
    [link] = list(body.iter(f"{HP}fieldBegin"))
    said = {each.get("name"): each.text for each in link.iter(f"{HP}stringParam")}
    assert said["Path"] == "https://data.seoul.go.kr/a;b?c=1&d"
    assert said["Command"] == "https\\://data.seoul.go.kr/a\\;b\\?c=1&d;1;0;0;"
    assert "자료: data.seoul.go.kr/a;b?c=1&d" in lines(body)


def test_text_reads_back_and_boxes_are_ticked() -> None:
    text = "머리말\n□ 하나\n○ 둘 <b>&\n이어서\n- 셋\n1. 넷\n※ 다섯"
    said = lines(section(made(Extract(saying(yes_no="no", text=text), "ko"))))
    assert text in "\n".join(said)
    assert {"☐ 예", "☑ 아니요"} <= set(said)


def test_table_has_its_head_and_figures_at_the_right() -> None:
    content = made(Extract(saying(text="구분\t비율\n만족\t23.1%\n보통\t10%"), "ko"))
    body, head = section(content), section(content, "Contents/header.xml")
    [table] = body.iter(f"{HP}tbl")
    assert table.get("repeatHeader") == "1"
    rows = [[lines(cell)[0] for cell in row] for row in table.findall(f"{HP}tr")]
    assert rows == [["구분", "비율"], ["만족", "23.1%"], ["보통", "10%"]]
    sides = {
        each.get("id"): each.find(f"{{{HH}}}align").get("horizontal")  # type: ignore[union-attr]
        for each in head.iter(f"{{{HH}}}paraPr")
    }
    row = table.findall(f"{HP}tr")[1]
    assert [sides[each.get("paraPrIDRef")] for each in row.iter(f"{HP}p")] == ["LEFT", "RIGHT"]


def test_each_page_says_what_the_file_is() -> None:
    content = made(Extract(saying(yes_no="yes"), "en"))
    body = section(content)
    [footer] = body.iter(f"{HP}footer")
    assert lines(footer) == ["", NOTE]
    assert len(list(body.iter(f"{HP}pageNum"))) == 1
    first = ZipFile(BytesIO(content)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)


@pytest.mark.parametrize("text", [HOSTILE, "가" * 19_998, "\t\n\t"])
def test_hostile_text_is_valid(text: str, tmp_path: Path) -> None:
    links = [{"label": HOSTILE[5:], "url": f"https://x{n}.kr/?a=<{n}>&b=%"} for n in range(200)]
    judge(made(Extract(saying(text=f"□ {text}", links=links), "ko")), tmp_path)


@settings(max_examples=40, deadline=None)
@given(SNAPSHOTS)
def test_every_response_is_xml_with_ids_of_its_own(snapshot: Snapshot) -> None:
    body = section(made(Extract(snapshot, "ko")))
    ids = [each.get("id") for each in body.findall(f"{HP}p")]
    assert len(ids) == len(set(ids))


def test_same_extract_gives_the_same_bytes(demo: Snapshot) -> None:
    assert made(replace(Extract(demo, "both"))) == made(Extract(demo, "both"))


def test_pictures_are_in_it_and_are_drawn_with_number_caption_and_words(tmp_path: Path) -> None:
    content = picture("PNG", (400, 300))
    facts = FileFacts(sha256(content).hexdigest(), "png", len(content), 400, 300)
    row = {**row_of("chart.png", facts), "caption": "막대", "alternative": "두 <막대>"}
    question = make_question("a-1", "files")
    snapshot = make_snapshot(make_section(make_answer(question, "", {"files": [row]})))
    figures = {facts.digest: [content]}
    file = made(Extract(snapshot, "ko", figures=lambda digest: figures.get(digest, ())))
    judge(file, tmp_path)
    assert ZipFile(BytesIO(file)).read("BinData/image1.png") == content
    [drawn] = section(file).iter(f"{HP}pic")
    assert drawn.findtext(f"{HP}shapeComment") == "두 <막대>"
    assert "그림 A.1-1 막대" in lines(section(file))
    pages = [bytes(each).decode() for each in hwp_ingest.to_svg_pages(file)]
    assert [each.count("<image") for each in pages if "막" in each] == [1]
    # Without its bytes it is said in words.
    named = lines(section(made(Extract(snapshot, "ko"))))
    assert any("두 <막대>" in each and facts.digest in each for each in named)
