"""Why an address could not be asked."""

from responses.characters import one_line
from responses.link_states import Finding

DETAIL_MAX = 200


class TroubleError(Exception):
    """An address was not asked, or did not answer, for a reason that is a finding.

    `was_asked` says whether its server had the request by then.
    """

    def __init__(self, finding: Finding, detail: str = "") -> None:
        super().__init__(finding, detail)
        self.finding = finding
        self.was_asked = False
        # Servers write what they like, also what no database carries.
        self.detail = one_line(detail[: 5 * DETAIL_MAX])[:DETAIL_MAX]
