import re
from datetime import date

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from responses.domain.workflow import perform
from responses.enums import Action, Role, State
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
    SectionWork,
    User,
)
from tests.factories import PASSWORD, make_member, make_response, make_user, shape_of, write

pytestmark = pytest.mark.django_db

OURS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "responses"),
    key=lambda model: model.__name__,
)
READ_ONLY = [Answer, AuditRecord, Edition, Event, Question, Revision, Section]


@pytest.fixture
def response() -> Response:
    """Return a response with at least one object of everything that is registered."""
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "a-2", writer, text="Said")
    perform(Action.SEND, response, shape_of(response).sections_by_key["alpha"], actor=writer)
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
    everything = [*READ_ONLY, City, Membership, Response, User]
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


@pytest.mark.parametrize("page", ["add", "delete"])
def test_admin_neither_starts_nor_deletes_responses(page: str, client: Client) -> None:
    args = [first(Response).pk] if page == "delete" else []
    assert client.get(address(Response, page, *args)).status_code == 403


def test_admin_gives_out_departments_and_dates_and_leaves_the_state(client: Client) -> None:
    response = Response.objects.get()
    works = list(SectionWork.objects.order_by("section__position"))
    rows = {
        f"works-{number}-{name}": value
        for number, work in enumerate(works)
        for name, value in {
            "id": work.pk,
            "response": response.pk,
            "state": State.APPROVED,
            "department": f"Office {number}",
            "due_on": "2030-05-01",
        }.items()
    }
    counts = {"works-TOTAL_FORMS": len(works), "works-INITIAL_FORMS": len(works)}
    page = client.post(address(Response, "change", response.pk), counts | rows)
    assert page.status_code == 302
    saved = SectionWork.objects.order_by("section__position")
    assert list(saved.values_list("department", "due_on", "state")) == [
        ("Office 0", date(2030, 5, 1), State.IN_REVIEW),
        ("Office 1", date(2030, 5, 1), State.DRAFT),
    ]


def test_admin_writes_no_state_that_has_moved_meanwhile(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row that the admin read is old by the time it saves."""
    response, work = Response.objects.get(), SectionWork.objects.get(section__key="alpha")
    save = SectionWork.save

    def save_late(self: SectionWork, *args: object, **kwargs: object) -> None:
        SectionWork.objects.filter(pk=work.pk).update(state=State.CHANGES_REQUESTED)
        save(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(SectionWork, "save", save_late)
    data = {"works-TOTAL_FORMS": 1, "works-INITIAL_FORMS": 1}
    row = {"works-0-id": work.pk, "works-0-response": response.pk, "works-0-department": "New"}
    client.post(address(Response, "change", response.pk), data | row)
    work.refresh_from_db()
    assert (work.department, work.state) == ("New", State.CHANGES_REQUESTED)


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
