import pytest

from responses.wording.symbols import symbols, unprintable_words


def test_symbols_are_named_by_their_codes_behind_those_that_show_by_themselves() -> None:
    named = symbols(("🎉", "\uf0a7", "\u202e", "\u0e35"))
    assert named == "🎉\u00a0[U+1F389], [U+F0A7], [U+202E], [U+0E35]"


def test_eight_symbols_are_named() -> None:
    found = tuple(map(chr, range(0xE000, 0xE009)))
    assert symbols(found[:8]).endswith("[U+E006], [U+E007]")
    assert symbols(found).endswith("[U+E006], [U+E007] …")


@pytest.mark.usefixtures("english")
def test_one_symbol_is_told_as_one() -> None:
    assert unprintable_words(("\uf0a7",)) == (
        "1 symbol cannot be printed. The PDF has its code instead: [U+F0A7]"
    )
    assert unprintable_words(()) == ""
