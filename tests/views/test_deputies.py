import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people.deputies import add_deputy
from responses.enums import Role
from responses.models import City, Deputy, Membership, Notice, User
from responses.notice_kinds import NoticeKind
from responses.wording.dates import period
from responses.wording.notices import quote
from tests.support.browser import form_at
from tests.support.factories import make_city, make_member, make_response

pytestmark = pytest.mark.django_db

URL = "/springfield/deputies/"
DAY = timedelta(days=1)
CHOSEN = re.compile(r'<option value="(\d+)" selected>')


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def chief(city: City) -> User:
    return make_member(city, Role.REVIEWER, "Chief")


@pytest.fixture
def second(city: City) -> User:
    return make_member(city, Role.REVIEWER, "Second")


def said(page: object) -> str:
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def typed(deputy: User, person: User | None = None, days: int = 5) -> dict[str, str]:
    """Return what somebody types who names a deputy from today on."""
    last = (today() + (days - 1) * DAY).isoformat()
    new = {"new-deputy": deputy.pk, "new-first_day": today().isoformat(), "new-last_day": last}
    if person:
        new["new-person"] = person.pk
    return {name: str(value) for name, value in new.items()} | {"do": "add"}


def rows() -> list[tuple[str, str]]:
    return list(Deputy.objects.values_list("person__name", "deputy__name"))


def test_a_coordinator_names_a_deputy_for_anybody(
    client: Client, coordinator: User, chief: User, second: User
) -> None:
    client.force_login(coordinator)
    page = client.post(URL, typed(second, chief), follow=True)
    assert page.redirect_chain == [(URL, 302)]
    assert rows() == [("Chief", "Second")]
    assert "Second signs for Chief from" in said(page)
    assert "Chief Deputy: Second" in said(page)
    assert "Signing now" in said(page)
    assert "Those who are away can still sign themselves." in said(page)


def test_a_reviewer_names_their_own_deputy_alone(client: Client, chief: User, second: User) -> None:
    client.force_login(second)
    form = form_at(client.get(URL), ("do", "add"))
    assert "new-person" not in form.fields
    client.post(URL, typed(chief, chief))
    assert rows() == [("Second", "Chief")]


