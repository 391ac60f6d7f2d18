"""Fills a database; run as `python -m bench.inside.populate TOTAL`.

It makes the tables, loads the edition and the demo, and then other cities' responses until
there are TOTAL; what is there already stays. Each of the others says in two sections what
the demo's first city says there, and all its sections are being written. The first ones
have a coordinator who can sign in with the demo's password; see `bench.inside.furnish` for
what else some have.
"""

import os
import sys
from io import StringIO
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from bench.inside.furnish import furnish
from bench.people import slug_of, writer_email
from bench.plan import CITY, EDITION, FLOOR_SECTION, LINKED, REVIEWED, SECTION
from responses.enums import Role, Source
from responses.models import (
    Answer,
    City,
    Edition,
    Membership,
    Response,
    Revision,
    SectionWork,
    User,
)

CHUNK = 500
EDITION_FILE = f"fixtures/{EDITION}.json"


def fill(total: int) -> None:
    """Make responses until there are `total` of them."""
    made = City.objects.filter(slug__startswith=slug_of(0)[:-1]).count()
    last = made + total - Response.objects.count()
    for first in range(made + 1, last + 1, CHUNK):
        _fill(range(first, min(first + CHUNK, last + 1)))


def _fill(numbers: range) -> None:
    people = _people(numbers)
    responses = _responses(_cities(numbers, people))
    answers = _answers(responses, people)
    Revision.objects.bulk_create(
        Revision(
            answer=answer,
            version=1,
            content=answer.content,
            author_id=answer.updated_by_id,
            source=Source.DEMO,
            created_at=answer.updated_at,
        )
        for answer in answers
    )


def _people(numbers: range) -> list[User]:
    """Return a coordinator for each city; those of cities that have a use can sign in."""
    password, nobody = make_password(os.environ["DEMO_PASSWORD"]), make_password(None)
    signing_in = {*range(REVIEWED.start + 1), *range(REVIEWED.stop, LINKED.stop)}
    return User.objects.bulk_create(
        User(
            email=writer_email(number),
            name=f"Coordinator {number}",
            password=password if number in signing_in else nobody,
        )
        for number in numbers
    )


def _cities(numbers: range, people: list[User]) -> list[City]:
    cities = City.objects.bulk_create(
        City(slug=slug_of(number), name={"ko": f"{number}시", "en": f"City {number}"})
        for number in numbers
    )
    Membership.objects.bulk_create(
        Membership(city=city, user=person, role=Role.COORDINATOR)
        for city, person in zip(cities, people, strict=True)
    )
    return cities


def _responses(cities: list[City]) -> list[Response]:
    edition = Edition.objects.get(code=EDITION)
    sections = list(edition.sections.all())
    responses = Response.objects.bulk_create(
        Response(city=city, edition=edition) for city in cities
    )
    SectionWork.objects.bulk_create(
        SectionWork(response=response, section=section)
        for response in responses
        for section in sections
    )
    return responses


def _answers(responses: list[Response], people: list[User]) -> list[Answer]:
    said = Answer.objects.filter(response__city__slug=CITY, language="")
    pattern = list(said.filter(question__section__key__in=[SECTION, FLOOR_SECTION]))
    return Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=answer.question_id,
            version=1,
            content=_without_files(answer.content),
            updated_at=answer.updated_at,
            updated_by=person,
        )
        for response, person in zip(responses, people, strict=True)
        for answer in pattern
    )


def _without_files(content: dict[str, Any]) -> dict[str, Any]:
    """Return what an answer says but for its files, which were brought to its response alone."""
    parts = {key: value for key, value in content["parts"].items() if key != "files"}
    return {**content, "parts": parts}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("load_edition", EDITION_FILE, stdout=StringIO())
    call_command("load_demo", if_empty=True, stdout=StringIO())
    fill(int(sys.argv[1]))
    furnish()
