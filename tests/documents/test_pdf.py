import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.utils import translation
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from responses.characters import holds_hangul
from responses.documents import pdf
from responses.documents.engine import engine
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf, rendering_key
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.links import LinkValue
from responses.domain.content.outline import outline
from responses.domain.content.translating import Original, translated
from responses.domain.glossary.glossary import NO_GLOSSARY, Glossary
from responses.domain.signing.approval_line import Signature, Step
from responses.domain.snapshot.annex import CityContact
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Reopened, Seal
from responses.fonts import fonts
from responses.fonts.fonts import FAMILIES
from responses.localized import localized
from responses.pages.printed import PrintedContact, printed_contact
from tests.support.new_font import make_font

from .demo_figures import demo_figures
from .expected import sections_text
from .reading import (
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

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ko", "en")
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def demo_pdf(demo_ko: bytes, demo_en: bytes, language: str) -> bytes:
    return {"ko": demo_ko, "en": demo_en}[language]


def section_pages(content: bytes) -> range:
    """Return the places of the pages from the first section to the last."""
    tops = {title: page for depth, title, page in bookmarks(content) if depth == 0}
    end = tops.get("Approvals") or tops["결재 현황"]
    return range([*tops.values()][1] - 1, end - 1)


def sections_of(content: bytes) -> str:
    pages = body(content)
    return "".join(pages[place] for place in section_pages(content))


# --- What it says ---


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


def test_render_pdf_begins_with_a_cover(demo: Snapshot, demo_pdf: bytes, language: str) -> None:
    with translation.override(language):
        title = localized(demo.city_name) + localized(demo.edition.title)
    cover = body(demo_pdf)[0]
    assert visible(title) in cover
    assert cover.endswith(demo.digest)
    assert margins(demo_pdf)[0] == ""


@pytest.mark.parametrize(
    ("contact", "department", "said"),
    [
        (
            {"name": "Kim Haneul", "title": "Director", "agency": "IT Bureau", "email": "k@b.kr"},
            "Data Team",
            "Unit in chargeIT BureauContactKim Haneul Director · k@b.kr",
        ),
        ({"name": "Kim Haneul"}, "Data Team", "Unit in chargeData TeamContactKim Haneul"),
        (None, "Data Team", "Unit in chargeData TeamDigest"),
        (None, "", "sections are approvedDigest"),
    ],
)
def test_render_pdf_names_the_unit_in_charge_and_whom_to_ask(
    contact: dict[str, str] | None, department: str, said: str
) -> None:
    snapshot = saying(contact=contact) if contact else make_snapshot()
    sections = tuple(replace(each, department=department) for each in snapshot.sections)
    snapshot = replace(snapshot, sections=sections)
    assert visible(said) in body(render_pdf(snapshot, "en"))[0]


def test_the_cover_names_the_coordinators_and_no_contact_among_the_answers() -> None:
    chief = {"name": "Chief", "title": "CIO", "agency": "IT Bureau", "email": "cio@b.kr"}
    contacts = (
        CityContact("Kim", "Data Team", "Head", "kim@b.kr"),
        CityContact("Lee", "Data Team", "", "lee@b.kr"),
    )
    snapshot = replace(saying(contact=chief), contacts=contacts)
    with translation.override("en"):
        assert printed_contact(snapshot) == PrintedContact(
            "Data Team", "Kim Head · kim@b.kr, Lee · lee@b.kr"
        )
        nobody = printed_contact(replace(snapshot, contacts=()))
    assert nobody == PrintedContact("", "")


@pytest.mark.parametrize(
    ("departments", "unit", "people"),
    [
        (("", ""), "", "Kim · kim@b.kr, Lee · lee@b.kr"),
        (("IT Bureau", ""), "", "Kim · IT Bureau · kim@b.kr, Lee · lee@b.kr"),
        (
            ("IT Bureau", "Data Team"),
            "",
            "Kim · IT Bureau · kim@b.kr, Lee · Data Team · lee@b.kr",
        ),
        (("IT Bureau", "IT Bureau"), "IT Bureau", "Kim · kim@b.kr, Lee · lee@b.kr"),
    ],
)
def test_beside_a_coordinator_stands_no_department_of_anybody_else(
    departments: tuple[str, str], unit: str, people: str
) -> None:
    contacts = tuple(
        CityContact(name, department, "", f"{name.lower()}@b.kr")
        for name, department in zip(("Kim", "Lee"), departments, strict=True)
    )
    snapshot = make_snapshot()
    sections = tuple(replace(each, department="Writers") for each in snapshot.sections)
    named = replace(snapshot, sections=sections, contacts=contacts)
    assert printed_contact(named) == PrintedContact(unit, people)


def test_an_english_pdf_says_beside_the_answers_what_the_glossary_has() -> None:
    section = approved(make_section(make_answer(make_question())))
    signature = replace(section.signatures[0], title="과장")
    section = replace(section, signatures=(signature,), line=(Step("과장", (1,)),))
    contacts = (CityContact("한서윤", "디지털정책담당관", "주무관", "han@b.kr", 2),)
    terms = {"과장": "Director", "디지털정책담당관": "Digital Policy Office", "주무관": "Officer"}
    glossary = Glossary("en", terms, {1: "Baek Dohyun", 2: "Han Seoyun"})
    snapshot = replace(make_snapshot(section), contacts=contacts, glossary=glossary)
    seal = Seal(1, MOMENT, "한서윤", 2, "ab" * 32, "", "https://lgq.example/verify/?digest=ab")
    page = response_html(snapshot, "en", seal)
    said = ("Director", "Digital Policy Office", "Han Seoyun, Officer · han@b.kr", "Baek Dohyun")
    assert [each for each in said if each not in page] == []
    assert not holds_hangul(page)
    assert page.count('<dd lang="en">') == 2
    korean = response_html(snapshot, "ko", seal)
    originals = ("과장", "디지털정책담당관", "한서윤 주무관 · han@b.kr", "백도현")
    assert [each for each in originals if each not in korean] == []
    assert "Baek" not in korean
    bare = response_html(replace(snapshot, glossary=NO_GLOSSARY), "en", seal)
    assert [each for each in originals if each not in bare] == []
    assert bare.count('<dd lang="ko">') == 2


def test_an_english_pdf_says_in_english_for_whom_a_deputy_signed() -> None:
    section = approved(make_section(make_answer(make_question())))
    signature = replace(section.signatures[0], signed_for="임수아", absent=3)
    section = replace(section, signatures=(signature,))
    glossary = Glossary("en", {}, {1: "Baek Dohyun", 3: "Lim Sooah"})
    snapshot = replace(make_snapshot(section), glossary=glossary)
    english = response_html(snapshot, "en")
    assert 'Baek Dohyun <span class="deputy">(for Lim Sooah)</span>' in english
    assert "代" not in english
    assert '代 백도현 <span class="deputy">(임수아 대결)</span>' in response_html(snapshot, "ko")


def test_a_pdf_in_the_submission_language_prints_translations_and_says_what_lacks() -> None:
    question = make_question("a-1", "text", "links")
    links = [{"label": "응답소", "url": "eungdapso.seoul.go.kr"}]
    original = canonical(question, {"text": "○ 예산 공개", "links": links})
    asked = translated(question, "en")
    rows = [{"of": "응답소", "text": "Eungdapso"}]
    whole = canonical(asked, {"text": "○ Budget published", "links": rows})
    page = response_html(_translated(original, whole), "en")
    assert not holds_hangul(page)
    assert "Budget published" in page
    assert "Eungdapso" in page
    assert '<div lang="en">' in page
    part = response_html(_translated(original, canonical(asked, {"links": rows})), "en")
    assert "예산 공개" in part
    assert "Partly translated: the rest is the original." in part
    assert "0 of 1 answers with text" in part
    later = response_html(_translated(original, canonical(asked, {"links": rows}), words=2), "en")
    assert "Partly translated: the rest is the original, which has changed since." in later
    assert "0 of 1 answers with text, 1 outdated" in later
    korean = response_html(_translated(original, whole), "ko")
    assert "예산 공개" in korean
    assert "Eungdapso" not in korean


def _translated(original: Content, translation: Content, words: int = 1) -> Snapshot:
    question = make_question("a-1", "text", "links")
    answer = AnswerSnapshot(question, original, 1, None)
    made = TranslationSnapshot(
        translated(question, "en"),
        translation,
        1,
        None,
        original=Original(question, original, words, words),
        of=1,
    )
    section = make_section(replace(answer, translation=made))
    return replace(make_snapshot(section), submission_language="en")


def test_the_number_of_a_sealed_pdf_has_one_name() -> None:
    one = make_snapshot(approved(make_section(make_answer(make_question()))))
    seal = Seal(1, MOMENT, "Kim", 1, "ab" * 32, "", "https://lgq.example/verify/?digest=ab")
    assert response_html(one, "ko", seal).count("<dt>진위 확인 번호</dt>") == 2
    assert "내용 해시값" not in response_html(one, "ko", seal)
    # That of a working document is known nowhere, and is called otherwise.
    assert "진위 확인 번호" not in response_html(one, "ko")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (Reopened(2, differs=True), "Changed since submission no. 2."),
        (Reopened(2, differs=False), "Reopened since submission no. 2; its answers are the same."),
    ],
)
def test_a_working_document_says_how_it_stands_to_the_last_submission(
    after: Reopened, said: str
) -> None:
    assert said in response_html(make_snapshot(), "en", None, after)
    assert said not in response_html(make_snapshot(), "en")


