"""A sitting as a history lists it: fixed frames, filled with who, when and what it changed.

Rendered as a template, twenty of them would take two thirds of the page's time.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from responses.domain.answers.importing import Origin
from responses.domain.answers.revisions import RevisionEntry, Sitting
from responses.pages.frames import render_cached
from responses.pages.hrefs import href_of
from responses.pages.remembered import remember
from responses.pages.sittings import ReadSitting
from responses.wording.dates import clock, day, iso, moment, moments
from responses.wording.incoming import lines_words
from responses.wording.saving import saved_times, version_name

from .lgq import checked, marks

register = template.Library()
FOLDER = "responses/history/"
NOTHING, EN_DASH = SafeString(), SafeString("\u2013")


class _HistoryWords(NamedTuple):
    """What all sittings of a page share: its language, and what its context says."""

    language: str | None
    written_in: str
    current: int
    older: str
    newer: str
    may_restore: bool
    origins: Mapping[int, Origin]
    place: tuple[str, str]

    def filled(self, name: str, /, **values: Any) -> SafeString:
        """Return a frame of this page's language, filled."""
        return render_cached(f"{FOLDER}_{name}.html", values, self.language)


@register.simple_tag(takes_context=True)
def sitting(context: template.Context, read: ReadSitting) -> SafeString:
    """Show who sat when, what that changed, and its versions.

    The page's `answer` says which one is current, `older` and `newer` which two are chosen.
    """
    page = _HistoryWords(
        get_language(),
        context["snapshot"].language,
        context["answer"].version,
        context["older"],
        context["newer"],
        context["may_restore"],
        context["origins"],
        (context["snapshot"].city_slug, context["snapshot"].edition.code),
    )
    values = {"read": read, "page": page, "at": iso(read.sitting.last.at)}
    return remember("sitting", values, lambda: _sitting(page, read))


def _sitting(page: _HistoryWords, read: ReadSitting) -> SafeString:
    shown, last, name = read.sitting, read.sitting.last, version_name(read.sitting.last.version)
    is_current, is_alone = last.version == page.current, shown.first is last
    return page.filled(
        "sitting",
        by=last.by,
        when=_when(page, shown),
        kind="lgq-way" if shown.way else "lgq-muted",
        how=shown.way or saved_times(len(shown.entries)),
        origin=_origin(page, last),
        current=page.filled("is_current") if is_current else NOTHING,
        changes=_changes(page, read) if read.changes else page.filled("unchanged"),
        version=_way(page, last, name) if is_alone else NOTHING,
        older=NOTHING if is_current else _older(page, last, name),
        choice=_choice(page, last, name),
        versions=NOTHING if is_alone else _versions(page, shown),
    )


def _origin(page: _HistoryWords, entry: RevisionEntry) -> SafeString:
    """Return the file that a version was imported from, if it was."""
    origin = page.origins.get(entry.version)
    if origin is None:
        return NOTHING
    href = href_of("imported_file", *page.place, origin.digest)
    lines = lines_words(origin.lines)
    return page.filled("origin", href=href, name=origin.name, lines=lines)


def _when(page: _HistoryWords, shown: Sitting) -> SafeString:
    """Return from when to when, as short as it can be said."""
    first, last = shown.first.at, shown.last.at
    began = moment(first)
    start = page.filled("time", iso=iso(first), said=began)
    if first == last or began == (ended := moment(last)):
        return start
    said = clock(last) if day(first) == day(last) else ended
    return _joined([start, EN_DASH, page.filled("time", iso=iso(last), said=said)])


def _changes(page: _HistoryWords, read: ReadSitting) -> SafeString:
    return _joined(
        page.filled("change", label=each.label, language=page.written_in, text=marks(each.pieces))
        for each in read.changes
    )


def _way(page: _HistoryWords, entry: RevisionEntry, name: str) -> SafeString:
    """Return the way to what a version changed."""
    return page.filled("to_version", before=entry.before, version=entry.version, when=name)


def _older(page: _HistoryWords, entry: RevisionEntry, name: str) -> SafeString:
    """Return the ways from a version to the current one, and to restoring it."""
    version = entry.version
    compared = page.filled("to_current", version=version, when=name, current=page.current)
    return compared + (page.filled("to_restore", version=version) if page.may_restore else NOTHING)


def _choice(page: _HistoryWords, entry: RevisionEntry, name: str) -> SafeString:
    """Return the radios of a version."""
    version = str(entry.version)
    older, newer = checked(version, page.older), checked(version, page.newer)
    return page.filled("radios", version=version, when=name, older=older, newer=newer)


def _versions(page: _HistoryWords, shown: Sitting) -> SafeString:
    """Return all versions of a sitting, of which the last one is chosen at its head."""
    named = [(entry, version_name(entry.version)) for entry in shown.entries]
    times = moments(entry.at for entry in shown.entries)
    lines = (
        page.filled(
            "one_version",
            version=_way(page, entry, name),
            moment=at,
            choice=page.filled("chosen_above")
            if entry is shown.last
            else _choice(page, entry, name),
        )
        for (entry, name), at in zip(named, times, strict=True)
    )
    first, last = shown.first.version, shown.last.version
    return page.filled("versions", first=first, last=last, versions=_joined(lines))


def _joined(shown: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(shown))  # noqa: S308 - each is safe
