"""What our own documents for editing say is found in them again, as in anybody's."""

from collections.abc import Mapping

import pytest
from django.utils import translation
from hypothesis import given, settings

from responses.documents.exports import FORMATS
from responses.documents.extract import Extract
from responses.domain.content.content import Content
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import BOTH
from responses.intake.proposals import Proposed, propose
from responses.intake.reading import read_file

from .demo_figures import demo_figures
from .snapshots import SNAPSHOTS, make_snapshot

FILES = ("response.json", "response.docx", "response.hwpx", "response.xlsx")


def made(name: str, extract: Extract) -> bytes:
    with translation.override(extract.first):
        return FORMATS[name].make(extract)


def read(name: str, extract: Extract) -> Proposed:
    """Return what a file proposes; each of its lines has one place."""
    text = read_file(made(name, extract))
    found = propose(extract.snapshot.edition, text)
    answers = (*found.answers, *found.translations)
    placed = [number for each in answers for number in each.lines]
    placed += [*found.wording, *found.headings, *found.not_placed]
    assert sorted(placed) == [line.number for line in text.lines]
    return found


def said(snapshot: Snapshot, language: str) -> Mapping[str, Content]:
    """Return the answers of a response in its language, or in another, by their keys."""
    found = {key: each for section in snapshot.sections for key, each in section.said.items()}
    return {
        key: each.content
        for key, each in found.items()
        if each.content and language in {BOTH, each.question.language or snapshot.language}
    }


def contents(found: Proposed) -> Mapping[str, Content]:
    answers = (*found.answers, *found.translations)
    assert [each.question.key for each in answers if each.left or not each.is_sure] == []
    return {each.question.key: each.content for each in answers if each.content}


@pytest.mark.parametrize("language", ["ko", "en", BOTH])
@pytest.mark.parametrize("name", FILES)
def test_the_demo_is_read_back_whole(demo: Snapshot, name: str, language: str) -> None:
    extract = Extract(demo, language, figures=demo_figures)
    is_whole = name == "response.json"
    assert contents(read(name, extract)) == said(demo, BOTH if is_whole else language)


@settings(max_examples=40, deadline=None)
@given(SNAPSHOTS.map(lambda each: make_snapshot(each.sections[0])))
def test_every_response_is_read_back(snapshot: Snapshot) -> None:
    for name in FILES:
        extract = Extract(snapshot, "ko")
        assert contents(read(name, extract)) == said(snapshot, BOTH), name
