import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.people.finding import FEW, MATCHES, listed, matching, named
from responses.models import User
from tests.support.factories import make_user

pytestmark = pytest.mark.django_db

EVERYBODY = User.objects.all()


def many(number: int) -> None:
    User.objects.bulk_create(
        User(email=f"p{each}@city.example", name=f"Person {each:03}") for each in range(number)
    )


def test_people_are_listed_by_name_unless_they_are_too_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    many(FEW)
    with django_assert_num_queries(1):
        assert [each.name for each in listed(EVERYBODY) or ()][:2] == ["Person 000", "Person 001"]
    make_user("One more")
    assert listed(EVERYBODY) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ANN", ["Ann Lee", "Joanna"]),
        ("LEE ann", ["Ann Lee"]),
        ("Lee@x.example", ["Ann Lee"]),
        ("x.example", ["Ann Lee", "Joanna"]),
        ("nobody", []),
        ("%", []),
    ],
)
def test_words_name_who_has_all_of_them(words: str, found: list[str]) -> None:
    User.objects.create(email="lee@x.example", name="Ann Lee")
    User.objects.create(email="jo@x.example", name="Joanna")
    assert [each.name for each in named(EVERYBODY, words)] == found


def test_of_many_whom_words_name_a_few_are_read() -> None:
    many(20)
    assert len(named(EVERYBODY, "person")) == MATCHES + 1


def test_a_whole_name_names_who_has_it_and_not_longer_ones() -> None:
    many(20)
    User.objects.create(email="zz@x.example", name="Person 01")
    assert [each.email for each in named(EVERYBODY, "Person 01")] == ["zz@x.example"]
    assert len(named(EVERYBODY, "person 01")) == MATCHES + 1


def test_of_many_words_the_first_are_asked_for() -> None:
    assert len(matching("a " * 500, "name").children) == 10
