"""Whatever a snapshot holds in Korean, its English files mark it, and their covers count it.

Of each value every string is filled with words of its own, so that a new one is tried, too.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import translation
from lxml import html
from openpyxl import load_workbook

from responses.characters import holds_korean
from responses.documents.extract import Extract
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf
from responses.documents.readme import readme
from responses.documents.response_docx import response_docx
from responses.documents.response_hwpx import response_hwpx
from responses.documents.response_md import response_md
from responses.documents.response_xlsx import response_xlsx
from responses.domain.content.content import canonical
from responses.domain.content.kinds import contact, files, links
from responses.domain.content.translating import Original, translated
from responses.domain.edition.shapes import QuestionShape
from responses.domain.glossary.glossary import Glossary
from responses.domain.signing.approval_line import Signature, Step
from responses.domain.snapshot.annex import CityContact, SnapshotService
from responses.domain.snapshot.answer import AnswerSnapshot, LastChange, TranslationSnapshot
from responses.domain.snapshot.links import SnapshotLink
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Seal
from responses.enums import BOTH, Role
from responses.link_states import LinkState
from responses.pages.originals import kept_names
from tests.support.files import picture

from .reading import body, pictures
from .snapshots import MOMENT, approved, make_answer, make_question, make_section, make_snapshot

Say = Callable[[str], str]
MARKED = re.compile(r"([^\s\">]*[가-힣]\S*) \[Korean\]")
COUNTS = re.compile(r"([a-z ,]+) \((\d+)\)")
FACTS = {"type": "csv", "size": "9", "width": "0", "height": "0"}
PICTURE = {"type": "png", "size": "9", "width": "1", "height": "1"}


class Words:
    """Gives words that stand nowhere else, each of two syllables."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self) -> str:
        self.given.append("한" + chr(ord("가") + 28 * len(self.given)))
        return self.given[-1]

    def filled(self, kind: type[Any], **others: Any) -> Any:
        """Return a value with words in each of its texts that is not given."""
        texts = {each.name: self() for each in fields(kind) if each.type is str}
        return kind(**texts | others)

    def row(self, keys: Iterable[str], **others: str) -> dict[str, str]:
        return {key: self() for key in keys} | others


def digest(number: int) -> str:
    return f"{number:064x}"


def parts_of(words: Words) -> Mapping[str, Any]:
    """Return values for every kind that takes words, each of its fields in Korean."""
    names = [each.key for each in files.ROWS.fields]
    url = f"https://a.kr/{words()}"
    return {
        "yes-no": "yes",
        "text": f"{words()} www.b.kr/{words()} {words()}",
        "contact": words.row((each.key for each in contact.FIELDS), email=f"a@{words()}.kr"),
        "links": [
            words.row((each.key for each in links.ROWS.fields), url=url),
            words.row(each.key for each in links.ROWS.fields),
        ],
        "files": [
            words.row(names, digest=digest(1), name=f"{words()}.csv", **FACTS),
            words.row(names, digest=digest(2), name=f"{words()}.png", **PICTURE),
            {"name": f"{words()}.png", "caption": "", "alternative": "", "digest": digest(3)}
            | PICTURE,
        ],
    }


KINDS = {"contact": contact.KIND, "links": links.KIND, "files": files.KIND}


