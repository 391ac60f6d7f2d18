"""What was said about the answers of a section, beside them: what is seen, and can be settled."""

from collections.abc import Mapping, Sequence

from responses.domain.permissions import Permission
from responses.domain.talk.threads import may_settle
from responses.enums import ORIGINAL
from responses.models import Thread
from responses.pages.threads import SaidTalk, read_said, shown_in

from .access import visited
from .places import SectionPage


def said_here(
    page: SectionPage, shown_on: str, languages: Sequence[str] = (ORIGINAL,)
) -> Mapping[str, SaidTalk]:
    """Return what was said about a section's answers, as `read_said` does; mark the page as read.

    With what stands there unfolded: what was said last in open threads, mentions among it. One
    query, and another where anything is unread.
    """
    access = page.access

    def settles(thread: Thread, starter: int) -> bool:
        if not access.may(Permission.COMMENT):
            return False
        mine = access.reach.translations if thread.language else access.reach.questions
        writes = thread.question_id in mine and not thread.required
        return may_settle(access.role, access.user, starter, writes=writes)

    said = read_said(access.response, page.shape, languages, settles)
    visited(
        page.request,
        shown_on,
        access.response,
        section=page.shape,
        languages=languages,
        remarks=shown_in(said),
    )
    return said
