"""What was done in a city, as its page says it."""

import re
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext

from responses.models import AuditRecord
from responses.wording.dates import day, period
from responses.wording.names import edition_name
from responses.wording.waiting import held_words

BETWEEN = " · "
# A day as records keep it, but not within a file's name, an address or a longer number.
_DAY = re.compile(r"(?<![\w./:@-])\d{4}-\d{2}-\d{2}(?![\w/:@-]|\.\w)", re.ASCII)
_DAYS = re.compile(rf"{_DAY.pattern}(?: – {_DAY.pattern})?", re.ASCII)
# The sign of what is not there, before or after a change, or at the end.
_NOTHING = re.compile(r"(?<=[:→] )—(?= →|;|$)")


def said_of(record: AuditRecord, editions: Collection[str] = ()) -> str:
    """Return what a record that `records_of` found says, as `readable` does, with what was held."""
    held = getattr(record, "held", None)
    said = readable(record.subject, editions)
    return BETWEEN.join(filter(None, (said, held_words(held) if held else "")))


def readable(subject: str, editions: Collection[str] = ()) -> str:
    """Return the subject of a record as people read it, in the active language.

    What was recorded is never changed: it begins with the code of the edition where it is of a
    response, keeps days as 2026-12-05, or a period of two, and has a sign for nothing. `editions`
    are the codes of those that the city answers.
    """
    named = with_edition_named(subject, editions)
    return _DAYS.sub(_written, _NOTHING.sub(gettext("nothing"), named))


def with_edition_named(subject: str, editions: Collection[str]) -> str:
    """Return the subject of a record with the name of its edition in place of the code."""
    code, between, rest = subject.partition(BETWEEN)
    return edition_name(code) + between + rest if code in editions else subject


def _written(found: re.Match[str]) -> str:
    try:
        first, *last = map(date.fromisoformat, found[0].split(" – "))
        return period(first, *last) if last else day(first)
    except ValueError:
        return found[0]
