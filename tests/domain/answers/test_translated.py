import pytest

from responses.domain.answers.drafting import autosave, restore, save_answers
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import canonical
from responses.domain.content.translating import translated
from responses.enums import Refusal
from responses.models import Answer, City, Response, Revision, User
from tests.support.drafts import KEY, close, save, save_in_english, stored, text
from tests.support.factories import (
    find,
    translate,
    write,
)

pytestmark = pytest.mark.django_db


def standing() -> list[tuple[str, int, int, int | None]]:
    fields = ("language", "version", "words_version", "translates")
    return list(Answer.objects.order_by("language").values_list(*fields))


def test_a_translation_is_an_answer_of_its_own(response: Response, kim: User, lee: User) -> None:
    save(response, "하나", 0, kim)
    assert save_in_english(response, "One", 0, lee).changed
    assert save_in_english(response, "One!", 1, lee).version == 2
    assert stored() == [(1, text("하나"), kim), (2, text("One!"), lee)]
    assert standing() == [("", 1, 1, None), ("en", 2, 1, 1)]
    revisions = Revision.objects.order_by("pk").values_list("answer__language", "translates")
    assert list(revisions) == [("", None), ("en", 1), ("en", 1)]


def test_words_of_the_original_outdate_its_translation_and_nothing_else_does(
    response: Response, kim: User
) -> None:
    write(response, "a-2", kim, text="하나")
    translate(response, "a-2", kim, text="One")
    write(response, "a-2", kim, text="하나", links=[{"label": "", "url": "www.seoul.go.kr"}])
    assert standing() == [("", 2, 1, None), ("en", 1, 1, 1)]
    write(response, "a-2", kim, text="둘")
    assert standing() == [("", 3, 3, None), ("en", 1, 1, 1)]


def test_a_translation_is_confirmed_without_a_change(response: Response, kim: User) -> None:
    save(response, "하나", 0, kim)
    save_in_english(response, "One", 0, kim)
    save(response, "하나.", 1, kim)
    assert not save_in_english(response, "One", 1, kim).changed
    assert save_in_english(response, "One", 1, kim, of=2).changed
    assert standing() == [("", 2, 2, None), ("en", 2, 1, 2)]


def test_a_refused_translation_is_kept_as_one(response: Response, kim: User, lee: User) -> None:
    save(response, "하나", 0, kim)
    save_in_english(response, "One", 0, kim)
    outcome = save_in_english(response, "Uno", 0, lee)
    assert outcome.refusal is Refusal.STALE
    assert outcome.refused
    assert (outcome.refused.language, outcome.refused.content) == ("en", text("Uno"))
    close(response)
    assert save_in_english(response, "Two", 1, kim).refusal is Refusal.CLOSED
    assert stored() == [(1, text("하나"), kim), (1, text("One"), kim)]


def test_a_translation_and_its_original_are_saved_together(response: Response, kim: User) -> None:
    section, question = find(response, KEY)
    asked = translated(question, "en")
    writes = [
        Write(question, canonical(question, {"text": "하나"}), 0),
        Write(asked, canonical(asked, {"text": "One"}), 0, translates=1),
    ]
    assert [each.changed for each in save_answers(response, section, writes, author=kim)] == [
        True,
        True,
    ]
    assert standing() == [("", 1, 1, None), ("en", 1, 1, 1)]


def test_a_translation_is_restored(response: Response, kim: User) -> None:
    section, question = find(response, KEY)
    save(response, "하나", 0, kim)
    for base, value in enumerate(("One", "Two")):
        save_in_english(response, value, base, kim)
    restore(response, section, translated(question, "en"), 1, base_version=2, author=kim)
    assert stored() == [(1, text("하나"), kim), (3, text("One"), kim)]


def test_what_two_windows_translated_is_of_the_older_version(response: Response, kim: User) -> None:
    City.objects.update(submission_language="en")
    save(response, "하나", 0, kim)
    save_in_english(response, "One", 0, kim)
    save(response, "둘", 1, kim)
    place = AnswerRef(response.city.slug, response.edition.code, "beta", f"{KEY}_en")

    def typing(value: str, of: int) -> Outcome | None:
        asked = translated(find(response, KEY)[1], "en")
        write = Write(asked, canonical(asked, {"text": value}), 1, translates=of)
        return autosave(kim, place, lambda _opened: write)

    assert (first := typing("One\nbeside the old one", 1))
    assert (second := typing("One\nbeside the new one", 2))
    assert [first.version, second.version] == [2, 3]
    assert stored()[1] == (3, text("One\nbeside the old one\nbeside the new one"), kim)
    assert standing()[1] == ("en", 3, 1, 1)


@pytest.mark.parametrize("key", [f"{KEY}_xx", f"{KEY}_", "no_en"])
def test_there_is_no_answer_in_a_language_that_is_none(
    response: Response, kim: User, key: str
) -> None:
    place = AnswerRef(response.city.slug, response.edition.code, "beta", key)
    with pytest.raises(LookupError):
        autosave(kim, place, lambda _opened: None)