def in_english(question: QuestionShape, parts: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    """Return a translation of values: of each phrase, and of the text, what `say` makes of it."""
    plain = canonical(question, parts).parts
    rows = {
        key: [{"of": of, "text": say(of)} for of, *_place in kind.phrases(plain[key])]
        for key, kind in KINDS.items()
    }
    return {**rows, "text": say("text")}


def answer(words: Words, key: str, say: Say | None) -> AnswerSnapshot:
    """Return an answer in Korean alone, translated as `say` does, or not at all."""
    question = make_question(key, "yes_no", "text", "contact", "links", "files")
    parts = parts_of(words)
    given = make_answer(question, parts=parts)
    asked = translated(question, "en")
    content = canonical(asked, in_english(question, parts, say) if say else {})
    made = TranslationSnapshot(
        asked, content, int(bool(say)), None, original=Original(question, given.content, 1), of=1
    )
    return replace(given, translation=made, changed=LastChange(words(), MOMENT))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    words = Words()
    # Not translated, in part, whole, whole but with words of Korean, and all in English.
    answers = [
        answer(words, "a-1", None),
        answer(words, "a-2", lambda of: "" if of == "text" else "said"),
        answer(words, "a-3", lambda _of: "said"),
        answer(words, "a-4", lambda _of: f"said {words()}"),
        make_answer(make_question("a-5", "text"), parts={"text": "done"}),
    ]
    reason = make_question("a-6", "text")
    none = make_answer(reason, words())
    none = replace(none, translation=translation_of(none))
    signed = approved(make_section(*answers, none))
    signatures = tuple(
        words.filled(
            Signature, consents=consents, person=0, role=Role.REVIEWER, at=MOMENT, digest="d" * 64
        )
        for consents in (False, True)
    )
    steps = (Step(words(), (1,)), Step(words(), (2,), consents=True, department=words()))
    review = words.filled(
        Signature, consents=False, person=0, role=Role.REVIEWER, at=MOMENT, digest="d" * 64
    )
    signed = replace(
        signed,
        department=words(),
        line=steps,
        signatures=signatures,
        originals_alone=True,
        translations_review=review,
        is_confirmed=True,
    )
    waiting = make_section(make_answer(make_question("b-1", "yes_no")), key="beta")
    waiting = replace(
        waiting,
        line=(Step(words()), Step(words(), consents=True, department=words())),
        department=words(),
    )
    people = tuple(words.filled(CityContact, email=f"a@{words()}.kr") for _ in range(2))
    made = make_snapshot(signed, waiting)
    return replace(
        made,
        contacts=people,
        links=tuple(
            SnapshotLink(link.url, LinkState.WORKS, note=words()) for link in answers[0].links[:1]
        ),
        services=(service(words()), service(words())),
        submission_language="en",
        glossary=Glossary("en", {"없음": "none"}),
    )


def service(word: str) -> SnapshotService:
    url = f"https://a.kr/{word}"
    return SnapshotService(
        "services", "253", {"en": "report"}, "yes", url, f"{word}과", f"{word} 메모"
    )


def translation_of(given: AnswerSnapshot) -> TranslationSnapshot:
    asked = translated(given.question, "en")
    original = Original(given.question, given.content, 1)
    return TranslationSnapshot(asked, canonical(asked, {}), 0, None, original=original, of=0)


def seal() -> Seal:
    return Seal(1, MOMENT, "봉인자", 0, "ab" * 32, "", "https://lgq.example/verify/?digest=ab")


def unmarked(page: Any) -> list[str]:
    """Return what stands on a page in Korean outside all that is marked."""
    elements = [each for each in page.iter() if isinstance(each.tag, str)]
    texts = [(each, each.text or "") for each in elements]
    texts += [(each.getparent(), each.tail) for each in page.iter() if each.tail]
    texts += [(each, value) for each in elements for value in each.attrib.values()]
    told = "@class='question' or @class='addresses' or @class='checked'"
    noted = f"ancestor-or-self::*[{told}][*[@class='note']]"
    return [
        text
        for each, text in texts
        if holds_korean(MARKED.sub("", text))
        and not each.xpath("ancestor-or-self::*[@class='original']")
        and not each.xpath(noted)
    ]


def within(page: Any, name: str) -> str:
    return " ".join(page.xpath(f"//*[@class='{name}']")[0].text_content().split())


def marked_in(page: Any, *names: str) -> set[str]:
    """Return what is marked as such in the parts of a page called so, each once."""
    return {
        text
        for name in names
        for each in page.xpath(f"//*[@class='{name}']")
        for text in (
            *each.xpath(".//*[@class='original']/*[@lang='ko']/text()"),
            *(text for p in each.xpath(".//p/text()") for text in MARKED.findall(p)),
            *(text for alt in each.xpath(".//@alt") for text in MARKED.findall(alt)),
        )
    }


def addresses_on(page: Any) -> set[str]:
    """Return the addresses of Korean letters, each as it was typed."""
    found = {text.strip() for text in page.xpath("//table[@class='links']//tr/*[last()]//text()")}
    for each in page.xpath("//*[@class='addresses']//li"):
        typed = each.xpath("string(.//*[contains(@class, 'typed')])").partition("typed:")[2].strip()
        found.add(typed or each.xpath("string(.//*[@class='whole'])"))
    return set(filter(holds_korean, found))


def test_every_word_of_korean_in_english_print_is_marked_and_counted(snapshot: Snapshot) -> None:
    page = html.fromstring(response_html(snapshot, "en", seal()))
    assert unmarked(page) == []
    cover = within(page, "cover")
    assert (
        "2 of 5 answers with text, 1 with Korean in it; "
        "in Korean: words in answers (2) · names of files (8) · addresses (12)"
        " · posts, departments and names (22) · notes (3)"
    ) in cover
    names, named = marked_in(page, "cover", "approvals", "seal"), marked_in(page, "question")
    assert (len(names), len(named), len(addresses_on(page))) == (20, 8, 12)
    assert "봉인자" in names
    annexes = page.xpath("//*[@class='checked']")
    assert [len(each.xpath(".//*[@class='note']//*[@class='original']")) for each in annexes] == [
        1,
        2,
    ]
    assert [each.xpath("count(./p[@class='note'])") for each in annexes] == [1, 1]
    notes = [each.text for each in page.xpath("//*[@class='question']/*[@class='note']")]
    assert sum("Some words are in Korean." in each for each in notes) == 2
    partial = [each for each in notes if each.startswith(("Not translated", "Partly translated"))]
    assert len(partial) == 5 - 2


def test_what_the_glossary_has_of_notes_is_printed_instead(snapshot: Snapshot) -> None:
    [link] = (each.note for each in snapshot.links or ())
    services = [each.note for each in snapshot.services]
    terms = {link: "Abroad it is closed", services[0]: "By telephone", services[1]: "Soon"}
    page = html.fromstring(
        response_html(replace(snapshot, glossary=Glossary("en", terms)), "en", seal())
    )
    assert "notes (" not in within(page, "cover")
    notes = page.xpath("//table[@class='checked-links']//*[@class='note']")
    said = [" ".join(each.text_content().split()) for each in notes]
    assert said == ["Right all the same: Abroad it is closed", "By telephone", "Soon"]
    assert [each.xpath("ancestor-or-self::*[@lang][1]/@lang")[0] for each in notes[1:]] == [
        "en"
    ] * 2
    korean = response_html(replace(snapshot, glossary=Glossary("en", terms)), "ko")
    assert (link in korean, "Abroad" in korean) == (True, False)


def test_before_sealing_notes_on_links_and_services_are_named_with_all_else(
    snapshot: Snapshot,
) -> None:
    links = (SnapshotLink("https://example.org/", LinkState.FAILING, note="국외 접속 제한"),)
    found = kept_names(replace(snapshot, links=links))
    assert found
    notes = [name for name, _href in found.names if name.endswith((" 메모", "제한"))]
    expected = sorted([*(each.note for each in snapshot.services), links[0].note])
    assert (notes, len(found.names)) == (expected, 21 + 3)


def test_who_sealed_is_marked_in_what_an_archive_says_of_itself(snapshot: Snapshot) -> None:
    korean, english = readme(snapshot, seal(), ["en"]).decode("utf-8-sig").split("-" * 60)
    assert "by 봉인자 [Korean]" in english
    assert "[" not in korean


def test_the_same_reaches_paper_and_who_hears_it(snapshot: Snapshot) -> None:
    page = html.fromstring(response_html(snapshot, "en", seal()))
    sheets = render_pdf(snapshot, "en", seal(), figures=lambda _digest: [])
    assert sum("[Korean]" in each for each in pictures(sheets)) == 4
    printed = "".join(body(sheets))
    said = marked_in(page, "cover", "approvals", "seal", "question")
    assert [each for each in said if f"{each}[Korean]" not in printed] == []


def test_what_is_in_another_language_than_the_submission_is_not_marked(snapshot: Snapshot) -> None:
    assert "[Korean]" not in response_html(snapshot, "ko", seal())
    alone = replace(snapshot, submission_language="")
    assert "[Korean]" not in response_html(alone, "en", seal())


def test_in_both_languages_the_column_in_english_marks_it(snapshot: Snapshot) -> None:
    page = html.fromstring(response_html(snapshot, BOTH, seal()))
    english = page.xpath("//*[@class='column' and @lang='en']")
    assert {text for each in english for text in marked_in_column(each)} == marked_in(
        html.fromstring(response_html(snapshot, "en")), "question"
    )
    korean = page.xpath("//*[@class='column' and @lang='ko']")
    assert [each for each in korean if "[" in each.text_content()] == []
    assert "번역되지 않은 한국어 표기: 낱말이 있는 답변 2건 · 파일 이름 8개 · 주소 10개" in within(
        page, "cover"
    )


def marked_in_column(column: Any) -> set[str]:
    return {
        *column.xpath(".//*[@class='original']/*[@lang='ko']/text()"),
        *(text for alt in column.xpath(".//@alt") for text in MARKED.findall(alt)),
    }


def inside(content: bytes) -> str:
    """Return what stands in the main part of a document, with what is heard of its pictures."""
    with ZipFile(BytesIO(content)) as parts:
        names = {"word/document.xml", "Contents/section0.xml"} & {*parts.namelist()}
        return parts.read(names.pop()).decode()


def in_cells(content: bytes) -> str:
    book = load_workbook(BytesIO(content))
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    return "\n".join(str(cell) for row in rows for cell in row if cell)


@pytest.mark.parametrize(
    ("make", "read", "counts", "marked"),
    [
        (response_docx, inside, [2, 8, 10], 8),
        (response_hwpx, inside, [2, 8, 10], 8),
        (response_md, bytes.decode, [2, 12, 10], 12),
        # A workbook names who changed each answer, and has untranslated labels once more.
        (response_xlsx, in_cells, [2, 12, 10, 4], 12 + 4 + 4),
    ],
    ids=["docx", "hwpx", "md", "xlsx"],
)
def test_other_files_mark_and_count_by_the_same_words(
    snapshot: Snapshot,
    make: Callable[[Extract], bytes],
    read: Callable[[bytes], str],
    counts: list[int],
    marked: int,
) -> None:
    with translation.override("en"):
        extract = Extract(snapshot, "en", figures=lambda _digest: [picture(size=(9, 9))])
        said = read(make(extract)).replace("\\", "")
    assert [int(count) for _name, count in COUNTS.findall(said)] == counts
    assert len(set(MARKED.findall(said))) == marked
    assert said.count("Some words are in Korean.") == 2
    assert said.count("Not translated: this is the original.") == 2
    assert said.count("Partly translated: the rest is the original.") == 1
