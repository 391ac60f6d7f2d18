"""A load to measure with: very many cities, whose people have answered edition after edition.

It goes past the doors by which people write, as they would take hours for it, and only adds:
cities, people, and editions of its own. What it adds is as the product would have written it, and
is chained: `verify_records` finds nothing. Nothing of it is sealed, as each seal renders PDFs.

The second half of the cities submit in the language in which the demo's first does: their sections
have translators, their answers translations, of which some are outdated, and files wherever some
are asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import cycle

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.chaining import chain_records
from responses.domain.content.content import Content
from responses.domain.content.kinds import KINDS
from responses.domain.content.kinds.files import row_of
from responses.domain.edition.shapes import SectionShape
from responses.domain.files.storing import bring
from responses.domain.permissions import RefusedError
from responses.domain.review.workflow import TRANSITIONS, WARNED
from responses.domain.signing.approval_line import Signature
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, AuditKind, Role, Source, State
from responses.localized import localized
from responses.models import (
    Answer,
    AuditRecord,
    City,
    Edition,
    Event,
    Membership,
    Notice,
    Remark,
    Response,
    Revision,
    SectionWork,
    Thread,
    User,
)
from responses.notice_kinds import NoticeKind

from .load_evidence import failing_urls, own_links, say_beside
from .load_seasons import (
    MARK,
    PAUSE,
    WRITING,
    Season,
    in_language,
    said,
    seasons_of,
    submission_language,
    texts_of,
)

CAST = (
    ("coordinator", Role.COORDINATOR, "총괄"),
    ("writer1", Role.CONTRIBUTOR, "작성"),
    ("writer2", Role.CONTRIBUTOR, "기안"),
    ("reviewer", Role.REVIEWER, "검토"),
)
"""The people of each city: how their addresses begin, their roles, how their names begin."""
WRITERS = ("writer1", "writer1", "writer2", "writer2")
"""Whose the sections are, in turn, so that each has one that is open."""
TRANSLATORS = ("writer2", "writer2", "writer1", "writer1")
"""Who translates them, in turn: the other one."""
A_TRANSLATION = 3
"""How many versions of an answer come to one of its translation."""
PLAN = ("plan.pdf", b"%PDF-1.7\n".ljust(4096, b"\n") + b"%%EOF\n")
"""A file that all cities with files have; another one is each city's own."""
SAID = (("reviewer", "근거 자료의 연도를 확인해 주십시오."), ("writer1", "2021년 자료입니다."))
"""What is said of the first question of each section, and by whom."""
TOLD: Mapping[Action, tuple[NoticeKind, Sequence[str]]] = {
    Action.SEND: (NoticeKind.SENT, ("reviewer",)),
    Action.REQUEST_CHANGES: (NoticeKind.CHANGES_REQUESTED, ("writer1", "writer2")),
    Action.APPROVE: (NoticeKind.APPROVED, ("coordinator", "writer1", "writer2")),
}
"""Who is told of what is done, as what."""

People = Mapping[str, User]


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
        contents = _with_files(response, people["writer1"], season, contents)
    _write(response, people, season, contents, revisions)
    if city.submission_language:
        _translate(response, people["writer2"], season, contents, revisions)
    works = _works(response, people, season)
    _talk(response, people, season, revisions)
    _move(response, people, season, works)
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


def _with_files(
    response: Response, author: User, season: Season, contents: Mapping[str, Content]
) -> Mapping[str, Content]:
    """Return what each question is answered, with two files wherever some are asked for."""
    own = f"구분,값\n{response.city.slug},{season.shape.code}\n".encode()
    rows = [
        row_of(name, bring(response, BytesIO(content), author=author, named=()))
        | {"caption": "시민 참여 현황", "alternative": ""}
        for name, content in (PLAN, ("figures.csv", own))
    ]
    return {
        key: Content(
            {
                **contents[key].parts,
                **{part.key: rows for part in question.parts if KINDS[part.kind].takes_files},
            }
        )
        for key, question in season.shape.questions_by_key.items()
    }


