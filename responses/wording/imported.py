"""What a filled questionnaire that a command imported says, question by question, in words."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from .incoming import SURE, UNSURE, lines_words

_LISTED_MAX = 50
_BEGINNING = 60


def proposal_words(
    number: str, *, certainty: float, is_sure: bool, lines: Sequence[int], parts: Sequence[str]
) -> str:
    """Return what was read for a question: how surely, from which lines, and for which parts."""
    said = ", ".join(parts) or _("no answer")
    where = f"{lines_words(lines)}: {said}" if lines else said
    return f"{number:<8} {certainty:.2f} {SURE if is_sure else UNSURE}; {where}"


def saved_words(numbers: Iterable[str]) -> str:
    """Return which questions have their answer now."""
    return _("Saved: %(questions)s") % {"questions": _listed(numbers)}


def kept_words(numbers: Iterable[str]) -> str:
    """Return where another answer is."""
    words = _("Kept to be combined with the current answer: %(questions)s")
    return words % {"questions": _listed(numbers)}


def known_words(numbers: Iterable[str]) -> str:
    """Return which questions had that answer."""
    words = _("Imported before, or answered the same: %(questions)s")
    return words % {"questions": _listed(numbers)}


def unsure_words(numbers: Sequence[str], address: str) -> list[str]:
    """Return in lines what nobody should save without a look, and where that is settled."""
    said = [_("Left, as they are unsure: %(questions)s") % {"questions": _listed(numbers)}]
    if numbers:
        words = _("To settle them, take the file in on the page “Import”: %(address)s")
        said.append(words % {"address": address})
    return said


def missing_words(names: Iterable[str]) -> str:
    """Return which files an answer names that nobody has."""
    return _("Files that are not at hand: %(files)s") % {"files": _listed(names)}


def left_lines(lines: Sequence[tuple[int, str]]) -> list[str]:
    """Return how many lines belong to no question, and the first of them with their numbers."""
    said = [_("Lines that belong to no question: %(count)d") % {"count": len(lines)}]
    for number, text in lines[:_LISTED_MAX]:
        plain = " ".join(text.split())
        said.append(f"{number:>6}  {plain[:_BEGINNING]}{'…' if len(plain) > _BEGINNING else ''}")
    if more := max(0, len(lines) - _LISTED_MAX):
        said.append(_("%(count)d more; --text prints each line.") % {"count": more})
    return said


def form_words(wording: int, headings: int) -> str:
    """Return how many lines are the form's own."""
    words = _("Lines of the form: %(wording)d of its questions, %(headings)d headings")
    return words % {"wording": wording, "headings": headings}


def changed_words(lines: Sequence[int]) -> str:
    """Return which lines had changes that were tracked."""
    return _("Tracked changes are read as accepted: %(lines)s.") % {"lines": lines_words(lines)}


def other_edition_words(other: str, edition: str) -> str:
    """Return which edition a file is of, by its code, if not of the one that is answered."""
    words = _("This file seems to be of %(other)s: only what %(edition)s asks, too, is read.")
    return words % {"other": other, "edition": edition}


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or _("none")
