"""Starts responses: the only code that makes `Response`, with a `SectionWork` for each section."""

from django.db import transaction

from responses.domain.auditing import Actor, record
from responses.domain.permissions import NotAllowedError, Permission, may
from responses.enums import AuditKind
from responses.models import City, Edition, Response, SectionWork


@transaction.atomic
def start_response(city: City, edition: Edition, *, actor: Actor) -> Response:
    """Return the city's response to an edition, made with all its sections if there is none.

    Raises `NotAllowedError` if the actor may not start one.
    """
    if not may(actor.person, Permission.START_RESPONSE, city):
        raise NotAllowedError
    # Who changes how translations are reviewed locks the city, too.
    city = City.objects.select_for_update().get(pk=city.pk)
    response, created = Response.objects.get_or_create(city=city, edition=edition)
    if created:
        SectionWork.objects.bulk_create(
            SectionWork(
                response=response, section=section, originals_alone=city.translations_afterwards
            )
            for section in edition.sections.all()
        )
        record(AuditKind.RESPONSE_STARTED, actor, city, lambda: edition.code)
    return response
