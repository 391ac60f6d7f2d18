from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from responses.domain.review.events import CALLS
from responses.enums import Action, State
from responses.wording.events import done, left_as_it_was, named_in, since


def test_done_tells_every_action() -> None:
    with translation.override("en"):
        assert [done(action) for action in Action] == [
            "Sent for review",
            "Withdrawn from review",
            "Approved",
            "Changes requested",
            "Reopened",
            "Comment",
            "Translations confirmed",
        ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Open since 3\u00a0Nov",
                "Sent for review 3\u00a0Nov",
                "Changes requested 3\u00a0Nov",
                "Approved 3\u00a0Nov",
            ],
        ),
        (
            "ko",
            [
                "11.\u00a03.부터 작성 중",
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
        beside = [since(state, moment, beside=True) for state in State]
    assert beside == [
        *expected[:2],
        {"en": "3\u00a0Nov", "ko": "11.\u00a03."}[language],
        expected[3],
    ]


@pytest.mark.parametrize(("language", "expected"), [("en", "Reopened"), ("ko", "다시 열림")])
def test_since_tells_reopening_from_the_first_opening(language: str, expected: str) -> None:
    moment = datetime(2026, 11, 3, 3, tzinfo=UTC)
    with translation.override(language):
        assert expected in since(State.DRAFT, moment, reopened=True)


@pytest.mark.parametrize(("language", "expected"), [("en", "Withdrawn"), ("ko", "검토 요청 철회")])
def test_since_tells_withdrawing_from_all_else(language: str, expected: str) -> None:
    moment = datetime(2026, 11, 3, 3, tzinfo=UTC)
    with translation.override(language):
        assert expected in since(State.DRAFT, moment, reopened=True, withdrawn=True)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_a_call_names_is_said_of_every_call(language: str) -> None:
    with translation.override(language):
        assert len({words(call) for words in (named_in, left_as_it_was) for call in CALLS}) == 4
