"""The page on which a coordinator gives a response out, as a browser without scripts has it."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.assignment import assigning
from responses.domain.assignment.assigning import AssignmentChanges, apply_changes, assign, delegate
from responses.domain.assignment.assignment import Assignment, DelegationTerms
from responses.domain.assignment.plan import Plan, read_assignments
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, AuditKind, Role
from responses.models import AuditRecord, Membership, Response, SavedLine, SectionWork, User
from responses.views import assigning as assigning_views
from responses.views.access import ResponseAccess, response_or_404
from tests.support.browser import Form, focused, form_at
from tests.support.factories import find, make_city, make_member, shape_of

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/assignment/"
LEFT_OUT = "This step is empty and is not saved. Fill it in or remove it."
DUE = date(2030, 5, 1)


@pytest.fixture
def coordinator(response: Response, coordinator: User, client: Client) -> User:
    """Return the coordinator, signed in, who has a response before them."""
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def colleague(response: Response) -> User:
    return make_member(response.city, Role.COORDINATOR, "Colleague")


def opened(client: Client) -> Form:
    """Return the page's form as it is opened."""
    return form_at(client.get(URL), ("rows", "copy"))


def typed(page: Any) -> Form:
    """Return the form of a page that came back."""
    return form_at(page, ("rows", "copy"))


def now(response: Response) -> Plan:
    return read_assignments(response)


def give(response: Response, actor: User, wanted: Assignment, section: str = "alpha") -> None:
    """Give a section out in place of what it is given now."""
    seen = now(response).sections[section].assignment.digest
    assign(response, {section: wanted}, seen={section: seen}, actor=Actor(actor))


def sign(response: Response, section: str, sender: User, signer: User) -> None:
    """Send a section to review and sign its first step."""
    perform(
        Move(Action.SEND),
        response,
        shape_of(response).sections_by_key[section],
        actor=Actor(sender),
    )
    part = read_snapshot(response).sections_by_key[section]
    perform(Move(Action.APPROVE, seen=part.digest), response, part.section, actor=Actor(signer))
    assert len(part.line) == 2


