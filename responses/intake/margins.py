"""What stands in the margins of a file's pages: part of no answer. Pure."""

from collections.abc import Sequence

from responses.domain.edition.shapes import EditionShape

from .closing import PAGE
from .likeness import Wordings, best_of, grams
from .lines import FileLine
from .units import texts_of

_TITLE = 0.4


def without_margins(
    edition: EditionShape, lines: Sequence[FileLine]
) -> tuple[list[FileLine], list[int], list[int]]:
    """Return lines without those in margins; of these the headings, and those that are nowhere.

    A heading names the questionnaire or one of its sections, or has nothing but the number of a
    page. What else stands there a person sees, as it may be of use somewhere.
    """
    kept = [line for line in lines if not line.is_margin]
    margins = [line for line in lines if line.is_margin]
    named = (edition.title, *(section.title for section in edition.sections))
    titles = Wordings([text for title in named for text in texts_of(title)])
    headings = [line.number for line in margins if _is_heading(titles, line)]
    known = {*headings}
    return kept, headings, [line.number for line in margins if line.number not in known]


def _is_heading(titles: Wordings, line: FileLine) -> bool:
    text = line.text.strip()
    is_bare = not any(map(str.isalpha, text)) or bool(PAGE.fullmatch(text))
    return is_bare or best_of(titles.likeness(grams(text))) >= _TITLE
