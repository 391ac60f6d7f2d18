import logging
from pathlib import Path

import pytest
from django.utils import timezone

from responses.management.commands.work import back_up, new_worker

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_takes_one_backup_a_day(tmp_path: Path) -> None:
    worker = new_worker()
    for _ in range(2):
        back_up(tmp_path, worker)
    assert [each.name for each in tmp_path.iterdir()] == [f"lgq-{timezone.localdate()}.backup"]


def test_a_worker_that_is_told_to_end_gives_it_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    worker = new_worker()
    worker.running = False
    back_up(tmp_path, worker)
    assert list(tmp_path.iterdir()) == []
    assert caplog.records == []


def test_what_is_wrong_with_it_is_logged_and_holds_up_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a file").touch()
    back_up(tmp_path / "a file", new_worker())
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
