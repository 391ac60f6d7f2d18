"""The one writer of what a response may prove."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.domain import digests
from responses.domain.assignment.reach import assigned, delegated_all, reaches
from responses.domain.auditing import Actor, record
from responses.domain.checks.readdressed import Readdressed
from responses.domain.edition.shapes import (
    EditionShape,
    IndicatorShape,
    QuestionShape,
    SectionShape,
)
from responses.domain.notices.notices import notify
from responses.domain.permissions import (
    NotAllowedError,
    Permission,
    allows,
    may,
    role_in,
    roles_with,
)
from responses.domain.snapshot.services import (
    AVAILABLE,
    NO_SERVICE,
    Service,
    read_services,
    unasked,
)
from responses.enums import WRITABLE, AuditKind, Role
from responses.localized import bracketed, localized
from responses.models import City, Membership, Proof, Response, SectionWork, User
from responses.notice_kinds import NoticeKind

from .portal import PortalLook
from .purposes import changed, proposed, purposes_of


class PurposeChange(NamedTuple):
    """The indicators of a link as somebody saw them, and as they are to be."""

    before: Sequence[str]
    after: Sequence[str]


@transaction.atomic
def choose_purposes(
    response: Response,
    edition: EditionShape,
    section: SectionShape,
    question: QuestionShape,
    changes: Mapping[str, PurposeChange],
    *,
    author: User,
) -> int:
    """Choose for which indicators links of an answer are, by the digests of their addresses.

    What others chose meanwhile stays. Returns how many links that changes; raises
    `NotAllowedError` if the author may not write the answer now.
    """
    _locked(response, section, question, author)
    proof = _proof(response)
    known = [each.key for each in edition.indicators]
    mine = dict(proof.purposes.get(question.key, {}))
    count = 0
    for digest, change in changes.items():
        now = purposes_of(question, digest, proof.purposes)
        meant = changed(now, change.before, change.after)
        ordered = tuple(key for key in known if key in meant)
        count += set(ordered) != set(now)
        mine.pop(digest, None)
        if set(ordered) != set(proposed(question)):
            mine[digest] = list(ordered)
    if count:
        purposes = {**proof.purposes, question.key: mine}
        Proof.objects.filter(pk=proof.pk).update(purposes=purposes)
    return count


@transaction.atomic
def carry_purposes(
    response: int,
    question: str,
    changes: Iterable[Readdressed],
    before: Collection[str],
    after: Collection[str],
) -> None:
    """Let addresses that became others in an answer be for what those before were for.

    `before` and `after` are what the answer named, each as `known_addresses` has it. An address
    that stood there already stays for what it was for. One query where nothing was chosen.
    """
    proof = Proof.objects.select_for_update().filter(response=response).first()
    mine = dict(proof.purposes.get(question, {})) if proof else {}
    chosen = dict(mine)
    for each in changes:
        if each.was in chosen and each.now not in {*before, *chosen}:
            mine[each.now] = chosen[each.was]
            if each.was not in after:
                mine.pop(each.was, None)
    if proof and mine != chosen:
        purposes = {**proof.purposes, question: mine}
        Proof.objects.filter(pk=proof.pk).update(purposes=purposes)


class ServiceChange(NamedTuple):
    """A service as somebody saw it, and as it is to be."""

    before: Service
    after: Service


class ServicesSaved(NamedTuple):
    """How many services were changed, and those that others changed to something else, as now."""

    number: int
    conflicts: Mapping[str, Service]


@transaction.atomic
def write_services(
    response: Response,
    edition: EditionShape,
    changes: Mapping[str, ServiceChange],
    *,
    actor: Actor,
) -> ServicesSaved:
    """Write services by the keys of their indicators, each field as its author changed it.

    What others changed meanwhile stays; a field that both changed is left as it is, and its
    service returned. Those of a department that gets some are told. Raises `NotAllowedError` if the
    actor may not write them, or changes a department and may not assign.
    """
    role = role_in(actor.person, response.city)
    if not allows(role, Permission.EDIT):
        raise NotAllowedError
    proof = _proof(response)
    now, conflicts = dict(read_services(proof.services)), dict[str, Service]()
    said: list[tuple[IndicatorShape, Service, Service]] = []
    for each in unasked(edition):
        change = changes.get(each.key)
        if change is None or change.before == change.after:
            continue
        old = now.get(each.key, NO_SERVICE)
        new = _merged(change, old)
        if new.department != old.department and not allows(role, Permission.ASSIGN):
            raise NotAllowedError
        if any(new[at] != after for at, after in _changed_fields(change)):
            conflicts[each.key] = new
        if new != old:
            now[each.key] = new
            said.append((each, old, new))
    if said:
        stored = {key: each._asdict() for key, each in now.items() if each != NO_SERVICE}
        Proof.objects.filter(pk=proof.pk).update(services=stored, services_at=timezone.now())
    _tell(read_services(proof.services), now, response, actor.person)
    # One record each, as a record has room for one.
    for each, old, new in said:
        subject = partial(_subject, response, each, old, new)
        record(AuditKind.SERVICES, actor, response.city, subject)
    return ServicesSaved(len(said), conflicts)


def _tell(
    before: Mapping[str, Service], now: Mapping[str, Service], response: Response, actor: User
) -> None:
    """Tell those who may write of a department that got services, once a day each."""
    changed_to = {
        each.department
        for key, each in now.items()
        if each.department != before.get(key, NO_SERVICE).department
    }
    writers = Membership.objects.filter(
        city=response.city, role__in=roles_with(Permission.EDIT)
    ).order_by("pk")
    for department in sorted(changed_to - {""}):
        notify(
            NoticeKind.SERVICES,
            writers.filter(department=department).values_list("user", flat=True),
            response,
            actor=actor,
            text=department,
            key=f"services:{timezone.localdate()}:{response.pk}:{digests.digest(department)}",
        )


@transaction.atomic
def keep_look(response: int, look: PortalLook) -> None:
    """Keep what was seen on a city's site, in place of what was seen before."""
    proof = Proof.objects.select_for_update().get_or_create(response_id=response)[0]
    Proof.objects.filter(pk=proof.pk).update(portal=look.to_json())


