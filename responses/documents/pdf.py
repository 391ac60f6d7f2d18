"""A snapshot as a PDF, and of what it is made."""

import zlib
from ctypes import CDLL, c_char_p
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from responses.domain.digests import digest
from responses.domain.files.stored import stream
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.response_json import response_json
from responses.domain.submissions.sealing import Reopened, Seal
from responses.fonts import fonts

from .drawing import draw_apart, draw_here
from .engine import STYLESHEET
from .figures import Source
from .markup import response_html

# A change of any of these may change the look of every document.
_FORM = (
    STYLESHEET,
    "templates/documents/**/*.html",
    "templates/responses/partials/_outline.html",
    "responses/**/*.py",
    "locale/*/LC_MESSAGES/django.mo",
)
_PACKAGES = ("weasyprint", "pydyf", "fonttools", "pillow")
_LIBRARIES = {
    "libpango-1.0.so.0": "pango_version_string",
    "libharfbuzz.so.0": "hb_version_string",
}


def render_pdf(
    snapshot: Snapshot,
    language: str,
    seal: Seal | None = None,
    *,
    after: Reopened | None = None,
    figures: Source = stream,
) -> bytes:
    """Return the whole response as a PDF in `language`, under a seal if given.

    It is tagged (PDF/UA-1) and for archives (PDF/A-3a), with the response as JSON attached.
    Without one it says that it is no submission, and after which one it was reopened, if any.
    Its pictures are read from the store, a query a piece, unless `figures` gives them.
    The same arguments give the same bytes, as long as `rendering_key` stays.
    """
    page = response_html(snapshot, language, seal, after)
    return draw_here(page, figures, response_json(snapshot, seal, after).encode())


def render_apart(
    snapshot: Snapshot,
    language: str,
    seal: Seal | None = None,
    *,
    after: Reopened | None = None,
    figures: Source = stream,
) -> bytes:
    """Return what `render_pdf` does, to the byte, out of a process with limits.

    Raises `TooLargeError` if the response takes more time or memory than one may.
    """
    page = response_html(snapshot, language, seal, after)
    return draw_apart(page, figures, response_json(snapshot, seal, after).encode())


def rendering_key(snapshot: Snapshot, language: str, after: Reopened | None = None) -> str:
    """Return a digest of all that `render_pdf` makes a PDF of that has no seal."""
    return digest([snapshot.digest, snapshot.language, language, after, _form()])


@cache
def _form() -> str:
    """Return a digest of what the look of documents depends on."""
    base = Path(settings.BASE_DIR)
    files = sorted(path for pattern in _FORM for path in base.glob(pattern))
    contents = [sha256(path.read_bytes()).hexdigest() for path in files]
    return digest([contents, fonts.version(), _engine_versions(), settings.TIME_ZONE])


def _engine_versions() -> list[str]:
    """Return the versions of the programs that turn a page into the bytes of a PDF."""
    packages = [version(package) for package in _PACKAGES]
    libraries = [_library_version(*each) for each in _LIBRARIES.items()]
    return [*packages, *libraries, zlib.ZLIB_RUNTIME_VERSION]


def _library_version(library: str, function: str) -> str:
    ask = CDLL(library)[function]
    ask.restype = c_char_p
    told: bytes = ask()
    return told.decode()