def test_a_coordinator_removes_any_and_a_reviewer_their_own(
    client: Client, city: City, coordinator: User, chief: User, second: User
) -> None:
    tomorrow = today() + DAY
    theirs = add_deputy(city, chief, second, tomorrow, tomorrow, actor=Actor(chief))
    mine = add_deputy(city, second, chief, today(), today(), actor=Actor(second))
    client.force_login(second)
    html = client.get(URL).content.decode()
    assert re.findall(r'name="deputy" value="(\d+)"', html) == [str(mine.pk)]
    page = client.post(URL, {"do": "remove", "deputy": mine.pk}, follow=True)
    assert "Chief no longer signs for Second. Existing signatures stay." in said(page)
    assert client.post(URL, {"do": "remove", "deputy": theirs.pk}).status_code == 403
    client.force_login(coordinator)
    client.post(URL, {"do": "remove", "deputy": theirs.pk})
    assert rows() == []


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"new-deputy": ""}, "deputy", "Deputy: This field is required."),
        (
            {"new-first_day": "soon"},
            "first_day",
            "First day: Enter a date, such as 31\u00a0Dec\u00a02026 or 2026-12-31.",
        ),
        (
            {"new-first_day": "2026-01-04", "new-last_day": "2026-01-05"},
            "last_day",
            "Last day: These days are already over.",
        ),
        (
            {"new-last_day": "2026-01-05"},
            "last_day",
            "Last day: The last day cannot be before the first day.",
        ),
        (
            {"new-first_day": "2999-01-01"},
            "last_day",
            "Last day: The last day cannot be before the first day.",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(  # noqa: PLR0917
    changes: dict[str, str], field: str, error: str, client: Client, chief: User, second: User
) -> None:
    client.force_login(chief)
    sent = typed(second) | changes
    page = client.post(URL, sent)
    assert page.status_code == 422
    html = page.content.decode()
    assert f'<a href="#id_new-{field}">{error}</a>' in html
    assert f'id="id_new-{field}_error" class="invalid-feedback"' in html
    kept = form_at(page, ("do", "add")).fields | {"new-deputy": CHOSEN.findall(html)}
    expected = {name: [value] for name, value in sent.items() if value and name != "do"}
    assert {name: kept[name] for name in expected} == expected
    assert rows() == []


def test_a_refusal_of_the_domain_stands_at_its_field_too(
    client: Client, coordinator: User, chief: User, second: User
) -> None:
    client.force_login(coordinator)
    page = client.post(URL, typed(chief, chief))
    assert '<a href="#id_new-deputy">Deputy: Choose someone else' in page.content.decode()
    client.post(URL, typed(second, chief))
    page = client.post(URL, typed(second, chief))
    assert (
        '<a href="#id_new-first_day">First day: Second already signs for Chief on these days.'
        in page.content.decode()
    )
    assert (page.status_code, rows()) == (422, [("Chief", "Second")])


def test_only_reviewers_of_the_city_can_be_chosen(
    client: Client, city: City, coordinator: User, chief: User, second: User
) -> None:
    client.force_login(coordinator)
    stranger = make_member(make_city("shelbyville"), Role.REVIEWER)
    for other in (stranger, coordinator, make_member(city, Role.CONTRIBUTOR)):
        assert client.post(URL, typed(other, chief)).status_code == 422
        assert client.post(URL, typed(chief, other)).status_code == 422
    assert rows() == []


def test_each_says_whether_it_counts(client: Client, city: City, chief: User, second: User) -> None:
    client.force_login(chief)
    for first, last in ((-9, -8), (-1, 1), (8, 9)):
        add_deputy(
            city, chief, second, today() + first * DAY, today() + last * DAY, actor=Actor(chief)
        )
    assert re.findall(r"Ended|Signing now|Upcoming|Not valid", said(client.get(URL))) == [
        "Ended",
        "Signing now",
        "Upcoming",
    ]
    Membership.objects.filter(user=second).update(role=Role.VIEWER)
    assert said(client.get(URL)).count("Not valid: one of the two is no longer a reviewer") == 3


def test_one_reviewer_alone_is_told_what_is_needed(client: Client, chief: User) -> None:
    client.force_login(chief)
    html = client.get(URL).content.decode()
    assert "this city needs a second reviewer first" in html
    assert 'value="add"' not in html


@pytest.mark.parametrize(
    ("data", "status"), [({}, 400), ({"do": "rule"}, 400), ({"do": "remove", "deputy": "x"}, 404)]
)
def test_nothing_else_can_be_done(
    data: dict[str, str], status: int, client: Client, chief: User
) -> None:
    client.force_login(chief)
    assert client.post(URL, data).status_code == status


def test_a_deputy_of_another_city_is_not_found(client: Client, coordinator: User) -> None:
    elsewhere = make_city("shelbyville")
    one, two = (make_member(elsewhere, Role.REVIEWER) for _ in range(2))
    theirs = add_deputy(elsewhere, one, two, today(), today(), actor=Actor(one))
    client.force_login(coordinator)
    assert client.post(URL, {"do": "remove", "deputy": theirs.pk}).status_code == 404
    assert Deputy.objects.exists()


@pytest.mark.parametrize("people", [1, 4])
def test_the_page_takes_nine_queries_however_many_deputies(
    people: int,
    client: Client,
    city: City,
    chief: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(people):
        deputy, day = make_member(city, Role.REVIEWER), today() + number * DAY
        add_deputy(city, chief, deputy, day, day, actor=Actor(chief))
    client.force_login(chief)
    with django_assert_num_queries(9):
        client.get(URL)


@pytest.mark.parametrize(
    ("role", "links"),
    [(Role.COORDINATOR, 1), (Role.REVIEWER, 1), (Role.CONTRIBUTOR, 0), (Role.VIEWER, 0)],
)
def test_the_overview_leads_there_who_may(role: Role, links: int, client: Client) -> None:
    response = make_response()
    client.force_login(make_member(response.city, role))
    html = client.get("/springfield/test-2030/").content.decode()
    assert html.count(f'href="{URL}?edition=test-2030"') == links


def test_a_deputy_in_a_city_without_a_response_is_told_by_e_mail(
    client: Client, city: City, chief: User, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=second.pk).update(language="en")
    client.force_login(chief)
    client.post(URL, typed(second) | {"once": "a-token"})
    client.post(URL, typed(second) | {"once": "a-token"})
    [letter] = mail.outbox
    assert letter.to == [f"Second <{second.email}>"]
    assert letter.subject == "[LGQ Desk] Appointed deputy: Springfield"
    last = today() + 4 * DAY
    assert "- Chief appointed you as a deputy (代)\n" in str(letter.body)
    with override("en"):
        assert f"  > You sign for Chief, {period(today(), last)}.\n" in str(letter.body)
    assert today().isoformat() not in str(letter.body)
    assert "/springfield/deputies/\n" in str(letter.body)
    Deputy.objects.all().delete()

    def refuse(*_args: object) -> None:
        raise OSError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    client.post(URL, typed(second))
    assert "Second could not be told by e-mail." in said(client.get(URL))
    monkeypatch.undo()
    # With a response a notice tells them, and its e-mail follows.
    Deputy.objects.all().delete()
    make_response(city)
    client.post(URL, typed(second))
    assert len(mail.outbox) == 1
    told = Notice.objects.get(person=second, kind=NoticeKind.DEPUTY)
    for language, words in (
        ("en", "You sign for Chief, {}."),
        ("ko", "Chief 님을 대신하여 결재합니다({})."),
    ):
        with override(language):
            assert quote(told) == words.format(period(today(), last))


def more_reviewers(city: City, number: int) -> None:
    people = User.objects.bulk_create(
        User(email=f"r{each}@city.example", name=f"Reviewer {each}") for each in range(number)
    )
    Membership.objects.bulk_create(
        Membership(city=city, user=each, role=Role.REVIEWER) for each in people
    )


def test_of_many_reviewers_one_is_named_by_words(
    client: Client, city: City, coordinator: User, chief: User, second: User
) -> None:
    more_reviewers(city, 99)
    client.force_login(coordinator)
    assert "new-person" in form_at(client.get(URL), ("do", "add")).fields
    sent = typed(second) | {"new-person": "chief", "new-deputy": second.email.upper()}
    client.post(URL, sent)
    assert rows() == [("Chief", "Second")]
    for name, error in (
        ("nobody", "Absent reviewer: Nobody here has this name or address. Check the spelling."),
        (
            "reviewer 9",
            "Absent reviewer: Several people match. Enter the address of one of them, such as: ",
        ),
        (coordinator.email, "Absent reviewer: Nobody here has this name or address."),
    ):
        page = client.post(URL, sent | {"new-person": name})
        html = page.content.decode()
        assert page.status_code == 422
        assert f'<a href="#id_new-person">{error}' in html
        assert f'name="new-person" value="{name}"' in html
    assert len(rows()) == 1


def test_a_reviewer_among_many_cannot_name_themselves(
    client: Client, city: City, chief: User
) -> None:
    more_reviewers(city, 100)
    client.force_login(chief)
    page = client.post(URL, typed(chief) | {"new-deputy": chief.email})
    assert (page.status_code, rows()) == (422, [])


def test_twenty_deputies_stand_on_a_page(
    client: Client, city: City, chief: User, second: User
) -> None:
    Deputy.objects.bulk_create(
        Deputy(city=city, person=chief, deputy=second, first_day=day, last_day=day)
        for day in (today() + number * DAY for number in range(21))
    )
    client.force_login(chief)
    html = client.get(URL).content.decode()
    assert html.count('value="remove"') == 20
    assert '<a rel="next" href="?page=2">' in html
    assert client.get(URL, {"page": 2}).content.decode().count('value="remove"') == 1
