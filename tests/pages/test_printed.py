from dataclasses import replace

import pytest

from responses.domain.content.content import Content
from responses.domain.snapshot.snapshot import read_snapshot
from responses.pages.printed import printed_section
from tests.support.factories import make_response


@pytest.mark.django_db
@pytest.mark.parametrize("nothing", ["\u3164", "\u200b", "○"])
def test_what_an_older_answer_does_not_say_is_printed_as_no_answer(nothing: str) -> None:
    section = read_snapshot(make_response()).sections[0]
    answer = next(
        each for each in section.answers if any(part.kind == "text" for part in each.question.parts)
    )
    key = next(part.key for part in answer.question.parts if part.kind == "text")
    older = replace(answer, content=Content({key: nothing}))
    printed = printed_section(replace(section, answers=(older,)))
    assert [part.answered for part in printed.answers[0].parts if part.key == key] == [False]
