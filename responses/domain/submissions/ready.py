"""What a person has to do with their responses that are approved whole: settle, seal, send."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from responses.domain.correlated import has_any
from responses.domain.permissions import Permission, allows
from responses.domain.progress.own import OwnResponse
from responses.domain.submissions.delivering import delivery_of
from responses.domain.submissions.repeating import same_as
from responses.domain.submissions.sealing import last_submission, says_what_is_sealed
from responses.enums import ORIGINAL
from responses.models import Response, Submission, Thread


class Repeated(NamedTuple):
    """How a response says again what was sealed: as the `last` submission, as the one before it.

    `reopened` is whether it was reopened since the last and approved with the same answers;
    `same` is the earlier submission that says what the last does, if there is one.
    """

    last: Submission
    same: Submission | None
    reopened: bool

    @property
    def sent(self) -> Submission | None:
        """Which of the two was sent, if one was."""
        return next((each for each in (self.last, self.same) if delivery_of(each)), None)


class FinalTasks(NamedTuple):
    """The responses to seal, and those sealed as they stand that are not recorded as sent.

    Those `to_resolve` cannot be sealed before their required threads are resolved; `repeated`
    has those that say again what was sealed, by their keys.
    """

    to_resolve: list[OwnResponse]
    to_seal: list[OwnResponse]
    to_send: list[OwnResponse]
    repeated: Mapping[int, Repeated]


def final_tasks(responses: Iterable[OwnResponse]) -> FinalTasks:
    """Return those of a person's responses that they may seal, or record the sending of.

    What was reopened and approved again with the same answers needs no other submission, and
    what says the same as one that was sent need not be sent. One query, and none unless any is
    approved whole; a few more for each that was reopened and approved again.
    """
    approved = {
        each.pk: each
        for each in responses
        if each.approved == each.sections and allows(each.role, Permission.SEAL)
    }
    if not approved:
        return FinalTasks([], [], [], {})
    found = {each.pk: each for each in _standing(approved)}
    sealed = {
        key: each
        for key, each in found.items()
        if each.sealed and (not _moved(each) or says_what_is_sealed(each))
    }
    told = {key: _repeated(each) for key, each in sealed.items()}
    repeated = {key: each for key, each in told.items() if each}
    sent = {key for key, each in sealed.items() if each.sent}
    sent |= {key for key, each in repeated.items() if each.sent}
    to_seal = {key: each for key, each in approved.items() if key not in sealed}
    return FinalTasks(
        [each for key, each in to_seal.items() if found[key].held],
        [each for key, each in to_seal.items() if not found[key].held],
        [each for key, each in approved.items() if key in sealed.keys() - sent],
        repeated,
    )


def _moved(response: Any) -> bool:
    """Return whether a response, as `_standing` reads it, was reopened since it was sealed."""
    return bool(response.sealed < response.moved)


def _repeated(response: Any) -> Repeated | None:
    """Return how a response that is sealed, as `_standing` reads it, says so again, if it does."""
    reopened = _moved(response)
    if not reopened and (response.sent or response.number == 1):
        return None
    last = last_submission(response)
    if last is None:
        return None
    same = None if delivery_of(last) else same_as(last)
    return Repeated(last, same, reopened) if reopened or same else None


def _standing(responses: Iterable[int]) -> QuerySet[Response, Any]:
    """Return these responses, how the newest submission stands, and whether threads keep them."""
    last = Submission.objects.filter(response=OuterRef("pk")).order_by("-number")
    required = Thread.objects.filter(response=OuterRef("pk"), resolved_at=None, required=True)
    # Of translations that the city no longer submits, threads wait unseen.
    into = Q(language=OuterRef("city__submission_language"))
    required = required.filter(Q(language=ORIGINAL) | into)
    found = Response.objects.filter(pk__in=responses)
    return found.annotate(
        moved=Max("works__state_since"),
        sealed=Subquery(last.values("sealed_at")[:1]),
        sent=Subquery(last.values("delivery")[:1]),
        number=Subquery(last.values("number")[:1]),
        held=has_any(required),
    ).select_related("city", "edition")
