from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from responses.domain.signing.approval_line import Signature
from responses.enums import Role
from responses.wording.acts import acts


@pytest.mark.parametrize(
    ("consents", "english", "korean"),
    [
        ([False], "1 signature", "결재 1건"),
        ([True], "1 consent", "협조 1건"),
        ([True, False, True, False], "2 signatures, 2 consents", "결재 2건, 협조 2건"),
    ],
)
def test_each_act_is_counted_by_its_own_word(
    consents: list[bool], english: str, korean: str
) -> None:
    at = datetime(2030, 5, 1, tzinfo=UTC)
    given = [Signature("", each, "", 1, "Ann", Role.REVIEWER, at, "d") for each in consents]
    for language, words in (("en", english), ("ko", korean)):
        with override(language):
            assert acts(given) == words
