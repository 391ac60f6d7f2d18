"""What is typed on the page of assignment is given out."""

from typing import Any

import pytest
from django.test import Client

from responses.domain.assignment.assigning import delegate
from responses.domain.assignment.assignment import Assignment, DelegationTerms
from responses.domain.auditing import Actor
from responses.domain.signing.approval_line import Step
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, Membership, Response, SectionWork, User
from responses.views import assigning as assigning_views
from responses.views.access import ResponseAccess, response_or_404
from tests.support.browser import focused
from tests.support.factories import find, make_member
from tests.views.assigning.pages import DUE, URL, errors, give, now, opened, press, said, typed

pytestmark = pytest.mark.django_db


def test_what_is_typed_is_given_out(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    page = client.post(
        URL,
        opened(client).typed(
            {
                "s-alpha--department": " Budget  office ",
                "s-alpha--due": "2030-05-01",
                "s-alpha--contributors": [str(writer.pk)],
                "s-alpha--0--title": "Head",
                "s-alpha--0--people": [str(reviewer.pk)],
                "s-beta--due": "2030. 5. 1.",
            }
        ),
        REMOTE_ADDR="192.0.2.7",
    )
    assert (page.status_code, page.headers["Location"]) == (302, URL)
    line = (Step("Head", (reviewer.pk,)),)
    assert now(response).sections["alpha"].assignment == Assignment(
        "Budget office", DUE, (writer.pk,), line
    )
    assert now(response).sections["beta"].assignment == Assignment(due_on=DUE)
    records = AuditRecord.objects.filter(kind=AuditKind.ASSIGNMENT)
    assert set(records.values_list("person", "address")) == {(coordinator.pk, "192.0.2.7")}
    page = client.get(URL)
    assert (
        "Saved the assignment of 2 sections. "
        "A. Alpha: department (Budget office), contributors (Writer), approval line of 1 step "
        "(Head Reviewer), due on 1 May 2030; B. Beta: due on 1 May 2030. "
    ) in said(page)
    form = typed(page)
    assert form.fields["s-alpha--0--people"] == [str(reviewer.pk)]
    assert form.fields["s-alpha--due"] == ["1 May 2030"]


def test_who_loses_their_role_in_this_moment_gives_nothing_out(
    client: Client, response: Response, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = opened(client).typed({"s-alpha--department": "Budget"})

    def found_and_lost(*given: Any) -> ResponseAccess:
        found = response_or_404(*given)
        assert found.role
        response.city.memberships.filter(user=coordinator).update(role=Role.VIEWER)
        return found

    monkeypatch.setattr(assigning_views, "response_or_404", found_and_lost)

    assert client.post(URL, sent).status_code == 403
    assert now(response).sections["alpha"].assignment == Assignment()


def test_a_page_sent_as_it_came_changes_nothing(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    law = Step("Law", (reviewer.pk,), consents=True, department="Legal")
    other = Step("Head", (make_member(response.city, Role.REVIEWER, "Kang").pk,))
    give(response, coordinator, Assignment("Office", DUE, (writer.pk,), (law, other)))
    delegate(
        response, find(response, "a-2")[1], DelegationTerms("Law", DUE), actor=Actor(coordinator)
    )
    before = now(response)
    page = client.post(URL, opened(client).fields)
    assert page.status_code == 302
    assert "Nothing was changed, so there was nothing to save." in said(client.get(URL))
    assert (now(response), AuditRecord.objects.filter(kind="assignment").count()) == (before, 2)


def test_a_department_belongs_to_a_consent_alone(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    line = (
        Step("Law", (reviewer.pk,), consents=True, department="Legal"),
        Step("Head", (make_member(response.city, Role.REVIEWER, "Kang").pk,)),
    )
    give(response, coordinator, Assignment(approval_line=line))
    form = opened(client)
    client.post(URL, form.typed({"s-alpha--0--consents": []}))
    expected = (Step("Law", (reviewer.pk,)), line[1])
    assert now(response).sections["alpha"].assignment.approval_line == expected
    # So it is with a line that was saved otherwise, and with what was signed of one.
    work = SectionWork.objects.get(response=response, section__key="alpha")
    work.approval_line[0]["department"] = "Legal"
    work.save()
    assert now(response).sections["alpha"].assignment.approval_line == expected
    assert "Legal" not in said(client.get(f"{URL}../alpha/review/"))
    client.post(URL, opened(client).fields)
    assert AuditRecord.objects.filter(kind="assignment").count() == 2


def test_who_has_left_stays_ticked_until_unticked(
    client: Client, response: Response, coordinator: User, writer: User
) -> None:
    give(response, coordinator, Assignment(contributors=(writer.pk,)))
    writer.memberships.all().delete()
    form = opened(client)
    assert form.fields["s-alpha--contributors"] == [str(writer.pk)]
    assert "no longer a contributor" in said(client.get(URL))
    assert client.post(URL, form.fields).status_code == 302
    page = client.post(URL, form.typed({"s-alpha--department": "New"}))
    assert (page.status_code, errors(page)[0][0]) == (422, "s-alpha--contributors")
    page = client.post(URL, typed(page).typed({"s-alpha--contributors": []}))
    assert page.status_code == 302
    assert now(response).sections["alpha"].assignment == Assignment("New")


def test_who_can_no_longer_sign_is_marked_in_the_row_and_at_their_name(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    line = (
        Step("팀장", (make_member(response.city, Role.REVIEWER, "Kang").pk,)),
        Step("국장", (reviewer.pk,)),
    )
    give(response, coordinator, Assignment(contributors=(writer.pk,), approval_line=line))
    assert "cannot sign)<" not in client.get(URL).content.decode()
    Membership.objects.filter(user__in=[writer, reviewer]).update(role=Role.VIEWER)
    html = client.get(URL).content.decode()
    assert ">팀장 Kang → 국장 Reviewer (cannot sign)</span>" in html
    assert "<span data-name>Reviewer (cannot sign)</span>" in html
    assert '<span data-says="s-alpha--contributors"' in html
    assert html.count(">Writer (cannot write)</span>") == 3


def test_a_question_is_handed_over_and_taken_back(
    client: Client, response: Response, coordinator: User, writer: User
) -> None:
    page = press(client, opened(client), "hand", hand="a-2")
    assert focused(page) == ["h-a-2--department"]
    changes: dict[str, str | list[str]] = {
        "h-a-2--department": "Law",
        "h-a-2--due": "2030-05-01",
        "h-a-2--people": [str(writer.pk)],
    }
    assert client.post(URL, typed(page).typed(changes)).status_code == 302
    assert now(response).delegations == {"a-2": DelegationTerms("Law", DUE, (writer.pk,))}
    page = client.post(URL, opened(client).typed({"h-a-2--back": "yes"}))
    assert (page.status_code, now(response).delegations) == (302, {})
