import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from responses.models import Answer, City, Response, User
from tests.support.factories import make_definition, make_edition, make_member, wording
from tests.support.office_files import p, r, word

pytestmark = pytest.mark.django_db

PAGE = "http://localhost:8000/springfield/test-2030/import/"
FILLED = """\
Test

A. Alpha

1. Everything?

☑ Yes ☐ No
42 %
2. Explain

○ 그대로
- Site : <https://site.example/>

B. Beta

1. Only text
- said
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "filled.txt"
    path.write_text(FILLED, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def english(response: Response) -> None:
    City.objects.filter(pk=response.city_id).update(language="en")


def run(file: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("import_response", "springfield", "test-2030", str(file), *arguments)
    return capsys.readouterr().out


def test_text_is_printed_with_its_numbers(
    response: Response, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line for line in FILLED.splitlines() if line.strip()]
    printed = run(file, capsys, "--text").splitlines()
    assert printed == [f"{number}\t{line}" for number, line in enumerate(lines, start=1)]


def test_tracked_changes_are_told(
    response: Response, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "filled.docx"
    body = p(r("1. Everything?")) + p(f"<w:ins>{r('Yes')}</w:ins>") + p(r("2. Explain"))
    path.write_bytes(word(body))
    call_command("import_response", "springfield", "test-2030", str(path), "--dry-run")
    told = capsys.readouterr().err
    assert told == "Tracked changes are read as accepted: line 2.\n"


def test_proposals_are_printed_as_json_and_nothing_is_written(
    response: Response, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed: Any = json.loads(run(file, capsys, "--dry-run", "--json"))
    assert {row["question"]: (row["lines"], row["parts"]) for row in printed["placed"]} == {
        "a-1": ([4, 5], {"yes-no": "yes", "percentage": "42"}),
        "a-2": (
            [7, 8],
            {"text": "○ 그대로", "links": [{"label": "Site", "url": "https://site.example/"}]},
        ),
        "b-1": ([11], {"text": "- said"}),
    }
    assert all(0 <= row["certainty"] <= 1 for row in printed["placed"])
    assert (printed["wording"], printed["headings"], printed["not_placed"]) == (
        [3, 6, 10],
        [1, 2, 9],
        [],
    )
    assert not Answer.objects.exists()


def test_proposals_are_printed_for_people(
    response: Response, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(f"부서 회신\n\n{FILLED}", encoding="utf-8")
    assert run(file, capsys, "--dry-run").splitlines() == [
        "A.1      0.95 Sure; lines 5–6: Yes or no, Percentage",
        "A.2      0.95 Sure; lines 8–9: Text, Links",
        "B.1      0.95 Sure; line 12: Text",
        "Left, as they are unsure: none",
        "Lines of the form: 3 of its questions, 3 headings",
        "Lines that belong to no question: 1",
        "     1  부서 회신",
    ]


def test_city_reads_the_summary_in_its_language(
    response: Response, coordinator: User, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    City.objects.update(language="ko")
    left = "".join(f"줄 {number}{'가' * 70}\n" for number in range(52))
    file.write_text(f"{left}\n{FILLED}\nWhat else do you ask?\n", encoding="utf-8")
    printed = run(file, capsys, "--as", coordinator.email).splitlines()
    assert printed[0:8] == [
        "A.1      0.95 확실함; 56–57번째 줄: 예/아니요, 비율",
        "A.2      0.95 확실함; 59–60번째 줄: 글, 링크",
        "B.1      0.60 불확실함(확인 필요); 63–64번째 줄: 글",
        "저장함: A.1, A.2",
        "현재 답변과 합칠 것으로 보관함: 없음",
        "이미 가져왔거나 답변이 같음: 없음",
        "불확실하여 남겨 둠: B.1",
        f"남은 문항은 ‘가져오기’ 화면에서 이 파일을 가져와 확인해 주십시오: {PAGE}",
    ]
    assert printed[9:11] == ["어느 문항에도 속하지 않는 줄: 53개", f"     1  줄 0{'가' * 57}…"]
    assert printed[-1] == "그 밖에 3개 줄이 더 있습니다. --text로 모든 줄을 볼 수 있습니다."


def test_what_cannot_be_read_is_one_line(response: Response, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_response", "springfield", "test-2030", str(tmp_path / "none.txt"))
    old = tmp_path / "old.hwp"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(CommandError, match="older Hancom Office, Word or Excel"):
        call_command("import_response", "springfield", "test-2030", str(old))
    with pytest.raises(CommandError, match="'nowhere test-2030' is not a response"):
        call_command("import_response", "nowhere", "test-2030", str(old))


def test_what_is_sure_is_saved_as_a_coordinator_and_the_rest_is_told(
    response: Response, coordinator: User, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(f"{FILLED}\nWhat else do you ask?\n", encoding="utf-8")
    assert run(file, capsys, "--as", coordinator.email).splitlines() == [
        "A.1      0.95 Sure; lines 4–5: Yes or no, Percentage",
        "A.2      0.95 Sure; lines 7–8: Text, Links",
        "B.1      0.60 Unsure: look at it; lines 11–12: Text",
        "Saved: A.1, A.2",
        "Kept to be combined with the current answer: none",
        "Imported before, or answered the same: none",
        "Left, as they are unsure: B.1",
        f"To settle them, take the file in on the page “Import”: {PAGE}",
        "Lines of the form: 3 of its questions, 3 headings",
        "Lines that belong to no question: 0",
    ]
    [first, second] = Answer.objects.order_by("question__position")
    assert first.content == {"parts": {"yes-no": "yes", "percentage": "42"}}
    assert second.content["parts"]["text"] == "○ 그대로"
    assert run(file, capsys, "--as", coordinator.email).splitlines()[3:6] == [
        "Saved: none",
        "Kept to be combined with the current answer: none",
        "Imported before, or answered the same: A.1, A.2",
    ]


@pytest.mark.parametrize("role", ["contributor", "viewer", None])
def test_nobody_but_a_coordinator_accepts(response: Response, file: Path, role: str | None) -> None:
    email = make_member(response.city, role).email if role else "nobody@city.example"
    with pytest.raises(CommandError, match="Name a coordinator of springfield by --as"):
        call_command("import_response", "springfield", "test-2030", str(file), "--as", email)
    with pytest.raises(CommandError, match="or write nothing by --dry-run"):
        call_command("import_response", "springfield", "test-2030", str(file))
    assert not Answer.objects.exists()


def test_file_of_another_edition_is_told(
    response: Response, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    definition = make_definition("test-2032", year=2032)
    definition["sections"][1]["questions"][0]["wording"] = wording("What do you plan for trains?")
    make_edition(definition)
    file.write_text(FILLED.replace("Only text", "What do you plan for trains?"), encoding="utf-8")
    call_command("import_response", "springfield", "test-2030", str(file), "--dry-run", "--json")
    printed = capsys.readouterr()
    assert printed.err.strip() == (
        "This file seems to be of test-2032: only what test-2030 asks, too, is read."
    )
    keys = [row["question"] for row in json.loads(printed.out)["placed"]]
    assert keys == ["a-1", "a-2"]
