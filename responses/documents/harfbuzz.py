"""Making a small font of a large one, with the library that WeasyPrint uses for the same.

fontTools can do it too and takes fifty times as long.
"""

import ctypes
from collections.abc import Iterable
from typing import Any

from .fontconfig import Face

SUBSETTER = "libharfbuzz-subset.so.0"

Range = tuple[int, int]


def is_installed() -> bool:
    """Return whether the library that makes subsets of fonts is on this machine."""
    try:
        ctypes.CDLL(SUBSETTER)
    except OSError:
        return False
    return True


def subset(face: Face, ranges: Iterable[Range]) -> bytes:
    """Return the font of `face` with the characters of `ranges` alone.

    Raises `OSError` if a library is missing or the font cannot be read.
    """
    harfbuzz, subsetter = _libraries()
    blob = harfbuzz.hb_blob_create_from_file(bytes(face.path))
    whole = harfbuzz.hb_face_create(blob, face.index)
    wanted = subsetter.hb_subset_input_create_or_fail()
    characters = subsetter.hb_subset_input_unicode_set(wanted)
    for first, last in ranges:
        harfbuzz.hb_set_add_range(characters, first, last)
    small = subsetter.hb_subset_or_fail(whole, wanted)
    if not small:
        raise OSError(f"{face.path} cannot be made smaller.")
    length = ctypes.c_uint()
    content = harfbuzz.hb_face_reference_blob(small)
    data = harfbuzz.hb_blob_get_data(content, ctypes.byref(length))
    font = ctypes.string_at(data, length.value)
    for thing in (content, blob):
        harfbuzz.hb_blob_destroy(thing)
    for thing in (small, whole):
        harfbuzz.hb_face_destroy(thing)
    subsetter.hb_subset_input_destroy(wanted)
    return font


def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    harfbuzz, subsetter = ctypes.CDLL("libharfbuzz.so.0"), ctypes.CDLL(SUBSETTER)
    pointer = ctypes.c_void_p
    signatures: list[tuple[Any, Any, list[Any]]] = [
        (harfbuzz.hb_blob_create_from_file, pointer, [ctypes.c_char_p]),
        (harfbuzz.hb_blob_destroy, None, [pointer]),
        (harfbuzz.hb_blob_get_data, pointer, [pointer, ctypes.POINTER(ctypes.c_uint)]),
        (harfbuzz.hb_face_create, pointer, [pointer, ctypes.c_uint]),
        (harfbuzz.hb_face_destroy, None, [pointer]),
        (harfbuzz.hb_face_reference_blob, pointer, [pointer]),
        (harfbuzz.hb_set_add_range, None, [pointer, ctypes.c_uint32, ctypes.c_uint32]),
        (subsetter.hb_subset_input_create_or_fail, pointer, []),
        (subsetter.hb_subset_input_destroy, None, [pointer]),
        (subsetter.hb_subset_input_unicode_set, pointer, [pointer]),
        (subsetter.hb_subset_or_fail, pointer, [pointer, pointer]),
    ]
    for function, result, arguments in signatures:
        function.restype, function.argtypes = result, arguments
    return harfbuzz, subsetter
