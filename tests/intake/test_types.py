"""One questionnaire in every type of file comes to the same proposals."""

from collections.abc import Callable

import pytest

from responses.intake.lines import FileText
from responses.intake.proposals import propose
from responses.intake.reading import ARCHIVES, TEXTS, read_file
from responses.models import StoredFile
from tests.support.filled import make_filled
from tests.support.office_files import as_excel, as_hancom, as_page, as_word

from .test_proposals import EDITION_SHAPE, FILLED, SEED

TYPES = {"docx": as_word, "hwpx": as_hancom, "xlsx": as_excel, "html": as_page}


def told(read: FileText) -> dict[str, object]:
    return propose(EDITION_SHAPE, read).to_json()


def test_every_type_is_tried() -> None:
    assert {*TEXTS, *ARCHIVES} == {*TYPES, "text", "markdown", "json"}
    # As it is stored with the file; SQLite takes a longer one, too.
    longest = StoredFile._meta.get_field("type").max_length
    assert longest
    assert max(map(len, {*TEXTS, *ARCHIVES})) <= longest


@pytest.mark.parametrize("key", TYPES)
@pytest.mark.parametrize(
    "text", [FILLED, *(make_filled(seed).text for seed in range(4))], ids=str.__len__
)
def test_a_questionnaire_is_the_same_in_every_type(key: str, text: str) -> None:
    assert_same(TYPES[key], key, text)


@pytest.mark.skipif(SEED is None, reason="what a city handed in is not at hand")
@pytest.mark.parametrize("key", TYPES)
def test_what_a_city_handed_in_is_the_same_in_every_type(key: str) -> None:
    assert SEED
    assert_same(TYPES[key], key, SEED.read_text("utf-8"))


def assert_same(made: Callable[[str], bytes], key: str, text: str) -> None:
    read = read_file(made(text))
    plain = read_file(text.encode())
    assert read.reader == key
    assert [line.text.split() for line in read.lines] == [line.text.split() for line in plain.lines]
    found, right = told(read), told(plain)
    assert found["placed"] == right["placed"]
    assert found == right
