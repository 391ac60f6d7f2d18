import pytest

from responses.domain.answers.drafting import combine
from responses.domain.answers.refused import discard_refused, refused_keys, refused_texts
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import canonical
from responses.enums import Refusal, Role, Source
from responses.models import RefusedText, Response, Revision, User
from tests.support.drafts import KEY, refused, save, stored, text, typing
from tests.support.factories import (
    find,
    make_city,
    make_member,
    make_response,
)

pytestmark = pytest.mark.django_db


def test_refused_text_can_be_saved_over_the_newest_version(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    outcome = save(response, "b", 0, lee)
    assert save(response, "a and b", outcome.version, lee).changed is True
    assert stored() == [(2, text("a and b"), lee)]


def test_refused_text_is_not_doubled_by_pressing_save_again(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    outcomes = [save(response, "b", 0, lee) for _ in range(3)]
    unsaid = [save(response, "b", None, lee) for _ in range(2)]
    assert len({each.refused for each in outcomes}) == 1
    assert refused() == [
        (lee, 0, text("b"), Refusal.STALE),
        (lee, None, text("b"), Refusal.UNVERSIONED),
    ]
    assert unsaid[0].refused == unsaid[1].refused


def test_every_different_refused_text_is_kept(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    for value in ("b", "c"):
        save(response, value, 0, lee)
        save(response, value, 0, make_member(response.city, Role.CONTRIBUTOR))
    assert [content for _, _, content, _ in refused()] == [
        text(value) for value in ("b", "b", "c", "c")
    ]


def test_refused_texts_are_ones_own_of_one_section(
    response: Response, kim: User, lee: User
) -> None:
    for key in ("a-2", "b-1"):
        save(response, "a", 0, kim, key)
        save(response, "c", 0, lee, key)
    save(response, "d", 0, lee, "a-2")
    save(response, "e", None, kim, "a-2")
    alpha = find(response, "a-2")[0]

    def kept(author: User) -> list[RefusedText]:
        return refused_texts(response, author, refused_keys(response, alpha, author))

    assert [each.content for each in kept(lee)] == [text("c"), text("d")]
    assert [each.content for each in kept(kim)] == [text("e")]


def combined(response: Response, value: str, base: int, settles: RefusedText) -> Outcome:
    section, question = find(response, KEY)
    each = Write(question, canonical(question, {"text": value}), base)
    return combine(response, section, each, settles=settles, author=settles.author)


def test_combine_saves_and_settles(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 0, lee)
    outcome = combined(response, "a b", 1, RefusedText.objects.get())
    assert (outcome.version, outcome.changed, outcome.refusal) == (2, True, None)
    assert (stored(), refused()) == ([(2, text("a b"), lee)], [])
    assert Revision.objects.get(version=2).source == Source.COMBINATION


def test_combine_that_takes_the_other_text_settles(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 0, lee)
    assert combined(response, "a", 1, RefusedText.objects.get()).changed is False
    assert (stored(), refused()) == ([(1, text("a"), kim)], [])


def test_combine_that_is_refused_too_keeps_both(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 0, lee)
    save(response, "c", 1, kim)
    outcome = combined(response, "a b", 1, RefusedText.objects.get())
    assert outcome.refusal is Refusal.STALE
    assert stored() == [(2, text("c"), kim)]
    assert refused() == [
        (lee, 0, text("b"), Refusal.STALE),
        (lee, 1, text("a b"), Refusal.STALE),
    ]


def test_discard_refused_deletes_ones_own_only(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 0, lee)
    save(response, "c", None, kim)
    everyones = list(RefusedText.objects.values_list("pk", flat=True))
    assert discard_refused(response, lee, everyones) == 1
    assert [author for author, *_ in refused()] == [kim]
    elsewhere = make_response(make_city("other"))
    assert discard_refused(elsewhere, kim, everyones) == 0


def test_refused_text_is_continued_by_its_author_alone_and_from_its_base(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "theirs", 0, lee)
    kept = typing(response, "mine", 0, kim).refused
    assert kept
    save(response, "theirs 2", 1, lee)
    typing(response, "from another base", 1, kim, continues=kept.pk)
    ann = make_member(response.city, Role.CONTRIBUTOR, "Ann")
    typing(response, "somebody else", 0, ann, continues=kept.pk)
    assert [each[0::2] for each in refused()] == [
        (kim, text("mine")),
        (kim, text("from another base")),
        (ann, text("somebody else")),
    ]


def test_a_text_that_two_kept_ones_came_to_say_can_be_refused_again(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "now", 0, lee)
    one = typing(response, "one", 0, kim).refused
    other = typing(response, "other", 0, kim).refused
    assert one
    assert other
    typing(response, "one", 0, kim, continues=other.pk)

    assert typing(response, "one", 0, kim).refused == one
    assert [content for _, _, content, _ in refused()] == [text("one")] * 2
