"""What a figure in a table is, and which columns are of figures: those stand at the right. Pure."""

import re
from collections.abc import Sequence

from responses.characters import is_blank, normalised

# As figures are written in Korean and English, after NFKC: ％ is %, ～ is ~, ㎡ is m2.
_BEFORE = (
    "약 총 계 최대 최소 평균 about approx. approximately ca. some up\\ to over under ~ ≒ ≈ < > ≤ ≥"
)
_SIGN = "[-−–+±△▲▽▼]"
_CURRENCY = "₩ $ US$ € £ ¥ KRW USD EUR"
_NUMBER = r"(?:[1-9][0-9]{0,2}(?:[, ][0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?"
_THOUSANDS = (
    "십 백 천 만 십만 백만 천만 억 십억 백억 천억 조 "
    "k K M bn thousand million billion trillion hundred"
)
_UNITS = (
    "% %p %P %포인트 퍼센트 ‰ percent per\\ cent p pp percentage\\ points? pts? points? 점 포인트 "
    "명 인 개 개소 개국 개사 개교 곳 건 회 차례 번 배 위 등 대 종 권 면 쪽 편 호 기 석 팀 가구 "
    "세대 세 살 개\\ 기관 기관 개\\ 구 개구 개\\ 부서 부서 단체 필지 동 층 "
    "원 천원 만원 백만원 억원 조원 달러 유로 년 개년 년간 개월 월 주 일 일간 시간 분 초 "
    "people persons? cases? times x users? visits? views? visitors? respondents? residents? "
    "households? sites? offices? agencies agency items? units? services? districts? cities city "
    "years? months? weeks? days? hours? hrs? h minutes? min seconds? sec s won dollars? euros? "
    "mm cm m km m2 m3 km2 ha g kg t tons? tonnes? 톤 L l ml kB MB GB TB PB kW MW GW kWh MWh GWh "
    "°C 도 Mbps Gbps KRW USD EUR"
)
# What a cell says in the place of a figure; a lone dash says nothing anyway.
_NONE = re.compile(
    "n/?a|n\\.a\\.|none|nil|없음|해당 ?없음|미상|미실시|미집계|비공개|…", re.IGNORECASE
)
_RANGE = "~|∼|-|−|–|—|to|내지"
_LENGTH_MAX = 60


def _any(words: str) -> str:
    """Return a pattern of any of some words; a blank within one stands behind a backslash."""
    found = re.split(r"(?<!\\) ", words)
    escaped = (re.sub(r"([.$])", r"\\\1", word) for word in found)
    return f"(?:{'|'.join(sorted(escaped, key=len, reverse=True))})"


_AMOUNT = rf"{_NUMBER}(?: ?{_any(_THOUSANDS)})?"
_ONE = (
    rf"(?:{_any(_BEFORE)} ?)?(?:{_SIGN} ?)?(?:{_any(_CURRENCY)} ?)?"
    rf"{_AMOUNT}(?: {_AMOUNT})?(?: ?{_any(_UNITS)})?"
)
_SOME = rf"{_ONE}(?: ?(?:{_RANGE}) ?{_ONE}| ?/ ?{_NUMBER})?"
_FIGURE = re.compile(rf"{_SOME}(?: ?\({_SOME}\))?|\({_SOME}\)")


def is_figure(cell: str) -> bool:
    """Return whether a cell says a number and nothing else.

    With it may stand a sign, thousands apart, what it counts, a range, and another one in brackets.
    """
    if len(cell) > _LENGTH_MAX:
        return False
    return bool(_FIGURE.fullmatch(" ".join(normalised(cell, "NFKC").split())))


def are_figures(cells: Sequence[str]) -> bool:
    """Return whether every cell that says something is a figure, and one is."""
    said = [cell for cell in cells if not is_blank(cell) and not _NONE.fullmatch(cell.strip())]
    return bool(said) and all(map(is_figure, said))


def columns_of_figures(rows: Sequence[Sequence[str]]) -> tuple[bool, ...]:
    """Return of each column of a table whether it is of figures, below the head that names it."""
    return tuple(are_figures(column[1:]) for column in zip(*rows, strict=True))
