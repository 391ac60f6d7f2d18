"""Recording that a submission was sent to the UN; the only code that writes `Delivery`."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from responses.domain.auditing import Actor, record
from responses.domain.permissions import NotAllowedError, Permission, may
from responses.enums import AuditKind
from responses.models import Delivery, Submission


@dataclass(frozen=True, slots=True)
class Sent:
    """On which day a submission was sent, by which means, and the number of its receipt, if any."""

    day: date
    means: str
    receipt: str = ""


def delivery_of(submission: Submission | None) -> Delivery | None:
    """Return the record that a submission was sent, if there is one, as read with it."""
    return getattr(submission, "delivery", None)


@transaction.atomic
def deliver(submission: Submission, sent: Sent, *, actor: Actor) -> bool:
    """Record that a submission was sent, or correct that; return whether that is new.

    Every change is in the audit, with what was recorded before. Raises `NotAllowedError` if the
    actor may not seal.
    """
    response = submission.response
    if not may(actor.person, Permission.SEAL, response.city):
        raise NotAllowedError
    # Two that record at once come one after the other.
    Submission.objects.select_for_update().only("pk").get(pk=submission.pk)
    before = Delivery.objects.filter(submission=submission).first()
    known = Sent(before.day, before.means, before.receipt) if before else None
    if known == sent:
        return False
    said = {"day": sent.day, "means": sent.means, "receipt": sent.receipt}
    by = {"recorded_by": actor.person, "recorded_at": timezone.now()}
    Delivery.objects.update_or_create(submission=submission, defaults=said | by)

    def describe() -> str:
        number = gettext("No. %(number)s") % {"number": submission.number}
        told = " → ".join(_told(each) for each in (known, sent) if each)
        return f"{response.edition.code} · {number} · {told}"

    record(AuditKind.DELIVERY, actor, response.city, describe)
    return True


def _told(sent: Sent) -> str:
    return ", ".join(filter(None, [sent.day.isoformat(), sent.means, sent.receipt]))
