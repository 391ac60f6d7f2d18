"""What a page needs to show a refused text beside the answer, and to combine the two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.combining import combination
from responses.domain.content import Content
from responses.domain.differences import NOTHING_TO_REPORT, Mark, Piece, changed_parts
from responses.domain.snapshot import AnswerSnapshot
from responses.localized import localized
from responses.models import RefusedText

from .section import SectionForm


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """One part that the two texts say differently, each in marked pieces."""

    label: str | Promise
    mine: Sequence[Piece]
    theirs: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A refused text, the answer as it now is, and the form that combines them."""

    refused: RefusedText
    answer: AnswerSnapshot
    parts: Sequence[ComparedPart]
    form: SectionForm


def compare(
    refused: RefusedText, base: Content, answer: AnswerSnapshot, **options: Any
) -> Comparison:
    """Return a refused text, which started from `base`, beside the answer.

    `options` are those of the `SectionForm` that combines them, such as what was typed into it.
    """
    mine = Content.from_json(refused.content)
    proposed = replace(answer, content=combination(answer.question, base, mine, answer.content))
    form = SectionForm([proposed], prefix=f"t{refused.pk}", **options)
    return Comparison(refused, answer, tuple(_parts(answer, mine)), form)


def _parts(answer: AnswerSnapshot, mine: Content) -> Iterator[ComparedPart]:
    labels: Mapping[str, str | Promise] = {
        part.key: localized(part.label) for part in answer.question.parts
    } | {NOTHING_TO_REPORT: _("Nothing to report")}
    for key, pieces in changed_parts(answer.question, answer.content, mine).items():
        yield ComparedPart(
            labels[key],
            [piece for piece in pieces if piece.mark is not Mark.DELETED],
            [piece for piece in pieces if piece.mark is not Mark.INSERTED],
        )
