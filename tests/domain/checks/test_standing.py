from datetime import UTC, datetime, timedelta

import pytest

from responses.domain.checks.standing import NEW, LinkStanding, after
from responses.link_states import FINDINGS, Finding, LinkState
from tests.support.checked import standing_of

# 09:00 in Seoul.
START = datetime(2026, 11, 30, 0, tzinfo=UTC)
F, U, D = LinkState.FAILING, LinkState.UNKNOWN, LinkState.DOUBTFUL
GOOD, BAD, ODD = Finding.WORKS, Finding.MISSING, Finding.CLOSED


@pytest.mark.parametrize("finding", Finding)
def test_one_check_alone_says_nothing_worse_than_that_it_failed_once(finding: Finding) -> None:
    found = FINDINGS[finding]
    assert after(NEW, finding, START).state is (D if found is F else found)


@pytest.mark.parametrize(
    ("story", "state"),
    [
        ([(BAD, 0), (BAD, 24)], F),
        ([(BAD, 0), (Finding.SILENT, 24)], F),
        # Several times on one day are one failure, and midnight alone does not make two.
        ([(BAD, 0), (BAD, 1), (BAD, 14.9)], D),
        ([(BAD, 14.9), (BAD, 15.1)], D),
        ([(BAD, 14.9), (BAD, 15.1), (BAD, 21)], F),
        ([(BAD, 0), (GOOD, 24), (BAD, 48)], D),
        ([(BAD, 0), (Finding.GUARDED, 24), (BAD, 48)], D),
        ([(BAD, 0), (BAD, 24), (BAD, 24.1)], F),
        ([(BAD, 0), (BAD, 24), (GOOD, 25)], LinkState.WORKS),
        ([(BAD, 0), (BAD, 24), (Finding.MOVED, 25)], LinkState.MOVED),
        # What tells nothing changes nothing.
        ([(BAD, 0), (ODD, 12), (BAD, 24)], F),
        ([(BAD, 0), (BAD, 24), (ODD, 48)], F),
        ([(BAD, 0), (ODD, 24)], D),
        ([(GOOD, 0), (ODD, 24)], U),
        ([(ODD, 0), (BAD, 24)], D),
    ],
)
def test_failing_takes_two_failures_on_different_days(
    story: list[tuple[Finding, float]], state: LinkState
) -> None:
    checks = [(finding, START + timedelta(hours=hours)) for finding, hours in story]
    assert standing_of(checks).state is state


def test_since_when_it_is_so_is_kept_as_long_as_it_is() -> None:
    days = [START + timedelta(days=day) for day in range(5)]
    assert standing_of([(GOOD, days[0]), (GOOD, days[1])]) == LinkStanding(
        LinkState.WORKS, days[0], None
    )
    failing = standing_of([(GOOD, days[0]), *((BAD, day) for day in days[1:])])
    assert failing == LinkStanding(F, days[2], days[1])
