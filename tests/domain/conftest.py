from collections.abc import Iterator

import pytest

from tests.support.racing import Race, two_at_once


@pytest.fixture
def race(transactional_db: None) -> Iterator[Race]:
    """Give a function that does two things at the same moment, each on its own connection."""
    with two_at_once() as both:
        yield both
