"""Starts responses: the only code that makes `Response`, with a `SectionWork` for each section.

And sets what coordinators choose for a whole one.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

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


@transaction.atomic
def choose_to_keep_pages(response: Response, *, keeps: bool, actor: Actor) -> None:
    """Have the pages of a response's links kept from now on, or no more.

    Raises `NotAllowedError` if the actor may not choose.
    """
    if not may(actor.person, Permission.SEAL, response.city):
        raise NotAllowedError
    others = Response.objects.filter(pk=response.pk).exclude(keeps_pages=keeps)
    if not others.update(keeps_pages=keeps):
        return
    response.keeps_pages = keeps

    def describe() -> str:
        return f"{response.edition.code} · {_KEEPS[keeps]}"

    record(AuditKind.CITY_SETTINGS, actor, response.city, describe)


_KEEPS = {
    False: _("Pages of links are not kept"),
    True: _("Pages of links are kept"),
}
