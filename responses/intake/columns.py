"""The columns of a table of answers, told by its head: `문항번호 | 질문 | 답변`. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column has: the number of a row or question, or of a section; what is asked; answers.

    `EVIDENCE` are addresses, a `REMARK` is what is said beside.
    """

    NUMBER = "number"
    SECTION = "section"
    ASKED = "asked"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    REMARK = "remark"


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
}
_HEAD = {column: re.compile(words, re.IGNORECASE) for column, words in _HEADS.items()}
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_HEAD_MAX = 30
COLUMNS_MAX = 40
"""How many columns a table of answers has at most."""
_SAYING = frozenset({Column.ANSWER, Column.EVIDENCE})
_TELLING = frozenset({Column.NUMBER, Column.ASKED})

Columns = tuple[Column | None, ...]
"""The columns of a table in their order; None is one of another kind."""


def columns_of(cells: Sequence[str]) -> Columns:
    """Return the columns that a row names, or nothing if it is no head of a table of answers."""
    if len(cells) > COLUMNS_MAX or any(len(cell) > _HEAD_MAX for cell in cells):
        return ()
    columns = tuple(map(_column, cells))
    known = {column for column in columns if column}
    return columns if known & _SAYING and known & _TELLING else ()


def _column(cell: str) -> Column | None:
    for said in (cell, _BRACKETS.sub("", cell)):
        tight = "".join(said.split()).strip("*:：")
        for column, head in _HEAD.items():
            if head.fullmatch(tight):
                return column
    return None
