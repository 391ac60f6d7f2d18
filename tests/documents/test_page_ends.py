"""How pages of a PDF end and begin: by no line that belongs to the other side, by no few lines."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from responses.documents.pdf import render_pdf
from responses.domain.content.content import EMPTY, canonical
from responses.domain.content.translating import Original, translated
from responses.domain.edition.shapes import QuestionShape
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.domain.snapshot.snapshot import Snapshot

from .reading import BOTTOM, TOP, bookmarks, visible
from .snapshots import KEYS, make_question, make_section, make_snapshot

FEWEST = 4
"""How many lines a page has at least that goes on from the one before."""
NOT_OF_ANSWERS = {"Approvals", "결재 현황", "Seal", "최종 확정", "Contents", "차례"}
_WORDS = ("서울시는", "매년", "공개하고", "the budget", "시민의", "참여를", "2026 portal,")


def lines(page: pypdfium2.PdfPage) -> list[str]:
    """Return the lines between header and footer, from the top, without white space."""
    text = page.get_textpage()
    rows: list[list[float]] = []
    boxes = (text.get_rect(at) for at in range(text.count_rects()))
    for _left, bottom, _right, top in sorted(boxes, key=lambda box: -box[1] - box[3]):
        middle = (bottom + top) / 2
        if BOTTOM < middle < TOP and not (rows and middle > rows[-1][0]):
            rows.append([bottom, top])
    return [visible(text.get_text_bounded(bottom=low, top=high)) for low, high in rows]


def faults(snapshot: Snapshot, content: bytes) -> Iterator[str]:
    """Yield what is wrong with the ends of pages."""
    tops = {page: title for depth, title, page in bookmarks(content) if depth == 0}
    heads = {visible(each) for each in _heads(snapshot)}
    labels = {visible(each) for each in _labels(snapshot)}
    title = ""
    for number, page in enumerate(pypdfium2.PdfDocument(content), start=1):
        goes_on = number not in tops
        title = tops.get(number, title)
        if number == 1 or title in NOT_OF_ANSWERS:
            continue
        said = lines(page)
        has_picture = any(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
        if goes_on and len(said) < FEWEST and not has_picture:
            yield f"page {number} ({title}) has {len(said)} lines: {said}"
        joined = "".join(said)
        if said[-1] in labels or any(joined.endswith(head) for head in heads):
            yield f"page {number} ({title}) ends with {said[-3:]}"


def _heads(snapshot: Snapshot) -> Iterator[str]:
    for question in snapshot.edition.questions_by_key.values():
        yield from question.wording.values()
        yield from question.lead.values()
        yield from question.help.values()


def _labels(snapshot: Snapshot) -> Iterator[str]:
    for question in snapshot.edition.questions_by_key.values():
        for part in question.parts:
            yield from part.label.values()


@pytest.mark.parametrize("language", ["ko", "en", "both"])
def test_pages_of_the_demo(language: str, demo: Snapshot, request: pytest.FixtureRequest) -> None:
    assert [*faults(demo, request.getfixturevalue(f"demo_{language}"))] == []


def answer(question: QuestionShape, chance: Random) -> AnswerSnapshot:
    def words(most: int) -> str:
        return " ".join(chance.choices(_WORDS, k=chance.randint(1, most)))

    values: dict[str, Any] = {
        "yes-no": chance.choice(("yes", "no")),
        "choices": ["plan"],
        "percentage": "23.1",
        "contact": {"name": "홍길동", "title": "과장", "agency": "", "email": "a@b.kr"},
        "text": "\n".join(
            f"{chance.choice(('□ ', '  ○ ', '    - ', ''))}{words(24)}"
            for _ in range(chance.randint(1, 14))
        ),
        "links": [
            {"label": words(5), "url": f"https://data.seoul.kr/{chance.getrandbits(200):x}"}
            for _ in range(chance.randint(1, 9))
        ],
    }
    keys = [part.key for part in question.parts]
    said = canonical(question, {key: values[key] for key in keys if chance.random() < 0.8})
    into = translated(question, "en")
    other = EMPTY
    if "text" in said.parts and chance.random() < 0.7:
        other = canonical(into, {"text": said.parts["text"]})
    original = Original(question, said, 1, 1)
    translation = TranslationSnapshot(into, other, 1 if other else 0, None, original=original, of=1)
    return replace(AnswerSnapshot(question, said, 1, None), translation=translation)


def by_chance(seed: int) -> Snapshot:
    """Return a response of two sections, answered by chance."""
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    sections = []
    for key in ("alpha", "beta"):
        answers = []
        for number in range(1, chance.randint(5, 10)):
            kinds = [kind for kind in KEYS if chance.random() < 0.5] or ["text"]
            question = replace(make_question(f"{key[0]}-{number}", *kinds), pk=number)
            answers.append(answer(question, chance))
        sections.append(make_section(*answers, key=key))
    return replace(make_snapshot(*sections), submission_language="en")


@pytest.mark.parametrize(
    ("seed", "language"), [(0, "ko"), (3, "en"), (5, "both"), (11, "ko"), (36, "ko"), (55, "en")]
)
def test_pages_of_responses_by_chance(seed: int, language: str) -> None:
    snapshot = by_chance(seed)
    assert [*faults(snapshot, render_pdf(snapshot, language))] == []
