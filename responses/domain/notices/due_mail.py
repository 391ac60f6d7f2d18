"""Who is to get an e-mail now: the people whose notices have waited for as long as they wish.

That a notice waits is known by `Notice.mailed_at` alone, so that whatever becomes of a job, a
worker or a mail server, what has not been mailed is found again.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from responses.enums import REMINDERS, MailChoice
from responses.models import Notice, User

from .notices import read_unmailed

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
        # As `notices.read_unmailed` has it: who has left a city is told no more of it.
        response__city__memberships__user=F("person"),
    )
    return list(waiting.order_by("person").values_list("person", flat=True).distinct())


def notices_to_mail(person: User, now: datetime) -> list[Notice]:
    """Return all that an e-mail sent now would tell a person, oldest first; one query."""
    return list(_fresh(read_unmailed(person), now)) if person.is_active else []


def morning(now: datetime) -> datetime:
    """Return when the last morning began, at `MORNING_HOUR` of the site's time zone."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    today = local.replace(hour=settings.MORNING_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


def _fresh(notices: QuerySet[Notice], now: datetime) -> QuerySet[Notice]:
    return notices.filter(created_at__gt=now - STALE)
