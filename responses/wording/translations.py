"""How far translations are, in words."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.content.translating import TranslationStatus
from responses.domain.snapshot.answer import TranslationSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import Language

_NAMES: Mapping[TranslationStatus, str | Promise] = {
    TranslationStatus.NEEDLESS: _("Nothing to translate"),
    TranslationStatus.UNTRANSLATED: _("Not translated"),
    TranslationStatus.PARTLY: _("Partly translated"),
    TranslationStatus.PARTLY_OUTDATED: _("Partly translated, original changed since"),
    TranslationStatus.OUTDATED: _("Original changed since"),
    TranslationStatus.TRANSLATED: _("Translated"),
}

_NOTES: Mapping[TranslationStatus, str | Promise] = {
    TranslationStatus.UNTRANSLATED: _("Not translated: this is the original."),
    TranslationStatus.PARTLY: _("Partly translated: the rest is the original."),
    TranslationStatus.PARTLY_OUTDATED: _(
        "Partly translated: the rest is the original, which has changed since."
    ),
    TranslationStatus.OUTDATED: _("The original has changed since it was translated."),
}


def translation_status_name(translation: TranslationSnapshot) -> str:
    """Return how far a translation is."""
    if not translation.original.content:
        return gettext("Original not answered yet")
    if translation.is_done_but_korean:
        return gettext("Translated, but Korean in it")
    return str(_NAMES[translation.translation_status])


def translation_note(translation: TranslationSnapshot) -> str:
    """Return what a reader of a translated document has to know of one answer, if anything."""
    return str(_NOTES.get(translation.translation_status, ""))


def into_words(snapshot: Snapshot) -> str:
    """Return what the language is called into which answers are translated, if they are."""
    language = snapshot.submission_language
    return str(Language(language).label) if language else ""


class TranslatedCount(NamedTuple):
    """How far some answers with text are translated, which need not be complete themselves.

    `done` are translated whole, `outdated` even in part, and `in_korean` done but for Korean that
    is left in them, which may be meant.
    """

    done: int
    total: int
    outdated: int
    in_korean: int


def count_translated(translations: Collection[TranslationSnapshot]) -> TranslatedCount:
    """Return how far some answers are translated, the same wherever it is counted."""
    counts = Counter(each.translation_status for each in translations)
    return TranslatedCount(
        counts[TranslationStatus.TRANSLATED] + counts[TranslationStatus.OUTDATED],
        len(translations) - counts[TranslationStatus.NEEDLESS],
        counts[TranslationStatus.OUTDATED] + counts[TranslationStatus.PARTLY_OUTDATED],
        sum(each.is_done_but_korean for each in translations),
    )


def translated_count(translations: Collection[TranslationSnapshot]) -> str:
    """Return it in words."""
    return _with_notes(gettext("%(done)s of %(total)s answers with text"), translations)


def translated_short(translations: Collection[TranslationSnapshot]) -> str:
    """Return it in a few words, for a row of a table."""
    return _with_notes(gettext("%(done)s/%(total)s texts translated"), translations)


def _with_notes(said: str, translations: Collection[TranslationSnapshot]) -> str:
    """Return how many are translated, and of how many something is to be looked at."""
    found = count_translated(translations)
    numbers = found._asdict()
    notes = (
        (found.outdated, gettext("%(outdated)s outdated")),
        (found.in_korean, gettext("%(in_korean)s with Korean in it")),
    )
    more = ", ".join(note % numbers for count, note in notes if count)
    words = {"count": said % numbers, "notes": more}
    return gettext("%(count)s, %(notes)s") % words if more else words["count"]
