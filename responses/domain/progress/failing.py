"""How many links fail in what a person has to write."""

from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings

from responses.domain.checks.named import named_in_answers
from responses.domain.permissions import Permission, allows
from responses.enums import WRITABLE, LinkState, NoticeKind
from responses.models import Address, LinkNote, Notice

from .own import Own, OwnResponse, OwnSection, ResponseRef


class FailingLinks(NamedTuple):
    """How many addresses fail in what a person has to write of a response."""

    place: ResponseRef
    links: int


def read_failing_links(own: Own) -> list[FailingLinks]:
    """Return in which responses links fail that are a person's to correct.

    Those of their sections and questions that are open, and of what waits to be assigned by them;
    without those of which a note says why that is right. By what people were told of: no query
    where nobody was, else the same few.
    """
    told = [each for each in own.responses if each.told_of_links and settings.CHECK_LINKS]
    theirs = {
        (section.of.pk, question)
        for section in own.sections
        if section.of in told
        for question in _theirs(section)
    }
    places = _told(told) & theirs if theirs else set()
    if not places:
        return []
    failing = _failing()
    noted = set(
        LinkNote.objects.filter(response__in={response for response, _question in places})
        .order_by()
        .values_list("response", "digest")
    )
    found = {
        (place.response, digest)
        for digest, place in named_in_answers(
            {response for response, _question in places},
            {question for _response, question in places},
        )
        if digest in failing and (place.response, place.question) in places
    } - noted
    counts = ((each, sum(of == each.pk for of, _digest in found)) for each in told)
    return [FailingLinks(each.place, count) for each, count in counts if count]


def _theirs(section: OwnSection) -> Iterator[int]:
    """Yield the questions of a section that are the person's to correct."""
    work = section.work
    if work.state not in WRITABLE:
        return
    waits = work.unassigned and allows(section.of.role, Permission.ASSIGN)
    for question in section.shape.questions:
        if work.mine or waits or question.pk in section.handed:
            yield question.pk


def _told(responses: list[OwnResponse]) -> set[tuple[int, int]]:
    """Return of which questions of responses somebody was told that a link fails; one query."""
    rows = Notice.objects.filter(
        response__in=[each.pk for each in responses],
        kind=NoticeKind.LINK_FAILS,
        question__isnull=False,
    )
    found = rows.order_by().values_list("response", "question").distinct()
    return {(response, question) for response, question in found if question}


def _failing() -> frozenset[str]:
    """Return the digests of the addresses that fail and were told of; one query."""
    rows = Address.objects.filter(told=True, state=LinkState.FAILING).order_by()
    return frozenset(rows.values_list("digest", flat=True))
