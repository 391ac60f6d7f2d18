"""A response leaves as a file, comes in again, and says the same, whatever it says."""

import json
import re
from collections.abc import Mapping
from io import BytesIO
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation

from responses.documents.exports import FORMATS
from responses.documents.extract import Extract
from responses.domain.content.content import canonical
from responses.domain.content.kinds.files import row_of
from responses.domain.content.translating import placed, translated
from responses.domain.demo import load, read_demo
from responses.domain.files.stored import stream
from responses.domain.files.storing import bring
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import BOTH, Role
from responses.models import Answer, Import, RefusedText, Response, Revision, Upload, User
from tests.support.factories import (
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    translate,
    wording,
    write,
)
from tests.support.files import PDF, picture

from .fuzz import spoilt_file

pytestmark = pytest.mark.django_db
TAGS = rb"<w:(?:tag|alias) [^>]*/>"
NAMES = ("response.json", "response.docx", "response.hwpx", "response.xlsx")
KINDS = ("yes_no", "choices", "percentage", "contact", "text", "links", "files")
REASONS = ("없음: 까닭 =1 _x0041_", "없음")
TEXTS = (
    "없음",
    "앞 \n  ○ 둘째\n\n\n   - 셋째\n\t※ 넷째\n1. 다섯",
    '=1+1\n=HYPERLINK("https://a.kr")\n+1\n-1\n@SUM(A1)',
    "_x0000_ _x0041_ _x005F_ _x000D_ \\u0041",
    "\u202eمرحبا\u202c שלום \u200b\u2066abc\u2069 \u00a0끝",
    "\uf02b1 \U000f02b1 \ue000 \uf0b7 \U0001f600 \ufffd",
    "A.2 Explain (한국어)\nA.2 Explain\n2. Explain\nB.1 Only text\nII. Beta\nA. Alpha",
    "— 답변 없음 —\n— not answered —\ntext (한국어)\n☑ 예 ☐ 아니요\n☐ plan (한국어)",
    '<w:t>&amp;</w:t> ]]> {"format": "lgq-desk-answers/1"} --- | a | b |\n|---|---|',
    "구분\t비율\t비고\n만족\t23.1%\t=A1\n보통\t10%\t\n\n표 뒤 https://a.kr/?x=%zz[1]#a#b, b.go.kr.",
    "자료: https://a.kr/a 참고\nhttps://a.kr/a\nwww.b.kr",
    "가" * 19_990,
    "\U0001f600" * 19_000,
    "\n".join(f"{n}) {'긴 글 ' * 12}" for n in range(300)),
)
LINKS = (
    {"label": "자료: 둘", "url": "https://a.kr/한글 길/?q=<1>&b=%"},
    {"label": "", "url": "data.seoul.go.kr/a;b?c=1&d"},
    {"label": "=1+1", "url": "https://xn--9n2bp8q.kr:444/x,(y)"},
    {"label": "https://label.kr/ 이름", "url": "http://b.kr"},
    {"label": "[대괄호](x)", "url": "그냥 글"},
    {"label": "_x0041_", "url": "https://c.kr/#a#b"},
    {"label": "끝 :", "url": "ftp://d.kr/%EC%84%9C"},
    {"label": "", "url": "https://a.kr/a"},
    {"label": "없음", "url": "없음"},
    {"label": "", "url": "해당 없음"},
)


def definition() -> dict[str, Any]:
    """Return an edition whose every question asks for everything."""
    made = make_definition()
    parts = [*made["sections"][0]["questions"][0]["parts"]]
    parts.append({"key": "files", "kind": "files", "label": wording("files")})
    for section in made["sections"]:
        first = section["questions"][0]
        section["questions"] = [
            {
                **first,
                "key": f"{section['key']}-{n}",
                "number": f"{section['number']}.{n}",
                "wording": wording(("Explain", "Only text", "Everything?")[n % 3]),
                **({"help": wording("In short: see https://help.example/a.")} if n % 2 else {}),
                **({"lead": wording("Now the next.")} if n == 3 else {}),
                "parts": parts,
            }
            for n in range(1, 10)
        ]
    return made


