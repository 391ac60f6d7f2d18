"""Links that fail: those who write where they are named are told once, and once when they work."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from responses.domain.checks.named import NamedIn, Naming, address_digest, read_namings
from responses.domain.checks.recording import note_told, read_known_to_fail, untold
from responses.domain.notices.inbox import read_told
from responses.domain.notices.notices import NewNotice, notify_all
from responses.link_states import LinkState
from responses.models import Address, LinkNote, Response, SectionWork
from responses.notice_kinds import NoticeKind

from .audiences import NOBODY, Acting, People, read_acting

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
    """Return what is told; `told` are the keys of all that is, or was.

    Seven queries, however many places there are; none without any.
    """
    if not places:
        return []
    known, named = frozenset(told), [place for _address, place in places.values()]
    keys = {place.response for place in named}
    responses = Response.objects.select_related("city", "edition").in_bulk(keys)
    sections = {place.section for place in named if place.section}
    found = SectionWork.objects.filter(response__in=keys, section__in=sections).order_by("pk")
    works = {}
    for each in found:
        each.response = responses[each.response_id]
        works[each.response_id, each.section_id] = each
    questions = {place.question for place in named if place.question}
    cities = {each.city_id for each in responses.values()}
    acting = read_acting(list(works.values()), questions, cities)
    made = []
    for key, (address, place) in places.items():
        response = responses.get(place.response)
        if response is None:  # removed meanwhile
            continue
        if place.question is None:
            people = acting.for_department(response.city_id, place.department)
        elif work := works.get((place.response, place.section or 0)):
            people = _acting(acting, work, place, known, address)
        else:
            continue
        made.append(_notice(key, address, place, response, people))
    return made


def _notice(
    key: str, address: Address, place: NamedIn, response: Response, people: People
) -> NewNotice:
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


def _acting(
    acting: Acting, work: SectionWork, place: NamedIn, told: frozenset[str], address: Address
) -> People:
    """Return who has to act on what an answer or its translation names.

    Of a translation those who are named to translate; where that is nobody, who writes the answer,
    unless they are told of the same address in the original.
    """
    question = place.question or 0
    if not place.language:
        return acting.on(work, question)
    if people := acting.staff.translators(work):
        return people
    if _key(address, place._replace(language="")) in told:
        return NOBODY
    return acting.on(work, question, place.language)


def _kind(address: Address) -> NoticeKind:
    return NoticeKind.LINK_FAILS if address.state == LinkState.FAILING else NoticeKind.LINK_WORKS


def _key(address: Address, place: NamedIn) -> str:
    """Return by what it is known what is told: how an address stands, since when, named where."""
    where = f"services#{place.service}" if place.service else f"{place.question}"
    language = f"/{place.language}" if place.language else ""
    since = f"{address.since:%Y-%m-%d}"
    return f"{_kind(address)}:{address.pk}:{since}:{place.response}/{where}{language}"
