"""Reading how far a response is, in a fixed number of queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from responses.domain.assignment.reach import assignees
from responses.domain.compiled import compiled
from responses.domain.content.completeness import Status, is_answered
from responses.domain.content.content import Content
from responses.domain.edition.shapes import EditionShape
from responses.domain.notices.inbox import last_urged
from responses.domain.signing.turns import names_in
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.telling.audiences import read_signers
from responses.enums import ORIGINAL, STATES, State
from responses.models import Delegation, Response, Revision, Thread

from .burn_up import DayEnd, burn_up
from .local_day import LocalDay
from .progress import DelegatedQuestion, LineProgress, Open, Progress, SectionProgress


def read_progress(response: Response, snapshot: Snapshot) -> Progress:
    """Return how far a response is today, of which `snapshot` was read before; six queries.

    One less where nobody is named in an approval line, and five more while something is in
    review.
    """
    today = timezone.localdate()
    handed = _handed(response, snapshot, today)
    own = {each.answer.question.pk: each.due_on for each in handed}
    dues = [
        own.get(answer.question.pk, section.due_on)
        for section in snapshot.sections
        for answer in section.answers
    ]
    start = timezone.localdate(response.created_at)
    return Progress(
        snapshot,
        _sections(response, snapshot, today, handed),
        handed,
        burn_up(start, today, _day_ends(response, snapshot.edition), dues),
    )


def _late(due_on: date | None, today: date) -> int:
    """Return by how many days something that is not done is late."""
    return max((today - due_on).days, 0) if due_on else 0


def _left(due_on: date | None, today: date) -> int | None:
    """Return how many days are left of what is not done; None once it is late, or undated."""
    return (due_on - today).days if due_on and due_on >= today else None


def _since(section: SectionSnapshot) -> datetime:
    """Return since when a section waits for the same people."""
    return section.signed[-1].at if section.signed else section.state_since


def _sections(
    response: Response, snapshot: Snapshot, today: date, handed: Iterable[DelegatedQuestion]
) -> tuple[SectionProgress, ...]:
    people, threads = assignees(response), _open_threads(response, snapshot)
    steps = (step for section in snapshot.sections for step in section.line)
    names = names_in(steps, [response.city_id])
    stuck = _stuck(response, snapshot)
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    reminded = last_urged(response, midnight)
    owed = {each.section.section.pk for each in handed if each.people and not each.answered}

    def progress(section: SectionSnapshot) -> SectionProgress:
        key, done = section.section.pk, STATES[section.state].is_done
        closed = not section.takes_translations
        at = reminded.get(key)
        translators = people.translators.get(key, ()) if snapshot.submission_language else ()
        own_day = people.translated_by.get(key) if snapshot.submission_language else None
        return SectionProgress(
            section,
            people.contributors.get(key, ()),
            replace(_line(section, names), stuck=key in stuck),
            threads.get(key, Open()),
            0 if done else _late(section.due_on, today),
            None if done else _left(section.due_on, today),
            at if at and at >= _since(section) and not (done and closed) else None,
            key in owed,
            translators,
            own_day or (section.due_on if translators else None),
        )

    return tuple(map(progress, snapshot.sections))


def _line(section: SectionSnapshot, names: Mapping[int, str]) -> LineProgress:
    steps, signed = len(section.line), len(section.signed)
    if section.state is not State.IN_REVIEW or signed >= steps:
        return LineProgress(steps, signed)
    step = section.line[signed]
    return LineProgress(
        steps,
        signed,
        step,
        tuple(names[person] for person in step.people if person in names),
        _since(section),
    )


def _stuck(response: Response, snapshot: Snapshot) -> frozenset[int]:
    """Return the keys of the sections in review that nobody can sign; five queries if any is."""
    if not any(section.state is State.IN_REVIEW for section in snapshot.sections):
        return frozenset()
    works = list(response.works.filter(state=State.IN_REVIEW).select_related("approval"))
    for work in works:
        work.response = response
    signers = read_signers(works, timezone.localdate())
    return frozenset(work.section_id for work in works if not signers.get(work.pk))


def _open_threads(response: Response, snapshot: Snapshot) -> Mapping[int, Open]:
    """Return how many threads are open, by the section's key, where any is; one query."""
    sections = {
        answer.question.pk: section.section.pk
        for section in snapshot.sections
        for answer in section.answers
    }
    found: dict[int, Open] = {}
    for question, language, required, count in _threads(response.pk):
        if language in {ORIGINAL, snapshot.submission_language}:
            alike = Open.alike(count, required=required, language=language)
            found[sections[question]] = found.get(sections[question], Open()) + alike
    return found


@compiled
def _threads(response: int) -> QuerySet[Thread, tuple[int, str, bool, int]]:
    """Return how many threads are open by question and language, and whether they are required."""
    open_ones = Thread.objects.filter(response=response, resolved_at__isnull=True).order_by()
    return open_ones.values_list("question", "language", "required").annotate(count=Count("*"))


def _handed(response: Response, snapshot: Snapshot, today: date) -> tuple[DelegatedQuestion, ...]:
    """Return the questions handed over, in the form's order; one query, one row a person."""
    places = {
        answer.question.pk: (section, answer)
        for section in snapshot.sections
        for answer in section.answers
    }
    found: dict[int, DelegatedQuestion] = {}
    for question, department, own, name, email in _delegations(response.pk):
        section, answer = places[question]
        done = answer.status is Status.ANSWERED or STATES[section.state].is_done
        due_on = own or section.due_on
        late = 0 if done else _late(due_on, today)
        known = found.get(question) or DelegatedQuestion(
            section, answer, department, (), due_on, late, None if done else _left(due_on, today)
        )
        people = (*known.people, *filter(None, [name or email]))
        found[question] = replace(known, people=people)
    return tuple(found[question] for question in places if question in found)


@compiled
def _delegations(
    response: int,
) -> QuerySet[Delegation, tuple[int, str, date | None, str, str]]:
    return (
        Delegation.objects.filter(response=response)
        .order_by("people__name", "people__email")
        .values_list("question", "department", "due_on", "people__name", "people__email")
    )


def _day_ends(response: Response, edition: EditionShape) -> Iterator[DayEnd]:
    """Yield what each answer came to on each day on which it, or what it follows, changed.

    One query.
    """
    said: dict[str, Content] = {}
    for at, key, stored in _last_of_days(response.pk):
        said[key], day = Content.from_json(stored), timezone.localdate(at)
        for question in (edition.questions_by_key[key], *edition.followers.get(key, ())):
            yield DayEnd(day, question.pk, is_answered(edition, question, said))


@compiled
def _last_of_days(response: int) -> QuerySet[Revision, tuple[datetime, str, Any]]:
    """Return the last revision of each answer on each day, however much is typed.

    When it was made, the question's key, and what it says.
    """
    last = (
        Revision.objects.filter(answer__response=response, answer__language=ORIGINAL)
        .order_by()
        .values("answer", day=LocalDay("created_at"))
        .annotate(last=Max("pk"))
        .values("last")
    )
    rows = Revision.objects.filter(pk__in=last).order_by("pk")
    return rows.values_list("created_at", "answer__question__key", "content")
