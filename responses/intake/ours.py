"""Answers in a file that the product wrote and people worked on: as they were, or as edited. Pure.

Where nothing of a part was edited, it is what the file carries. Where something was, what stands
under its marks is read, by itself: what else stands in the file is no matter.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from responses.domain.content.kinds import KINDS
from responses.domain.content.translating import find_question, parted
from responses.domain.edition.shapes import EditionShape, PartShape, QuestionShape
from responses.domain.snapshot.carried import (
    REASON,
    Carried,
    CarriedAnswer,
    PartRef,
    lines_in,
)

from .filling import READ, fill
from .indents import as_before
from .lines import FileLine, FileText
from .prompts import Slot, is_unanswered, sort_block
from .ticked import Box, read_box
from .units import texts_of

_LOOSE = frozenset({"docx", "hwpx"})
"""In which a line under no mark, which the form does not have, goes on what stands before it."""


@dataclass(slots=True)
class OurAnswer:
    """An answer of such a file: its parts, how sure they are, its lines, and those left over."""

    question: QuestionShape
    parts: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    certainty: float = 1.0
    lines: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    is_edited: bool = False
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class OurAnswers:
    """All of them, and the lines that are the form's, or nothing of ours."""

    answers: Sequence[OurAnswer]
    headings: tuple[int, ...]
    wording: tuple[int, ...]
    not_placed: tuple[int, ...]


def our_answers(edition: EditionShape, text: FileText, carried: Carried) -> OurAnswers:
    """Return the answers of a file to what an edition asks."""
    sorting = _Sorting(carried, is_loose=text.reader in _LOOSE)
    for line in text.lines:
        sorting.put(line)
    answers: list[OurAnswer] = []
    edited: set[str] = set()
    for key, answer in carried.answers.items():
        try:
            question = find_question(edition, key)
        except KeyError:
            lines = [
                line
                for ref, found in sorting.found.items()
                if ref.question == key
                for line in found
            ]
            sorting.not_placed += [line.number for line in lines]
            continue
        made = _Reading(question, key, answer, text.prints, sorting).read()
        original, language = parted(key)
        if made.is_edited:
            edited.add(key)
        made.is_outdated |= bool(language) and original in edited and not made.is_edited
        answers.append(made)
    return OurAnswers(
        answers,
        tuple(sorting.headings),
        tuple(sorting.wording),
        tuple(sorted(sorting.not_placed)),
    )


class _Sorting:
    """Sorts the lines of a file by the parts under whose marks they stand."""

    def __init__(self, carried: Carried, *, is_loose: bool) -> None:
        self.owners = {
            mark: PartRef(question, key)
            for question, answer in carried.answers.items()
            for key, marks in answer.marks.items()
            for mark in marks
        }
        self.frame = Counter(carried.frame)
        self.is_loose = is_loose
        self.last: PartRef | None = None
        self.found: dict[PartRef, list[FileLine]] = {}
        self.grown: set[PartRef] = set()
        self.headings: list[int] = []
        self.wording: list[int] = []
        self.not_placed: list[int] = []

    def put(self, line: FileLine) -> None:
        """Sort a line."""
        if line.is_margin:
            self.headings.append(line.number)
            return
        owner = self.owners.get(line.mark)
        if owner is None:
            said = next(lines_in(line.text), "")
            if self.frame[said]:
                self.frame[said] -= 1
                (self.headings if line.is_heading else self.wording).append(line.number)
                return
            if self.last is None or not self.is_loose:
                self.not_placed.append(line.number)
                return
            owner = self.last
            self.grown.add(owner)
        self.last = owner
        self.found.setdefault(owner, []).append(line)


