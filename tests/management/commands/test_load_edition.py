import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from responses.models import Edition
from tests.support.factories import make_definition, make_edition, make_response, wording

pytestmark = pytest.mark.django_db

Said = tuple[int, list[str], list[str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "edition.json"
    path.write_text(json.dumps(make_definition()), encoding="utf-8")
    return path


def run(file: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Return exit code, lines printed and lines of errors."""
    code: Any = 0
    try:
        call_command("load_edition", str(file))
    except SystemExit as leave:
        code = leave.code
    printed = capsys.readouterr()
    return code, printed.out.splitlines(), printed.err.splitlines()


def test_load_edition_says_in_one_line_what_became_of_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, capsys) == (0, [f"{file}: edition 'test-2030' created"], [])
    assert run(file, capsys) == (0, [f"{file}: edition 'test-2030' unchanged"], [])
    file.write_text(json.dumps(make_definition(title=wording("New"))), encoding="utf-8")
    assert run(file, capsys) == (0, [f"{file}: edition 'test-2030' updated"], [])


def test_load_edition_says_each_fault_in_a_line_and_changes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = make_edition()
    definition = make_definition(year=1, title={"ko": "가"})
    file.write_text(json.dumps(definition), encoding="utf-8")
    assert run(file, capsys) == (
        1,
        [],
        [
            f"{file}: $.year: 1 is less than the minimum of 2000",
            f"{file}: $.title: 'en' is a required property",
        ],
    )
    edition.refresh_from_db()
    assert edition.title == wording("Test")


def test_load_edition_of_another_wording_of_an_answered_edition_says_that_it_keeps_its_own(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_response()
    file.write_text(json.dumps(make_definition(year=2031)), encoding="utf-8")
    said = "has responses, so this database keeps its own wording; nothing was changed"
    assert run(file, capsys) == (0, [f"{file}: edition 'test-2030' {said}"], [])
    assert Edition.objects.get().year == 2030


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "not JSON: Expecting value (line 1, column 1)"),
        (b'{"code": "x",\n "year" 1}', "not JSON: Expecting ':' delimiter (line 2, column 9)"),
        (b'{"code": "\xff"}', "not UTF-8 text (byte 11)"),
        (b"[]", "$: [] is not of type 'object'"),
        (b"null", "$: None is not of type 'object'"),
    ],
)
def test_load_edition_of_a_broken_file_is_refused_in_a_line(
    file: Path, capsys: pytest.CaptureFixture[str], content: bytes, fault: str
) -> None:
    file.write_bytes(content)
    assert run(file, capsys) == (1, [], [f"{file}: {fault}"])
    assert not Edition.objects.exists()


def test_load_edition_reads_a_file_with_a_byte_order_mark(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert run(file, capsys)[0] == 0


def test_load_edition_of_what_is_no_file_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.json"
    assert run(missing, capsys) == (1, [], [f"{missing}: No such file or directory"])
    assert run(tmp_path, capsys) == (1, [], [f"{tmp_path}: Is a directory"])
