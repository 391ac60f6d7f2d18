"""What each person is told of, once: the only code that writes `Notice`, and how notices are read.

A notice is written in the transaction of what it tells of. Who leaves a city no longer reads
what they were told of there.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from responses.enums import NoticeKind
from responses.models import Notice, Response, User

from .questionnaire import QuestionShape, SectionShape

EXCERPT = 300
"""How much of what was said a notice keeps."""


def notify(
    kind: NoticeKind,
    people: Iterable[User | int],
    response: Response,
    *,
    section: SectionShape | int | None = None,
    question: QuestionShape | int | None = None,
    actor: User | None = None,
    text: str = "",
    key: str,
) -> None:
    """Tell people, given as such or by their keys, of something in a response; two queries.

    Only active members of the response's city are told, and never the `actor`. `key` names
    what it is: nobody is told of the same key twice. Call it in the transaction of what it
    tells of. A `text` that is too long is cut.
    """
    told = {_key(person) for person in people} - {actor.pk if actor else None}
    if not told:
        return
    members = User.objects.filter(
        pk__in=told, is_active=True, memberships__city=response.city_id
    ).order_by("pk")
    now, excerpt = timezone.now(), Truncator(text).chars(EXCERPT)
    Notice.objects.bulk_create(
        (
            Notice(
                person_id=person,
                kind=kind,
                key=key,
                response=response,
                section_id=_key(section),
                question_id=_key(question),
                actor=actor,
                text=excerpt,
                created_at=now,
            )
            for person in members.values_list("pk", flat=True)
        ),
        ignore_conflicts=True,
    )


def read_inbox(person: User) -> QuerySet[Notice]:
    """Return what a person was told of, newest first, with all that is said of it; one query."""
    found = _of(person).select_related(
        "response__city", "response__edition", "section", "question__section", "actor"
    )
    return found.order_by("-pk")


def unread_count(person: User) -> int:
    """Return how much a person was told of and has not read; one query."""
    return _of(person).filter(read_at__isnull=True).count()


def mark_read(person: User, notices: Iterable[int] | None = None) -> None:
    """Mark some of a person's notices as read, by their keys, or all of them; one query."""
    found = Notice.objects.filter(person=person, read_at__isnull=True)
    if notices is not None:
        found = found.filter(pk__in=notices)
    found.update(read_at=timezone.now())


def read_unmailed(person: User) -> QuerySet[Notice]:
    """Return what a person was told of, but not yet by e-mail, oldest first; one query."""
    return read_inbox(person).filter(mailed_at__isnull=True).order_by("pk")


def mailed(person: User, notices: Iterable[int], at: datetime) -> None:
    """Note that the mail server has taken an e-mail with these notices; one query."""
    Notice.objects.filter(person=person, pk__in=notices, mailed_at__isnull=True).update(
        mailed_at=at
    )


def _of(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person, response__city__memberships__user=person)


def _key(thing: User | SectionShape | QuestionShape | int | None) -> int | None:
    return thing if thing is None or isinstance(thing, int) else thing.pk
