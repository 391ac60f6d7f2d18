from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from responses.domain.content.completeness import Settled
from responses.domain.content.content import Content
from responses.domain.edition.shapes import IndicatorShape, PartShape, QuestionShape
from responses.domain.snapshot.answer import AnswerSnapshot, LastChange
from responses.pages.saved import saved_line, status_line
from tests.support.factories import wording

PARTS = (
    PartShape("yes-no", "yes_no", wording("yes_no"), ()),
    PartShape("percentage", "percentage", wording("percentage"), (), required=True),
)
PROOF = IndicatorShape("content", "7", wording("news"))
QUESTION = QuestionShape(1, "a-1", "A.1", {}, wording("A"), {}, (), PARTS)
CHANGED = LastChange("Ann", datetime(2030, 5, 6, 9, 3, tzinfo=UTC))
ANSWER = AnswerSnapshot(QUESTION, Content({"yes-no": "yes"}), 1, CHANGED)
WHOLE = Content({"yes-no": "yes", "percentage": "5"})
# Everything that stands in the line of an answer or beside its number.
OTHERS: Mapping[str, dict[str, Any]] = {
    "at odds": {"content": Content({"yes-no": "no", "percentage": "5"})},
    "at odds otherwise": {"content": Content({"yes-no": "no", "percentage": "6"})},
    "whole": {"content": WHOLE},
    "never saved": {"changed": None},
    "by another": {"changed": LastChange("Ben", CHANGED.at)},
    "a minute later": {"changed": LastChange("Ann", datetime(2030, 5, 6, 9, 4, tzinfo=UTC))},
    "another question": {"question": replace(QUESTION, key="a-2")},
    "another number": {"question": replace(QUESTION, number="A.2")},
    "a symbol that no font has": {"content": Content({"yes-no": "yes"}, "\ue123")},
    "an indicator": {"question": replace(QUESTION, indicators=("#7",))},
    "an indicator in words": {"question": replace(QUESTION, proves=(PROOF,))},
    "another label": {
        "question": replace(QUESTION, parts=(PARTS[0], replace(PARTS[1], label=wording("rate"))))
    },
}


@pytest.mark.usefixtures("english")
def test_a_line_says_what_is_saved() -> None:
    line = " ".join(saved_line(ANSWER).split())
    assert "Saved 6 May 2030, 18:03 by Ann" in line.replace("\u00a0", " ")
    assert 'href="a-1/history/"' in line
    assert "<span>Missing: percentage</span>" in line


@pytest.mark.usefixtures("english")
def test_a_line_says_in_words_what_the_answer_may_prove() -> None:
    question = replace(QUESTION, indicators=("content/7", "x"), proves=(PROOF, PROOF))
    line = " ".join(saved_line(replace(ANSWER, question=question)).split())
    assert "(LOSI), assessors look themselves for: news, news. No address is asked for.<" in line
    assert "content/7" not in line
    translated = replace(question, language="en")
    assert "LOSI" not in saved_line(replace(ANSWER, question=translated))


@pytest.mark.usefixtures("english")
def test_a_line_says_where_the_address_goes_by_what_its_question_asks_for() -> None:
    said = {}
    for kinds in (("links", "text"), ("contact", "text"), ("contact", "yes_no"), ("files",)):
        parts = tuple(PartShape(kind, kind, wording(kind), ()) for kind in kinds)
        question = replace(QUESTION, parts=parts, proves=(PROOF,))
        line = saved_line(replace(ANSWER, question=question, content=Content({})))
        said[kinds] = line.partition("(LOSI), ")[2].partition(":")[0]
    assert said == {
        ("links", "text"): "add links to pages that show",
        ("contact", "text"): "write in the text the address of pages that show",
        ("contact", "yes_no"): "assessors look themselves for",
        ("files",): "assessors look themselves for",
    }


@pytest.mark.usefixtures("english")
def test_a_line_tells_of_symbols_that_cannot_be_printed() -> None:
    rows = [{"label": "가\ue123", "url": "x.kr"}, {"label": "🎉🎉", "url": "x.kr"}]
    line = saved_line(replace(ANSWER, content=Content({"links": rows})))
    assert (
        '<p class="lgq-saved lgq-unprintable">2 symbols cannot be printed. '
        "The PDF has their codes instead: [U+E123], 🎉\u00a0[U+1F389]</p>"
    ) in line
    assert "lgq-unprintable" not in saved_line(ANSWER)


@pytest.mark.parametrize("fields", OTHERS.values(), ids=OTHERS)
def test_each_thing_that_a_line_shows_makes_another_line(fields: dict[str, Any]) -> None:
    other = replace(ANSWER, **fields)
    before = saved_line(ANSWER)
    assert saved_line(other) != before
    assert saved_line(ANSWER) == before


def test_how_far_an_answer_is_stands_in_words_and_a_shape() -> None:
    settled = replace(ANSWER, settled=Settled(QUESTION, "no"))
    by_another = replace(ANSWER, settled=Settled(replace(QUESTION, number="A.2"), "no"))
    answers = (ANSWER, replace(ANSWER, content=WHOLE), replace(ANSWER, content=Content()))
    lines = [status_line(each) for each in (*answers, settled, by_another)]
    assert len({*lines}) == len(lines)
    assert [status_line(each) for each in (*answers, settled, by_another)] == lines


def test_both_languages_have_their_own_lines() -> None:
    shown = {}
    for language in ("en", "ko", "en"):
        with translation.override(language):
            shown[language] = saved_line(ANSWER) + status_line(ANSWER)
    assert "Saved" in shown["en"]
    assert "Saved" not in shown["ko"]
