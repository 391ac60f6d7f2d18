import re
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from responses.documents.pdf import render_pdf
from responses.domain.content.content import EMPTY, canonical
from responses.domain.content.links import LinkValue
from responses.domain.content.outline import outline
from responses.domain.content.translating import Original, translated
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Seal
from responses.localized import localized

from .demo_figures import demo_figures
from .expected import sections_text
from .reading import (
    LANGUAGES,
    addresses,
    body,
    bookmarks,
    edges,
    margins,
    open_pdf,
    pictures,
    tags,
    tags_of_links,
    visible,
)
from .snapshots import (
    MOMENT,
    SNAPSHOTS,
    approved,
    make_answer,
    make_question,
    make_section,
    make_snapshot,
    saying,
)


def section_pages(content: bytes) -> range:
    """Return the places of the pages from the first section to the last."""
    tops = {title: page for depth, title, page in bookmarks(content) if depth == 0}
    end = tops.get("Approvals") or tops["결재 현황"]
    return range([*tops.values()][1] - 1, end - 1)


def sections_of(content: bytes) -> str:
    pages = body(content)
    return "".join(pages[place] for place in section_pages(content))


def test_render_pdf_says_every_line_of_the_demo_in_the_forms_order(
    demo: Snapshot, demo_pdf: bytes, language: str
) -> None:
    assert sections_of(demo_pdf) == sections_text(demo, language)


@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(SNAPSHOTS, st.sampled_from(LANGUAGES))
def test_render_pdf_says_every_line_of_any_response(snapshot: Snapshot, language: str) -> None:
    assert sections_of(render_pdf(snapshot, language)) == sections_text(snapshot, language)


def test_render_pdf_keeps_letters_that_fonts_join() -> None:
    text = "office staff 3fi waffle"
    assert visible(text) in sections_of(render_pdf(saying(text=text), "en"))


def test_render_pdf_marks_each_page_of_a_draft(demo_en: bytes) -> None:
    pages = [margin + text for margin, text in zip(margins(demo_en), body(demo_en), strict=True)]
    assert [page.count("DRAFT") for page in pages] == [1] * len(pages)


def test_render_pdf_marks_no_page_once_all_sections_are_approved() -> None:
    content = render_pdf(make_snapshot(approved(make_section(make_answer(make_question())))), "en")
    assert [text for text in (*margins(content), *body(content)) if "DRAFT" in text] == []


def test_render_pdf_numbers_pages_and_names_document_section_and_digest(
    demo: Snapshot, demo_en: bytes
) -> None:
    pages, section = margins(demo_en), demo.sections[0].section
    done = sum(part.approval is not None for part in demo.sections)
    assert pages[2] == visible(
        f"Seoul · LGQ 2022 DRAFT {section.number} {section.title['en']} "
        f"Draft: {done} of 8 sections are approved Page 3 of {len(pages)} {demo.digest[:12]}"
    )


def test_render_pdf_links_every_address_that_can_be_followed(
    demo: Snapshot, demo_pdf: bytes
) -> None:
    links = [link for part in demo.sections for answer in part.answers for link in answer.links]
    # In the answers, and once more a question in the list of all.
    listed = [
        linked(link)
        for part in demo.sections
        for answer in part.answers
        for link in dict.fromkeys(replace(each, label="") for each in answer.links)
    ]
    assert addresses(demo_pdf) == [*map(linked, links), *listed]


def test_addresses_in_a_text_are_links_and_nothing_else_is() -> None:
    text = (
        "자세한 내용은 https://www.busan.go.kr/open 에서 확인\n"
        "- data.busan.go.kr/a(b)를 참고 (<https://busan.go.kr/한글?q=1,2>)\n"
        "kim@busan.go.kr, 보고서.hwp, 3.5%, javascript:alert(1)\n"
        "구분\t누리집\n1\twww.busan.go.kr"
    )
    found = [
        "https://www.busan.go.kr/open",
        "https://data.busan.go.kr/a(b)",
        "https://busan.go.kr/%ED%95%9C%EA%B8%80?q=1,2",
        "https://www.busan.go.kr",
    ]
    content = render_pdf(saying(text=text), "ko")
    assert addresses(content) == found * 2
    assert visible(text) in sections_of(content)
    assert tags_of_links(content) == {"/Link"}


