"""All that was said of a response, as files of it tell it."""

from datetime import datetime
from typing import NamedTuple

from responses.models import Remark, Response


class TranscriptRow(NamedTuple):
    """One remark: of which question, in which thread of it, from 1, and how that stands.

    `suggests` is whether it proposes a text, and `accepted` as which version that was taken.
    """

    question: str
    thread: int
    required: bool
    resolved_at: datetime | None
    resolved_by: str
    by: str
    at: datetime
    version: int
    text: str
    suggests: bool
    accepted: int | None


def transcript(response: Response) -> tuple[TranscriptRow, ...]:
    """Return what was said, in the form's order, the oldest first; one query."""
    found = Remark.objects.filter(thread__response=response).select_related(
        "author", "thread__question", "thread__resolved_by"
    )
    places = ("thread__question__section__position", "thread__question__position", "thread", "pk")
    numbers: dict[int, dict[int, int]] = {}
    said = []
    for remark in found.order_by(*places):
        thread = remark.thread
        threads = numbers.setdefault(thread.question_id, {})
        said.append(
            TranscriptRow(
                question=thread.question.key,
                thread=threads.setdefault(thread.pk, len(threads) + 1),
                required=thread.required,
                resolved_at=thread.resolved_at,
                resolved_by=str(thread.resolved_by) if thread.resolved_by else "",
                by=str(remark.author),
                at=remark.created_at,
                version=remark.version,
                text=remark.text,
                suggests=remark.suggestion is not None,
                accepted=remark.accepted_version,
            )
        )
    return tuple(said)