def _write(
    response: Response,
    people: People,
    season: Season,
    contents: Mapping[str, Content],
    last: int,
) -> None:
    """Have the writers take turns: a round of all answers after the other, evenly over the time."""
    questions = list(season.shape.questions_by_key.values())
    apart = WRITING / (last * len(questions))
    writers = people["writer1"], people["writer2"]
    rounds = [
        [
            Revision(
                version=version,
                content=said(question, contents[question.key], version, last).to_json(),
                author=writers[(version + place) % 2],
                source=Source.AUTOSAVE,
                created_at=season.start + apart * ((version - 1) * len(questions) + place),
            )
            for place, question in enumerate(questions)
        ]
        for version in range(1, last + 1)
    ]
    answers = Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=question.pk,
            version=last,
            # Each version of a text has another last line.
            words_version=last if texts_of(question, contents[question.key]) else 0,
            content=newest.content,
            updated_at=newest.created_at,
            updated_by=newest.author,
        )
        for question, newest in zip(questions, rounds[-1], strict=True)
    )
    for each in rounds:
        for revision, answer in zip(each, answers, strict=True):
            revision.answer = answer
    Revision.objects.bulk_create(revision for each in rounds for revision in each)


def _translate(
    response: Response, author: User, season: Season, contents: Mapping[str, Content], last: int
) -> None:
    """Have all words translated, each third version; every other answer is behind by one."""
    number, into = max(1, last // A_TRANSLATION), response.city.submission_language
    rounds: dict[int, list[Revision]] = {}
    for place, question in enumerate(season.shape.questions_by_key.values()):
        content = in_language(question, contents[question.key], into)
        if not content:
            continue
        rounds[question.pk] = [
            Revision(
                version=version,
                content=said(question, content, version, number).to_json(),
                translates=min(last, A_TRANSLATION * version) - place % 2,
                author=author,
                source=Source.AUTOSAVE,
                created_at=season.written + PAUSE * version / (number + 1),
            )
            for version in range(1, number + 1)
        ]
    answers = Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=question,
            language=into,
            version=number,
            translates=own[-1].translates,
            content=own[-1].content,
            updated_at=own[-1].created_at,
            updated_by=author,
        )
        for question, own in rounds.items()
    )
    for answer in answers:
        for revision in rounds[answer.question_id]:
            revision.answer = answer
    # In the order of their times, as the chain expects it.
    in_turn = zip(*rounds.values(), strict=True)
    Revision.objects.bulk_create(each for one in in_turn for each in one)


def _talk(response: Response, people: People, season: Season, version: int) -> None:
    """Have something said in each section; where all is over, it is settled."""
    at, settler = season.written + PAUSE, people["reviewer"] if season.is_over else None
    threads = Thread.objects.bulk_create(
        Thread(
            response=response,
            question_id=section.questions[0].pk,
            resolved_at=at + PAUSE if settler else None,
            resolved_by=settler,
            started_by=people[SAID[0][0]],
            last_by=people[SAID[-1][0]],
        )
        for section in season.shape.sections
    )
    remarks = Remark.objects.bulk_create(
        Remark(thread=thread, author=people[name], text=text, version=version, created_at=at)
        for thread in threads
        for name, text in SAID
    )
    sections = {section.questions[0].pk: section.pk for section in season.shape.sections}
    told = {
        people["reviewer"].pk: ("writer1", NoticeKind.REMARKED),
        people["writer1"].pk: ("reviewer", NoticeKind.REPLIED),
    }
    Notice.objects.bulk_create(
        Notice(
            person=people[told[remark.author_id][0]],
            kind=told[remark.author_id][1],
            key=f"remark:{remark.pk}",
            response=response,
            section_id=sections[remark.thread.question_id],
            question_id=remark.thread.question_id,
            actor=remark.author,
            text=remark.text,
            created_at=at,
            mailed_at=at,
            read_at=at if season.is_over or remark.author == people["writer1"] else None,
        )
        for remark in remarks
    )


