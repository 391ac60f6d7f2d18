"""What a person has a part in, read in few columns: cities, responses, sections, questions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from responses.domain.compiled import compiled
from responses.domain.content.completeness import is_answered
from responses.domain.content.content import EMPTY
from responses.domain.content.translating import named
from responses.domain.correlated import has_any, has_none
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, SectionShape
from responses.domain.permissions import Permission, allows, roles_with
from responses.domain.snapshot.section import section_digest
from responses.domain.snapshot.services import Service, read_services
from responses.domain.telling.owing import (
    Said,
    Translations,
    last_sender,
    read_answers_of,
    read_translations_of,
    unassigned,
    untranslated,
)
from responses.enums import WRITABLE, Role, State
from responses.localized import Wording
from responses.models import Delegation, Edition, Invitation, Membership, Notice, SectionWork
from responses.notice_kinds import NoticeKind

_ASSIGNED = SectionWork.contributors.through.objects
_TRANSLATING = SectionWork.translators.through.objects
_TRANSLATING_OR_CONFIRMING = roles_with(Permission.EDIT) | roles_with(Permission.DECIDE)
_Handed = Mapping[tuple[int, int], date | None]


@dataclass(frozen=True, slots=True)
class ResponseRef:
    """Which city's response to which edition."""

    city_slug: str
    city_name: Wording
    edition_code: str


@dataclass(frozen=True, slots=True)
class OwnCity:
    """A city that the person belongs to; `invited` is whether others do, or are invited.

    `into` is the language in which it submits its answers translated, or empty, and `department`
    that of the person in it.
    """

    pk: int
    slug: str
    name: Wording
    role: Role
    invited: bool
    into: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class OwnResponse:
    """A response of such a city, of which so many sections are `approved`.

    `told_of_links` is whether anybody was ever told that a link of it fails.

    `services` are what is said of those, and `due_on` is the day on which its last section is due.
    """

    pk: int
    place: ResponseRef
    city: OwnCity
    edition: EditionShape
    approved: int
    services: Mapping[str, Service] = field(default_factory=dict)
    due_on: date | None = None
    told_of_links: bool = False

    @property
    def role(self) -> Role:
        """The person's role in the city."""
        return self.city.role

    @property
    def sections(self) -> int:
        """How many sections there are."""
        return len(self.edition.sections)


class OwnWork(NamedTuple):
    """Where a section stands, and what the person is to it.

    `mine` is whether it is assigned to them, `free` whether to nobody, `unassigned` whether to
    nobody who may write; `sent_by` sent it to review last. `lined` is whether it has an approval
    line of its own. `translates` is whether they are named to translate it, by the day of
    `translation_due_on`, and `named` whether anybody is. `translations_open` is whether it can be
    translated while it is closed, and `reviewed` the signature of who confirmed that last.
    """

    pk: int
    response: int
    section: int
    state: str
    since: datetime
    due_on: date | None
    approval: int | None
    mine: bool
    free: bool
    unassigned: bool
    sent_by: int | None
    lined: bool
    translates: bool
    translation_due_on: date | None
    named: bool
    translations_open: bool
    reviewed: Mapping[str, Any] | None


