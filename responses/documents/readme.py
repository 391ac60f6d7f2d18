"""The file of an archive that says, in each language, what the other files are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.archived_pages import PAGES, PageOfLink
from responses.domain.submissions.attached import FOLDER, MANIFEST, PAGES_FOLDER, attached
from responses.domain.submissions.sealing import (
    APPROVALS,
    EVIDENCE,
    FILES,
    FIRST_FORMAT,
    RESPONSE,
    SCHEMA,
    SECOND_FORMAT,
    SNAPSHOT,
    THIRD_FORMAT,
    Seal,
    pdf_name,
)
from responses.enums import BOTH, Language
from responses.wording.files import file_words, folder_words, pages_words
from responses.wording.originals import as_original
from responses.wording.translations import into_words, translated_count

TEMPLATE = "documents/readme.txt"
_BEFORE_TRANSLATIONS = frozenset({FIRST_FORMAT, SECOND_FORMAT})
_BEFORE_JSON = _BEFORE_TRANSLATIONS | {THIRD_FORMAT}
_FOR_CHECKING, _OF_ANSWERS = (SNAPSHOT, APPROVALS, EVIDENCE, MANIFEST), (FILES, FOLDER)
_BETWEEN = f"\n{'-' * 60}\n\n"


def languages_of(snapshot: Snapshot) -> list[str]:
    """Return the languages of what is said in all of them, the city's first."""
    return sorted(Language.values, key=lambda each: each != snapshot.language)


def readme(
    snapshot: Snapshot,
    seal: Seal,
    pdfs: Sequence[str],
    links: Sequence[PageOfLink] | None = None,
) -> bytes:
    """Return the text in all languages, the city's first, as every editor of text opens it.

    `pdfs` are the languages of the archive's PDFs, `links` have the pages that are kept, if any.
    """
    # Counted once: who reads the text in either language is told the same.
    kept = len({each.name for each in links or () if each.name})
    more = {PAGES: len(links), PAGES_FOLDER: kept} if links else {}
    said = (_in(language, snapshot, seal, pdfs, more) for language in languages_of(snapshot))
    text = _BETWEEN.join(said)
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _in(
    language: str, snapshot: Snapshot, seal: Seal, pdfs: Sequence[str], pages: Mapping[str, int]
) -> str:
    with translation.override(language):
        context = _context(snapshot, seal, language, pdfs, pages)
        return render_to_string(TEMPLATE, context).strip() + "\n"


def _context(
    snapshot: Snapshot, seal: Seal, language: str, pdfs: Sequence[str], pages: Mapping[str, int]
) -> dict[str, Any]:
    glossary = snapshot.glossary_in(language)
    # That in both languages is sent to nobody.
    checking = [*(pdf_name(each) for each in pdfs if each == BOTH), *_FOR_CHECKING]
    has_json = seal.format not in _BEFORE_JSON
    checking += (RESPONSE, SCHEMA) if has_json else ()
    files = [each.file.facts for each in attached(snapshot)]
    checking += _OF_ANSWERS if files else ()
    size = sum(each.size for each in files)
    counted = {FOLDER: folder_words(len(files), size)} if has_json else {}
    checking += [name for name, count in pages.items() if count]
    counted |= {PAGES_FOLDER: pages_words(pages.get(PAGES_FOLDER, 0))}
    return {
        "snapshot": snapshot,
        "seal": seal,
        "sealed_by": as_original(glossary.name(seal.account, seal.sealed_by), glossary),
        "into": into_words(snapshot) if seal.format not in _BEFORE_TRANSLATIONS else "",
        "translated": translated_count(snapshot.translations),
        # By the zone that the seal names, so that another site makes the same file of it.
        "when": f"{seal.sealed_at.replace(tzinfo=None).isoformat(' ', 'minutes')} "
        f"({seal.sealed_at.tzname()})",
        "sent": [(name, file_words(name)) for name in map(pdf_name, Language)],
        "others": [(name, counted.get(name) or file_words(name)) for name in checking],
    }
