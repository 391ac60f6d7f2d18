"""Words before an address or a figure which say only that an answer follows. Pure.

`근거: https://…`, `답: 72.5%`: no part of an answer says them, neither as a text nor as a name.
"""

import re

from responses.characters import BULLETS

FIGURE = re.compile(
    r"(?<![\d.,])(?P<figure>\d{1,3}(?:[.,]\d{1,6})?)\s*(?:%|％|퍼센트|프로(?![가-힣])|per ?cent\b)",
    re.IGNORECASE,
)
BARE_FIGURE = re.compile(
    r"[\s\-–—·•○□■*:]*(?:약|about)?\s*(?P<figure>\d{1,3}(?:\.\d{1,6})?)\s*[%％]?\s*"
)
"""A figure that stands alone."""
_BULLETS = rf"[\s{BULLETS}ㅇㅁ→⇒]*"
_ANSWER = r"(?:답변|응답|답|answer|response)\s*[:：]\s*"
_EVIDENCE = (
    r"(?:(?:근거|증빙|출처|참고|관련|확인)\s*(?:자료|링크|주소|사이트|url)?|링크|주소|"
    r"evidence|source|see|(?:evidence )?links?|url)\s*[:：]\s*"
)
_ADDRESS = r"[<(（]?\s*(?:https?://|www\.|[a-z0-9][\w-]*\.(?:[\w-]+\.)*[a-z]{2,}(?![\w.]))"
_BEFORE_ADDRESS = re.compile(
    rf"{_BULLETS}(?:{_ANSWER}{_EVIDENCE}|{_ANSWER}|{_EVIDENCE})(?={_ADDRESS})", re.IGNORECASE
)
_BEFORE_FIGURE = re.compile(rf"{_BULLETS}{_ANSWER}(?:약\s*)?(?=\d{{1,3}}(?:\.\d{{1,6}})?\s*[%％])")
_BEGINS = re.compile(rf"\s*{_ADDRESS}", re.IGNORECASE)


def without_leading(text: str) -> str:
    """Return a line without words that only say that its address or figure follows."""
    found = _BEFORE_ADDRESS.match(text) or _BEFORE_FIGURE.match(text)
    return text[found.end() :] if found else text


def begins_with_value(text: str) -> bool:
    """Return whether a line begins with an address or a figure."""
    return bool(_BEGINS.match(text) or FIGURE.match(text.lstrip()))
