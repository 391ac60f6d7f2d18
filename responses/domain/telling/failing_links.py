"""Links that fail: those who write where they are named are told once, and once when they work."""

from django.db import transaction

from responses.domain.checks.named import answers_naming
from responses.domain.checks.recording import note_told, untold
from responses.domain.notices.notices import NewNotice, notify_all
from responses.enums import LinkState, NoticeKind
from responses.models import SectionWork

from .audiences import acting_on


@transaction.atomic
def tell_of_links() -> int:
    """Tell of the addresses that fail or work again; return how many notices that makes.

    One query if there are none. Safe to be called at any time, and by several at once.
    """
    addresses = {each.digest: each for each in untold()}
    if not addresses:
        return 0
    things: dict[str, NewNotice] = {}
    for digest, place in answers_naming(addresses.keys()):
        address = addresses[digest]
        fails = address.state == LinkState.FAILING
        kind = NoticeKind.LINK_FAILS if fails else NoticeKind.LINK_WORKS
        key = f"{kind}:{address.pk}:{address.since:%Y-%m-%d}:{place.response}/{place.question}"
        works = SectionWork.objects.select_related("response__city", "response__edition")
        work = works.filter(response=place.response, section=place.section).first()
        if work is not None and key not in things:
            things[key] = NewNotice(
                kind=kind,
                people=acting_on(work, place.question),
                response=work.response,
                section=place.section,
                question=place.question,
                text=address.url,
                key=key,
            )
    note_told(addresses.values())
    return notify_all(things.values())
