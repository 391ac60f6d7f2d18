from random import Random

import pytest

from responses.intake.reading import ARCHIVES, TEXTS

from .fuzz import fuzz, samples


@pytest.mark.long
def test_files_that_chance_has_spoilt_are_read_or_refused() -> None:
    told = fuzz(8, Random(2022))  # noqa: S311 - a sample, no secret
    others = {"rich docx", "rich hwpx", *(f"our {key}" for key in ARCHIVES)}
    assert {*TEXTS, *ARCHIVES} == {*samples()} - others
    assert {*told} >= {f"our {key} read" for key in ARCHIVES}
    assert {*told} >= {f"{key} {what}" for key in ARCHIVES for what in ("read", "refused")}
    assert {*told} >= {"html read", "text read", "markdown read"}
