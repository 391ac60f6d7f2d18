"""What a section still lacks, and what in it does not fit, with the way to each question."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from responses.domain.content.completeness import Status
from responses.domain.content.content import Content
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.localized import localized
from responses.wording.repairs import repairs_words
from responses.wording.statuses import missing
from responses.wording.symbols import symbols
from responses.wording.translations import translation_status_name

Unsettled = Mapping[tuple[int, str], Sequence[object]]
"""Whose refused texts wait, by question and language."""


class Gap(NamedTuple):
    """A question to look at again: not completely answered, at odds, or with lines left over."""

    number: str
    wording: str
    href: str
    lacks: str


def gaps(section: SectionSnapshot, href: str) -> tuple[Gap, ...]:
    """Return the section's gaps in the form's order; `href` is a page that shows its questions."""
    return tuple(_gap(answer, href, _lacks(answer)) for answer in section.open_answers)


def oddities(section: SectionSnapshot, href: str, translating: str) -> tuple[Gap, ...]:
    """Return the answers in which something does not fit, as `with_symbols` does."""
    found = [(answer, href) for answer in section.answers]
    found += [(each, translating) for each in section.translations]
    return tuple(
        _gap(answer, page, " ".join(answer.at_odds)) for answer, page in found if answer.at_odds
    )


def untranslated(section: SectionSnapshot, href: str) -> tuple[Gap, ...]:
    """Return the answers that are not wholly translated, or no longer, as `gaps` does.

    `href` is the page on which the section is translated.
    """
    found = (answer.translation for answer in section.answers if answer.translation)
    return tuple(_gap(each, href, translation_status_name(each)) for each in found if each.is_due)


def with_symbols(section: SectionSnapshot, href: str, translating: str) -> tuple[Gap, ...]:
    """Return the answers with symbols that cannot be printed, as `gaps` does; then translations.

    `translating` is the page on which the section is translated.
    """
    found = [(answer, href) for answer in section.answers]
    found += [(each, translating) for each in section.translations]
    return tuple(
        _gap(answer, page, symbols(answer.unprintable))
        for answer, page in found
        if answer.unprintable
    )


def with_repairs(section: SectionSnapshot, href: str, translating: str) -> tuple[Gap, ...]:
    """Return the answers with addresses for which others are offered, as `with_symbols` does."""
    found = [(answer, href) for answer in section.answers]
    found += [(each, translating) for each in section.translations]
    return tuple(
        _gap(answer, page, repairs_words(answer.repairs))
        for answer, page in found
        if answer.repairs
    )


def with_links(
    section: SectionSnapshot, href: str, links: Mapping[str, Collection[str]]
) -> tuple[Gap, ...]:
    """Return the answers with links to look at, as `gaps` does; these come by question key."""
    found = ((answer, links.get(answer.question.key, ())) for answer in section.answers)
    return tuple(_gap(answer, href, ", ".join(urls)) for answer, urls in found if urls)


def with_unsettled(
    section: SectionSnapshot, href: str, translating: str, unsettled: Unsettled
) -> tuple[Gap, ...]:
    """Return the answers of which somebody keeps a text that could not be saved, by whom."""
    found = [(answer, href) for answer in section.answers]
    found += [(each, translating) for each in section.translations]
    return tuple(
        _gap(answer, page, ", ".join(map(str, people)))
        for answer, page in found
        if (people := unsettled.get(answer.question.place))
    )


def left_over(section: SectionSnapshot, href: str, lines: Mapping[str, str]) -> tuple[Gap, ...]:
    """Return the questions beside which `lines` were typed that are in no answer, as `gaps` does.

    The lines come by question key, and are empty where they are known to the browser alone.
    """
    answers = (answer for answer in section.answers if answer.question.key in lines)
    return tuple(_gap(answer, href, lines[answer.question.key]) for answer in answers)


def unchanged(
    section: SectionSnapshot, href: str, keys: Collection[str], then: Mapping[str, Content]
) -> tuple[Gap, ...]:
    """Return those of some questions that say what they said `then`, as `gaps` does."""
    answers = (answer for answer in section.answers if answer.question.key in keys)
    same = (answer for answer in answers if answer.content == then[answer.question.key])
    return tuple(_gap(answer, href, "") for answer in same)


def _gap(answer: AnswerSnapshot, href: str, lacks: str) -> Gap:
    return Gap(
        number=answer.question.number,
        wording=localized(answer.question.wording),
        href=f"{href}#{answer.question.key}",
        lacks=lacks,
    )


def _lacks(answer: AnswerSnapshot) -> str:
    if answer.status is Status.UNANSWERED:
        return _("Not answered")
    return _("Missing: %(parts)s") % {"parts": missing(answer)}
