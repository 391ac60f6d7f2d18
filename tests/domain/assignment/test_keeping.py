"""Approval lines that a city keeps under a name."""

import pytest

from responses.domain.assignment.assignment import Person
from responses.domain.assignment.keeping import (
    NAME_MAX,
    NamedLine,
    drop_line,
    faults_of_line,
    keep_line,
    read_lines,
)
from responses.domain.auditing import Actor
from responses.domain.permissions import NotAllowedError
from responses.domain.signing.approval_line import Step
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City, SavedLine, User
from tests.support.factories import make_city, make_member

NAME = "과장 전결"
PEOPLE = {
    1: Person(1, "Lee", "lee@city.example", Role.REVIEWER),
    2: Person(2, "Kim", "kim@city.example", Role.CONTRIBUTOR),
}
LINE = (Step("팀장", (1,)),)


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def actor(city: City) -> Actor:
    return Actor(make_member(city, Role.COORDINATOR))


def test_a_line_is_kept_replaced_and_dropped(city: City, actor: Actor) -> None:
    assert not keep_line(city, f" {NAME} ", LINE, PEOPLE, actor=actor)
    [kept] = read_lines(city)
    assert (kept.name, kept.steps) == (NAME, LINE)
    longer = (*LINE, Step("과장", (3,)))
    assert keep_line(city, NAME, longer, PEOPLE, actor=actor)
    assert read_lines(city) == [NamedLine(kept.pk, NAME, longer)]
    assert drop_line(city, kept.pk, actor=actor) == NAME
    assert drop_line(city, kept.pk, actor=actor) == ""
    assert read_lines(city) == []
    records = AuditRecord.objects.filter(kind=AuditKind.ASSIGNMENT).order_by("pk")
    first, second, last = (record.subject for record in records)
    assert first.endswith(f"{NAME}: 팀장 Lee")
    assert f"{NAME}: 팀장 Lee → 과장 " in second
    assert last.endswith(f"{NAME}: —")


def test_to_keep_the_same_again_changes_nothing(city: City, actor: Actor) -> None:
    keep_line(city, NAME, LINE, PEOPLE, actor=actor)
    assert keep_line(city, NAME, LINE, PEOPLE, actor=actor)
    assert (SavedLine.objects.count(), AuditRecord.objects.count()) == (1, 1)


def test_each_city_has_its_own(city: City, actor: Actor) -> None:
    keep_line(city, NAME, LINE, PEOPLE, actor=actor)
    other = make_city("shelbyville")
    assert read_lines(other) == []
    stranger = Actor(make_member(other, Role.COORDINATOR))
    [kept] = read_lines(city)
    assert drop_line(other, kept.pk, actor=stranger) == ""
    assert read_lines(city) == [kept]


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.COORDINATOR])
def test_only_who_assigns_keeps_and_drops_lines(city: City, actor: Actor, role: Role) -> None:
    keep_line(city, NAME, LINE, PEOPLE, actor=actor)
    person: User = make_member(city, role)
    with pytest.raises(NotAllowedError):
        keep_line(city, NAME, LINE, PEOPLE, actor=Actor(person))
    with pytest.raises(NotAllowedError):
        drop_line(city, read_lines(city)[0].pk, actor=Actor(person))


@pytest.mark.parametrize(
    ("name", "steps", "fields"),
    [
        (NAME, LINE, []),
        (" \u200b ", LINE, ["name"]),
        ("가" * (NAME_MAX + 1), LINE, ["name"]),
        (NAME, (), ["line"]),
        ("", (), ["name", "line"]),
        (NAME, (Step("", (1,)),), ["title"]),
        (NAME, (Step("팀장", ()),), ["people"]),
        (NAME, (Step("팀장", (2,)),), ["people"]),
        (NAME, (Step("팀장", (1,), consents=True, department="Law"),), ["consents"]),
    ],
)
def test_a_line_has_to_be_one_that_a_section_could_have(
    name: str, steps: tuple[Step, ...], fields: list[str]
) -> None:
    assert [fault.field for fault in faults_of_line(name, steps, PEOPLE)] == fields
