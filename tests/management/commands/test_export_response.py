from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from responses.models import Response, User
from tests.support.factories import write

pytestmark = pytest.mark.django_db


def export(output: Path, *arguments: str) -> None:
    call_command("export_response", *arguments, f"--output={output}", verbosity=0)


def test_export_response_writes_the_pdf(response: Response, writer: User, tmp_path: Path) -> None:
    write(response, "b-1", writer, text="○ 그대로")
    file = tmp_path / "out.pdf"
    export(file, "springfield", "test-2030", "--format=pdf", "--language=ko")
    read = PdfReader(BytesIO(file.read_bytes()))
    assert "그대로" in "".join(page.extract_text() for page in read.pages)


@pytest.mark.usefixtures("response")
@pytest.mark.parametrize(
    "arguments",
    [
        ("springfield", "lgq-1999", "--format=pdf", "--language=ko"),
        ("shelbyville", "test-2030", "--format=pdf", "--language=ko"),
        ("springfield", "test-2030", "--format=doc", "--language=ko"),
        ("springfield", "test-2030", "--format=pdf", "--language=fr"),
    ],
)
def test_export_response_refuses_what_there_is_not(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "out.pdf"
    with pytest.raises(CommandError):
        export(file, *arguments)
    assert not file.exists()


@pytest.mark.usefixtures("response")
def test_export_response_says_that_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        export(tmp_path / "none" / "out.pdf", "springfield", "test-2030", "--language=ko")
