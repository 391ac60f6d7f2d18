import re
import unicodedata

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role
from responses.models import (
    Answer,
    AuditRecord,
    City,
    Edition,
    Event,
    Membership,
    Question,
    Response,
    Revision,
    Section,
    User,
)
from tests.support.factories import PASSWORD, make_member, make_response, make_user, shape_of, write

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
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
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
    assert page.context["adminform"].form.errors["name"] == ["This field is required."]
    client.post(address(User, "add"), fields | {"name": f"\u200b{name}\x0b"})
    assert User.objects.get(email="park@city.example").name == "박하늘"
    page = client.get(address(User, "changelist"), {"q": name})
    assert page.context["cl"].result_count == 1
    client.post(
        address(City, "add"),
        {"slug": "busan", "language": "ko", "name_ko": "부산\x0b광역시", "name_en": "Busan\u200b"}
        | {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0},
    )
    assert City.objects.get(slug="busan").name == {"ko": "부산 광역시", "en": "Busan"}
