"""The figures in a text and in its translation, and which of them differ. Pure.

What translations do to a figure makes no difference: other separators and units, words for small
numbers, another form of a date. Who reads of a difference has to be able to believe it, so that
what may be a usual translation is none: a figure that is doubtful satisfies, and asks for nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from responses.characters import normalised

from .finding import addresses_in

MOST = 6
"""How many figures are named at most."""
_COMPARED = 1_000
"""How many figures are compared: nobody reads what comes of more."""
_READ = 20_000
"""How much of a text is looked at."""
_SMALL = 12
"""Up to which whole numbers are often words, months or hours."""
# What stands at each unit of a number; Korean ones add up, as in 3억 5천만.
_KOREAN = {
    "조": 10**12,
    "천억": 10**11,
    "백억": 10**10,
    "십억": 10**9,
    "억": 10**8,
    "천만": 10**7,
    "백만": 10**6,
    "십만": 10**5,
    "만": 10**4,
    "천": 10**3,
    "백": 100,
}
_ENGLISH = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "bn": 10**9,
    "tn": 10**12,
    "k": 10**3,
    "m": 10**6,
}
_WORDS = {
    "a": 1,
    **{
        word: number
        for number, word in enumerate(
            (
                *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
                *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
                *("seventeen", "eighteen", "nineteen"),
            )
        )
    },
    **{
        word: number * 10
        for number, word in enumerate(
            ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
        )
    },
}
_UNIT = "|".join(sorted(_KOREAN, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# 제3조 is an article, and 5조 원 money.
_FIGURE = re.compile(
    rf"(?P<number>{_NUMBER})"
    rf"(?P<unit>\s?(?:{_UNIT})(?!족)|[\s-]?(?:{'|'.join(_ENGLISH)})(?![a-z]))?"
    r"(?P<percent>\s?(?:%|퍼센트|프로(?![가-힣])|per\s?cent))?"
)
_WORD = re.compile(
    rf"\b(?P<tens>{'|'.join(_WORDS)})(?:[\s-](?P<ones>{'|'.join(list(_WORDS)[2:11])}))?"
    rf"(?:[\s-](?P<unit>hundred|thousand|million|billion))?\b"
)
_KOREAN_WORD = re.compile(rf"(?<![\d가-힣]\s)(?<![\d가-힣.,])(?P<unit>{_UNIT})(?=\s?[가-힣])")
# A figure that stands behind letters is a part of a name, such as COVID-19, 코로나19 and km2.
_GLUED = re.compile(r"[^\W\d_][-–]?$")
_COUNTED = re.compile(r"(?:제|총|약|매|전|연|각|만|월|일)$")
_MONEY = re.compile(r"(?:us\$|usd|eur|[$€£¥])\s?$")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
# What is no amount, or is said in another way: days, hours, telephone numbers, addresses.
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:'|’)?\d{2}|\d{4})\s*[.\-/년]\s*(?P<month>\d{1,2})\s*[.\-/월]"
    r"(?:\s*(?P<day>\d{1,2})(?![\d,])\s*[.일]?)?(?!\d)"
    r"|(?<![\d.,])(?:0?[1-9]|1[0-2])\.\s*(?:[012]?\d|3[01])\.(?!\d)"
    r"|(?<!\d)\d{1,2}\s*월(?:\s*\d{1,2}\s*일)?"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-–~]\s*\d{{1,2}})?\s+(?:of\s+)?(?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-–~]\s*\d{{1,2}})?(?!\d)"
)
_NONE = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?|(?<!\d)\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]\.?m\b\.?|시(?!간))"
    r"(?:\s*\d{1,2}\s*분)?"
    r"|\+?\(?\d{1,4}\)?(?:[-–.\s]\d{3,4}){1,2}[-–.\s]\d{4}(?!\d)|(?<!\d)1\d{3}-\d{4}"
    r"|(?<!\d)0\d{1,2}[-)]\s?\d{3,4}(?!\d)|☎\s*[\d\-]+|\+82[\d\-\s()]*|[\w.+-]+@[\w.-]+|24\s?/\s?7"
)
# What is as often said in words: all day, all year, all of it, half of it.
_SAID = frozenset(map(Decimal, (24, 50, 100, 365)))
_OTHER_YEAR = re.compile(
    r"작년|올해|금년|내년|전년|지난해|당해|이듬해|동년"
    r"|(?:last|this|next|previous|same|current|that) year|year-on-year|year[- ]over[- ]year"
)
_YEARS, _CENTURY, _LAST_DAY = (1900, 2100), 100, 31


class Differing(NamedTuple):
    """The figures of the original that its translation lacks, and those that it alone has."""

    lacking: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


SAME = Differing()


@dataclass(frozen=True, slots=True)
class _Amount:
    """A figure as it is written, what it may be, and whether the other text has to have it.

    `within` is how far another may be from it that says the same, rounded as this one is.
    """

    text: str
    values: tuple[Decimal, ...]
    asks: bool
    within: Decimal = Decimal(0)


def differing(original: str, translation: str) -> Differing:
    """Return which figures of a text its translation lacks, and which it alone has."""
    here, there = _amounts(original), _amounts(translation)
    if len(here) + len(there) > _COMPARED:
        return SAME
    if _OTHER_YEAR.search(f"{original} {translation}".casefold()):
        here, there = ([*map(_without_year, each)] for each in (here, there))
    return Differing(_missing(here, there), _missing(there, here))


def _missing(these: Iterable[_Amount], others: Sequence[_Amount]) -> tuple[str, ...]:
    said = {value for each in others for value in each.values}
    in_order = sorted(said)
    rounded = {(value, each.within) for each in others if each.within for value in each.values}
    found = {
        each.text: None
        for each in these
        if each.asks
        and said.isdisjoint(each.values)
        and not any(_is_near(value, each.within, in_order) for value in each.values)
        and not any(abs(one - two) <= within for one in each.values for two, within in rounded)
    }
    return tuple(found)[:MOST]


def _is_near(value: Decimal, within: Decimal, in_order: Sequence[Decimal]) -> bool:
    """Return whether one of some values in order is as near."""
    at = bisect_left(in_order, value - within)
    return at < len(in_order) and in_order[at] <= value + within


def _without_year(amount: _Amount) -> _Amount:
    """Return a figure that is not asked for if it is a year: "last year" may say the same."""
    return replace(amount, asks=amount.asks and not any(map(_is_year, amount.values)))


def _is_year(value: Decimal) -> bool:
    return _YEARS[0] <= value < _YEARS[1]


def _amounts(text: str) -> list[_Amount]:
    """Return the figures of a text."""
    text = text[:_READ]
    for at in reversed([*addresses_in(text)]):
        text = f"{text[: at.start]} {text[at.stop :]}"
    text = normalised(text.replace("²", " ").replace("³", " "), "NFKC").casefold()
    text = _NONE.sub(" ", text)
    if not any(map(str.isdecimal, text)):
        return [*_words(text)]
    days = [each for found in _DAY.finditer(text) for each in _of_day(found)]
    text = _DAY.sub(" ; ", text)
    return [*days, *_figures(text), *_words(text)]


def _of_day(found: re.Match[str]) -> Iterator[_Amount]:
    """Yield the year of a day, which the other text has to have, and its other figures."""
    if year := found["year"]:
        is_whole = year.isdecimal() and len(year) == len("2021")
        yield _Amount(year, _of_short(int(year.lstrip("'’"))), asks=is_whole)
    for each in re.findall(r"\d+", found[0]):
        yield _Amount(each, _of_short(int(each)), asks=False)


def _of_short(number: int) -> tuple[Decimal, ...]:
    """Return what a whole number may be: one of two digits is a year, too."""
    years = (1900 + number, 2000 + number) if number < _CENTURY else ()
    return tuple(map(Decimal, (number, *years)))


def _figures(text: str) -> Iterator[_Amount]:
    before: tuple[int, _Amount, int] | None = None
    for found in _FIGURE.finditer(text):
        amount, unit = _figure(text, found)
        if before and unit < before[2] and not text[before[0] : found.start()].strip():
            # 3억 5천만 is one figure; and perhaps two.
            last = before[1]
            both = tuple(a + b for a in last.values for b in amount.values)
            whole = f"{last.text} {amount.text}"
            joined = _Amount(whole, (*both, *last.values), asks=last.asks, within=amount.within)
            yield _Amount(amount.text, amount.values, asks=False)
            before = (found.end(), joined, unit)
            continue
        if before:
            yield before[1]
        if unit > 1 and not found["percent"]:
            before = (found.end(), amount, unit)
        else:
            before = None
            yield amount
    if before:
        yield before[1]


def _figure(text: str, found: re.Match[str]) -> tuple[_Amount, int]:
    """Return a figure, and how much its unit is."""
    number = Decimal(found["number"].replace(",", ""))
    name = (found["unit"] or "").strip(" -\t\n")
    ahead = text[max(0, found.start() - 4) : found.start()]
    if name == "조" and ahead.endswith("제"):
        name = ""
    unit = _KOREAN.get(name) or _ENGLISH.get(name) or 1
    is_whole = number == number.to_integral_value()
    values = [number * unit, *(_of_short(int(number)) if is_whole and unit == 1 else ())]
    if name in {"k", "m", "조", "백", "천", "만"}:
        # Of metres, or of something that is called so.
        values.append(number)
    exact = number.as_tuple()
    # "3억" is exact, and "1.2 million" may be rounded.
    is_rounded = unit > _KOREAN["천"] and len(exact.digits) > 1
    within = Decimal(unit) * Decimal(10) ** int(exact.exponent) / 2 if is_rounded else Decimal(0)
    counts = number > _SMALL or unit > 1 or bool(found["percent"]) or not is_whole
    is_day = not is_whole and unit == 1 and not found["percent"] and _is_day(number)
    is_name = bool(_GLUED.search(ahead)) and not _COUNTED.search(ahead)
    asks = counts and not (is_name or is_day or number in _SAID or _MONEY.search(ahead))
    said = found[0].strip(" -\t\n")
    return _Amount(said, tuple(values), asks=asks, within=within), unit


def _is_day(number: Decimal) -> bool:
    """Return whether a figure may be a day, as 3.5 is one of March."""
    month, _point, day = str(number).partition(".")
    return 0 < int(month) <= _SMALL and len(day) < len("100") and 0 < int(day) <= _LAST_DAY


def _words(text: str) -> Iterator[_Amount]:
    """Yield the numbers that are said in words, which satisfy and ask for nothing."""
    for found in _WORD.finditer(text):
        number = _WORDS[found["tens"]] + _WORDS.get(found["ones"] or "", 0)
        unit = _ENGLISH.get(found["unit"] or "", 1)
        yield _Amount(found[0], (Decimal(number * unit), Decimal(number)), asks=False)
    for found in _KOREAN_WORD.finditer(text):
        yield _Amount(found[0], (Decimal(_KOREAN[found["unit"]]),), asks=False)
