from importlib import import_module
from io import StringIO
from unicodedata import normalize

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from responses.models import City, User
from tests.support.factories import make_city, make_user


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
