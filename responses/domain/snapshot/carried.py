"""What a file that is worked on carries beside its text, so that it is read back as written. Pure.

It carries the answers as they are, and for each of their parts the marks under which it stands in
the file, with a print of what stands there. As long as that is the same, nobody has edited it, and
the answer needs no reading. What stands under no mark is the form's, as the `frame` says.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from responses.characters import with_signs, without_controls
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.translating import named

from .answer import AnswerSnapshot
from .section import SectionSnapshot
from .snapshot import Snapshot

FORMAT = "lgq-desk-answers/1"
REASON = "nothing_to_report"
"""How the reason why there is nothing to report is named beside the parts."""
NAMESPACE = "urn:lgq-desk:answers:1"
"""Of the element that has it as its text, in office documents."""
_PRINT = 16
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_FAULTS = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


class Marked(NamedTuple):
    """A paragraph or a cell: the mark that it stands under, or nothing, and its text."""

    mark: str
    text: str


class PartRef(NamedTuple):
    """A part of an answer by the key of its question and its own.

    See `translating.named`, and `REASON`.
    """

    question: str
    key: str


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """An answer, or a translation, that is perhaps outdated: its marks by part, with prints."""

    content: Content
    marks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a workbook has what: by sheet, the kind of part that each column holds, or nothing.

    "#" holds the number of the question, of which `keys` know the key; "#en" that of its answer in
    another language. What stands in columns of a kind with "*" is a row of it, unless it is
    `beside` the answer to its question.
    """

    holds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def marks(self, sheet: str, texts: Sequence[str], last: str) -> tuple[str, Sequence[str]]:
        """Return which question a row is of, and the mark of each cell, or nothing.

        A row without a number is of the `last` question.
        """
        holds = [*self.holds.get(sheet, ())[: len(texts)]]
        at = next((place for place, hold in enumerate(holds) if hold.startswith("#")), None)
        if at is None:
            return "", [""] * len(texts)
        key = last
        if number := texts[at].strip():
            known = self.keys.get(number, "")
            key = named(known, holds[at][1:]) if known else ""
        said = "".join(text for text, hold in zip(texts, holds, strict=False) if hold.endswith("*"))
        if not key or (said and said in self.beside.get(key, ())):
            return key, [""] * len(texts)
        marks = [
            cell_mark(key, hold.rstrip("*")) if hold and hold[0] != "#" else "" for hold in holds
        ]
        return key, [*marks, *[""] * (len(texts) - len(marks))]


def cell_mark(key: str, kind: str) -> str:
    """Return under which mark a workbook has what an answer says to its parts of a kind."""
    return f"{key}|{kind}"


def bookmarks_of(mark: str) -> tuple[str, str]:
    """Return the names of two bookmarks: where what stands under a mark begins, and where it ends.

    LibreOffice keeps them as it saves a Word document, but not the tag that is the mark, nor one
    bookmark around a table.
    """
    name = sha256(mark.encode()).hexdigest()[:16]
    return f"part_{name}", f"end_{name}"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file carries: the code of the edition, and answers by the keys of their questions.

    `frame` are the lines of the form, and `columns` are those of a workbook.
    """

    edition: str
    answers: Mapping[str, CarriedAnswer]
    frame: Sequence[str] = ()
    columns: Columns = field(default_factory=Columns)


def lines_in(text: str) -> Iterator[str]:
    """Yield the lines of a text as they are compared: in signs that all have, blanks as one."""
    for line in with_signs(without_controls(text)).split("\n"):
        if said := " ".join(line.split()):
            yield said


def prints_of(said: Iterable[Marked]) -> Mapping[str, str]:
    """Return by mark a print of what stands under it; none where that is nothing."""
    found: dict[str, list[str]] = {}
    for each in said:
        if each.mark:
            found.setdefault(each.mark, []).extend(lines_in(each.text))
    return {mark: _print(lines) for mark, lines in found.items() if lines}


def _print(lines: Sequence[str]) -> str:
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:_PRINT]


def carried_text(
    snapshot: Snapshot,
    sections: Mapping[str, Sequence[SectionSnapshot]],
    owners: Iterable[tuple[str, PartRef]],
    said: Sequence[Marked],
    columns: Columns | None = None,
) -> str:
    """Return as JSON what a file carries: its sections, by the languages in which it has them.

    `owners` say of which part each mark is, or of which several, and `said` what stands there.
    """
    prints = prints_of(said)
    marks: dict[str, dict[str, dict[str, str]]] = {}
    for mark, owner in owners:
        marks.setdefault(owner.question, {}).setdefault(owner.key, {})[mark] = prints.get(mark, "")
    answers = {
        key: {**_plain(answer, translation), "marks": marks.get(key, {})}
        for language, found in sections.items()
        for translation in ["" if language == snapshot.language else language]
        for section in found
        for answer in section.answers
        for key in [named(answer.question.key, translation)]
    }
    plain = {
        "format": FORMAT,
        "edition": snapshot.edition.code,
        "answers": answers,
        "frame": [line for each in said if not each.mark for line in lines_in(each.text)],
        "columns": asdict(columns or Columns()),
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    # So that it stands in XML as it is, and Excel takes nothing in it for a sign.
    return _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text).replace("_x", "_\\u0078")


def _plain(answer: AnswerSnapshot, language: str) -> dict[str, Any]:
    if not language:
        return {"content": answer.content.alone.to_json()}
    translation = answer.translation
    if translation is None or not translation.version:
        return {"content": EMPTY.to_json()}
    return {"content": translation.alone.to_json(), "outdated": translation.is_outdated}


def read_carried(text: str) -> Carried | None:
    """Return what `carried_text` wrote; None of anything else."""
    try:
        plain = json.loads(text)
        if plain["format"] != FORMAT:
            return None
        answers = {key: _answer(each) for key, each in plain["answers"].items()}
        frame = [str(line) for line in plain["frame"]]
        columns = Columns(
            _lists(plain["columns"]["holds"]),
            {str(number): str(key) for number, key in plain["columns"]["keys"].items()},
            _lists(plain["columns"]["beside"]),
        )
        return Carried(str(plain["edition"]), answers, frame, columns)
    except _FAULTS:
        return None


def _lists(plain: Mapping[str, Sequence[object]]) -> Mapping[str, Sequence[str]]:
    return {str(name): [*map(str, each)] for name, each in plain.items()}


def _answer(plain: Mapping[str, Any]) -> CarriedAnswer:
    content = plain["content"]
    marks = {
        str(key): {str(mark): str(said) for mark, said in each.items()}
        for key, each in plain["marks"].items()
    }
    parts, reason = dict(content.get("parts", {})), str(content.get("nothing_to_report", ""))
    return CarriedAnswer(Content(parts, reason), marks, bool(plain.get("outdated")))
