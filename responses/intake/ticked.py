"""Boxes and words that say yes or no, as forms have them: `☑ 예 ☐ 아니요`, `예(√)`, `네.`. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from responses.domain.content.yes_and_no import WORDS
from responses.enums import YesNo

from .lines import FileLine, Span

_FULL = "☑☒✓✔√■●◉▣⦿⊙✅🗹🗸◆★"
_EMPTY = "☐□◇☆"
_RING = "○◯〇"
# In brackets any sign is a tick, and nothing is none.
_BOX = (
    rf"[{_FULL}{_EMPTY}{_RING}]|"
    rf"\(\s*[vVxXoO{_FULL}{_RING}*]?\s*\)|\[\s*[vVxXoO{_FULL}{_RING}*]?\s*\]|"
    r"（\s*[vVxXoO√✓✔●○■]?\s*）|(?<![A-Za-z])[vV](?![A-Za-z])"
)
_EITHER = "|".join(f"(?P<{answer}>{words})" for answer, words in WORDS.items())
_TOKEN = re.compile(
    rf"(?P<box>{_BOX})|(?<![가-힣A-Za-z])(?:{_EITHER})(?![가-힣A-Za-z])", re.IGNORECASE
)
_FIGURE = (
    r"\s*[.:：]?\s*(?:약\s*)?\d{1,3}(?:[.,]\d{1,6})?\s*"
    r"(?:[%％]|퍼센트|프로(?![가-힣])|per ?cent\b)"
)
_BETWEEN = re.compile(r"[\s/|,·.ㆍ:;-]*")
# One answer alone at the beginning of a line, and what goes on behind it.
_ALONE = re.compile(
    rf"[\s\-–—―·•○●□■▪※*→⇒:>☑☒✓✔√✅]*(?:(?:답변|응답|답|answer|response)\s*[:：.]\s*)?"
    # "예 1" is the first example and "No. 3" a number, but "예 2.4%" says yes and a figure.
    rf"(?:{_EITHER})(?![가-힣A-Za-z])(?:(?={_FIGURE})|(?!\s*\.\s*\d)(?!\s*\d))"
    # "예 : 인공지능" gives an example, "예: https://" does not.
    r"(?:(?<=[있없]음)|(?<=니다)|(?!\s*[:：]\s*(?!https?:|www\.|\d[\d.]*\s*%)\S))"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS_WHOLE = re.compile("있음|있습니다|없음|없습니다|아님|그렇다", re.IGNORECASE)
_GOES_ON = re.compile(rf"\s*[:：,(（]|\s+(?:https?:|www\.)|{_FIGURE}")
# What stands behind a wording in its line: a sign and a word or two.
_GLUED = re.compile(r"\s[-–—:→⇒]\s*(?P<answer>\S.{0,20})$")
_READ = 200
_NEAR = 3
_HIGHLIGHTED, _STRUCK = 3, -3

_TICKED_BEFORE = re.compile(
    rf"\s*(?:[-–—·•*]\s*)?(?:[{_FULL}]|[(\[（]\s*[vVxXoO{_FULL}{_RING}*]\s*[)\]）]|[vV](?=\s))\s*"
)
_TICKED_BEHIND = re.compile(
    rf"\s*(?:[☑☒✓✔√✅🗹🗸■●◉]|[(\[（]\s*[vVxXoO{_FULL}{_RING}*]\s*[)\]）]|(?<=\s)[vV])\s*$"
)
_UNTICKED = re.compile(rf"\s*(?:[-–—·•*]\s*)?(?:[{_EMPTY}]|[(\[（]\s*[)\]）])\s*")
_RINGED = re.compile(rf"\s*(?:[-–—·•*]\s*)?[{_RING}]\s*")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a line says of yes and no, and what else.

    A line that has both words, none of them marked or both alike, is the form's own: it is about
    yes and no, and answers nothing.
    """

    answer: YesNo | None
    rest: str
    is_about: bool


class Box(StrEnum):
    """How an item of a list is marked; a ring may be a tick or a bullet, as the others tell."""

    TICKED = "ticked"
    EMPTY = "empty"
    RING = "ring"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class BoxedItem:
    """An item of a list, its box taken off."""

    box: Box
    text: str


