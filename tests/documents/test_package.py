import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from responses.documents import package as module
from responses.documents.package import Package, build, read_file
from responses.domain.snapshot.plain import snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.response_json import read_response_json, schema_text
from responses.domain.submissions.sealing import Prepared, Seal, digest_of
from responses.enums import Role
from tests.support.factories import approve_all, make_member, make_response, translate, write

from .conftest import Passing
from .reading import pictures

FILES = [
    "README.txt",
    "snapshot.json",
    "response.json",
    "response.schema.json",
    "response-ko.pdf",
    "response-en.pdf",
    "approvals.json",
    "evidence.csv",
    "manifest.json",
]
BEFORE_JSON = [name for name in FILES if name not in {"response.json", "response.schema.json"}]


@pytest.fixture(scope="module")
def prepared(passing: Passing) -> Prepared:
    """Return a small response with links, one of them wicked, ready to be sealed."""
    links = [
        {"label": "열린데이터", "url": "data.seoul.go.kr"},
        {"label": '=HYPERLINK("x")', "url": "https://서울.한국/"},
    ]
    with passing():
        response = make_response()
        writer = make_member(response.city, Role.CONTRIBUTOR, "Writer")
        write(response, "a-2", writer, text="□ 하나", links=links)
        approve_all(response, make_member(response.city, Role.REVIEWER, "Reviewer"))
        text = snapshot_text(read_snapshot(response))
    digest = digest_of(text.encode())
    at = datetime(2026, 11, 14, 12, 4, 5, tzinfo=timezone(timedelta(hours=9)))
    address = f"https://lgq.example/verify/?digest={digest}"
    return Prepared(text, Seal(2, at, "강 코디", 7, digest, "b" * 64, address))


@pytest.fixture(scope="module")
def package(prepared: Prepared) -> Package:
    return build(prepared)


def plain(page: Any) -> str:
    return " ".join(page.extract_text().split())


def test_same_text_and_seal_give_the_same_bytes(prepared: Prepared, package: Package) -> None:
    assert build(prepared).archive == package.archive


def test_archive_holds_every_file_as_its_manifest_says(
    prepared: Prepared, package: Package
) -> None:
    with ZipFile(BytesIO(package.archive)) as pack:
        assert pack.testzip() is None
        assert pack.namelist() == FILES
        assert {name: pack.read(name) for name in FILES} == package.files
    manifest = json.loads(package.files["manifest.json"])
    told = {name: each["sha256"] for name, each in manifest.pop("files").items()}
    assert told == {name: digest_of(package.files[name]) for name in FILES[:-1]}
    assert manifest == {
        "format": "lgq-desk-submission/4",
        "city": "springfield",
        "edition": "test-2030",
        "number": 2,
        "sealed_at": "2026-11-14T12:04:05+09:00",
        "sealed_by": "강 코디",
        "account": 7,
        "digest": prepared.seal.digest,
        "before": "b" * 64,
        "address": prepared.seal.address,
    }


def test_files_of_the_archive_bear_the_time_of_sealing(package: Package) -> None:
    with ZipFile(BytesIO(package.archive)) as pack:
        # A ZIP file tells every second second.
        assert {each.date_time for each in pack.infolist()} == {(2026, 11, 14, 12, 4, 4)}


def test_approvals_tell_times_where_it_was_sealed(package: Package) -> None:
    approvals = json.loads(package.files["approvals.json"])
    times = [each["at"] for approval in approvals for each in approval["signatures"]]
    assert times
    assert [time for time in times if not time.endswith("+09:00")] == []


def test_readme_says_in_both_languages_what_each_file_is(
    prepared: Prepared, package: Package
) -> None:
    text = package.files["README.txt"].decode("utf-8-sig")
    korean, english = text.split("-" * 60)
    assert "제출본 제2호" in korean
    assert "Submission no. 2, sealed on 2026-11-14 12:04 (UTC+09:00) by 강 코디\r\n" in english
    for part in (korean, english):
        assert [name for name in FILES[1:] if f"- {name}: " not in part] == []
        assert prepared.seal.address in part
    assert "보낼 파일" in korean
    assert "Files to send:" in english


