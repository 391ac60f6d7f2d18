"""Word files that were handed out and come back without the tags of their blanks."""

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
