"""WeasyPrint with our fonts and stylesheet, loaded once a process, here and by `lean` alone."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from responses.fonts import fonts, printable

from . import figures, lean

STYLESHEET = "static/css/document.css"
VARIANT = "pdf/a-3a"
"""As what WeasyPrint draws and writes; `archival` says that it is PDF/UA-1, too."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What is loaded once a process: WeasyPrint with our fonts and stylesheet."""

    html: Callable[..., Any]
    css: Callable[..., Any]
    attachment: Callable[..., Any]
    fetcher: Any
    fonts: Any
    stylesheet: Any
    covers: Callable[[str], bool]

    def style(self, text: str) -> Any:
        """Return a stylesheet that may come after ours."""
        return self.css(string=text, font_config=self.fonts, url_fetcher=self.fetcher)

    def lay_out(self, html: str, *styles: Any) -> Any:
        """Return a page of HTML as a Document of WeasyPrint, which has its sheets as `pages`.

        Its pictures are those that `figures.held` holds.
        """
        return self.html(html).render(
            font_config=self.fonts,
            stylesheets=[self.stylesheet, *styles],
            pdf_variant=VARIANT,
            cache=figures.Spool(),
        )


@cache
def engine() -> Engine:
    """Return what lays out, loaded once."""
    # It tells of each page that it sets; what is wrong with one it tells elsewhere.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    # Pango takes Chinese characters for those of this language, else of the machine's LANGUAGE.
    os.environ["PANGO_LANGUAGE"] = "ko"
    with fonts.configured():
        from cssselect2 import ElementWrapper  # noqa: PLC0415 - slow to load
        from weasyprint import CSS, HTML, Attachment  # noqa: PLC0415 - slow to load
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow to load
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - slow to load

        font_configuration = FontConfiguration()
    stylesheet = (Path(settings.BASE_DIR) / STYLESHEET).read_text(encoding="utf-8")

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Fetches nothing: the pictures of answers are held, and there are no other files."""

        def fetch(self, url: str, _headers: Any = None) -> Any:
            return URLFetcherResponse(url, figures.read(url))

    fetcher = Fetcher(allowed_protocols=())
    elements = CSS(string=lean.ELEMENTS)
    lean.refer_once()
    lean.say_at_once()
    lean.look_up_at_once()
    lean.resolve_once()

    class Page(HTML):  # type: ignore[misc]
        """A page that is read by a parser of XML, where it is written so, and dressed by ours."""

        def __init__(self, html: str) -> None:
            tree = lean.tree(html)
            if tree is None:
                super().__init__(string=html, url_fetcher=fetcher)
                return
            self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
            self.wrapper_element = ElementWrapper.from_html_root(tree)
            self.etree_element = tree

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - as WeasyPrint calls it
            return [elements]

    return Engine(
        Page,
        CSS,
        Attachment,
        fetcher,
        font_configuration,
        CSS(string=stylesheet, font_config=font_configuration, url_fetcher=fetcher),
        printable.coverage(),
    )
