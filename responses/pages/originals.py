"""What stays in the original, as pages and documents show it: in its language, and marked."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import Language
from responses.wording.originals import kept, original_mark

from .beside import beside
from .hrefs import href_of


def with_original(text: str, glossary: Glossary) -> SafeString:
    """Return a text as HTML, marked if it is in the original."""
    mark = original_mark(text, glossary)
    if not mark:
        return conditional_escape(text)
    # Spaces between tags are removed before printing: this one is within.
    behind = format_html('<span class="in-language"> {}</span>', mark)
    said = format_html('<span lang="{}">{}</span>', glossary.original, text)
    return format_html('<span class="original">{}{}</span>', said, behind)


class KeptNames(NamedTuple):
    """The posts, departments, names and notes that the documents in a language keep in another.

    Each has the way to where the glossary takes it.
    """

    language: str
    original: str
    names: list[tuple[str, str]]


def kept_names(named: Snapshot, sealer: tuple[int, str] | None = None) -> KeptNames | None:
    """Return which names and notes documents would keep; None if none.

    `named` has the contacts that documents name, and how links stand, `sealer` is who would seal
    it, as the key of an account and a name.
    """
    into = named.submission_language
    if not into:
        return None
    glossary = named.glossary_in(into)
    # What a step without a post is called, a document says in its own language.
    with translation.override(into):
        said = beside(named, glossary, sealer)
        found = kept(said.names | said.notes, glossary)
    if not found:
        return None
    page = href_of("glossary", named.city_slug)
    ways = [(each, f"{page}?{urlencode({'original': each})}#add") for each in sorted(found)]
    return KeptNames(str(Language(into).label), str(Language(named.language).label), ways)
