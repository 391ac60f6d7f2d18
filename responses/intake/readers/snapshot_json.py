"""The JSON of a response, as the product itself writes it: answers that need no reading.

Their lines are made of it in the words of its city, so that they are numbered as in any file.
"""

from collections.abc import Iterable

from responses.domain.content.content import Content
from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import QuestionShape
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.plain import FORMAT, read_text
from responses.domain.snapshot.snapshot import Snapshot
from responses.intake.lines import FileLine, FileText, ReadyAnswer
from responses.localized import localized

_LOOKED_AT = 2_000_000
_FAULTS = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)


def is_snapshot(text: str) -> bool:
    """Return whether a text is the JSON of a response."""
    return text.lstrip().startswith("{") and FORMAT.rpartition("/")[0] in text[:_LOOKED_AT]


def read(text: str) -> FileText | None:
    """Return the answers of a response with their lines, or None if its JSON is damaged."""
    try:
        return _Written(read_text(text)).read()
    except _FAULTS:
        return None


class _Written:
    """Writes a response in lines."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.lines: list[FileLine] = []
        self.ready: list[ReadyAnswer] = []

    def read(self) -> FileText:
        """Return all lines, and which of them say what."""
        edition, language = self.snapshot.edition, self.snapshot.language
        self._put([localized(edition.title, language)], is_heading=True)
        for section in self.snapshot.sections:
            title = localized(section.section.title, language)
            self._put([f"{section.section.number}. {title}"], is_heading=True)
            for answer in section.answers:
                self._write(answer)
        return FileText("json", tuple(self.lines), edition=edition.code, ready=tuple(self.ready))

    def _write(self, answer: AnswerSnapshot) -> None:
        question, language = answer.question, self.snapshot.language
        asked = self._put([f"{question.number} {localized(question.wording, language)}"])
        self._answered(question, answer.content.alone, asked)
        translation = answer.translation
        if translation and translation.version:
            is_outdated = translation.is_outdated
            self._answered(translation.question, translation.alone, (), is_outdated=is_outdated)

    def _answered(
        self,
        question: QuestionShape,
        content: Content,
        asked: tuple[int, ...],
        *,
        is_outdated: bool = False,
    ) -> None:
        words = [
            said
            for part in question.parts
            if part.key in content.parts
            for said in KINDS[part.kind].words(part, content.parts[part.key])
        ]
        lines = self._put([*words, content.nothing_to_report])
        self.ready.append(ReadyAnswer(question.key, content, asked, lines, is_outdated))

    def _put(self, texts: Iterable[str], *, is_heading: bool = False) -> tuple[int, ...]:
        """Write the lines of some texts that say something; return their numbers."""
        begun = len(self.lines)
        for line in (line for text in texts for line in text.split("\n") if line.strip()):
            number = len(self.lines) + 1
            self.lines.append(FileLine(number, line, is_heading=is_heading))
        return tuple(range(begun + 1, len(self.lines) + 1))
