"""What the page of assignment refuses, beside its field, and nothing typed is lost."""

import pytest
from django.test import Client

from responses.domain.assignment.assignment import Assignment
from responses.domain.signing.approval_line import Step
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, Response, User
from tests.support.factories import make_member
from tests.views.assigning.pages import URL, errors, give, now, opened, said, typed

pytestmark = pytest.mark.django_db

LEFT_OUT = "This step is empty and is not saved. Fill it in or remove it."


def test_empty_steps_are_not_meant(client: Client, response: Response, coordinator: User) -> None:
    form = typed(client.post(URL, opened(client).typed({"rows": "add alpha"})))
    assert form.fields["s-alpha--0--title"] == [""]
    assert LEFT_OUT not in said(client.post(URL, form.typed({"rows": "add alpha"})))
    assert client.post(URL, form.fields).status_code == 302
    assert now(response).sections["alpha"].assignment == Assignment()
    words = "Nothing was changed, so there was nothing to save. 1 empty step was left out."
    assert words in said(client.get(URL))


def test_empty_steps_stay_while_something_is_wrong(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    form = opened(client).typed(
        {
            "s-alpha--0--title": "",
            "s-alpha--1--title": "Head",
            "s-alpha--2--title": "",
            "s-alpha--3--title": "Mayor",
            "s-alpha--3--people": [str(reviewer.pk)],
        }
    )
    page = client.post(URL, form)
    assert page.status_code == 422
    assert errors(page) == [
        ("s-alpha--1--people", "A, step 2: Choose the people who can sign this step.")
    ]
    fields = typed(page).fields
    titles = [fields[f"s-alpha--{place}--title"] for place in range(4)]
    assert titles == [[""], ["Head"], [""], ["Mayor"]]
    assert said(page).count(LEFT_OUT) == 2
    head = make_member(response.city, Role.REVIEWER)
    client.post(URL, typed(page).typed({"s-alpha--1--people": [str(head.pk)]}))
    line = now(response).sections["alpha"].assignment.approval_line
    assert [step.title for step in line] == ["Head", "Mayor"]
    words = (
        "Saved the assignment of 1 section. A. Alpha: approval line of 2 steps "
        f"(Head {head} → Mayor Reviewer). 2 empty steps were left out."
    )
    assert words in said(client.get(URL))


def test_a_closed_row_says_which_steps_consent(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    law = Step("Law", (reviewer.pk,), consents=True, department="Legal")
    head = Step("Head", (make_member(response.city, Role.REVIEWER, "Kang").pk,))
    give(response, coordinator, Assignment(approval_line=(law, head)))
    html = client.get(URL).content.decode()
    assert 'data-consent="{title} (consent)">Law Reviewer (consent) → Head Kang</span>' in html
    assert "A consent step asks another department to agree" in said(client.get(URL))
    assert "other department (Required)" in said(client.get(URL))


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    changes: dict[str, str | list[str]] = {
        "s-alpha--department": "x" * 101,
        "s-alpha--due": "2030-02-31",
        "s-alpha--contributors": [str(reviewer.pk), str(writer.pk)],
        "s-alpha--0--title": "Head",
        "s-alpha--0--consents": "yes",
        "s-alpha--3--department": "Law",
        "s-beta--department": "Fine",
        "h-b-1--seen": "",
        "h-b-1--due": "soon",
    }
    page = client.post(URL, opened(client).typed(changes))
    assert page.status_code == 422
    assert errors(page) == [
        ("s-alpha--due", "A: Enter a date, such as 31 Dec 2026 or 2026-12-31."),
        ("s-alpha--department", "A: Shorten this to 100 characters; it has 101."),
        (
            "s-alpha--contributors",
            (
                "A: Choose contributors or coordinators of this city. These people cannot be "
                "chosen: Reviewer."
            ),
        ),
        ("s-alpha--0--department", "A, step 1: Enter the department that consents."),
        ("s-alpha--0--people", "A, step 1: Choose the people who can sign this step."),
        ("s-alpha--1--title", "A, step 2: Enter the post of the person who signs, such as 팀장."),
        ("s-alpha--1--people", "A, step 2: Choose the people who can sign this step."),
        ("h-b-1--due", "B.1: Enter a date, such as 31 Dec 2026 or 2026-12-31."),
        ("h-b-1--department", "B.1: Enter the department."),
    ]
    html = page.content.decode()
    assert all(f'id="{target}"' in html for target, _words in errors(page))
    fields = typed(page).fields
    # The rows have closed up.
    kept = {name.replace("--3--", "--1--"): value for name, value in changes.items()}
    assert {name: fields[name] for name in kept} == {
        name: value if isinstance(value, list) else [value] for name, value in kept.items()
    }
    assert now(response).sections["beta"].assignment == Assignment()
    assert not AuditRecord.objects.filter(kind=AuditKind.ASSIGNMENT).exists()


def test_a_line_that_ends_with_a_consent_is_refused_beside_its_last_step(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    changes: dict[str, str | list[str]] = {
        "s-alpha--0--title": "Law",
        "s-alpha--0--people": [str(reviewer.pk)],
        "s-alpha--0--consents": "yes",
        "s-alpha--0--department": "Legal",
    }
    page = client.post(URL, opened(client).typed(changes))
    words = "The last step must be an approval. Move the consent before it, or add an approval."
    assert errors(page) == [("s-alpha--0--consents", f"A, step 1: {words}")]
    assert 'aria-describedby="s-alpha--0--consents--fault"' in page.content.decode()
    fields = typed(page).fields
    assert {name: fields[name] for name in changes} == {
        name: value if isinstance(value, list) else [value] for name, value in changes.items()
    }
    assert now(response).sections["alpha"].assignment == Assignment()
    kept = client.post(
        URL, opened(client).typed(changes | {"s-alpha--keep": "법무", "line": "keep alpha"})
    )
    assert (kept.status_code, f"1. {words}" in said(kept)) == (422, True)


def test_a_question_chosen_but_not_said_to_whom_is_not_forgotten(
    client: Client, response: Response, coordinator: User
) -> None:
    page = client.post(URL, opened(client).typed({"hand": "b-1"}))
    assert (page.status_code, errors(page)) == (
        422,
        [("h-b-1--department", "B.1: Enter the department.")],
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"s-alpha--contributors": ["x", "-1", "9" * 30, "²"]},
        {"s-nowhere--seen": "", "s-nowhere--department": "x"},
        {"h-nowhere--seen": "", "h-nowhere--department": "x"},
        {"hand": "nowhere"},
        {"rows": ""},
        {"rows": "up alpha 7"},
        {"rows": "remove alpha x"},
        {"rows": "now nowhere"},
        {"rows": "explode alpha 0"},
        {"rows": "add nowhere"},
        {"rows": "hand", "hand": "nowhere"},
    ],
)
def test_what_no_page_sends_does_no_harm(
    sent: dict[str, str | list[str]], client: Client, response: Response, coordinator: User
) -> None:
    assert client.post(URL, opened(client).typed(sent)).status_code in {200, 302}
    assert now(response).sections["alpha"].assignment == Assignment()
    assert now(response).delegations == {}


def test_a_stranger_is_not_named(client: Client, coordinator: User) -> None:
    stranger = User.objects.create_user("stranger@else.example", name="Stranger")
    sent: dict[str, str | list[str]] = {"s-alpha--contributors": [str(stranger.pk)]}
    page = client.post(URL, opened(client).typed(sent))
    assert (page.status_code, "Stranger" in page.content.decode()) == (422, False)
    assert "These people cannot be chosen: someone who is not in this city." in said(page)
