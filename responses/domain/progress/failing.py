"""How many links fail in what a person has to write."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.conf import settings

from responses.domain.checks.named import named_in_answers
from responses.domain.checks.states import digest_of
from responses.domain.permissions import Permission, allows
from responses.domain.snapshot.services import Service
from responses.enums import ORIGINAL, WRITABLE
from responses.link_states import LinkState
from responses.models import Address, LinkNote, Notice
from responses.notice_kinds import NoticeKind

from .own import Own, OwnResponse, OwnSection, ResponseRef


class FailingLinks(NamedTuple):
    """How many addresses fail in what a person has to write of a response."""

    place: ResponseRef
    links: int


class OwnPlaces(NamedTuple):
    """What a person has to write of some responses, as far as it can name addresses.

    `answers` are by response, question and language, empty of an original; `services` are the
    addresses in the list of services, by response and as typed.
    """

    answers: frozenset[tuple[int, int, str]]
    services: frozenset[tuple[int, str]]


NO_PLACES = OwnPlaces(frozenset(), frozenset())


def own_places(own: Own, of: Collection[OwnResponse]) -> OwnPlaces:
    """Return what is a person's to correct in some of their responses. Pure.

    Their sections and questions that are open, what they translate of them, and what waits to be
    assigned by them; of services those of their department, or all that nobody's department has if
    they coordinate.
    """
    answers = (
        (section.of.pk, *place)
        for section in own.sections
        if section.of in of
        for place in _theirs(section)
    )
    services = ((each.pk, service.url) for each in of for service in _their_services(each))
    return OwnPlaces(frozenset(answers), frozenset(services))


def read_failing_links(own: Own) -> list[FailingLinks]:
    """Return in which responses links fail that are a person's to correct.

    Those of `own_places`, without those of which a note says why that is right. By what people
    were told of: no query where nobody was, else the same few.
    """
    told = [each for each in own.responses if each.told_of_links and settings.CHECK_LINKS]
    theirs = own_places(own, told)
    places = _told(told) & theirs.answers if theirs.answers else set()
    if not places and not theirs.services:
        return []
    failing = _failing()
    keys = {response for response, *_place in places}
    noted = set(
        LinkNote.objects.filter(response__in=keys | {each for each, _url in theirs.services})
        .order_by()
        .values_list("response", "digest")
    )
    questions = {question for _response, question, _language in places}
    named = named_in_answers(keys, questions) if places else ()
    found = {
        (place.response, digest)
        for digest, place in named
        if digest in failing and (place.response, place.question, place.language) in places
    }
    of_services = {(response, digest_of(url)) for response, url in theirs.services}
    found |= {(response, digest) for response, digest in of_services if digest in failing}
    found -= noted
    counts = ((each, sum(of == each.pk for of, _digest in found)) for each in told)
    return [FailingLinks(each.place, count) for each, count in counts if count]


def _theirs(section: OwnSection) -> Iterator[tuple[int, str]]:
    """Yield the questions of a section that are the person's to correct, and translations."""
    work, into = section.work, section.of.city.into
    is_open = work.state in WRITABLE
    waits = work.unassigned and allows(section.of.role, Permission.ASSIGN)
    is_open_to_translate = into and (is_open or work.translations_open)
    for question in section.shape.questions:
        is_written = work.mine or waits or question.pk in section.handed
        if is_open and is_written:
            yield question.pk, ORIGINAL
        if is_open_to_translate and (work.translates or (is_written and not work.named)):
            yield question.pk, into


def _their_services(of: OwnResponse) -> Iterator[Service]:
    """Yield the services with an address that are the person's to correct."""
    if of.approved == of.sections or not allows(of.role, Permission.EDIT):
        return
    coordinates, department = allows(of.role, Permission.ASSIGN), of.city.department
    for each in of.services.values():
        is_theirs = each.department == department if each.department else coordinates
        if each.url and is_theirs:
            yield each


def _told(responses: list[OwnResponse]) -> set[tuple[int, int, str]]:
    """Return of which answers and translations somebody was told that a link fails; one query."""
    rows = Notice.objects.filter(
        response__in=[each.pk for each in responses],
        kind=NoticeKind.LINK_FAILS,
        question__isnull=False,
    )
    found = rows.order_by().values_list("response", "question", "language").distinct()
    return {(response, question, language) for response, question, language in found if question}


def _failing() -> frozenset[str]:
    """Return the digests of the addresses that fail and were told of; one query."""
    rows = Address.objects.filter(told=True, state=LinkState.FAILING).order_by()
    return frozenset(rows.values_list("digest", flat=True))
