"""The kinds of part, a module each: its name is the kind's key, its `KIND` says what it is."""

from importlib import import_module
from pkgutil import iter_modules

from responses.domain.content.kind import Kind

KINDS: dict[str, Kind] = {
    found.name: import_module(f"{__name__}.{found.name}").KIND for found in iter_modules(__path__)
}
"""Every kind of part by its key, as editions and answers name it."""
