"""Who still owes something of a section that is being written."""

from collections.abc import Iterable, Mapping

from responses.domain.content.completeness import is_answered
from responses.domain.content.content import Content
from responses.domain.edition.editions import edition_shape
from responses.enums import Role, State
from responses.models import Answer, Delegation, SectionWork

from .audiences import NOBODY, People, read_staff

Said = Mapping[int, Mapping[str, Content]]
"""Contents by response, then by the question's key."""


def read_said(delegations: Iterable[Delegation]) -> Said:
    """Return the answers to questions that were handed over, and to those that they may follow.

    By response, then by the question's key.
    """
    rows = Answer.objects.filter(response__in={each.response_id for each in delegations})
    said: dict[int, dict[str, Content]] = {}
    for response, question, stored in rows.order_by().values_list(
        "response", "question__key", "content"
    ):
        said.setdefault(response, {})[question] = Content.from_json(stored)
    return said


def is_settled(work: SectionWork, delegation: Delegation, said: Said) -> bool:
    """Return whether a question that was handed over is completely answered."""
    edition = edition_shape(work.response.edition)
    question = edition.questions_by_key[delegation.question.key]
    return is_answered(edition, question, said.get(delegation.response_id, {}))


def writers_owing(work: SectionWork) -> People:
    """Return who has to write a section now; at most five queries.

    Its writers, and those who were handed a question of it: while it is written for the first
    time, one that is not answered. `work.response` is taken as loaded.
    """
    staff, city = read_staff([work]), work.response.city_id
    handed = list(
        Delegation.objects.filter(response=work.response_id, question__section=work.section_id)
        .select_related("question")
        .prefetch_related("people")
    )
    if handed and work.state == State.DRAFT:
        said = read_said(handed)
        handed = [each for each in handed if not is_settled(work, each, said)]
    able = staff.members.get((city, Role.CONTRIBUTOR), NOBODY) | staff.coordinators(city)
    holders = {person.pk for each in handed for person in each.people.all()}
    return staff.writers(work) | able.intersection(holders)
