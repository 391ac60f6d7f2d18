"""What each person is told of, once: the only code that writes `Notice`.

A notice is written in the transaction of what it tells of.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from responses.domain.compiled import Update, compiled, compiled_update
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.enums import ORIGINAL
from responses.models import Membership, Notice, Response, User
from responses.notice_kinds import (
    NOTICES,
    OF_LINKS,
    REMINDERS,
    TRANSLATION,
    UNASSIGNED,
    MailChoice,
    NoticeKind,
)

from .of_handouts import kept_key, of_handout

EXCERPT = 300
"""How much of what was said a notice keeps."""


_FOR = "\x1f"
"""What ends, in a notice's text, whom its reader acts for; it is taken out of what people said."""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One thing that people, by their keys, are told of; sections and questions are keys, too.

    `key` names what it is: nobody is told of the same key twice. `language` is that of a
    translation, if it is about a thread on one. `acting` names for whom some of the people act as
    deputies, by their keys, or of an approval for whom its author signed.
    """

    kind: NoticeKind
    people: frozenset[int]
    response: Response
    key: str
    section: int | None = None
    question: int | None = None
    language: str = ORIGINAL
    actor: User | None = None
    text: str = ""
    acting: Mapping[int, str] = field(default_factory=dict)


def notify(
    kind: NoticeKind,
    people: Iterable[User | int],
    response: Response,
    *,
    section: SectionShape | int | None = None,
    question: QuestionShape | int | None = None,
    actor: User | None = None,
    text: str = "",
    key: str,
) -> None:
    """Tell people, given as such or by their keys, of something in a response; two queries.

    Only active members of the response's city are told, and never the `actor`. `key` names
    what it is: nobody is told of the same key twice. Call it in the transaction of what it
    tells of. A `text` that is too long is cut.
    """
    told = frozenset(filter(None, map(_key, people)))
    thing = NewNotice(
        kind, told, response, key, _key(section), _key(question), actor=actor, text=text
    )
    notify_all([thing])


def notify_all(things: Iterable[NewNotice]) -> int:
    """Tell people of many things as `notify` does, and return how many notices that makes.

    Two queries, and another for every 90 notices or so where the database is SQLite.
    """
    wanted = [(thing, _but(thing.people, thing.actor)) for thing in things]
    cities = {thing.response.city_id for thing, people in wanted if people}
    if not cities:
        return 0
    members = frozenset(_members(cities))
    now = timezone.now()
    notices = [
        _notice(thing, person, now)
        for thing, people in wanted
        for person in sorted(people)
        if (thing.response.city_id, person) in members
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@compiled
def _members(cities: Collection[int]) -> QuerySet[Membership, tuple[int, int]]:
    rows = Membership.objects.filter(city__in=cities, user__is_active=True)
    return rows.order_by().values_list("city", "user")


def mark_read(person: User, notices: Iterable[int] | None = None) -> None:
    """Mark some of a person's notices as read, by their keys, or all of them; one query."""
    found = Notice.objects.filter(person=person, read_at__isnull=True)
    if notices is not None:
        found = found.filter(pk__in=notices)
    found.update(read_at=timezone.now())


def settle(
    response: Response,
    kinds: Collection[NoticeKind],
    *,
    section: SectionShape | None = None,
    question: QuestionShape | None = None,
) -> None:
    """Mark what people were told of a section, or of one question, as read; one query.

    For what is so no longer.
    """
    if section:
        _settle_section(frozenset(kinds))(timezone.now(), response.pk, section.pk)
    elif question:
        _settle_question(frozenset(kinds))(timezone.now(), response.pk, question.pk)


@cache
def _settle_section(kinds: frozenset[NoticeKind]) -> Callable[[datetime, int, int], int]:
    @compiled_update
    def settled(now: datetime, response: int, section: int) -> Update:
        found = Notice.objects.filter(response=response, kind__in=sorted(kinds))
        found = found.filter(Q(section=section) | Q(question__section=section))
        return Update(found.filter(read_at__isnull=True), {"read_at": now})

    return settled


@cache
def _settle_question(kinds: frozenset[NoticeKind]) -> Callable[[datetime, int, int], int]:
    @compiled_update
    def settled(now: datetime, response: int, question: int) -> Update:
        found = Notice.objects.filter(response=response, kind__in=sorted(kinds))
        found = found.filter(question=question)
        return Update(found.filter(read_at__isnull=True), {"read_at": now})

    return settled


