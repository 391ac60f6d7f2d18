"""The keys that do something on a page: all of them, each with what it does."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys that are pressed together, as keyboards name them, and what that does.

    With `is_alone` it is one sign that works outside of fields, where people may turn such
    off (WCAG 2.1.4).
    """

    keys: tuple[str, ...]
    does: str | Promise
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """Those that belong to one place."""

    place: str | Promise
    rows: tuple[Shortcut, ...]


# A script has each key that is alone listened to by `onKey` of static/js/page/keys.js.
SHORTCUTS = (
    Shortcuts(
        _("On every page"),
        (
            Shortcut(("?",), _("Show this list"), is_alone=True),
            Shortcut(("/",), _("Search answers"), is_alone=True),
            Shortcut(("Ctrl", "K"), _("Search answers, also from within a field")),
            Shortcut(("Esc",), _("Close a menu, a list of names or this list")),
        ),
    ),
    Shortcuts(
        _("While answering"),
        (
            Shortcut(("Ctrl", "S"), _("Save")),
            Shortcut(("Ctrl", "Z"), _("Outside of fields: bring back the row removed last")),
            Shortcut(
                ("Ctrl", "Enter"),
                _("Go to the next question to answer or to translate, in this section or the next"),
            ),
        ),
    ),
    Shortcuts(
        pgettext_lazy("where shortcuts work", "In a text"),
        (
            Shortcut(
                ("□", "○", "-"),
                _("Begin a bullet: type one of these, or 1. or 가., at the start of a line"),
            ),
            Shortcut(("Ctrl", "]"), _("Indent a line of text: □ becomes ○, ○ becomes -")),
            Shortcut(
                ("Ctrl", "["),
                _("Outdent a line of text; after a bullet, Backspace does the same"),
            ),
            Shortcut(
                ("Enter",),
                _("Start the next line with the same bullet; type another to replace it"),
            ),
        ),
    ),
    Shortcuts(
        pgettext_lazy("where shortcuts work", "In the cells of a table"),
        (
            Shortcut(("Tab",), _("Go to the next cell; with Shift, to the one before")),
            Shortcut(("Enter",), _("Go to the cell below; in the last row, add a row")),
            Shortcut(("Shift", "Enter"), _("Start a new line in the cell")),
            Shortcut(("Alt", "↑", "↓"), _("Move the row up or down")),
            Shortcut(("Alt", "←", "→"), _("Move the column left or right")),
            Shortcut(("Alt", "F10"), _("Go to the buttons of the table")),
            Shortcut(("Esc",), _("Leave the table, back to the text")),
        ),
    ),
    Shortcuts(
        pgettext_lazy("where shortcuts work", "In a discussion"),
        (
            Shortcut(("@",), _("Mention someone: names are offered as you type")),
            Shortcut(("↑", "↓"), _("Choose one of the names; Enter takes it")),
            Shortcut(("Ctrl", "Enter"), _("Send a remark that is written under an answer")),
        ),
    ),
)