@transaction.atomic
def print_services(city: City, *, wanted: bool, actor: Actor) -> None:
    """Have the services of a city's responses printed and sealed with them, or not.

    Raises `NotAllowedError` if the actor may not choose.
    """
    now = City.objects.select_for_update().get(pk=city.pk)
    if not may(actor.person, Permission.SET_LANGUAGES, city):
        raise NotAllowedError
    if now.services_annex == wanted:
        return
    City.objects.filter(pk=now.pk).update(services_annex=wanted)
    record(AuditKind.CITY_SETTINGS, actor, city, lambda: str(_PRINTED[wanted]))


_PRINTED = {
    False: _("The list of services is not printed"),
    True: _("The list of services is printed with the response"),
}


def _changed_fields(change: ServiceChange) -> list[tuple[int, str]]:
    pairs = zip(change.before, change.after, strict=True)
    return [(at, after) for at, (before, after) in enumerate(pairs) if before != after]


def _merged(change: ServiceChange, now: Service) -> Service:
    """Return a service with the fields changed that nobody else has changed since."""
    fields = list(now)
    for at, after in _changed_fields(change):
        if now[at] == change.before[at]:
            fields[at] = after
    return Service(*fields)


def _subject(response: Response, indicator: IndicatorShape, old: Service, new: Service) -> str:
    """Return what was changed, in the words of the page that it is written on."""
    name = bracketed(localized(indicator.meaning), indicator.code)
    return f"{response.edition.code} · {name}: {_words(old)} → {_words(new)}"


def _words(service: Service) -> str:
    available = str(AVAILABLE[service.available]) if service.available else ""
    return " / ".join(filter(None, (available, *service[1:]))) or "—"


def _locked(
    response: Response, section: SectionShape, question: QuestionShape, author: User
) -> None:
    """Let this come before an approval or after it, and ask whether the author may write."""
    work = (
        SectionWork.objects.select_for_update(of=("self",))
        .filter(response=response, section=section.pk, response__city__memberships__user=author)
        .annotate(
            role=F("response__city__memberships__role"),
            whole=assigned(author),
            single=delegated_all(author.pk, response.pk, [question.pk]),
        )
        .order_by()
        .first()
    )
    if work is None or not author.is_active or work.state not in WRITABLE:
        raise NotAllowedError
    if not reaches(Role(work.role), asked=work.whole or work.single):
        raise NotAllowedError


def _proof(response: Response) -> Proof:
    """Return what a response may prove, locked."""
    return Proof.objects.select_for_update().get_or_create(response=response)[0]