@pytest.mark.parametrize(("language", "day"), [("ko", "2022.11.14."), ("en", "14November2022")])
def test_render_pdf_dates_the_cover_in_the_sites_time_zone(language: str, day: str) -> None:
    assert day in body(render_pdf(make_snapshot(), language))[0]


def test_render_pdf_lists_the_contents_with_their_pages(demo: Snapshot, demo_en: bytes) -> None:
    tops = [(title, page) for depth, title, page in bookmarks(demo_en) if depth == 0]
    assert body(demo_en)[1] == "".join(
        visible(title) + (str(page) if place else "") for place, (title, page) in enumerate(tops)
    )


def test_render_pdf_tells_the_approvals(demo: Snapshot, demo_en: bytes) -> None:
    with translation.override("en"):
        rows = [approval_row(part) for part in demo.sections]
    assert visible("".join(rows)) in "".join(body(demo_en)[-4:])


def approval_row(part: SectionSnapshot) -> str:
    """Return what stands there of a section: its title and state, then a table a kind of step."""
    row = f"{part.section.number} {part.section.title['en']} {part.state.label}"
    if part.signed:
        row += f" · Digest {part.signed[-1].digest[:12]}"
    for consents, kind in ((False, "Approval"), (True, "Consent")):
        pairs = [pair for pair in part.steps if pair[0].consents is consents]
        signatures = [signature for _step, signature in pairs]
        titles = [
            f"{in_original(step.title or 'Reviewer')} {in_original(step.department)}"
            for step, _signature in pairs
        ]
        names = [
            f"{in_original(each.by)} {as_what(each, last=each is part.steps[-1][1])}"
            if each
            else "No consent yet"
            if consents
            else "Not signed yet"
            for each in signatures
        ]
        days = [each.at.astimezone(SEOUL).strftime("%-d %B %Y") for each in signatures if each]
        row += "".join([kind, *titles, *names, *days]) if pairs else ""
    return row


