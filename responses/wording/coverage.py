"""How the evidence for an indicator stands, in words and in shapes."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.coverage.coverage import Coverage
from responses.enums import complete
from responses.link_states import LinkState


class CoverageLook(NamedTuple):
    """What it is called and means, and the state of a link of which it has the shape."""

    label: str | Promise
    meaning: str | Promise
    like: LinkState


COVERAGES: Mapping[Coverage, CoverageLook] = complete(
    Coverage,
    {
        Coverage.WORKING: CoverageLook(
            _("Working evidence"),
            _("At least one address for it worked when it was last checked."),
            LinkState.WORKS,
        ),
        Coverage.FAILING: CoverageLook(
            _("Evidence fails"),
            _("No address for it works, and at least one fails. Correct or replace it."),
            LinkState.FAILING,
        ),
        Coverage.UNSURE: CoverageLook(
            _("Evidence not confirmed"),
            _("Addresses are named, but were not checked yet, or a program cannot tell."),
            LinkState.UNCHECKED,
        ),
        Coverage.NONE: CoverageLook(
            _("No address named"),
            _(
                "No address is named for it. Assessors count what they do not find as not there. "
                "Name one in an answer or in the list of services, as each row says."
            ),
            LinkState.UNKNOWN,
        ),
    },
)
