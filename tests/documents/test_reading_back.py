"""What our own documents for editing say is found in them again, as in anybody's."""

from collections.abc import Callable, Mapping

import pytest
from django.utils import translation

from responses.documents.extract import Extract
from responses.documents.response_docx import response_docx
from responses.documents.response_hwpx import response_hwpx
from responses.documents.response_xlsx import response_xlsx
from responses.domain.content.content import Content
from responses.domain.snapshot.snapshot import Snapshot
from responses.intake.proposals import propose
from responses.intake.reading import read_file
from responses.intake.refusals import UnreadableFileError


def bare(content: Content) -> Mapping[str, object]:
    """Return the parts of an answer; documents set its lines in, and have no blanks for that."""
    return {
        key: "\n".join(line.strip() for line in value.split("\n") if line.strip())
        if isinstance(value, str)
        else value
        for key, value in content.parts.items()
    }


@pytest.mark.parametrize("made", [response_docx, response_hwpx])
def test_answers_of_the_demo_are_found(demo: Snapshot, made: Callable[[Extract], bytes]) -> None:
    extract = Extract(demo, "ko")
    with translation.override(extract.first):
        content = made(extract)
    proposed = propose(demo.edition, read_file(content))
    found = {each.question.key: bare(each.content) for each in proposed.answers}
    right = {
        answer.question.key: bare(answer.content)
        for section in demo.sections
        for answer in section.answers
        # What is said of files stands in a document as any text does.
        if answer.content and "files" not in answer.content.parts
    }
    assert {key: found.get(key) for key in right} == right
    assert len(right) == 14
    unanswered = {
        answer.question.key
        for section in demo.sections
        for answer in section.answers
        if not answer.content
    }
    assert [key for key in found if key in unanswered and found[key]] == []


def test_a_workbook_of_ours_is_refused_with_a_way_out(demo: Snapshot) -> None:
    with translation.override("en"):
        content = response_xlsx(Extract(demo, "ko"))
        with pytest.raises(UnreadableFileError, match="made by LGQ Desk to work on"):
            read_file(content)
