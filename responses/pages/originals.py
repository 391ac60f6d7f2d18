"""What stays in the original, as pages and documents show it: in its language, and marked."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from responses.domain.glossary.glossary import Glossary
from responses.wording.originals import original_mark


def with_original(text: str, glossary: Glossary) -> SafeString:
    """Return a text as HTML, marked if it is in the original."""
    mark = original_mark(text, glossary)
    if not mark:
        return conditional_escape(text)
    # Spaces between tags are removed before printing: this one is within.
    behind = format_html('<span class="in-language"> {}</span>', mark)
    said = format_html('<span lang="{}">{}</span>', glossary.original, text)
    return format_html('<span class="original">{}{}</span>', said, behind)