def in_original(text: str) -> str:
    """Return a post, a department or a name as a document in English has it without a glossary."""
    return f"{text} [Korean]" if holds_hangul(text) else text


def as_what(signature: Signature, *, last: bool) -> str:
    """Return what a signature of the demo is, whose people sign for themselves."""
    if signature.consents:
        return "◇ Consented"
    return "◎ Approved" if last else "○ Signed"


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


# --- What a machine reads of it ---


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


# --- How it looks ---


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


# --- What people may write ---

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


def test_render_pdf_fetches_nothing() -> None:
    fetch = engine().fetcher
    for url in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,a", "ftp://a.example/"):
        with pytest.raises(ValueError, match="No such picture"):
            fetch(url)


# --- The same bytes ---


def test_render_pdf_gives_the_same_bytes_again(demo: Snapshot, demo_ko: bytes) -> None:
    assert render_pdf(demo, "ko", figures=demo_figures) == demo_ko


FRESH = """
import hashlib, pickle, sys
import django
django.setup()
from responses.documents.pdf import render_pdf
from tests.documents.demo_figures import demo_figures
for snapshot in pickle.load(sys.stdin.buffer):
    print(hashlib.sha256(render_pdf(snapshot, "ko", figures=demo_figures)).hexdigest())
"""
WITHOUT_GLYPHS = saying(text="가\ue123나 漢 ع 😀 \U0010fffd")


