import pytest

from responses.enums import STATES, State, YesNo, complete


def test_a_table_has_a_row_for_each_word() -> None:
    assert complete(YesNo, {YesNo.YES: 1, YesNo.NO: 2}) == {YesNo.YES: 1, YesNo.NO: 2}
    with pytest.raises(LookupError, match="YesNo"):
        complete(YesNo, {YesNo.YES: 1})


def test_what_can_be_written_has_no_signatures_that_count() -> None:
    """An approval is of content that nobody can change under it."""
    assert not [state for state, each in STATES.items() if each.is_open and each.keeps_signatures]
    assert [state for state, each in STATES.items() if each.is_done] == [State.APPROVED]
