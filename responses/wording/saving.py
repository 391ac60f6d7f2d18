"""What became of something that was to be saved, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def saved_answers(count: int) -> str:
    """Return how many answers were saved."""
    return ngettext("Saved %(count)d answer.", "Saved %(count)d answers.", count) % {"count": count}


def saved_translations(count: int) -> str:
    """Return how many translations were saved."""
    words = ngettext("Saved %(count)d translation.", "Saved %(count)d translations.", count)
    return words % {"count": count}


def saved_times(count: int) -> str:
    """Return how often an answer was saved in one sitting."""
    return ngettext("Saved %(saves)s time", "Saved %(saves)s times", count) % {"saves": count}


def version_name(version: int) -> str:
    """Return what a version of an answer is called."""
    return _("Version %(version)s") % {"version": version}


def lines_left_out(count: int) -> str:
    """Return how many lines stand where none is shown, as they stayed the same."""
    words = ngettext(
        "%(lines)s unchanged line left out", "%(lines)s unchanged lines left out", count
    )
    return words % {"lines": count}


def nothing_to_save() -> str:
    """Return that a form was sent as it had come."""
    return _("Nothing was changed, so there was nothing to save.")


def says_this_already() -> str:
    """Return that an answer was to become what it is."""
    return _("Nothing was changed. The answer is already the same.")
