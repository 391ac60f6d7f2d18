"""Who signs for whom: who may say so, when it counts, and when it counts no longer."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people.deputies import (
    DAYS_IN_ORDER,
    NOT_ONESELF,
    DeputyRefusedError,
    add_deputy,
    city_signers,
    deputies_of,
    read_acting_for,
    remove_deputy,
)
from responses.domain.permissions import NotAllowedError
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City, Deputy, Membership, User
from tests.support.factories import make_city, make_member

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2030, 5, 6), date(2030, 5, 10)
DAY = timedelta(days=1)
HERE = "192.0.2.7"
NO_SIGNERS = [Role.COORDINATOR, Role.CONTRIBUTOR, Role.VIEWER]


@pytest.fixture
def chief(city: City) -> User:
    return make_member(city, Role.REVIEWER, "Chief")


@pytest.fixture
def second(city: City) -> User:
    return make_member(city, Role.REVIEWER, "Second")


@pytest.fixture
def named(city: City, chief: User, second: User, coordinator: User) -> Deputy:
    """Return that the second signs for the chief."""
    return add_deputy(city, chief, second, FIRST, LAST, actor=Actor(coordinator))


def refused(city: City, person: User, deputy: User, actor: User) -> str:
    """Return at which argument adding a deputy is refused, after checking that nothing was."""
    there = Deputy.objects.count()
    with pytest.raises(DeputyRefusedError) as refusal:
        add_deputy(city, person, deputy, FIRST, LAST, actor=Actor(actor))
    assert Deputy.objects.count() == there
    return refusal.value.field


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("day", "names"),
    [(FIRST - DAY, []), (FIRST, ["Chief"]), (LAST, ["Chief"]), (LAST + DAY, [])],
)
def test_a_deputy_signs_on_the_days_said_in_one_query(
    day: date,
    names: list[str],
    city: City,
    second: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        found = read_acting_for(second, city, day)
    assert [person.name for person in User.objects.filter(pk__in=found)] == names


@pytest.mark.usefixtures("named")
def test_the_deputy_of_a_deputy_does_not_sign(city: City, second: User) -> None:
    third = make_member(city, Role.REVIEWER, "Third")
    # So it can stand there from before it was refused.
    days = {"first_day": FIRST, "last_day": LAST}
    Deputy.objects.create(city=city, person=second, deputy=third, **days)
    assert read_acting_for(third, city, FIRST) == {second.pk}


@pytest.mark.usefixtures("named")
def test_a_deputy_of_one_city_is_none_of_another(chief: User, second: User) -> None:
    elsewhere = make_city("shelbyville")
    for person in (chief, second):
        Membership.objects.create(city=elsewhere, user=person, role=Role.REVIEWER)
    assert read_acting_for(second, elsewhere, FIRST) == frozenset()


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("who", ["Chief", "Second"])
@pytest.mark.parametrize("role", NO_SIGNERS)
def test_who_is_no_reviewer_any_more_does_not_count(
    role: Role, who: str, city: City, second: User
) -> None:
    Membership.objects.filter(city=city, user__name=who).update(role=role)
    assert read_acting_for(second, city, FIRST) == frozenset()


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("who", ["Chief", "Second"])
def test_who_has_left_the_city_does_not_count(who: str, city: City, second: User) -> None:
    elsewhere = make_city("shelbyville")
    Membership.objects.filter(user__name=who).update(city=elsewhere)
    assert read_acting_for(second, city, FIRST) == frozenset()


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("who", ["Chief", "Second"])
def test_a_closed_account_does_not_count(who: str, city: City, second: User) -> None:
    User.objects.filter(name=who).update(is_active=False)
    assert read_acting_for(second, city, FIRST) == frozenset()


def test_a_reviewer_names_their_own_deputy(city: City, chief: User, second: User) -> None:
    added = add_deputy(city, chief, second, FIRST, LAST, actor=Actor(chief))
    remove_deputy(added, actor=Actor(chief))
    assert not Deputy.objects.exists()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER])
def test_nobody_else_names_one(
    role: Role, named: Deputy, city: City, chief: User, second: User
) -> None:
    actor = make_member(city, role, "Actor")
    with pytest.raises(NotAllowedError):
        add_deputy(city, second, chief, FIRST, LAST, actor=Actor(actor))
    with pytest.raises(NotAllowedError):
        remove_deputy(named, actor=Actor(actor))
    assert Deputy.objects.get() == named


@pytest.mark.parametrize("role", NO_SIGNERS)
def test_both_have_to_be_reviewers(role: Role, city: City, chief: User, coordinator: User) -> None:
    other = make_member(city, role, "Other")
    assert refused(city, other, chief, coordinator) == "person"
    assert refused(city, chief, other, coordinator) == "deputy"


def test_a_reviewer_of_another_city_is_none_here(
    city: City, chief: User, coordinator: User
) -> None:
    stranger = make_member(make_city("shelbyville"), Role.REVIEWER)
    assert refused(city, chief, stranger, coordinator) == "deputy"
    assert refused(city, stranger, chief, coordinator) == "person"


def test_nobody_is_their_own_deputy(city: City, chief: User, coordinator: User) -> None:
    assert refused(city, chief, chief, coordinator) == "deputy"
    with pytest.raises(DeputyRefusedError, match=str(NOT_ONESELF)):
        add_deputy(city, chief, chief, FIRST, LAST, actor=Actor(coordinator))


def test_the_last_day_is_not_before_the_first(city: City, chief: User, second: User) -> None:
    with pytest.raises(DeputyRefusedError, match=str(DAYS_IN_ORDER)):
        add_deputy(city, chief, second, FIRST, FIRST - DAY, actor=Actor(chief))
    assert add_deputy(city, chief, second, FIRST, FIRST, actor=Actor(chief)).last_day == FIRST


@pytest.mark.usefixtures("named", "english")
@pytest.mark.parametrize(
    ("first", "last", "when"),
    [
        (FIRST, LAST, "on these days"),
        (LAST, LAST, "on these days"),
        (FIRST - DAY, FIRST, "on some of these days"),
        (LAST, LAST + DAY, "on some of these days"),
        (FIRST - DAY, LAST + DAY, "on some of these days"),
    ],
)
@pytest.mark.parametrize(
    ("person", "deputy", "field", "words"),
    [
        ("Chief", "Second", "first_day", "Second already signs for Chief {when}."),
        ("Chief", "Third", "first_day", "Second already signs for Chief {when}."),
        ("Second", "Chief", "deputy", "Chief is away too {when}, and Second signs"),
        ("Third", "Chief", "deputy", "Chief is away too {when}, and Second signs"),
        ("Second", "Third", "first_day", "Second signs for Chief {when}, and can"),
    ],
)
def test_on_no_day_is_it_unclear_who_signs_for_whom(  # noqa: PLR0917
    person: str,
    deputy: str,
    field: str,
    words: str,
    first: date,
    last: date,
    when: str,
    city: City,
    coordinator: User,
) -> None:
    make_member(city, Role.REVIEWER, "Third")
    away, other = (User.objects.get(name=name) for name in (person, deputy))
    with pytest.raises(DeputyRefusedError, match=words.format(when=when)) as refusal:
        add_deputy(city, away, other, first, last, actor=Actor(coordinator))
    assert (refusal.value.field, Deputy.objects.count()) == (field, 1)


@pytest.mark.usefixtures("named")
def test_other_days_and_other_people_are_not_refused(
    city: City, chief: User, second: User, coordinator: User
) -> None:
    third, fourth = (make_member(city, Role.REVIEWER, name) for name in ("Third", "Fourth"))
    add_deputy(city, chief, second, LAST + DAY, LAST + DAY, actor=Actor(coordinator))
    add_deputy(city, second, chief, LAST + 2 * DAY, LAST + 2 * DAY, actor=Actor(coordinator))
    add_deputy(city, third, fourth, FIRST, LAST, actor=Actor(coordinator))
    # One person can sign for several.
    add_deputy(city, fourth, second, LAST + DAY, LAST + DAY, actor=Actor(coordinator))
    assert [(row.person.name, row.deputy.name) for row in deputies_of(city)] == [
        ("Chief", "Second"),
        ("Chief", "Second"),
        ("Fourth", "Second"),
        ("Second", "Chief"),
        ("Third", "Fourth"),
    ]


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("people", [0, 2])
def test_read_deputies_and_signers_take_one_query_each(
    people: int,
    city: City,
    chief: User,
    second: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    more = [make_member(city, Role.REVIEWER, f"T{number}") for number in range(people)]
    for number, deputy in enumerate(more, start=1):
        day = LAST + number * DAY
        add_deputy(city, chief, deputy, day, day, actor=Actor(chief))
    with django_assert_num_queries(2):
        assert len([(row.person.name, row.deputy.name) for row in deputies_of(city)]) == 1 + people
        assert list(city_signers(city)) == [chief, second, *more]


def test_each_change_is_recorded_once(city: City, chief: User, second: User) -> None:
    City.objects.filter(pk=city.pk).update(language="en")
    city.refresh_from_db()
    add_deputy(city, chief, second, FIRST, LAST, actor=Actor(chief, HERE))
    [added] = deputies_of(city)
    [again] = deputies_of(city)
    remove_deputy(added, actor=Actor(chief, HERE))
    remove_deputy(again, actor=Actor(chief, HERE))
    records = list(AuditRecord.objects.order_by("pk"))
    assert [(each.kind, each.person, each.city, each.address) for each in records] == [
        (AuditKind.DEPUTY, chief, city, HERE)
    ] * 2
    said = f"Chief ({chief.email}), deputy: Second ({second.email}) · 2030-05-06 – 2030-05-10 · "
    assert [each.subject for each in records] == [f"{said}deputy added", f"{said}deputy removed"]