class _Reading:
    """Reads one answer."""

    def __init__(
        self,
        question: QuestionShape,
        key: str,
        carried: CarriedAnswer,
        prints: Mapping[str, str],
        sorting: _Sorting,
    ) -> None:
        self.key, self.carried, self.prints, self.sorting = key, carried, prints, sorting
        self.made = OurAnswer(question, is_outdated=carried.is_outdated)

    def read(self) -> OurAnswer:
        """Return the answer."""
        made, carried = self.made, self.carried
        groups = dict.fromkeys((*made.question.parts_by_key, *carried.marks))
        groups.pop(REASON, None)
        for key in groups:
            lines = self._lines(key)
            asked = made.question.parts_by_key.get(key)
            before = carried.content.parts.get(key)
            if not self._is_edited(key):
                if asked is not None and before is not None:
                    made.parts[key] = before
                continue
            made.is_edited = True
            if asked is None:
                # What a translation takes from its original.
                made.left += [line.number for line in lines]
            else:
                self._fill(asked, before, lines)
        self._read_reason()
        made.lines.sort()
        return made

    def _lines(self, key: str) -> Sequence[FileLine]:
        lines = self.sorting.found.get(PartRef(self.key, key), ())
        self.made.lines += [line.number for line in lines]
        return lines

    def _is_edited(self, key: str) -> bool:
        marks = self.carried.marks.get(key, {})
        is_other = any(self.prints.get(mark, "") != said for mark, said in marks.items())
        return is_other or PartRef(self.key, key) in self.sorting.grown

    def _read_reason(self) -> None:
        lines = self._lines(REASON)
        if not self._is_edited(REASON):
            self.made.reason = self.carried.content.nothing_to_report
            return
        self.made.is_edited = True
        said = " ".join(" ".join(line.text.split()) for line in lines)
        self.made.reason = said.partition(":")[2].strip() or said

    def _fill(self, part: PartShape, before: Any, lines: Sequence[FileLine]) -> None:
        """Read a part of which something was edited."""
        made = self.made
        marks = self.carried.marks.get(part.key)
        others = (each for key, each in self.carried.marks.items() if key != part.key)
        if part.kind not in READ or any(each == marks for each in others):
            # What no reading fills, and what stands in one cell with another part, a person sees.
            made.parts |= {} if before is None else {part.key: before}
            made.left += [line.number for line in lines]
            return
        said = [line for line in lines if not is_unanswered(line.text)]
        if value := self._value(part, before, said):
            made.parts[part.key] = value

    def _value(self, part: PartShape, before: Any, said: Sequence[FileLine]) -> Any:
        """Return what lines say to a part; of links, those that were not edited as they were."""
        if part.choices and (ticked := _ticked(part, said)) is not None:
            return ticked
        if part.kind != "links" or not isinstance(before, list):
            value = self._filled(part, said)
            is_set_in = self.sorting.is_loose and KINDS[part.kind].explains
            if is_set_in and isinstance(before, str) and isinstance(value, str):
                return as_before(before, value)
            return value
        there = {_shown(row): row for row in before}
        rows: list[Any] = []
        for is_known, lines in groupby(said, lambda line: next(lines_in(line.text), "") in there):
            if is_known:
                rows += [there[next(lines_in(line.text))] for line in lines]
            else:
                rows += self._filled(part, [*lines]) or []
        return rows

    def _filled(self, part: PartShape, said: Sequence[FileLine]) -> Any:
        made, slot = self.made, Slot(replace(self.made.question, parts=(part,)), 1.0)
        if KINDS[part.kind].explains:
            slot.answer = [*said]
        else:
            sort_block(slot, (), said, made.left)
        filled = fill(slot, is_ours=True)
        made.left += filled.left
        made.certainty = min([made.certainty, *filled.sure.values()])
        return filled.values.get(part.key)


def _ticked(part: PartShape, said: Sequence[FileLine]) -> list[str] | None:
    """Return the choices that are ticked, or None if lines say anything but the choices."""
    keys = {
        next(lines_in(text), ""): choice.key
        for choice in part.choices
        for text in texts_of(choice.label)
    }
    found = [read_box(line.text) for line in said]
    if any(next(lines_in(item.text), "") not in keys for item in found):
        return None
    ticked = [keys[next(lines_in(item.text))] for item in found if item.box is Box.TICKED]
    return [choice.key for choice in part.choices if choice.key in ticked]


def _shown(row: Mapping[str, str]) -> str:
    """Return how a link stands in our files."""
    label = row.get("label", "")
    return next(lines_in(f"{label}: {row['url']}" if label else row["url"]), "")
