import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from responses.models import Answer, Response, User
from tests.support.factories import make_definition, make_edition, make_member, wording
from tests.support.office_files import p, r, word

pytestmark = pytest.mark.django_db

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
    assert told == "Tracked changes are read as accepted, in the lines 2.\n"


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
    printed = run(file, capsys, "--dry-run").splitlines()
    assert [line.split()[0] for line in printed] == ["A.1", "A.2", "B.1", "Lines"]
    assert printed[2].split()[-1] == "text"


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
        "Saved: A.1, A.2",
        "Kept to be merged, as the answer is another one: none",
        "Imported before, or answered so: none",
        "Left, as they are unsure: B.1",
        "Lines that belong to no question: 0",
    ]
    [first, second] = Answer.objects.order_by("question__position")
    assert first.content == {"parts": {"yes-no": "yes", "percentage": "42"}}
    assert second.content["parts"]["text"] == "○ 그대로"
    assert run(file, capsys, "--as", coordinator.email).splitlines()[0:3] == [
        "Saved: none",
        "Kept to be merged, as the answer is another one: none",
        "Imported before, or answered so: A.1, A.2",
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