def said(page: Any) -> str:
    """Return what a page says, without its markup."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def errors(page: Any) -> list[tuple[str, str]]:
    """Return the lines of the summary, each with the id of the control it leads to."""
    summary = page.content.decode().partition('role="alert"')[2].partition("</div>")[0]
    return [
        (target, " ".join(words.split()))
        for target, words in re.findall(r'href="#([^"]+)">([^<]+)<', summary)
    ]


# --- Many people ----------------------------------------------------------


@pytest.fixture
def many(response: Response) -> list[User]:
    """Return more people, who all write, than a list has."""
    people = User.objects.bulk_create(
        User(email=f"p{number}@city.example", name=f"Person {number:03}") for number in range(101)
    )
    Membership.objects.bulk_create(
        Membership(city=response.city, user=each, role=Role.CONTRIBUTOR) for each in people
    )
    return people


def offered(page: Any, name: str) -> list[str]:
    """Return the keys of the people that a list on the page has."""
    return re.findall(rf'name="{name}" value="(\d+)"', page.content.decode())


def test_of_many_people_a_list_has_who_was_chosen_and_who_is_found_in_it(
    client: Client, response: Response, coordinator: User, writer: User, many: list[User]
) -> None:
    give(response, coordinator, Assignment("Office", DUE, (writer.pk,)))
    alpha, beta = "s-alpha--contributors", "s-beta--contributors"
    page = client.get(URL)
    assert (offered(page, alpha), offered(page, beta)) == ([str(writer.pk)], [str(writer.pk)])
    sent = typed(page).typed({f"{beta}--find": " PERSON 007 ", "s-beta--department": "Law"})
    page = client.post(URL, sent | {f"{beta}--look": "yes"})
    assert page.status_code == 200
    assert offered(page, beta) == [str(many[7].pk), str(writer.pk)]
    assert offered(page, alpha) == [str(writer.pk)]
    assert "1 person found." in said(page)
    # What was typed is there still, and nothing is saved yet.
    assert typed(page).fields["s-beta--department"] == ["Law"]
    assert now(response).sections["beta"].assignment == Assignment()
    page = client.post(URL, typed(page).typed({beta: [str(many[7].pk)]}), follow=True)
    assert now(response).sections["beta"].assignment.contributors == (many[7].pk,)
    assert offered(page, alpha) == [str(many[7].pk), str(writer.pk)]


def test_words_that_find_nobody_are_told_and_stay(
    client: Client, coordinator: User, many: list[User]
) -> None:
    name = "s-alpha--contributors"
    sent = opened(client).typed({f"{name}--find": "nobody"}) | {f"{name}--look": "yes"}
    page = client.post(URL, sent)
    assert "Nobody matches “nobody”." in said(page)
    assert f'name="{name}--find" value="nobody"' in page.content.decode()
    sent |= {f"{name}--find": ""}
    assert "Enter some words first." in said(client.post(URL, sent))


def test_a_stranger_cannot_be_chosen_among_many(
    client: Client, response: Response, coordinator: User, many: list[User]
) -> None:
    stranger = make_member(make_city("shelbyville"), Role.CONTRIBUTOR, "Stranger")
    page = client.post(URL, opened(client).typed({"s-alpha--contributors": [str(stranger.pk)]}))
    assert page.status_code == 422
    assert "Stranger" not in said(page)


# --- Saving ---------------------------------------------------------------


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


# --- What is wrong ---------------------------------------------------------


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


# --- Buttons that change the page and save nothing ---------------------------


def titles(form: Form, section: str = "alpha") -> list[str]:
    """Return the titles of the steps of a section, in order."""
    found = {name: value for name, value in form.fields.items() if name.endswith("--title")}
    return [found[name][0] for name in sorted(found) if name.startswith(f"s-{section}--")]


def press(client: Client, form: Form, operation: str, **more: str | list[str]) -> Any:
    changes = {name.replace("_", "-"): value for name, value in more.items()}
    page = client.post(URL, form.typed(changes | {"rows": operation}))
    assert page.status_code == 200
    return page


def test_steps_are_added_moved_and_removed(
    client: Client, response: Response, coordinator: User
) -> None:
    form = opened(client)
    for number, title in enumerate(("One", "Two", "Three")):
        page = press(client, form, "add alpha")
        assert focused(page) == [f"s-alpha--{number}--title"]
        form = typed(page)
        form.fields[f"s-alpha--{number}--title"] = [title]
    page = press(client, form, "up alpha 2")
    assert (titles(typed(page)), focused(page)) == (["One", "Three", "Two"], ["s-alpha--1--up"])
    page = press(client, typed(page), "down alpha 0")
    assert (titles(typed(page)), focused(page)) == (["Three", "One", "Two"], ["s-alpha--1--down"])
    page = press(client, typed(page), "remove alpha 0")
    assert (titles(typed(page)), focused(page)) == (["One", "Two"], ["s-alpha--0--title"])
    assert now(response).sections["alpha"].assignment == Assignment()


def test_copying_fills_other_sections_in(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    line = (Step("Head", (reviewer.pk,)),)
    give(response, coordinator, Assignment("Office", DUE, (writer.pk,), line))
    what = ["contributors", "line"]
    page = press(
        client, opened(client), "copy", copy_from="alpha", copy_to=["beta"], copy_what=what
    )
    assert "Copied, but not saved yet." in said(page)
    assert focused(page) == ["said"]
    # Its row says so, and the page stays short.
    html = page.content.decode()
    assert re.findall(r'<details class="lgq-give" data-section="(\w+)" open', html) == []
    beta = html.partition('data-section="beta"')[2].partition("</summary>")[0]
    assert "copied, not saved yet" in beta
    assert html.count("copied, not saved yet") == 1
    assert now(response).sections["beta"].assignment == Assignment()
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["beta"].assignment == Assignment("", None, (writer.pk,), line)


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"copy_from": "alpha", "copy_what": ["due"]},
        {"copy_from": "alpha", "copy_to": ["beta"]},
        {"copy_from": "alpha", "copy_to": ["alpha"], "copy_what": ["due"]},
    ],
)
def test_copying_says_what_is_not_chosen(
    chosen: dict[str, Any], client: Client, coordinator: User
) -> None:
    page = press(client, opened(client), "copy", **chosen)
    assert "Choose a section to copy from, sections to copy to, and the fields to copy." in said(
        page
    )
    assert focused(page) == ["copy"]


def test_copying_leaves_lines_that_are_signed(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    line = (
        Step("Head", (reviewer.pk,)),
        Step("Mayor", (make_member(response.city, "reviewer").pk,)),
    )
    give(response, coordinator, Assignment("Office", None, (), line), "beta")
    sign(response, "beta", coordinator, reviewer)
    page = press(
        client,
        opened(client),
        "copy",
        copy_from="alpha",
        copy_to=["beta"],
        copy_what=["department", "line"],
    )
    assert titles(typed(page), "beta") == ["Head", "Mayor"]
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["beta"].assignment == Assignment(approval_line=line)


def test_one_date_for_all(client: Client, response: Response, coordinator: User) -> None:
    page = press(client, opened(client), "date", due_all="2030-05-01")
    assert client.post(URL, typed(page).fields).status_code == 302
    assert {each.assignment.due_on for each in now(response).sections.values()} == {DUE}


def test_one_date_for_all_has_to_be_given(client: Client, coordinator: User) -> None:
    page = client.post(URL, opened(client).typed({"rows": "date"}))
    assert (page.status_code, focused(page)) == (422, ["due-all"])
    assert 'id="due-all--fault">Enter the date for all sections first.<' in page.content.decode()


@pytest.mark.parametrize("due", ["13/5", "soon", "3026-12-05"])
def test_one_date_for_all_is_judged_at_its_field(
    due: str, client: Client, response: Response, coordinator: User
) -> None:
    page = client.post(URL, opened(client).typed({"rows": "date", "due-all": due}))
    assert (page.status_code, focused(page)) == (422, ["due-all"])
    html = page.content.decode()
    assert re.search(r'<p class="lgq-field-error" id="due-all--fault">Enter a date', html)
    assert re.search(r'id="due-all" [^>]*aria-describedby="due-all--fault"', html)
    # Nothing is filled in, and what is typed stays.
    assert f'name="due-all" value="{due}"' in html
    assert said(page).count("Due date None") == 2
    assert typed(page).fields["s-alpha--due"] == [""]


def test_a_row_says_what_is_typed_even_if_it_is_no_day(client: Client, coordinator: User) -> None:
    page = client.post(URL, opened(client).typed({"s-alpha--due": "13/5"}))
    assert "Due date 13/5 Contributors" in said(page)
    page = press(client, opened(client), "date", due_all="2030-05-01")
    assert said(page).count("Due date 1 May 2030 Contributors") == 2


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


# --- Lines that stay -------------------------------------------------------


def test_what_is_signed_is_read_only(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    other = make_member(response.city, Role.REVIEWER, "Mayor")
    line = (Step("Head", (reviewer.pk,)), Step("Mayor", (other.pk,)))
    give(response, coordinator, Assignment(approval_line=line))
    sign(response, "alpha", coordinator, reviewer)
    html = client.get(URL).content.decode()
    assert 'type="hidden" name="s-alpha--0--title"' in html
    assert 'id="s-alpha--1--title"' in html
    page = client.post(URL, opened(client).typed({"s-alpha--0--title": "Other"}))
    assert (page.status_code, errors(page)) == (
        422,
        [("s-alpha--line", "A: Steps that are already signed must stay first and unchanged.")],
    )


# --- Two coordinators ------------------------------------------------------


def test_what_somebody_else_changed_stands_beside_what_was_typed(
    client: Client, response: Response, coordinator: User, colleague: User, writer: User
) -> None:
    form = opened(client)
    give(response, colleague, Assignment("Theirs", DUE, (writer.pk,)))
    changes: dict[str, str | list[str]] = {
        "s-alpha--department": "Mine",
        "s-beta--department": "Mine too",
    }
    page = client.post(URL, form.typed(changes))
    assert (page.status_code, errors(page)) == (
        409,
        [("s-alpha", "A. Alpha: changed by someone else")],
    )
    text = said(page)
    assert "Current values: Department Theirs Due date 1 May 2030 Contributors Writer" in text
    assert typed(page).fields["s-alpha--department"] == ["Mine"]
    assert typed(page).fields["s-beta--department"] == ["Mine too"]
    assert now(response).sections["alpha"].assignment.department == "Theirs"
    assert now(response).sections["beta"].assignment == Assignment()

    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["alpha"].assignment == Assignment("Mine")
    assert now(response).sections["beta"].assignment == Assignment("Mine too")


def test_what_one_changed_in_another_window_is_said_to_be_ones_own(
    client: Client, response: Response, coordinator: User, colleague: User
) -> None:
    question = find(response, "a-2")[1]
    form = typed(press(client, opened(client), "hand", hand="a-2"))
    give(response, colleague, Assignment("Theirs"))
    give(response, coordinator, Assignment("Own"))
    delegate(response, question, DelegationTerms("Own"), actor=Actor(coordinator))
    page = client.post(
        URL, form.typed({"s-alpha--department": "Mine", "h-a-2--department": "Mine"})
    )
    assert page.status_code == 409
    assert errors(page) == [
        ("s-alpha", "A. Alpha: changed by you in another window"),
        ("h-a-2", "A.2: changed by you in another window"),
    ]
    assert said(page).count("You changed this in another window after you opened this page.") == 2
    assert "Someone else" not in said(page)
    dashboard, day = "/springfield/test-2030/dashboard/", {"due": "2 May 2030", "do": "due"}
    form = form_at(client.get(dashboard), ("do", "due"))
    give(response, coordinator, Assignment("Own", DUE))
    page = client.post(dashboard, form.typed({"section": "alpha", **day}))
    assert page.status_code == 409
    assert "You changed these due dates in another window after you opened this page" in said(page)


def test_what_somebody_else_changed_can_be_taken(
    client: Client, response: Response, coordinator: User, colleague: User
) -> None:
    form = opened(client)
    give(response, colleague, Assignment("Theirs"))
    changes: dict[str, str | list[str]] = {
        "s-alpha--department": "Mine",
        "s-beta--department": "Mine too",
    }
    page = client.post(URL, form.typed(changes))
    page = press(client, typed(page), "now alpha")
    assert typed(page).fields["s-alpha--department"] == ["Theirs"]
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["alpha"].assignment == Assignment("Theirs")
    assert now(response).sections["beta"].assignment == Assignment("Mine too")


def test_what_one_did_not_touch_is_shown_as_it_is_now(
    client: Client, response: Response, coordinator: User, colleague: User
) -> None:
    form = opened(client)
    give(response, colleague, Assignment("Theirs"))
    page = client.post(URL, form.typed({"s-beta--due": "x"}))
    assert (page.status_code, typed(page).fields["s-alpha--department"]) == (422, ["Theirs"])


def test_a_question_that_somebody_else_handed_over_or_took_back(
    client: Client, response: Response, coordinator: User, colleague: User
) -> None:
    question = find(response, "a-2")[1]
    form = typed(press(client, opened(client), "hand", hand="a-2"))
    delegate(response, question, DelegationTerms("Theirs"), actor=Actor(colleague))
    page = client.post(URL, form.typed({"h-a-2--department": "Mine"}))
    assert (page.status_code, errors(page)) == (409, [("h-a-2", "A.2: changed by someone else")])
    assert typed(page).fields["h-a-2--department"] == ["Mine"]
    assert now(response).delegations == {"a-2": DelegationTerms("Theirs")}
    taken = press(client, typed(page), "now-question a-2")
    assert typed(taken).fields["h-a-2--department"] == ["Theirs"]

    form = opened(client)
    seen = DelegationTerms("Theirs").digest
    assigning.take_back(response, question, seen=seen, actor=Actor(colleague))
    page = client.post(URL, form.typed({"h-a-2--department": "Mine"}))
    assert page.status_code == 409
    assert "Someone else took this question back" in said(page)
    left = press(client, typed(page), "now-question a-2")
    assert "h-a-2--department" not in typed(left).fields
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).delegations == {"a-2": DelegationTerms("Mine")}


def test_a_moment_between_reading_and_writing_is_enough(
    client: Client,
    response: Response,
    coordinator: User,
    colleague: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody saves after the page was compared and before it is written."""

    def late(response: Response, changes: AssignmentChanges, **options: Any) -> int:
        give(response, colleague, Assignment("Theirs"))
        return apply_changes(response, changes, **options)

    form = opened(client)
    monkeypatch.setattr("responses.views.assigning.apply_changes", late)
    page = client.post(URL, form.typed({"s-alpha--department": "Mine"}))
    assert (page.status_code, typed(page).fields["s-alpha--department"]) == (409, ["Mine"])
    assert now(response).sections["alpha"].assignment == Assignment("Theirs")