class OwnSection(NamedTuple):
    """A section of one of the person's responses.

    `handed` says when the questions handed to the person are due, and `lacking` which of them
    are not fully answered, all by their keys; `untranslated` which they have to translate, where
    they are named to. `unconfirmed` is whether they decide on it, and it is wholly translated after
    its approval and waits for somebody to confirm that.
    """

    of: OwnResponse
    shape: SectionShape
    work: OwnWork
    handed: Mapping[int, date | None]
    lacking: frozenset[int]
    untranslated: frozenset[int]
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What a person has a part in: their cities, and the responses by city, newest first.

    `sections` are those alone that can be something to do or to watch, and all where the person
    coordinates; `said` has the answers of responses in which questions were handed to them, or
    which they are named to translate; of these, which are `translated`, `translations` has the
    translations.
    """

    person: int
    cities: tuple[OwnCity, ...] = ()
    editions: tuple[Edition, ...] = ()
    responses: tuple[OwnResponse, ...] = ()
    sections: tuple[OwnSection, ...] = ()
    said: Said = field(default_factory=dict)
    translated: frozenset[int] = frozenset()
    translations: Translations = field(default_factory=dict)


def read_own(person: int) -> Own:
    """Return what a person, by their key, has a part in; at most seven queries."""
    rows = _places(person)
    if not rows:
        return Own(person)
    editions = _editions()
    cities = {
        city: OwnCity(city, slug, name, Role(role), invited, into, department)
        for city, slug, name, role, invited, into, department, *_response in rows
    }
    responses = dict(_responses(rows, cities, {each.pk: each for each in editions}))
    handed = {(response, question): due for response, question, due in _handed(person)}
    found = _works(person, timezone.now()) if responses else []
    # A response that was started in this moment is not among those that were read.
    works = [work for work in map(OwnWork._make, found) if work.response in responses]
    translated = frozenset(
        work.response
        for work in works
        for of in [responses[work.response]]
        if _is_to_translate(of, work) or _is_to_confirm(of, work)
    )
    said = read_answers_of({response for response, _question in handed} | translated)
    translations = read_translations_of(translated)
    return Own(
        person,
        tuple(cities.values()),
        tuple(editions),
        tuple(responses.values()),
        tuple(_sections(works, responses, handed, _Words(said, translations))),
        said,
        translated,
        translations,
    )


class _Words(NamedTuple):
    """The answers of some responses, and their translations."""

    said: Said
    translations: Translations


def _is_to_translate(of: OwnResponse, work: OwnWork) -> bool:
    """Return whether the person is to translate what is written in a section now.

    Where that comes after its approval and nobody is named, its writers are.
    """
    is_open = work.state in WRITABLE
    theirs = work.translates or (work.mine and not work.named and not is_open)
    return bool(of.city.into) and theirs and (is_open or work.translations_open)


def _is_to_confirm(of: OwnResponse, work: OwnWork) -> bool:
    """Return whether the person may have to confirm translations that come after an approval."""
    is_apart = work.state == State.APPROVED and work.translations_open
    return bool(of.city.into) and is_apart and allows(of.role, Permission.DECIDE)


@compiled
def _editions() -> QuerySet[Edition, Edition]:
    return Edition.objects.defer("indicators")


@compiled
def _places(person: int) -> QuerySet[Membership, tuple[Any, ...]]:
    """Return a row a response of the person's cities; one for a city that has none."""
    approved = SectionWork.objects.filter(
        response=OuterRef("city__responses"), state=State.APPROVED
    )
    count = approved.order_by().values("response").annotate(count=Count("pk")).values("count")
    works = SectionWork.objects.filter(response=OuterRef("city__responses"))
    told = Notice.objects.filter(response=OuterRef("city__responses"), kind=NoticeKind.LINK_FAILS)
    last = works.order_by().values("response").annotate(last=Max("due_on")).values("last")
    return (
        Membership.objects.filter(user=person)
        .annotate(invited=_joined(), approved=Subquery(count), due=Subquery(last))
        .annotate(told=has_any(told))
        .order_by("city__slug", "-city__responses__edition__year")
        .values_list(
            *("city", "city__slug", "city__name", "role", "invited", "city__submission_language"),
            *("department", "city__responses", "city__responses__edition", "approved"),
            *("city__responses__proof__services", "due", "told"),
        )
    )


def _joined() -> "ExpressionWrapper[Q]":
    """Return, for a query of memberships, whether others are in the city, or are invited to it."""
    others = Membership.objects.filter(city=OuterRef("city")).exclude(user=OuterRef("user"))
    invited = Invitation.objects.filter(city=OuterRef("city"), used_at=None)
    return ExpressionWrapper(Q(has_any(others)) | Q(has_any(invited)), BooleanField())


def _responses(
    rows: Iterable[tuple[Any, ...]],
    cities: Mapping[int, OwnCity],
    editions: Mapping[int, Edition],
) -> Iterator[tuple[int, OwnResponse]]:
    """Yield the responses by their keys."""
    for city, slug, name, *_of_person, response, edition, approved, services, due_on, told in rows:
        if response is not None:
            said = read_services(services or {})
            shape = edition_shape(editions[edition])
            place = ResponseRef(slug, name, shape.code)
            yield (
                response,
                OwnResponse(
                    response, place, cities[city], shape, approved or 0, said, due_on, told
                ),
            )