@pytest.fixture(scope="module")
def translated(passing: Passing) -> Prepared:
    """Return a small response of a city that submits in English, ready to be sealed."""
    with passing():
        response = make_response()
        response.city.submission_language = "en"
        response.city.save()
        writer = make_member(response.city, Role.CONTRIBUTOR, "Writer")
        write(response, "b-1", writer, text="□ 하나")
        translate(response, "b-1", writer, text="□ One")
        approve_all(response, make_member(response.city, Role.REVIEWER, "Reviewer"))
        text = snapshot_text(read_snapshot(response))
    digest, at = digest_of(text.encode()), datetime(2026, 11, 14, 12, 4, 5, tzinfo=UTC)
    return Prepared(text, Seal(1, at, "Kim", 7, digest, "", "https://lgq.example/verify/"))


def test_archive_of_a_city_with_two_languages_has_a_pdf_in_both(translated: Prepared) -> None:
    files = build(translated).files
    assert [name for name in files if name.endswith(".pdf")] == [
        "response-ko.pdf",
        "response-en.pdf",
        "response-both.pdf",
    ]
    said = [plain(page) for page in PdfReader(BytesIO(files["response-both.pdf"])).pages]
    assert "하나" in "".join(said)
    assert "□ One" in "".join(said)
    for part in files["README.txt"].decode("utf-8-sig").split("-" * 60):
        assert part.index("- response-en.pdf: ") < part.index("- response-both.pdf: ")
        assert part.index("- response-both.pdf: ") < part.index("- snapshot.json: ")


