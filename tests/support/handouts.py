"""Handouts, and the files of theirs that somebody fills in elsewhere."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from responses.documents.handouts import handout_file
from responses.domain.auditing import Actor
from responses.domain.handouts.handing import HandoutRequest, hand_out
from responses.domain.handouts.returning import GivenFile, bring_back
from responses.enums import HandoutFormat
from responses.handout_tasks import read_return
from responses.models import Handout, Response, Return, User
from tests.support.factories import find

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
Fill = Callable[[bytes, Mapping[str, str]], bytes]


def make_handout(
    response: Response,
    coordinator: User,
    *keys: str,
    form: str = HandoutFormat.XLSX,
    email: str = "",
    days: int = 7,
    language: str = "ko",
    addressee: str = "Roads",
) -> Handout:
    """Hand questions out, by their keys, to a department of no account."""
    asked = HandoutRequest(
        [find(response, key)[1] for key in keys],
        addressee,
        email,
        timezone.localdate() + timedelta(days=days),
        form,
        language,
    )
    return hand_out(response, asked, actor=Actor(coordinator))


def fill_xlsx(content: bytes, texts: Mapping[str, str]) -> bytes:
    """Write texts into the blanks of a workbook, by their tags, as a spreadsheet program does."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_col=1, max_col=3):
        tag = row[0].value
        if tag in texts:
            row[2].value = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", texts[str(tag)])
            row[2].data_type = "s"
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def fill_docx(content: bytes, texts: Mapping[str, str]) -> bytes:
    """Write texts into the controls of a Word document, as python-docx gives and saves it."""
    document = Document(BytesIO(content))
    for control in document.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        if tag in texts:
            _fill_control(control.find(qn("w:sdtContent")), texts[tag])
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _fill_control(inside: Any, text: str) -> None:
    """Put a text into a control, a paragraph a line where there are paragraphs in it."""
    paragraphs = inside.findall(qn("w:p"))
    if not paragraphs:
        _write_run(inside, text)
        return
    for paragraph in paragraphs[1:]:
        inside.remove(paragraph)
    first, *others = text.split("\n")
    for line in others:
        more = deepcopy(paragraphs[0])
        _write_run(more, line)
        inside.append(more)
    _write_run(paragraphs[0], first)


def _write_run(within: Any, text: str) -> None:
    """Put a text into a paragraph or control of one run, in place of what that says."""
    run = next(within.iter(qn("w:r")))
    said = next(run.iter(qn("w:t")))
    said.text = text
    for other in run.findall("*"):
        if other is not said and other.tag != qn("w:rPr"):
            run.remove(other)
    for mark in within.iterfind(f"../{qn('w:sdtPr')}/{{*}}checkbox/{{*}}checked"):
        # As the person who ticks it, Word notes it beside the sign, too.
        mark.set(f"{_W14}val", "1" if text == "☑" else "0")


def fill_hwpx(content: bytes, texts: Mapping[str, str]) -> bytes:
    """Write texts into the named cells of a Hancom document, a paragraph a line."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(made, "w") as pack:
        for name in given.namelist():
            part = given.read(name)
            pack.writestr(name, _filled_cells(part, texts) if "section" in name else part)
    return made.getvalue()


def _filled_cells(part: bytes, texts: Mapping[str, str]) -> bytes:
    root = etree.fromstring(part)
    for cell in root.iter("{*}tc"):
        if cell.get("name") in texts:
            within = next(cell.iter("{*}subList"))
            pattern = within[0]
            within[:] = []
            for line in texts[cell.get("name")].split("\n"):
                paragraph = deepcopy(pattern)
                said = next(paragraph.iter("{*}t"))
                said[:] = []
                said.text = line
                within.append(paragraph)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def write_beside(content: bytes, form: str, tag: str, line: str) -> bytes:
    """Write a line into a file that was handed out, below one of its blanks and in none."""
    made = BytesIO()
    if form == HandoutFormat.XLSX:
        book = load_workbook(BytesIO(content))
        sheet = book.worksheets[0]
        at = next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == tag)
        sheet.cell(at, 5, line)
        book.save(made)
        return made.getvalue()
    if form == HandoutFormat.DOCX:
        document = Document(BytesIO(content))
        for control in document.element.body.iter(qn("w:sdt")):
            if control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == tag:
                control.addnext(document.add_paragraph(line)._p)
        document.save(made)
        return made.getvalue()
    with ZipFile(BytesIO(content)) as given, ZipFile(made, "w") as pack:
        for name in given.namelist():
            part = given.read(name)
            pack.writestr(name, _beside(part, tag, line) if "section" in name else part)
    return made.getvalue()


def _beside(part: bytes, tag: str, line: str) -> bytes:
    root = etree.fromstring(part)
    for cell in [each for each in root.iter("{*}tc") if each.get("name") == tag]:
        paragraph = deepcopy(next(cell.iter("{*}p")))
        next(paragraph.iter("{*}t")).text = line
        around = next(cell.iterancestors("{*}tbl")).iterancestors("{*}p")
        next(around).addnext(paragraph)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


FILLS: dict[str, Fill] = {
    HandoutFormat.DOCX: fill_docx,
    HandoutFormat.HWPX: fill_hwpx,
    HandoutFormat.XLSX: fill_xlsx,
}


def filled(handout: Handout, **texts: str) -> bytes:
    """Return the file of a handout, filled in: by its questions' keys, with `_` for `-`.

    The text part of each.
    """
    by_tag = {f"{key.replace('_', '-')}.text": text for key, text in texts.items()}
    return FILLS[handout.format](handout_file(handout), by_tag)


def give_back(
    handout: Handout, content: bytes, actor: User | None = None, name: str = "filled.xlsx"
) -> Return:
    """Return a file of a handout, and read it as the worker does."""
    given = GivenFile(name, BytesIO(content), "Kim Roads")
    returned = bring_back(handout, given, actor=Actor(actor) if actor else None)
    read_return.call(returned.pk)
    returned.refresh_from_db()
    return returned


def became(returned: Return) -> dict[str, Any]:
    """Return what became of each answer."""
    return {key: each["became"] for key, each in returned.answers.items()}