def rendered_afresh(*snapshots: Snapshot, **environment: str) -> list[str]:
    """Return the digests of PDFs as another process makes them."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", FRESH],
        input=pickle.dumps(snapshots),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
    )
    return done.stdout.decode().split()


def here(*contents: bytes) -> list[str]:
    return [sha256(content).hexdigest() for content in contents]


def test_render_pdf_gives_the_same_bytes_in_another_process(demo: Snapshot, demo_ko: bytes) -> None:
    assert rendered_afresh(demo) == here(demo_ko)


def test_a_font_more_on_the_machine_changes_no_byte(
    demo: Snapshot, demo_ko: bytes, tmp_path: Path
) -> None:
    """One has what no font of documents has, others have the names of those; all are found."""
    characters = "\ue123\U0010fffd 가나漢ع😀A1"
    for family in ("More", *FAMILIES):
        make_font(tmp_path / f"fonts/{family}.ttf", family, characters)
    machine = {"XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    listed = subprocess.run(
        ["fc-list", ":charset=e123", "family"],  # noqa: S607 - found by PATH, as it should be
        env={**os.environ, **machine},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"More", *FAMILIES} <= set(listed.stdout.splitlines())
    assert rendered_afresh(
        demo, WITHOUT_GLYPHS, **machine, DATA_DIR=str(tmp_path / "data")
    ) == here(demo_ko, render_pdf(WITHOUT_GLYPHS, "ko"))


def test_a_machine_of_another_language_without_fonts_of_its_own_changes_no_byte(
    tmp_path: Path,
) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    machine = {"FONTCONFIG_FILE": str(configuration), "FC_LANG": "ja", "LANGUAGE": "ja"}
    assert rendered_afresh(WITHOUT_GLYPHS, **machine, LC_ALL="ja_JP.UTF-8") == here(
        render_pdf(WITHOUT_GLYPHS, "ko")
    )


def test_rendering_key_changes_with_all_that_is_printed() -> None:
    snapshot = make_snapshot()
    others: list[tuple[Snapshot, str]] = [
        (snapshot, "en"),
        (replace(snapshot, language="en"), "ko"),
        (make_snapshot(approved(make_section(make_answer(make_question())))), "ko"),
        (saying(text="가"), "ko"),
    ]
    keys = {rendering_key(*other) for other in [(snapshot, "ko"), *others]}
    assert len(keys) == 1 + len(others)
    assert rendering_key(make_snapshot(), "ko") == rendering_key(snapshot, "ko")


@pytest.fixture
def _forgotten() -> Iterator[None]:
    """Let the key be made anew, and again after the test."""
    pdf._form.cache_clear()
    yield
    pdf._form.cache_clear()


@pytest.mark.usefixtures("_forgotten")
def test_rendering_key_changes_with_the_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rendering_key(make_snapshot(), "ko")
    pdf._form.cache_clear()
    monkeypatch.setattr(fonts, "version", lambda: "of others")
    assert rendering_key(make_snapshot(), "ko") != before


@pytest.mark.usefixtures("_forgotten")
@pytest.mark.parametrize("library", ["libpango-1.0.so.0", "libharfbuzz.so.0"])
def test_rendering_key_changes_with_the_libraries(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = pdf._library_version
    assert re.fullmatch(r"\d+\.\d+\.\d+", told(library, pdf._LIBRARIES[library]))
    before = rendering_key(make_snapshot(), "ko")
    pdf._form.cache_clear()
    monkeypatch.setattr(
        pdf, "_library_version", lambda name, ask: "0" if name == library else told(name, ask)
    )
    assert rendering_key(make_snapshot(), "ko") != before


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
