"""What every test module can use."""

import os
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import settings as hypothesis
from pytest_django import Settings

from responses.domain.edition import editions
from responses.enums import Role
from responses.models import Response, User, append_only
from tests.support import strict_templates
from tests.support.factories import make_member, make_response
from tests.support.mail_server import Mailbox, free_port, serving

strict_templates.install()

# A shared machine is sometimes slow, and a build that fails must fail again when it is looked at.
hypothesis.register_profile("tests", deadline=None, derandomize="CI" in os.environ)
hypothesis.load_profile("tests")


@pytest.fixture(autouse=True)
def _editions_are_read_anew() -> Iterator[None]:
    """Forget the shapes of editions, whose keys the database uses again after a rollback."""
    yield
    editions._read.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """Let SQLite, which has no TRUNCATE, empty append-only tables after a test that commits."""
    operations = DatabaseWrapper.ops_class
    emptied = operations.sql_flush

    def sql_flush(self: Any, *arguments: Any, **options: Any) -> Sequence[str]:
        statements = emptied(self, *arguments, **options)
        return [*append_only.remove("sqlite"), *statements, *append_only.install("sqlite")]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sql_flush)
        yield


@pytest.fixture
def response() -> Response:
    return make_response()


@pytest.fixture
def writer(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Writer")


@pytest.fixture
def reviewer(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Reviewer")


@pytest.fixture
def mailbox(settings: Settings) -> Mailbox:
    """Give a mailbox to which all mails go once it is served."""
    mailbox = Mailbox(free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    return mailbox


@pytest.fixture
def served(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Give the mailbox with a mail server that takes what comes for it."""
    with serving(mailbox):
        yield mailbox
