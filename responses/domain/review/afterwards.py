"""Translations that a city has reviewed after its sections, and not with them.

Then a section is approved without its translations, they are written until the response is
sealed, and a reviewer who translated none of them confirms them. Nothing else writes
`SectionWork.originals_alone`, `SectionWork.translations_open` or
`SectionWork.translations_review`; `workflow` calls it when a section moves.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.people.labels import read_labels
from responses.domain.permissions import NotAllowedError, Permission, may
from responses.domain.signing.approval_line import Signature
from responses.domain.signing.turns import translated_by
from responses.domain.snapshot.section import SectionSnapshot
from responses.enums import ORIGINAL, WRITABLE, Action, AuditKind, Role
from responses.models import Answer, City, Event, Response, SectionWork, Submission, User

NOT_APART = _(
    "The translations of this section cannot be confirmed: "
    "they were approved with it, or it is sealed."
)
NOTHING_TRANSLATED = _("Nothing is translated in this section yet.")
TRANSLATED_IT = _("You translated part of this section, so someone else must confirm it.")


def moved(work: SectionWork, event: Event) -> dict[str, Any]:
    """Return what an event that moves a section makes of its fields; nothing where all stays.

    A section that comes back to its writers goes by what the city says then, until it is sent and
    approved, or comes back again. `work.response.city` is taken as loaded behind the lock.
    """
    if event.action == Action.SEND:
        return {"translations_open": work.originals_alone}
    if event.to_state in WRITABLE:
        afterwards = work.response.city.translations_afterwards
        return {"originals_alone": afterwards, "translations_open": False}
    return {}


def why_not_confirm(work: SectionWork, content: SectionSnapshot, person: User) -> Promise | str:
    """Return why a reviewer cannot confirm the translations of a section, or nothing if they can.

    One query, if it says anything in translation.
    """
    if not content.translations_open:
        return NOT_APART
    if not content.is_translated:
        return NOTHING_TRANSLATED
    return TRANSLATED_IT if translated_by([work], person) else ""


def review_of(work: SectionWork, content: SectionSnapshot, person: User, role: Role) -> Signature:
    """Return the person's signature of the translations, beside their originals; one query."""
    return Signature(
        title="",
        consents=False,
        department="",
        person=person.pk,
        by=read_labels({person.pk}, [work.response.city_id])[person.pk],
        role=role,
        at=timezone.now(),
        digest=content.digest,
    )


def keep_review(work: SectionWork, signature: Signature) -> None:
    """Write who confirmed the translations of a section."""
    SectionWork.objects.filter(pk=work.pk).update(translations_review=signature.to_json())


def close_translations(response: Response) -> bool:
    """Let translations of approved sections be written no more; return whether they could be.

    Call it as the response is sealed, within the locks of all its sections, behind which who
    writes finds that it is so.
    """
    found = SectionWork.objects.filter(response=response, translations_open=True)
    return bool(found.update(translations_open=False))


@transaction.atomic
def review_translations_afterwards(city: City, *, afterwards: bool, actor: Actor) -> None:
    """Have the translations of a city reviewed afterwards, or with their sections.

    That holds for sections that are open, as they are sent next. What is in review or approved
    stays as it was sent; only where nothing is translated in it, translations can from now on
    come afterwards, too, as nobody has signed any. Raises `NotAllowedError` if the actor may not
    choose.
    """
    # In the order of who chooses the language.
    works = SectionWork.objects.select_for_update(of=("self",)).filter(response__city=city)
    list(works.order_by("pk").values_list("pk"))
    now = City.objects.select_for_update().get(pk=city.pk)
    if not may(actor.person, Permission.SET_LANGUAGES, city):
        raise NotAllowedError
    if now.translations_afterwards == afterwards:
        return
    City.objects.filter(pk=now.pk).update(translations_afterwards=afterwards)
    here = SectionWork.objects.filter(response__city=city)
    here.filter(state__in=WRITABLE).update(originals_alone=afterwards)
    if afterwards:
        closed = here.exclude(state__in=WRITABLE).filter(~Exists(_translated()), ~Exists(_sealed()))
        closed.update(originals_alone=True, translations_open=True)
    record(AuditKind.CITY_SETTINGS, actor, city, lambda: str(_REVIEWED[afterwards]))


_REVIEWED = {
    False: _("Translations are reviewed with their sections"),
    True: _("Translations are reviewed afterwards"),
}


def _translated() -> QuerySet[Answer]:
    """Return, for a query of works, the translations in a section."""
    found = Answer.objects.filter(
        response=OuterRef("response"), question__section=OuterRef("section")
    )
    return found.exclude(language=ORIGINAL)


def _sealed() -> QuerySet[Submission]:
    """Return, for a query of works, the submissions that have a section as it is."""
    since = OuterRef("state_since")
    return Submission.objects.filter(response=OuterRef("response"), sealed_at__gte=since)
