import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.submissions.response_json import read_response_json
from responses.domain.submissions.sealing import digest_of, prepare, seal
from responses.enums import Action, Role
from responses.models import AuditRecord, Response, Submission, User
from tests.support.factories import approve_all, make_member, make_response, shape_of, write

pytestmark = pytest.mark.django_db

ADDRESS = "/springfield/test-2030/export/"


@pytest.fixture
def response(client: Client) -> Response:
    """Return a response that a viewer has before them."""
    response = make_response()
    client.force_login(make_member(response.city, Role.VIEWER))
    return response


def test_export_file_sends_the_response_as_json_under_a_good_name(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="○ 그대로")
    client.get(ADDRESS + "response.json")
    with django_assert_num_queries(7):
        page = client.get(ADDRESS + "response.json")
    assert page["Content-Type"] == "application/json"
    assert page["Content-Disposition"] == 'attachment; filename="springfield-test-2030-draft.json"'
    read = read_response_json(page.content.decode())
    assert read.snapshot.answers_by_key["b-1"].content.parts == {"text": "○ 그대로"}
    coordinators = response.city.memberships.filter(role=Role.COORDINATOR)
    assert [each.email for each in read.snapshot.contacts or ()] == [
        each.user.email for each in coordinators
    ]
    assert AuditRecord.objects.latest("pk").subject == "springfield-test-2030-draft.json"


def test_export_file_is_the_sealed_one_until_the_response_changes(
    client: Client, response: Response
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    reviewer = make_member(response.city, Role.REVIEWER)
    sealed(response, coordinator, reviewer)
    page = client.get(ADDRESS + "response.json", follow=True)
    assert page.redirect_chain == [
        ("/springfield/test-2030/submissions/1/response.json", 302),
    ]
    assert page["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-submission-1-response.json"'
    )
    file = Submission.objects.get().files.get(name="response.json")
    assert digest_of(page.content) == file.digest
    read = read_response_json(page.content.decode())
    assert read.seal
    assert read.seal.digest == Submission.objects.get().digest
    beta = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="Wrong."), response, beta, actor=Actor(reviewer))
    page = client.get(ADDRESS + "response.json")
    assert json.loads(page.content)["reopened_after"] == {"number": 1, "differs": False}


def sealed(response: Response, coordinator: User, reviewer: User) -> None:
    from responses.documents import package  # noqa: PLC0415 - slow to load

    approve_all(response, reviewer)
    prepared = prepare(response, actor=Actor(coordinator), address="https://lgq.example/verify/")
    made = package.build(prepared)
    seal(response, prepared, files=made.files, archive=made.archive, actor=Actor(coordinator))


def test_export_file_is_none_of_a_name_that_there_is_not(
    client: Client, response: Response
) -> None:
    assert client.get(ADDRESS + "response.exe").status_code == 404
