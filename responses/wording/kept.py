"""Pages that are kept as evidence, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from responses.enums import complete
from responses.link_states import Finding, PageState

_WHY: Mapping[PageState, str | Promise] = complete(
    PageState,
    {
        PageState.WAITING: _("The page has not been requested yet."),
        PageState.KEPT: "",
        PageState.FAILED: _("Pages were not kept when the section was approved."),
        PageState.NO_ROOM: _(
            "The pages of this response have used up all the space they may have."
        ),
    },
)


def why_not_kept(state: str, finding: str) -> str:
    """Return why a page is not kept, by its state and what was found last; empty if it is."""
    found = PageState(state)
    if finding and found in {PageState.WAITING, PageState.FAILED}:
        return str(Finding(finding).label)
    return str(_WHY[found])


def kept_words(times: int) -> str:
    """Return how often the page of an address is kept."""
    said = ngettext("page kept %(count)d time", "page kept %(count)d times", times)
    return said % {"count": times}
