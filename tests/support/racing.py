"""Two people at once, in two threads with a database connection each."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection, connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from responses.domain.permissions import RefusedError
from tests.support import PATIENCE

ROUNDS = 200

Act = Callable[[], Any]
Race = Callable[..., list[Any]]


def rounds(**drawn: st.SearchStrategy[Any]) -> Callable[[Any], Any]:
    """Run a test once for each round, with other values each time."""
    chosen = settings(
        max_examples=ROUNDS,
        # A race that was lost once cannot be made simpler, nor kept to be run again.
        phases=[Phase.generate],
        database=None,
        # That the database is the same in each round is meant; the rounds, not the drawing
        # of values, are what takes time here.
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    return lambda test: chosen(given(**drawn)(test))


@contextmanager
def two_at_once() -> Iterator[Race]:
    """Give a function that does two things at the same moment.

    It returns what came of each, a refusal as its exception.
    """
    barrier = Barrier(2)

    def run(act: Act) -> Any:
        connection.ensure_connection()
        barrier.wait(PATIENCE)
        try:
            return act()
        except RefusedError as refusal:
            return refusal

    with ThreadPoolExecutor(2) as pool:

        def both(*acts: Act) -> list[Any]:
            return [each.result(PATIENCE) for each in [pool.submit(run, act) for act in acts]]

        yield both
        both(connections.close_all, connections.close_all)
