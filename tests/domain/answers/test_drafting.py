from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import restore, save_answer, save_answers
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.permissions import NotAllowedError
from responses.enums import Refusal, Role, Source, State
from responses.models import Answer, RefusedText, Response, Revision, SectionWork, User
from tests.support.drafts import KEY, close, refused, save, stored, text
from tests.support.factories import (
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    make_user,
    write,
)

pytestmark = pytest.mark.django_db


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
