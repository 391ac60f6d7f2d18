"""Documents as tests read them, and what is made in the database to be rendered, once.

What is rendered is a value, so that nothing but the making of it needs the database.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from responses.documents import pdf
from responses.domain.demo import load, read_demo
from responses.domain.edition import editions
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.models import Response

from .demo_figures import demo_figures
from .reading import LANGUAGES

Passing = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def passing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Passing:
    """Return a context in which the database can be used, and after which it is as before."""

    @contextmanager
    def passing() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)
        editions._read.cache_clear()

    return passing


@pytest.fixture(scope="session")
def demo(passing: Passing) -> Snapshot:
    """Return the demo's first response."""
    with passing():
        load(read_demo(), "a long enough secret")
        response = Response.objects.select_related("city", "edition").get(city__slug="seoul")
        return read_snapshot(response)


@pytest.fixture(scope="session")
def demo_ko(demo: Snapshot) -> bytes:
    """Return the demo's PDF in Korean."""
    return pdf.render_pdf(demo, "ko", figures=demo_figures)


@pytest.fixture(scope="session")
def demo_en(demo: Snapshot) -> bytes:
    """Return the demo's PDF in English."""
    return pdf.render_pdf(demo, "en", figures=demo_figures)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def demo_pdf(demo_ko: bytes, demo_en: bytes, language: str) -> bytes:
    return {"ko": demo_ko, "en": demo_en}[language]


@pytest.fixture(scope="session")
def demo_both(demo: Snapshot) -> bytes:
    """Return the demo's PDF in both."""
    return pdf.render_pdf(demo, "both", figures=demo_figures)