def test_it_was_made_without_one_before_and_is_if_it_is_large(
    translated: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(
        replace(translated, seal=replace(translated.seal, format="lgq-desk-submission/2"))
    )
    assert list(before.files) == BEFORE_JSON
    monkeypatch.setattr(module, "MOST_IN_BOTH", len(translated.text) - 1)
    assert list(build(translated).files) == FILES


def test_json_of_an_archive_says_what_its_snapshot_does_and_the_seal(
    prepared: Prepared, package: Package
) -> None:
    read = read_response_json(package.files["response.json"].decode())
    assert read.seal == prepared.seal
    assert snapshot_text(read.snapshot).encode() == package.files["snapshot.json"]
    assert package.files["response.schema.json"].decode() == schema_text()


def test_archive_of_the_first_format_is_made_again_as_it_was(
    prepared: Prepared, package: Package
) -> None:
    first = replace(prepared.seal, format="lgq-desk-submission/1")
    made = build(replace(prepared, seal=first))
    assert list(made.files) == BEFORE_JSON[1:]
    assert made.files["evidence.csv"].decode("utf-8-sig").startswith("section,question,number,")
    assert made.files["snapshot.json"] == package.files["snapshot.json"]
    # The JSON that is attached to them names the format; what is printed does not.
    for name in ("response-ko.pdf", "response-en.pdf"):
        pages, now = (PdfReader(BytesIO(each.files[name])).pages for each in (made, package))
        assert list(map(plain, pages)) == list(map(plain, now))
    with ZipFile(BytesIO(made.archive)) as pack:
        assert {each.date_time for each in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.fixture
def in_two_languages(prepared: Prepared) -> Prepared:
    """Return the same response of a city that submits in English; one label is translated."""
    plain = json.loads(prepared.text)
    answer = next(
        each
        for section in plain["sections"]
        for each in section["answers"]
        if each["question"] == "a-2"
    )
    rows = [{"of": "열린데이터", "text": "+Open data"}]
    answer["translation"] = {
        "version": 1,
        "content": {"parts": {"text": "□ One", "links": rows}},
        "changed": answer["changed"],
        "of": 1,
        "words_version": 1,
    }
    return replace(prepared, text=json.dumps(plain | {"submission_language": "en"}))


def test_files_of_a_city_that_submits_in_another_language_tell_of_translations(
    in_two_languages: Prepared,
) -> None:
    files = build(in_two_languages).files
    assert list(csv.reader(StringIO(files["evidence.csv"].decode("utf-8-sig"))))[:2] == [
        [
            *("영역 / Section", "문항 / Question", "번호 / Number", "이름 / Label"),
            *("이름(영어) / Label (English)", "주소 / Address", "링크 / Link"),
        ],
        [
            *("A. Alpha (한국어) / Alpha", "A.2", "1", "열린데이터", "'+Open data"),
            *("data.seoul.go.kr", "https://data.seoul.go.kr"),
        ],
    ]
    manifest = json.loads(files["manifest.json"])
    assert (manifest["language"], manifest["submission_language"]) == ("ko", "en")
    assert manifest["translations"] == {"partly": 1}
    korean, english = files["README.txt"].decode("utf-8-sig").split("-" * 60)
    assert "Translated into English: 0 of 1 answers with text\r\n\r\nFiles to send:" in english
    assert "영어 번역:" in korean


def test_archive_of_the_second_format_is_made_again_as_it_was(in_two_languages: Prepared) -> None:
    second = replace(in_two_languages.seal, format="lgq-desk-submission/2")
    files = build(replace(in_two_languages, seal=second)).files
    table = list(csv.reader(StringIO(files["evidence.csv"].decode("utf-8-sig"))))
    assert [len(row) for row in table] == [6, 6, 6]
    assert table[1][0] == "A. Alpha (한국어)"
    assert not {"language", "translations"} & json.loads(files["manifest.json"]).keys()
    assert "Translated" not in files["README.txt"].decode()


def test_snapshot_in_the_archive_is_what_was_sealed(prepared: Prepared, package: Package) -> None:
    content = read_file(package.archive, "snapshot.json")
    assert content.decode() == prepared.text
    assert digest_of(content) == prepared.seal.digest


def test_evidence_is_a_table_without_formulas(package: Package) -> None:
    text = package.files["evidence.csv"].decode("utf-8-sig")
    data, seoul = "https://data.seoul.go.kr", "https://서울.한국/"
    assert list(csv.reader(StringIO(text))) == [
        [
            *("영역 / Section", "문항 / Question", "번호 / Number"),
            *("이름 / Label", "주소 / Address", "링크 / Link"),
        ],
        ["A. Alpha (한국어)", "A.2", "1", "열린데이터", "data.seoul.go.kr", data],
        ["A. Alpha (한국어)", "A.2", "2", '\'=HYPERLINK("x")', seoul, seoul],
    ]


def test_approvals_say_who_approved_what(prepared: Prepared, package: Package) -> None:
    approvals = json.loads(package.files["approvals.json"])
    sealed = json.loads(prepared.text)["sections"]
    assert [
        (each["section"], each["digest"], [(by["by"], by["digest"]) for by in each["signatures"]])
        for each in approvals
    ] == [(part["key"], part["digest"], [("Reviewer", part["digest"])]) for part in sealed]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Submission", "No. 2", "14 November 2026", "강 코디"]),
        ("ko", ["확정일 2026. 11. 14.", "강 코디"]),
    ],
)
def test_last_page_bears_the_seal(
    prepared: Prepared, package: Package, language: str, words: list[str]
) -> None:
    last = PdfReader(BytesIO(package.files[f"response-{language}.pdf"])).pages[-1]
    assert [word for word in words if word not in plain(last)] == []
    assert prepared.seal.digest in plain(last).replace(" ", "")
    annotations: Any = last["/Annots"]
    links = [each.get_object() for each in annotations]
    assert {link["/A"]["/URI"] for link in links if "/A" in link} == {prepared.seal.address}


def test_cover_says_that_it_is_sealed(prepared: Prepared, package: Package) -> None:
    cover = plain(PdfReader(BytesIO(package.files["response-en.pdf"])).pages[0])
    assert "Status Sealed" in cover
    assert "DRAFT" not in cover
    assert prepared.seal.digest in cover.replace(" ", "")


def test_picture_in_a_sealed_pdf_is_told_in_words(package: Package) -> None:
    assert pictures(package.files["response-en.pdf"]) == ["QR code of the address below"]
