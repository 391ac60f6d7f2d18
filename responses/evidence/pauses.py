"""For how long a server wants to be left alone. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LEAST, MOST, USUAL = 60, 24 * 60 * 60, 15 * 60
"""Seconds: however soon a server allows, however late it says, and if it says nothing."""

_SECONDS = re.compile("[0-9]{1,9}")


def pause_of(headers: Mapping[str, str]) -> int:
    """Return the seconds that `Retry-After` asks for, within bounds."""
    said = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said):
        return _bounded(int(said))
    try:
        at = parsedate_to_datetime(said[:100])
        now = _date(headers) or datetime.now(UTC)
        return _bounded(int((_aware(at) - now).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return USUAL


def _date(headers: Mapping[str, str]) -> datetime | None:
    """Return the time that it is for the server."""
    try:
        return _aware(parsedate_to_datetime(headers.get("date", "")[:100]))
    except (ValueError, TypeError, OverflowError):
        return None


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _bounded(seconds: int) -> int:
    return min(max(seconds, LEAST), MOST)
