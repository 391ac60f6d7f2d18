"""Reading what people say about answers: threads, how many are open, what is suggested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat

from responses.domain.answers.revisions import read_contents
from responses.domain.compiled import compiled
from responses.domain.content.combining import combination
from responses.domain.content.content import Content
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.permissions import Permission, allows, roles_with
from responses.domain.progress.own import Own, ResponseRef
from responses.domain.progress.progress import Open
from responses.domain.progress.shown import first_line
from responses.domain.snapshot.snapshot import AnswerSnapshot
from responses.enums import Role
from responses.models import Delegation, Remark, Response, SectionWork, Thread, User


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a suggestion does: what the answer says `before`, and what it would say `after`."""

    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class OpenThread:
    """An open thread, by what it was started with; one that is `required` keeps from sealing."""

    pk: int
    section: SectionShape
    question: QuestionShape
    required: bool
    by: str
    text: str


def may_settle(role: Role | None, person: User, starter: int, *, writes: bool) -> bool:
    """Return whether a person may resolve and reopen the thread that `starter` started.

    So may who `writes` the answer, which is to be said of threads alone that are not required.
    """
    if allows(role, Permission.MODERATE):
        return True
    return allows(role, Permission.COMMENT) and (writes or person.pk == starter)


def read_told(thread: Thread, author: User) -> list[User]:
    """Return who was told of what a person said last in a thread, by name; one query."""
    last = thread.remarks.filter(author=author).order_by("-pk").values("pk")[:1]
    key = Concat(Value("remark:"), Cast(Subquery(last), CharField()))
    told = User.objects.filter(notices__response=thread.response_id, notices__key=key)
    return list(told.order_by("name", "pk"))


def read_threads(response: Response, question: QuestionShape) -> list[Thread]:
    """Return the threads of an answer, the open ones first, each with its remarks.

    With them come their authors and who is mentioned; three queries.
    """
    remarks = Remark.objects.select_related("author", "declined_by").prefetch_related("mentioned")
    found = (
        Thread.objects.filter(response=response, question=question.pk)
        .select_related("resolved_by")
        .prefetch_related(Prefetch("remarks", remarks.order_by("pk")))
    )
    return sorted(found.order_by("pk"), key=lambda thread: thread.resolved_at is not None)


def section_remarks(response: Response, section: SectionShape) -> list[Remark]:
    """Return what was said about a section's answers, oldest first; one query."""
    return _section_remarks(response.pk, section.pk)


@compiled
def _section_remarks(response: int, section: int) -> QuerySet[Remark, Remark]:
    found = Remark.objects.filter(thread__response=response, thread__question__section=section)
    return found.select_related("author", "thread__question").order_by("thread", "pk")


def read_open(response: Response, section: SectionShape) -> Mapping[str, Open]:
    """Return how many threads are open, and required, by question key; one query."""
    found = Thread.objects.filter(
        response=response, question__section=section.pk, resolved_at__isnull=True
    )
    counts = found.order_by().values_list("question__key")
    rows = counts.annotate(open=Count("pk"), needed=Count("pk", filter=Q(required=True)))
    return {key: Open(threads, required) for key, threads, required in rows}


def open_required(response: Response) -> list[OpenThread]:
    """Return the open threads that stand in the way of sealing, in the form's order; one query."""
    return _open(response, required=True)


def open_threads(response: Response) -> list[OpenThread]:
    """Return all open threads, in the form's order; one query."""
    return _open(response)


def _open(response: Response, **only: bool) -> list[OpenThread]:
    first = Remark.objects.filter(thread=OuterRef("pk")).order_by("pk")
    rows = (
        Thread.objects.filter(response=response, resolved_at__isnull=True, **only)
        .order_by("question__section__position", "question__position", "pk")
        .values_list(
            "pk",
            "question__section__key",
            "question__key",
            "required",
            *(Subquery(first.values(name)[:1]) for name in _FIRST),
        )
    )
    edition = edition_shape(response.edition)
    return [
        OpenThread(
            pk,
            edition.sections_by_key[section],
            edition.questions_by_key[question],
            required,
            name or email,
            text,
        )
        for pk, section, question, required, name, email, text in rows
    ]


_FIRST = ("author__name", "author__email", "text")


