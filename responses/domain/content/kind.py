"""What the product has to know of a kind of part. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from responses.domain.comparing.merging import Overlap, merge_value
from responses.domain.edition.shapes import PartShape

from .files import FileValue
from .links import LinkValue
from .values import Phrase, Say

PartValue = str | Sequence[Any] | Mapping[str, Any]
"""What an answer says to a part: a text, or lists and dicts of them, as JSON gives them back.

It is never changed, and the order of keys in a dict means nothing, as a database may change it.
"""

Merged = tuple[Any, Overlap | bool]
Pairs = Iterable[tuple[str, str]]


def merge_whole(_part: PartShape, base: Any, mine: Any, theirs: Any, _both: object) -> Merged:
    """Return the value of the side that changed it, and whether both did, differently."""
    return merge_value(base, mine, theirs)


def as_it_is(_part: PartShape, value: Any) -> Any:
    """Return the value."""
    return value


def never(_value: Any) -> bool:
    """Return that it does not."""
    return False


def nothing_missing(_value: Any) -> Sequence[str | Promise]:
    """Return that nothing is."""
    return ()


def nothing_amiss(_value: Any) -> Sequence[Mapping[str, str]]:
    """Return that no row is."""
    return ()


def no_words(_value: Any) -> str:
    """Return no words."""
    return ""


def no_phrases(_value: Any) -> Sequence[Phrase]:
    """Return no phrases."""
    return ()


def as_said(value: Any, _say: Say) -> Any:
    """Return the value."""
    return value


def no_links(_value: Any) -> Sequence[LinkValue]:
    """Return no links."""
    return ()


def no_files(_value: Any) -> Sequence[FileValue]:
    """Return no files."""
    return ()


@dataclass(frozen=True, slots=True)
class FormSlot:
    """One place of a form that people fill in outside: its key in the part, and what stands in it.

    `label` says what belongs there, beside the label of the part; `options` are the words to
    choose from, if it is no free text. One that is a `box` has one of `BOXES`.
    """

    key: str
    label: str
    text: str
    options: tuple[str, ...] = ()
    box: bool = False


BOXES = ("☐", "☑")
"""The signs of a box that is empty, and of one that is ticked."""


def no_slots(_part: PartShape, _value: Any) -> Sequence[FormSlot]:
    """Return no slots."""
    return ()


def only_slot(_part: PartShape, slots: Mapping[str, str]) -> Any:
    """Return what stands in the one slot of a part."""
    return slots.get("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of part, as functions of its values; those take None where none is given.

    `read(part, typed)` returns what was typed or imported in canonical form, None if it is no
    answer, or raises `ValidationError`; it reads its own values back as they are.
    `words(part, value)` yields a value in lines of words, for comparisons and the history.
    `merge(part, base, mine, theirs, both)` returns what two changes come to, None if that is no
    answer, and whether they overlap; with `both`, what both changed may stand there twice. What
    `read` refuses, as it is too much, is not taken.
    `pairs(part, before, after)` yields each row or field as it was and as it is, either perhaps
    empty; a kind without it is shown whole.
    `printed(part, value)` returns what its template for print shows; what each language writes
    in its own way, such as a day, the template writes.
    `excuses(value)` says whether a value makes every other part of its question needless.
    `missing(value)` returns the labels of what a value still lacks to be whole, and `amiss(value)`
    its rows that answer nothing, whatever stands in them.
    `against_no(value)` says in words how a value is at odds with "no", empty if it is not.
    `evidence(value)` returns the links in a value, and `files(value)` the files.
    `follow(before, after)` returns which row became which, by place; a kind with it has rows that
    keep an identity. `phrases(value)` returns what of a value is words, each to be translated for
    itself; and `rephrased(value, say)` the value in which each is what `say` makes of it. A kind
    with words is `translated` by another one, a text by a text; one that is not `asked` for, no
    edition has.
    `slots(part, value)` returns the places of a form in which a value is filled in outside, the
    same ones for None; what stands there afterwards, by their keys, `from_slots(part, slots)` makes
    of it what `read` takes, or raises `ValidationError`. A kind without slots is shown alone.
    A part that `explains` is required only where nothing else is asked for, unless its edition
    says so; one that `is_contact` has a `name`, `title`, `agency` and `email`, and the first of
    a response stands on its cover; one that `takes_choices` is asked with a list of them; on
    what one that `decides` says, follow-ups may rest.
    """

    label: str | Promise
    read: Callable[[PartShape, Any], PartValue | None]
    words: Callable[[PartShape, Any], Iterable[str]]
    merge: Callable[[PartShape, Any, Any, Any, bool], Merged] = merge_whole
    pairs: Callable[[PartShape, Any, Any], Pairs] | None = None
    printed: Callable[[PartShape, Any], Any] = as_it_is
    excuses: Callable[[Any], bool] = never
    missing: Callable[[Any], Sequence[str | Promise]] = nothing_missing
    amiss: Callable[[Any], Sequence[Mapping[str, str]]] = nothing_amiss
    against_no: Callable[[Any], str] = no_words
    evidence: Callable[[Any], Sequence[LinkValue]] = no_links
    files: Callable[[Any], Sequence[FileValue]] = no_files
    follow: Callable[[Any, Any], Mapping[int, int]] | None = None
    phrases: Callable[[Any], Sequence[Phrase]] = no_phrases
    rephrased: Callable[[Any, Say], Any] = as_said
    slots: Callable[[PartShape, Any], Sequence[FormSlot]] = no_slots
    from_slots: Callable[[PartShape, Mapping[str, str]], Any] = only_slot
    translated: str = ""
    asked: bool = True
    explains: bool = False
    is_contact: bool = False
    takes_choices: bool = False
    decides: bool = False

    @property
    def is_list(self) -> bool:
        """Whether values are shown row by row."""
        return self.pairs is not None

    @property
    def gives_evidence(self) -> bool:
        """Whether links can be in its values."""
        return self.evidence is not no_links

    @property
    def takes_files(self) -> bool:
        """Whether files can be in its values."""
        return self.files is not no_files
