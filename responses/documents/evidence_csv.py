"""All addresses that answers give as evidence, as a table; a sealed archive has the same."""

from collections.abc import Callable, Iterable
from csv import writer
from functools import partial
from io import StringIO
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.checks.states import digest_of
from responses.domain.content.links import href
from responses.domain.coverage.purposes import Chosen, purposes_of
from responses.domain.snapshot.evidence import Evidence, evidence
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import Language
from responses.localized import bracketed, localized
from responses.wording.indicators import indicator_name
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

INDICATORS = _("Indicators")
"""Behind these in what is made anew: for which indicators each address is."""
STATE_HEADS = (_("State"), _("Last checked"), _("Note"))
"""And behind these, where links are checked."""
CHANGED = _("Changed since approval")
"""And last, where any page has."""


def evidence_csv(
    snapshot: Snapshot,
    heads: Iterable[str],
    into: str,
    *,
    in_texts: bool = True,
    language: str = "",
    chosen: Chosen | None = None,
) -> bytes:
    """Return every address as a table that a spreadsheet opens, in UTF-8 as Excel knows it.

    `into` is the language into which labels are translated, if the table is to say so beside them;
    with `language` it is in that one alone. With what writers have `chosen` it says for which
    indicators each address is, which the tables of archives do not.
    """
    table = StringIO()
    rows = writer(table)
    said = with_translation(heads, translated_label(snapshot, into))
    more = (*indicator_heads(snapshot, language, chosen), *state_heads(snapshot, language))
    rows.writerow([*said, *more])
    proves, tell = indicators(snapshot, language, chosen), states(snapshot, language)
    for each in evidence(snapshot.sections, in_texts=in_texts):
        named = title(each.section, snapshot, into, language)
        place = (named, each.question.number, each.number)
        label = label_in(each, snapshot, language)
        row = (*place, *map(safe, (label, each.url, href(each.url))))
        cells = with_translation(row, safe(each.translated) if into else None)
        rows.writerow([*cells, *map(safe, (*proves(each), *tell(each.url)))])
    return table.getvalue().encode("utf-8-sig")


def heads(snapshot: Snapshot, language: str = "") -> Iterable[str]:
    """Return the heads of the table in a language, or in all, the city's first."""
    for head in HEADS:
        say = partial(str, head)
        yield _in(language, say) if language else in_all(snapshot, say)


def indicator_heads(snapshot: Snapshot, language: str, chosen: Chosen | None) -> list[str]:
    """Return the head of the indicators that addresses are for, if a table says so."""
    return [] if chosen is None else [_said_in(INDICATORS, snapshot, language)]


def indicators(
    snapshot: Snapshot, language: str, chosen: Chosen | None
) -> Callable[[Evidence], list[str]]:
    """Return what tells for which indicators an address is, if a table says so.

    What leads nowhere is for none.
    """
    known = {each.key: each for each in snapshot.edition.indicators}

    def named(keys: Iterable[str]) -> str:
        return "; ".join(indicator_name(known[key]) for key in keys if key in known)

    def tell(each: Evidence) -> list[str]:
        if chosen is None:
            return []
        digest = digest_of(each.url) if each.url else ""
        keys = purposes_of(each.question, digest, chosen) if digest else ()
        say = partial(named, keys)
        return [_in(language, say) if language else in_all(snapshot, say)]

    return tell


def state_heads(snapshot: Snapshot, language: str) -> list[str]:
    """Return the heads of how links stood, if the snapshot says so."""
    if not snapshot.links:
        return []
    heads = (*STATE_HEADS, CHANGED) if _has_changes(snapshot) else STATE_HEADS
    return [_said_in(head, snapshot, language) for head in heads]


def states(snapshot: Snapshot, language: str) -> Callable[[str], list[str]]:
    """Return what tells of an address how it stood: state, day, note, if the snapshot says so."""
    if not snapshot.links:
        return lambda _url: []
    stood, has_changes = how_links_stood(snapshot), _has_changes(snapshot)

    def said(words: str | Promise) -> str:
        return _said_in(words, snapshot, language)

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


def _said_in(words: str | Promise, snapshot: Snapshot, language: str) -> str:
    """Return words in a language, or in all."""
    say = partial(str, words)
    return _in(language, say) if language else in_all(snapshot, say)


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
