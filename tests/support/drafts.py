"""Answers saved through the door by two people, and what came of it."""

from typing import Any

from responses.domain.answers.drafting import autosave, save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import canonical
from responses.domain.content.translating import translated
from responses.enums import State
from responses.models import Answer, RefusedText, Response, User
from tests.support.factories import (
    find,
)

KEY = "b-1"


def text(value: str) -> dict[str, Any]:
    """Return the stored content of the question `KEY` whose text is `value`."""
    return {"parts": {"text": value} if value else {}}


def save(response: Response, value: str, base: int | None, author: User, key: str = KEY) -> Outcome:
    section, question = find(response, key)
    content = canonical(question, {"text": value})
    return save_answer(response, section, Write(question, content, base), author=author)


def stored() -> list[tuple[int, dict[str, Any], User]]:
    """Return every answer in its order, having asserted that it is as its last revision says."""
    answers = Answer.objects.order_by("question__section__position", "question__position", "pk")
    for answer in answers:
        revisions = list(answer.revisions.values_list("version", "content", "author"))
        assert [version for version, *_ in revisions] == list(range(1, answer.version + 1))
        assert revisions[-1][1:] == (answer.content, answer.updated_by_id)
    return [(each.version, each.content, each.updated_by) for each in answers]


def refused() -> list[tuple[User, int | None, dict[str, Any], str]]:
    rows = RefusedText.objects.order_by("pk")
    return [(each.author, each.base_version, each.content, each.refusal) for each in rows]


def close(response: Response, key: str = KEY, state: State = State.IN_REVIEW) -> None:
    work = response.works.filter(section=find(response, key)[0].pk)
    work.update(state=state)


def typing(
    response: Response, value: str, base: int | None, author: User, continues: int | None = None
) -> Outcome:
    """Autosave a text of the question `KEY`."""
    section, question = find(response, KEY)
    place = AnswerRef(response.city.slug, response.edition.code, section.key, question.key)
    content = canonical(question, {"text": value})
    outcome = autosave(author, place, lambda _: Write(question, content, base, continues))
    assert outcome
    return outcome


def save_in_english(
    response: Response, value: str, base: int, author: User, *, of: int = 1
) -> Outcome:
    section, question = find(response, KEY)
    asked = translated(question, "en")
    content = canonical(asked, {"text": value})
    return save_answer(response, section, Write(asked, content, base, translates=of), author=author)
