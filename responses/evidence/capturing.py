"""Asks for a page that is to be kept, and makes a file of all that was said."""

from dataclasses import replace
from hashlib import sha256
from tempfile import TemporaryFile
from threading import BoundedSemaphore

from responses.domain.kept.captured import BODY_MAX, Captured
from responses.link_states import KeptBody

from .fetching import Asking, Limits, fetch
from .judging import judge
from .warc import write_warc

TYPES = frozenset({"text/html", "application/xhtml+xml", "application/pdf"})
"""The media types whose bodies are kept; of anything else the head alone."""
LIMITS = Limits(whole=60, body=BODY_MAX, types=TYPES)
"""How long and how much: a PDF takes longer than the beginning of a page."""
# How many bodies are in memory at a time; the files made of them are not.
_BODIES = BoundedSemaphore(3)


def capture(url: str, asking: Asking) -> Captured:
    """Return what is at an address now; its file is on disk, and goes when nobody has it."""
    limits = replace(
        asking.limits, whole=max(asking.limits.whole, LIMITS.whole), body=LIMITS.body, types=TYPES
    )
    with _BODIES:
        fetched = fetch(url, replace(asking, limits=limits))
        found = judge(url, fetched)
        if fetched.trouble or not fetched.exchanges:
            return Captured(found)
        file = TemporaryFile()  # noqa: SIM115 - who records it reads it
        write_warc(file, fetched.exchanges)
        last = fetched.exchanges[-1]
        return Captured(
            found,
            file,
            body=_how_much(last.body, is_cut=last.is_cut),
            size=len(last.body),
            digest=sha256(last.body).hexdigest(),
        )


def _how_much(body: bytes, *, is_cut: bool) -> KeptBody:
    if not is_cut:
        return KeptBody.WHOLE
    return KeptBody.CUT if body else KeptBody.LEFT_OUT
