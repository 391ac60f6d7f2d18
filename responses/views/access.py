"""What a request may see: the only place where views load a response, a section or a city.

What a person may not see is 404; what they may see but not do is 403.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest

from responses.domain.assignment.reach import Reach, read_reach
from responses.domain.auditing import Actor, address_in
from responses.domain.compiled import compiled
from responses.domain.content.translating import find_question
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.notices.inbox import unread_count
from responses.domain.notices.notices import settle_visited
from responses.domain.permissions import Permission, allows
from responses.domain.review.workflow import TRANSITIONS, available_actions
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.enums import ORIGINAL, Action, Role
from responses.models import City, Response, User

from .tabs import Place, remember


@dataclass(frozen=True)
class ResponseAccess:
    """A response that the person may see, and in which role."""

    actor: Actor
    response: Response
    role: Role

    @property
    def user(self) -> User:
        """The person."""
        return self.actor.person

    @cached_property
    def snapshot(self) -> Snapshot:
        """The whole response, read once a request."""
        return read_snapshot(self.response)

    @cached_property
    def reach(self) -> Reach:
        """What the person may write, read once a request; one query for contributors."""
        return read_reach(self.response, self.user, self.role)

    def section(self, key: str) -> SectionShape:
        """Return a section of the response's edition, or raise 404."""
        try:
            return self.snapshot.edition.sections_by_key[key]
        except KeyError:
            raise Http404 from None

    def question(self, section: str, key: str) -> QuestionShape:
        """Return a question of a section of the response's edition, or raise 404.

        Or one that asks for a translation, into the language in which the city submits.
        """
        try:
            question = find_question(self.snapshot.edition, key)
        except KeyError:
            raise Http404 from None
        known = question.language in {ORIGINAL, self.snapshot.submission_language}
        if known and any(each.pk == question.pk for each in self.section(section).questions):
            return question
        raise Http404

    def may(self, permission: Permission) -> bool:
        """Return whether the person has `permission` on this response."""
        return allows(self.role, permission)

    def may_send(self, section: SectionShape) -> bool:
        """Return whether the person may send a section to review, and withdraw it."""
        return self.may(Permission.SEND) and section.pk in self.reach.sections

    def actions(self, section: SectionSnapshot) -> tuple[Action, ...]:
        """Return what the person can do to a section as it is, in the order of the table."""
        return tuple(
            each for each in available_actions(self.role, section.state) if self._can(each, section)
        )

    def _can(self, action: Action, section: SectionSnapshot) -> bool:
        if action is Action.REVIEW_TRANSLATIONS:
            return section.translations_open and section.is_unconfirmed
        return TRANSITIONS[action].permission is not Permission.SEND or self.may_send(
            section.section
        )

    def require(self, permission: Permission) -> None:
        """Raise 403 unless the person has `permission` on this response."""
        if not self.may(permission):
            raise PermissionDenied


def visited(
    request: HttpRequest,
    page: str,
    response: Response,
    *,
    section: SectionShape | None = None,
    question: QuestionShape | None = None,
    handout: int | None = None,
    languages: Collection[str] = (ORIGINAL,),
    remarks: Iterable[int] = (),
) -> None:
    """Mark what the page shows the person as read; threads on answers in some `languages` alone.

    And some `remarks` of them, which stand there unfolded, whoever they mention.

    One query, where anything is unread at all, and another where some of it is told as one.
    """
    person = signed_in(request)
    unread = getattr(person, "unread", 0)
    if request.method != "GET" or not unread:
        return
    read = settle_visited(
        person,
        page,
        response,
        section=section,
        question=question,
        handout=handout,
        languages=languages,
        remarks=remarks,
    )
    _count_less(request, person, read)


def _count_less(request: HttpRequest, person: User, read: int) -> None:
    """Show how much is unread without what was read just now."""
    unread = getattr(person, "unread", 0)
    each = getattr(person, "unread_each", unread)
    if read:
        # The person as every page knows them, who was read before this.
        left = unread - read if unread == each else unread_count(person)
        request.user.unread = left  # type: ignore[union-attr]


def signed_in(request: HttpRequest) -> User:
    """Return who asks; `SignInAgainMiddleware` has asked everyone else to sign in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def address_of(request: HttpRequest) -> str | None:
    """Return the network address that a request came from, for the audit."""
    return address_in(request.META)


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, and from where."""
    return Actor(signed_in(request), address_of(request))


def response_or_404(request: HttpRequest, city: str, edition: str) -> ResponseAccess:
    """Return a response of one of the person's cities, or raise 404; one query."""
    actor = actor_of(request)
    response = next(iter(_responses(city, edition, actor.person.pk)), None)
    if response is None:
        raise Http404
    access = ResponseAccess(actor, response, Role(response.role))
    remember(request, Place(response.city, access.role, response.edition.code))
    return access


@compiled
def _responses(city: str, edition: str, user: int) -> QuerySet[Any, Any]:
    """Return the one response there may be, with the person's role."""
    mine = Response.objects.filter(
        city__slug=city, edition__code=edition, city__memberships__user=user
    )
    role = F("city__memberships__role")
    found = mine.select_related("city", "edition").defer("edition__indicators")
    return found.annotate(role=role).order_by()


def city_or_404(request: HttpRequest, city: str, permission: Permission) -> City:
    """Return one of the person's cities, or raise 404; 403 if they lack `permission`; one query."""
    user = signed_in(request)
    found = next(iter(_cities(city, user.pk)), None)
    if found is None:
        raise Http404
    place = Place(found, Role(found.role))
    if not allows(place.role, permission):
        raise PermissionDenied
    remember(request, place)
    return place.city


@compiled
def _cities(city: str, user: int) -> QuerySet[Any, Any]:
    """Return the one city there may be, with the person's role."""
    mine = City.objects.filter(slug=city, memberships__user=user)
    return mine.annotate(role=F("memberships__role")).order_by()
