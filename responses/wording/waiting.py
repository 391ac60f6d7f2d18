"""How long somebody must wait before they may try again, in words."""

from datetime import timedelta
from math import ceil

from django.utils.translation import ngettext

MINUTE = 60


def held_words(count: int) -> str:
    """Return how often it was tried again during a wait."""
    said = ngettext(
        "tried %(count)d more time during the wait",
        "tried %(count)d more times during the wait",
        count,
    )
    return said % {"count": count}


def wait_words(wait: timedelta) -> str:
    """Return why nothing was tried, and after how long it can be."""
    seconds = ceil(wait.total_seconds())
    if seconds <= MINUTE:
        said = ngettext(
            "There were too many tries. Try again in %(count)d second.",
            "There were too many tries. Try again in %(count)d seconds.",
            seconds,
        )
        return said % {"count": seconds}
    minutes = ceil(seconds / MINUTE)
    said = ngettext(
        "There were too many tries. Try again in %(count)d minute.",
        "There were too many tries. Try again in %(count)d minutes.",
        minutes,
    )
    return said % {"count": minutes}