def settle_reminders(
    response: Response, section: SectionShape, *, of_translation: bool = False
) -> None:
    """Mark reminders that a section, or its translation, is due as read; one query."""
    found = Notice.objects.filter(Q(section=section.pk) | Q(question__section=section.pk))
    found = found.filter(response=response, kind__in=REMINDERS, read_at__isnull=True)
    is_such = Q(text__endswith=TRANSLATION)
    found.filter(is_such if of_translation else ~is_such).update(read_at=timezone.now())


def settle_unassigned(response: Response, section: SectionShape) -> None:
    """Mark reminders that nobody was assigned to a section as read; one query."""
    found = Notice.objects.filter(Q(section=section.pk) | Q(question__section=section.pk))
    found = found.filter(response=response, kind__in=REMINDERS, text__endswith=UNASSIGNED)
    found.filter(read_at__isnull=True).update(read_at=timezone.now())


def settle_sections(kind: NoticeKind, places: Collection[tuple[int, int]]) -> None:
    """Mark what people were told of some sections, by response and section, as read.

    One query if there are any.
    """
    where = Q()
    for response, section in places:
        where |= Q(response=response, section=section)
    if places:
        found = Notice.objects.filter(where, kind=kind, read_at__isnull=True)
        found.update(read_at=timezone.now())


def settle_thread(response: Response, question: int, keys: Collection[str], thread: int) -> None:
    """Mark what people were told of a thread that is resolved as read; one query.

    `keys` are those of its remarks' notices.
    """
    found = Notice.objects.filter(response=response, question=question, kind__in=_OF_THREADS)
    found = found.filter(Q(key__in=keys) | Q(key__startswith=f"thread:{thread}:"))
    found.filter(read_at__isnull=True).update(read_at=timezone.now())


def settle_answered(person: User, response: Response, question: int, language: str) -> None:
    """Mark what a person was told of the threads on a question, as they answer; one query.

    Or on its translation into a language.
    """
    found = Notice.objects.filter(person=person, response=response, question=question)
    found = found.filter(language=language)
    found.filter(kind__in=_OF_THREADS, read_at__isnull=True).update(read_at=timezone.now())


def settle_visited(
    person: User,
    page: str,
    response: Response,
    *,
    section: SectionShape | None = None,
    question: QuestionShape | None = None,
    handout: int | None = None,
    languages: Collection[str] = (ORIGINAL,),
    remarks: Iterable[int] = (),
) -> int:
    """Mark what a page shows a person, who opens it, as read; return how much. One query.

    A page of a question, or a handout, shows what is said about that alone, a page of a section
    the threads on its answers in some `languages`, and some `remarks` unfolded. Of others, and of
    other pages, on which much stands, nobody knows whether a mention in a thread was seen.
    """
    now, whose = timezone.now(), (person.pk, response.pk)
    if handout:
        return _shown(page, *whose).filter(of_handout(handout)).update(read_at=now)
    if question:
        return _read_question(page)(now, *whose, *question.place)
    if section:
        # By the keys of its questions, as a join takes as long again.
        questions = [each.pk for each in section.questions]
        # A query with keys is made once, one without them each time.
        keys = [f"remark:{pk}" for pk in remarks] or ["remark:"]
        return _read_section(page)(now, *whose, section.pk, questions, languages, keys)
    return _read_response(page)(now, *whose)


def settle_handout(response: Response, handout: int, kinds: Collection[NoticeKind]) -> None:
    """Mark what people were told of a handout as read, of some kinds; one query."""
    found = Notice.objects.filter(of_handout(handout), response=response, kind__in=kinds)
    found.filter(read_at__isnull=True).update(read_at=timezone.now())


def settle_kept(response: Response, texts: Iterable[int]) -> None:
    """Mark that returned answers wait to be merged as read, by the refused texts; one query."""
    keys = Q()
    for text in texts:
        keys |= Q(key__startswith=kept_key(text))
    if keys:
        found = Notice.objects.filter(keys, response=response, kind__in=_OF_KEPT)
        found.filter(read_at__isnull=True).update(read_at=timezone.now())


