"""All addresses that answers give as evidence, as a table; a sealed archive has the same."""

from collections.abc import Callable, Iterable, Iterator
from csv import writer
from functools import partial
from io import StringIO
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from responses.domain.content.finding import addresses_in
from responses.domain.content.kinds import KINDS
from responses.domain.content.links import href
from responses.domain.snapshot.snapshot import AnswerSnapshot, SectionSnapshot, Snapshot
from responses.enums import Language
from responses.localized import bracketed, localized

from .readme import languages_of
from .spreadsheet_text import safe

LABEL = _("Label")
HEADS = (
    _("Section"),
    _("Question"),
    _("Number"),
    LABEL,
    _("Address"),
    _("Link"),
)


class Evidence(NamedTuple):
    """One address: where it is given, its label, and as it was typed; `translated` is the label.

    One that stands in a text alone is `in_text`.
    """

    section: SectionSnapshot
    question: str
    number: int
    label: str
    translated: str
    url: str
    in_text: bool = False


def evidence(sections: Iterable[SectionSnapshot], *, in_texts: bool = True) -> Iterator[Evidence]:
    """Yield the addresses in the form's order, those of an answer numbered from 1.

    Behind its links come those that stand `in_texts` of it alone, each once, without a label.
    """
    for section in sections:
        for answer in section.answers:
            links = zip(answer.links, answer.translated.links, strict=True)
            found = [(link.label, translated.label, link.url, False) for link, translated in links]
            if in_texts:
                known = {href(link.url) for link in answer.links}
                texts = dict.fromkeys(url for url in _in_texts(answer) if href(url) not in known)
                found += [("", "", url, True) for url in texts]
            for number, each in enumerate(found, start=1):
                yield Evidence(section, answer.question.number, number, *each)


def _in_texts(answer: AnswerSnapshot) -> Iterator[str]:
    """Yield the addresses in the texts of an answer as they were typed."""
    for part in answer.question.parts:
        if KINDS[part.kind].explains and part.key in answer.content.parts:
            for text in KINDS[part.kind].phrases(answer.content.parts[part.key]):
                yield from (text[found] for found in addresses_in(text))


def evidence_csv(
    snapshot: Snapshot, heads: Iterable[str], into: str, *, in_texts: bool = True
) -> bytes:
    """Return every address as a table that a spreadsheet opens, in UTF-8 as Excel knows it.

    `into` is the language into which labels are translated, if the table is to say so.
    """
    table = StringIO()
    rows = writer(table)
    rows.writerow(with_translation(heads, translated_label(snapshot, into)))
    for each in evidence(snapshot.sections, in_texts=in_texts):
        place = (title(each.section, snapshot, into), each.question, each.number)
        row = (*place, *map(safe, (each.label, each.url, href(each.url))))
        rows.writerow(with_translation(row, safe(each.translated) if into else None))
    return table.getvalue().encode("utf-8-sig")


def heads(snapshot: Snapshot) -> Iterable[str]:
    """Return the heads of the table in all languages, the city's first."""
    for head in HEADS:
        yield in_all(snapshot, partial(str, head))


def in_all(snapshot: Snapshot, say: Callable[[], str]) -> str:
    """Return some words in all languages, the city's first."""
    return " / ".join(dict.fromkeys(_in(each, say) for each in languages_of(snapshot)))


def _in(language: str, say: Callable[[], str]) -> str:
    with translation.override(language):
        return say()


def with_translation(row: Iterable[Any], translated: str | None) -> list[Any]:
    """Return a row with the translated label behind the label, if there is to be one."""
    cells = list(row)
    if translated is not None:
        cells.insert(HEADS.index(LABEL) + 1, translated)
    return cells


def translated_label(snapshot: Snapshot, into: str) -> str | None:
    """Return the head of the labels in the submission language, if there is one."""
    if not into:
        return None
    return in_all(snapshot, lambda: bracketed(str(LABEL), str(Language(into).label)))


def title(section: SectionSnapshot, snapshot: Snapshot, into: str) -> str:
    """Return what a section is called in the languages in which the response is."""
    languages = (snapshot.language, into) if into else (snapshot.language,)
    titles = [localized(section.section.title, each) for each in languages]
    return f"{section.section.number}. {' / '.join(dict.fromkeys(titles))}"
