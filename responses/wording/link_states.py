"""How web addresses stand, in words and in shapes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.enums import complete
from responses.link_states import LinkState, PageChange

from .dates import day, moment

_SOON = timedelta(days=30)
_LATER = timedelta(minutes=5)


class LinkStateLook(NamedTuple):
    """What a state means, and its shape: the lines of a drawing 16 wide and high, as SVG has it."""

    meaning: str | Promise
    shape: str


LINK_STATES: Mapping[LinkState, LinkStateLook] = complete(
    LinkState,
    {
        LinkState.UNCHECKED: LinkStateLook(
            _("The link has not been checked so far."),
            "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z",
        ),
        LinkState.WORKS: LinkStateLook(
            _("The page was there when the link was last checked."),
            "m2.5 8.5 3.7 3.7L13.5 4",
        ),
        LinkState.MOVED: LinkStateLook(
            _("The page is there, at another address for good. Change the link to it."),
            "M1.5 8H14M9 3l5 5-5 5",
        ),
        LinkState.DOUBTFUL: LinkStateLook(
            _("The last check failed. The link counts as failing once another day's check fails."),
            "M8 2 14.5 13.5h-13zM8 6v3.5M8 11v1",
        ),
        LinkState.FAILING: LinkStateLook(
            _("Checks on different days failed. Correct the link or replace it."),
            "m3 3 10 10M13 3 3 13",
        ),
        LinkState.SUSPECTED: LinkStateLook(
            _("A page is there, but perhaps not the right one. Open the link and look at it."),
            "M4.8 5.4a3.2 3.2 0 1 1 4.6 2.8C8.4 8.8 8 9.3 8 10.4M8 12.3v1.7",
        ),
        LinkState.GUARDED: LinkStateLook(
            _("The site lets people in, but no programs. Open the link and look at it."),
            "M3 7.5h10v6H3zM5.3 7.5V5a2.7 2.7 0 0 1 5.4 0v2.5",
        ),
        LinkState.UNKNOWN: LinkStateLook(
            _("A program cannot tell whether the page is there. Open the link and look at it."),
            "M2.5 8h11",
        ),
    },
)


def due_words(due: datetime | None, now: datetime, *, is_at_work: bool) -> str:
    """Return when a link is checked that never was, as far as that is known.

    `is_at_work` if there is a worker, without which nothing is.
    """
    if not is_at_work:
        return gettext("Links are not being checked at the moment. This one waits until they are.")
    if due is None or due <= now + _LATER:
        return gettext("It is checked within some minutes.")
    return gettext("Its site is to be left alone until %(time)s, and checked then.") % {
        "time": moment(due)
    }


def certificate_words(until: datetime | None, due_on: date | None) -> str:
    """Return when a certificate ends, if that is worth saying; else nothing.

    That is within 30 days, or in the 30 days before the day on which the response is due.
    """
    if until is None:
        return ""
    ends = timezone.localdate(until)
    before_due = due_on is not None and due_on - _SOON <= ends <= due_on
    if not before_due and ends > timezone.localdate() + _SOON:
        return ""
    return gettext("The certificate ends on %(day)s.") % {"day": day(ends)}


def changed_words(change: PageChange | None) -> str:
    """Return how a page changed since what names it was approved, or nothing."""
    if change is None:
        return ""
    return gettext("Changed since the approval: %(how)s") % {"how": change.label}