@dataclass(frozen=True, slots=True)
class WaitingThread:
    """An open thread that waits for somebody, by the last thing that was said in it."""

    pk: int
    place: ResponseRef
    section: str
    number: str
    question: str
    required: bool
    mentioned: bool
    by: str
    said: str
    at: datetime

    @property
    def text(self) -> str:
        """The first line of what was said."""
        return first_line(self.said)


def waiting_threads(own: Own) -> list[WaitingThread]:
    """Return the open threads in which it is a person's turn, the last said first.

    One query, if there is any response. Those in which somebody else had the last word, and which
    the person started, is mentioned in or has to act on, as `audiences.acting_on` has it.
    """
    places = {each.pk: each.place for each in own.responses}
    rows = _turns(own.person) if places else []
    return [_waiting(places[row[1]], row) for row in rows if row[1] in places]


def _waiting(place: ResponseRef, row: tuple[Any, ...]) -> WaitingThread:
    pk, _response, section, number, question, required, mentioned, name, email, text, at = row
    by = name or email
    return WaitingThread(pk, place, section, number, question, required, mentioned, by, text, at)


_COLUMNS = (
    *("pk", "response", "question__section__key", "question__number", "question__key"),
    *("required", "mentioned", "name", "email", "text", "at"),
)


@compiled
def _turns(person: int) -> QuerySet[Thread, tuple[Any, ...]]:
    """Return the threads that wait for a person, as rows of `WaitingThread` by `_COLUMNS`."""
    remarks = Remark.objects.filter(thread=OuterRef("pk"))
    assigned = SectionWork.contributors.through.objects.filter(
        sectionwork__response=OuterRef("response"),
        sectionwork__section=OuterRef("question__section"),
    )
    handed = Delegation.people.through.objects.filter(
        delegation__response=OuterRef("response"), delegation__question=OuterRef("question")
    )
    last, mine = remarks.order_by("-pk"), Q(starter=person) | Q(mentioned=True)
    writes = Q(role__in=roles_with(Permission.EDIT))
    return (
        Thread.objects.filter(
            resolved_at__isnull=True,
            response__city__memberships__user=person,
            response__city__memberships__role__in=roles_with(Permission.COMMENT),
        )
        .annotate(
            role=F("response__city__memberships__role"),
            starter=Subquery(remarks.order_by("pk").values("author")[:1]),
            mentioned=Exists(
                Remark.mentioned.through.objects.filter(remark__thread=OuterRef("pk"), user=person)
            ),
            asked=Exists(assigned.filter(user=person)) | Exists(handed.filter(user=person)),
            nobody=~Exists(assigned) & ~Exists(handed),
            last=Subquery(last.values("pk")[:1]),
            by=Subquery(last.values("author")[:1]),
            name=Subquery(last.values("author__name")[:1]),
            email=Subquery(last.values("author__email")[:1]),
            text=Subquery(last.values("text")[:1]),
            at=Subquery(last.values("created_at")[:1]),
        )
        .exclude(by=person)
        .filter(mine | (Q(asked=True) & writes) | Q(nobody=True, role=Role.COORDINATOR))
        .order_by("-last")
        .values_list(*_COLUMNS)
    )


def proposal(
    question: QuestionShape, base: Content, suggested: Content, now: Content
) -> Content | None:
    """Return what an answer becomes by a suggestion that was made on `base`. Pure.

    What others changed since then stays, unless the suggestion changes the same; None where
    the answer cannot hold both.
    """
    return combination(question, base, suggested, now)


def read_proposals(
    response: Response, answer: AnswerSnapshot, suggested: Sequence[Remark]
) -> Mapping[int, Proposal]:
    """Return what each of some suggestions for an answer does, by the remark's key.

    Those that were accepted, or are too much beside what was changed since, are shown as they
    were made, the others against the answer now. One query if there is any.
    """
    if not suggested:
        return {}
    bases = read_contents(response, answer.question, {remark.version for remark in suggested})
    return {remark.pk: _proposal(remark, answer, bases[remark.version]) for remark in suggested}


def _proposal(remark: Remark, answer: AnswerSnapshot, base: Content) -> Proposal:
    suggested = Content.from_json(remark.suggestion or {})
    if remark.accepted_version is None:
        after = proposal(answer.question, base, suggested, answer.content)
        if after is not None:
            return Proposal(answer.content, after)
    return Proposal(base, suggested)
