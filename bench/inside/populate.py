"""Fills a database with other cities' responses; run as `python -m bench.inside.populate TOTAL`.

Each says in one section what the demo's first city says there, and all its sections are
being written. The first ones have a coordinator who can sign in with the demo's password.
"""

import os
import sys

from bench.people import slug_of, writer_email
from bench.plan import CITY, SECTION, WRITERS
from responses.enums import Role
from responses.models import Answer, City, Membership, Response, Revision, SectionWork, User

CHUNK = 500


def fill(total: int) -> None:
    """Make responses until there are `total` of them."""
    made = City.objects.filter(slug__startswith=slug_of(0)[:-1]).count()
    last = made + total - Response.objects.count()
    for first in range(made + 1, last + 1, CHUNK):
        _fill(range(first, min(first + CHUNK, last + 1)))


def _fill(numbers: range) -> None:

    pattern = Response.objects.get(city__slug=CITY)
    people = User.objects.bulk_create(
        User(email=writer_email(number), name=f"Coordinator {number}") for number in numbers
    )
    for person in people[: max(0, WRITERS + 1 - numbers.start)]:
        person.set_password(os.environ["DEMO_PASSWORD"])
        person.save()
    cities = City.objects.bulk_create(
        City(slug=slug_of(number), name={"ko": f"{number}시", "en": f"City {number}"})
        for number in numbers
    )
    Membership.objects.bulk_create(
        Membership(city=city, user=person, role=Role.COORDINATOR)
        for city, person in zip(cities, people, strict=True)
    )
    responses = Response.objects.bulk_create(
        Response(city=city, edition=pattern.edition) for city in cities
    )
    SectionWork.objects.bulk_create(
        SectionWork(response=response, section=section)
        for response in responses
        for section in pattern.edition.sections.all()
    )
    said = list(pattern.answers.filter(question__section__key=SECTION))
    answers = Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=answer.question_id,
            version=1,
            content=answer.content,
            updated_at=answer.updated_at,
            updated_by=person,
        )
        for response, person in zip(responses, people, strict=True)
        for answer in said
    )
    Revision.objects.bulk_create(
        Revision(
            answer=answer,
            version=1,
            content=answer.content,
            author_id=answer.updated_by_id,
            source="demo",
            created_at=answer.updated_at,
        )
        for answer in answers
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
