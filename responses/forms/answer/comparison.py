"""What a page needs to show a refused text beside the present answer, and to combine the two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.answers.revisions import Base
from responses.domain.comparing.differences import Mark
from responses.domain.content.changes import NOTHING_TO_REPORT, Row, marked_rows
from responses.domain.content.combining import combined
from responses.domain.content.content import Content
from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import QuestionShape
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.localized import localized
from responses.models import RefusedText

from .form import SectionForm

_REASON = _("Nothing to report")


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """One part that the two texts say differently, each in marked rows, all of a list or one.

    `base` is what both started from, without marks. A side is None if it says the same as that.
    """

    key: str
    label: str | Promise
    listed: bool
    base: Sequence[Row]
    mine: Sequence[Row] | None
    theirs: Sequence[Row] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A refused text, the answer as it now is, and the form that combines them.

    `base` is what the text started from, or None if it does not say; then the two sides are
    marked against each other. `overlaps` are the labels of the parts that both changed in the
    same place, or that cannot hold both, which are `full`; `added` are those of the parts to which
    both only added at the same place, so that both stand in the proposal.
    """

    refused: RefusedText
    answer: AnswerSnapshot
    base: Base | None
    parts: Sequence[ComparedPart]
    overlaps: Sequence[str | Promise]
    full: Sequence[str | Promise]
    added: Sequence[str | Promise]
    form: SectionForm

    @property
    def only_mine(self) -> bool:
        """Whether the answer still says what the text started from."""
        return self.base is not None and self.base.content == self.answer.content


def compare(
    refused: RefusedText, base: Base | None, answer: AnswerSnapshot, **options: Any
) -> Comparison:
    """Return a refused text, which started from `base`, beside the answer.

    `options` are those of the `SectionForm` that combines them, such as what was typed into it.
    """
    mine = Content.from_json(refused.content)
    started = (base or Base()).content
    proposal = combined(answer.question, started, mine, answer.content)
    parts = tuple(_parts(answer, base, mine))
    return Comparison(
        refused=refused,
        answer=answer,
        base=base,
        parts=parts,
        overlaps=[part.label for part in parts if part.key in proposal.overlaps],
        full=[part.label for part in parts if part.key in proposal.full],
        added=[part.label for part in parts if part.key in proposal.added],
        form=SectionForm(
            [replace(answer, content=proposal.content)], prefix=f"t{refused.pk}", **options
        ),
    )


def _parts(answer: AnswerSnapshot, base: Base | None, mine: Content) -> Iterator[ComparedPart]:
    question, theirs = answer.question, answer.content
    lists = {part.key for part in question.parts if KINDS[part.kind].is_list}
    labels: Mapping[str, str | Promise] = {
        part.key: localized(part.label) for part in question.parts
    } | {NOTHING_TO_REPORT: _REASON}
    for key, label in labels.items():
        if _said(mine, key) == _said(theirs, key):
            continue
        yield ComparedPart(
            key,
            label,
            key in lists,
            marked_rows(question, key, base.content, base.content) if base else (),
            *(
                _against(base.content, question, key, mine, theirs)
                if base
                else _against_each_other(question, key, mine, theirs)
            ),
        )


def _against(
    base: Content, question: QuestionShape, key: str, *sides: Content
) -> Iterator[Sequence[Row] | None]:
    """Yield each side marked against what both started from."""
    for side in sides:
        changed = _said(side, key) != _said(base, key)
        yield marked_rows(question, key, base, side) if changed else None


def _against_each_other(
    question: QuestionShape, key: str, mine: Content, theirs: Content
) -> Iterator[Sequence[Row]]:
    rows = marked_rows(question, key, theirs, mine)
    for other in (Mark.DELETED, Mark.INSERTED):
        left = (tuple(piece for piece in row if piece.mark is not other) for row in rows)
        yield [row for row in left if row]


def _said(content: Content, key: str) -> Any:
    return content.nothing_to_report if key == NOTHING_TO_REPORT else content.parts.get(key)
