"""A returned file and a browser at one answer at the same moment, 200 times: nothing is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count

import pytest
from hypothesis import strategies as st

from responses.domain.answers import drafting
from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.content.content import Content, canonical
from responses.domain.edition.shapes import QuestionShape
from responses.domain.handouts.blanks import ReturnedAnswer
from responses.domain.handouts.returning import GivenFile, bring_back, merge_returned, unread
from responses.enums import Role
from responses.models import Answer, RefusedText, Response, User
from tests.support import invariants
from tests.support.factories import (
    find,
    make_definition,
    make_edition,
    make_member,
    make_response,
    wording,
    write,
)
from tests.support.handouts import make_handout
from tests.support.racing import ROUNDS, Race, rounds

pytestmark = pytest.mark.django_db(transaction=True)

LINES = ["□ 하나", "  - 둘", "□ 셋", "  - 넷"]
# What each side does with each line: leaves, changes or deletes it, or adds one below.
EDITS = st.lists(st.sampled_from(["keep", "change", "delete", "add"]), min_size=4, max_size=4)


@dataclass(frozen=True)
class Scene:
    """A response with a question a round, who coordinates it and who writes it."""

    response: Response
    coordinator: User
    writer: User
    numbers: Iterator[int] = field(default_factory=count)


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    text = {"key": "text", "kind": "text", "label": wording("text")}
    questions = [
        {"key": f"q-{n}", "number": f"Q.{n}", "wording": wording(f"Q {n}"), "parts": [text]}
        for n in range(ROUNDS + 10)
    ]
    section = {"key": "only", "number": "1", "title": wording("Only"), "questions": questions}
    definition = make_definition("handouts-2030", sections=[section])
    response = make_response(edition=make_edition(definition))
    coordinator = make_member(response.city, Role.COORDINATOR, "Kang")
    yield Scene(response, coordinator, make_member(response.city, Role.CONTRIBUTOR, "Ann"))
    past = invariants.read(response)
    invariants.assert_history_is_whole(past)


def edited(by: str, edits: list[str]) -> tuple[str, set[str]]:
    """Return the lines as one side leaves them, and what it wrote of its own."""
    lines: list[str] = []
    own: set[str] = set()
    for line, edit in zip(LINES, edits, strict=True):
        new = [line]
        if edit == "change":
            new = [f"{line} {by}"]
        elif edit == "add":
            new = [line, f"{line} {by} +"]
        elif edit == "delete":
            new = []
        own |= {*new} - {line}
        lines += new
    return "\n".join(lines), own


def content_of(question: QuestionShape, text: str) -> Content:
    return canonical(question, {"text": text})


def text_in(row: Answer | RefusedText) -> str:
    return str(row.content["parts"].get("text", ""))


@rounds(here=EDITS, there=EDITS, typing=st.booleans())
def test_nothing_is_lost_between_a_file_and_a_browser(
    scene: Scene, race: Race, here: list[str], there: list[str], *, typing: bool
) -> None:
    response, key = scene.response, f"q-{next(scene.numbers)}"
    section, question = find(response, key)
    write(response, key, scene.writer, text="\n".join(LINES))
    handout = make_handout(response, scene.coordinator, key)
    (mine, typed), (theirs, filled) = edited("here", here), edited("there", there)
    given = GivenFile("filled.xlsx", BytesIO(f"{key} {theirs}".encode()), "Roads")
    found = unread(bring_back(handout, given, actor=Actor(scene.coordinator)).pk)
    assert found
    saved = Write(question, content_of(question, mine), 1)
    place = AnswerRef(response.city.slug, response.edition.code, "only", key)

    def save() -> None:
        if typing:
            drafting.autosave(scene.writer, place, lambda _opened: saved)
        else:
            save_answer(response, section, saved, author=scene.writer)

    returned = ReturnedAnswer(question, content_of(question, theirs))
    race(save, lambda: merge_returned(found, [returned]))

    answer = Answer.objects.get(response=response, question=question.pk)
    kept = RefusedText.objects.filter(response=response, question=question.pk)
    texts = [text_in(answer), *map(text_in, kept)]
    there_now = {line for text in texts for line in text.split("\n")}
    assert typed | filled <= there_now
    assert {row.author_id for row in kept} <= {scene.writer.pk, scene.coordinator.pk}
