import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import autosave
from responses.domain.answers.opening import AnswerRef, OpenAnswer
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import Content, canonical
from responses.domain.permissions import NotAllowedError
from responses.enums import Refusal, Role, Source
from responses.models import City, Response, Revision, User
from responses.validators import TEXT_MAX
from tests.support.drafts import KEY, close, refused, save, save_in_english, stored, text, typing
from tests.support.factories import (
    find,
    make_city,
    make_member,
    make_response,
    write,
)

pytestmark = pytest.mark.django_db


def test_autosave_writes_versions_of_its_own_source(response: Response, kim: User) -> None:
    question = find(response, KEY)[1]
    assert typing(response, "a", 0, kim) == Outcome(question, 1, changed=True)
    assert typing(response, "b", 1, kim) == Outcome(question, 2, changed=True)
    assert stored() == [(2, text("b"), kim)]
    assert set(Revision.objects.values_list("source", flat=True)) == {Source.AUTOSAVE}


def test_autosave_reads_against_what_is_saved(response: Response, kim: User) -> None:
    save(response, "a", 0, kim)
    section, question = find(response, KEY)
    opened: list[OpenAnswer] = []

    def read(answer: OpenAnswer) -> None:
        opened.append(answer)

    place = AnswerRef(response.city.slug, response.edition.code, section.key, KEY)
    assert autosave(kim, place, read) is None
    assert [(each.question, each.version, each.content) for each in opened] == [
        (question, 1, Content({"text": "a"}))
    ]
    assert opened[0].work.response == response


def test_autosave_says_the_same_again_without_a_version(response: Response, kim: User) -> None:
    typing(response, "a", 0, kim)
    question = find(response, KEY)[1]
    assert typing(response, "a", 1, kim) == typing(response, "a", 0, kim) == Outcome(question, 1)


def test_autosave_stands_beside_its_authors_own_other_words(response: Response, kim: User) -> None:
    for version, value in enumerate(("a", "ab", "abc")):
        typing(response, value, version, kim)
    both = Content({"text": "abc\nx"})
    outcome = typing(response, "x", 1, kim)
    assert outcome == Outcome(find(response, KEY)[1], 4, changed=True, combined=both)
    assert stored() == [(4, both.to_json(), kim)]
    assert refused() == []


def test_autosave_that_goes_on_with_its_authors_own_line_takes_its_place(
    response: Response, kim: User
) -> None:
    for version, value in enumerate(("a", "ab")):
        typing(response, value, version, kim)
    assert typing(response, "abc", 1, kim) == Outcome(find(response, KEY)[1], 3, changed=True)
    assert stored() == [(3, text("abc"), kim)]


def test_autosave_is_combined_with_its_authors_own_other_lines(
    response: Response, kim: User
) -> None:
    typing(response, "1\n2\n3", 0, kim)
    typing(response, "1 here\n2\n3", 1, kim)
    both = Content({"text": "1 here\n2\n3 there"})
    outcome = typing(response, "1\n2\n3 there", 1, kim)
    assert outcome == Outcome(find(response, KEY)[1], 3, changed=True, combined=both)
    assert stored() == [(3, both.to_json(), kim)]


