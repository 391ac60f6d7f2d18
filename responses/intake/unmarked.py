"""What stands in the blanks of a Word file that was handed out and lost their tags, by their place.

Pure. LibreOffice and others keep the words around the blanks, but not the tags of the controls.
Where all those words stand there in their order, what stands between them is in the blanks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from responses.domain.content.kind import BOXES

from .handed import HandedText, beside_in_word, pictures_in, tag_in_word, text_of
from .readers.archive import FAULTS, Archive
from .readers.docx_repeats import without_repeats
from .reading import ZIP, type_of
from .refusals import UnreadableFileError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TICKED = "☑☒✓✔■"


@dataclass(frozen=True, slots=True)
class _FrameLine:
    """A paragraph: its text, and the tag of its blank; a box has words behind its sign."""

    text: str
    tag: str = ""
    is_box: bool = False

    @property
    def words(self) -> str:
        """What it says around blanks, its white space as one."""
        said = self.text.lstrip()[1:] if self.is_box else self.text
        return " ".join(said.split())


@dataclass(frozen=True, slots=True)
class _WordText:
    """A document: its paragraphs that say something, or are blanks, and what it says `beside`."""

    lines: Sequence[_FrameLine]
    beside: tuple[tuple[str, str], ...]


def read_unmarked(made: bytes, given: bytes) -> tuple[HandedText, HandedText] | None:
    """Return what a file said as it was made, and says as it was given back; None if that differs.

    Both are read by the same rule, so that a blank that nobody touched says the same.
    """
    own, other = _document(made), _document(given)
    if own is None or other is None:
        return None
    frame = own.lines
    before, after = _filled(frame, own), _filled(frame, other)
    return (before, after) if before and after else None


def _document(content: bytes) -> _WordText | None:
    """Return what a Word document says; None of what is none."""
    if not content.startswith(ZIP):
        return None
    try:
        archive = Archive(content)
        key, main = type_of(archive)
        if key != "docx":
            return None
        root = without_repeats(archive.xml(main))
        beside = (*beside_in_word(archive, main, root), *pictures_in(archive))
        return _WordText(list(_paragraphs(root)), beside)
    except (RecursionError, UnreadableFileError, *FAULTS):
        return None


def _paragraphs(root: Any) -> Iterator[_FrameLine]:
    for paragraph in root.iter(f"{_W}p"):
        if paragraph.find(f".//{_W}p") is not None:
            # It only holds others.
            continue
        around = [each for each in paragraph.iterancestors(f"{_W}sdt") if tag_in_word(each)]
        inside = [each for each in paragraph.iter(f"{_W}sdt") if tag_in_word(each)]
        tag = next(map(tag_in_word, (*around, *inside)), "")
        text = text_of(paragraph)
        is_box = bool(inside) and text.lstrip()[:1] in BOXES and bool(text.strip()[1:])
        yield _FrameLine(text, tag, is_box)


def _filled(frame: Sequence[_FrameLine], document: _WordText) -> HandedText | None:
    """Return what stands between the words of a frame, or None if not all of them are there."""
    lines = document.lines
    blanks: dict[str, list[str]] = {}
    others: list[tuple[str, str]] = []
    at, tag = 0, ""
    for fixed, waiting in _between(frame):
        end = next((n for n in range(at, len(lines)) if _is_same(fixed, lines[n])), None)
        if end is None:
            return None
        _take(lines[at:end], waiting, tag, blanks, others)
        tag = waiting or tag
        if fixed.is_box:
            sign = lines[end].text.lstrip()[0]
            blanks[fixed.tag] = [BOXES[sign in _TICKED]]
            tag = fixed.tag
        at = end + 1
    last = next((line.tag for line in reversed(frame) if line.tag or line.words), "")
    _take(lines[at:], last, tag, blanks, others)
    said = {name: "\n".join(texts).rstrip("\n") for name, texts in blanks.items()}
    return HandedText({}, said, (*others, *document.beside))


def _between(frame: Sequence[_FrameLine]) -> Iterator[tuple[_FrameLine, str]]:
    """Yield the lines of a frame that say something fixed, each with the blank before it."""
    waiting = ""
    for line in frame:
        if line.is_box or (not line.tag and line.words):
            yield line, waiting
            waiting = ""
        elif line.tag:
            waiting = line.tag


def _is_same(fixed: _FrameLine, line: _FrameLine) -> bool:
    if fixed.is_box:
        text = line.text.lstrip()
        is_box = text[:1] in {*BOXES, *_TICKED, "□"}
        return is_box and " ".join(text[1:].split()) == fixed.words
    return " ".join(line.text.split()) == fixed.words


def _take(
    lines: Sequence[_FrameLine],
    waiting: str,
    before: str,
    blanks: dict[str, list[str]],
    others: list[tuple[str, str]],
) -> None:
    """Put lines into the blank that they stand in, or to what stands in none."""
    if waiting:
        blanks.setdefault(waiting, []).extend(line.text for line in lines)
    else:
        others += [(before, " ".join(line.text.split())) for line in lines if line.text.strip()]
