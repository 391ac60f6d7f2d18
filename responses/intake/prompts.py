"""What of the lines below a question is the form's, and what the answer. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import QuestionShape
from responses.domain.incoming.doubts import Doubt
from responses.enums import YesNo

from .closing import PAGE
from .likeness import Wordings, best_of, grams
from .lines import FileLine
from .numbers import read_numbered
from .ticked import Box, read_box, read_choice
from .units import texts_of

SAME, LIKE, RELATED = 0.8, 0.5, 0.25
"""How alike what says the same is, what says the like, and what is about the same."""
_OPTION, _OPTION_AMONG, _AMONG, _JOINED = 0.5, 0.3, 3, 0.6
_LINE_MAX, _HELP_MAX, _LABEL_MAX = 160, 500, 40

BULLETED = re.compile(r"\s*(?:[-–—―·•○●□■※*]|ㅇ\s)")
ADDRESS = re.compile(r"https?://|www\.|@\w", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-–—―·•○●□■※*]\s*)?")
# What tells somebody to write something, in the middle of a line or at its end.
_ORDERS = re.compile(
    r"작성|기재|요청|부탁|기입|입력|필요\s*$|"
    r"(?:십시오|시오|세요|바랍니다|바람|요망)\s*[.:：]?\s*$|to be (?:filled|completed)|please",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:[?？]|(?:까|시오|세요|부탁드립니다)\s*[.)]?)\s*(?:\([^()]*\))?\s*$")
_IN_BRACKETS = re.compile(
    r"\s*[(（\[](?:예|정의|참고|주|e\.g|ex|for example|note|definition)\b", re.IGNORECASE
)
_WHETHER = re.compile(r"[가-힣·]{0,20}여부")
_MAYBE_YES = re.compile(r"\s*[(（\[]\s*예\s*[)）\]]")
# As our own documents say it.
_UNANSWERED = re.compile(
    r"\s*[-–—]\s*(?:답변\s*없음|not answered)\s*[-–—]\s*"
    r"|답변\s없음|not answered|작성\s전|not begun",
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*[:：]\s*$")
_LETTER = re.compile(r"\w")


@dataclass(slots=True)
class Slot:
    """One question as it was found: how surely, the lines of its wording, and of its answer.

    Of an answer that stands behind its wording in one line, what is left of that line. `boxes`
    are those of the choices that the file lists, by key, and `listed` their lines. It is doubtful
    where something in the answer asks, which may be another question that was not known again, and
    loose where its wording is no close match, so that it may hold the answer. `doubts` say why it
    is not found surely.
    """

    question: QuestionShape
    certainty: float
    wording: list[int] = field(default_factory=list)
    answer: list[FileLine] = field(default_factory=list)
    boxes: dict[str, Box] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)
    is_doubtful: bool = False
    is_loose: bool = False
    doubts: set[Doubt] = field(default_factory=set)

    def join(self, other: "Slot") -> None:
        """Take in what stands elsewhere under the same number, in the order of the file."""
        self.certainty = min(self.certainty, other.certainty, _JOINED)
        self.wording += other.wording
        self.answer = sorted([*self.answer, *other.answer], key=lambda line: line.number)
        self.boxes |= other.boxes
        self.listed |= other.listed
        self.is_doubtful |= other.is_doubtful
        self.is_loose |= other.is_loose
        self.doubts |= {*other.doubts, Doubt.SEVERAL}


def said_beside(question: QuestionShape) -> Iterator[str]:
    """Yield what an edition says of a question beside its wording."""
    for each in (question.help, question.lead):
        yield from texts_of(each)
    for part in question.parts:
        yield from texts_of(part.label)


def asked_of(question: QuestionShape) -> Wordings:
    """Return all that an edition says of a question, to compare words with."""
    return Wordings([*said_beside(question), *texts_of(question.wording)])


def sort_block(
    slot: Slot, own: Sequence[FileLine], block: Sequence[FileLine], not_placed: list[int]
) -> None:
    """Put each line below a question where it belongs; `own` are those of its wording.

    What the form says stands first, mostly, but also further down.
    """
    prompts = _Prompts(slot.question, own)
    options = options_in(slot.question, block)
    of_two = _of_two(block) if prompts.decides else {}
    begun = False
    for line in block:
        if line.number in of_two:
            if said := of_two[line.number]:
                slot.answer.append(replace(line, text=said))
                begun = True
            else:
                slot.wording.append(line.number)
        elif key := options.get(line.number):
            slot.boxes[key], slot.listed[key] = read_box(line.text).box, line.number
        elif PAGE.match(line.text):
            not_placed.append(line.number)
        elif prompts.have(line, begun=begun):
            slot.wording.append(line.number)
            slot.is_loose |= prompts.is_loose
        else:
            slot.answer.append(line)
            slot.is_doubtful |= _asks(line.text)
            begun = True


def sort_chosen(slot: Slot, asked: Sequence[FileLine], chosen: Sequence[FileLine]) -> None:
    """Put lines that a person chose where they belong in an answer; `asked` are those that ask.

    None of them is a prompt, whatever it looks like, but a box may be empty, and a label bare.
    """
    block = sorted((*asked, *chosen), key=lambda line: line.number)
    prompts = _Prompts(slot.question, ())
    options = options_in(slot.question, block)
    of_two = _of_two(block) if prompts.decides else {}
    numbers = {line.number for line in chosen}
    for line in block:
        if key := options.get(line.number):
            slot.boxes[key], slot.listed[key] = read_box(line.text).box, line.number
        elif line.number in numbers and not prompts.is_label(line.text.strip()):
            text = of_two.get(line.number, line.text)
            slot.answer += [replace(line, text=text)] if text else []


class _Prompts:
    """What the edition and the file say of one question."""

    def __init__(self, question: QuestionShape, own: Sequence[FileLine]) -> None:
        self.beside = Wordings([*said_beside(question)])
        self.asked = Wordings(texts_of(question.wording))
        # What the file itself asks may stand once more, with an order to answer it.
        self.own = Wordings([" ".join(line.text for line in own)])
        self.labels = {_tight(text) for part in question.parts for text in texts_of(part.label)}
        self.decides = any(KINDS[part.kind].decides for part in question.parts)
        self.is_loose = False

    def have(self, line: FileLine, *, begun: bool) -> bool:
        """Return whether a line is the form's; `begun` says that the answer has begun.

        `is_loose` says of the last one whether that is told by some likeness alone.
        """
        self.is_loose = False
        text = line.text.strip()
        if len(text) > _HELP_MAX or "\t" in text or line.links:
            return False
        if self.is_label(text) or is_unanswered(text):
            return True
        if self.decides and (choice := read_choice(line)).is_about:
            return choice.answer is None and not choice.rest
        if not begun and _IN_BRACKETS.match(text):
            # "(예) 재정포털" may as well say yes as give an example.
            self.is_loose = self.decides and bool(_MAYBE_YES.match(text))
            return True
        return not ADDRESS.search(text) and self._asks(text, begun=begun)

    def _asks(self, text: str, *, begun: bool) -> bool:
        is_order = bool(_ORDERS.search(text))
        if begun and not is_order and BULLETED.match(text):
            return False
        found = grams(text)
        if not found:
            # What is asked of every question, and nothing else.
            return not begun and bool(_LETTER.search(text))
        if is_order and best_of(self.own.contained(grams(_ORDERS.sub(" ", text)))) >= SAME:
            return True
        is_free = begun or bool(BULLETED.match(text))
        alike = best_of(self.beside.likeness(found))
        if best_of(self.asked.likeness(found)) >= SAME:
            return True
        if alike >= (SAME if is_free else LIKE):
            self.is_loose = alike < SAME and not _ASKS.search(text)
            return True
        return is_order and not is_free and (bool(_COLON.search(text)) or alike >= RELATED)

    def is_label(self, text: str) -> bool:
        """Return whether a line is the label of a part, with nothing behind it."""
        bare = _BULLET.sub("", text, count=1).strip("*_<>[]【】")
        tight = _tight(_COLON.sub("", bare))
        is_row = "\t" in text
        if tight in self.labels or (self.decides and not is_row and _WHETHER.fullmatch(tight)):
            return True
        asks = bool(_COLON.search(bare)) and len(bare) <= _LABEL_MAX and bool(_ORDERS.search(bare))
        return asks and any(label in tight for label in self.labels if len(label) >= _AMONG)


def _of_two(block: Sequence[FileLine]) -> Mapping[int, str]:
    """Return what lines say of which yes and no stand below each other, each with its box.

    The ticked one says its word; the other one, or both where none is ticked, are the form's.
    """
    found: dict[int, str] = {}
    for lines in pairwise(block):
        items = [read_box(line.text) for line in lines]
        words = [
            read_choice(FileLine(line.number, item.text))
            for line, item in zip(lines, items, strict=True)
        ]
        boxes = {item.box for item in items}
        are_both = {word.answer for word in words} == set(YesNo)
        is_said = not any(word.rest for word in words)
        if are_both and is_said and Box.EMPTY in boxes <= {Box.EMPTY, Box.TICKED}:
            found |= {
                line.number: item.text.strip() if item.box is Box.TICKED else ""
                for line, item in zip(lines, items, strict=True)
                if line.number not in found
            }
    return found


def options_in(question: QuestionShape, block: Sequence[FileLine]) -> Mapping[int, str]:
    """Return which lines are which choices of a question, each once, by their numbers."""
    choices = [
        (choice.key, text)
        for part in question.parts
        for choice in part.choices
        for text in texts_of(choice.label)
    ]
    if not choices:
        return {}
    wordings = Wordings([text for _, text in choices])
    found: set[tuple[float, int, str]] = set()
    for line in block:
        if len(line.text) <= _LINE_MAX:
            said = read_numbered(_BULLET.sub("", read_box(line.text).text, count=1)).text
            alike = wordings.likeness(grams(said, brackets=True))
            found |= {
                (score, line.number, key)
                for (key, _text), score in zip(choices, alike, strict=True)
                if score >= _OPTION_AMONG
            }
    taken: dict[int, str] = {}
    for score, number, key in sorted(found, reverse=True):
        # Less alike ones count among others that are.
        is_alike = score >= _OPTION or len(taken) >= _AMONG
        if is_alike and number not in taken and key not in taken.values():
            taken[number] = key
    return {
        **taken,
        **_between(taken, [line.number for line in block], [key for key, _ in choices]),
    }


def _between(
    taken: Mapping[int, str], numbers: Sequence[int], choices: Sequence[str]
) -> Mapping[int, str]:
    """Return the lines that stand between two choices of which the form has one in between."""
    keys = list(dict.fromkeys(choices))
    found: dict[int, str] = {}
    for before, number, after in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if number in taken or before not in taken or after not in taken:
            continue
        at = keys.index(taken[before]) + 1
        missing = keys[at : keys.index(taken[after])]
        if len(missing) == 1 and missing[0] not in taken.values():
            found[number] = missing[0]
    return found


def is_unanswered(text: str) -> bool:
    """Return whether a line says that something is not answered, as our own documents do."""
    return bool(_UNANSWERED.fullmatch(text))


def _asks(text: str) -> bool:
    """Return whether a line asks, as no answer does."""
    is_short = len(text) <= _LINE_MAX and "\t" not in text
    return is_short and not BULLETED.match(text) and bool(_ASKS.search(text))


def _tight(text: str) -> str:
    return "".join(text.split()).lower()
