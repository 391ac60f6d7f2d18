"""A snapshot as a PDF. WeasyPrint is imported here alone, and only when it is needed."""

import gc
import logging
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CDLL, c_char_p
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings

from responses.domain.digests import digest
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Reopened, Seal

from . import fonts
from .markup import response_html
from .typesetting import typeset

STYLESHEET = "static/css/document.css"
# A change of any of these may change the look of every document.
_FORM = (
    STYLESHEET,
    "templates/documents/**/*.html",
    "templates/responses/partials/_outline.html",
    "responses/**/*.py",
    "locale/*/LC_MESSAGES/django.mo",
)
_PACKAGES = ("weasyprint", "pydyf", "fonttools")
_LIBRARIES = {
    "libpango-1.0.so.0": "pango_version_string",
    "libharfbuzz.so.0": "hb_version_string",
}
# Pango is not safe to use from two threads at once.
_lock = Lock()


@dataclass(frozen=True, slots=True)
class _Engine:
    """What is loaded once a process: WeasyPrint with our fonts and stylesheet."""

    html: Callable[..., Any]
    fetcher: Any
    fonts: Any
    stylesheet: Any
    covers: Callable[[str], bool]


def render_pdf(
    snapshot: Snapshot, language: str, seal: Seal | None = None, *, after: Reopened | None = None
) -> bytes:
    """Return the whole response as a tagged PDF (PDF/UA-1), in `language`, under a seal if given.

    Without one it says that it is no submission, and after which one it was reopened, if any.
    The same arguments give the same bytes, as long as `rendering_key` stays.
    """
    with _lock:
        engine = _engine()
        page = typeset(response_html(snapshot, language, seal, after), engine.covers)
        with _without_garbage_collection():
            document = engine.html(string=page, url_fetcher=engine.fetcher)
            pdf: bytes = document.write_pdf(
                font_config=engine.fonts,
                stylesheets=[engine.stylesheet],
                pdf_variant="pdf/ua-1",
            )
    return pdf


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


@cache
def _engine() -> _Engine:
    # It tells of each page that it sets; what is wrong with one it tells elsewhere.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    # Pango takes Chinese characters for those of this language, else of the machine's LANGUAGE.
    os.environ["PANGO_LANGUAGE"] = "ko"
    with fonts.configured():
        from weasyprint import CSS, HTML  # noqa: PLC0415 - slow to load
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow to load
        from weasyprint.urls import URLFetcher  # noqa: PLC0415 - slow to load

        font_configuration = FontConfiguration()
    stylesheet = (Path(settings.BASE_DIR) / STYLESHEET).read_text(encoding="utf-8")
    # A document has neither images nor other files, so whatever asks for one is refused.
    fetcher = URLFetcher(allowed_protocols=())
    return _Engine(
        HTML,
        fetcher,
        font_configuration,
        CSS(string=stylesheet, font_config=font_configuration, url_fetcher=fetcher),
        cache(fonts.coverage()),
    )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Keep Python from searching a million boxes for garbage again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