def test_so_is_one_in_a_reason_for_having_nothing_to_report() -> None:
    answer = make_answer(make_question("a-1", "text"), "see a.busan.go.kr and b.busan.go.kr/c")
    found = addresses(render_pdf(make_snapshot(make_section(answer)), "en"))
    assert found == ["https://a.busan.go.kr", "https://b.busan.go.kr/c"] * 2


def linked(link: LinkValue) -> str:
    """Return the address in the characters that an address has in a PDF."""
    url = link.url if link.url.startswith("http") else f"https://{link.url}"
    return url.replace("¤", "%C2%A4")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "no address"])
def test_render_pdf_links_nothing_else(url: str) -> None:
    content = render_pdf(saying(links=[{"label": "Label", "url": url}]), "en")
    assert addresses(content) == []
    assert f"Label{visible(url)}" in sections_of(content)


def test_render_pdf_has_a_bookmark_for_each_section_and_question(
    demo: Snapshot, demo_pdf: bytes, language: str
) -> None:
    expected = []
    for part in demo.sections:
        expected.append((0, f"{part.section.number} {localized(part.section.title, language)}"))
        expected += [
            (1, f"{answer.question.number} {localized(answer.question.wording, language)}")
            for answer in part.answers
        ]
    assert [(depth, title) for depth, title, _ in bookmarks(demo_pdf)][1:-2] == expected


def test_render_pdf_begins_each_section_on_a_new_page(demo_pdf: bytes) -> None:
    tops = [page for depth, _, page in bookmarks(demo_pdf) if depth == 0]
    assert tops == sorted(set(tops))


def test_render_pdf_tells_title_author_language_and_dates(
    demo: Snapshot, demo_pdf: bytes, language: str
) -> None:
    reader = open_pdf(demo_pdf)
    city, edition = localized(demo.city_name, language), localized(demo.edition.title, language)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (f"{city} · {edition}", city)
    changed_at = demo.changed_at.replace(microsecond=0)
    assert reader.metadata.creation_date == reader.metadata.modification_date == changed_at
    assert str(reader.root_object["/Lang"]) == language


def test_render_pdf_is_tagged(demo: Snapshot, demo_pdf: bytes, language: str) -> None:
    root: Any = open_pdf(demo_pdf).root_object
    assert root["/MarkInfo"] == {"/Marked": True}
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
    found = tags(demo_pdf)
    headings = [found.count(f"/H{level}") for level in (1, 2, 3)]
    sections = len(demo.sections)
    assert headings == [1, sections + 3, demo.total + sections]
    assert found.count("/Link") >= len(addresses(demo_pdf))
    assert tags_of_links(demo_pdf) == {"/Link"}
    # One of a text, and of each section one; online services have one more, of a consent.
    # And one of each list of links, one of which goes on over a page in Korean.
    assert found.count("/Table") == 1 + sections + 1 + {"ko": 13, "en": 12}[language]


def test_a_ticked_choice_is_told_to_who_hears_it_and_copied_as_it_is_seen() -> None:
    question = make_question("a-1", "choices")
    answer = make_answer(question, parts={"choices": ["plan", "staff"]})
    content = render_pdf(make_snapshot(make_section(answer)), "ko")
    assert pictures(content) == ["선택함:"] * 2
    copied = "".join(page for page in body(content))
    assert "☑Hasaplan" in copied
    assert "선택함" not in copied


