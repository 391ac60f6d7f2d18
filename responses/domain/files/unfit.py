"""Why a file is not taken. Pure."""

from enum import StrEnum


class Unfit(StrEnum):
    """Why a file is not taken; `wording/uploads.py` says so to people."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    NOT_AS_NAMED = "not_as_named"
    DAMAGED = "damaged"
    LOCKED = "locked"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_DEMANDING = "too_demanding"
    MOVING = "moving"
    MACROS = "macros"
    EMBEDDED = "embedded"
    OUTSIDE = "outside"
    FULL = "full"
    BUSY = "busy"


class UnfitError(Exception):
    """A file is not taken."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.why = why