@cache
def _read_question(page: str) -> Callable[[datetime, int, int, int, str], int]:
    @compiled_update
    def read(now: datetime, person: int, response: int, question: int, language: str) -> Update:
        found = _shown(page, person, response).filter(question=question, language=language)
        return Update(found, {"read_at": now})

    return read


@cache
def _read_section(
    page: str,
) -> Callable[[datetime, int, int, int, Collection[int], Collection[str], Collection[str]], int]:
    @compiled_update
    def read(  # noqa: PLR0917 - a compiled query has its arguments by position
        now: datetime,
        person: int,
        response: int,
        section: int,
        questions: Collection[int],
        languages: Collection[str],
        remarks: Collection[str],
    ) -> Update:
        of_original = Q(language=ORIGINAL) & ~Q(kind__in=_OF_TALK)
        here = Q(section=section) | Q(question__in=questions)
        said = Q(language__in=languages) | of_original
        shown = Q(kind__in=_READ_ON[page]) & _SEEN & said & here
        found = _unread(person, response).filter(shown | Q(key__in=remarks))
        return Update(found, {"read_at": now})

    return read


@cache
def _read_response(page: str) -> Callable[[datetime, int, int], int]:
    @compiled_update
    def read(now: datetime, person: int, response: int) -> Update:
        # Of links and due dates, a page of the whole response shows those of its services alone.
        of_services = Q(question=None, section=None) | ~Q(kind__in=[*OF_LINKS, *REMINDERS])
        found = _shown(page, person, response).filter(_SEEN, of_services)
        return Update(found, {"read_at": now})

    return read


def _shown(page: str, person: int, response: int) -> QuerySet[Notice]:
    """Return what a page shows a person of what they have not read."""
    return _unread(person, response).filter(kind__in=_READ_ON[page])


def _unread(person: int, response: int) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person, response=response, read_at__isnull=True)


_SEEN = ~Q(kind=NoticeKind.MENTIONED) | Q(question=None)
"""What is seen on any page that shows it; a mention in a thread is not."""


_READ_ON = {
    page: [kind for kind, facts in NOTICES.items() if page in facts.read_on]
    for page in frozenset[str]().union(*(facts.read_on for facts in NOTICES.values()))
}
"""The kinds that a page settles, by the page."""
_OF_TALK = [kind for kind, facts in NOTICES.items() if facts.page == "talk"]
"""The kinds that tell of threads, which stand on the pages that show their answers."""
_OF_KEPT = [NoticeKind.FILE_TO_MERGE, NoticeKind.ANSWER_LEFT]
_OF_THREADS = [kind for kind, facts in NOTICES.items() if facts.ends_with_thread]


def mailed(person: User, notices: Iterable[int], at: datetime) -> None:
    """Note that the mail server has taken an e-mail with these notices; one query."""
    Notice.objects.filter(person=person, pk__in=notices, mailed_at__isnull=True).update(
        mailed_at=at
    )


def set_mail_preferences(person: User, mail: MailChoice, language: str) -> None:
    """Keep when a person wants to be mailed, and in which language: a code, or none of their own.

    One query.
    """
    User.objects.filter(pk=person.pk).update(mail=mail, language=language)


def _notice(thing: NewNotice, person: int, now: datetime) -> Notice:
    return Notice(
        person_id=person,
        kind=thing.kind,
        key=thing.key,
        response=thing.response,
        section_id=thing.section,
        question_id=thing.question,
        language=thing.language,
        actor=thing.actor,
        text=_for(thing.acting.get(person, ""))
        + Truncator(thing.text.replace(_FOR, "")).chars(EXCERPT),
        created_at=now,
    )


def _for(name: str) -> str:
    return f"{name}{_FOR}" if name else ""


def acting_for(notice: Notice) -> str:
    """Return the name of whom the reader of a notice acts for as a deputy, or nothing. Pure.

    Of an approval, for whom its author signed.
    """
    return notice.text.partition(_FOR)[0] if _FOR in notice.text else ""


def said_in(notice: Notice) -> str:
    """Return the text of a notice without whom its reader acts for. Pure."""
    return notice.text.rpartition(_FOR)[2]


def _but(people: frozenset[int], actor: User | None) -> frozenset[int]:
    return people - {actor.pk} if actor else people


def _key(thing: User | SectionShape | QuestionShape | int | None) -> int | None:
    return thing if thing is None or isinstance(thing, int) else thing.pk