def test_render_pdf_leaves_no_page_empty(demo_pdf: bytes) -> None:
    for page in pypdfium2.PdfDocument(demo_pdf):
        pixels = page.render(scale=0.5, grayscale=True).to_pil()
        width, height = pixels.size
        between = pixels.crop((0, height // 12, width, height - height // 10))
        assert between.getextrema()[0] < 100


def test_render_pdf_begins_no_page_for_a_few_lines(demo_pdf: bytes) -> None:
    tops = {page for depth, _, page in bookmarks(demo_pdf) if depth == 0}
    pages = [open_pdf(demo_pdf).pages[place] for place in section_pages(demo_pdf)]
    going_on = [page for page in pages if (page.page_number or 0) + 1 not in tops]
    assert going_on
    assert min(len(edges(page)) for page in going_on) >= 5


@pytest.mark.parametrize("before", range(24, 36, 2))
def test_render_pdf_leaves_no_heading_alone_at_the_foot_of_a_page(before: int) -> None:
    filler = make_answer(
        make_question("a-1", "text"), parts={"text": "\n".join(["○ line"] * before)}
    )
    question = make_question("a-2", "yes_no", "text")
    answer = make_answer(question, parts={"yes-no": "yes", "text": "□ One\n□ Two\n□ Three"})
    pages = body(render_pdf(make_snapshot(make_section(filler, answer)), "en"))
    [page] = [each for each in pages[2:] if "QuestionA.2" in each]
    assert "□One□Two" in page


@pytest.mark.parametrize("into", ["en", "both"])
@pytest.mark.parametrize("before", range(30, 38))
def test_render_pdf_keeps_what_is_told_of_an_answer_on_its_page(before: int, into: str) -> None:
    filler = make_answer(
        make_question("a-1", "text"), parts={"text": "\n".join(["○ line"] * before)}
    )
    question = make_question("a-2", "yes_no", "text")
    said = canonical(question, {"yes-no": "yes", "text": "□ One\n□ Two\n□ Three"})
    untranslated = TranslationSnapshot(
        translated(question, "en"), EMPTY, 0, None, original=Original(question, said, 1, 1)
    )
    answer = replace(AnswerSnapshot(question, said, 1, None), translation=untranslated)
    snapshot = replace(make_snapshot(make_section(filler, answer)), submission_language="en")
    pages = body(render_pdf(snapshot, into))
    [page] = [each for each in pages[2:] if "Nottranslated" in each]
    assert "QuestionA.2" in page
    assert "□One□Two" in page


@pytest.mark.parametrize("before", [30, 36])
def test_render_pdf_ends_a_question_on_the_page_where_it_has_room(before: int) -> None:
    text = "\n".join(["○ line"] * before)
    first = make_answer(make_question("a-1", "text", "links"), parts={"text": text})
    question = make_question("a-2", "yes_no", "text")
    second = make_answer(question, parts={"yes-no": "yes", "text": "□ One\n□ Two\n□ Three"})
    pages = body(render_pdf(make_snapshot(make_section(first, second)), "en"))
    assert pages[2].endswith("Thelinks—notanswered—")
    assert pages[3].startswith("A.2")


def test_render_pdf_begins_the_seal_and_all_notes_at_the_edge_of_the_text() -> None:
    one = approved(make_section(make_answer(make_question())))
    seal = Seal(1, MOMENT, "Kim", 1, "ab" * 32, "", "https://lgq.example/verify/?digest=ab")
    pages = open_pdf(render_pdf(make_snapshot(one), "en", seal)).pages
    cover, seal_page = edges(pages[0]), edges(pages[-1])
    assert set(seal_page.values()) - set(cover.values()) == set()
    assert edges(pages[-2])[min(edges(pages[-2]))] == min(cover.values())


def test_render_pdf_has_a_glyph_for_everything_in_the_demo(
    demo: Snapshot, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    render_pdf(demo, language, figures=demo_figures)
    assert caplog.messages == []


def test_render_pdf_marks_choices_by_signs_that_begin_no_line_of_a_text(demo_ko: bytes) -> None:
    printed = sections_of(demo_ko)
    signs = {printed[found.start() - 1] for found in re.finditer("아니요", printed)} & set("☑☐□■○●")
    assert signs == {"☐"}
    kinds = [outline(f"{sign} 예")[0].kind for sign in "☑☐□○"]
    assert kinds == ["paragraph", "paragraph", "list", "list"]


SIGNS = "□■☐☑○◦●※⇒→「」『』〈〉《》①②㉮ㄱ－％℃㎡½–—‘’“”…€₩"
SCRIPTS = "Ünïcödé Ελλάς Москва 中文漢字 日本語 العربية 😀"


def test_render_pdf_has_a_glyph_for_the_signs_and_scripts_of_the_world(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = sections_of(render_pdf(saying(text=f"{SIGNS}\n{SCRIPTS}"), "ko"))
    assert caplog.messages == []
    assert visible(SIGNS + SCRIPTS.partition("العربية")[0]) in text


def test_render_pdf_shows_the_code_point_of_what_no_font_has(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = sections_of(render_pdf(saying(text="가\ue123나 \U0010fffd"), "ko"))
    assert caplog.messages == []
    assert text.endswith("가[U+E123]나[U+10FFFD]")


def test_render_pdf_shows_the_code_points_of_marks_that_no_font_has(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = sections_of(render_pdf(saying(text="가 ที่ q\u0301 ☎\ufe0f"), "ko"))
    assert caplog.messages == []
    assert "가[U+0E17][U+0E35][U+0E48]q" in text
    assert "☎" in text
    assert "FE0F" not in text


HOSTILE = {
    "markup": "<img src=file:///etc/passwd><script>alert(1)</script><!-- {{ 7|add:7 }} &lt;",
    "style": "</style><style>@import url(http://x.example/);*{display:none}</style>",
    "attribute": "\" onmouseover=\"alert(1)\" '><a href='http://x.example/'>x</a>",
    "one line": "가나다라" * 2_500,
    "one word": "abcd" * 2_500,
    "one word of markup": '<&>"' * 2_500,
    "many lines": "- 가\n" * 1_000,
    "stairs": "\n".join(" " * level + "- 가" for level in range(180)),
    "many columns": "\n".join(["\t".join(["지방자치단체"] * 30)] * 3),
    "separators": "가\u2028나\u2029다",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_render_pdf_prints_any_text_as_it_is(text: str, caplog: pytest.LogCaptureFixture) -> None:
    content = render_pdf(saying(text=text), "ko")
    assert sections_of(content).endswith(visible(text))
    assert set(addresses(content)) == set(re.findall(r"http://x\.example/", text))
    assert caplog.messages == []


def test_render_pdf_prints_text_from_right_to_left(caplog: pytest.LogCaptureFixture) -> None:
    render_pdf(saying(text="مرحبا بكم في سيول 2022 שלום"), "ko")
    assert caplog.messages == []


def test_render_pdf_lets_no_sign_turn_the_text_around() -> None:
    text = sections_of(render_pdf(saying(text="a\u202egpj.exe\u202cb\u202d"), "en"))
    assert text.endswith("a[U+202E]gpj.exeb[U+202D]")


def right_edges(content: bytes, *words: str) -> list[float]:
    """Return how far to the right each of these words ends."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for word in words:
        for page in document:
            text = page.get_textpage()
            if place := text.search(word).get_next():
                found.append(text.get_charbox(sum(place) - 1)[2])
                break
    return found


def test_figures_of_a_table_end_at_one_edge() -> None:
    text = "구분\t2019\t비고\n응답\t3,208\t전화\n만족\t78.2%\t1\n합계\t-96\t끝"
    content = render_pdf(saying(text=text), "ko")
    edges = right_edges(content, "2019", "3,208", "78.2%", "-96")
    assert len(edges) == 4
    assert max(edges) - min(edges) < 1
