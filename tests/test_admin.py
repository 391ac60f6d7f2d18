import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import override

from responses.domain.auditing import Actor
from responses.domain.people.invitations import invite
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role
from responses.models import (
    Answer,
    AuditRecord,
    City,
    Edition,
    Event,
    Invitation,
    Membership,
    Question,
    Response,
    Revision,
    Section,
    User,
)
from tests.support.factories import (
    PASSWORD,
    make_city,
    make_edition,
    make_member,
    make_response,
    make_user,
    shape_of,
    write,
)

pytestmark = pytest.mark.django_db

OURS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "responses"),
    key=lambda model: model.__name__,
)
READ_ONLY = [Answer, AuditRecord, Edition, Event, Question, Response, Revision, Section]


@pytest.fixture
def response() -> Response:
    """Return a response with at least one object of everything that is registered."""
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "a-2", writer, text="Said")
    perform(
        Move(Action.SEND),
        response,
        shape_of(response).sections_by_key["alpha"],
        actor=Actor(writer),
    )
    return response


@pytest.fixture
def client(response: Response) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("Admin", is_staff=True, is_superuser=True))
    return client


def made_of(page: Any) -> Any:
    """Return the values of which the administration made a page."""
    return page.context_data


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:responses_{model._meta.model_name}_{page}", args=args)


def first(model: type[Model]) -> Model:
    return model._default_manager.order_by("pk")[0]


def test_admin_registers_what_it_should() -> None:
    everything = [*READ_ONLY, City, Membership, User]
    assert sorted(everything, key=lambda model: model.__name__) == OURS


@pytest.mark.parametrize("model", OURS)
def test_admin_lists_and_opens_each_model(model: type[Model], client: Client) -> None:
    listed = client.get(address(model, "changelist"))
    opened = client.get(address(model, "change", first(model).pk))
    assert (listed.status_code, opened.status_code) == (200, 200)
    assert str(first(model).pk) in re.findall(r"/(\d+)/change/", listed.content.decode())


@pytest.mark.parametrize("model", READ_ONLY)
def test_admin_never_changes_what_the_product_writes(model: type[Model], client: Client) -> None:
    pk = first(model).pk
    pages = [
        client.get(address(model, "add")),
        client.post(address(model, "change", pk), {}),
        client.post(address(model, "delete", pk), {"post": "yes"}),
    ]
    assert [page.status_code for page in pages] == [403, 403, 403]
    form = client.get(address(model, "change", pk)).content.decode()
    assert re.findall(r'name="(_save|_continue|_addanother)"', form) == []


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("ko", "도시와 사용자 관리, 기록 조회"),
        ("en", "Manage cities and people, and read the records"),
    ],
)
def test_the_first_page_says_what_it_is_for(client: Client, language: str, heading: str) -> None:
    html = client.get("/admin/", headers={"accept-language": language}).content.decode()
    assert f"<h1>{heading}</h1>" in html


