"""The sections of a response as its front page lists them."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from responses.domain.snapshot.answer import LastChange
from responses.domain.snapshot.section import SectionSnapshot
from responses.enums import STATES, State
from responses.link_states import LinkState
from responses.localized import localized
from responses.wording.dates import ago, day, moment, overdue


class OverviewRow(NamedTuple):
    """A section on the front page, in words; `href` is where the person writes or reads it."""

    href: str
    number: str
    title: str
    department: str
    writers: str
    answered: str
    links: str
    files: str
    state: State
    untouched: bool
    due: str
    overdue: bool
    changed: str
    changed_on: str
    changed_at: str
    failing: int = 0
    failing_href: str = ""


def overview_row(
    section: SectionSnapshot, href: str, writers: Sequence[str], failing: int, evidence: str
) -> OverviewRow:
    """Return a section as a row; equal rows look the same in one language.

    `writers` are the names of those it is assigned to, `failing` counts its links that fail, and
    `evidence` is the page of evidence.
    """
    changed = section.changed
    due_on = None if STATES[section.state].is_done else section.due_on
    return OverviewRow(
        href=href,
        number=section.section.number,
        title=localized(section.section.title),
        department=section.department,
        writers=", ".join(writers),
        answered=f"{section.answered}/{len(section.answers)}",
        links=_links(section.link_count),
        files=_files(section.file_count),
        state=section.state,
        untouched=section.untouched,
        due=day(due_on) if due_on else "",
        overdue=bool(due_on and overdue(due_on)),
        changed=_changed(changed, ago(changed.at)) if changed else "",
        changed_on=_changed(changed, moment(changed.at)) if changed else "",
        changed_at=changed.at.isoformat() if changed else "",
        failing=failing,
        failing_href=f"{evidence}?state={LinkState.FAILING}&section={section.section.key}",
    )


def _changed(change: LastChange, when: str) -> str:
    words = {"who": change.who, "ago": when}
    return gettext("%(who)s · changed %(ago)s") % words


def _links(count: int) -> str:
    return ngettext("%(count)d link", "%(count)d links", count) % {"count": count} if count else ""


def _files(count: int) -> str:
    return ngettext("%(count)d file", "%(count)d files", count) % {"count": count} if count else ""
