"""The open threads in which it is a person's turn, of which a page shows a few.

There may be ten thousand, so they are found by indexes, the newest of each question first, and
no more of them are read than are listed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from responses.domain.compiled import compiled
from responses.domain.content.translating import named, numbered
from responses.domain.correlated import has_none
from responses.domain.people.labels import called_in, has_namesake
from responses.domain.permissions import Permission, roles_with
from responses.domain.progress.own import Own, ResponseRef
from responses.domain.progress.shown import first_line
from responses.enums import ORIGINAL, Role
from responses.models import Delegation, Remark, SectionWork, Thread

from .still_open import is_seen

MOST = 100
"""So many are listed; of more it is said that there are more."""


@dataclass(frozen=True, slots=True)
class WaitingThread:
    """An open thread that waits for somebody, by the last thing that was said in it.

    Of a translation, the number and the key of the question are its own.
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

    One query, if there is any response, and another for each city where one of those who spoke is
    named like others. Those in which somebody else had the last word, and which the person started,
    is mentioned in or has to act on, as `audiences.acting_on` has it. Of more than `MOST` the
    newest, and one more.
    """
    places = {each.pk: each.place for each in own.responses}
    rows = _turns(own.person) if places else []
    rows = [row for row in rows if row[1] in places]
    called = called_in((row[-2], row[-1], row[8] or row[9], row[10]) for row in rows)
    return [_waiting(places[row[1]], row, called[row[-2], row[-1]]) for row in rows]


def _waiting(place: ResponseRef, row: tuple[Any, ...], by: str) -> WaitingThread:
    pk, _response, section, number, question, language, *rest = row
    required, mentioned, _name, _email, _alike, text, at, *_keys = rest
    of = numbered(number, language), named(question, language)
    return WaitingThread(pk, place, section, *of, required, mentioned, by, text, at)


_MEMBER = "response__city__memberships"
_COLUMNS = (
    *("pk", "response", "question__section__key", "question__number", "question__key"),
    *("language", "required", "is_mention", "name", "email", "alike", "text", "at"),
    *("response__city", "author"),
)


@compiled
def _turns(person: int) -> QuerySet[Thread, tuple[Any, ...]]:
    """Return the threads that wait for a person, as rows of `WaitingThread` by `_COLUMNS`."""
    acting = _to_act_on(person), _to_act_on(person, translations=True)
    found = _started(person).union(_mentioning(person), *acting)
    last = Remark.objects.filter(thread=OuterRef("pk")).order_by("-pk")
    calls = last.filter(mentioned=person, pk__gt=OuterRef("own"))
    shown = Remark.objects.filter(pk=OuterRef("shown"))
    shown = shown.annotate(alike=has_namesake("author", "thread__response__city"))
    return (
        Thread.objects.filter(pk__in=found.order_by("-pk")[: MOST + 1])
        .annotate(
            last=Subquery(last.values("pk")[:1]),
            own=Coalesce(Subquery(last.filter(author=person).values("pk")[:1]), 0),
            call=Subquery(calls.values("pk")[:1]),
            is_mention=Q(call__isnull=False),
            shown=Coalesce("call", "last"),
            author=Subquery(shown.values("author")[:1]),
            alike=Subquery(shown.values("alike")[:1]),
            name=Subquery(shown.values("author__name")[:1]),
            email=Subquery(shown.values("author__email")[:1]),
            text=Subquery(shown.values("text")[:1]),
            at=Subquery(shown.values("created_at")[:1]),
        )
        .order_by("-last")
        .values_list(*_COLUMNS)
    )


def _started(person: int) -> QuerySet[Thread, Any]:
    """Return the newest threads that a person started and others spoke last in."""

    def mine() -> QuerySet[Thread]:
        found = Thread.objects.filter(started_by=person, resolved_at__isnull=True)
        return _where_member(found.exclude(last_by=person).filter(is_seen()), person)

    return mine().filter(pk__gte=_oldest(mine())).order_by().values("pk")


def _mentioning(person: int) -> QuerySet[Any, Any]:
    """Return the threads in which a person was mentioned and others spoke last."""
    called = Remark.mentioned.through.objects.filter(user=person)
    found = called.filter(remark__thread__resolved_at__isnull=True)
    thread = "remark__thread__"
    found = found.exclude(remark__thread__last_by=person).filter(is_seen(thread))
    found = _where_member(found, person, thread)
    return found.values(pk=F("remark__thread"))


def _to_act_on(person: int, *, translations: bool = False) -> QuerySet[SectionWork, Any]:
    """Return the newest threads of each question that it is a person's task to answer.

    Or to translate. Whether it is, is asked once a question, and of responses alone in which a
    thread is open; of questions alone on whose translation one is.
    """
    assigned = SectionWork.contributors.through.objects.filter(sectionwork=OuterRef("pk"))
    handed = Delegation.people.through.objects.filter(
        delegation__response=OuterRef("response"), delegation__question=OuterRef("asked")
    )
    still_open = Thread.objects.filter(
        resolved_at__isnull=True,
        response=OuterRef("response"),
        language=OuterRef("into") if translations else ORIGINAL,
    )
    asked = still_open.filter(question=OuterRef("asked"))
    waiting = asked.exclude(last_by=person)
    theirs = Q(Exists(assigned.filter(user=person)) | Exists(handed.filter(user=person)))
    lacking = [has_none(assigned), has_none(handed)]
    if translations:
        translators = SectionWork.translators.through.objects.filter(sectionwork=OuterRef("pk"))
        theirs |= Q(Exists(translators.filter(user=person)))
        lacking.append(has_none(translators))
        still_open = asked
    nobodys = Q(*lacking)
    # In the order of the index in which the open ones are alone.
    any_open = Subquery(still_open.order_by("question_id", "pk").values("pk")[:1])
    thread = "response__threads"
    newest = FilteredRelation(
        thread,
        condition=Q(
            ~Q(**{f"{thread}__last_by": person}),
            **{
                f"{thread}__question": F("asked"),
                f"{thread}__language": F("into") if translations else ORIGINAL,
                f"{thread}__resolved_at__isnull": True,
                f"{thread}__pk__gte": _oldest(waiting),
            },
        ),
    )
    found: QuerySet[SectionWork, Any] = (
        _where_member(SectionWork.objects.all(), person)
        .annotate(
            role=F(f"{_MEMBER}__role"),
            asked=F("section__questions"),
            into=F("response__city__submission_language"),
        )
        .exclude(**({"into": ORIGINAL} if translations else {}))
        .annotate(any_open=any_open)
        .filter(
            theirs & Q(role__in=roles_with(Permission.EDIT)) | nobodys & Q(role=Role.COORDINATOR),
            any_open__isnull=False,
        )
        .annotate(newest=newest)
        .order_by()
        .values_list("newest__pk")
    )
    return found


def _where_member(rows: QuerySet[Any, Any], person: int, of: str = "") -> QuerySet[Any, Any]:
    """Return those of some rows in whose city a person may say something."""
    roles = roles_with(Permission.COMMENT)
    return rows.filter(**{f"{of}{_MEMBER}__user": person, f"{of}{_MEMBER}__role__in": roles})


class _Oldest(Subquery):
    """The key of the oldest of some threads, by which an index is read no further; or nothing."""

    template = '(SELECT MIN("pk") FROM (%(subquery)s) "newest")'


def _oldest(threads: QuerySet[Thread]) -> _Oldest:
    """Return the key of the oldest of the newest of some threads."""
    return _Oldest(threads.order_by("-pk").values("pk")[: MOST + 1])
