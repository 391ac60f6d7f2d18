"""Files that leave the product: each is recorded, by this one rule."""

from django.http import HttpRequest

from responses.domain.auditing import record_export
from responses.models import AuditRecord, City

from .access import actor_of


def taken_out(request: HttpRequest, city: City, name: str) -> AuditRecord | None:
    """Record that the reply takes a file of a city out of the product, whole.

    By whoever is signed in; a file that a link gives out is taken by nobody who is known.

    Nothing is recorded, and None returned, for HEAD, by which a page or a program asks whether
    the file is there: no byte of it leaves. Who has the file already (304) is told so before.
    The product sends no ranges, so whoever asks for one takes all.
    """
    if request.method != "GET":
        return None
    actor = actor_of(request) if request.user.is_authenticated else None
    return record_export(city, name, actor=actor)
