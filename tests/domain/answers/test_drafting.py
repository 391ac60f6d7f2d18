from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import autosave, combine, restore, save_answer, save_answers
from responses.domain.answers.opening import AnswerRef, OpenAnswer
from responses.domain.answers.refused import discard_refused, refused_keys, refused_texts
from responses.domain.answers.starting import start_response
from responses.domain.answers.writes import Outcome, Write
from responses.domain.auditing import Actor
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.translating import translated
from responses.domain.permissions import NotAllowedError
from responses.enums import Refusal, Role, Source, State
from responses.models import Answer, City, RefusedText, Response, Revision, SectionWork, User
from responses.validators import TEXT_MAX
from tests.support.factories import (
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    make_user,
    translate,
    write,
)

pytestmark = pytest.mark.django_db

KEY = "b-1"


@pytest.fixture
def kim(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Kim")


@pytest.fixture
def lee(response: Response) -> User:
    return make_member(response.city, Role.COORDINATOR, "Lee")


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


def test_start_response_makes_all_sections_once() -> None:
    city, edition = make_city(), make_edition()
    coordinator = make_member(city, Role.COORDINATOR)
    response = start_response(city, edition, actor=Actor(coordinator))
    assert start_response(city, edition, actor=Actor(coordinator)) == response
    assert [(work.section.key, work.state, work.approval) for work in response.works.all()] == [
        ("alpha", State.DRAFT, None),
        ("beta", State.DRAFT, None),
    ]


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER, None])
def test_start_response_is_for_coordinators(role: Role | None) -> None:
    city = make_city()
    person = make_member(city, role) if role else make_user()
    with pytest.raises(NotAllowedError):
        start_response(city, make_edition(), actor=Actor(person))
    assert not Response.objects.exists()


def test_first_answer_is_version_1(response: Response, kim: User) -> None:
    outcome = save(response, "○ 하나", 0, kim)
    assert outcome == Outcome(find(response, KEY)[1], version=1, changed=True)
    assert stored() == [(1, text("○ 하나"), kim)]


