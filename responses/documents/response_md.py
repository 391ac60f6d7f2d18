"""A response, or one section, as Markdown in UTF-8, to be worked on as text.

Each answer stands under its question; of a response in both languages in one and then the other.
The same `Extract` gives the same bytes.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from responses.domain.content.kinds import KINDS
from responses.domain.content.kinds.links import PrintedLink
from responses.domain.content.rows import PrintedRows
from responses.domain.content.ticks import Tick
from responses.domain.edition.shapes import QuestionShape
from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.snapshot import SectionSnapshot
from responses.enums import Language
from responses.localized import localized
from responses.pages.printed import (
    PrintedAnswer,
    PrintedFile,
    PrintedSection,
    printed_section,
)
from responses.wording.dates import full_day
from responses.wording.statuses import how_far, response_status

from .extract import Extract
from .markdown import address, blocks, escaped, inline, table


def response_md(extract: Extract) -> bytes:
    """Return the text, in the active language beside the answers."""
    glossaries = [extract.snapshot.glossary.into(each) for each in extract.languages]
    sections = [
        [_printed(each, language, glossary) for each in extract.sections(language)]
        for language, glossary in zip(extract.languages, glossaries, strict=True)
    ]
    found = chain(
        _head(extract), *(_section(extract, each) for each in zip(*sections, strict=True))
    )
    return ("\n\n".join(found) + "\n").encode()


def _printed(section: SectionSnapshot, language: str, glossary: Glossary) -> PrintedSection:
    with translation.override(language):
        return printed_section(section, glossary)


def _head(extract: Extract) -> Iterator[str]:
    snapshot = extract.snapshot
    yield f"# {escaped(_in_each(extract, snapshot.city_name))}"
    yield f"**{escaped(_in_each(extract, snapshot.edition.title))}**"
    yield f"> {escaped(extract.note)}"
    facts = (
        (_("Status"), response_status(snapshot)),
        (_("Last change"), full_day(snapshot.changed_at)),
        (_("Digest of the content"), snapshot.digest),
    )
    yield "\n".join(f"- {label}: {escaped(value)}" for label, value in facts)


def _in_each(extract: Extract, wording: Any) -> str:
    return " / ".join(dict.fromkeys(localized(wording, each) for each in extract.languages))


def _section(extract: Extract, sections: tuple[PrintedSection, ...]) -> Iterator[str]:
    shape = sections[0].work.section
    titles = dict.fromkeys(localized(shape.title, each) for each in extract.languages)
    yield f"## {escaped(f'{shape.number}. ' + ' / '.join(titles))}"
    for answers in zip(*(each.answers for each in sections), strict=True):
        question = answers[0].answer.question
        for place, language in enumerate(extract.languages):
            yield from _asked(question, language, is_first=not place)
        for language, printed in zip(extract.languages, answers, strict=True):
            if len(answers) > 1:
                yield f"#### {Language(language).label}"
            with translation.override(language):
                yield from _said(printed)


def _asked(question: QuestionShape, language: str, *, is_first: bool) -> Iterator[str]:
    wording = escaped(localized(question.wording, language))
    if is_first:
        if question.lead:
            yield inline(localized(question.lead, language))
        yield f"### {escaped(question.number)} {wording}"
    else:
        yield f"**{wording}**"
    if question.help:
        yield f"> {inline(localized(question.help, language))}".replace("\n", "\n> ")


def _said(printed: PrintedAnswer) -> Iterator[str]:
    answer = printed.answer
    if answer.settled:
        yield escaped(how_far(answer))
    if reason := answer.content.nothing_to_report:
        yield f"{_('Nothing to report:')} {escaped(reason)}"
    for part in printed.parts:
        kind = KINDS[answer.question.parts_by_key[part.key].kind]
        label = f"**{escaped(localized(part.label))}**" if part.labelled else ""
        if not part.answered:
            yield " ".join(filter(None, (label, escaped(_("— not answered —")))))
            continue
        if label:
            yield label
        shape = answer.question.parts_by_key[part.key]
        if kind.explains:
            yield from blocks(part.shown)
        else:
            words = kind.words(shape, answer.content.parts[part.key])
            yield "\n".join(_lines(part.shown, words)).replace("\n\n", "\n")


def _lines(shown: Any, words: Iterable[str]) -> Iterable[str]:
    """Return the lines of what is no text: boxes, links, files, a table, or words."""
    match shown:
        case [Tick(), *_others]:
            return [f"- [{'x' if each.ticked else ' '}] {escaped(each.label)}" for each in shown]
        case [PrintedLink(), *_others]:
            return map(_link, shown)
        case [PrintedFile(), *_others]:
            return map(_file, shown)
        case PrintedRows(head=head, rows=rows):
            return [table(head, rows)]
        case [(str(), str()), *_others]:
            return [f"- {escaped(label)}: {inline(value)}" for label, value in shown]
        case _:
            return [f"- {inline(each)}".replace("\n", "\n  ") for each in words]


def _link(link: PrintedLink) -> str:
    label = f"{escaped(link.label)}: " if link.label else ""
    return f"- {label}{address(link.address)}"


def _file(printed: PrintedFile) -> str:
    file = printed.file
    said = (file.caption, printed.file.alternative, file.type.label, printed.size)
    about = " · ".join(escaped(each) for each in said if each)
    return f"- {escaped(file.name)} · {about} · SHA-256 {file.facts.digest}"
