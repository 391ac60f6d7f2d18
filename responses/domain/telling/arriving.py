"""Telling somebody who can act from now on of what waits for them already."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils import timezone

from responses.domain.notices.notices import NewNotice, notify_all, settle_sections
from responses.domain.permissions import Permission, allows
from responses.domain.signing.turns import asked_as, drafter, next_step
from responses.enums import WRITABLE, Role, State
from responses.models import Delegation, Membership, SectionWork
from responses.notice_kinds import NoticeKind

from .audiences import read_signers


def tell_arrived(membership: Membership) -> int:
    """Tell a member who has joined, or has another role, of what waits; return of how much.

    A section that nobody could sign and somebody now can is no longer asked about. Nobody is
    told twice of the same. Call it in the transaction of what it tells of.
    """
    role = Role(membership.role)
    things: list[NewNotice] = []
    if allows(role, Permission.EDIT):
        things += _writing(membership)
    if allows(role, Permission.DECIDE):
        things += _signatures(membership)
    return notify_all(things)


def settle_signable(city: int) -> list[tuple[SectionWork, frozenset[int]]]:
    """Settle that nobody can sign where somebody can; return the sections in review with signers.

    The city is given by its key. Seven queries at most.
    """
    works = list(
        SectionWork.objects.filter(response__city=city, state=State.IN_REVIEW)
        .select_related("response__city", "approval")
        .order_by("pk")
    )
    signers = read_signers(works, timezone.localdate())
    found = [(work, signers.get(work.pk, frozenset())) for work in works]
    settle_sections(
        NoticeKind.NO_SIGNER,
        [(work.response_id, work.section_id) for work, people in found if people],
    )
    return found


def _writing(membership: Membership) -> Iterator[NewNotice]:
    city, person = membership.city_id, membership.user_id
    works = SectionWork.objects.filter(response__city=city, contributors=person, state__in=WRITABLE)
    translated = SectionWork.objects.filter(
        Q(state__in=WRITABLE) | Q(translations_open=True), response__city=city, translators=person
    ).exclude(response__city__submission_language="")
    handed = Delegation.objects.filter(response__city=city, people=person)
    # How each is told of: as what, by which name in the key, and by which of its fields.
    table: tuple[tuple[NoticeKind, str, str, Iterable[SectionWork | Delegation]], ...] = (
        (NoticeKind.ASSIGNED, "works", "section", works.select_related("response__city")),
        (NoticeKind.HANDED, "questions", "question", handed.select_related("response__city")),
        (
            *(NoticeKind.TRANSLATE, "translations", "section"),
            translated.select_related("response__city"),
        ),
    )
    for kind, name, field, rows in table:
        for each in sorted(rows, key=lambda row: row.pk):
            yield NewNotice(
                kind,
                frozenset({person}),
                each.response,
                f"joined:{membership.pk}:{name}/{each.pk}",
                **{field: getattr(each, f"{field}_id")},
            )


def _signatures(membership: Membership) -> Iterator[NewNotice]:
    for work, people in settle_signable(membership.city_id):
        if membership.user_id in people:
            since = f"{work.state_since.isoformat()}:{len(work.signatures)}"
            yield NewNotice(
                asked_as(next_step(work)),
                frozenset({membership.user_id}),
                work.response,
                f"joined:{membership.pk}:works/{work.pk}:{since}",
                section=work.section_id,
                actor=drafter(work),
            )
