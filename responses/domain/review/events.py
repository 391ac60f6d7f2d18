"""What was done to a section, and what it said when it was last reviewed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from responses.domain.compiled import compiled
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.translating import named, parted
from responses.domain.edition.shapes import SectionShape
from responses.domain.people.labels import has_namesake, tell_apart
from responses.domain.snapshot.section import SectionSnapshot
from responses.enums import Action, State
from responses.models import Event, Response, Revision, User

_DECIDED = frozenset({Action.APPROVE, Action.REQUEST_CHANGES})
_REVIEWED = _DECIDED | {Action.SEND}
_MOST_MOVES = 50
_HAS_NAMESAKE = has_namesake("actor", "work__response__city")
CALLS = frozenset({Action.REQUEST_CHANGES, Action.REOPEN})
"""What brings a section back to its writers, and says why."""


def read_events(response: Response, section: SectionShape) -> list[Event]:
    """Return every event of a section, oldest first, with its actor and its work; one query.

    Another, if the city has several of the name of one of them, who are told apart.
    """
    return _told_apart(_events(response.pk, section.pk), response)


def _told_apart(events: list[Event], response: Response) -> list[Event]:
    tell_apart(events, response.city_id, "actor")
    return events


@compiled
def _events(response: int, section: int) -> QuerySet[Event, Event]:
    found = Event.objects.filter(work__response=response, work__section=section)
    found = found.annotate(has_namesake=_HAS_NAMESAKE)
    return found.select_related("actor", "work__approval").order_by("pk")


def moves_since(response: Response, moment: datetime) -> list[Event]:
    """Return how sections of a response moved since a moment, oldest first; one query.

    Each with its actor and its work; of many the first.
    """
    found = Event.objects.filter(work__response=response, created_at__gte=moment)
    moved = found.exclude(from_state=F("to_state"))
    moved = moved.annotate(has_namesake=_HAS_NAMESAKE).select_related("actor", "work")
    return _told_apart(list(moved.order_by("pk")[:_MOST_MOVES]), response)


def last_call(response: Response, section: SectionShape) -> Event | None:
    """Return what brought a section back to its writers last, with its actor; one query.

    What was sent since and withdrawn is still written for it.
    """
    return next(iter(_told_apart(_last_call(response.pk, section.pk), response)), None)


@compiled
def _last_call(response: int, section: int) -> QuerySet[Event, Event]:
    found = Event.objects.filter(
        work__response=response, work__section=section, action__in=sorted(CALLS)
    )
    found = found.annotate(has_namesake=_HAS_NAMESAKE)
    return found.select_related("actor").order_by("-pk")[:1]


def last_move(response: Response, section: SectionShape) -> Event | None:
    """Return what brought a section into its state, with its actor; one query."""
    return next(iter(_told_apart(_last_move(response.pk, section.pk), response)), None)


@compiled
def _last_move(response: int, section: int) -> QuerySet[Event, Event]:
    found = Event.objects.filter(work__response=response, work__section=section)
    moved = found.exclude(from_state=F("to_state"))
    moved = moved.annotate(has_namesake=_HAS_NAMESAKE)
    return moved.select_related("actor").order_by("-pk")[:1]


def last_review(events: Sequence[Event], state: State) -> Event | None:
    """Return the event whose content a reader has to compare with, or None at the first review.

    That is the last decision, or where there is none the last sending; of a section in review
    the one before it was sent. Pure.
    """
    reviewed = [event for event in events if event.action in _REVIEWED]
    if state is State.IN_REVIEW:
        sent = [place for place, event in enumerate(reviewed) if event.action == Action.SEND]
        reviewed = reviewed[: sent[-1]]
    # What was sent after a decision and withdrawn again nobody has reviewed.
    decided = [event for event in reviewed if event.action in _DECIDED]
    return next(reversed(decided or reviewed), None)


def lone_signatures(events: Iterable[Event]) -> frozenset[int]:
    """Return the keys of those approvals that were the only signature of their sending. Pure."""
    found, signed = set(), 0
    for event in events:
        if event.action == Action.SEND:
            signed = 0
        elif event.action == Action.APPROVE:
            signed += 1
            if signed == 1 and event.to_state == State.APPROVED:
                found.add(event.pk)
    return frozenset(found)


def withdrawal(events: Sequence[Event]) -> Event | None:
    """Return the event by which a section was withdrawn, if nothing moved it since. Pure."""
    return _moved_last(events, Action.WITHDRAW)


def noted_sending(events: Sequence[Event]) -> Event | None:
    """Return the event that sent a section with a note, if nothing moved it since. Pure."""
    sent = _moved_last(events, Action.SEND)
    return sent if sent and sent.comment else None


def _moved_last(events: Sequence[Event], action: Action) -> Event | None:
    moved = [event for event in events if event.from_state != event.to_state]
    return moved[-1] if moved and moved[-1].action == action else None


def has_decided(events: Sequence[Event], person: User) -> bool:
    """Return whether somebody has signed a section or requested changes before. Pure."""
    return any(event.actor_id == person.pk and event.action in _DECIDED for event in events)


def contents_at(
    event: Event, response: Response, section: SectionSnapshot
) -> Mapping[str, Content]:
    """Return what each answer of a section said at an event, by question key; one query.

    So for translations, by the keys of the questions that ask for them.
    """
    now = section.said
    then = {key: event.versions.get(key, 0) for key in now}
    changed = {key for key, version in then.items() if version != now[key].version}
    kept = Revision.objects.filter(
        answer__response=response,
        answer__question__section=section.section.pk,
        answer__question__key__in={parted(key)[0] for key in changed},
        version__in={then[key] for key in changed},
    ).values_list("answer__question__key", "answer__language", "version", "content")
    old = {
        key: Content.from_json(stored)
        for original, language, version, stored in kept.order_by()
        if version == then.get(key := named(original, language))
    }
    return {
        key: old.get(key, EMPTY) if key in changed else answer.content
        for key, answer in now.items()
    }
