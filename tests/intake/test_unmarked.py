"""Word files that were handed out and come back without the tags of their blanks."""

from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from responses.documents.handouts import handout_file
from responses.intake.handed import others_since, read_handed
from responses.intake.unmarked import read_unmarked
from responses.models import Answer, Response, User
from tests.support.factories import write
from tests.support.handouts import fill_docx, give_back, make_handout
from tests.support.office_files import archive

pytestmark = pytest.mark.django_db
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = {
    "b-1.text": "one\n ○ two\n\nthree",
    "a-1.yes-no": "예",
    "a-1.choices.budget": "☑",
    "a-1.contact.name": "김전주",
    "a-2.links.1-label": "누리집",
    "a-2.links.1-url": "https://www.jeonju.go.kr",
}


def without_controls(content: bytes, *, without: str = "") -> bytes:
    """Return a document in which text stands where its controls were, perhaps without a line."""
    with ZipFile(BytesIO(content)) as opened:
        members: dict[str, Any] = {name: opened.read(name) for name in opened.namelist()}
    root = etree.fromstring(members["word/document.xml"])
    for control in list(root.iter(f"{W}sdt")):
        parent = control.getparent()
        place = parent.index(control)
        for at, inside in enumerate(list(control.find(f"{W}sdtContent"))):
            parent.insert(place + at, inside)
        parent.remove(control)
    for paragraph in list(root.iter(f"{W}p")):
        if without and "".join(paragraph.itertext()).startswith(without):
            paragraph.getparent().remove(paragraph)
    members["word/document.xml"] = etree.tostring(root)
    return archive(members)


def test_what_was_filled_in_is_found_by_the_words_around_it(
    response: Response, coordinator: User, writer: User
) -> None:
    write(response, "b-1", writer, text="one")
    handout = make_handout(response, coordinator, "a-1", "a-2", "b-1", form="docx")
    filled = fill_docx(handout_file(handout), TEXTS)
    bare = without_controls(filled)
    handed = read_handed(bare)
    assert handed is not None
    assert handed.blanks == {}
    both = read_unmarked(handout_file(handout), bare)
    assert both is not None
    before, after = (each.blanks for each in both)
    assert {tag: text for tag, text in after.items() if text != before[tag]} == TEXTS
    # It is merged as any other.
    give_back(handout, bare, name="back.docx")
    contact = {"name": "김전주", "title": "", "agency": "", "email": ""}
    said = {each.question.key: each.content["parts"] for each in Answer.objects.all()}
    assert said == {
        "a-1": {"yes-no": "yes", "choices": ["budget"], "contact": contact},
        "a-2": {"links": [{"label": "누리집", "url": "https://www.jeonju.go.kr"}]},
        "b-1": {"text": TEXTS["b-1.text"]},
    }


def test_file_without_all_of_the_words_is_none_of_ours(
    response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "a-1", "b-1", form="docx")
    made = handout_file(handout)
    assert read_unmarked(made, without_controls(made)) is not None
    assert read_unmarked(made, without_controls(made, without="B.1")) is None
    assert read_unmarked(made, b"PK\x03\x04 broken") is None
    assert read_unmarked(made, b"B.1 one") is None


def test_line_between_the_words_is_told(response: Response, coordinator: User) -> None:
    handout = make_handout(response, coordinator, "b-1", form="docx")
    made = handout_file(handout)
    bare = without_controls(made)
    with ZipFile(BytesIO(bare)) as opened:
        members: dict[str, Any] = {name: opened.read(name) for name in opened.namelist()}
    root = etree.fromstring(members["word/document.xml"])
    first = next(root.iter(f"{W}p"))
    line = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>담당: 박</w:t></w:r></w:p>')
    first.addnext(line)
    members["word/document.xml"] = etree.tostring(root)
    both = read_unmarked(made, archive(members))
    assert both is not None
    assert others_since(*both) == {"": ["담당: 박"]}


def as_libreoffice(content: bytes) -> bytes:
    """Return a document in which each control in a line is repeated, as LibreOffice 7.4 does it."""
    with ZipFile(BytesIO(content)) as opened:
        members: dict[str, Any] = {name: opened.read(name) for name in opened.namelist()}
    root = etree.fromstring(members["word/document.xml"])
    for control in list(root.iter(f"{W}sdt")):
        properties, inside = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        tag = properties.find(f"{W}tag")
        if tag is not None:
            properties.remove(tag)
        paragraph = inside.find(f"{W}p")
        if paragraph is not None:
            # A control around paragraphs goes around the first one's text alone.
            runs = paragraph.findall(f"{W}r")
            at = control.getparent().index(control)
            for place, each in enumerate(list(inside)):
                control.getparent().insert(at + place, each)
            control.getparent().remove(control)
            paragraph.append(control)
            for run in runs:
                inside.append(run)
        said = "".join(each.text or "" for each in inside.iter(f"{W}t"))
        if not said or properties.find("{*}checkbox") is not None:
            continue
        for begin in (said[1:], ""):
            again = deepcopy(control)
            next(again.iter(f"{W}t")).text = f"{begin}{said}"
            for more in list(again.iter(f"{W}t"))[1:]:
                more.text = ""
            control.addnext(again)
    members["word/document.xml"] = etree.tostring(root)
    return archive(members)


def test_what_libreoffice_writes_several_times_is_read_once(
    response: Response, coordinator: User, writer: User
) -> None:
    write(response, "a-1", writer, contact={"name": "김 전주"}, percentage="12.5", yes_no="yes")
    write(response, "b-1", writer, text="□ 하나\n  ○ 둘")
    handout = make_handout(response, coordinator, "a-1", "b-1", form="docx")
    made = handout_file(handout)
    both = read_unmarked(made, as_libreoffice(made))
    assert both is not None
    assert both[1].blanks == both[0].blanks
    assert others_since(*both) == {}
    filled = fill_docx(made, {"a-1.contact.name": "박 서울", "b-1.text": "□ 하나\n  ○ 셋"})
    returned = give_back(handout, as_libreoffice(filled), coordinator)
    assert set(returned.answers) == {"a-1", "b-1"}
    said = {
        each.question.key: each.content["parts"]
        for each in Answer.objects.filter(question__key__in=("a-1", "b-1"))
    }
    assert said["a-1"]["contact"]["name"] == "박 서울"
    assert said["a-1"]["percentage"] == "12.5"
    assert said["b-1"]["text"] == "□ 하나\n  ○ 셋"