def test_each_change_raises_the_version(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    assert save(response, "b", 1, lee) == Outcome(find(response, KEY)[1], 2, changed=True)
    assert save(response, "", 2, kim).version == 3
    assert stored() == [(3, text(""), kim)]
    assert list(Revision.objects.values_list("version", "content", "author", "source")) == [
        (1, text("a"), kim.pk, Source.FORM),
        (2, text("b"), lee.pk, Source.FORM),
        (3, text(""), kim.pk, Source.FORM),
    ]


def test_revision_says_by_which_way_it_came(response: Response, kim: User) -> None:
    section, question = find(response, KEY)
    for base, source in enumerate(Source):
        content = canonical(question, {"text": source.value})
        each = Write(question, content, base)
        save_answer(response, section, each, author=kim, source=source)
    assert list(Revision.objects.values_list("source", flat=True)) == Source.values


def test_same_content_writes_nothing(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    assert save(response, "a", 1, lee) == Outcome(find(response, KEY)[1], version=1)
    assert stored() == [(1, text("a"), kim)]


def test_empty_first_answer_writes_nothing(response: Response, kim: User) -> None:
    assert save(response, "", 0, kim) == Outcome(find(response, KEY)[1], version=0)
    assert stored() == []


def test_identical_changes_by_two_people_are_no_conflict(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 1, kim)
    assert save(response, "b", 1, lee) == Outcome(find(response, KEY)[1], version=2)
    assert (stored(), refused()) == ([(2, text("b"), kim)], [])


def test_identical_first_answers_by_two_people_are_no_conflict(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    assert save(response, "a", 0, lee) == Outcome(find(response, KEY)[1], version=1)
    assert refused() == []


@pytest.mark.parametrize(("first", "base"), [("", 0), ("a", 1)])
def test_untouched_question_never_conflicts(
    response: Response, kim: User, lee: User, first: str, base: int
) -> None:
    """Lee's page still shows what Kim has changed since, and Lee saves another question."""
    save(response, first, 0, kim)
    save(response, "b", base, kim)
    now = base + 1
    assert save(response, first, base, lee) == Outcome(find(response, KEY)[1], version=now)
    assert (stored(), refused()) == ([(now, text("b"), kim)], [])


def test_stale_change_is_refused_and_kept(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 1, kim)
    outcome = save(response, "c", 1, lee)
    assert outcome == Outcome(
        find(response, KEY)[1],
        version=2,
        refusal=Refusal.STALE,
        refused=RefusedText.objects.get(),
    )
    assert stored() == [(2, text("b"), kim)]
    assert refused() == [(lee, 1, text("c"), Refusal.STALE)]


def test_second_first_answer_is_refused_and_kept(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    assert save(response, "b", 0, lee).refusal is Refusal.STALE
    assert stored() == [(1, text("a"), kim)]
    assert refused() == [(lee, 0, text("b"), Refusal.STALE)]


def test_emptying_a_stale_answer_is_refused(response: Response, kim: User, lee: User) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 1, kim)
    assert save(response, "", 1, lee).refusal is Refusal.STALE
    assert refused() == [(lee, 1, text(""), Refusal.STALE)]


@pytest.mark.parametrize("base", [None, -1, 2, 10**30])
@pytest.mark.parametrize("answered", [False, True])
def test_write_without_a_version_that_was_is_refused_and_kept(
    response: Response,
    kim: User,
    lee: User,
    base: int | None,
    answered: bool,  # noqa: FBT001
) -> None:
    if answered:
        save(response, "a", 0, kim)
    before = stored()
    assert save(response, "b", base, lee).refusal is Refusal.UNVERSIONED
    assert stored() == before
    assert refused() == [(lee, None, text("b"), Refusal.UNVERSIONED)]


def test_write_without_version_that_changes_nothing_keeps_nothing(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    outcome = save(response, "a", None, lee)
    assert outcome == Outcome(find(response, KEY)[1], 1, refusal=Refusal.UNVERSIONED)
    assert refused() == []


def test_refused_text_can_be_saved_over_the_newest_version(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    outcome = save(response, "b", 0, lee)
    assert save(response, "a and b", outcome.version, lee).changed is True
    assert stored() == [(2, text("a and b"), lee)]


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
def test_closed_section_takes_no_change_and_keeps_it(
    response: Response, kim: User, state: State
) -> None:
    save(response, "a", 0, kim)
    SectionWork.objects.filter(section__key="beta").update(state=State.IN_REVIEW)
    if state is State.APPROVED:
        work = SectionWork.objects.get(section__key="beta")
        event = work.events.create(
            action="approve",
            actor=kim,
            actor_role=Role.REVIEWER,
            from_state="in_review",
            to_state="approved",
            digest="x",
            versions={},
            created_at=response.created_at,
        )
        SectionWork.objects.filter(pk=work.pk).update(state=state, approval=event)
    assert save(response, "b", 1, kim).refusal is Refusal.CLOSED
    assert save(response, "a", 1, kim).refusal is None
    assert stored() == [(1, text("a"), kim)]
    assert refused() == [(kim, 1, text("b"), Refusal.CLOSED)]


def test_another_section_under_review_does_not_matter(response: Response, kim: User) -> None:
    close(response, "a-1")
    assert save(response, "a", 0, kim).changed is True


def test_section_with_changes_requested_is_open(response: Response, kim: User) -> None:
    close(response, state=State.CHANGES_REQUESTED)
    assert save(response, "a", 0, kim).changed is True


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


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_wrong_role_writes_nothing(response: Response, role: Role) -> None:
    person = make_member(response.city, role)
    with pytest.raises(NotAllowedError):
        save(response, "a", 0, person)
    assert (stored(), refused()) == ([], [])


def outsider(response: Response) -> User:
    return make_user()


def member_elsewhere(response: Response) -> User:
    return make_member(make_city("elsewhere"), Role.COORDINATOR)


def reviewer_who_writes_elsewhere(response: Response) -> User:
    person = make_member(response.city, Role.REVIEWER)
    make_city("elsewhere").memberships.create(user=person, role=Role.COORDINATOR)
    return person


def removed_member(response: Response) -> User:
    person = make_member(response.city, Role.CONTRIBUTOR)
    person.memberships.all().delete()
    return person


def deactivated_member(response: Response) -> User:
    person = make_member(response.city, Role.CONTRIBUTOR)
    User.objects.filter(pk=person.pk).update(is_active=False)
    return User.objects.get(pk=person.pk)


def superuser(response: Response) -> User:
    return make_user(is_superuser=True, is_staff=True)


@pytest.mark.parametrize(
    "make",
    [
        outsider,
        member_elsewhere,
        reviewer_who_writes_elsewhere,
        removed_member,
        deactivated_member,
        superuser,
    ],
)
def test_who_may_not_edit_writes_nothing(response: Response, make: Any) -> None:
    person = make(response)
    with pytest.raises(NotAllowedError):
        save(response, "a", 0, person)
    assert (stored(), refused()) == ([], [])


def test_save_answers_gives_one_outcome_a_write_in_order(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "old", 0, kim, "a-2")
    alpha, first = find(response, "a-1")
    second = find(response, "a-2")[1]
    writes = [
        Write(second, canonical(second, {"text": "new"}), 0),
        Write(first, canonical(first, {"yes-no": "no"}), 0),
    ]
    outcomes = save_answers(response, alpha, writes, author=lee)
    assert [(each.question, each.version, each.refusal) for each in outcomes] == [
        (second, 1, Refusal.STALE),
        (first, 1, None),
    ]
    assert stored() == [(1, {"parts": {"yes-no": "no"}}, lee), (1, text("old"), kim)]


def test_two_writes_to_one_question_lose_nothing(response: Response, kim: User) -> None:
    beta, question = find(response, KEY)
    writes = [Write(question, canonical(question, {"text": each}), 0) for each in "ab"]
    outcomes = save_answers(response, beta, writes, author=kim)
    assert [each.refusal for each in outcomes] == [None, Refusal.STALE]
    assert stored() == [(1, text("a"), kim)]
    assert refused() == [(kim, 0, text("b"), Refusal.STALE)]


def test_question_of_another_section_is_an_error(response: Response, kim: User) -> None:
    """Otherwise an approved section could be changed through an open one."""
    alpha = find(response, "a-1")[0]
    question = find(response, KEY)[1]
    with pytest.raises(ValueError, match="another section"):
        save_answer(response, alpha, Write(question, EMPTY, 0), author=kim)


def test_section_of_another_edition_is_not_writable(response: Response, kim: User) -> None:
    definition = make_definition("other-2032")
    other = make_response(make_city("elsewhere"), make_edition(definition))
    section, question = find(other, KEY)
    with pytest.raises(NotAllowedError):
        save_answer(response, section, Write(question, EMPTY, 0), author=kim)


def test_refusals_roll_back_nothing_of_the_callers(response: Response, kim: User) -> None:
    with transaction.atomic():
        save(response, "a", 0, kim)
        save(response, "b", 0, kim)
    assert (len(stored()), len(refused())) == (1, 1)


def test_all_kinds_of_parts_are_stored_canonically(response: Response, kim: User) -> None:
    link = {"url": "www.seoul.go.kr", "label": "e\u0301"}
    write(
        response,
        "a-1",
        kim,
        yes_no="yes",
        choices=["staff", "plan"],
        percentage="２３,1 %",
        contact={"title": " CIO "},
        text="a\r\nb",
        links=[link],
    )
    assert Answer.objects.get().content == {
        "parts": {
            "yes-no": "yes",
            "choices": ["plan", "staff"],
            "percentage": "23.1",
            "contact": {"name": "", "title": "CIO", "agency": "", "email": ""},
            "text": "a\nb",
            "links": [{"label": "é", "url": "www.seoul.go.kr"}],
        }
    }


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_of_saving(
    response: Response, kim: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Lock, answers; with the savepoint: one changed answer 2 more, an untouched one none."""
    section, question = find(response, KEY)
    save(response, "a", 0, kim)
    for version in range(1, count + 1):
        content = Content({"text": str(version)})
        each = Write(question, content, version)
        with django_assert_num_queries(6):
            save_answer(response, section, each, author=kim)
        with django_assert_num_queries(4):
            save_answer(response, section, Write(question, content, version + 1), author=kim)


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


def again(response: Response, version: int, base: int | None, author: User) -> Outcome:
    """Restore a version of the question `KEY`."""
    section, question = find(response, KEY)
    return restore(response, section, question, version, base_version=base, author=author)


def test_restore_makes_a_new_version_and_removes_none(
    response: Response, kim: User, lee: User
) -> None:
    for base, value in enumerate(("a", "b", "c")):
        save(response, value, base, kim)
    assert again(response, 1, 3, lee) == Outcome(find(response, KEY)[1], 4, changed=True)
    assert stored() == [(4, text("a"), lee)]
    assert Revision.objects.get(version=4).source == Source.RESTORE
    assert list(Revision.objects.values_list("version", flat=True)) == [1, 2, 3, 4]


def test_restore_of_what_stands_there_changes_nothing(response: Response, kim: User) -> None:
    for base, value in enumerate(("a", "b", "a")):
        save(response, value, base, kim)
    assert again(response, 1, 3, kim) == Outcome(find(response, KEY)[1], 3)


def test_restore_over_a_newer_version_is_refused_and_kept(
    response: Response, kim: User, lee: User
) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 1, kim)
    save(response, "c", 2, kim)
    assert again(response, 1, 2, lee).refusal is Refusal.STALE
    assert refused() == [(lee, 2, text("a"), Refusal.STALE)]


@pytest.mark.parametrize("version", [0, 2])
def test_restore_of_a_version_that_never_was_is_an_error(
    response: Response, kim: User, version: int
) -> None:
    save(response, "a", 0, kim)
    with pytest.raises(LookupError):
        again(response, version, 1, kim)


def test_restore_is_for_those_who_write(response: Response, kim: User) -> None:
    save(response, "a", 0, kim)
    save(response, "b", 1, kim)
    with pytest.raises(NotAllowedError):
        again(response, 1, 2, make_member(response.city, Role.REVIEWER))


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


def save_in_english(
    response: Response, value: str, base: int, author: User, *, of: int = 1
) -> Outcome:
    section, question = find(response, KEY)
    asked = translated(question, "en")
    content = canonical(asked, {"text": value})
    return save_answer(response, section, Write(asked, content, base, translates=of), author=author)


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
