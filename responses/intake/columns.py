"""The columns of a table of answers, told by its head: `문항번호 | 질문 | 답변`. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column has: the number of a row or question, or of a section; what is asked; answers.

    `EVIDENCE` are addresses, a `REMARK` is what is said beside. In `YES` and `NO`, which stand
    beside each other, one is ticked.
    """

    NUMBER = "number"
    SECTION = "section"
    ASKED = "asked"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    REMARK = "remark"
    YES = "yes"
    NO = "no"


_HEADS: Mapping[Column, str] = {
    Column.NUMBER: r"(?:연|순|일련|문항|질문|설문|항목)?번호|연번|순번|no\.?|#|"
    r"(?:question|item|q)(?:no\.?|number|#)|number|code",
    Column.SECTION: r"영역|분야|구분|장|섹션|section|part|area|category",
    Column.ASKED: r"(?:설문|질문|조사)?(?:문항|질문|항목)(?:명|제목|내용)?|질의(?:내용)?|"
    r"(?:survey)?questions?|questiontext|items?",
    Column.ANSWER: r"(?:시|부서|최종|세부)?(?:답변|응답|답|회신|작성)(?:내용|결과|란|사항)?|"
    r"answers?|responses?|reply|replies",
    Column.EVIDENCE: r"(?:관련|증빙|근거|출처|참고)(?:자료|링크|주소|사이트|url|홈페이지)*|"
    r"(?:링크|url|웹주소|주소|누리집|홈페이지)(?:주소|url)?|"
    r"(?:evidence|source|supporting)?(?:links?|urls?|evidence|sources?|webaddress(?:es)?)",
    Column.REMARK: r"비고|기타|특이사항|메모|참고사항|remarks?|notes?|comments?",
    Column.YES: r"예|네|있음|yes",
    Column.NO: r"아니요|아니오|없음",
}
_HEAD = {column: re.compile(words, re.IGNORECASE) for column, words in _HEADS.items()}
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_HEAD_MAX = 30
COLUMNS_MAX = 40
"""How many columns a table of answers has at most."""
_SAYING = frozenset({Column.ANSWER, Column.EVIDENCE, Column.YES})
_GOING_ON = frozenset({Column.ASKED, Column.ANSWER, Column.EVIDENCE, Column.REMARK})
_EITHER: frozenset[Column | None] = frozenset({Column.YES, Column.NO})
_NO = re.compile(r"\s*no\s*", re.IGNORECASE)
_TELLING = frozenset({Column.NUMBER, Column.ASKED})

Columns = tuple[Column | None, ...]
"""The columns of a table in their order; None is one of another kind."""


def columns_of(cells: Sequence[str]) -> Columns:
    """Return the columns that a row names, or nothing if it is no head of a table of answers."""
    if len(cells) > COLUMNS_MAX or any(len(cell) > _HEAD_MAX for cell in cells):
        return ()
    columns = named_columns(cells)
    known = {column for column in columns if column}
    return columns if known & _SAYING and known & _TELLING else ()


def named_columns(cells: Sequence[str]) -> Columns:
    """Return what each of some cells names; yes and no together alone.

    What has no name of its own goes on from what is asked or said to its left, as merged cells do.
    """
    columns: list[Column | None] = []
    for cell in cells:
        last = columns[-1] if columns else None
        named = _column(cell) if cell else last if last in _GOING_ON else None
        columns.append(Column.NO if last is Column.YES and _NO.fullmatch(cell) else named)
    for at, column in enumerate(columns):
        beside = {*columns[max(0, at - 1) : at], *columns[at + 1 : at + 2]}
        if column in _EITHER and not beside & (_EITHER - {column}):
            columns[at] = None
    return tuple(columns)


def _column(cell: str) -> Column | None:
    for said in (cell, _BRACKETS.sub("", cell)):
        tight = "".join(said.split()).strip("*:：")
        for column, head in _HEAD.items():
            if head.fullmatch(tight):
                return column
    return None
