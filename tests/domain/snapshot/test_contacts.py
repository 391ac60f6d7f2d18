"""What a snapshot says beside the answers, in the city's submission language."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.glossary.glossary import Glossary
from responses.domain.people.deputies import add_deputy
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.plain import read_text, snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role
from responses.models import City, Response, SectionWork, Term, User
from tests.support.factories import make_member, shape_of, write

pytestmark = pytest.mark.django_db


def latin(person: User, name: str) -> User:
    User.objects.filter(pk=person.pk).update(latin_name=name)
    return person


@pytest.fixture
def signed(response: Response, writer: User) -> Response:
    """Return a response in which a deputy has signed for the team head."""
    head = latin(make_member(response.city, Role.REVIEWER, "백도현"), "Baek Dohyun")
    deputy = latin(make_member(response.city, Role.REVIEWER, "신채영"), "Shin Chaeyoung")
    coordinator = make_member(response.city, Role.COORDINATOR, "한서윤")
    always = (date(2000, 1, 1), date(2099, 12, 31))
    add_deputy(response.city, head, deputy, *always, actor=Actor(coordinator))
    work = SectionWork.objects.filter(response=response, section__key="beta")
    work.update(approval_line=[Step("팀장", (head.pk,)).to_json()])
    write(response, "b-1", writer, text="가")
    beta = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.SEND), response, beta, actor=Actor(writer))
    seen = read_snapshot(response).sections_by_key["beta"].digest
    perform(Move(Action.APPROVE, seen=seen), response, beta, actor=Actor(deputy))
    return response


def submit_in_english(city: City, **terms: str) -> None:
    city.submission_language = "en"
    city.save()
    for original, translation in terms.items():
        city.terms.create(language="en", original=original, translation=translation)


def test_it_names_the_signers_and_whom_they_signed_for_as_they_write_themselves(
    signed: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    snapshot = read_snapshot(signed)
    with django_assert_num_queries(2):
        found = with_contacts(snapshot, signed.city).glossary
    people = User.objects.exclude(latin_name="")
    assert found == Glossary("", {}, {each.pk: each.latin_name for each in people})
    [signature] = snapshot.sections_by_key["beta"].signed
    assert found.into("en").name(signature.person, signature.by) == "Shin Chaeyoung"
    assert found.into("en").name(signature.absent, signature.signed_for) == "Baek Dohyun"


def test_it_has_of_the_terms_those_that_are_printed(
    signed: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    submit_in_english(signed.city, 팀장="Team Leader", 한서윤="Han Seoyun", 응답소="Eungdapso")
    snapshot = read_snapshot(signed)
    with django_assert_num_queries(3):
        named = with_contacts(snapshot, signed.city)
    assert named.glossary.language == "en"
    assert named.glossary.terms == {"팀장": "Team Leader", "한서윤": "Han Seoyun"}
    # What is sealed has them, too; what changes elsewhere changes no document.
    again = read_text(snapshot_text(named))
    assert (again.glossary, again.digest) == (named.glossary, named.digest)
    Term.objects.filter(original="응답소").update(translation="Complaints")
    assert with_contacts(snapshot, signed.city).digest == named.digest
    Term.objects.filter(original="팀장").update(translation="Team Lead")
    assert with_contacts(snapshot, signed.city).digest != named.digest


def test_a_response_of_nobody_with_another_name_says_nothing_more(response: Response) -> None:
    submit_in_english(response.city)
    text = snapshot_text(with_contacts(read_snapshot(response), response.city))
    assert '"glossary"' not in text
