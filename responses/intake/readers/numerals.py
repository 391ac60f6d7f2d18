"""How word processors write the numbers of lists. Pure."""

from collections.abc import Callable, Mapping, Sequence

_SYLLABLES, _LETTERS = "가나다라마바사아자차카타파하", "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_DIGITS = "영일이삼사오육칠팔구"
_HAN = "〇一二三四五六七八九"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_ROMAN_MAX, _CIRCLED_MAX, _CIRCLED_LETTERS = 4_000, 20, 26
_TEN, _HUNDRED, _FEW = 10, 100, 2


def _decimal(number: int) -> str:
    return str(number)


def _roman(number: int) -> str:
    if number >= _ROMAN_MAX:
        return str(number)
    made = ""
    for value, letters in _ROMAN:
        made += letters * (number // value)
        number %= value
    return made


def _of(signs: str) -> Callable[[int], str]:
    """Return how numbers are written by signs in turn, doubled after the last."""

    def written(number: int) -> str:
        turn, place = divmod(number - 1, len(signs))
        return signs[place] * min(turn + 1, _TEN)

    return written


def _from(first: str, most: int) -> Callable[[int], str]:
    """Return how numbers are written by the signs from one on, and in brackets after the last."""
    return lambda number: chr(ord(first) + number - 1) if number <= most else f"({number})"


def _counted(digits: str, ten: str) -> Callable[[int], str]:
    """Return how numbers are counted in words: 이십삼."""

    def written(number: int) -> str:
        tens, ones = divmod(number, _TEN)
        if number >= _HUNDRED:
            return str(number)
        before = (digits[tens] if tens > 1 else "") + ten if tens else ""
        return before + (digits[ones] if ones or not tens else "")

    return written


_latin = _of("abcdefghijklmnopqrstuvwxyz")

# By the words of Word and those of Hancom.
_FORMATS: Mapping[Sequence[str], Callable[[int], str]] = {
    ("decimal", "DIGIT"): _decimal,
    ("decimalZero",): lambda number: f"{number:02}",
    ("upperRoman", "ROMAN_CAPITAL"): lambda number: _roman(number).upper(),
    ("lowerRoman", "ROMAN_SMALL"): _roman,
    ("upperLetter", "LATIN_CAPITAL"): lambda number: _latin(number).upper(),
    ("lowerLetter", "LATIN_SMALL"): _latin,
    ("ganada", "HANGUL_SYLLABLE"): _of(_SYLLABLES),
    ("chosung", "HANGUL_JAMO"): _of(_LETTERS),
    ("koreanCounting", "koreanDigital", "HANGUL_PHONETIC"): _counted(_DIGITS, "십"),
    ("ideographDigital", "koreanDigital2", "IDEOGRAPH"): _counted(_HAN, "十"),
    (
        *("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"),
        "CIRCLED_DIGIT",
    ): _from("①", _CIRCLED_MAX),
    ("decimalEnclosedParen",): _from("⑴", _CIRCLED_MAX),
    ("decimalEnclosedFullstop",): _from("⒈", _CIRCLED_MAX),
    ("CIRCLED_LATIN_SMALL",): _from("ⓐ", _CIRCLED_LETTERS),
    ("CIRCLED_LATIN_CAPITAL",): _from("Ⓐ", _CIRCLED_LETTERS),
    ("CIRCLED_HANGUL_SYLLABLE",): _from("㉮", len(_SYLLABLES)),
    ("CIRCLED_HANGUL_JAMO",): _from("㉠", len(_LETTERS)),
    ("none",): lambda _number: "",
}
_BY_NAME = {name: written for names, written in _FORMATS.items() for name in names}
_ENDLESS = 100_000


def numeral(number: int, name: str) -> str:
    """Return a number as a format of Word or Hancom writes it; as figures, if it is not known."""
    if not 0 < number < _ENDLESS:
        return str(number)
    return _BY_NAME.get(name, _decimal)(number)


def ringed(text: str) -> str:
    """Return what has a ring around it: a figure as ①, a word behind a ring, as people type it."""
    text = text.strip()
    if text.isdecimal() and text.isascii() and len(text) <= _FEW and 0 < int(text) <= _CIRCLED_MAX:
        return _BY_NAME["CIRCLED_DIGIT"](int(text))
    return f"(○) {text} " if text else ""
