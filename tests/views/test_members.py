import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.signing.approval_line import Step
from responses.enums import Role
from responses.models import City, Invitation, Membership, User
from responses.views import members
from responses.views.access import city_or_404
from tests.support.factories import assign, delegate, make_city, make_member, make_response

pytestmark = pytest.mark.django_db

MEMBERS = "/springfield/members/"
NEW = {"do": "invite", "email": "new@city.example", "name": "New", "role": "reviewer"}


@pytest.fixture
def client(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def key(person: User) -> int:
    return Membership.objects.get(user=person).pk


def messages(client: Client, path: str = MEMBERS) -> list[str]:
    return re.findall(r'<p class="lgq-message"[^>]*>([^<]*)</p>', client.get(path).content.decode())


def test_members_lists_people_with_address_and_role(client: Client, city: City) -> None:
    person = make_member(city, Role.REVIEWER, "Ann")
    html = client.get(MEMBERS).content.decode()
    assert re.findall(r"<strong>([^<]*)</strong>", html) == ["Ann", "Coordinator"]
    assert person.email in html
    assert re.findall(r'<option value="(\w+)" selected>', html) == [
        "reviewer",
        "coordinator",
        "contributor",  # what the form for a new person starts with
        "contributor",  # and that for several
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_members_takes_fourteen_queries_however_many_people(
    people: int, client: Client, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        make_member(city, Role.VIEWER)
        client.post(MEMBERS, NEW | {"email": f"new{number}@city.example"})
    client.get(MEMBERS)  # and its messages
    with django_assert_num_queries(14):
        client.get(MEMBERS)


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"email": "nobody"}, "id_email", "E-mail address: Enter a valid email address."),
        (
            {"name": "\x1b" + "x" * 101},
            "id_name",
            "Name (optional): Ensure this value has at most 100 characters (it has 101).",
        ),
        (
            {"role": "king"},
            "id_role",
            "Role: Select a valid choice. king is not one of the available choices.",
        ),
    ],
)
def test_members_says_at_the_field_what_is_wrong_with_a_new_person(
    change: dict[str, str], field: str, error: str, client: Client
) -> None:
    page = client.post(MEMBERS, NEW | change)
    assert page.status_code == 422
    html = page.content.decode()
    assert f'<a href="#{field}">{error}</a>' in html
    assert f'id="{field}_error" class="invalid-feedback"' in html
    assert mail.outbox == []


def test_members_refuses_who_is_a_member_already(client: Client, city: City) -> None:
    person = make_member(city, Role.VIEWER)
    page = client.post(MEMBERS, NEW | {"email": person.email})
    assert page.status_code == 422
    assert "This person is already a member." in page.content.decode()


def test_members_changes_a_role(client: Client, city: City) -> None:
    person = make_member(city, Role.VIEWER, "Ann")
    page = client.post(MEMBERS, {"do": "change", "member": key(person), "role": "reviewer"})
    assert (page.status_code, page.headers["Location"]) == (302, MEMBERS)
    assert messages(client) == ["Ann is now Reviewer."]
    assert Membership.objects.get(user=person).role == Role.REVIEWER


def test_members_reads_what_nobody_sees_in_a_name_and_an_address(client: Client) -> None:
    name = "\ufeff박하늘\x0b\u200b".replace("박", "\u1107\u1161\u11a8")
    client.post(MEMBERS, NEW | {"name": name, "email": "\u200bnew@city.example\ufeff"})
    invitation = Invitation.objects.get()
    assert (invitation.name, invitation.email) == ("박하늘", "new@city.example")


def test_members_keeps_the_last_coordinator_and_says_so_at_the_role(
    client: Client, coordinator: User
) -> None:
    place = f"person-{key(coordinator)}-role"
    page = client.post(MEMBERS, {"do": "change", "member": key(coordinator), "role": "viewer"})
    assert page.status_code == 422
    html = page.content.decode()
    reason = "Role of Coordinator: A city needs a coordinator. Make someone else coordinator first."
    assert f'<a href="#{place}">{reason}</a>' in html
    assert f'id="{place}_error" class="invalid-feedback"' in html
    assert '<details class="lgq-people-remove" open>' not in html


