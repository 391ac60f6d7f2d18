"""Links that fail: those who write where they are named are told once, and once when they work."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from responses.domain.checks.named import NamedIn, Naming, address_digest, read_namings
from responses.domain.checks.recording import note_told, read_known_to_fail, untold
from responses.domain.notices.notices import NewNotice, notify_all, read_told
from responses.link_states import LinkState
from responses.models import Address, LinkNote, Response, SectionWork
from responses.notice_kinds import NoticeKind

from .audiences import NOBODY, People, acting_on, translators_of, writing_for

_Places = Mapping[str, tuple[Address, NamedIn]]
"""What is to be told, by the keys of its notices: which address, and what names it."""


@transaction.atomic
def tell_of_links() -> int:
    """Tell of the addresses that fail or work again; return how many notices that makes.

    One query if there are none. Safe to be called at any time, and by several at once.
    """
    addresses = {each.digest: each for each in untold()}
    if not addresses:
        return 0
    places = _places(addresses, read_namings())
    note_told(addresses.values())
    return notify_all(_notices(places, places.keys()))


@transaction.atomic
def tell_of_namings(namings: Iterable[Naming]) -> int:
    """Tell of what is named anew and was known to fail before, once; return how many notices.

    Nothing of what a note says why it is right. `namings` are as `read_namings` yields them. One
    query if nothing fails, three if nothing of it is new.
    """
    failing = read_known_to_fail()
    found = _places(failing, namings) if failing else {}
    later = {
        key: (address, place)
        for key, (address, place) in found.items()
        if address.since and place.at > address.since
    }
    if not later:
        return 0
    responses = {place.response for _address, place in later.values()}
    told = {key for _person, key in read_told(responses, [NoticeKind.LINK_FAILS])}
    notes = LinkNote.objects.filter(response__in=responses).order_by()
    noted = set(notes.values_list("response", "digest"))
    new = {
        key: (address, place)
        for key, (address, place) in later.items()
        if key not in told and (place.response, address.digest) not in noted
    }
    return notify_all(_notices(new, {*told, *new}))


def _places(addresses: Mapping[str, Address], namings: Iterable[Naming]) -> _Places:
    found: dict[str, tuple[Address, NamedIn]] = {}
    for target, place in namings:
        if address := addresses.get(address_digest(target)):
            found.setdefault(_key(address, place), (address, place))
    return found


def _notices(places: _Places, told: Iterable[str]) -> list[NewNotice]:
    """Return what is told; `told` are the keys of all that is, or was."""
    known = frozenset(told)
    made = (_notice(key, *each, known) for key, each in places.items())
    return [each for each in made if each]


def _notice(key: str, address: Address, place: NamedIn, told: frozenset[str]) -> NewNotice | None:
    if place.question is None:
        responses = Response.objects.select_related("city", "edition")
        response = responses.get(pk=place.response)
        people = writing_for(response.city, place.department)
    else:
        works = SectionWork.objects.select_related("response__city", "response__edition")
        work = works.filter(response=place.response, section=place.section).first()
        if work is None:
            return None
        response, people = work.response, _acting(work, place, told, address)
    return NewNotice(
        kind=_kind(address),
        people=people,
        response=response,
        section=place.section,
        question=place.question,
        language=place.language,
        text=address.url,
        key=key,
    )


def _acting(work: SectionWork, place: NamedIn, told: frozenset[str], address: Address) -> People:
    """Return who has to act on what an answer or its translation names.

    Of a translation those who are named to translate; where that is nobody, who writes the answer,
    unless they are told of the same address in the original.
    """
    if not place.language:
        return acting_on(work, place.question)
    if people := translators_of(work):
        return people
    if _key(address, place._replace(language="")) in told:
        return NOBODY
    return acting_on(work, place.question, place.language)


def _kind(address: Address) -> NoticeKind:
    return NoticeKind.LINK_FAILS if address.state == LinkState.FAILING else NoticeKind.LINK_WORKS


def _key(address: Address, place: NamedIn) -> str:
    """Return by what it is known what is told: how an address stands, since when, named where."""
    where = f"services#{place.service}" if place.service else f"{place.question}"
    language = f"/{place.language}" if place.language else ""
    since = f"{address.since:%Y-%m-%d}"
    return f"{_kind(address)}:{address.pk}:{since}:{place.response}/{where}{language}"
