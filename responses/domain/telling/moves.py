"""Telling people of what was done to a section; called by `workflow.perform` alone."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone

from responses.domain.compiled import compiled
from responses.domain.edition.shapes import SectionShape
from responses.domain.notices.notices import NewNotice, notify_all, settle
from responses.domain.people.mentions import mentioned_members
from responses.domain.signing.approval_line import read_signatures
from responses.domain.signing.turns import drafter
from responses.enums import Action, State
from responses.models import Event, Response, SectionWork
from responses.notice_kinds import NOTICES, NoticeKind

from .audiences import People, read_acted_for
from .table import Scene, told

_MOVING_NOTHING = frozenset({Action.COMMENT, Action.REVIEW_TRANSLATIONS})
# Of these is told who drafted what is to be signed.
_ASKING = frozenset({NoticeKind.SENT, NoticeKind.CONSENT})


def tell(event: Event, response: Response, section: SectionShape) -> None:
    """Tell those whom an action on the section concerns; call it in its transaction.

    What was said along with it is in their notices, and who is named in it is told, too.
    """
    action = Action(event.action)
    (work,) = _moved(event.work_id)
    work.response = response
    if action not in _MOVING_NOTHING:
        # Who has to act now is told below.
        moot = [
            kind
            for kind, facts in NOTICES.items()
            if event.to_state in facts.moot_in and not (facts.translate and work.translations_open)
        ]
        settle(response, moot, section=section)
    named = mentioned_members(response.city, event.comment)
    notices = list(told((action, State(event.to_state)), Scene(work), named, event.actor_id))
    # Who is to sign reads who drafted what they sign, not who signed it before.
    asking = drafter(work) if any(kind in _ASKING for kind, _people in notices) else None
    notify_all(
        NewNotice(
            kind,
            people - {event.actor_id},
            response,
            f"event:{event.pk}",
            section=section.pk,
            actor=asking if kind in _ASKING else event.actor,
            text=event.comment,
            acting=_acting(kind, work, people),
        )
        for kind, people in notices
    )


def _acting(kind: NoticeKind, work: SectionWork, people: People) -> Mapping[int, str]:
    """Return by people who are told for whom they, or who approved, act as deputies."""
    if kind in _ASKING:
        return read_acted_for(work, people, timezone.localdate())
    if kind is NoticeKind.APPROVED and (signed := read_signatures(work.signatures)):
        return dict.fromkeys(people, signed[-1].signed_for)
    return {}


@compiled
def _moved(work: int) -> QuerySet[SectionWork, SectionWork]:
    return SectionWork.objects.select_related("approval").filter(pk=work)