def test_members_keeps_the_last_coordinator_and_says_so_at_the_removal(
    client: Client, city: City, coordinator: User
) -> None:
    make_member(city, Role.VIEWER, "Ann")
    page = client.post(MEMBERS, {"do": "remove", "member": key(coordinator)})
    assert page.status_code == 422
    html, place = page.content.decode(), f"person-{key(coordinator)}-remove"
    reason = "A city needs a coordinator. Make someone else coordinator first."
    assert f'<a href="#{place}">{reason}</a>' in html
    # It stays open where it was pressed, and nowhere else.
    [opened] = re.findall(r'<details class="lgq-people-remove" open>.*?</details>', html, re.DOTALL)
    assert f'<p class="lgq-field-error" id="{place}-error">{reason}</p>' in opened
    assert f'id="{place}" name="do" value="remove" aria-describedby="{place}-error"' in opened
    assert html.count(reason) == 2


def test_members_removes_a_person(client: Client, city: City) -> None:
    person = make_member(city, Role.VIEWER, "Ann")
    warned = client.get(MEMBERS).content.decode()
    assert "What is assigned to them has to be assigned to someone else." in warned
    client.post(MEMBERS, {"do": "remove", "member": key(person)})
    assert messages(client) == ["Ann is no longer a member. Everything that they wrote is kept."]
    assert not Membership.objects.filter(user=person).exists()


