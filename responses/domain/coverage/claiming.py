"""The one writer of what a response may prove."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from responses.domain.assignment.reach import assigned, delegated_all, reaches
from responses.domain.edition.shapes import EditionShape, QuestionShape, SectionShape
from responses.domain.permissions import NotAllowedError
from responses.enums import WRITABLE, Role
from responses.models import Proof, Response, SectionWork, User

from .purposes import changed, proposed, purposes_of


class PurposeChange(NamedTuple):
    """The indicators of a link as somebody saw them, and as they are to be."""

    before: Sequence[str]
    after: Sequence[str]


@transaction.atomic
def choose_purposes(
    response: Response,
    edition: EditionShape,
    section: SectionShape,
    question: QuestionShape,
    changes: Mapping[str, PurposeChange],
    *,
    author: User,
) -> int:
    """Choose for which indicators links of an answer are, by the digests of their addresses.

    What others chose meanwhile stays. Returns how many links that changes; raises
    `NotAllowedError` if the author may not write the answer now.
    """
    _locked(response, section, question, author)
    proof = _proof(response)
    known = [each.key for each in edition.indicators]
    mine = dict(proof.purposes.get(question.key, {}))
    count = 0
    for digest, change in changes.items():
        now = purposes_of(question, digest, proof.purposes)
        meant = changed(now, change.before, change.after)
        ordered = tuple(key for key in known if key in meant)
        count += set(ordered) != set(now)
        mine.pop(digest, None)
        if set(ordered) != set(proposed(question)):
            mine[digest] = list(ordered)
    if count:
        purposes = {**proof.purposes, question.key: mine}
        Proof.objects.filter(pk=proof.pk).update(purposes=purposes)
    return count


def _locked(
    response: Response, section: SectionShape, question: QuestionShape, author: User
) -> None:
    """Let this come before an approval or after it, and ask whether the author may write."""
    work = (
        SectionWork.objects.select_for_update(of=("self",))
        .filter(response=response, section=section.pk, response__city__memberships__user=author)
        .annotate(
            role=F("response__city__memberships__role"),
            whole=assigned(author),
            single=delegated_all(author.pk, response.pk, [question.pk]),
        )
        .order_by()
        .first()
    )
    if work is None or not author.is_active or work.state not in WRITABLE:
        raise NotAllowedError
    if not reaches(Role(work.role), asked=work.whole or work.single):
        raise NotAllowedError


def _proof(response: Response) -> Proof:
    """Return what a response may prove, locked."""
    return Proof.objects.select_for_update().get_or_create(response=response)[0]
