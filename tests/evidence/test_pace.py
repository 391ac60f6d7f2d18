from itertools import pairwise
from threading import Event, Thread
from time import monotonic

import pytest

from responses.evidence.pace import Pace, ToldToEndError

DELAY = 0.05


def test_a_host_is_asked_once_at_a_time_with_a_delay_between() -> None:
    pace, spans = Pace(DELAY), []

    def ask() -> None:
        with pace.turn("a.example"):
            begun = monotonic()
            Event().wait(0.02)
            spans.append((begun, monotonic()))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(spans)
    gaps = [later[0] - before[1] for before, later in pairwise(ordered)]
    assert len(gaps) == 3
    assert min(gaps) >= DELAY * 0.9


def test_one_host_does_not_wait_for_another() -> None:
    pace = Pace(60)
    with pace.turn("a.example"), pace.turn("b.example"):
        pass


def test_who_is_told_to_end_waits_no_longer() -> None:
    ended = Event()
    pace = Pace(60, ended)
    with pace.turn("a.example"):
        pass
    ended.set()
    with pytest.raises(ToldToEndError), pace.turn("a.example"):
        pass


def test_hosts_that_are_free_are_forgotten() -> None:
    pace = Pace(0)
    for number in range(5_100):
        with pace.turn(f"{number}.example"):
            pass
    assert len(pace._gates) < 5_010
