import pytest

from responses.intake.indents import as_before


@pytest.mark.parametrize(
    ("before", "said", "made"),
    [
        ("  a\n\tb", "a\n  b", "  a\n\tb"),
        ("  a\n\tb", "a\nc", "  a\n\tc"),
        ("\n\n  a", "new\n  a", "new\n  a"),
        ("a\n\n\nb", "a\n\nb\nc", "a\n\n\nb\nc"),
        ("a\n\n\n b", "a\nnew\n\nb", "a\nnew\n\n b"),
        ("a  b \n c\t", "a b\nc", "a  b \n c\t"),
        (" a\n b\n c", "c", " c"),
        ("", "  a", "  a"),
        (" a", "", ""),
    ],
)
def test_what_was_typed_before_a_line_comes_back(before: str, said: str, made: str) -> None:
    assert as_before(before, said) == made
