"""Empties the database after a test that commits, as quickly as such a test takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from responses.models import append_only

# Made with the tables, of the models and not of what a test does.
KEPT = {"django_content_type", "auth_permission"}


@contextmanager
def quickly() -> Iterator[None]:
    """Empty the tables that hold something, instead of all, and keep what migrations made.

    Django's own `flush` makes content types and permissions anew, which takes longer than most
    tests do; and on SQLite it can't empty tables that are append-only.
    """

    def teardown(_test: Any) -> None:
        empty()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


def empty() -> None:
    """Delete every row of every table but those of `KEPT`."""
    vendor, quote = connection.vendor, connection.ops.quote_name
    # Keys are checked at the end, so the order does not matter. The tables are looked at inside,
    # as a browser that is closed may still save something.
    with transaction.atomic(), connection.cursor() as cursor:
        filled = _filled()
        guarded = [table for table in append_only.APPEND_ONLY if table in filled]
        for statement in (
            *append_only.remove(vendor, guarded),
            *(f"DELETE FROM {quote(table)}" for table in filled),  # noqa: S608 - names of ours
            *(append_only.install(vendor, guarded) if guarded else ()),
        ):
            cursor.execute(statement)


def _filled() -> list[str]:
    """Return the tables that hold something, but for those of `KEPT`."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"  # noqa: S608 - names of ours
        for table in tables
        if table not in KEPT
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]
