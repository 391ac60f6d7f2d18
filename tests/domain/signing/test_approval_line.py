from datetime import UTC, datetime

import pytest
from django.utils import translation

from responses.domain.signing.approval_line import Signature
from responses.enums import Role


@pytest.mark.parametrize(
    ("title", "signed_for", "english", "korean"),
    [
        ("국장", "", "국장", "국장"),
        ("", "", "Reviewer", "검토자"),
        ("국장", "Head", "代, for 국장 Head", "代, 국장 Head 대결"),
        # Where the line names no post, the role of the absent person is none.
        ("", "Head", "deputy, for Head", "대리 결재자, Head 대결"),
    ],
)
def test_a_deputy_is_named_by_the_post_that_the_line_names(
    title: str, signed_for: str, english: str, korean: str
) -> None:
    at = datetime(2030, 5, 6, tzinfo=UTC)
    signature = Signature(title, False, "", 1, "Kim", Role.REVIEWER, at, "", signed_for)
    told = {}
    for language in ("en", "ko"):
        with translation.override(language):
            told[language] = signature.capacity
    assert told == {"en": english, "ko": korean}
