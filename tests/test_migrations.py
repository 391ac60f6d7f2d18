from importlib import import_module
from io import StringIO
from unicodedata import normalize

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.people.invitations import invite
from responses.domain.talk.talking import Said, reply, start
from responses.enums import Role
from responses.models import City, Invitation, Thread, User
from tests.support.factories import make_city, make_member, make_response, make_user


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    said = StringIO()
    call_command("makemigrations", dry_run=True, stdout=said)
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


@pytest.mark.django_db
def test_threads_get_who_started_them_and_who_spoke_last() -> None:
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    city = make_response().city
    one, two = (make_member(city, Role.REVIEWER, name) for name in ("One", "Two"))
    start(one, place, Said("Why?"))
    answered = start(one, place, Said("Why so?"))
    reply(two, place, answered.pk, Said("So."))

    def spoke() -> list[tuple[int | None, int | None]]:
        return list(Thread.objects.order_by("pk").values_list("started_by", "last_by"))

    kept = [(one.pk, one.pk), (one.pk, two.pk)]
    assert spoke() == kept
    Thread.objects.update(started_by=None, last_by=None)
    import_module("responses.migrations.0036_who_spoke_last").fill(apps, None)
    assert spoke() == kept