def rows(response: Response, author: User) -> list[dict[str, str]]:
    """Bring a picture of each type and a file; return their rows."""
    given = {
        "그림 1.png": picture("PNG"),
        "photo.jpg": picture("JPEG", (60, 40), quality=90),
        "plan.pdf": PDF,
    }
    return [
        row_of(name, bring(response, BytesIO(content), author=author, named=()))
        for name, content in given.items()
    ]


def answer_all(response: Response, author: User, chance: Random) -> None:
    """Answer by chance, with everything in it, in both languages."""
    files = rows(response, author)
    texts = cycle(TEXTS)
    keys = [
        each.key
        for section in read_snapshot(response).edition.sections
        for each in section.questions
    ]
    for key in keys:
        text, other = next(texts), next(texts)
        parts: dict[str, Any] = {
            "yes_no": chance.choice(("yes", "no")),
            "choices": chance.sample(("plan", "budget", "staff"), chance.randrange(1, 4)),
            "percentage": chance.choice(("0", "23.1", "100")),
            "contact": {"name": "홍: 길동", "title": "=과장", "agency": "없음", "email": "a@b.kr"},
            "text": text,
            "links": chance.sample(LINKS, chance.randrange(1, 6)),
            "files": [
                {**row, "caption": chance.choice(("", "설명: =1", "_x0041_ 그림"))}
                for row in chance.sample(files, chance.randrange(1, 4))
            ],
        }
        kept = {name: value for name, value in parts.items() if chance.random() < 0.75}
        if not kept or chance.random() < 0.1:
            write(response, key, author, nothing_to_report=chance.choice(REASONS))
            translate(response, key, author, nothing_to_report="None: =1")
            continue
        write(response, key, author, **kept)
        said: dict[str, Any] = {"text": other} if "text" in kept else {}
        if "links" in kept:
            labels = {link["label"] for link in kept["links"]} - {""}
            said["links"] = [{"of": each, "text": f"EN {each}"} for each in sorted(labels)[:2]]
        if said:
            original = read_snapshot(response).answers_by_key[key]
            asked = translated(original.question, "en")
            words = placed(original.question, original.content, canonical(asked, said))
            translate(response, key, author, **words.parts)


def digests(response: Response) -> Mapping[str, str]:
    return {each.section.key: each.whole.digest for each in read_snapshot(response).sections}


def contents(response: Response) -> Mapping[str, Any]:
    return {
        key: {**each.content.parts, "reason": each.content.nothing_to_report}
        for section in read_snapshot(response).sections
        for key, each in section.said.items()
        if each.content
    }


def differing(right: Mapping[str, Any], now: Mapping[str, Any]) -> list[Any]:
    """Return which parts of which answers are other ones."""
    return [
        (key, part, before.get(part), after.get(part))
        for key in sorted({*right, *now})
        for before, after in [(right.get(key, {}), now.get(key, {}))]
        for part in sorted({*before, *after})
        if before.get(part) != after.get(part)
    ]


def made(response: Response, name: str, language: str) -> bytes:
    snapshot = read_snapshot(response)
    extract = Extract(snapshot, language, figures=stream)
    with translation.override(extract.first):
        return FORMATS[name].make(extract)


def taken_in(response: Response, content: bytes, person: User, file: Path) -> str:
    file.write_bytes(content)
    told = file.with_suffix(".told")
    with told.open("w", encoding="utf-8") as into:
        call_command(
            *("import_response", response.city.slug, response.edition.code, str(file)),
            *("--as", person.email),
            stdout=into,
        )
    return told.read_text("utf-8")


def test_everything_comes_back(tmp_path: Path) -> None:
    city = make_city()
    city.submission_language = "en"
    city.save()
    response = make_response(city, make_edition(definition()))
    # What no file has comes from another response of the city.
    before = make_response(city, make_edition(make_definition("test-2031")))
    coordinator = make_member(city, Role.COORDINATOR)
    rows(before, coordinator)
    empty = digests(response)
    with transaction.atomic():
        answer_all(response, coordinator, Random(2022))  # noqa: S311 - a sample, no secret
        right, said = digests(response), contents(response)
        files = {name: made(response, name, BOTH) for name in NAMES}
        transaction.set_rollback(True)
    assert len(right.items() - empty.items()) == 2
    for name, content in files.items():
        with transaction.atomic():
            told = taken_in(response, content, coordinator, tmp_path / name)
            assert differing(said, contents(response)) == [], told
            assert digests(response) == right
            assert not RefusedText.objects.exists()
            assert Import.objects.get().name == name
            transaction.set_rollback(True)