@compiled
def _handed(person: int) -> QuerySet[Delegation, tuple[int, int, date | None]]:
    """Return when the questions handed to the person are due, with response and question."""
    rows = Delegation.objects.filter(people=person, response__city__memberships__user=person)
    return rows.order_by().values_list("response", "question", "due_on")


@compiled
def _works(person: int, now: datetime) -> QuerySet[SectionWork, tuple[Any, ...]]:
    """Return the works that can be something to do or to watch, as rows of `OwnWork`."""
    role = "response__city__memberships__role__in"
    concerns = (
        Q(**{role: roles_with(Permission.ASSIGN)})
        | Q(~Q(state=State.APPROVED), **{role: roles_with(Permission.EDIT)})
        | Q(state=State.IN_REVIEW, **{role: roles_with(Permission.DECIDE)})
        | Q(translations_open=True, **{role: _TRANSLATING_OR_CONFIRMING})
    )
    assigned = _ASSIGNED.filter(sectionwork=OuterRef("pk"))
    translators = _TRANSLATING.filter(sectionwork=OuterRef("pk"))
    return (
        SectionWork.objects.filter(concerns, response__city__memberships__user=person)
        .annotate(mine=Exists(assigned.filter(user=person)), free=has_none(assigned))
        .annotate(translates=Exists(translators.filter(user=person)), named=has_any(translators))
        .annotate(unassigned=unassigned(now), sent_by=last_sender(), lined=_has_line())
        .order_by("section__position")
        .values_list(
            *("pk", "response", "section", "state", "state_since", "due_on", "approval"),
            *("mine", "free", "unassigned", "sent_by", "lined", "translates", "translation_due_on"),
            *("named", "translations_open", "translations_review"),
        )
    )


def _has_line() -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(~Q(approval_line=[]), BooleanField())


def _sections(
    works: Iterable[OwnWork],
    responses: Mapping[int, OwnResponse],
    handed: _Handed,
    words: _Words,
) -> Iterator[OwnSection]:
    """Yield the sections in the order of the responses."""
    found: dict[int, list[OwnWork]] = {response: [] for response in responses}
    for work in works:
        found[work.response].append(work)
    for of in responses.values():
        shapes = {shape.pk: shape for shape in of.edition.sections} if found[of.pk] else {}
        for work in found[of.pk]:
            yield _section(of, shapes[work.section], work, handed, words)


def _section(
    of: OwnResponse, shape: SectionShape, work: OwnWork, handed: _Handed, words: _Words
) -> OwnSection:
    asked = shape.questions if _is_to_translate(of, work) else ()
    left = untranslated(of.pk, asked, of.city.into, *words)
    unconfirmed = _is_to_confirm(of, work) and _is_unconfirmed(of, shape, work, words)
    if not handed:
        return OwnSection(of, shape, work, {}, frozenset(), left, unconfirmed)
    said = words.said.get(of.pk, {})
    theirs = [question for question in shape.questions if (of.pk, question.pk) in handed]
    return OwnSection(
        of,
        shape,
        work,
        {question.pk: handed[of.pk, question.pk] for question in theirs},
        frozenset(each.pk for each in theirs if not is_answered(of.edition, each, said)),
        left,
        unconfirmed,
    )


def _is_unconfirmed(of: OwnResponse, shape: SectionShape, work: OwnWork, words: _Words) -> bool:
    """Return whether a section is wholly translated, and nobody confirmed it as it is."""
    if untranslated(of.pk, shape.questions, of.city.into, *words):
        return False
    answers = words.said.get(of.pk, {})
    said = {each.key: answers.get(each.key, EMPTY) for each in shape.questions}
    translated = {
        key: words.translations[of.pk, key].content
        for each in shape.questions
        for key in [named(each.key, of.city.into)]
        if (of.pk, key) in words.translations
    }
    digest = section_digest(of.edition.digest, shape.key, said | translated)
    return any(translated.values()) and digest != (work.reviewed or {}).get("digest")
