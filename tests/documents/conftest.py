"""Documents as tests read them."""

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from responses.documents import pdf
from responses.domain.demo import load, read_demo
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.models import Response


@pytest.fixture(scope="session")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Snapshot:
    """Return the demo's first response."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(read_demo(), "a long enough secret")
        response = Response.objects.select_related("city", "edition").get(city__slug="seoul")
        snapshot = read_snapshot(response)
        transaction.set_rollback(True)
    return snapshot


@pytest.fixture(scope="session")
def demo_ko(demo: Snapshot) -> bytes:
    """Return the demo's PDF in Korean."""
    return pdf.render_pdf(demo, "ko")


@pytest.fixture(scope="session")
def demo_en(demo: Snapshot) -> bytes:
    """Return the demo's PDF in English."""
    return pdf.render_pdf(demo, "en")