def test_admin_makes_an_account_by_address_and_name(client: Client) -> None:
    data = {
        "email": "New@City.example",
        "name": "New",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post(address(User, "add"), data).status_code == 302
    assert Client().login(username="new@city.example", password=PASSWORD)


def test_admin_makes_a_city_with_a_name_in_each_language(client: Client) -> None:
    data = {
        "slug": "shelbyville",
        "name_ko": "셸비빌",
        "name_en": "Shelbyville",
        "language": "ko",
        "coordinator_name": "Kim",
        "coordinator_email": "kim@city.example",
    }
    assert client.post(address(City, "add"), data).status_code == 302
    city = City.objects.get(slug="shelbyville")
    assert city.name == {"ko": "셸비빌", "en": "Shelbyville"}
    form = client.get(address(City, "change", city.pk)).content.decode()
    assert re.findall(r'name="name_\w+" value="([^"]*)"', form) == ["셸비빌", "Shelbyville"]


def test_admin_reads_names_in_one_line_and_finds_them_however_they_are_composed(
    client: Client,
) -> None:
    name = unicodedata.normalize("NFD", "박하늘")
    fields = {"email": "\ufeffpark@city.example", "usable_password": "false"}
    page = client.post(address(User, "add"), fields | {"name": "\u3164"})
    assert made_of(page)["adminform"].form.errors["name"] == ["This field is required."]
    client.post(address(User, "add"), fields | {"name": f"\u200b{name}\x0b"})
    assert User.objects.get(email="park@city.example").name == "박하늘"
    page = client.get(address(User, "changelist"), {"q": name})
    assert made_of(page)["cl"].result_count == 1
    client.post(
        address(City, "add"),
        {"slug": "busan", "language": "ko", "name_ko": "부산\x0b광역시", "name_en": "Busan\u200b"}
        | {"coordinator_name": "Kim", "coordinator_email": "kim@city.example"},
    )
    assert City.objects.get(slug="busan").name == {"ko": "부산 광역시", "en": "Busan"}


NEW_CITY = {
    "slug": "gangneung",
    "name_ko": "강릉시",
    "name_en": "Gangneung",
    "language": "ko",
    "coordinator_name": "최유나",
    "coordinator_email": "choi@gangneung.example",
}
OnCommit = Callable[..., Any]


@pytest.mark.django_db(transaction=True)  # the mail goes once all is committed
def test_an_administrator_begins_from_nothing() -> None:
    """From a superuser and an empty database to the first page of a city's coordinator."""
    make_edition()
    person = User.objects.create_superuser("admin@site.example", PASSWORD, name="관리자")
    client = Client(headers={"accept-language": "ko"})
    client.force_login(person)
    [first] = re.findall(r'btn-primary" href="([^"]*)"', client.get("/").content.decode())
    assert first == address(City, "add")
    page = client.get(first).content.decode()
    assert "<h1>도시와 첫 총괄 담당자</h1>" in page
    assert "memberships-TOTAL_FORMS" not in page
    said = client.post(first, NEW_CITY, follow=True).content.decode()
    assert "초대 이메일을 보냈습니다: choi@gangneung.example" in said
    [letter] = mail.outbox
    assert letter.to == ["=?utf-8?b?7LWc7Jyg64KY?= <choi@gangneung.example>"]
    assert "총괄 담당자" in str(letter.body)
    [link] = re.findall(rf"{settings.SITE_URL}(\S+)", str(letter.body))
    guest = Client(headers={"accept-language": "ko"})
    data = {"name": "최유나", "password1": PASSWORD, "password2": PASSWORD}
    assert "강릉시" in guest.get(link).content.decode()
    arrived = guest.post(link, data, follow=True)
    assert arrived.redirect_chain == [("/", 302)]
    assert "강릉시" in arrived.content.decode()
    [start] = re.findall(r'action="(/gangneung/test-2030/start/)"', arrived.content.decode())
    assert guest.post(start, follow=True).status_code == 200
    joined = Membership.objects.get()
    assert (joined.city.slug, joined.role, str(joined.user)) == (
        "gangneung",
        Role.COORDINATOR,
        "최유나",
    )


@pytest.mark.parametrize(
    ("slug", "refused"),
    [
        ("강릉", True),
        ("Gangneung", False),
        ("gang_neung", True),
        ("-gangneung", True),
        ("a b", True),
        ("admin", True),
        ("gangneung-si2", False),
    ],
)
def test_an_identifier_is_refused_in_the_voice_of_the_product(
    slug: str,
    refused: bool,  # noqa: FBT001 - a case
    client: Client,
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ko"
    html = client.post(address(City, "add"), NEW_CITY | {"slug": slug}).content.decode()
    assert City.objects.filter(slug=slug.lower()).exists() is not refused
    own = "영문 소문자, 숫자, 붙임표만 쓸 수 있습니다. 예: gangneung"
    assert (own in html) is (refused and slug != "admin")


def test_the_list_of_cities_says_whether_a_coordinator_has_joined(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ko"
    Membership.objects.filter(role=Role.COORDINATOR).delete()
    make_member(make_city("busan"), Role.COORDINATOR)
    client.post(address(City, "add"), NEW_CITY)
    html = client.get(address(City, "changelist")).content.decode()
    shown = r'field-slug"><a[^>]*>([^<]*)</a>.*?field-coordinator">([^<]*)<'
    rows = [("busan", "참여함"), ("gangneung", "초대 중"), ("springfield", "없음")]
    assert re.findall(shown, html, re.DOTALL) == rows


def test_the_heads_of_columns_keep_their_case(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ko"
    html = client.get(address(City, "changelist")).content.decode()
    assert "영문 식별자(예: gangneung)" in html
    # Behind Django's own, which sets them in capitals.
    sheets = re.findall(r'rel="stylesheet" href="/static/([^"]+)"', html)
    assert sheets.index("admin/css/base.css") < sheets.index("css/administration.css")
    rule = Path(str(finders.find("css/administration.css"))).read_text("utf-8")
    assert re.search(r"thead th \{\s*text-transform: none !important;", rule)


@pytest.mark.parametrize("sent", ["9" * 5000, "9" * 20, "x", "-1", "1\x00"])
def test_what_is_no_key_of_a_row_chooses_none(client: Client, sent: str) -> None:
    """Wherever it stands: in the address of a page, or in a field of it or of one of its rows."""
    add = address(Membership, "add")
    for name in ("city", "user"):
        assert client.get(add, {name: sent}).status_code == 200
        page = client.post(add, {name: sent, "role": Role.VIEWER})
        assert made_of(page)["adminform"].form.errors.keys() >= {name}
    city = City.objects.get()
    rows = {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 0}
    row = {"memberships-0-user": sent, "memberships-0-role": Role.VIEWER}
    page = client.post(address(City, "change", city.pk), rows | row)
    assert page.status_code == 200
    assert not Membership.objects.filter(role=Role.VIEWER).exists()


def test_every_page_has_the_icon_of_the_product(client: Client) -> None:
    """Else browsers ask for /favicon.ico, and nothing tells the tabs apart."""
    city = City.objects.get()
    pages = [
        *("/", "/nowhere/", "/verify/", reverse("admin:index")),
        *(address(City, "changelist"), address(City, "add"), address(City, "change", city.pk)),
        *(address(City, "delete", city.pk), address(City, "history", city.pk)),
        *(address(User, "add"), "/accounts/password_reset/"),
    ]
    icons = [
        re.findall(r'<link rel="icon" type="image/svg\+xml" href="([^"]*)">', html)
        for html in (client.get(page).content.decode() for page in pages)
    ]
    assert icons == [["/static/icon.svg"]] * len(pages)


def test_a_city_needs_its_first_coordinator_and_later_takes_others(
    client: Client, response: Response, django_capture_on_commit_callbacks: OnCommit
) -> None:
    page = client.post(address(City, "add"), NEW_CITY | {"coordinator_email": ""})
    assert made_of(page)["adminform"].form.errors.keys() == {"coordinator_email"}
    city = response.city
    data = {
        "slug": city.slug,
        "name_ko": "스프링필드",
        "name_en": "Springfield",
        "language": "ko",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    assert client.post(address(City, "change", city.pk), data).status_code == 302
    assert mail.outbox == []
    member = Membership.objects.filter(city=city)[0].user.email
    other = {"coordinator_name": "Lee", "coordinator_email": member}
    page = client.post(address(City, "change", city.pk), data | other)
    assert made_of(page)["adminform"].form.errors.keys() == {"coordinator_email"}
    other["coordinator_email"] = "lee@city.example"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(City, "change", city.pk), data | other)
    assert [each.to for each in mail.outbox] == [["Lee <lee@city.example>"]]


def test_a_coordinator_is_invited_once_however_often_the_button_is_pressed(
    client: Client, response: Response, django_capture_on_commit_callbacks: OnCommit
) -> None:
    form = client.get(address(City, "change", response.city.pk)).content.decode()
    (token,) = re.findall('name="once" value="([^"]+)"', form)
    data = NEW_CITY | {
        "slug": response.city.slug,
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    for sent in (token, token, "another"):
        with django_capture_on_commit_callbacks(execute=True):
            page = client.post(address(City, "change", response.city.pk), data | {"once": sent})
        assert page.status_code == 302
    assert len(mail.outbox) == 2


def test_a_city_shows_whom_it_waits_for_and_invites_them_again(
    client: Client, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client.post(address(City, "add"), NEW_CITY)
    city = City.objects.get(slug="gangneung")
    page = address(City, "change", city.pk)
    assert "Another coordinator" in client.get(page).content.decode()
    invitation = Invitation.objects.get(city=city)
    Invitation.objects.update(department="Planning", expires_at=timezone.now())
    html = client.get(page).content.decode()
    assert "최유나 · choi@gangneung.example · Link expired" in html
    (token,) = re.findall('name="once" value="([^"]+)"', html)
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0", "once": token}
    unnamed = {"coordinator_name": "", "coordinator_email": "", "again": [invitation.pk]}
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(page, NEW_CITY | inline | unnamed).status_code == 302
    [letter] = mail.outbox
    assert letter.to == ["=?utf-8?b?7LWc7Jyg64KY?= <choi@gangneung.example>"]
    renewed = Invitation.objects.get(city=city)
    assert renewed.digest != invitation.digest
    assert (renewed.department, renewed.role) == ("Planning", Role.COORDINATOR)
    assert "최유나 · choi@gangneung.example · Link valid" in client.get(page).content.decode()
    # What was used in the meantime is not sent again.
    Invitation.objects.update(used_at=timezone.now())
    assert "Invited coordinators" not in client.get(page).content.decode()
    assert client.post(page, NEW_CITY | inline | unnamed).status_code == 200


@pytest.mark.django_db(transaction=True)  # the mail goes once all is committed
def test_a_mail_server_that_fails_is_told_to_the_administrator(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    client.post(address(City, "add"), NEW_CITY)
    page = client.get(address(City, "changelist")).content.decode()
    assert "The invitation to choi@gangneung.example could not be sent." in page
    assert City.objects.filter(slug="gangneung").exists()


def test_admin_hides_what_no_administrator_needs(client: Client, response: Response) -> None:
    actor = Actor(make_member(response.city, Role.COORDINATOR))
    invite(response.city, "new@city.example", "Invited", Role.VIEWER, actor=actor)
    index = client.get(reverse("admin:index")).content.decode()
    assert set(re.findall(r'href="/admin/(\w+)/"', index)) == {"password_change", "responses"}
    assert "Invited" not in client.get(address(User, "changelist")).content.decode()


def test_the_administration_counts_names_and_dates_in_korean(
    client: Client, response: Response
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ko"
    html = client.get(address(City, "changelist")).content.decode()
    assert "<h1>도시 목록</h1>" in html
    assert "도시 1건" in html
    html = client.get(address(City, "change", response.city.pk)).content.decode()
    heads = re.findall("<h[12][^>]*>([^<]*)</h[12]>", html)
    with override("ko"):
        assert heads.count(str(response.city)) == 1
    assert "도시 변경" not in heads
    at = localtime(response.created_at)
    html = client.get(address(Response, "changelist")).content.decode()
    assert f"{at.year}. {at.month}. {at.day}. {at:%H:%M}" in html
    said = client.get(reverse("admin:jsi18n")).content.decode()
    assert json.dumps("%(cnt)s건 중 %(sel)s건 선택") in said
