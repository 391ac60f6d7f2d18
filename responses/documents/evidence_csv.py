"""All addresses that answers give as evidence, as a table; a sealed archive has the same."""

from collections.abc import Callable, Iterable
from csv import writer
from functools import partial
from io import StringIO
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.content.links import href
from responses.domain.snapshot.evidence import Evidence, evidence
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import Language
from responses.localized import bracketed, localized
from responses.wording.originals import as_original

from .checked_links import how_links_stood
from .readme import languages_of
from .spreadsheet_text import safe

LABEL = _("Label")
HEADS = (
    _("Section"),
    _("Question"),
    _("Number"),
    LABEL,
    _("Address"),
    _("Link"),
)

STATE_HEADS = (_("State"), _("Last checked"), _("Note"))
"""Behind the others, where links are checked."""
CHANGED = _("Changed since approval")
"""And behind these, where any page has."""


def evidence_csv(
    snapshot: Snapshot,
    heads: Iterable[str],
    into: str,
    *,
    in_texts: bool = True,
    language: str = "",
) -> bytes:
    """Return every address as a table that a spreadsheet opens, in UTF-8 as Excel knows it.

    `into` is the language into which labels are translated, if the table is to say so beside them;
    with `language` it is in that one alone.
    """
    table = StringIO()
    rows = writer(table)
    said = with_translation(heads, translated_label(snapshot, into))
    rows.writerow([*said, *state_heads(snapshot, language)])
    tell = states(snapshot, language)
    for each in evidence(snapshot.sections, in_texts=in_texts):
        named = title(each.section, snapshot, into, language)
        place = (named, each.question.number, each.number)
        label = label_in(each, snapshot, language)
        row = (*place, *map(safe, (label, each.url, href(each.url))))
        cells = with_translation(row, safe(each.translated) if into else None)
        rows.writerow([*cells, *map(safe, tell(each.url))])
    return table.getvalue().encode("utf-8-sig")


def heads(snapshot: Snapshot, language: str = "") -> Iterable[str]:
    """Return the heads of the table in a language, or in all, the city's first."""
    for head in HEADS:
        say = partial(str, head)
        yield _in(language, say) if language else in_all(snapshot, say)


def state_heads(snapshot: Snapshot, language: str) -> list[str]:
    """Return the heads of how links stood, if the snapshot says so."""
    if not snapshot.links:
        return []
    heads = (*STATE_HEADS, CHANGED) if _has_changes(snapshot) else STATE_HEADS
    says = (partial(str, head) for head in heads)
    return [_in(language, say) if language else in_all(snapshot, say) for say in says]


def states(snapshot: Snapshot, language: str) -> Callable[[str], list[str]]:
    """Return what tells of an address how it stood: state, day, note, if the snapshot says so."""
    if not snapshot.links:
        return lambda _url: []
    stood, has_changes = how_links_stood(snapshot), _has_changes(snapshot)

    def said(words: str | Promise) -> str:
        say = partial(str, words)
        return _in(language, say) if language else in_all(snapshot, say)

    def tell(url: str) -> list[str]:
        link = stood(url)
        note = note_in(link.note, snapshot, language)
        found = [said(link.state.label), link.checked.isoformat() if link.checked else "", note]
        changed = said(link.changed.label) if link.changed else ""
        return [*found, changed] if has_changes else found

    return tell


def _has_changes(snapshot: Snapshot) -> bool:
    return any(each.changed for each in snapshot.links or ())


def note_in(text: str, snapshot: Snapshot, language: str) -> str:
    """Return a note in a language, marked where it is in the original; else in all it is in."""
    said = snapshot.glossary_in(language or snapshot.submission_language).term(text)
    if language:
        return marked_in(said, snapshot, language)
    return " / ".join(dict.fromkeys((text, said)))


def label_in(each: Evidence, snapshot: Snapshot, language: str) -> str:
    """Return a label in a language, if it is to be; marked where it is in the original."""
    is_into = language and language == snapshot.submission_language
    return marked_in(each.translated if is_into else each.label, snapshot, language)


def marked_in(text: str, snapshot: Snapshot, language: str) -> str:
    """Return a text of a table in a language; in another than the city's marked as the original."""
    if not language or language != snapshot.submission_language:
        return text
    with translation.override(language):
        return as_original(text, snapshot.glossary_in(language))


def in_all(snapshot: Snapshot, say: Callable[[], str]) -> str:
    """Return some words in all languages, the city's first."""
    return " / ".join(dict.fromkeys(_in(each, say) for each in languages_of(snapshot)))


def _in(language: str, say: Callable[[], str]) -> str:
    with translation.override(language):
        return say()


def with_translation(row: Iterable[Any], translated: str | None) -> list[Any]:
    """Return a row with the translated label behind the label, if there is to be one."""
    cells = list(row)
    if translated is not None:
        cells.insert(HEADS.index(LABEL) + 1, translated)
    return cells


def translated_label(snapshot: Snapshot, into: str) -> str | None:
    """Return the head of the labels in the submission language, if there is one."""
    if not into:
        return None
    return in_all(snapshot, lambda: bracketed(str(LABEL), str(Language(into).label)))


def title(section: SectionSnapshot, snapshot: Snapshot, into: str, language: str = "") -> str:
    """Return what a section is called in a language, or in those in which the response is."""
    own = language or snapshot.language
    languages = (own, into) if into else (own,)
    titles = [localized(section.section.title, each) for each in languages]
    return f"{section.section.number}. {' / '.join(dict.fromkeys(titles))}"
