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
    return str(_NAMES[translation.translation_status])


def translation_note(translation: TranslationSnapshot) -> str:
    """Return what a reader of a translated document has to know of one answer, if anything."""
    return str(_NOTES.get(translation.translation_status, ""))


def into_words(snapshot: Snapshot) -> str:
    """Return what the language is called into which answers are translated, if they are."""
    language = snapshot.submission_language
    return str(Language(language).label) if language else ""


class TranslatedCount(NamedTuple):
    """How many of some answers are translated whole, and how many outdated, even in part."""

    done: int
    total: int
    outdated: int


def count_translated(translations: Collection[TranslationSnapshot]) -> TranslatedCount:
    """Return how far some answers are translated, the same wherever it is counted."""
    counts = Counter(each.translation_status for each in translations)
    return TranslatedCount(
        counts[TranslationStatus.TRANSLATED] + counts[TranslationStatus.OUTDATED],
        len(translations) - counts[TranslationStatus.NEEDLESS],
        counts[TranslationStatus.OUTDATED] + counts[TranslationStatus.PARTLY_OUTDATED],
    )


def translated_count(translations: Collection[TranslationSnapshot]) -> str:
    """Return it in words."""
    found = count_translated(translations)
    if found.outdated:
        return gettext("%(done)s of %(total)s answers, %(outdated)s outdated") % found._asdict()
    return gettext("%(done)s of %(total)s answers") % found._asdict()


def translated_short(translations: Collection[TranslationSnapshot]) -> str:
    """Return it in a few words, for a row of a table."""
    found = count_translated(translations)
    if found.outdated:
        return gettext("%(done)s/%(total)s translated, %(outdated)s outdated") % found._asdict()
    return gettext("%(done)s/%(total)s translated") % found._asdict()
