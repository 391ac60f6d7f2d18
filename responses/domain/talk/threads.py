"""Reading what people say about answers: threads, how many are open, what is suggested."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Concat, RowNumber

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


@dataclass(frozen=True, slots=True)
class ThreadCount:
    """How many threads of an answer are open, or are resolved.

    So many are `before` a certain one, which is None if that one is not among them.
    """

    count: int = 0
    before: int | None = None


@dataclass(frozen=True, slots=True)
class CountedThread:
    """A thread and how many remarks are in it."""

    thread: Thread
    remarks: int


_RESOLVED = Q(resolved_at__isnull=False)


def count_threads(
    response: Response, question: QuestionShape, thread: int | None = None
) -> tuple[ThreadCount, ThreadCount]:
    """Return how many threads of an answer are open and how many resolved; one query.

    With it comes where a certain `thread` stands among them, oldest first.
    """
    certain = thread or 0
    rows = (
        Thread.objects.filter(response=response, question=question.pk)
        .order_by()
        .annotate(resolved=_RESOLVED)
        .values_list("resolved")
        .annotate(
            count=Count("pk"),
            before=Count("pk", filter=Q(pk__lt=certain)),
            here=Count("pk", filter=Q(pk=certain)),
        )
    )
    found = {
        resolved: ThreadCount(count, before if here else None)
        for resolved, count, before, here in rows
    }
    return found.get(False, ThreadCount()), found.get(True, ThreadCount())


def read_threads(
    response: Response, question: QuestionShape, still_open: range, resolved: range
) -> list[CountedThread]:
    """Return threads of an answer by their places among the open and the resolved ones; one query.

    The open ones come first, each oldest first.
    """
    found = Thread.objects.filter(response=response, question=question.pk).order_by("pk")
    wanted = Q(pk__in=_cut(found.exclude(_RESOLVED), still_open))
    wanted |= Q(pk__in=_cut(found.filter(_RESOLVED), resolved))
    said = Remark.objects.filter(thread=OuterRef("pk")).order_by().values("thread")
    rows = found.filter(wanted).select_related("resolved_by")
    counted = [
        CountedThread(thread, vars(thread)["said"])
        for thread in rows.annotate(said=Subquery(said.annotate(all=Count("pk")).values("all")))
    ]
    return sorted(counted, key=lambda each: each.thread.resolved_at is not None)


def _cut(threads: QuerySet[Thread], places: range) -> QuerySet[Thread, Any]:
    return threads.values("pk")[places.start : places.stop]


def read_remarks(places: Mapping[int, Sequence[range]]) -> Mapping[int, list[Remark]]:
    """Return remarks by their threads' keys and their places in them, oldest first.

    With them come their authors and who is mentioned; two queries if there is any.
    """
    if not places:
        return {}
    placed = Remark.objects.filter(thread__in=places).annotate(
        place=Window(RowNumber(), partition_by="thread", order_by="pk")
    )
    wanted = (
        Q(thread=thread, place__gt=part.start, place__lte=part.stop)
        for thread, parts in places.items()
        for part in parts
    )
    found: dict[int, list[Remark]] = {thread: [] for thread in places}
    rows = Remark.objects.filter(pk__in=placed.filter(reduce(or_, wanted)).values("pk"))
    rows = rows.select_related("author", "declined_by").prefetch_related("mentioned")
    for remark in rows.order_by("pk"):
        found[remark.thread_id].append(remark)
    return found


def who_deals_with(response: Response, question: QuestionShape) -> Q:
    """Return, for a query of members, who coordinates, writes an answer or said something of it."""
    writers = SectionWork.contributors.through.objects.filter(
        sectionwork__response=response, sectionwork__section__questions=question.pk
    )
    handed = Delegation.people.through.objects.filter(
        delegation__response=response, delegation__question=question.pk
    )
    said = Remark.objects.filter(thread__response=response, thread__question=question.pk)
    return (
        Q(role=Role.COORDINATOR)
        | Q(user__in=writers.values("user"))
        | Q(user__in=handed.values("user"))
        | Q(user__in=said.order_by().values("author"))
    )


def place_of(response: Response, remark: int) -> tuple[int, int] | None:
    """Return in which thread a remark stands, and how many are before it; one query."""
    before = Remark.objects.filter(thread=OuterRef("thread"), pk__lte=OuterRef("pk"))
    counted = before.order_by().values("thread").annotate(all=Count("pk")).values("all")
    found = Remark.objects.filter(pk=remark, thread__response=response)
    rows = found.values_list("thread", Subquery(counted))
    return next(((thread, place - 1) for thread, place in rows), None)


def first_remark(response: Response, question: QuestionShape, thread: int) -> Remark:
    """Return what a thread of an answer was started with; one query.

    Raises `LookupError` if it is not there.
    """
    found = Remark.objects.filter(
        thread=thread, thread__response=response, thread__question=question.pk
    )
    remark = found.select_related("author").order_by("pk").first()
    if remark is None:
        raise LookupError(thread)
    return remark


@dataclass(frozen=True, slots=True)
class PlacedRemark:
    """A remark, how many are in its thread, and how many threads of its answer are like that one.

    Threads are alike if both are resolved, or both are open, and both are required, or both not.
    """

    remark: Remark
    said: int
    alike: int


IN_PLACE, NEWEST_IN_PLACE = 10, 5
"""Under an answer stand so many threads of those that are alike, the newest, and of each the first
remark and so many of the newest."""


def section_remarks(response: Response, section: SectionShape) -> list[PlacedRemark]:
    """Return what stands under a section's answers of what was said, oldest first; one query.

    And one more where some of it does not stand there.
    """
    found = _section_remarks(response.pk, section.pk)
    threads = {each.thread_id: _kind(each.thread) for each in found}
    alike = Counter(threads.values())
    if any(shown >= IN_PLACE for shown in alike.values()):
        rows = _counted(response.pk, section.pk)
        alike = Counter({(question, required, bool(end)): n for question, required, end, n in rows})
    return [
        PlacedRemark(each, at["place"] + at["back"] - 1, alike[threads[each.thread_id]])
        for each in found
        for at in [vars(each)]
    ]


def _kind(thread: Thread) -> tuple[int, bool, bool]:
    """Return what threads have in common that are alike."""
    return thread.question_id, thread.required, thread.resolved_at is not None


@compiled
def _section_remarks(response: int, section: int) -> QuerySet[Remark, Remark]:
    alike: list[Any] = [F("question"), F("required"), F("resolved")]
    threads = _threads_in(response, section).annotate(
        back=Window(RowNumber(), partition_by=alike, order_by="-pk")
    )
    # Of ten thousand threads the remarks of a few alone are looked at.
    found = Remark.objects.filter(thread__in=threads.filter(back__lte=IN_PLACE).values("pk"))
    return (
        found.select_related("author", "thread__question")
        .annotate(
            place=Window(RowNumber(), partition_by="thread", order_by="pk"),
            back=Window(RowNumber(), partition_by="thread", order_by="-pk"),
        )
        .filter(Q(place=1) | Q(back__lte=NEWEST_IN_PLACE))
        .order_by("thread", "pk")
    )


@compiled
def _counted(response: int, section: int) -> QuerySet[Thread, tuple[int, bool, bool, int]]:
    """Return how many threads of a section are alike."""
    kinds = _threads_in(response, section).values_list("question", "required", "resolved")
    counts: QuerySet[Thread, tuple[int, bool, bool, int]] = kinds.annotate(count=Count("pk"))
    return counts


def _threads_in(response: int, section: int) -> QuerySet[Any]:
    found = Thread.objects.filter(response=response, question__section=section).order_by()
    return found.annotate(resolved=ExpressionWrapper(_RESOLVED, BooleanField()))


def read_open(response: Response, section: SectionShape) -> Mapping[str, Open]:
    """Return how many threads are open, and required, by question key; one query."""
    found = Thread.objects.filter(
        response=response, question__section=section.pk, resolved_at__isnull=True
    )
    counts = found.order_by().values_list("question__key")
    rows = counts.annotate(open=Count("pk"), needed=Count("pk", filter=Q(required=True)))
    return {key: Open(threads, required) for key, threads, required in rows}


def is_required_open(response: Response) -> bool:
    """Return whether an open thread stands in the way of sealing; one query."""
    return _open(response).filter(required=True).exists()


def count_open(response: Response) -> Open:
    """Return how many threads of a response are open, and required; one query."""
    counts = _open(response).order_by().values_list("required").annotate(count=Count("pk"))
    found = dict(counts)
    return Open(sum(found.values()), found.get(True, 0))


def open_threads(response: Response, required: range, others: range) -> list[OpenThread]:
    """Return open threads by their places among the required and the other ones; one query.

    Those of either kind are in the form's order. No query if there are no places.
    """
    if not (required or others):
        return []
    found = _open(response)
    wanted = Q(pk__in=_cut(found.filter(required=True), required))
    wanted |= Q(pk__in=_cut(found.filter(required=False), others))
    first = Remark.objects.filter(thread=OuterRef("pk")).order_by("pk")
    rows = found.filter(wanted).values_list(
        "pk",
        "question__section__key",
        "question__key",
        "required",
        *(Subquery(first.values(name)[:1]) for name in _FIRST),
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


def _open(response: Response) -> QuerySet[Thread]:
    found = Thread.objects.filter(response=response, resolved_at__isnull=True)
    return found.order_by("question__section__position", "question__position", "pk")


_FIRST = ("author__name", "author__email", "text")


@dataclass(frozen=True, slots=True)
class WaitingThread:
    """An open thread that waits for somebody, by the last thing that was said in it.

    Where they were mentioned since they last said something, by the remark that did so.
    """

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
    *("required", "is_mention", "name", "email", "text", "at"),
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
    calls = last.filter(mentioned=person, pk__gt=OuterRef("own"))
    shown = Remark.objects.filter(pk=OuterRef("shown"))
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
            own=Coalesce(Subquery(last.filter(author=person).values("pk")[:1]), 0),
            call=Subquery(calls.values("pk")[:1]),
            is_mention=Q(call__isnull=False),
            shown=Coalesce("call", "last"),
            name=Subquery(shown.values("author__name")[:1]),
            email=Subquery(shown.values("author__email")[:1]),
            text=Subquery(shown.values("text")[:1]),
            at=Subquery(shown.values("created_at")[:1]),
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
