"""Who still owes something of a section that is being written or translated."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from responses.domain.compiled import compiled
from responses.domain.content.completeness import is_answered
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.translating import DUE, judge_translation, named
from responses.domain.correlated import has_none
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape
from responses.domain.permissions import Permission, roles_with
from responses.enums import ORIGINAL, Action, State
from responses.models import Answer, Delegation, Event, Invitation, Membership, SectionWork

from .audiences import NOBODY, People, read_staff, translators_of

Said = Mapping[int, Mapping[str, Content]]
"""Contents by response, then by the question's key."""


def read_said(delegations: Iterable[Delegation]) -> Said:
    """Return the answers to questions that were handed over, and to those that they may follow.

    By response, then by the question's key.
    """
    return read_answers_of({each.response_id for each in delegations})


def read_answers_of(responses: Collection[int]) -> Said:
    """Return every answer of some responses, by their keys; one query if there are any."""
    said: dict[int, dict[str, Content]] = {response: {} for response in responses}
    for response, question, stored in _answers(responses) if responses else ():
        said[response][question] = Content.from_json(stored)
    return said


@compiled
def _answers(responses: Collection[int]) -> QuerySet[Answer, tuple[int, str, Any]]:
    rows = Answer.objects.filter(response__in=responses, language=ORIGINAL).order_by()
    return rows.values_list("response", "question__key", "content")


class SaidTranslation(NamedTuple):
    """What an answer is in another language, and whether its original has changed since."""

    content: Content = EMPTY
    is_outdated: bool = False


Translations = Mapping[tuple[int, str], SaidTranslation]
"""The translations of some responses, by response and the key of their question."""


def read_translations_of(responses: Collection[int]) -> Translations:
    """Return every translation of some responses, by their keys; one query if there are any."""
    return {
        (response, named(key, language)): SaidTranslation(Content.from_json(stored), of < words)
        for response, key, language, stored, of, words in (
            _translations(responses) if responses else ()
        )
    }


@compiled
def _translations(responses: Collection[int]) -> QuerySet[Answer, tuple[Any, ...]]:
    original = Answer.objects.filter(
        response=OuterRef("response"), question=OuterRef("question"), language=ORIGINAL
    )
    words = Coalesce(Subquery(original.values("words_version")), 0)
    found = Answer.objects.filter(response__in=responses).exclude(language=ORIGINAL)
    return (
        found.annotate(words=words)
        .order_by()
        .values_list("response", "question__key", "language", "content", "translates", "words")
    )


def untranslated(
    response: int,
    questions: Iterable[QuestionShape],
    into: str,
    said: Said,
    translations: Translations,
) -> frozenset[int]:
    """Return the keys of those questions whose answer is to be translated, or looked at again.

    `into` is the language of the translations; without one, there are none.
    """
    answers, none = said.get(response, {}), SaidTranslation()
    return frozenset(
        question.pk
        for question in questions
        if into
        for original in [answers.get(question.key, EMPTY)]
        for it in [translations.get((response, named(question.key, into)), none)]
        if judge_translation(question, original, it.content, outdated=it.is_outdated) in DUE
    )


def is_settled(work: SectionWork, delegation: Delegation, said: Said) -> bool:
    """Return whether a question that was handed over is completely answered."""
    edition = edition_shape(work.response.edition)
    question = edition.questions_by_key[delegation.question.key]
    return is_answered(edition, question, said.get(delegation.response_id, {}))


def unassigned(now: datetime) -> "ExpressionWrapper[Q]":
    """Return, for a query of works, whether nobody who is assigned to it may write.

    Whoever is invited may, once they have joined.
    """
    able = Membership.objects.filter(
        city=OuterRef("response__city"),
        role__in=roles_with(Permission.EDIT),
        user__is_active=True,
        user__assigned_works=OuterRef("pk"),
    )
    invited = Invitation.objects.filter(
        city=OuterRef("response__city"),
        role__in=roles_with(Permission.EDIT),
        used_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
        person__assigned_works=OuterRef("pk"),
    )
    return ExpressionWrapper(Q(has_none(able), has_none(invited)), BooleanField())


def last_sender() -> Subquery:
    """Return, for a query of works, who sent the section to review last."""
    sent = Event.objects.filter(work=OuterRef("pk"), action=Action.SEND)
    return Subquery(sent.order_by("-pk").values("actor")[:1])


def writers_owing(work: SectionWork) -> People:
    """Return who has to write a section now: in whose "My work" it stands; at most six queries.

    Those assigned to it. Where nobody is who may write it, or still can join to do so, the
    coordinators, who assign it, and who sent it to review last. And those who were handed a
    question of it: while it is written for the first time, one that is not answered.
    `work.response` is taken as loaded.
    """
    staff, city = read_staff([work]), work.response.city_id
    handed = list(
        Delegation.objects.filter(response=work.response_id, question__section=work.section_id)
        .select_related("question")
        .prefetch_related("people")
    )
    if handed and work.state == State.DRAFT:
        said = read_said(handed)
        handed = [each for each in handed if not is_settled(work, each, said)]
    coordinators = staff.coordinators(city)
    able = staff.able(city)
    holders = {person.pk for each in handed for person in each.people.all()}
    [(is_nobodys, sender)] = _begun(work.pk, timezone.now())
    instead = coordinators | ({sender} if sender else NOBODY) if is_nobodys else NOBODY
    return able & (staff.assigned.get(work.pk, NOBODY) | instead | holders)


def translators_owing(work: SectionWork) -> People:
    """Return who has to translate a section now; at most four queries.

    Those named for it, while something of it is left to translate.
    """
    translators = translators_of(work)
    return translators if translators and read_untranslated([work]) else NOBODY


def read_untranslated(works: Collection[SectionWork]) -> frozenset[int]:
    """Return the keys of those works of which something is left to translate; two queries.

    None of a city that submits in the language in which it works. `work.response` is taken as
    loaded with its city and its edition.
    """
    responses = {work.response_id for work in works}
    said, translations = read_answers_of(responses), read_translations_of(responses)
    return frozenset(
        work.pk for work in works if untranslated(*_to_translate(work), said, translations)
    )


def _to_translate(work: SectionWork) -> tuple[int, Iterable[QuestionShape], str]:
    """Return of a work its response, its questions and the language of its translations."""
    response = work.response
    sections = edition_shape(response.edition).sections
    shape = next(each for each in sections if each.pk == work.section_id)
    return response.pk, shape.questions, response.city.submission_language


@compiled
def _begun(work: int, now: datetime) -> QuerySet[SectionWork, tuple[bool, int | None]]:
    """Return whether a section is assigned to nobody, and who sent it last."""
    found = SectionWork.objects.filter(pk=work)
    return found.annotate(nobodys=unassigned(now), sent_by=last_sender()).values_list(
        "nobodys", "sent_by"
    )