# --- The rest ----------------------------------------------------------------


def test_departments_and_posts_are_proposed(
    client: Client, response: Response, coordinator: User
) -> None:
    give(response, coordinator, Assignment("Office"))
    delegate(response, find(response, "a-2")[1], DelegationTerms("Law"), actor=Actor(coordinator))
    html = client.get(URL).content.decode()
    assert re.findall('<option value="([^"]+)"></option>', html) == [
        *("Law", "Office"),
        *("주무관", "팀장", "과장", "담당관", "국장"),
    ]


def test_the_front_page_leads_coordinators_there(
    client: Client, response: Response, coordinator: User, writer: User
) -> None:
    front = "/springfield/test-2030/"
    assert f'href="{URL}"' in client.get(front).content.decode()
    client.force_login(writer)
    assert f'href="{URL}"' not in client.get(front).content.decode()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_the_page_of_a_section_says_who_has_it(
    role: Role, client: Client, response: Response, coordinator: User, writer: User
) -> None:
    give(response, coordinator, Assignment("Office", DUE, (writer.pk,)))
    to = DelegationTerms("Law", date(2030, 4, 1), (make_member(response.city, role, "Jo").pk,))
    if role is Role.VIEWER:
        to = replace(to, people=())
    named = "" if role is Role.VIEWER else " · Jo"
    delegate(response, find(response, "a-2")[1], to, actor=Actor(coordinator))
    client.force_login(User.objects.filter(memberships__role=role).latest("pk"))
    page = client.get("/springfield/test-2030/alpha/")
    head = said(page).partition(" A.1 ")[0]
    assert "Due 1 May 2030 In charge: Office · Writer" in head
    assert f"A.2 Delegated to Law{named} Due 1 Apr 2030" in head
    card = role is Role.CONTRIBUTOR
    assert ("Not answered A.2 Explain Delegated to Law · Jo Due 1 Apr 2030" in said(page)) == card


