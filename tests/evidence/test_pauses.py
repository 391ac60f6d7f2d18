from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from responses.evidence.pauses import pause_of

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR = format_datetime(NOON + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 120 "}, 120),
        ({"retry-after": "0"}, 60),
        ({"retry-after": "999999999"}, 86_400),
        ({"retry-after": "9" * 5_000}, 900),
        ({"retry-after": "-5"}, 900),
        ({"retry-after": "soon"}, 900),
        ({"retry-after": ""}, 900),
        ({}, 900),
        ({"retry-after": HOUR, "date": format_datetime(NOON, usegmt=True)}, 3_600),
        ({"retry-after": "Mon, 01 Jan 1900 00:00:00 GMT"}, 60),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, 86_400),
        ({"retry-after": "Fri, 31 Dec 99999 23:59:59 GMT"}, 900),
    ],
)
def test_retry_after_is_kept_to_within_bounds(headers: dict[str, str], seconds: int) -> None:
    assert pause_of(headers) == seconds