def test_members_leads_who_leaves_to_their_work(
    client: Client, city: City, coordinator: User
) -> None:
    make_member(city, Role.COORDINATOR)
    page = client.post(MEMBERS, {"do": "remove", "member": key(coordinator)})
    assert (page.status_code, page.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("do", ["change", "remove", "place", "invite", "invite_several"])
def test_members_refuses_who_loses_their_role_in_this_moment(
    do: str, client: Client, city: City, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_member(city, Role.COORDINATOR)

    def found_and_lost(*given: Any) -> City:
        found = city_or_404(*given)
        Membership.objects.filter(user=coordinator).update(role=Role.VIEWER)
        return found

    monkeypatch.setattr(members, "city_or_404", found_and_lost)
    sent = NEW | {"do": do, "member": key(person), "role": "viewer", "people": "b@city.example"}

    assert client.post(MEMBERS, sent).status_code == 403
    assert Membership.objects.get(user=person).role == Role.COORDINATOR
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("do", ["change", "remove"])
def test_members_of_another_city_are_not_found(do: str, client: Client) -> None:
    stranger = make_member(make_city("shelbyville"), Role.VIEWER)
    page = client.post(MEMBERS, {"do": do, "member": key(stranger), "role": "coordinator"})
    assert page.status_code == 404
    assert Membership.objects.get(user=stranger).role == Role.VIEWER


@pytest.mark.parametrize(
    ("data", "status"), [({}, 400), ({"do": "rule"}, 400), ({"do": "remove", "member": "x"}, 404)]
)
def test_members_knows_nothing_else_to_do(
    data: dict[str, str], status: int, client: Client
) -> None:
    assert client.post(MEMBERS, data).status_code == status


@pytest.mark.parametrize("do", ["change", "remove"])
def test_coordinator_hears_which_lines_wait_for_who_can_sign_no_longer(
    do: str, client: Client, city: City
) -> None:
    ann = make_member(city, Role.REVIEWER, "Ann")
    response = make_response(city)
    line = [Step("팀장", (ann.pk,)).to_json()]
    response.works.filter(section__key="beta").update(approval_line=line)
    client.post(MEMBERS, {"do": do, "member": key(ann), "role": "contributor"})
    _done, warning = messages(client)
    assert warning.startswith(
        "Ann can no longer sign but is still in the approval line of: TEST 2030 B."
    )
    # Said once; so it stands with the person, and as a task, until the line is changed.
    unfit = '<strong class="lgq-people-unfit">(cannot sign)</strong>'
    assert (unfit in client.get(MEMBERS).content.decode()) is (do == "change")
    html = client.get("/").content.decode()
    task = html.partition('<a href="/springfield/test-2030/assignment/#s-beta">')[2]
    assert "Change the approval line" in task.partition("</li>")[0]
    head = make_member(city, Role.REVIEWER, "Head")
    line = [Step("팀장", (head.pk,)).to_json()]
    response.works.filter(section__key="beta").update(approval_line=line)
    assert unfit not in client.get(MEMBERS).content.decode()
    assert "Change the approval line" not in client.get("/").content.decode()


def invite_several(client: Client, people: str, role: str = "contributor") -> Any:
    data = {"do": "invite_several", "people": people, "role": role}
    return client.post(MEMBERS, data)


def test_several_people_are_invited_as_they_are_pasted(client: Client) -> None:
    page = invite_several(
        client,
        "홍길동 <hong@city.example>; lee@city.example\n박하늘\tpark@city.example\t교통과\t주무관\n",
    )
    assert page.status_code == 302
    (told,) = messages(client)
    assert told.startswith("3 invitations are on their way.")
    assert told.endswith(
        "홍길동 (Contributor), lee@city.example (Contributor), 박하늘 (Contributor)"
    )
    rows = Invitation.objects.values_list("email", "name", "department", "post", "role")
    assert list(rows) == [
        ("hong@city.example", "홍길동", "", "", "contributor"),
        ("lee@city.example", "", "", "", "contributor"),
        ("park@city.example", "박하늘", "교통과", "주무관", "contributor"),
    ]
    assert [each.to for each in mail.outbox] == [
        ["=?utf-8?b?7ZmN6ri464+Z?= <hong@city.example>"],
        ["lee@city.example"],
        ["=?utf-8?b?67CV7ZWY64qY?= <park@city.example>"],
    ]


@pytest.mark.parametrize(
    ("line", "language", "warned"),
    [
        ("오번역\toh@city.example\t번역자", "en", "/springfield/test-2030/assignment/"),
        ("Oh <oh@city.example> Translator", "en", "/springfield/test-2030/assignment/"),
        (
            "오번역, oh@city.example, 국제협력과, 주무관, 번역",
            "en",
            "/springfield/test-2030/assignment/",
        ),
        ("오번역,oh@city.example,번역자", "", "/springfield/settings/"),
        ("오번역,oh@city.example,번역팀,작성자", "en", ""),
    ],
)
def test_whoever_is_invited_as_a_translator_has_to_be_named_as_one(
    line: str, language: str, warned: str, client: Client, city: City
) -> None:
    City.objects.update(submission_language=language)
    make_response(city)
    invite_several(client, f"kim@city.example 검토자\n{line}")
    html = client.get(MEMBERS).content.decode()
    found = re.findall(r'data-level="warning">([^<]*) <a href="([^"]*)">', html)
    assert [href for _said, href in found] == ([warned] if warned else [])
    assert all(said.startswith(("오번역:", "Oh:")) for said, _href in found)
    assert set(Invitation.objects.values_list("role", flat=True)) == {"reviewer", "contributor"}


def test_each_line_can_name_a_role_of_its_own(client: Client) -> None:
    page = invite_several(client, "kim@city.example 검토자\nlee@city.example", "viewer")
    assert page.status_code == 302
    rows = Invitation.objects.order_by("email").values_list("email", "name", "role")
    assert list(rows) == [("kim@city.example", "", "reviewer"), ("lee@city.example", "", "viewer")]


def test_the_role_of_who_is_invited_is_changed_in_the_list(client: Client) -> None:
    invite_several(client, "홍길동 <hong@city.example>")
    messages(client)
    [invitation] = Invitation.objects.all()
    data = {"do": "change_invited", "invitation": invitation.pk, "role": "reviewer"}
    assert client.post(MEMBERS, data).status_code == 302
    assert messages(client) == ["홍길동 will join as Reviewer. The link that was sent stays valid."]
    assert (Invitation.objects.get().role, len(mail.outbox)) == ("reviewer", 1)
    html = client.get(MEMBERS).content.decode().partition('id="invited"')[2]
    assert re.search(r'<option value="reviewer"\s+selected', html)
    page = client.post(MEMBERS, data | {"role": "king"})
    assert (page.status_code, Invitation.objects.get().role) == (422, "reviewer")


def test_the_invited_are_listed_by_name_and_say_since_when(client: Client) -> None:
    invite_several(
        client, "홍길동\thong@city.example\t교통과\t주무관\nlee@city.example\n강하나 z@city.example"
    )
    Invitation.objects.update(created_at=datetime(2025, 1, 5, 12, tzinfo=UTC))
    client.post(MEMBERS, {"do": "renew", "invitation": Invitation.objects.get(name="홍길동").pk})
    page = client.get(MEMBERS).content.decode()
    before, _id, html = page.partition('id="invited"')
    assert re.findall(r"<strong>([^<]+)</strong>", html) == ["lee@city.example", "강하나", "홍길동"]
    assert [*re.findall(r"<span[^>]*>(교통과 주무관|hong@city.example)</span>", html)] == [
        "교통과 주무관",
        "hong@city.example",
    ]
    assert html.replace("\xa0", " ").count("Invited 5 Jan 2025") == 3
    links = re.findall(r'<a [^>]*href="(#invite[^"]*)">([^<]*)', before)
    assert links == [("#invite", "Invite a person"), ("#invited", "3 people invited")]
    assert before.index('href="#invite"') < before.index('class="lgq-people-who"')


def test_lines_that_cannot_be_taken_are_named_at_once_and_nobody_is_invited(
    client: Client, city: City
) -> None:
    person = make_member(city, Role.VIEWER)
    typed = f"lee@city.example\n홍길동\nkim@city\n{person.email}"
    page = invite_several(client, typed)
    html = page.content.decode()
    assert page.status_code == 422
    assert "Nobody has been invited yet. Correct the following and send again." in html
    assert "Line 2, “홍길동”: There is no e-mail address." in html
    assert "Line 3, “kim@city”: This is not an e-mail address." in html
    assert f"Line 4, “{person.email}”: {person.email} is already a member." in html
    assert typed in html
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_members_among_several_are_named_and_nobody_is_invited(client: Client, city: City) -> None:
    person = make_member(city, Role.VIEWER)
    page = invite_several(client, f"lee@city.example, {person.email.upper()}")
    assert f"{person.email} is already a member. Remove this address." in page.content.decode()
    assert (page.status_code, mail.outbox, Invitation.objects.count()) == (422, [], 0)


def test_who_joins_in_this_moment_is_named_among_several(
    client: Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_member(city, Role.VIEWER)
    monkeypatch.setattr("responses.views.members.members_among", lambda *_: frozenset())
    page = invite_several(client, f"lee@city.example\n{person.email}")
    assert f"Line 2, “{person.email}”: {person.email} is already" in page.content.decode()
    assert (page.status_code, mail.outbox, Invitation.objects.count()) == (422, [], 0)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (", ".join(f"a{number}@city.example" for number in range(31)), "these are 31"),
        ("a@city.example " * 1000, "at most 10000 characters"),
    ],
)
def test_how_many_are_invited_at_once_is_bounded(typed: str, said: str, client: Client) -> None:
    page = invite_several(client, typed)
    assert (page.status_code, said in page.content.decode()) == (422, True)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("박하늘", ["박하늘"]),
        (unicodedata.normalize("NFD", "하늘"), ["박하늘"]),
        ("ANN", ["Ann"]),
        ("교통과 주무관", ["박하늘"]),
        ("nobody", []),
    ],
)
def test_people_are_found_by_name_address_department_and_post(
    query: str, found: list[str], client: Client, city: City
) -> None:
    make_member(city, Role.REVIEWER, "Ann")
    person = make_member(city, Role.REVIEWER, "박하늘")
    Membership.objects.filter(user=person).update(department="교통과", post="주무관")
    html = client.get(MEMBERS, {"q": query}).content.decode()
    assert re.findall(r"<strong>([^<]*)</strong>", html) == found


