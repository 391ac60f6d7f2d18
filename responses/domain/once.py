"""Which forms have done what they ask for; the only code that writes `SpentForm`.

Pages give each form that adds something a token of its own. Sent once more, as it is by
whoever presses again while the first is under way, the same form is known again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from responses.models import SpentForm, User

FIELD = "once"
"""The name of the field that has a form's token."""

Said = tuple[int, str, bool]
"""The level of a message, its text, and whether that is HTML, as it has a link in it."""

KEPT = timedelta(days=7)
"""How long a form is known again: as long as a session lasts, so that no open page outlives it."""


def take(digest: str, person: User) -> tuple[SpentForm, bool]:
    """Return a form, and whether it is taken for the first time.

    To be called in the transaction that does what the form asks for: of two that come at once
    the second waits here until the first has done it, or has failed and is as if it never came.
    """
    fields = {"person": person, "created_at": timezone.now()}
    return SpentForm.objects.get_or_create(digest=digest, defaults=fields)


def find(digest: str) -> SpentForm | None:
    """Return a form that has done what it asks for, if it has; one query."""
    return SpentForm.objects.filter(digest=digest).first()


def keep_reply(form: SpentForm, location: str, said: Sequence[Said]) -> None:
    """Keep how a form is answered, should it come again; one query."""
    SpentForm.objects.filter(pk=form.pk).update(location=location, said=said)


def give_back(form: SpentForm) -> None:
    """Forget a form that did nothing, so that it can be sent again."""
    SpentForm.objects.filter(pk=form.pk).delete()


def forget_old(now: datetime) -> int:
    """Forget forms that nobody sends any more; return how many."""
    return SpentForm.objects.filter(created_at__lt=now - KEPT).delete()[0]
