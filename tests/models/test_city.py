import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from responses.models import City, User
from tests.support.factories import PASSWORD, make_city, make_user

pytestmark = pytest.mark.django_db


def test_address_is_kept_in_lower_case_however_it_is_made() -> None:
    made = User.objects.create_user("Kim@CITY.Example", PASSWORD, name="Kim")
    admin = User.objects.create_superuser("Admin@City.example", PASSWORD, name="Admin")
    assert (made.email, admin.email) == ("kim@city.example", "admin@city.example")
    edited = User(email="Lee@City.example", name="Lee")
    edited.set_unusable_password()
    edited.full_clean()
    assert edited.email == "lee@city.example"


def test_account_is_found_by_its_address_in_any_case() -> None:
    person = make_user(name="Kim")
    assert User.objects.get_by_natural_key(person.email.upper()) == person


@pytest.mark.parametrize("address", ["nobody@city.example", "", "%", "_" * 5, None])
def test_no_account_is_found_by_another_address(address: str | None) -> None:
    make_user()
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(address)


def test_second_account_with_an_address_in_another_case_is_refused_in_words() -> None:
    person = make_user()
    with pytest.raises(ValidationError):
        User(email=person.email.upper(), name="Other").full_clean(exclude=["password"])


def test_account_without_a_password_cannot_be_signed_in_to() -> None:
    person = User.objects.create_user("kim@city.example", name="Kim")
    assert person.has_usable_password() is False
    assert (person.is_staff, person.is_superuser) == (False, False)


def test_superuser_may_use_the_administration() -> None:
    person = User.objects.create_superuser("kim@city.example", PASSWORD, name="Kim")
    assert (person.is_staff, person.is_superuser) == (True, True)


def test_person_is_shown_by_name_and_else_by_address() -> None:
    person = make_user("Kim")
    assert (str(person), person.get_full_name(), person.get_short_name()) == ("Kim",) * 3
    person.name = ""
    assert str(person) == person.email


def test_city_is_shown_in_the_active_language() -> None:
    city = make_city("seoul")
    names = []
    for language in ("ko", "en"):
        with translation.override(language):
            names.append(str(city))
    assert names == ["Seoul (한국어)", "Seoul"]


@pytest.mark.parametrize("slug", ["admin", "accounts", "static", "Seoul!", ""])
def test_city_with_a_slug_that_is_no_address_is_refused(slug: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        City(slug=slug, name={"ko": "가", "en": "A"}).full_clean()
    assert list(refusal.value.message_dict) == ["slug"]