def people_shown(html: str) -> list[str]:
    return re.findall(r"<strong>(Person \d+)</strong>", html)


def test_twenty_members_stand_on_a_page_and_the_search_is_of_all(
    client: Client, city: City
) -> None:
    for number in range(40):
        make_member(city, Role.VIEWER, f"Person {number:02}")
    first = client.get(MEMBERS, {"edition": "test-2030"}).content.decode()
    # The coordinator is the first of all.
    assert people_shown(first) == [f"Person {number:02}" for number in range(19)]
    assert '<a rel="next" href="?edition=test-2030&amp;page=2">' in first
    assert "page 1 of 3" in first
    last = client.get(MEMBERS, {"page": 3}).content.decode()
    assert people_shown(last) == ["Person 39"]
    late = Membership.objects.filter(user__name__startswith="Person 3")
    assert late.update(department="교통과") == 10
    found = client.get(MEMBERS, {"q": "교통과 person"}).content.decode()
    assert people_shown(found) == [f"Person {number}" for number in range(30, 40)]
    assert "10 members found." in found


def test_twenty_invitations_stand_on_a_page_of_their_own(client: Client) -> None:
    invite_several(client, "\n".join(f"p{number:02}@city.example" for number in range(21)))
    html = client.get(MEMBERS).content.decode()
    assert "21 people invited" in html
    assert html.count('value="withdraw"') == 20
    assert '<a rel="next" href="?invited=2#invited">' in html
    html = client.get(MEMBERS, {"invited": 2}).content.decode()
    assert re.findall(r"<strong>(p[^<]*)</strong>", html) == ["p20@city.example"]


