"""What a document must say, told from the snapshot without the code that prints it."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from responses.domain.content.completeness import Status, is_required
from responses.domain.content.files import size_words
from responses.domain.content.kind import PartValue
from responses.domain.content.translating import TranslationStatus
from responses.domain.edition.shapes import PartShape
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized

from .reading import visible


def sections_text(snapshot: Snapshot, language: str) -> str:
    """Return all that is printed from the first section to the last, without white space."""
    with translation.override(language):
        read, into = snapshot.in_language(language), snapshot.submission_language == language
        texts = [text for part in read.sections for text in _section(part, into=into)]
    return visible("".join(texts))


def columns_text(snapshot: Snapshot) -> tuple[str, str]:
    """Return all that is printed in each column of a document in both languages.

    Titles of sections and numbers of questions stand to the left. No table is so wide that it
    would stand across.
    """
    first, second = snapshot.language, snapshot.submission_language
    left: list[str] = []
    right: list[str] = []
    for part, other in zip(snapshot.sections, snapshot.in_language(second).sections, strict=True):
        title = part.section.title
        left.append(part.section.number + localized(title, first) + localized(title, second))
        for answer, translated in zip(part.answers, other.answers, strict=True):
            with translation.override(first):
                left += [*_asked(answer), *_told(answer), *_parts(answer)]
            with translation.override(second):
                right += [*_asked(translated, into=True, numbered=False), *_told(translated)]
                right += _parts(translated)
    return visible("".join(left)), visible("".join(right))


def _section(part: SectionSnapshot, *, into: bool) -> Iterator[str]:
    yield part.section.number + localized(part.section.title)
    for answer in part.answers:
        yield from _asked(answer, into=into)
        yield from _told(answer)
        yield from _parts(answer)


def _asked(answer: AnswerSnapshot, *, into: bool = False, numbered: bool = True) -> Iterator[str]:
    question = answer.question
    yield localized(question.lead)
    yield question.number if numbered else ""
    yield localized(question.wording)
    yield localized(question.help)
    if into and answer.translation:
        yield _note(answer.translation.translation_status)


def _note(status: TranslationStatus) -> str:
    match status:
        case TranslationStatus.UNTRANSLATED:
            return _("Not translated: this is the original.")
        case TranslationStatus.PARTLY:
            return _("Partly translated: the rest is the original.")
        case TranslationStatus.PARTLY_OUTDATED:
            return _("Partly translated: the rest is the original, which has changed since.")
        case TranslationStatus.OUTDATED:
            return _("The original has changed since it was translated.")
    return ""


def _told(answer: AnswerSnapshot) -> Iterator[str]:
    if answer.content.nothing_to_report:
        yield _("Nothing to report:") + answer.content.nothing_to_report


def _parts(answer: AnswerSnapshot) -> Iterator[str]:
    values = answer.content.parts
    excused = bool(answer.content.nothing_to_report) or values.get("yes-no") == "no"
    complete = answer.status is Status.ANSWERED
    question = answer.question
    for part in question.parts:
        value = values.get(part.key)
        if value is None and (excused or (complete and not is_required(question, part))):
            continue
        texts = []
        if part.kind != "yes_no" and len(question.parts) > 1:
            texts.append(localized(part.label))
        if value is None and part.kind != "yes_no":
            texts.append(_("— not answered —"))
        if part.kind == "files" and isinstance(value, list):
            yield "".join([*texts, *_files(question.number, value)])
        else:
            yield "".join([*texts, *_part(part, value)])


def _files(number: str, rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield what is printed of files; pictures have numbers of their own."""
    pictures = 0
    for row in rows:
        if row["type"] == "png":
            pictures += 1
            yield _("Figure %(number)s") % {"number": f"{number}-{pictures}"} + row["caption"]
        else:
            about = f"{row['name']}·{row['type'].upper()}·{size_words(int(row['size']))}"
            yield f"{row['caption']}{about}SHA-256{row['digest']}"


def _part(part: PartShape, value: PartValue | None) -> Iterator[str]:
    match part.kind, value:
        case "yes_no", _:
            yield _box(_("Yes"), ticked=value == "yes") + _box(_("No"), ticked=value == "no")
            yield "" if value else _("— not answered —")
        case "choices", _:
            ticked = value if isinstance(value, list) else ()
            for choice in part.choices:
                yield _box(localized(choice.label), ticked=choice.key in ticked)
        case "percentage", str(number):
            yield f"{number}%"
        case "contact", dict(contact):
            yield from _contact(contact)
        case "links", list(links):
            yield from (link["label"] + link["url"] for link in links)
        case _, str(text):
            yield text


def _box(label: str, *, ticked: bool) -> str:
    return f"{'☑' if ticked else '☐'}{label}"


def _contact(contact: dict[str, str]) -> Iterator[str]:
    labels = {
        _("Name"): contact["name"],
        pgettext("of an office", "Title"): contact["title"],
        _("Agency"): contact["agency"],
        _("E-mail address"): contact["email"],
    }
    yield from (label + value for label, value in labels.items() if value)
