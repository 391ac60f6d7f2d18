"""A load to measure with: very many cities, whose people have answered edition after edition.

It goes past the doors by which people write, as they would take hours for it, and only adds:
cities, people, and editions of its own. What it adds is as the product would have written it, and
is chained: `verify_records` finds nothing. Nothing of it is sealed, as each seal renders PDFs.

The second half of the cities submit in the language in which the demo's first does: their sections
have translators, their answers translations, of which some are outdated, and files wherever some
are asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.chaining import chain_records
from responses.domain.permissions import RefusedError
from responses.enums import AuditKind
from responses.models import (
    AuditRecord,
    City,
    Edition,
    Membership,
    Notice,
    Response,
    SectionWork,
    User,
)

from .answers import translate, with_files, write
from .cast import CAST, TRANSLATORS, WRITERS, People
from .evidence import own_links, say_beside
from .moves import move
from .seasons import MARK, Season, seasons_of, submission_language
from .talk import talk


class LoadRefusedError(RefusedError):
    """There is such a load already."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is to be: of cities, of editions that each answers, of revisions an answer."""

    cities: int = 193
    editions: int = 5
    revisions: int = 30


def generate(amount: Amount, password: str | None) -> Iterator[City]:
    """Make a load, and yield each city once it is there and its records are chained.

    Without a password nobody can sign in. Raises `LoadRefusedError`, and adds nothing, if
    there is one already. Not in a transaction of its own.
    """
    refuse_another()
    seasons, key = seasons_of(amount.editions), make_password(password)
    for number in range(1, amount.cities + 1):
        submits = number > amount.cities / 2
        yield _city(number, seasons, amount.revisions, key, submits=submits)
        while chain_records():
            pass


def refuse_another() -> None:
    """Raise `LoadRefusedError` if there is anything of a load."""
    cities, editions = (
        City.objects.filter(slug__startswith=MARK),
        Edition.objects.filter(code__startswith=MARK),
    )
    if cities.exists() or editions.exists():
        raise LoadRefusedError("There is a load already. Use a database without one.")


@transaction.atomic
def _city(
    number: int, seasons: Sequence[Season], revisions: int, password: str, *, submits: bool
) -> City:
    name = dict.fromkeys(seasons[0].shape.title, f"City {number}")
    into = submission_language() if submits else ""
    city = City.objects.create(slug=f"{MARK}{number}", name=name, submission_language=into)
    people = _people(city, number, password)
    started = seasons[0].start
    AuditRecord.objects.bulk_create(
        AuditRecord(
            at=started,
            kind=AuditKind.MEMBER_ADDED,
            city=city,
            subject=f"{people[name].email} · {role.label}",
        )
        for name, role, _word in CAST
    )
    for season in seasons:
        _response(city, people, season, revisions)
    return city


def _people(city: City, number: int, password: str) -> People:
    made = User.objects.bulk_create(
        User(email=f"{name}@{city.slug}.example", name=f"{word} {number}", password=password)
        for name, _role, word in CAST
    )
    Membership.objects.bulk_create(
        Membership(city=city, user=person, role=role, department="스마트도시과")
        for person, (_name, role, _word) in zip(made, CAST, strict=True)
    )
    return {name: person for person, (name, _role, _word) in zip(made, CAST, strict=True)}


def _response(city: City, people: People, season: Season, revisions: int) -> None:
    (response,) = Response.objects.bulk_create([Response(city=city, edition=season.edition)])
    response.created_at = season.start
    Response.objects.bulk_update([response], ["created_at"])
    contents = season.contents
    if not season.is_over:
        contents = own_links(season.shape, contents, city.slug)
    if city.submission_language:
        contents = with_files(response, people["writer1"], season, contents)
    write(response, people, season, contents, revisions)
    if city.submission_language:
        translate(response, people["writer2"], season, contents, revisions)
    works = _works(response, people, season)
    talk(response, people, season, revisions)
    move(response, people, season, works)
    if not season.is_over:
        say_beside(response, season.shape, Actor(people["coordinator"]))
        # Nobody gets an e-mail of it.
        told = Notice.objects.filter(response=response, mailed_at=None)
        told.update(mailed_at=timezone.now())


def _works(response: Response, people: People, season: Season) -> Mapping[int, SectionWork]:
    """Return the sections of a response by their keys, each assigned to one of the writers."""
    due = timezone.localdate(season.written) + timedelta(days=21)
    works = SectionWork.objects.bulk_create(
        SectionWork(response=response, section_id=section.pk, department="정보화과", due_on=due)
        for section in season.shape.sections
    )
    through = SectionWork.contributors.through
    through.objects.bulk_create(
        through(sectionwork_id=work.pk, user_id=people[name].pk)
        for work, name in zip(works, cycle(WRITERS), strict=False)
    )
    if response.city.submission_language:
        translating = SectionWork.translators.through
        translating.objects.bulk_create(
            translating(sectionwork_id=work.pk, user_id=people[name].pk)
            for work, name in zip(works, cycle(TRANSLATORS), strict=False)
        )
    return {work.section_id: work for work in works}