def test_whose_form_is_refused_stands_on_the_page_though_on_another_one_by_now(
    client: Client, city: City
) -> None:
    people = [make_member(city, Role.VIEWER, f"Person {number:02}") for number in range(20)]
    data = {"do": "place", "member": key(people[-1]), "department": "x" * 101}
    html = client.post(MEMBERS, data).content.decode()
    assert people_shown(html)[:2] == ["Person 19", "Person 00"]
    assert f'<a href="#place-{key(people[-1])}-department">' in html


def test_letters_beyond_ascii_are_found_in_any_case(client: Client, city: City) -> None:
    make_member(city, Role.VIEWER, "Élodie")
    for query in ("élodie", "ÉLODIE", unicodedata.normalize("NFD", "Élo")):
        assert "<strong>Élodie</strong>" in client.get(MEMBERS, {"q": query}).content.decode()


def test_people_of_one_name_are_told_apart_in_the_list(client: Client, city: City) -> None:
    people = [make_member(city, Role.VIEWER, "김민수") for _ in range(3)]
    Membership.objects.filter(user=people[0]).update(department="교통과")
    html = client.get(MEMBERS).content.decode()
    assert re.findall(r"<strong>(김[^<]*)</strong>", html) == [
        "김민수(교통과)",
        *(f"김민수({each.email})" for each in people[1:]),
    ]


def test_department_and_post_are_corrected_in_the_list(client: Client, city: City) -> None:
    person = make_member(city, Role.VIEWER, "Ann")
    data = {"do": "place", "member": key(person), "department": " 교통과 ", "post": "팀장"}
    assert client.post(MEMBERS, data).status_code == 302
    now = Membership.objects.get(user=person)
    assert (now.department, now.post) == ("교통과", "팀장")
    page = client.post(MEMBERS, data | {"post": "x" * 101})
    assert f'<a href="#place-{now.pk}-post">' in page.content.decode()
    assert page.status_code == 422


def test_the_list_says_what_each_person_has_and_leads_there(client: Client, city: City) -> None:
    ann = make_member(city, Role.CONTRIBUTOR, "Ann")
    response = make_response(city)
    assign(response, "alpha", ann)
    delegate(response, "b-1", ann)
    line = [Step("팀장", (ann.pk,)).to_json(), Step("감사", (ann.pk,), consents=True).to_json()]
    response.works.filter(section__key="beta").update(approval_line=line)
    html = " ".join(client.get(MEMBERS).content.decode().split())
    [has] = re.findall(r'<ul class="lgq-people-has".*?</ul>', html)
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', has) == [
        ("/springfield/test-2030/alpha/", "Writes A"),
        ("/springfield/test-2030/beta/review/", "Signs B (팀장)"),
        ("/springfield/test-2030/beta/review/", "Consents to B (감사)"),
        ("/springfield/test-2030/beta/#b-1", "Writes B.1"),
    ]
