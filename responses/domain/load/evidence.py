"""What a load says of its links, and beside its answers: by the doors by which people do.

Each city has links of its own, on hosts of its own, one in each longer list of which fails.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.checks.found import LinkFound
from responses.domain.checks.noting import note_link
from responses.domain.checks.recording import claim, note_told, record, register, release, untold
from responses.domain.content.content import Content
from responses.domain.content.kinds import KINDS
from responses.domain.coverage.claiming import (
    PurposeChange,
    ServiceChange,
    choose_purposes,
    write_services,
)
from responses.domain.coverage.purposes import proposed
from responses.domain.edition.shapes import EditionShape
from responses.domain.snapshot.evidence import NamedAddress, named_addresses, targets_named
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.services import NO_SERVICE, Service, unasked
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import WRITABLE
from responses.link_states import Finding
from responses.models import Response

from .seasons import MARK

HOSTS = 10
"""How many hosts the links of a city are on."""
SERVICES = 12
"""Of how many services something is said."""
_FAILING = re.compile(rf"https://h\d+\.{MARK}\d+\.example/[^/]+/1")
_DAY = timedelta(days=1)
_HOLDER = "load"


def own_links(
    shape: EditionShape, contents: Mapping[str, Content], slug: str
) -> Mapping[str, Content]:
    """Return the answers with a city's own addresses in their links. Pure."""
    made: dict[str, Content] = {}
    for key, question in shape.questions_by_key.items():
        parts: dict[str, Any] = dict(contents[key].parts)
        for part in question.parts:
            rows = parts.get(part.key)
            if rows and KINDS[part.kind].evidence(rows):
                parts[part.key] = [
                    {**row, "url": f"https://h{number % HOSTS}.{slug}.example/{key}/{number}"}
                    for number, row in enumerate(rows)
                ]
        made[key] = Content(parts)
    return made


def failing_urls(section: SectionSnapshot) -> Sequence[str]:
    """Return the addresses of a section that fail in a load. Pure."""
    named = named_addresses([section.as_bound])
    return [each.url for each in named if _FAILING.fullmatch(each.url)]


def say_beside(response: Response, shape: EditionShape, actor: Actor) -> None:
    """Say how the links of a response stand, what they prove, and why one is right all the same."""
    snapshot = read_snapshot(response)
    named = [each for each in named_addresses(snapshot.sections) if each.digest]
    own = [each for each in named if f".{response.city.slug}.example/" in each.url]
    _check(own)
    failing = [each for each in own if _FAILING.fullmatch(each.url)]
    for each in failing[:1]:
        note_link(response, each.digest, each.url, "국내에서만 접속됩니다.", actor=actor)
    for section in snapshot.sections:
        if section.state in WRITABLE:
            _choose(response, shape, section, own, actor)
    services = {
        each.key: ServiceChange(
            NO_SERVICE,
            Service(
                "yes" if number % 3 else "",
                f"https://h0.{response.city.slug}.example/services/{number}",
                "스마트도시과",
                "온라인으로 신청합니다." if number % 2 else "",
            ),
        )
        for number, each in enumerate(islice(unasked(shape), SERVICES))
    }
    write_services(response, shape, services, actor=actor)


@transaction.atomic
def _check(named: Sequence[NamedAddress]) -> None:
    """Record that addresses were checked now, and those that fail a day ago, too."""
    now = timezone.now()
    targets = targets_named([], [each.url for each in named])
    register(targets, now - _DAY)
    for host in claim(_HOLDER, now - _DAY, len(targets), set(targets)):
        for each in host.due:
            if _FAILING.fullmatch(each.url):
                for at in (now - _DAY, now):
                    record(_HOLDER, host.pk, each.pk, LinkFound(Finding.MISSING, 404), at)
            else:
                record(_HOLDER, host.pk, each.pk, LinkFound(Finding.WORKS, 200), now)
    register(targets, now)
    release(_HOLDER)
    # Nobody gets an e-mail of it.
    note_told([each for each in untold() if each.digest in targets])


def _choose(
    response: Response,
    shape: EditionShape,
    section: SectionSnapshot,
    named: Sequence[NamedAddress],
    actor: Actor,
) -> None:
    """Have the first link of each question be for the first of its indicators alone."""
    for answer in section.answers:
        question = answer.question
        before = proposed(question)
        first = next((each for each in named if each.named[0].question.pk == question.pk), None)
        if first and len(before) > 1:
            change = {first.digest: PurposeChange(before, before[:1])}
            choose_purposes(
                *(response, shape, section.section, question, change), author=actor.person
            )