def test_the_demo_comes_back(tmp_path: Path) -> None:
    load(read_demo(), "a long enough secret")
    response = Response.objects.select_related("city", "edition").get(city__slug="seoul")
    coordinator = User.objects.filter(
        memberships__city=response.city, memberships__role=Role.COORDINATOR
    )[0]
    right = digests(response)
    files = {name: made(response, name, BOTH) for name in NAMES}
    other = make_response(make_city("busan"), response.edition)
    assert json.loads(files["response.json"])["city"]["slug"] == "seoul"
    other.city.submission_language = "en"
    other.city.save()
    person = make_member(other.city, Role.COORDINATOR)
    Upload.objects.filter(response=response).update(response=other)
    for name, content in files.items():
        with transaction.atomic():
            told = taken_in(other, content, person, tmp_path / name)
            assert (name, digests(other)) == (name, right), told
            assert coordinator.pk != person.pk
            assert Answer.objects.filter(response=other).exclude(language="").exists()
            transaction.set_rollback(True)


def without(pattern: bytes, content: bytes) -> bytes:
    """Return a Word document without something: LibreOffice 7.4 drops the tags of controls."""
    into = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(into, "w") as new:
        for name in old.namelist():
            said = old.read(name)
            if name == "word/document.xml":
                said = re.sub(pattern, b"", said)
            new.writestr(name, said)
    return into.getvalue()


def test_a_document_without_tags_is_read_by_its_bookmarks(tmp_path: Path) -> None:
    city = make_city()
    response = make_response(city, make_edition(definition()))
    coordinator = make_member(city, Role.COORDINATOR)
    with transaction.atomic():
        answer_all(response, coordinator, Random(74))  # noqa: S311 - a sample, no secret
        said = contents(response)
        content = without(TAGS, made(response, "response.docx", "ko"))
        transaction.set_rollback(True)
    before = make_response(city, make_edition(make_definition("test-2031")))
    rows(before, coordinator)
    told = taken_in(response, content, coordinator, tmp_path / "response.docx")
    assert {key: each for key, each in said.items() if "@" not in key} == contents(response), told


def test_a_document_that_has_lost_its_marks_is_read_as_any_other(tmp_path: Path) -> None:
    city = make_city()
    response = make_response(city, make_edition(make_definition()))
    coordinator = make_member(city, Role.COORDINATOR)
    links = [{"label": "자료", "url": "https://a.kr/a"}]
    with transaction.atomic():
        write(response, "a-2", coordinator, text="○ 하나", links=links)
        said = contents(response)
        content = without(TAGS + rb"|<w:bookmark[^>]*>", made(response, "response.docx", "ko"))
        transaction.set_rollback(True)
    told = taken_in(response, content, coordinator, tmp_path / "response.docx")
    assert contents(response)["a-2"] == said["a-2"], told


def test_a_file_that_is_spoilt_is_imported_whole_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = make_city()
    response = make_response(city, make_edition(definition()))
    coordinator = make_member(city, Role.COORDINATOR)
    chance = Random(12)  # noqa: S311 - a sample, no secret
    with transaction.atomic():
        answer_all(response, coordinator, chance)
        files = {name: made(response, name, "ko") for name in NAMES}
        transaction.set_rollback(True)
    refused = 0
    for name, content in [*files.items()] * 3:
        with transaction.atomic():
            try:
                taken_in(response, spoilt_file(content, chance), coordinator, tmp_path / name)
            except CommandError:
                refused += 1
                assert not Answer.objects.exists()
                assert not Upload.objects.exists()
            answers = Answer.objects.values_list("pk", "version", "content")
            revisions = Revision.objects.values_list("answer", "version", "content")
            assert [*answers.order_by("pk")] == [*revisions.order_by("answer")]
            transaction.set_rollback(True)
    assert 0 < refused < 12
