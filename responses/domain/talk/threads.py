"""Reading what people say about answers: threads, how many are open, what is suggested."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    CharField,
    Count,
    F,
    FilteredRelation,
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
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.notices.called import people_told
from responses.domain.people.labels import has_namesake, tell_apart
from responses.domain.permissions import Permission, allows
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.enums import Role
from responses.models import Delegation, Question, Remark, Response, SectionWork, Thread, User

from .still_open import counts, cut


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a suggestion does: what the answer says `before`, and what it would say `after`."""

    before: Content
    after: Content


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
    return people_told(thread.response_id, key)


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
    if thread is None:
        all_of = [0, 0]
        for _question, language, _required, resolved, count in _counted(response.pk, [question.pk]):
            all_of[resolved] += count * (language == question.language)
        return ThreadCount(all_of[0]), ThreadCount(all_of[1])
    rows = (
        _about(response, question)
        .order_by()
        .annotate(resolved=_RESOLVED)
        .values_list("resolved")
        .annotate(
            count=Count("pk"),
            before=Count("pk", filter=Q(pk__lt=thread)),
            here=Count("pk", filter=Q(pk=thread)),
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
    found = _about(response, question).order_by("pk")
    wanted = Q(pk__in=cut(found.exclude(_RESOLVED), still_open))
    wanted |= Q(pk__in=cut(found.filter(_RESOLVED), resolved))
    said = Remark.objects.filter(thread=OuterRef("pk")).order_by().values("thread")
    rows = found.filter(wanted).select_related("resolved_by")
    rows = rows.annotate(said=Subquery(said.annotate(all=Count("pk")).values("all")))
    threads = list(rows.annotate(has_namesake=has_namesake("resolved_by", "response__city")))
    tell_apart(threads, response.city_id, "resolved_by")
    counted = [CountedThread(thread, vars(thread)["said"]) for thread in threads]
    return sorted(counted, key=lambda each: each.thread.resolved_at is not None)


def _about(response: Response, question: QuestionShape) -> QuerySet[Thread]:
    """Return the threads about an answer, or about a translation."""
    return Thread.objects.filter(
        response=response, question=question.pk, language=question.language
    )


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
    rows = rows.annotate(city=F("thread__response__city"), has_namesake=_HAS_NAMESAKE)
    remarks = list(rows.order_by("pk"))
    for first in remarks[:1]:
        tell_apart(remarks, vars(first)["city"], "author", "declined_by")
    for remark in remarks:
        found[remark.thread_id].append(remark)
    return found


_HAS_NAMESAKE = has_namesake("author", "thread__response__city")


def who_deals_with(response: Response, question: QuestionShape) -> Q:
    """Return, for a query of members, who coordinates, writes an answer or said something of it.

    Of a translation those, too, who are named for it.
    """
    writers = SectionWork.contributors.through.objects.filter(
        sectionwork__response=response, sectionwork__section__questions=question.pk
    )
    handed = Delegation.people.through.objects.filter(
        delegation__response=response, delegation__question=question.pk
    )
    said = Remark.objects.filter(thread__in=_about(response, question))
    found = (
        Q(role=Role.COORDINATOR)
        | Q(user__in=writers.values("user"))
        | Q(user__in=handed.values("user"))
        | Q(user__in=said.order_by().values("author"))
    )
    if not question.language:
        return found
    translators = SectionWork.translators.through.objects.filter(
        sectionwork__response=response, sectionwork__section__questions=question.pk
    )
    return found | Q(user__in=translators.values("user"))


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
    found = Remark.objects.filter(thread=thread, thread__in=_about(response, question))
    found = found.annotate(has_namesake=_HAS_NAMESAKE)
    remark = found.select_related("author").order_by("pk").first()
    if remark is None:
        raise LookupError(thread)
    tell_apart([remark], response.city_id, "author")
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


def section_remarks(
    response: Response, section: SectionShape, languages: Sequence[str]
) -> list[PlacedRemark]:
    """Return what stands under a section's answers of what was said, oldest first; one query.

    Of those in some `languages`, one or two. One query more where some of it does not stand there,
    and another where one of its authors is named like somebody else of the city.
    """
    read = _section_remarks if len(languages) == 1 else _section_remarks_in_both
    found = read(response.pk, section.pk, *languages)
    tell_apart(found, response.city_id, "author")
    threads = {each.thread_id: _kind(each.thread) for each in found}
    alike = Counter(threads.values())
    if any(shown >= IN_PLACE for shown in alike.values()):
        rows = _counted(response.pk, [each.pk for each in section.questions])
        alike = Counter({(of, into, must, bool(end)): n for of, into, must, end, n in rows})
    return [
        PlacedRemark(each, at["place"] + at["back"] - 1, alike[threads[each.thread_id]])
        for each in found
        for at in [vars(each)]
    ]


def _kind(thread: Thread) -> tuple[int, str, bool, bool]:
    """Return what threads have in common that are alike."""
    return thread.question_id, thread.language, thread.required, thread.resolved_at is not None


@compiled
def _section_remarks(response: int, section: int, language: str) -> QuerySet[Remark, Remark]:
    return _remarks(response, section, [language])


@compiled
def _section_remarks_in_both(
    response: int, section: int, language: str, other: str
) -> QuerySet[Remark, Remark]:
    return _remarks(response, section, [language, other])


def _remarks(response: int, section: int, languages: Sequence[str]) -> QuerySet[Remark, Remark]:
    newest = [
        _newest(response, section, language, required=required, resolved=resolved)
        for language in languages
        for required in (False, True)
        for resolved in (False, True)
    ]
    # Of ten thousand threads the remarks of a few alone are looked at.
    found = Remark.objects.filter(thread__in=newest[0].union(*newest[1:], all=True))
    return (
        found.select_related("author", "thread__question")
        .annotate(
            place=Window(RowNumber(), partition_by="thread", order_by="pk"),
            back=Window(RowNumber(), partition_by="thread", order_by="-pk"),
            has_namesake=_HAS_NAMESAKE,
        )
        .filter(Q(place=1) | Q(back__lte=NEWEST_IN_PLACE))
        .order_by("thread", "pk")
    )


def _newest(
    response: int, section: int, language: str, *, required: bool, resolved: bool
) -> QuerySet[Question, Any]:
    """Return the newest threads of one kind, of each question of a section so many.

    Joined as they are, databases look at each question first and then at so many rows of an index.
    """
    # SQLite looks into an index for one of some values, but for no mere truth.
    kind = {
        "response": response,
        "language": language,
        "required__in": [required],
        "resolved_at__isnull": not resolved,
    }
    alike = Thread.objects.filter(**kind, question=OuterRef("pk")).order_by("-pk")
    oldest = Coalesce(Subquery(alike.values("pk")[IN_PLACE - 1 : IN_PLACE]), Value(0))
    theirs = Q(**{f"threads__{name}": value for name, value in kind.items()})
    newest = FilteredRelation("threads", condition=theirs & Q(threads__pk__gte=oldest))
    found = Question.objects.filter(section=section).annotate(newest=newest)
    return found.order_by().values("newest__pk")


@compiled
def _counted(
    response: int, questions: Collection[int]
) -> QuerySet[Any, tuple[int, str, bool, bool, int]]:
    """Return how many threads of some questions are alike, by what they have in common.

    That is the question, the language, required and resolved. Two indexes have what is counted,
    each in the order in which it is.
    """
    still_open, resolved = (
        counts(response, resolved=is_resolved).filter(question__in=questions)
        for is_resolved in (False, True)
    )
    return still_open.union(resolved, all=True)


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
