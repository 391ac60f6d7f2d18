"""Gives some of the other cities more people, long histories, refused texts, talk, pictures."""

import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import count, cycle, islice
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from PIL import Image

from bench.people import slug_of, typist_email, writer_email
from bench.plan import (
    A_THREAD,
    CROWDED,
    FIGURES,
    FILED,
    FLOOR_FILE,
    HISTORY,
    ILLUSTRATED,
    LINKED,
    LINKS,
    LITTLE_SAID,
    LONG,
    LONG_HISTORY,
    MUCH_SAID,
    QUIET,
    REFUSALS,
    REFUSED,
    REVIEWED,
    SEATS,
    SHORT,
    SHORT_HISTORY,
    TALKED_OF,
)
from responses.domain.checks.found import LinkFound
from responses.domain.checks.named import address_digest
from responses.domain.checks.recording import claim, record, register, release
from responses.domain.checks.targets import target_of
from responses.domain.content.kinds.files import row_of
from responses.domain.files.storing import bring
from responses.enums import Refusal, Role, Source
from responses.link_states import Finding
from responses.models import (
    Answer,
    City,
    Membership,
    RefusedText,
    Remark,
    Revision,
    StoredFile,
    Thread,
    User,
)

APART = timedelta(minutes=1)


def furnish() -> None:
    """Give each its due, unless that is there already."""
    if RefusedText.objects.filter(response__city__slug=slug_of(SHORT[0])).exists():
        return
    for number in (*SHORT, *LONG, *REFUSED, *CROWDED):
        _seat(number)
    for (number,), revisions, refusals in (
        (SHORT, SHORT_HISTORY, 1),
        (LONG, LONG_HISTORY, 1),
        (REFUSED, SHORT_HISTORY, REFUSALS),
    ):
        answer = _answer(number)
        _revise(answer, revisions)
        _refuse(answer, refusals)
    for (number,), remarks in ((QUIET, LITTLE_SAID), (TALKED_OF, MUCH_SAID)):
        _talk(_answer(number), remarks)
    _review(REVIEWED[0], REVIEWED[1:])
    _illustrate(_answer(ILLUSTRATED[0], FILED))
    for question, number in LINKS.items():
        _link(_answer(LINKED[0], question), number)
    StoredFile.objects.create(digest=FLOOR_FILE, type="pdf", size=0, created_at=timezone.now())


def _link(answer: Answer, number: int) -> None:
    """Have an answer name so many web addresses, each of which was checked and found."""
    key, now = answer.question.key, timezone.now()
    urls = [f"https://h{each % 20}.example/{key}/{each}" for each in range(number)]
    links = [{"label": f"근거 {at}", "url": url} for at, url in enumerate(urls)]
    answer.content = {**answer.content, "parts": {**answer.content["parts"], "links": links}}
    answer.save()
    targets = {address_digest(target): target for target in map(target_of, urls)}
    register(targets, now)
    for host in claim("bench", now, number, targets):
        for each in host.due:
            record("bench", host.pk, each.pk, LinkFound(Finding.WORKS, 200), now)
    release("bench")


def _answer(number: int, question: str = HISTORY) -> Answer:
    return Answer.objects.get(response__city__slug=slug_of(number), question__key=question)


def _seat(number: int) -> None:
    """Give a city a contributor a seat, who can sign in with the demo's password."""
    password, city = (
        make_password(os.environ["DEMO_PASSWORD"]),
        City.objects.get(slug=slug_of(number)),
    )
    people = User.objects.bulk_create(
        User(email=typist_email(number, seat), name=f"Contributor {seat}", password=password)
        for seat in range(len(SEATS))
    )
    Membership.objects.bulk_create(
        Membership(city=city, user=person, role=Role.CONTRIBUTOR) for person in people
    )


