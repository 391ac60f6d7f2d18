"""What is said of a city's glossary."""

from django.utils.translation import ngettext


def imported_words(added: int, changed: int, same: int) -> str:
    """Return what came of an import, in a sentence each."""
    return " ".join(
        words % {"number": number}
        for number, words in (
            (added, ngettext("%(number)d term added.", "%(number)d terms added.", added)),
            (changed, ngettext("%(number)d changed.", "%(number)d changed.", changed)),
            (
                same,
                ngettext("%(number)d was there already.", "%(number)d were there already.", same),
            ),
        )
        if number
    )
