from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.glossary import glossing
from responses.domain.glossary.glossing import (
    ImportedTerms,
    TermRefusedError,
    TermText,
    add_term,
    change_term,
    import_terms,
    remove_term,
)
from responses.domain.permissions import NotAllowedError
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City, Term
from tests.support.factories import make_city, make_member

pytestmark = pytest.mark.django_db

LEADER, OFFICE = TermText("팀장", "Team Leader"), TermText("교통과", "Transport Division")


@pytest.fixture
def city() -> City:
    city = make_city()
    City.objects.filter(pk=city.pk).update(submission_language="en")
    return City.objects.get(pk=city.pk)


@pytest.fixture
def writer(city: City) -> Actor:
    return Actor(make_member(city, Role.CONTRIBUTOR, "Kim"))


def terms() -> list[tuple[str, str, str]]:
    return list(Term.objects.order_by("pk").values_list("language", "original", "translation"))


def audited() -> list[str]:
    found = AuditRecord.objects.filter(kind=AuditKind.GLOSSARY).order_by("pk")
    return list(found.values_list("subject", flat=True))


def test_terms_are_added_changed_and_removed_and_the_audit_says_so(
    city: City, writer: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        add_term(city, LEADER, actor=writer)
    assert terms() == [("en", *LEADER)]
    term = Term.objects.get()
    change_term(term, LEADER, TermText("팀장", "Team Lead"), actor=writer)
    change_term(term, TermText("팀장", "Team Lead"), OFFICE, actor=writer)
    change_term(term, OFFICE, OFFICE, actor=writer)
    assert terms() == [("en", *OFFICE)]
    remove_term(term, actor=writer)
    remove_term(term, actor=writer)
    assert terms() == []
    assert audited() == [
        "팀장: — → Team Leader",
        "팀장: Team Leader → Team Lead",
        "팀장: Team Lead → —; 교통과: — → Transport Division",
        "교통과: Transport Division → —",
    ]


@pytest.mark.usefixtures("english")
def test_what_is_there_already_is_not_added_again(city: City, writer: Actor) -> None:
    add_term(city, LEADER, actor=writer)
    add_term(city, OFFICE, actor=writer)
    with pytest.raises(TermRefusedError, match="already, as “Team Leader”") as refusal:
        add_term(city, TermText("팀장", "Head"), actor=writer)
    assert refusal.value.field == "original"
    office = Term.objects.get(original="교통과")
    with pytest.raises(TermRefusedError, match="already, as “Team Leader”"):
        change_term(office, OFFICE, TermText("팀장", "x"), actor=writer)
    assert terms() == [("en", *LEADER), ("en", *OFFICE)]


@pytest.mark.usefixtures("english")
def test_nobody_writes_over_what_they_have_not_seen(city: City, writer: Actor) -> None:
    add_term(city, LEADER, actor=writer)
    term = Term.objects.get()
    change_term(term, LEADER, TermText("팀장", "Team Lead"), actor=writer)
    with pytest.raises(TermRefusedError, match="It is now 팀장 → Team Lead"):
        change_term(term, LEADER, TermText("팀장", "Head"), actor=writer)
    remove_term(term, actor=writer)
    with pytest.raises(TermRefusedError, match="This term was removed"):
        change_term(term, LEADER, TermText("팀장", "Head"), actor=writer)
    assert terms() == []


def test_an_import_adds_and_changes_and_leaves_the_rest(
    city: City, writer: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add_term(city, LEADER, actor=writer)
    add_term(city, OFFICE, actor=writer)
    more = [TermText(f"용어 {number}", f"Term {number}") for number in range(300)]
    with django_assert_num_queries(9):
        made = import_terms(city, [OFFICE, TermText("팀장", "Head"), *more], actor=writer)
    assert made == ImportedTerms(added=300, changed=1, same=1)
    assert terms()[:3] == [("en", "팀장", "Head"), ("en", *OFFICE), ("en", *more[0])]
    assert len(terms()) == 302
    assert audited()[-1].startswith("용어 301개: 용어 0: — → Term 0; 용어 1: — → Term 1; ")
    assert import_terms(city, more, actor=writer) == ImportedTerms(0, 0, 300)
    assert len(audited()) == 3


def test_a_glossary_is_bounded(city: City, writer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossing, "MOST_TERMS", 1)
    with pytest.raises(TermRefusedError):
        import_terms(city, [LEADER, OFFICE], actor=writer)
    add_term(city, LEADER, actor=writer)
    with pytest.raises(TermRefusedError):
        add_term(city, OFFICE, actor=writer)
    assert terms() == [("en", *LEADER)]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER, None])
def test_who_does_not_write_answers_writes_no_terms(city: City, role: Role | None) -> None:
    add_term(city, LEADER, actor=Actor(make_member(city, Role.COORDINATOR)))
    actor = Actor(make_member(city if role else make_city("elsewhere"), role or Role.COORDINATOR))
    term = Term.objects.get()
    for write in (
        lambda: add_term(city, OFFICE, actor=actor),
        lambda: change_term(term, LEADER, OFFICE, actor=actor),
        lambda: remove_term(term, actor=actor),
        lambda: import_terms(city, [OFFICE], actor=actor),
    ):
        with pytest.raises(NotAllowedError):
            write()
    assert terms() == [("en", *LEADER)]


def test_without_a_submission_language_there_is_nothing_to_translate_into(
    city: City, writer: Actor
) -> None:
    City.objects.filter(pk=city.pk).update(submission_language="")
    with pytest.raises(TermRefusedError):
        add_term(city, LEADER, actor=writer)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_term_from_two_people_is_there_once(city: City, writer: Actor) -> None:
    other = Actor(make_member(city, Role.CONTRIBUTOR, "Lee"))

    def add(actor: Actor) -> bool:
        try:
            add_term(city, LEADER, actor=actor)
        except TermRefusedError:
            return False
        finally:
            connections.close_all()
        return True

    for _round in range(10):
        Term.objects.all().delete()
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(add, (writer, other))) == [False, True]
        assert terms() == [("en", *LEADER)]
