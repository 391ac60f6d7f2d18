"""Whether a response says what was signed: its answers, revisions, events and signatures.

The product alone cannot make them differ: who finds a fault here finds a hand in the tables.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from django.db.models import Count, F, Max

from responses.domain.content.content import Content
from responses.domain.content.translating import named, parted
from responses.domain.kept.kept import stored_pages
from responses.domain.review.events import contents_at
from responses.domain.signing.approval_line import Signature, read_signatures
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.enums import STATES, Action, AuditKind, State
from responses.models import Answer, AuditRecord, Event, Response, Revision, SectionWork, Submission

from .attached import measured


def unlike_signed(response: Response, snapshot: Snapshot) -> list[SectionSnapshot]:
    """Return the sections that do not say what was signed of them or what was last written.

    Three queries, whatever the response says.
    """
    faithful = _as_written(response)
    works, events = _works(response), _events(response)
    return [
        section
        for section in snapshot.sections
        if not faithful.issuperset(_answered(section))
        or any(_signature_faults(works[section.section.pk], section, events))
    ]


def response_faults(response: Response) -> Iterator[str]:
    """Yield what in the tables of a response is not as the product has written it."""
    snapshot = read_snapshot(response)
    faithful, whole = _as_written(response), _whole(response)
    works, events = _works(response), _events(response)
    for section in snapshot.sections:
        key, work = section.section.key, works[section.section.pk]
        for question in sorted(_answered(section)):
            if question not in faithful:
                yield f"{question} differs from its last revision"
            if question not in whole:
                yield f"{question} lacks revisions"
        yield from (f"{key}: {fault}" for fault in _signature_faults(work, section, events))
        yield from (f"{key}: {fault}" for fault in _event_faults(work, section, response, events))
    yield from _submission_faults(response)
    for url, digest, size in stored_pages(response):
        if measured(digest) != (size, digest):
            yield f"the page kept of {url} is not as it was kept"


def _answered(section: SectionSnapshot) -> Collection[str]:
    return {key for key, answer in section.said.items() if answer.version}


def _as_written(response: Response) -> set[str]:
    """Return the questions whose answers say what their last revision says."""
    rows = Revision.objects.filter(
        answer__response=response, version__gte=F("answer__version")
    ).values_list(
        "answer__question__key",
        "answer__language",
        "version",
        "answer__version",
        "content",
        "answer__content",
        "author",
        "answer__updated_by",
    )
    alike: set[str] = set()
    unlike: set[str] = set()
    for key, language, *pairs in rows.order_by():
        same = all(mine == its for mine, its in zip(pairs[::2], pairs[1::2], strict=True))
        (alike if same else unlike).add(named(key, language))
    return alike - unlike


def _whole(response: Response) -> set[str]:
    """Return the questions of whose answers every version has its revision."""
    found = Answer.objects.filter(response=response).annotate(
        count=Count("revisions"), last=Max("revisions__version")
    )
    found = found.filter(version=F("count"), last=F("count"))
    return {named(*row) for row in found.order_by().values_list("question__key", "language")}


def _works(response: Response) -> Mapping[int, SectionWork]:
    return {work.section_id: work for work in SectionWork.objects.filter(response=response)}


def _events(response: Response) -> Mapping[int, Sequence[Event]]:
    """Return what was done to each section of a response, oldest first."""
    found: dict[int, list[Event]] = {}
    for event in Event.objects.filter(work__response=response).order_by("pk"):
        found.setdefault(event.work_id, []).append(event)
    return found


def _signature_faults(
    work: SectionWork, section: SectionSnapshot, by_work: Mapping[int, Sequence[Event]]
) -> Iterator[str]:
    """Yield where signatures are not those that were given, or of other content than there is."""
    in_force = STATES[section.state].keeps_signatures
    signatures = read_signatures(work.signatures)
    # The oldest events have no signature: it was given to what was approved when lines came.
    given = [each for each in _given(by_work.get(work.pk, ())) if each.signature or in_force]
    if len(signatures) != len(given) or not all(map(_is_of, signatures, given)):
        yield "its signatures are not those that were given"
    if in_force and any(each.digest != section.digest for each in signatures):
        yield "its answers are not those that were signed"
    review, told = work.translations_review, _reviews(by_work.get(work.pk, ()))
    if bool(review) != bool(told) or (review and not _is_of(Signature.from_json(review), told[-1])):
        yield "its translations were not confirmed as it says"
    if section.state is State.APPROVED and not (given and given[-1].to_state == State.APPROVED):
        yield "nobody has approved it"


def _given(events: Sequence[Event]) -> Sequence[Event]:
    """Return the events that signed a section since it was last sent."""
    sent = [place for place, event in enumerate(events) if event.action == Action.SEND]
    since = events[sent[-1] :] if sent else ()
    return [event for event in since if event.action == Action.APPROVE]


def _reviews(events: Sequence[Event]) -> Sequence[Event]:
    """Return the events that confirmed the translations of a section."""
    return [event for event in events if event.action == Action.REVIEW_TRANSLATIONS]


def _is_of(signature: Signature, event: Event) -> bool:
    """Return whether a signature was given by an event; the oldest do not say which."""
    told = event.signature is None or Signature.from_json(event.signature) == signature
    mine = (signature.person, signature.digest, signature.at)
    return told and mine == (event.actor_id, event.digest, event.created_at)


def _event_faults(
    work: SectionWork,
    section: SectionSnapshot,
    response: Response,
    by_work: Mapping[int, Sequence[Event]],
) -> Iterator[str]:
    """Yield where the events do not lead to where the section stands, or are of other content."""
    events = by_work.get(work.pk, ())
    states = [State.DRAFT, *(event.to_state for event in events)]
    if [event.from_state for event in events] != states[:-1] or work.state != states[-1]:
        yield "its events do not lead to its state"
    approvals = [event for event in events if _approves(event)]
    if work.approval_id != (approvals[-1].pk if approvals else None):
        yield "its approval is not its last one"
    for event in events:
        if _digest(section, contents_at(event, response, section)) != event.digest:
            yield f"event {event.pk} is of other content than its revisions have"
    for before, after in pairwise(events):
        closed = before.to_state in {State.IN_REVIEW, State.APPROVED}
        if closed and _kept_versions(before, after) != _kept_versions(after, before):
            yield f"it was changed between events {before.pk} and {after.pk}, while it was closed"


def _kept_versions(event: Event, other: Event) -> Mapping[str, int]:
    """Return the versions of an event that have to be those of the one before or after it.

    Of which translations who confirms them tells, others may be written before and afterwards.
    """
    alone = Action.REVIEW_TRANSLATIONS in {event.action, other.action}
    return {key: of for key, of in event.versions.items() if not (alone and parted(key)[1])}


def _approves(event: Event) -> bool:
    return event.action == Action.APPROVE and event.to_state == State.APPROVED


def _digest(section: SectionSnapshot, contents: Mapping[str, Content]) -> str:
    """Return the digest of a section that says these contents."""
    return section.digest_of(contents)


def _submission_faults(response: Response) -> Iterator[str]:
    """Yield which submissions are missing: by their numbers, and as the audit has their digests."""
    there = Submission.objects.filter(response=response).order_by("number")
    rows = list(there.values_list("number", "digest"))
    if [number for number, _digest in rows] != list(range(1, len(rows) + 1)):
        yield "submissions are missing between others"
    digests = {digest for _number, digest in rows}
    told = AuditRecord.objects.filter(
        kind=AuditKind.SEAL,
        city=response.city_id,
        subject__startswith=f"{response.edition.code} · ",
    )
    for subject in told.order_by("pk").values_list("subject", flat=True):
        if subject.rpartition(" · ")[2] not in digests:
            yield f"a submission is missing that the audit tells of: {subject}"