def _revise(answer: Answer, last: int) -> None:
    """Take an answer of one revision to version `last`, its people writing in turn.

    Nobody writes twice in a row, so that each revision is a sitting of its own.
    """
    start = timezone.now() - last * APART
    authors = cycle(User.objects.filter(memberships__city__responses=answer.response_id))
    contents = _contents(answer, "{}")
    revisions = Revision.objects.bulk_create(
        Revision(
            answer=answer,
            version=version,
            content=content,
            author=author,
            source=Source.AUTOSAVE,
            created_at=start + version * APART,
        )
        for version, content, author in zip(range(2, last + 1), contents, authors, strict=False)
    )
    newest = revisions[-1]
    answer.version, answer.content = last, newest.content
    answer.updated_at, answer.updated_by = newest.created_at, newest.author
    answer.save()


def _refuse(answer: Answer, number: int) -> None:
    """Keep so many texts that the city's coordinator started from the version before the last."""
    coordinator = Membership.objects.get(
        city__responses=answer.response_id, role=Role.COORDINATOR
    ).user
    RefusedText.objects.bulk_create(
        RefusedText(
            response_id=answer.response_id,
            question_id=answer.question_id,
            author=coordinator,
            base_version=answer.version - 1,
            content=content,
            refusal=Refusal.STALE,
            created_at=answer.updated_at,
        )
        for content in islice(_contents(answer, "Refused {}"), number)
    )


def _talk(answer: Answer, number: int) -> None:
    """Have who wrote an answer say so much about it, in threads that are all open."""
    threads = Thread.objects.bulk_create(
        Thread(
            response_id=answer.response_id,
            question_id=answer.question_id,
            started_by_id=answer.updated_by_id,
            last_by_id=answer.updated_by_id,
        )
        for _ in range(number // A_THREAD)
    )
    Remark.objects.bulk_create(
        Remark(
            thread=thread,
            author_id=answer.updated_by_id,
            text="○ So.",
            version=answer.version,
            created_at=answer.updated_at,
        )
        for thread in threads
        for _ in range(A_THREAD)
    )


def _review(coordinated: int, reviewed: range) -> None:
    """Let the coordinator of one city review others."""
    person = User.objects.get(email=writer_email(coordinated))
    cities = City.objects.filter(slug__in=map(slug_of, reviewed))
    Membership.objects.bulk_create(
        Membership(city=city, user=person, role=Role.REVIEWER) for city in cities
    )


def _illustrate(answer: Answer) -> None:
    """Have an answer name pictures, each with its words."""
    rows = []
    for number in range(1, FIGURES + 1):
        given = BytesIO(_picture(number))
        facts = bring(answer.response, given, author=answer.updated_by, named=())
        said = {"caption": f"연도별 이용자 {number}", "alternative": f"{number}: 오르는 막대 열 개"}
        rows.append({**row_of(f"users-{number}.png", facts), **said})
    answer.content["parts"]["files"] = rows
    answer.version, answer.updated_at = answer.version + 1, timezone.now()
    answer.save()
    Revision.objects.create(
        answer=answer,
        version=answer.version,
        content=answer.content,
        author=answer.updated_by,
        source=Source.FORM,
        created_at=answer.updated_at,
    )


def _picture(number: int) -> bytes:
    """Return a chart of ten bars, another one for each number."""
    image, into = Image.new("RGB", (800, 500), "white"), BytesIO()
    for bar in range(10):
        left, height = 30 + 75 * bar, 30 + 40 * bar + number
        image.paste((20 + 10 * number, 60, 120), (left, 490 - height, left + 55, 490))
    image.save(into, "PNG")
    return into.getvalue()


def _contents(answer: Answer, line: str) -> Iterator[dict[str, Any]]:
    """Yield what an answer says with another last line each time."""
    parts = answer.content["parts"]
    for number in count(1):
        text = f"{parts['text']}\n○ {line.format(number)}"
        yield {**answer.content, "parts": {**parts, "text": text}}