@pytest.mark.parametrize("case", [(3, 11, 5), (98, 11, 100), (200, 13, 200)])
def test_the_page_takes_few_queries_for_any_number_of_people(
    case: tuple[int, int, int],
    client: Client,
    response: Response,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    members, queries, offered = case
    people = [make_user_quickly(response, number) for number in range(members)]
    give(response, coordinator, replace(Assignment("Office"), contributors=tuple(people)))
    client.get(URL)
    with django_assert_num_queries(queries):
        page = client.get(URL)
    assert page.content.decode().count('name="s-alpha--contributors"') == offered


def make_user_quickly(response: Response, number: int) -> int:
    """Make a contributor without a password, as hashing one takes long."""
    user = User.objects.create(email=f"quick{number}@city.example", name=f"Quick {number}")
    user.memberships.create(city=response.city, role=Role.CONTRIBUTOR)
    return user.pk


# --- Saved approval lines ----------------------------------------------------


def pick(client: Client, form: Form, button: str, **more: str | list[str]) -> Any:
    """Press a button `line` with what else is typed."""
    changes = {name.replace("_", "-"): value for name, value in more.items()}
    return client.post(URL, form.typed(changes | {"line": button}))


def step_of(person: User, section: str = "alpha") -> dict[str, str | list[str]]:
    return {f"s-{section}--0--title": "과장", f"s-{section}--0--people": [str(person.pk)]}


def saved_line(client: Client, reviewer: User) -> str:
    """Save a line of one step, and return its key."""
    line = step_of(reviewer) | {"s-alpha--keep": "과장 전결"}
    page = pick(client, opened(client), "keep alpha", **line)
    assert page.status_code == 200
    return str(SavedLine.objects.get().pk)


def test_a_line_is_saved_and_nothing_typed_is_lost(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    more = step_of(reviewer) | {"s-alpha--keep": "과장 전결", "s-beta--department": "Law"}
    page = pick(client, opened(client), "keep alpha", **more)
    assert (page.status_code, focused(page)) == (200, ["said"])
    assert "The line is saved as 과장 전결." in said(page)
    form = typed(page)
    assert (form.fields["s-beta--department"], titles(form)) == (["Law"], ["과장"])
    assert form.fields["s-alpha--saved-shown"] == [str(SavedLine.objects.get().pk)]
    assert now(response).sections["alpha"].assignment == Assignment()


def test_a_saved_line_is_chosen_in_one_select(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    key = saved_line(client, reviewer)
    line = (Step("과장", (reviewer.pk,)),)
    page = client.post(URL, opened(client).typed({"s-beta--saved": key}))
    assert page.status_code == 302
    assert now(response).sections["beta"].assignment.approval_line == line
    # What was chosen before is not put over what is typed now.
    form = opened(client)
    assert form.fields["s-beta--saved-shown"] == [key]
    client.post(URL, form.typed({"s-beta--saved": key, "s-beta--0--title": "국장"}))
    assert now(response).sections["beta"].assignment.approval_line[0].title == "국장"


def test_a_button_fills_a_saved_line_in(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    key = saved_line(client, reviewer)
    page = press(client, opened(client), "line beta", **{"s-beta--saved": key})
    assert (titles(typed(page), "beta"), focused(page)) == (["과장"], ["s-beta--saved"])
    assert now(response).sections["beta"].assignment == Assignment()


def test_a_saved_line_is_copied_to_several_sections(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    key = saved_line(client, reviewer)
    page = press(client, opened(client), "copy", copy_from=f"line-{key}", copy_to=["alpha", "beta"])
    form = typed(page)
    assert [titles(form, section) for section in ("alpha", "beta")] == [["과장"], ["과장"]]


@pytest.mark.parametrize(
    ("typed_in", "words"),
    [
        ({}, ["Enter a name for this line, such as 과장 전결.", "Add a step first."]),
        ({"s-alpha--keep": "가" * 51}, ["Shorten the name to 50 characters; it has 51."]),
        (
            {"s-alpha--keep": "x", "s-alpha--0--title": "과장"},
            ["1. Choose the people who can sign this step."],
        ),
        (
            {"s-alpha--keep": "x", "s-alpha--0--title": "", "s-alpha--1--title": "과장"},
            ["2. Choose the people who can sign this step."],
        ),
    ],
)
def test_what_keeps_a_line_from_being_saved_is_said_at_its_name(
    typed_in: dict[str, str | list[str]], words: list[str], client: Client, coordinator: User
) -> None:
    page = client.post(URL, opened(client).typed(typed_in | {"line": "keep alpha"}))
    assert (page.status_code, focused(page)) == (422, ["s-alpha--keep"])
    assert all(each in said(page) for each in words)
    assert typed(page).fields["s-alpha--keep"] == [typed_in.get("s-alpha--keep", "")]
    assert not SavedLine.objects.exists()


def test_a_saved_line_is_deleted_once(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    key, form = saved_line(client, reviewer), opened(client)
    page = pick(client, form, f"drop {key}")
    assert "The saved line 과장 전결 is deleted." in said(page)
    assert "This saved line has already been deleted" in said(pick(client, form, f"drop {key}"))
    assert not SavedLine.objects.exists()


@pytest.mark.parametrize(
    ("button", "status"), [("keep nowhere", 400), ("burn alpha", 400), ("drop x", 404)]
)
def test_no_page_sends_such_a_button(
    button: str, status: int, client: Client, coordinator: User
) -> None:
    assert pick(client, opened(client), button).status_code == status


def test_signed_lines_take_no_saved_one(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    saved_line(client, reviewer)
    assert "s-alpha--saved-shown" in opened(client).fields
    steps = tuple(
        Step(title, (person.pk,))
        for title, person in (
            ("팀장", reviewer),
            ("과장", make_member(response.city, Role.REVIEWER)),
        )
    )
    give(response, coordinator, Assignment(approval_line=steps))
    sign(response, "alpha", writer, reviewer)
    assert "s-alpha--saved-shown" not in opened(client).fields


def test_names_used_before_are_proposed(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    head = Step("과장", (make_member(response.city, Role.REVIEWER).pk,))
    line = (Step("정책보좌관", (reviewer.pk,), consents=True, department="법무담당관"), head)
    give(response, coordinator, Assignment("Office", approval_line=line))
    names = re.findall('<option value="([^"]+)"></option>', client.get(URL).content.decode())
    assert names[:2] == ["Office", "법무담당관"]
    assert names[-1] == "정책보좌관"


def test_a_section_of_all_says_so_open_and_closed(client: Client, coordinator: User) -> None:
    text = said(client.get(URL))
    # Two sections, each in its line and in its list of people.
    assert text.count("Contributors Not assigned (every writer can write it)") == 2
    assert text.count("Contributors Not assigned Approval line") == 2
    for heading in ("Section", "Department", "Due date", "Contributors", "Approval line"):
        assert heading in text.partition("Alpha")[0]


def test_each_row_says_its_state_and_asks_for_no_writer_of_what_is_approved(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    def rows() -> list[tuple[str, str]]:
        html = client.get(URL).content.decode()
        found = [each.partition("</summary>")[0] for each in html.split('class="lgq-give"')[1:3]]
        return [
            (
                *re.findall(r'data-state="(\w+)"', row),
                *re.findall(r'data-nobody="([^"]*)"', row),
            )
            for row in found
        ]

    assert rows() == [("draft", "Not assigned"), ("draft", "Not assigned")]
    assert "Not begun" in client.get(URL).content.decode()
    section = shape_of(response).sections_by_key["alpha"]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(Action.APPROVE, seen=seen), response, section, actor=Actor(reviewer))
    assert rows() == [("approved", "None needed"), ("draft", "Not assigned")]
    perform(Move(Action.REOPEN, "Once more."), response, section, actor=Actor(coordinator))
    assert rows()[0] == ("draft", "Not assigned")
    title = client.get(URL).content.decode().partition('class="lgq-give-title">')[2]
    assert "Reopened" in title.partition("</summary>")[0]


@pytest.mark.parametrize(("typed", "department"), [("", "Legal"), ("  ", "Legal"), ("Tax", "Tax")])
def test_a_consent_has_the_known_department_of_who_gives_it(  # noqa: PLR0917 - who is in it
    client: Client,
    response: Response,
    coordinator: User,
    reviewer: User,
    typed: str,
    department: str,
) -> None:
    Membership.objects.filter(user=reviewer).update(department="Legal")
    line = (
        Step("Law", (reviewer.pk,)),
        Step("Head", (make_member(response.city, Role.REVIEWER, "Kang").pk,)),
    )
    give(response, coordinator, Assignment(approval_line=line))
    form = opened(client)
    more: dict[str, str | list[str]] = {
        "s-alpha--0--consents": "yes",
        "s-alpha--0--department": typed,
    }
    client.post(URL, form.typed(more))
    assert now(response).sections["alpha"].assignment.approval_line == (
        replace(line[0], consents=True, department=department),
        line[1],
    )
