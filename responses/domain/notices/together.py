"""Which notices say the same of several places, and so are told as one.

Each of them still leads to its place, and is settled by itself.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from django.db.models import Case, CharField, TextField, Value, When
from django.db.models.functions import Cast, Concat

from responses.models import Notice
from responses.notice_kinds import NOTICES, NoticeKind

SEVERAL = [kind for kind, facts in NOTICES.items() if facts.several]

TOLD = Case(
    When(
        kind__in=SEVERAL,
        then=Concat(
            "kind",
            *(Cast(field, CharField()) for field in ("response", "actor", "created_at")),
            Case(When(question=None, then=Value("section")), default=Value("question")),
            "text",
            output_field=TextField(),
        ),
    ),
    default=Cast("pk", CharField()),
    output_field=TextField(),
)
"""By what a database tells apart what is told of; as `together` does."""


def together(notices: Iterable[Notice], *, apart: bool = True) -> list[Sequence[Notice]]:
    """Return notices by what they say, in the order in which each comes first. Pure.

    Those that are told as one stand in the order in which they were made, that of the form.
    What one person did at one time to several sections, or to several questions, is told as one;
    what is read of it, `apart` from what is not.
    """
    found: dict[object, list[Notice]] = {}
    for notice in notices:
        is_read = apart and notice.read_at is not None
        found.setdefault((_told(notice), is_read), []).append(notice)
    return [sorted(each, key=attrgetter("pk")) for each in found.values()]


def _told(notice: Notice) -> object:
    if NoticeKind(notice.kind) not in SEVERAL:
        return notice.pk
    of = (notice.kind, notice.response_id, notice.actor_id, notice.question_id is None)
    return (*of, notice.text, notice.created_at)