def _move(
    response: Response, people: People, season: Season, works: Mapping[int, SectionWork]
) -> None:
    """Send and sign sections as their stories have it, and record, tell and audit that."""
    snapshot = read_snapshot(response)
    moved: list[tuple[SectionShape, Event]] = []
    for section, story in season.stories():
        work, content = works[section.pk], snapshot.sections_by_key[section.key]
        work.state_since = season.start
        for number, action in enumerate(story, 2):
            event = _event(work, action, content, people, season.written + number * PAUSE)
            moved.append((section, event))
            work.state, work.state_since = event.to_state, event.created_at
            work.signatures = [event.signature] if event.signature else []
    moved.sort(key=lambda pair: pair[1].created_at)
    Event.objects.bulk_create(event for _section, event in moved)
    for _section, event in moved:
        if event.to_state == State.APPROVED:
            event.work.approval = event
    SectionWork.objects.bulk_update(
        works.values(), ["state", "state_since", "signatures", "approval"]
    )
    Notice.objects.bulk_create(_notices(response, people, season, moved))
    AuditRecord.objects.bulk_create(_audit(response, people, season, moved))


def _event(
    work: SectionWork, action: Action, content: SectionSnapshot, people: People, at: datetime
) -> Event:
    """Return the event of an action: the first writer sends, the reviewer decides."""
    name, role = (
        ("writer1", Role.CONTRIBUTOR) if action is Action.SEND else ("reviewer", Role.REVIEWER)
    )
    person = people[name]
    signature = Signature(
        *("", False, ""),
        person=person.pk,
        by=str(person),
        role=role,
        at=at,
        digest=content.digest,
    )
    return Event(
        work=work,
        action=action,
        actor=person,
        actor_role=role,
        from_state=work.state,
        to_state=TRANSITIONS[action].target or work.state,
        comment="수치를 보완해 주십시오." if TRANSITIONS[action].needs_comment else "",
        digest=content.digest,
        versions=dict(content.versions),
        signature=signature.to_json() if action is Action.APPROVE else None,
        failing=(failing_urls(content) if action in WARNED else None) or None,
        created_at=at,
    )


def _notices(
    response: Response,
    people: People,
    season: Season,
    moved: Iterable[tuple[SectionShape, Event]],
) -> Iterator[Notice]:
    """Yield of what people are told; what is so no longer is read, and all has been mailed."""
    for section, event in moved:
        kind, names = TOLD[Action(event.action)]
        settled = season.is_over or event.work.state_since != event.created_at
        for name in names:
            if people[name] != event.actor:
                yield Notice(
                    person=people[name],
                    kind=kind,
                    key=f"event:{event.pk}",
                    response=response,
                    section_id=section.pk,
                    actor=event.actor,
                    text=event.comment,
                    created_at=event.created_at,
                    mailed_at=event.created_at,
                    read_at=event.created_at if settled else None,
                )


def _audit(
    response: Response,
    people: People,
    season: Season,
    moved: Iterable[tuple[SectionShape, Event]],
) -> Iterator[AuditRecord]:
    code = season.shape.code

    def record(at: datetime, kind: AuditKind, person: User, subject: str) -> AuditRecord:
        return AuditRecord(at=at, kind=kind, person=person, city=response.city, subject=subject)

    coordinator = people["coordinator"]
    yield record(season.start, AuditKind.RESPONSE_STARTED, coordinator, code)
    yield record(season.start + PAUSE, AuditKind.ASSIGNMENT, coordinator, code)
    for section, event in moved:
        title = f"{section.number}. {localized(section.title)}"
        subject = f"{code} · {title} · {Action(event.action).label}"
        yield record(event.created_at, AuditKind.TRANSITION, event.actor, subject)
