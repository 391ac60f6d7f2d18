"""A file that was handed out is read as it was written, and as it was filled in, in any format."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings

from responses.documents.handouts import handout_file
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.links import fault
from responses.domain.content.repairs import suggestion
from responses.domain.edition.shapes import QuestionShape
from responses.domain.handouts.blanks import part_blanks, reason_blank, returned_answer
from responses.domain.handouts.handing import held_digest
from responses.enums import HandoutFormat, Language
from responses.intake.handed import HandedText, read_handed
from responses.models import Handout, Response, User
from tests.support.factories import find
from tests.support.handouts import FILLS
from tests.support.shapes import make_question
from tests.support.strategies import contents

from .test_response_hwpx import judge

pytestmark = pytest.mark.django_db

FORMATS = pytest.mark.parametrize("form", HandoutFormat.values)
HOSTILE = [
    "=1+1",
    "  leading and trailing  ",
    "\t tab\tin it",
    "_x0041_ _x0000_",
    "○ 하나\n\n  - 둘\n   · 셋",
    "<w:p>&amp;</w:p>",
    "A.1 Everything\nB.1 Only text",
    "עברית rtl \u202babc\u202c",
    "긴 글\n" * 4_000,
]


def handout_of(response: Response, content: Content, form: str, language: str = "ko") -> Handout:
    """Return a handout of the first question, which is not stored."""
    held = {"a-1": {"version": 1, "content": content.to_json()}}
    return Handout(
        pk=1,
        response=response,
        key="k" * 32,
        held=held,
        format=form,
        language=language,
        addressee="Roads",
        due_on=timezone.localdate() + timedelta(days=1),
        by=User(name="Kang"),
        at=timezone.now(),
    )


def read(content: bytes) -> HandedText:
    found = read_handed(content)
    assert found
    return found


def texts_of(question: QuestionShape, content: Content) -> dict[str, str]:
    """Return what stands in the blanks of a question, by their tags."""
    blanks = [each for part in question.parts for each in part_blanks(question, part, content)]
    return {each.tag: each.slot.text for each in [*blanks, reason_blank(question, content)]}


@FORMATS
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_what_nobody_changed_stays_and_what_is_written_comes_back(
    text: str, form: str, response: Response
) -> None:
    question = find(response, "a-1")[1]
    content = canonical(question, {"text": text, "yes-no": "no"})
    handout = handout_of(response, content, form)
    file = handout_file(handout)
    assert file == handout_file(handout)
    before = read(file)
    assert before.about["handout"] == handout.key
    assert before.about["digest"] == held_digest(handout)
    assert before.about["version a-1"] == "1"
    assert returned_answer(question, content, before.blanks, before.blanks).content == content
    filled = read(FILLS[form](file, {"a-1.text": f"{text}\nmore"}))
    answer = returned_answer(question, content, before.blanks, filled.blanks)
    assert answer.content == canonical(question, {"text": f"{text}\nmore", "yes-no": "no"})
    assert answer.left == ()


@FORMATS
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=contents(make_question()))
def test_every_kind_of_part_comes_back_as_it_was_filled_in(
    form: str, response: Response, content: Content
) -> None:
    question = find(response, "a-1")[1]
    # As many rows as the form has.
    parts: dict[str, Any] = dict(content.parts)
    parts["links"] = [*parts.get("links", ())][:3]
    parts["choices"] = [each for each in parts.get("choices", ()) if each in _CHOICES]
    wanted = canonical(question, parts, content.nothing_to_report)
    file = handout_file(handout_of(response, EMPTY, form))
    before = read(file)
    filled = read(FILLS[form](file, texts_of(question, wanted)))
    answer = returned_answer(question, EMPTY, before.blanks, filled.blanks)
    # A row whose address is none, such as "없음", is said to be left out.
    rows: Any = wanted.parts.get("links", ())
    none = [row for row in rows if fault(row["url"]) and not suggestion(row["url"])]
    parts["links"] = [row for row in rows if row not in none]
    kept = canonical(question, parts, content.nothing_to_report)
    assert answer.content == kept
    assert answer.left == tuple(" ".join(filter(None, row.values())) for row in none)


_CHOICES = ("plan", "budget", "staff")


@FORMATS
@pytest.mark.parametrize("language", Language.values)
def test_yes_is_read_in_the_files_language(form: str, language: str, response: Response) -> None:
    question = find(response, "a-1")[1]
    content = canonical(question, {"yes-no": "no"})
    file = handout_file(handout_of(response, content, form, language))
    with translation.override(language):
        word = str(translation.gettext("Yes"))
    filled = read(FILLS[form](file, {"a-1.yes-no": word}))
    answer = returned_answer(question, content, read(file).blanks, filled.blanks)
    assert answer.content == canonical(question, {"yes-no": "yes"})


@FORMATS
def test_what_is_deleted_is_gone_and_a_blank_that_is_missing_stays(
    form: str, response: Response
) -> None:
    question = find(response, "a-1")[1]
    content = canonical(question, {"text": "one", "percentage": "23.1"})
    file = handout_file(handout_of(response, content, form))
    filled = dict(read(FILLS[form](file, {"a-1.text": ""})).blanks)
    del filled["a-1.percentage"]
    answer = returned_answer(question, content, read(file).blanks, filled)
    assert answer.content == canonical(question, {"percentage": "23.1"})


def test_a_hancom_document_is_valid_and_rendered(response: Response, tmp_path: Path) -> None:
    question = find(response, "a-1")[1]
    content = canonical(question, {"text": "□ One\n  - Two", "choices": ["plan"]})
    made = handout_file(handout_of(response, content, HandoutFormat.HWPX))
    judge(made, tmp_path)
    # Some programs make no row higher for what stands in it: it is as high as its two lines.
    with ZipFile(BytesIO(made)) as opened:
        body = opened.read("Contents/section0.xml").decode()
    heights = re.findall(
        r'name="a-1\.(?:yes-no|text)".*?<hp:cellSz width="\d+" height="(\d+)"', body
    )
    assert heights == ["1700", "3050"]
