"""How each kind of part is entered, a module each: its name is the kind's key, its `ENTRY` how."""

from importlib import import_module
from pkgutil import iter_modules

from responses.forms.answer.entry import Entry

ENTRIES: dict[str, Entry] = {
    found.name: import_module(f"{__name__}.{found.name}").ENTRY for found in iter_modules(__path__)
}
"""How every kind of part is entered, by its key."""