def read_choice(line: FileLine) -> Chosen:
    """Return which of yes and no a line says; its beginning alone is looked at."""
    text = line.text[:_READ]
    both = _both(line, text)
    if both is not None:
        answer, end = both
        return Chosen(answer, line.text[end:].strip(" \t,.;:/|-"), is_about=True)
    found = _ALONE.match(text)
    if not found:
        return Chosen(None, line.text, is_about=False)
    rest = found["rest"]
    is_word = _WORDS_WHOLE.fullmatch(found["yes"] or found["no"])
    if is_word and rest.strip(" .\t()") and not _GOES_ON.match(rest):
        return Chosen(None, line.text, is_about=False)
    rest = (rest + line.text[_READ:]).lstrip(" \t,.;:：-–—").rstrip()
    return Chosen(_answer(found), rest, is_about=True)


def read_glued(line: FileLine) -> str:
    """Return the yes or no that stands behind a question in its line, with its sign, or nothing."""
    found = _GLUED.search(line.text[-_READ:])
    if not found:
        return ""
    answer = read_choice(FileLine(line.number, found["answer"])).answer
    return found[0].strip() if answer is not None else ""


def _both(line: FileLine, text: str) -> tuple[YesNo | None, int] | None:
    """Return which of both words is marked, and where they end; None unless both are there."""
    tokens = list(_TOKEN.finditer(text))
    words = [token for token in tokens if not token["box"]]
    if len(words) < len(YesNo) or {_answer(word) for word in words[:2]} != set(YesNo):
        return None
    # No sentence that has both words somewhere.
    first, last = tokens[0].start(), words[1].end()
    between = "".join(_TOKEN.sub("", text[first:last]).split())
    if _BETWEEN.fullmatch(between) is None or re.search(r"[가-힣A-Za-z]{4}", text[:first]):
        return None
    ranks = {_answer(word): _rank(line, word.span()) for word in words[:2]}
    end = last
    boxes = [token for token in tokens if token["box"] and token.start() <= last + _NEAR]
    in_front = bool(tokens[0]["box"])
    behind = not in_front and bool(boxes) and boxes[-1].start() >= last
    for box in boxes:
        owner = _owner(box, words[0], words[1], in_front=in_front, behind=behind)
        if owner:
            ranks[_answer(owner)] = max(ranks[_answer(owner)], _rank_of_box(box["box"]), key=abs)
        end = max(end, box.end())
    yes, no = ranks[YesNo.YES], ranks[YesNo.NO]
    if max(yes, no) < 1 or yes == no:
        return (
            (YesNo.NO if yes < 0 == no else YesNo.YES, end) if _is_struck(yes, no) else (None, end)
        )
    return (YesNo.YES if yes > no else YesNo.NO), end


def _is_struck(yes: int, no: int) -> bool:
    """Return whether one of both is struck out, which leaves the other one."""
    return {yes, no} == {0, -3}


def _owner(
    box: re.Match[str], first: re.Match[str], second: re.Match[str], *, in_front: bool, behind: bool
) -> re.Match[str] | None:
    """Return whose box one is: all stand in front of their words, or all behind them.

    One alone between both belongs to the word that it stands nearer to.
    """
    if box.end() <= first.start():
        return first
    if box.start() >= second.end():
        return second if behind else None
    if in_front or behind:
        return second if in_front else first
    before, after = box.start() - first.end(), second.start() - box.end()
    return None if before == after else (first if before < after else second)


def _answer(word: re.Match[str]) -> YesNo:
    return YesNo.YES if word["yes"] else YesNo.NO


def _rank(line: FileLine, span: Span) -> int:
    """Return how a word is marked by its looks."""
    if _covers(line.highlighted, span):
        return _HIGHLIGHTED
    return _STRUCK if _covers(line.struck, span) else 0


def _covers(spans: Sequence[Span], span: Span) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _rank_of_box(box: str) -> int:
    inside = box.strip("()[]（） \t")
    if not inside or inside in _EMPTY:
        return -1
    return 1 if box in _RING else 2


def read_box(text: str) -> BoxedItem:
    """Return how an item of a list is marked, and what it says."""
    for box, found in (
        (Box.TICKED, _TICKED_BEFORE.match(text)),
        (Box.EMPTY, _UNTICKED.match(text)),
    ):
        if found:
            return BoxedItem(box, text[found.end() :])
    if behind := _TICKED_BEHIND.search(text):
        return BoxedItem(Box.TICKED, text[: behind.start()])
    if ring := _RINGED.match(text):
        return BoxedItem(Box.RING, text[ring.end() :])
    return BoxedItem(Box.NONE, text)