def test_autosave_that_cannot_stand_beside_its_authors_own_words_is_refused(
    response: Response, kim: User
) -> None:
    one, other = "1" * (TEXT_MAX // 2), "2" * (TEXT_MAX // 2)
    typing(response, "0", 0, kim)
    typing(response, f"0\n{one}", 1, kim)
    outcome = typing(response, f"{other}\n0", 1, kim)
    assert (outcome.version, outcome.refusal, outcome.combined) == (2, Refusal.STALE, None)
    assert stored() == [(2, text(f"0\n{one}"), kim)]
    assert refused() == [(kim, 1, text(f"{other}\n0"), Refusal.STALE)]


def test_autosave_over_somebody_elses_words_is_refused(
    response: Response, kim: User, lee: User
) -> None:
    typing(response, "a", 0, kim)
    typing(response, "ab", 1, kim)
    typing(response, "theirs", 2, lee)
    typing(response, "theirs too", 3, lee)
    outcome = typing(response, "abc", 1, kim)
    assert (outcome.version, outcome.refusal, outcome.combined) == (4, Refusal.STALE, None)
    assert stored() == [(4, text("theirs too"), lee)]
    assert refused() == [(kim, 1, text("abc"), Refusal.STALE)]


def test_autosave_that_is_refused_again_goes_on_from_its_kept_text(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "theirs", 0, lee)
    first = typing(response, "m", 0, kim).refused
    assert first
    assert typing(response, "mine", 0, kim, continues=first.pk).refused == first
    assert refused() == [(kim, 0, text("mine"), Refusal.STALE)]


def test_autosave_tells_what_is_saved_where_it_has_nothing_to_change(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    save(response, "theirs", 1, lee)
    theirs = Content({"text": "theirs"})
    assert typing(response, "a", 1, kim) == Outcome(find(response, KEY)[1], 2, combined=theirs)


@pytest.mark.parametrize("base", [None, -1, 2])
def test_autosave_needs_a_version_that_was(response: Response, kim: User, base: int | None) -> None:
    save(response, "a", 0, kim)
    assert typing(response, "b", base, kim).refusal is Refusal.UNVERSIONED
    assert refused() == [(kim, None, text("b"), Refusal.UNVERSIONED)]


def test_autosave_into_a_closed_section_is_kept(response: Response, kim: User) -> None:
    close(response)
    assert typing(response, "b", 0, kim).refusal is Refusal.CLOSED
    assert refused() == [(kim, 0, text("b"), Refusal.CLOSED)]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_autosave_is_for_those_who_write(response: Response, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        typing(response, "b", 0, make_member(response.city, role))
    assert (stored(), refused()) == ([], [])


@pytest.mark.parametrize(
    "change", [{"city": "x"}, {"edition": "x"}, {"section": "alpha"}, {"question": "a-1"}]
)
def test_autosave_of_what_one_cannot_see_is_an_error(
    response: Response, kim: User, change: dict[str, str]
) -> None:
    place = AnswerRef(response.city.slug, response.edition.code, "beta", KEY)._replace(**change)
    with pytest.raises(LookupError):
        autosave(kim, place, lambda _: pytest.fail("read"))


def test_autosave_by_a_stranger_is_an_error(response: Response) -> None:
    with pytest.raises(LookupError):
        typing(response, "b", 0, make_member(make_city("shelbyville"), Role.COORDINATOR))


@pytest.mark.parametrize("version", [0, 1, 5])
def test_query_counts_of_autosaving(
    response: Response,
    kim: User,
    version: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """With the savepoint: the locked section with its answer, and two writes."""
    for base in range(version):
        typing(response, str(base), base, kim)
    find(response, KEY)
    with django_assert_num_queries(5):
        typing(response, "new", version, kim)


def test_autosave_finds_its_own_answer_among_others(response: Response, kim: User) -> None:
    for version in range(3):
        write(response, "a-1", kim, text=f"other {version}")
    write(response, "a-2", kim, text="mine")
    write(make_response(make_city("busan"), response.edition), "a-2", make_busan(), text="theirs")
    question = find(response, "a-2")[1]
    opened: list[OpenAnswer] = []

    def read(answer: OpenAnswer) -> Write:
        opened.append(answer)
        return Write(question, Content({"text": "mine too"}), 1)

    place = AnswerRef(response.city.slug, response.edition.code, "alpha", "a-2")
    assert autosave(kim, place, read) == Outcome(question, 2, changed=True)
    assert [(each.version, each.content) for each in opened] == [(1, Content({"text": "mine"}))]


def make_busan() -> User:
    """Return a contributor of the city of Busan."""
    return make_member(make_city("busan"), Role.CONTRIBUTOR, "Park")


def test_autosaving_a_translation_takes_as_many_statements(
    response: Response, kim: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    City.objects.update(submission_language="en")
    save(response, "하나", 0, kim)
    save_in_english(response, "One", 0, kim)
    place = AnswerRef(response.city.slug, response.edition.code, "beta", f"{KEY}_en")

    def build(opened: OpenAnswer) -> Write:
        assert (opened.version, opened.question.language) == (1, "en")
        content = canonical(opened.question, {"text": "One more"})
        return Write(opened.question, content, 1, translates=1)

    with django_assert_num_queries(5):
        outcome = autosave(kim, place, build)
    assert outcome
    assert outcome.changed
    assert stored()[1] == (2, text("One more"), kim)
