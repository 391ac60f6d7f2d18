"""Handing questions out as a file to people without accounts; the only code that writes `Handout`.

Whoever has the secret of its link may take the file and return it until the end of the day that
it is due, and nothing else. The secret is made as the mail with it is, and is nowhere kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from secrets import token_hex, token_urlsafe

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.content.content import EMPTY, Content
from responses.domain.digests import digest
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.people.labels import has_namesake, tell_apart
from responses.domain.permissions import NotAllowedError, Permission, RefusedError, may
from responses.domain.telling.handed_out import settle_awaited
from responses.enums import ORIGINAL, AuditKind
from responses.models import Answer, Handout, Response

_HAS_NAMESAKE = has_namesake("by", "response__city")
VOID = _("This handout was withdrawn.")
_WITHDRAWN = _("handout withdrawn")


class HandoutRefusedError(RefusedError):
    """A handout cannot be changed as it was asked for."""


@dataclass(frozen=True, slots=True)
class HandoutRequest:
    """What is to be handed out: which questions, to whom, until when, and as which file."""

    questions: Sequence[QuestionShape]
    addressee: str
    email: str
    due_on: date
    format: str
    language: str


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """The answer to a question as it was handed out."""

    question: QuestionShape
    version: int
    content: Content


@transaction.atomic
def hand_out(response: Response, asked: HandoutRequest, *, actor: Actor) -> Handout:
    """Hand questions out as their answers are now; raises `NotAllowedError`."""
    _require(response, actor)
    keys = {question.pk: question.key for question in asked.questions}
    found = Answer.objects.filter(response=response, question__in=keys, language=ORIGINAL)
    answers = {
        keys[question]: {"version": version, "content": content}
        for question, version, content in found.values_list("question", "version", "content")
    }
    nothing = {"version": 0, "content": EMPTY.to_json()}
    handout = Handout.objects.create(
        response=response,
        key=token_hex(16),
        held={key: answers.get(key, nothing) for key in keys.values()},
        format=asked.format,
        language=asked.language,
        addressee=asked.addressee,
        email=asked.email,
        due_on=asked.due_on,
        by=actor.person,
        at=timezone.now(),
    )
    _record(handout, actor)
    return handout


@transaction.atomic
def withdraw(handout: Handout, *, actor: Actor) -> None:
    """Make a handout void, so that nothing can be returned; raises `NotAllowedError`.

    And `HandoutRefusedError` if it is already.
    """
    _require(handout.response, actor)
    if not _open(handout).update(withdrawn_at=timezone.now(), digest=""):
        raise HandoutRefusedError(VOID)
    settle_awaited(handout)
    _record(handout, actor, _WITHDRAWN)


@transaction.atomic
def address_to(handout: Handout, email: str, *, actor: Actor) -> None:
    """Say to which address a handout is sent; raises `NotAllowedError`, `HandoutRefusedError`."""
    _require(handout.response, actor)
    if not _open(handout).update(email=email, mailed_at=None):
        raise HandoutRefusedError(VOID)
    handout.email, handout.mailed_at = email, None
    _record(handout, actor, email)


def new_secret(handout: Handout) -> str | None:
    """Return a new secret for the link of a handout, in place of the one before.

    None if it is void, or over.
    """
    secret = token_urlsafe(32)
    still = _open(handout).filter(due_on__gte=_today())
    return secret if still.update(digest=_digest(secret)) else None


def sent(handout: Handout) -> None:
    """Note that the mail with its link was taken by the mail server."""
    Handout.objects.filter(pk=handout.pk).update(mailed_at=timezone.now())


def to_mail() -> QuerySet[Handout]:
    """Return the handouts that have an address to be sent to, and were not sent yet."""
    waiting = Handout.objects.filter(mailed_at=None, withdrawn_at=None, due_on__gte=_today())
    return _with_all(waiting.exclude(email="")).order_by("pk")


def mailed_in_vain() -> QuerySet[Handout]:
    """Return the handouts that were sent and are withdrawn now."""
    gone = Handout.objects.exclude(mailed_at=None).exclude(withdrawn_at=None)
    return _with_all(gone.exclude(email=""))


def first_of(found: QuerySet[Handout]) -> Handout | None:
    """Return the first of some handouts, who made it told apart from people of the same name.

    One query, and another one if there are any.
    """
    told = found.annotate(has_namesake=_HAS_NAMESAKE)
    handout = told.select_related("response", "by").first()
    if handout is not None:
        tell_apart([handout], handout.response.city_id, "by")
    return handout


def find(secret: str) -> Handout | None:
    """Return the handout that a secret opens today, with its response; one query.

    The digest is looked up and not compared, so that time tells nothing of other secrets.
    """
    found = Handout.objects.filter(digest=_digest(secret), withdrawn_at=None, due_on__gte=_today())
    return first_of(_with_all(found))


def handouts_of(response: Response) -> QuerySet[Handout]:
    """Return the handouts of a response with who made them, newest first."""
    return Handout.objects.filter(response=response).select_related("by").order_by("-pk")


def held_answers(edition: EditionShape, held: Mapping[str, object]) -> list[HeldAnswer]:
    """Return what a handout holds, in the order of the form."""
    return [
        HeldAnswer(question, stored["version"], Content.from_json(stored["content"]))
        for question in edition.questions_by_key.values()
        if isinstance(stored := held.get(question.key), dict)
    ]


def held_digest(handout: Handout) -> str:
    """Return the digest of what a handout held, which its file bears."""
    return digest(handout.held)


def is_open(handout: Handout) -> bool:
    """Return whether its file can still be returned by who has the link."""
    return handout.withdrawn_at is None and handout.due_on >= _today()


def _with_all(found: QuerySet[Handout]) -> QuerySet[Handout]:
    """Return handouts with all that their mails and files say."""
    return found.select_related("response__city", "response__edition", "by")


def _today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())


def _open(handout: Handout) -> QuerySet[Handout]:
    return Handout.objects.filter(pk=handout.pk, withdrawn_at=None)


def _require(response: Response, actor: Actor) -> None:
    if not may(actor.person, Permission.ASSIGN, response.city):
        raise NotAllowedError


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _record(handout: Handout, actor: Actor, done: str | Promise = "") -> None:
    """Write into the city's audit what was handed out to whom, or what became of that."""
    edition = edition_shape(handout.response.edition)
    numbers = ", ".join(each.question.number for each in held_answers(edition, handout.held))

    def describe() -> str:
        said = (edition.code, handout.addressee, str(done), numbers)
        return " · ".join(filter(None, said))

    record(AuditKind.HANDED_OUT, actor, handout.response.city, describe)
