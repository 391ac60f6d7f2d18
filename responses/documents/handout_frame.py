"""What a file that is handed out says: its instruction, its questions with their blanks.

A fixed frame, whatever the format; each blank is known by its tag. For programs it says, too,
which handout it is and what it held.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from responses.domain.content.kinds import KINDS
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, SectionShape
from responses.domain.handouts.blanks import Blank, part_blanks, reason_blank
from responses.domain.handouts.handing import HeldAnswer, held_answers, held_digest
from responses.localized import bracketed, localized
from responses.models import Handout
from responses.wording.dates import day
from responses.wording.names import section_name


@dataclass(frozen=True, slots=True)
class FramedPart:
    """One part of a question: its label, the blanks in it, or what it says where it has none."""

    label: str
    blanks: tuple[Blank, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FramedQuestion:
    """A question as it stands in the file; `section` where a new one begins."""

    section: str
    number: str
    wording: str
    help: str
    parts: tuple[FramedPart, ...]


@dataclass(frozen=True, slots=True)
class HandoutFrame:
    """What the file says around its blanks, and `about` it for programs."""

    title: str
    names: tuple[str, str]
    instruction: tuple[str, ...]
    questions: tuple[FramedQuestion, ...]
    about: Mapping[str, str]


def frame(handout: Handout) -> HandoutFrame:
    """Return all that the file says, in the active language."""
    response = handout.response
    edition = edition_shape(response.edition)
    held = held_answers(edition, handout.held)
    names = (localized(response.city.name), localized(edition.title))
    return HandoutFrame(
        " · ".join((*names, handout.addressee)),
        names,
        tuple(_instruction(handout)),
        tuple(_questions(edition, held)),
        {
            "handout": handout.key,
            "response": f"{response.city.slug}/{edition.code}",
            "digest": held_digest(handout),
            **{f"version {each.question.key}": str(each.version) for each in held},
        },
    )


def _instruction(handout: Handout) -> Iterator[str]:
    yield _("For: %(name)s. Please return this file by %(day)s.") % {
        "name": handout.addressee,
        "day": day(handout.due_on),
    }
    yield _("Write in the framed fields. Leave empty what you cannot answer.")
    yield _("All else in this file stays as it is, and what you do not change stays unchanged.")
    # By name alone: whoever has the same name by and by, the file stays as it was handed out.
    name = handout.by.name or handout.by.email
    yield _("Return it by the link in the e-mail, or send it to %(name)s.") % {"name": name}


def _questions(edition: EditionShape, held: list[HeldAnswer]) -> Iterator[FramedQuestion]:
    sections = {each.key: section for section in edition.sections for each in section.questions}
    before: SectionShape | None = None
    for each in held:
        question, section = each.question, sections[each.question.key]
        yield FramedQuestion(
            section_name(section) if section is not before else "",
            question.number,
            localized(question.wording),
            localized(question.help),
            tuple(_parts(each)),
        )
        before = section


def _parts(held: HeldAnswer) -> Iterator[FramedPart]:
    for part in held.question.parts:
        blanks = tuple(part_blanks(held.question, part, held.content))
        value, kind = held.content.parts.get(part.key), KINDS[part.kind]
        words = () if blanks or value is None else tuple(kind.words(part, value))
        if blanks or words:
            label, hint = localized(part.label) or str(kind.label), _hint(blanks)
            yield FramedPart(bracketed(label, hint) if hint else label, blanks, words)
    reason = reason_blank(held.question, held.content)
    yield FramedPart(_("If there is nothing to report: why"), (reason,))


def _hint(blanks: tuple[Blank, ...]) -> str:
    """Return which words can be chosen in the blanks of a part."""
    return " / ".join(dict.fromkeys(word for each in blanks for word in each.slot.options))
