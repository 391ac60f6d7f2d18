from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from responses.enums import Action, State
from responses.wording.events import done, since


def test_done_tells_every_action() -> None:
    with translation.override("en"):
        assert [done(action) for action in Action] == [
            "Sent for review",
            "Withdrawn from review",
            "Approved",
            "Changes requested",
            "Reopened",
            "Comment",
        ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "open since 3\u00a0Nov",
                "sent for review 3\u00a0Nov",
                "changes requested 3\u00a0Nov",
                "approved 3\u00a0Nov",
            ],
        ),
        (
            "ko",
            [
                "11.\u00a03. 배정",
                "11.\u00a03. 검토 요청",
                "11.\u00a03. 보완 요청",
                "11.\u00a03. 승인",
            ],
        ),
    ],
)
def test_since_says_what_was_done_on_that_day(
    language: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 22))
    moment = datetime(2026, 11, 3, 3, tzinfo=UTC)
    with translation.override(language):
        assert [since(state, moment) for state in State] == expected
