"""How the sections of a load move: sent and signed, recorded, told and audited."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from responses.domain.edition.shapes import SectionShape
from responses.domain.review.workflow import TRANSITIONS, WARNED
from responses.domain.signing.approval_line import Signature
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, AuditKind, Role, State
from responses.localized import localized
from responses.models import AuditRecord, Event, Notice, Response, SectionWork, User
from responses.notice_kinds import NoticeKind

from .cast import People
from .evidence import failing_urls
from .seasons import PAUSE, Season

TOLD: Mapping[Action, tuple[NoticeKind, Sequence[str]]] = {
    Action.SEND: (NoticeKind.SENT, ("reviewer",)),
    Action.REQUEST_CHANGES: (NoticeKind.CHANGES_REQUESTED, ("writer1", "writer2")),
    Action.APPROVE: (NoticeKind.APPROVED, ("coordinator", "writer1", "writer2")),
}
"""Who is told of what is done, as what."""


def move(
    response: Response, people: People, season: Season, works: Mapping[int, SectionWork]
) -> None:
    """Send and sign sections as their stories have it, and record, tell and audit that."""
    snapshot = read_snapshot(response)
    moved: list[tuple[SectionShape, Event]] = []
    for section, story in season.stories():
        work, content = works[section.pk], snapshot.sections_by_key[section.key]
        work.state_since = season.start
        for number, action in enumerate(story, 2):
            event = _event(work, action, content, people, season.written + number * PAUSE)
            moved.append((section, event))
            work.state, work.state_since = event.to_state, event.created_at
            work.signatures = [event.signature] if event.signature else []
    moved.sort(key=lambda pair: pair[1].created_at)
    Event.objects.bulk_create(event for _section, event in moved)
    for _section, event in moved:
        if event.to_state == State.APPROVED:
            event.work.approval = event
    SectionWork.objects.bulk_update(
        works.values(), ["state", "state_since", "signatures", "approval"]
    )
    Notice.objects.bulk_create(_notices(response, people, season, moved))
    AuditRecord.objects.bulk_create(_audit(response, people, season, moved))


def _event(
    work: SectionWork, action: Action, content: SectionSnapshot, people: People, at: datetime
) -> Event:
    """Return the event of an action: the first writer sends, the reviewer decides."""
    name, role = (
        ("writer1", Role.CONTRIBUTOR) if action is Action.SEND else ("reviewer", Role.REVIEWER)
    )
    person = people[name]
    signature = Signature(
        *("", False, ""),
        person=person.pk,
        by=str(person),
        role=role,
        at=at,
        digest=content.digest,
    )
    return Event(
        work=work,
        action=action,
        actor=person,
        actor_role=role,
        from_state=work.state,
        to_state=TRANSITIONS[action].target or work.state,
        comment="수치를 보완해 주십시오." if TRANSITIONS[action].needs_comment else "",
        digest=content.digest,
        versions=dict(content.versions),
        signature=signature.to_json() if action is Action.APPROVE else None,
        failing=(failing_urls(content) if action in WARNED else None) or None,
        created_at=at,
    )


def _notices(
    response: Response,
    people: People,
    season: Season,
    moved: Iterable[tuple[SectionShape, Event]],
) -> Iterator[Notice]:
    """Yield of what people are told; what is so no longer is read, and all has been mailed."""
    for section, event in moved:
        kind, names = TOLD[Action(event.action)]
        settled = season.is_over or event.work.state_since != event.created_at
        for name in names:
            if people[name] != event.actor:
                yield Notice(
                    person=people[name],
                    kind=kind,
                    key=f"event:{event.pk}",
                    response=response,
                    section_id=section.pk,
                    actor=event.actor,
                    text=event.comment,
                    created_at=event.created_at,
                    mailed_at=event.created_at,
                    read_at=event.created_at if settled else None,
                )


def _audit(
    response: Response,
    people: People,
    season: Season,
    moved: Iterable[tuple[SectionShape, Event]],
) -> Iterator[AuditRecord]:
    code = season.shape.code

    def record(at: datetime, kind: AuditKind, person: User, subject: str) -> AuditRecord:
        return AuditRecord(at=at, kind=kind, person=person, city=response.city, subject=subject)

    coordinator = people["coordinator"]
    yield record(season.start, AuditKind.RESPONSE_STARTED, coordinator, code)
    yield record(season.start + PAUSE, AuditKind.ASSIGNMENT, coordinator, code)
    for section, event in moved:
        title = f"{section.number}. {localized(section.title)}"
        subject = f"{code} · {title} · {Action(event.action).label}"
        yield record(event.created_at, AuditKind.TRANSITION, event.actor, subject)
