"""What somebody who rules the database can do to its tables, past all that guards them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from responses.enums import Action, State
from responses.models import (
    Answer,
    Event,
    Response,
    Revision,
    SectionWork,
    Submission,
    SubmissionFile,
    append_only,
)
from tests.support.factories import make_member


@contextmanager
def unguarded() -> Iterator[None]:
    """Take what makes tables append-only away for a while."""
    with transaction.atomic(), connection.cursor() as cursor:
        # PostgreSQL changes no table whose rows it still has to look at.
        connection.check_constraints()
        for statement in append_only.remove(connection.vendor):
            cursor.execute(statement)
        yield
        connection.check_constraints()
        for statement in append_only.install(connection.vendor):
            cursor.execute(statement)


def _last(response: Response) -> Revision:
    return Revision.objects.filter(answer__response=response).latest("pk")


def _first(response: Response) -> Revision:
    return Revision.objects.filter(answer__response=response).earliest("pk")


def _change(row: Any, **fields: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**fields)


def _forged(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "parts": {**content["parts"], "text": "Forged"}}


def _approval(response: Response) -> Event:
    found = Event.objects.filter(work__response=response, to_state=State.APPROVED)
    return found.latest("pk")


def _delete(row: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608 - a name of ours


def _delete_submissions(response: Response, *, all_of_them: bool) -> None:
    found = Submission.objects.filter(response=response).order_by("-number")
    for each in found if all_of_them else found[:1]:
        SubmissionFile.objects.filter(submission=each).delete()
        _delete(each)


def _delete_approval(response: Response) -> None:
    approval = _approval(response)
    other = Event.objects.filter(work=approval.work_id).exclude(pk=approval.pk).latest("pk")
    SectionWork.objects.filter(approval=approval).update(approval=other)
    _delete(approval)


def _sign(response: Response, **changed: Any) -> None:
    work = _approval(response).work
    _change(work, signatures=[{**each, **changed} for each in work.signatures])


def _answer_with_its_revision(response: Response) -> None:
    last = _last(response)
    _change(last, content=_forged(last.content))
    _change(last.answer, content=_forged(last.content))


def _delete_answer(answer: Answer) -> None:
    Revision.objects.filter(answer=answer).delete()
    _delete(answer)


def _say_approved(response: Response) -> None:
    """Make a section approved that was only sent to review."""
    approval = _approval(response)
    sent = Event.objects.filter(work=approval.work_id, action=Action.SEND).latest("pk")
    _change(approval.work, approval=sent, signatures=[])
    _delete(approval)


def _other(response: Response) -> int:
    return int(make_member(response.city, "viewer").pk)


LIVE: Mapping[str, Callable[[Response], None]] = {
    "answer changed": lambda response: _change(
        _last(response).answer, content=_forged(_last(response).content)
    ),
    "answer said to be by another": lambda response: _change(
        _last(response).answer, updated_by=_other(response)
    ),
    "answer put back": lambda response: _change(
        _last(response).answer, content=_first(response).content
    ),
    "last revision changed": lambda response: _change(
        _last(response), content=_forged(_last(response).content)
    ),
    "last revision reattributed": lambda response: _change(
        _last(response), author=_other(response)
    ),
    "last revision deleted": lambda response: _delete(_last(response)),
    "answer and revision changed alike": _answer_with_its_revision,
    "answer deleted": lambda response: _delete_answer(_last(response).answer),
    "signature's name changed": lambda response: _sign(response, by="Somebody Else"),
    "signature's person changed": lambda response: _sign(response, person=_other(response)),
    "signature's digest changed": lambda response: _sign(response, digest="0" * 64),
    "signature taken away": lambda response: _change(_approval(response).work, signatures=[]),
    "approval's digest changed": lambda response: _change(_approval(response), digest="0" * 64),
    "approval's actor changed": lambda response: _change(
        _approval(response), actor=_other(response)
    ),
    "approval deleted": _delete_approval,
    "section said to be approved": _say_approved,
}
"""What makes a response that is approved say something else than was signed."""


PAST: Mapping[str, Callable[[Response], None]] = {
    "earlier revision changed": lambda response: _change(
        _first(response), content=_forged(_first(response).content)
    ),
    "earlier revision deleted": lambda response: _delete(_first(response)),
    "event's versions changed": lambda response: _change(
        Event.objects.filter(work__response=response).earliest("pk"), versions={}, digest="0" * 64
    ),
    "sending deleted": lambda response: _delete(
        Event.objects.filter(work__response=response, action=Action.SEND).earliest("pk")
    ),
    "newest submission deleted": lambda response: _delete_submissions(response, all_of_them=False),
    "all submissions deleted": lambda response: _delete_submissions(response, all_of_them=True),
}
"""What else the tables of one response tell by not agreeing with each other."""
