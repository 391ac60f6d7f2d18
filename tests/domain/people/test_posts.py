"""Department and post in one line."""

import pytest

from responses.domain.people.posts import department_and_post
from responses.domain.signing.approval_line import Step

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("department", "post", "expected"),
    [
        ("정보공개담당관", "담당관", "정보공개담당관"),
        ("정보공개담당관", "주무관", "정보공개담당관 주무관"),
        ("담당관", "담당관", "담당관"),
        ("Chief Information Officer", "officer", "Chief Information Officer"),
        ("정보화과", "", "정보화과"),
        ("", "과장", "과장"),
        ("", "", ""),
    ],
)
def test_the_post_is_not_repeated(department: str, post: str, expected: str) -> None:
    assert department_and_post(department, post) == expected


def test_a_step_is_named_without_repetition() -> None:
    step = Step("담당관", (1,), consents=True, department="정보공개담당관")
    assert step.named(["김민지"]) == "정보공개담당관 김민지"
