from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from responses.domain.auditing import Actor
from responses.domain.incoming.placed import Decision, PlacedLines
from responses.domain.incoming.receiving import receive
from responses.domain.submissions.renderings import beat
from responses.intake import refusals
from responses.intake.refusals import REASONS
from responses.jobs import MOST_READINGS, READING
from responses.management.commands.work import new_worker
from responses.models import IncomingFile, Response, User
from responses.reading_jobs import ReadingState, leave_reading_to_worker
from tests.intake.test_proposals import FILLED
from tests.support.factories import make_city, make_edition, make_member, make_response
from tests.support.filled import EDITION

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def real() -> Response:
    """Return a city's empty response to the real questionnaire."""
    return make_response(make_city("busan"), make_edition(EDITION))


def brought(response: Response, content: bytes) -> IncomingFile:
    person: User = make_member(response.city, "coordinator")
    return receive(response, "filled.txt", BytesIO(content), actor=Actor(person))


def test_a_worker_reads_what_came(real: Response) -> None:
    found = brought(real, FILLED.encode())
    now = timezone.now()
    assert leave_reading_to_worker(found, now) is ReadingState.NO_WORKER
    beat(now)
    assert leave_reading_to_worker(found, now) is ReadingState.WAITS
    assert DBTaskResult.objects.count() == 1
    new_worker().run()
    assert leave_reading_to_worker(found, now) is ReadingState.DONE
    found.refresh_from_db()
    assert found.lines is not None
    assert found.placed is not None
    placed = PlacedLines.from_json(found.placed)
    assert placed.of("i-3").lines == (14, 15, 16, 17)
    assert placed.of("i-3").decision is Decision.OPEN
    places = [*placed.wording, *placed.headings, *placed.not_placed]
    places += [n for each in placed.proposals.values() for n in (*each.lines, *each.wording)]
    assert sorted(places) == list(range(1, len(found.lines) + 1))


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"PK\x03\x04", "damaged"), (b"\x00\x01\xff", "other"), (b"\n \n", "empty")],
)
def test_why_a_file_cannot_be_read_is_kept(real: Response, content: bytes, reason: str) -> None:
    found = brought(real, content)
    leave_reading_to_worker(found, timezone.now())
    new_worker().run()
    found.refresh_from_db()
    assert (found.refusal, found.lines) == (reason, None)
    assert leave_reading_to_worker(found, timezone.now()) is ReadingState.DONE


def test_every_reason_can_be_stored_by_its_name() -> None:
    said = {name for name in vars(refusals) if name.isupper()} - {"REASONS"}
    assert {each.upper() for each in REASONS} == said
    assert max(map(len, REASONS)) <= 20


def test_reading_that_dies_is_begun_again_but_not_for_ever(real: Response) -> None:
    found, now = brought(real, FILLED.encode()), timezone.now()
    beat(now)
    for tries in range(1, MOST_READINGS + 1):
        assert leave_reading_to_worker(found, now) is ReadingState.WAITS
        assert DBTaskResult.objects.count() == tries
        begun = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        begun.update(status=TaskResultStatus.RUNNING, started_at=now)
        assert leave_reading_to_worker(found, now) is ReadingState.WAITS
        assert DBTaskResult.objects.count() == tries
        DBTaskResult.objects.update(started_at=now - READING - timedelta(seconds=1))
    assert leave_reading_to_worker(found, now) is ReadingState.DONE
    found.refresh_from_db()
    assert found.refusal == "unread"
