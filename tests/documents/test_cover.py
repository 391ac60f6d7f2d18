from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from responses.characters import holds_korean
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf
from responses.domain.content.content import Content, canonical
from responses.domain.content.translating import Original, translated
from responses.domain.glossary.glossary import NO_GLOSSARY, Glossary
from responses.domain.signing.approval_line import Signature, Step
from responses.domain.snapshot.annex import CityContact
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Reopened, Seal
from responses.localized import localized
from responses.pages.printed import PrintedContact, printed_contact

from .reading import (
    body,
    bookmarks,
    margins,
    visible,
)
from .snapshots import (
    MOMENT,
    approved,
    make_answer,
    make_question,
    make_section,
    make_snapshot,
    saying,
)

SEOUL = ZoneInfo("Asia/Seoul")


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
    assert not holds_korean(page)
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
    assert not holds_korean(page)
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
    return f"{text} [Korean]" if holds_korean(text) else text


def as_what(signature: Signature, *, last: bool) -> str:
    """Return what a signature of the demo is, whose people sign for themselves."""
    if signature.consents:
        return "◇ Consented"
    return "◎ Approved" if last else "○ Signed"
