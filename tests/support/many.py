"""Plain functions that make very many objects, past `domain`, as that would take it long."""

from datetime import timedelta

from django.utils import timezone

from responses.domain.content.content import canonical
from responses.enums import Role, Source
from responses.models import (
    Answer,
    City,
    Edition,
    Membership,
    Remark,
    Response,
    Revision,
    Section,
    SectionWork,
    Thread,
    User,
)

from .factories import find, wording

A_THREAD = 10
"""How many remarks each thread has."""


def many_responses(edition: Edition, number: int, coordinator: User) -> list[Response]:
    """Start a response in each of so many new cities, all with one coordinator."""
    cities = City.objects.bulk_create(
        City(slug=f"city-{each}", name=wording(f"City {each}")) for each in range(number)
    )
    Membership.objects.bulk_create(
        Membership(city=city, user=coordinator, role=Role.COORDINATOR) for city in cities
    )
    responses = Response.objects.bulk_create(
        Response(city=city, edition=edition) for city in cities
    )
    sections = Section.objects.filter(edition=edition)
    SectionWork.objects.bulk_create(
        SectionWork(response=response, section=section)
        for response in responses
        for section in sections
    )
    return responses


def many_remarks(
    response: Response, key: str, number: int, author: User | None = None
) -> list[Thread]:
    """Have a coordinator of the city say so much about an answer, in open threads of ten."""
    author, question = author or _coordinator(response), find(response, key)[1].pk
    threads = Thread.objects.bulk_create(
        Thread(response=response, question_id=question, started_by=author, last_by=author)
        for _ in range(number // A_THREAD)
    )
    Remark.objects.bulk_create(
        Remark(thread=thread, author=author, text="○ So.", version=0, created_at=timezone.now())
        for thread in threads
        for _ in range(A_THREAD)
    )
    return threads


def many_revisions(response: Response, key: str, number: int, *, days: int = 50) -> None:
    """Give an empty answer so many revisions over days, which end now with an answer."""
    author, question = _coordinator(response), find(response, key)[1]
    contents = [canonical(question, parts).to_json() for parts in ({"text": "○ So."}, {})]
    now = timezone.now()
    answer = Answer.objects.create(
        response=response,
        question_id=question.pk,
        version=number,
        content=contents[0],
        updated_at=now,
        updated_by=author,
    )
    Revision.objects.bulk_create(
        Revision(
            answer=answer,
            version=version,
            content=contents[(number - version) % 2],
            author=author,
            source=Source.AUTOSAVE,
            created_at=now - timedelta(days=(number - version) * days // number),
        )
        for version in range(1, number + 1)
    )


def _coordinator(response: Response) -> User:
    return User.objects.filter(
        memberships__city=response.city_id, memberships__role=Role.COORDINATOR
    )[0]
