"""What every test module can use."""

import gc
import os
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader
from django.template import Template
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker, Settings

from responses.domain.definition import loading
from responses.domain.edition import editions
from responses.domain.people import trying
from responses.enums import Role
from responses.models import City, Response, User
from tests.support import emptying, migrated, strict_templates
from tests.support.factories import make_city, make_member, make_response
from tests.support.mail_server import Mailbox, new_mailbox, serving

strict_templates.install()
# As it is before tests begin; then Django has every rendering recorded.
RENDER = Template._render  # type: ignore[attr-defined]

# A shared machine is sometimes slow, and a build that fails must fail again when it is looked at.
hypothesis.register_profile(
    "tests",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
# For `script/test --quick`.
hypothesis.register_profile("quick", hypothesis.get_profile("tests"), max_examples=10)
hypothesis.load_profile("tests")


FOLDER = Path(__file__).parent
# The mark of all tests in a folder; that of the others is "unit".
MARKS = {"e2e": "e2e", "views": "views"}
DATABASE = {"db", "transactional_db", "live_server"}
RACES = {"race", "overtaken"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test by its folder and by what it asks for (see pyproject.toml)."""
    assert isinstance(item, pytest.Function)
    asked = set(item.fixturenames)
    item.add_marker(_mark_of(item.path))
    if asked & DATABASE or item.get_closest_marker("django_db"):
        item.add_marker("database")
    elif "django_db_setup" in asked:
        # pytest-django makes a database for those alone that have this mark.
        item.add_marker("django_db")
    if asked & RACES:
        item.add_marker("race")


@cache
def _mark_of(path: Path) -> str:
    return MARKS.get(path.relative_to(FOLDER).parts[0], "unit")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, which would end a run alone, and with those that wait for others."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    marks = {mark.name for mark in item.iter_markers()}
    return 0 if "long" in marks else 1 if marks & {"race", "e2e"} else 2


def pytest_collection_finish() -> None:
    """Spare the garbage collector the thousands of tests, which stay to the end anyway.

    It also comes less often, as what a test leaves is little.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


TIME_OF_DAY = timezone.now


@pytest.fixture(autouse=True)
def _it_is_noon(request: pytest.FixtureRequest) -> Iterator[None]:
    """Begin each test at noon, so that neither a minute nor a day ends in the middle of it.

    Other processes have the time of day: `real_clock` marks tests whose rows they read, too.
    """
    shift = timedelta()
    if not request.node.get_closest_marker("real_clock"):
        now = TIME_OF_DAY()
        noon = timezone.localtime(now).replace(hour=12, minute=0, second=0, microsecond=0)
        shift = noon - now
    # Of the time itself, as the test before may have left the clock that this gave it: what a test
    # patches is undone after this where the test asked for it first.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: TIME_OF_DAY() + shift)
        yield


@pytest.fixture(autouse=True)
def _nobody_has_chosen_a_language() -> None:
    """Begin each test in the language of the settings, whichever the one before it asked for."""
    translation.deactivate()


@pytest.fixture
def english(_nobody_has_chosen_a_language: None) -> Iterator[None]:
    """Let a test compare sentences as the code has them."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _editions_are_read_anew() -> Iterator[None]:
    """Forget the shapes of editions, whose keys the database uses again after a rollback.

    And what was looked up in vain, which is of another test.
    """
    yield
    editions._read.cache_clear()
    trying._IN_VAIN.clear()


@pytest.fixture(autouse=True, scope="session")
def _migrations_are_read(django_test_environment: None) -> None:
    """Read the migrations, which name `timezone.now`, before a test has a clock of its own."""
    MigrationLoader(None)


@pytest.fixture(autouse=True, scope="session")
def _rendering_is_not_recorded(django_test_environment: None) -> Iterator[None]:
    """Render templates as the product does: no test asks which ones made a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", RENDER)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with migrated.once(django_db_blocker):
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied() -> Iterator[None]:
    with emptying.quickly():
        yield


@pytest.fixture(autouse=True, scope="session")
def _definitions_are_judged_once() -> Iterator[None]:
    """Judge each definition of an edition once, which takes as long as to load it."""
    judged = loading.faults_of
    known: dict[str, list[str]] = {}

    def faults_of(definition: Any) -> list[str]:
        key = repr(definition)
        if key not in known:
            known[key] = judged(definition)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "faults_of", faults_of)
        yield


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def response() -> Response:
    """Return an empty response of the city."""
    return make_response()


@pytest.fixture
def coordinator(city: City) -> User:
    return make_member(city, Role.COORDINATOR, "Coordinator")


@pytest.fixture
def writer(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Writer")


@pytest.fixture
def reviewer(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Reviewer")


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """Give a mailbox to which all mails go once it is served."""
    with new_mailbox() as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
        yield mailbox


@pytest.fixture
def served(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Give the mailbox with a mail server that takes what comes for it."""
    with serving(mailbox):
        yield mailbox
