"""Which people are told when a section has moved; called by `workflow.perform` alone."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from responses.domain.edition.shapes import SectionShape
from responses.domain.notices.notices import notify, settle
from responses.domain.signing.approval_line import in_force, read_line, read_signatures
from responses.enums import Action, NoticeKind, State
from responses.models import Event, Response, SectionWork

from .audiences import NOBODY, People, coordinators, signers_of, writers_of


def tell(event: Event, response: Response, section: SectionShape) -> None:
    """Tell those whom the move of a section concerns; call it in the move's transaction.

    What was said along with the move is in their notices.
    """
    move = (Action(event.action), State(event.to_state))
    if event.from_state == State.IN_REVIEW and event.action != Action.COMMENT:
        # Whoever was to sign before this need not any more; who has to now is told below.
        settle(response, {NoticeKind.SENT}, section=section)
    if move not in _TOLD:
        return
    kind, audience = _TOLD[move]
    work = SectionWork.objects.select_related("approval").get(pk=event.work_id)
    work.response = response
    notify(
        kind,
        audience(work),
        response,
        section=section,
        actor=event.actor,
        text=event.comment,
        key=f"event:{event.pk}",
    )


def _next_signers(work: SectionWork) -> People:
    """Return who signs next, for themselves or as a deputy."""
    signed = in_force(State(work.state), read_signatures(work.signatures))
    line = read_line(work.approval_line)
    if len(signed) >= len(line):
        return NOBODY
    return signers_of(work, line[len(signed)], timezone.localdate())


def _writers(work: SectionWork) -> People:
    """Return who writes the section, and who sent it to review last."""
    sent = work.events.filter(action=Action.SEND).order_by("pk").last()
    return writers_of(work) | ({sent.actor_id} if sent else NOBODY)


def _writers_and_coordinators(work: SectionWork) -> People:
    return writers_of(work) | coordinators(work.response.city)


def _writers_and_signers(work: SectionWork) -> People:
    """Return who writes the section, and who signed what is now reopened."""
    return _writers(work) | {each.person for each in read_signatures(work.signatures)}


_TOLD: Mapping[tuple[Action, State], tuple[NoticeKind, Callable[[SectionWork], People]]] = {
    (Action.SEND, State.IN_REVIEW): (NoticeKind.SENT, _next_signers),
    (Action.APPROVE, State.IN_REVIEW): (NoticeKind.SENT, _next_signers),
    (Action.APPROVE, State.APPROVED): (NoticeKind.APPROVED, _writers_and_coordinators),
    (Action.REQUEST_CHANGES, State.CHANGES_REQUESTED): (NoticeKind.CHANGES_REQUESTED, _writers),
    (Action.REOPEN, State.DRAFT): (NoticeKind.REOPENED, _writers_and_signers),
}
