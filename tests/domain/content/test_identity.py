"""Rows keep their identity, whatever becomes of their words and places."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.content.content import Content
from responses.domain.content.files import FileFacts
from responses.domain.content.identity import identified, row_ids
from responses.domain.content.kinds import KINDS
from responses.domain.content.kinds.files import row_of
from responses.domain.edition.shapes import PartShape, QuestionShape
from tests.support.kinds import partners

Row = dict[str, str]
WORDING = {"en": "What is asked"}


def asks(kind: str) -> QuestionShape:
    part = PartShape("it", kind, WORDING, ())
    return QuestionShape(1, "q-1", "Q.1", {}, WORDING, {}, (), (part,))


def link(said: str) -> Row:
    label, _, url = said.partition("@")
    return {"label": label, "url": url}


def picture(said: str) -> Row:
    caption, _, digest = said.partition("@")
    facts = FileFacts(sha256(digest.encode()).hexdigest(), "png", 1, 1, 1)
    return {**row_of("map.png", facts), "caption": caption}


def partner(said: str) -> Row:
    name, _, country = said.partition("@")
    return {"partner": name, "country": country, "since": ""}


KINDS_OF_ROWS = {"links": link, "files": picture, "partners": partner}


@pytest.fixture(autouse=True)
def added_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "partners", partners.KIND)


def after(kind: str, versions: Sequence[str]) -> list[Content]:
    """Return what an answer says in versions that each name their rows, one after the other."""
    question, said = asks(kind), [Content()]
    for version, rows in enumerate(versions, start=1):
        made = [KINDS_OF_ROWS[kind](row) for row in rows.split()]
        content = Content({"it": made} if made else {})
        said.append(identified(question, content, said[-1], version))
    return said


@pytest.mark.parametrize("kind", KINDS_OF_ROWS)
@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["a@1 b@2"], "1.0 1.1"),
        (["a@1 b@2", "b@2 a@1"], "1.1 1.0"),
        (["a@1 b@2", "new@3 a@1 b@2"], "2.0 1.0 1.1"),
        (["a@1 b@2", "b@2"], "1.1"),
        (["a@1 b@2", "b@2", "b@2 c@3"], "1.1 3.1"),
        # A place that is free again is no old row.
        (["a@1 b@2", "a@1", "a@1 c@3"], "1.0 3.1"),
        (["", "a@1"], "2.0"),
        (["a@1", "", "a@1"], "3.0"),
        # Words alone change, two rows say the same, and each stays the row that it was.
        (["하나@1 둘@2", "하나둘@1 둘@2"], "1.0 1.1"),
        (["a@1 a@2", "a@2 a@1"], "1.1 1.0"),
        (["a@1 b@2", "b@1 b@2"], "1.0 1.1"),
        (["a@1 b@2", "b@1 b@2", "b@2 b@1"], "1.1 1.0"),
    ],
)
def test_a_row_stays_the_row_it_was(kind: str, versions: list[str], expected: str) -> None:
    assert " ".join(row_ids(after(kind, versions)[-1], "it")) == expected


@pytest.mark.parametrize(
    ("kind", "versions", "expected"),
    [
        # One field after the other is corrected, and at once as far as it is still like it was.
        ("links", ["old@x.kr b@2", "new@x.kr b@2", "b@2 new@y.kr"], "1.1 1.0"),
        ("links", ["Report-2023@x.kr/2023", "Reports-2023@x.kr/2024"], "1.0"),
        ("links", ["Report@x.kr", "Map@data.go.kr"], "2.0"),
        ("links", ["Reports b", "Reports-2 b"], "1.0 1.1"),
        ("partners", ["OECD-Korea@Korea b", "OECD-Seoul@Korea b"], "1.0 1.1"),
        # Another file is another row, however it is called.
        ("files", ["Map@1", "Map@2"], "2.0"),
    ],
)
def test_a_row_is_known_by_what_it_keeps(kind: str, versions: list[str], expected: str) -> None:
    assert " ".join(row_ids(after(kind, versions)[-1], "it")) == expected


@pytest.mark.parametrize(
    ("versions", "restored", "expected"),
    [
        (["a@1 b@2", "", "c@3"], 1, "1.0 1.1"),
        (["a@1", "a@1 b@2", "a@1"], 2, "1.0 2.1"),
        (["a@1 b@2", "b@2 a@1"], 1, "1.0 1.1"),
    ],
)
def test_a_version_that_is_restored_brings_its_rows_back(
    versions: list[str], restored: int, expected: str
) -> None:
    said = after("links", versions)
    back = identified(asks("links"), said[restored], said[-1], len(said), restored=True)
    assert " ".join(row_ids(back, "it")) == expected


def test_a_row_of_before_there_were_any_identities_is_not_taken_for_another() -> None:
    """What was written without them begins with those of a first version when it is changed."""
    before, now = (
        Content({"it": [link(row) for row in rows]}) for rows in (["a@1", "b@2"], ["b@2"])
    )
    back = identified(asks("links"), before, now, 3, restored=True)
    assert row_ids(back, "it") == ["3.0", "1.0"]


rows = st.lists(st.sampled_from(["a@1", "a@2", "b@1", "b@2", "c@", "@3"]), max_size=5)


@given(st.lists(rows.map(" ".join), min_size=1, max_size=5))
def test_no_two_rows_are_ever_the_same(versions: list[str]) -> None:
    ended: set[str] = set()
    now: set[str] = set()
    for content in after("links", versions):
        ids = row_ids(content, "it")
        assert len({*ids}) == len(ids)
        # What is gone does not come back as another row.
        ended |= now - {*ids}
        now = {*ids}
        assert not ended & now
        stored: Any = Content.from_json(content.to_json())
        assert row_ids(stored, "it") == ids


def test_they_are_stored_beside_what_is_said() -> None:
    first, moved = after("links", ["a@1 b@2", "b@2 a@1"])[1:]
    assert first.to_json() == {"parts": {"it": [link("a@1"), link("b@2")]}}
    assert moved.to_json() == {
        "parts": {"it": [link("b@2"), link("a@1")]},
        "row_ids": {"it": ["1.1", "1.0"]},
    }
    assert moved == moved.alone
    assert moved.alone.to_json() == {"parts": {"it": [link("b@2"), link("a@1")]}}


def test_likeness_is_not_asked_of_rows_without_end() -> None:
    many = [partner(f"Partner{number}") for number in range(200)]
    other = [partner(f"Partners{number}") for number in range(200)]
    assert partners.KIND.follow is not None
    assert partners.KIND.follow(many, other) == {}
    assert partners.KIND.follow(many[:50], other[:50]) != {}
