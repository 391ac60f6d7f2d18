"""Which fonts this machine has, asked of the fontconfig library itself.

WeasyPrint asks the same library, so what is found here is what a document gets.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

REGULAR, BOLD = 80, 200  # FC_WEIGHT_REGULAR and FC_WEIGHT_BOLD
_SYSTEM = 0  # FcSetSystem
_MATCH = 0  # FcResultMatch
_DRAWN = frozenset({b"TrueType", b"CFF"})


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("patterns", ctypes.POINTER(ctypes.c_void_p)),
    )


@dataclass(frozen=True, slots=True)
class Face:
    """One face in a font file, which may hold several."""

    path: Path
    index: int


class Fonts:
    """The fonts of the machine, or those of a configuration file."""

    def __init__(self, configuration: Path | None = None) -> None:
        """Read the configuration; raises `OSError` where fontconfig is not installed."""
        self._library = _library()
        if configuration:
            self._config = self._library.FcConfigCreate()
            self._library.FcConfigParseAndLoad(self._config, bytes(configuration), 0)
            self._library.FcConfigBuildFonts(self._config)
        else:
            self._config = self._library.FcInitLoadConfigAndFonts()

    def face(self, family: str, weight: int) -> Face | None:
        """Return the upright face of exactly this family and weight, or None."""
        for pattern in self._patterns():
            if (
                family.encode() in self._strings(pattern, b"family")
                and self._integer(pattern, b"weight") == weight
                and self._integer(pattern, b"slant") == 0
            ):
                path = next(self._strings(pattern, b"file"))
                return Face(Path(path.decode()), self._integer(pattern, b"index"))
        return None

    def covers(self, character: str) -> bool:
        """Return whether any font has a glyph for a character."""
        return bool(self._library.FcCharSetHasChar(self._coverage, ord(character)))

    @cached_property
    def _coverage(self) -> Any:
        whole = self._library.FcCharSetCreate()
        for pattern in self._patterns():
            found = ctypes.c_void_p()
            if (
                not _DRAWN.isdisjoint(self._strings(pattern, b"fontformat"))
                and self._library.FcPatternGetCharSet(pattern, b"charset", 0, ctypes.byref(found))
                == _MATCH
            ):
                self._library.FcCharSetMerge(whole, found, None)
        return whole

    def _patterns(self) -> Iterator[ctypes.c_void_p]:
        fonts = self._library.FcConfigGetFonts(self._config, _SYSTEM).contents
        for place in range(fonts.count):
            yield ctypes.c_void_p(fonts.patterns[place])

    def _strings(self, pattern: ctypes.c_void_p, name: bytes) -> Iterator[bytes]:
        found, place = ctypes.c_char_p(), 0
        while self._library.FcPatternGetString(pattern, name, place, ctypes.byref(found)) == _MATCH:
            yield found.value or b""
            place += 1

    def _integer(self, pattern: ctypes.c_void_p, name: bytes) -> int:
        found = ctypes.c_int(-1)
        self._library.FcPatternGetInteger(pattern, name, 0, ctypes.byref(found))
        return found.value


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL("libfontconfig.so.1")
    pointer = ctypes.c_void_p
    for name in ("FcInitLoadConfigAndFonts", "FcConfigCreate", "FcCharSetCreate"):
        getattr(library, name).restype = pointer
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcConfigGetFonts.argtypes = (pointer, ctypes.c_int)
    library.FcConfigParseAndLoad.argtypes = (pointer, ctypes.c_char_p, ctypes.c_int)
    library.FcConfigBuildFonts.argtypes = (pointer,)
    library.FcCharSetHasChar.argtypes = (pointer, ctypes.c_uint32)
    library.FcCharSetMerge.argtypes = (pointer, pointer, pointer)
    return library
