"""Who is to get an e-mail now: the people whose notices have waited for as long as they wish.

That a notice waits is known by `Notice.mailed_at` alone, so that whatever becomes of a job, a
worker or a mail server, what has not been mailed is found again.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from operator import attrgetter

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from responses.models import Event, Notice, User
from responses.notice_kinds import NOTICES, REMINDERS, MailChoice, NoticeKind

from .inbox import read_inbox, read_unmailed

STALE = timedelta(days=14)
"""After which nobody wants to be mailed any more what they find in their inbox."""


def due_people(now: datetime) -> list[int]:
    """Return the keys of all people whom an e-mail is to be sent to, in order; one query.

    `MAIL_DELAY` seconds after the first thing there is to tell, so that one review is one
    e-mail; or once a day, in the morning, all there was to tell until then. Reminders are made
    in the morning itself and are no use a day later.
    """
    today = morning(now)
    mailed_today = Notice.objects.filter(person=OuterRef("person"), mailed_at__gte=today)
    at_once = Q(
        person__mail=MailChoice.AT_ONCE,
        created_at__lte=now - timedelta(seconds=settings.MAIL_DELAY),
    )
    daily = Q(person__mail=MailChoice.DAILY) & (Q(created_at__lt=today) | Q(kind__in=[*REMINDERS]))
    unread = Notice.objects.filter(mailed_at__isnull=True, read_at__isnull=True)
    waiting = _fresh(unread, now).filter(
        at_once | (daily & ~Exists(mailed_today)),
        person__is_active=True,
        # As `inbox.read_unmailed` has it: who has left a city is told no more of it.
        response__city__memberships__user=F("person"),
    )
    return list(waiting.order_by("person").values_list("person", flat=True).distinct())


def notices_to_mail(person: User, now: datetime) -> list[Notice]:
    """Return all that an e-mail sent now would tell a person, oldest first; one query.

    Another, if there is any that can be told of several places: of what somebody did in one act
    the mail tells whole, so also of the places that the person has seen since.
    """
    found = list(_fresh(read_unmailed(person), now)) if person.is_active else []
    acts = {(each.kind, each.response_id, each.created_at) for each in found if each.kind in _ACTS}
    seen = list(_seen_of(person, acts)) if acts else []
    return sorted([*found, *seen], key=attrgetter("pk"))


_GIVEN = frozenset({NoticeKind.ASSIGNED, NoticeKind.HANDED, NoticeKind.TRANSLATE})
"""What somebody gave, which stays given whatever becomes of it."""

_ACTS = frozenset(kind for kind, facts in NOTICES.items() if facts.several) - frozenset(REMINDERS)
"""What somebody does to several places in one act; what is due is no act."""


def _seen_of(person: User, acts: Collection[tuple[str, int, datetime]]) -> QuerySet[Notice]:
    """Return what of some acts, by kind, response and moment, a person has seen and still has.

    What was asked for besides, such as to sign, is read by itself once the section has moved.
    """
    of_acts = Q()
    for kind, response, moment in acts:
        of_acts |= Q(kind=kind, response=response, created_at=moment)
    place = {"work__response": OuterRef("response")}
    since = Event.objects.filter(**place, created_at__gt=OuterRef("created_at"))
    moved = since.filter(work__section=OuterRef("section"))
    seen = read_inbox(person).filter(of_acts, mailed_at__isnull=True, read_at__isnull=False)
    return seen.filter(Q(kind__in=_GIVEN) | ~Exists(moved))


def morning(now: datetime) -> datetime:
    """Return when the last morning began, at `MORNING_HOUR` of the site's time zone."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    today = local.replace(hour=settings.MORNING_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


def _fresh(notices: QuerySet[Notice], now: datetime) -> QuerySet[Notice]:
    return notices.filter(created_at__gt=now - STALE)
