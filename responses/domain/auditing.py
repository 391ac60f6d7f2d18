"""Who did what and from where: the only code that writes `AuditRecord`, and how records are found.

A record is written in the transaction of what it tells of, so that neither is there without
the other. Its subject is in the city's working language, whoever does it or reads it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.text import Truncator

from responses.characters import normalised
from responses.enums import AuditKind
from responses.models import AuditRecord, City, HeldTries, Membership, User
from responses.validators import LINE_MAX, validate_email

_OF_THEMSELVES = (AuditKind.SIGN_IN, AuditKind.SIGN_OUT, AuditKind.LATIN_NAME)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from which network address: that of `address_in`, if there is one."""

    person: User
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Which records somebody asks for, `since` and `until` a day; what is empty asks for all."""

    person: int | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


def record(
    kind: AuditKind, actor: Actor | None, city: City | None, describe: Callable[[], str]
) -> AuditRecord:
    """Write that somebody did something; without an actor, that a command of the site did.

    `describe` returns the subject, and runs in the city's language, or the site's without a
    city. Call it in the transaction of what is recorded. A subject that is too long is cut.
    """
    with translation.override(city.language if city else settings.LANGUAGE_CODE):
        subject = describe()
    person, address = (actor.person, actor.address) if actor else (None, None)
    return _write(kind, person, city, subject, address)


def record_export(city: City, name: str, *, actor: Actor | None) -> AuditRecord:
    """Write that a file of a city was taken out of the product, under the name of that file."""
    return record(AuditKind.EXPORT, actor, city, lambda: name)


def record_returned(city: City, subject: str, address: str | None) -> AuditRecord:
    """Write that a file which was handed out came back from who has no account."""
    return _write(AuditKind.RETURNED, None, city, subject, address)


def record_refused_sign_in(typed: str, address: str | None) -> AuditRecord:
    """Write that nobody was signed in with what was typed as an e-mail address."""
    return _write(AuditKind.SIGN_IN_REFUSED, None, None, typed_address(typed), address)


def record_password_link(typed: str, address: str | None) -> AuditRecord:
    """Write that a link to set a password was requested for what was typed as an e-mail address."""
    return _write(AuditKind.PASSWORD_MAIL, None, None, typed_address(typed), address)


def count_held(record: int) -> None:
    """Count that it was tried again during the wait after a recorded try."""
    held, is_first = HeldTries.objects.get_or_create(record_id=record, defaults={"count": 1})
    if not is_first:
        HeldTries.objects.filter(pk=held.pk).update(count=F("count") + 1)


def typed_address(typed: str) -> str:
    """Return what was typed as an e-mail address as records keep it.

    What is no such address is empty and is not kept: people type their password there.
    """
    try:
        validate_email(typed)
    except ValidationError:
        return ""
    return normalised(typed.lower())


def address_in(headers: Mapping[str, str]) -> str | None:
    """Return from which network address a request came, by its WSGI environment.

    Only a proxy that is trusted is asked, and only for what it added itself: everything
    before the last hop is what the sender says. None if it is no address, as of a socket.
    """
    told = headers.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        told = headers.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2]
    try:
        # Which of the server's own networks an address is of means nothing elsewhere.
        found = ip_address(told.strip().partition("%")[0])
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found)


def records_of(city: City, search: Search) -> QuerySet[AuditRecord]:
    """Return what a coordinator of a city may see of what was asked for, newest first.

    That is what was done to the city, and with the accounts of its members. `held` of a record
    is how often it was tried again during the wait after it, or None.
    """
    found = AuditRecord.objects.filter(Q(city=city) | _of_members(city)).select_related("person")
    for word in search.words.split():
        found = found.filter(_in_subject(word))
    if search.person is not None:
        found = found.filter(person=search.person)
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.since:
        found = found.filter(at__gte=_at(search.since, time.min))
    if search.until:
        found = found.filter(at__lte=_at(search.until, time.max))
    return found.annotate(held=F("held_tries__count")).order_by("-pk")


def _in_subject(word: str) -> Q:
    """Return which records have a word, which older ones may have decomposed."""
    composed, decomposed = normalised(word), normalised(word, "NFD")
    found = Q(subject__icontains=composed)
    return found if composed == decomposed else found | Q(subject__icontains=decomposed)


def last_person(kind: AuditKind, city: City, subject: str) -> int | None:
    """Return who did something last of which the subject begins so; one query."""
    found = AuditRecord.objects.filter(kind=kind, city=city, subject__startswith=subject)
    return found.order_by("-pk").values_list("person", flat=True).first()


def people_of(city: City) -> QuerySet[User]:
    """Return the city's members and whoever else did something there, by name."""
    # Read once each, where a question asked of every account grows with all that was ever done.
    members = Membership.objects.filter(city=city).values("user")
    doers = AuditRecord.objects.filter(city=city, person__isnull=False).values("person").distinct()
    return User.objects.filter(Q(pk__in=members) | Q(pk__in=doers))


def _write(
    kind: AuditKind, person: User | None, city: City | None, subject: str, address: str | None
) -> AuditRecord:
    return AuditRecord.objects.create(
        at=timezone.now(),
        kind=kind,
        person=person,
        city=city,
        subject=Truncator(normalised(subject)).chars(LINE_MAX),
        address=address,
    )


def _of_members(city: City) -> Q:
    """Return which records of no city are of a member: what they did with their own account."""
    members = User.objects.filter(memberships__city=city)
    theirs = Q(kind__in=_OF_THEMSELVES, person__in=members.values("pk"))
    # Who was refused was nobody yet; and an administrator's new password is for somebody else.
    return Q(city=None) & (theirs | Q(subject__in=members.values("email")))


def _at(day: date, moment: time) -> datetime:
    """Return a moment of a day where the site is."""
    return datetime.combine(day, moment, tzinfo=timezone.get_current_timezone())
