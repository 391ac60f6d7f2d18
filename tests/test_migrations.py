from importlib import import_module
from io import StringIO
from unicodedata import normalize

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from responses.domain.auditing import Actor
from responses.domain.people.invitations import invite
from responses.enums import Role
from responses.models import City, Invitation, User
from tests.support.factories import make_city, make_member, make_user


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert said.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_the_database_of_the_tests_was_made_by_all_migrations() -> None:
    """So every run of the tests migrates from zero."""
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert "responses_answer" in connection.introspection.table_names()


@pytest.mark.django_db
def test_names_are_read_in_one_line() -> None:
    person = make_user("Kang")
    city = make_city()
    User.objects.filter(pk=person.pk).update(name=normalize("NFD", " 박하늘\x0b"))
    City.objects.filter(pk=city.pk).update(name={"ko": "\ufeff서울", "en": "Seoul"})
    import_module("responses.migrations.0008_names_in_one_line").read_names(apps, None)
    person.refresh_from_db()
    city.refresh_from_db()
    assert (person.name, city.name) == ("박하늘", {"ko": "서울", "en": "Seoul"})


@pytest.mark.django_db
def test_open_invitations_get_who_stands_for_their_people() -> None:
    city = make_city()
    actor = Actor(make_member(city, Role.COORDINATOR))
    invite(city, "new@city.example", "", Role.VIEWER, actor=actor)
    Invitation.objects.update(person=None)
    import_module("responses.migrations.0015_people").stand_in(apps, None)
    person = Invitation.objects.get().person
    assert person
    assert (str(person), person.is_active) == ("new@city.example", False)
    assert person.email.endswith("@invited.invalid")
    assert not person.has_usable_password()
