"""The role that runs the product can do all that the product does, and cannot lift its guards."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from responses.domain.answers.opening import AnswerRef
from responses.domain.content.content import canonical
from responses.domain.talk.talking import Said, decline, start
from responses.models import Response, Submission, User
from responses.models.append_only import APPEND_ONLY
from tests.support.factories import find, make_submission, write

pytestmark = pytest.mark.django_db

PLACE = AnswerRef("springfield", "test-2030", "beta", "b-1")

LIFTED = (
    "CREATE OR REPLACE FUNCTION lgq_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$"
)


def warned() -> list[str | None]:
    found = run_checks(include_deployment_checks=True, databases=["default"])
    return [each.id for each in found if each.id == "responses.W004"]


@pytest.fixture
def postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles")


@pytest.fixture
def limited(postgresql: None, response: Response) -> Iterator[str]:
    """Go on as a role that runs the product."""
    out = StringIO()
    for _time in range(2):
        call_command("limit_role", "lgq app", stdout=out)
    assert out.getvalue().count("owns none of its tables") == 2
    assert out.getvalue().count("Give it a password") == 1
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute('SET ROLE "lgq app"')
        yield "lgq app"
        cursor.execute("RESET ROLE")


def test_sqlite_has_no_roles() -> None:
    if connection.vendor == "sqlite":
        assert warned() == []
        with pytest.raises(CommandError, match="knows no roles"):
            call_command("limit_role", "lgq_app")


def test_the_owner_is_warned_and_not_limited(postgresql: None) -> None:
    assert warned() == ["responses.W004"]
    with pytest.raises(CommandError, match="owns the tables"):
        call_command("limit_role", connection.settings_dict["USER"])


def test_the_product_runs_as_the_role(
    limited: str, response: Response, writer: User, coordinator: User
) -> None:
    assert warned() == []
    write(response, "b-1", writer, text="One")
    write(response, "b-1", writer, text="Two")
    suggested = canonical(find(response, "b-1")[1], {"text": "○ Suggested"})
    thread = start(coordinator, PLACE, Said("Better?", 2, suggested))
    decline(writer, PLACE, thread.remarks.get().pk, Said("No."))
    make_submission(response)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_role_cannot_lift_the_guards(limited: str, table: str) -> None:
    for statement in (
        f"TRUNCATE {table} CASCADE",
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
        f"DROP TRIGGER {table}_append_only_update ON {table}",
        f"DROP TABLE {table} CASCADE",
        f"DELETE FROM {table}",  # noqa: S608 - a name of ours
        f"UPDATE {table} SET id = id",  # noqa: S608
        LIFTED,
    ):
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match=r"must be owner|permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(statement)
