"""A document in both languages: two columns, question by question, part by part."""

from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import Phase, given, settings

from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf
from responses.domain.content.content import canonical
from responses.domain.content.translating import Original, translated
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized

from .demo_figures import demo_figures
from .expected import columns_text
from .reading import body, bookmarks, columns, open_pdf, tags, tags_of_links, visible
from .snapshots import SNAPSHOTS, make_answer, make_question, make_section, make_snapshot
from .test_chapters import saying
from .test_pdf import HOSTILE, section_pages

# A table of many columns stands across.
TEXTS = {name: text for name, text in HOSTILE.items() if "\t" not in text}
WIDE = "\n".join("\t".join(f"{row}행 {number}칸" for number in range(6)) for row in range(3))
# In points: the line between the columns, the space around it, and the edge of the text.
MIDDLE, SPACE, EDGE = 308.9, 11, 538.6


def said_in(content: bytes) -> tuple[str, str]:
    """Return what the sections say to the left and to the right of the line between."""
    pages = columns(content, MIDDLE)
    found = [pages[place] for place in section_pages(content)]
    return "".join(left for left, _ in found), "".join(right for _, right in found)


def assert_within_columns(content: bytes) -> None:
    """Assert that nothing is drawn in the space before the line, nor behind the text's edge."""
    pdf = pypdfium2.PdfDocument(content)
    for place in section_pages(content):
        pixels = pdf[place].render(scale=2, grayscale=True).to_pil()
        top, bottom = 2 * 135, pixels.height - 2 * 71
        for left, right in ((MIDDLE - SPACE, MIDDLE - 1), (EDGE + 1, 595)):
            strip = pixels.crop((round(2 * left), top, round(2 * right), bottom))
            assert strip.getextrema() == (255, 255), (place, left)


def both(text: str, said: str) -> Snapshot:
    """Return a response whose one answer has a text and a link, both translated."""
    question = make_question("a-1", "text", "links")
    links = [{"label": text[:40], "url": "https://data.seoul.go.kr/" + "path/" * 60}]
    original = canonical(question, {"text": text, "links": links})
    asked = translated(question, "en")
    answer = AnswerSnapshot(question, original, 1, None)
    made = TranslationSnapshot(
        asked,
        canonical(asked, {"text": said}),
        1,
        None,
        original=Original(question, original, 1, 1),
        of=1,
    )
    section = make_section(replace(answer, translation=made))
    return replace(make_snapshot(section), submission_language="en")


def test_each_column_says_what_the_document_in_its_language_does(
    demo: Snapshot,
) -> None:
    narrow = saying(demo, 4, "○ 하나\nㄱ\tㄴ\t ㄷ\n1\t2\t3")
    assert said_in(render_pdf(narrow, "both", figures=demo_figures)) == columns_text(narrow)


@settings(max_examples=8, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(SNAPSHOTS)
def test_so_does_any_response(snapshot: Snapshot) -> None:
    snapshot = replace(snapshot, submission_language="en")
    assert said_in(render_pdf(snapshot, "both")) == columns_text(snapshot)


def test_a_city_without_a_submission_language_has_one_column() -> None:
    assert 'class="columns' not in response_html(make_snapshot(), "both")


def test_cover_contents_and_bookmarks_name_both(demo: Snapshot, demo_both: bytes) -> None:
    pages, sections = body(demo_both), [each.section for each in demo.sections]
    assert pages[0].startswith(
        "초안서울특별시Seoul유엔전자정부평가지방정부설문지(LGQ)2022UNE-Government"
    )
    assert "번역문글이있는답변16건중11건" in pages[0]
    assert len(open_pdf(demo_both).pages) <= 24
    assert [visible(localized(each.title, "en")) in pages[1] for each in sections] == [True] * 8
    tops = [title for depth, title, _ in bookmarks(demo_both) if depth == 0]
    assert tops[1:-2] == [
        f"{each.number} {each.title['ko']} · {each.title['en']}" for each in sections
    ]
    questions = [title for depth, title, _ in bookmarks(demo_both) if depth == 1]
    assert questions == [
        f"{answer.question.number} {answer.question.wording['ko']}"
        for section in demo.sections
        for answer in section.answers
    ]


def test_columns_are_no_table_to_who_hears_them(demo: Snapshot, demo_both: bytes) -> None:
    found = tags(demo_both)
    # Nine of approvals; that of an answer, and the twelve of links, are there in each language, and
    # two of links go on over a page.
    assert found.count("/Table") == 9 + 2 * (1 + 12 + 2)
    assert found.count("/H3") == 2 * demo.total + len(demo.sections)


def test_an_answer_goes_on_over_pages_beside_its_translation() -> None:
    lines = 120
    korean = "\n".join(f"○ {number}번째 줄은 이 시의 예산을 말합니다" for number in range(lines))
    english = "\n".join(
        f"○ Line {number} tells of the budget of this city" for number in range(lines)
    )
    content = render_pdf(both(korean, english), "both")
    assert_within_columns(content)
    pages = columns(content, MIDDLE)
    for place in section_pages(content)[:-1]:
        assert all(len(column) > 400 for column in pages[place])
    left, right = said_in(content)
    assert visible(korean) in left
    assert visible(english) in right


@pytest.mark.parametrize("before", [28, 31, 35, 37])
def test_no_side_of_a_question_or_of_a_short_answer_begins_a_page_earlier(before: int) -> None:
    filler = make_answer(
        make_question("a-1", "text"), parts={"text": "\n".join(["○ line"] * before)}
    )
    wording = {"ko": "만족도는 얼마입니까?", "en": "How many were satisfied, " + "and why, " * 20}
    question = replace(make_question("a-2", "percentage", "text"), wording=wording)
    said = canonical(question, {"percentage": "72.5", "text": "○ 하나\n○ 둘"})
    asked = translated(question, "en")
    words = {
        "text": "\n".join(["It takes more lines to say so in English, where words are long"] * 2)
    }
    translation = TranslationSnapshot(
        asked, canonical(asked, words), 1, None, original=Original(question, said, 1, 1), of=1
    )
    answer = replace(AnswerSnapshot(question, said, 1, None), translation=translation)
    snapshot = replace(make_snapshot(make_section(filler, answer)), submission_language="en")
    pages = columns(render_pdf(snapshot, "both"), MIDDLE)[2:]
    for korean, english in (("만족도는", "Howmany"), ("하나", "Ittakes")):
        [place] = [number for number, (left, _) in enumerate(pages) if korean in left]
        assert english in pages[place][1]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_stays_in_its_column(text: str, caplog: pytest.LogCaptureFixture) -> None:
    content = render_pdf(both(text, text), "both")
    assert caplog.messages == []
    assert [visible(text) in said for said in said_in(content)] == [True, True]
    assert_within_columns(content)


def test_a_wide_table_stands_across_both_columns() -> None:
    content = render_pdf(both(WIDE, WIDE.replace("칸", "cell ")), "both")
    table, other = visible(WIDE), visible(WIDE.replace("칸", "cell "))
    across = "".join(body(content)[place] for place in section_pages(content))
    assert across.index(table) < across.index(other)


def test_every_link_is_tagged_as_one(demo_both: bytes) -> None:
    assert tags_of_links(demo_both) == {"/Link"}
