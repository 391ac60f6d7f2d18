"""An answer in another language: what of it is translated, how far that is, and what it comes to.

A translation is an answer of its own to a question of its own, which asks for the words of the
original alone: a text for a text, and a line for each short phrase, such as the label of a link.
That is known by its place, a field of a row that keeps its identity; it says of which words it is.
Ticks, figures and addresses exist once, in the original. Pure.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

from django.conf import settings

from responses.domain.edition.shapes import EditionShape, PartShape, QuestionShape

from .content import Content
from .finding import one_address_in
from .identity import row_ids
from .kinds import KINDS
from .values import Phrase, Say

# No key of an edition has it, so that no question and no other translation is called alike.
_MARK = "_"


_Row = Mapping[str, str]


class TranslationStatus(StrEnum):
    """How far a translation is; NEEDLESS where the original has no words."""

    NEEDLESS = "needless"
    UNTRANSLATED = "untranslated"
    PARTLY = "partly"
    PARTLY_OUTDATED = "partly_outdated"
    OUTDATED = "outdated"
    TRANSLATED = "translated"


DUE = frozenset(TranslationStatus) - {TranslationStatus.NEEDLESS, TranslationStatus.TRANSLATED}
"""Those in which something is left to translate, or to look at again."""


class Original(NamedTuple):
    """What a translation is of: the answer as it is now, and the version of its words."""

    question: QuestionShape
    content: Content
    version: int = 0
    words_version: int = 0


def translated(question: QuestionShape, language: str) -> QuestionShape:
    """Return the question that asks for the words of another's answer in a language.

    The same one each time, as of a question.
    """
    if language not in question.translations:
        parts = (
            replace(part, kind=kind, choices=(), required=None)
            for part in question.parts
            if (kind := KINDS[part.kind].translated)
        )
        question.translations[language] = replace(
            question,
            key=named(question.key, language),
            # So that no message and no heading takes it for the original.
            number=numbered(question.number, language),
            parts=tuple(parts),
            follows=None,
            language=language,
        )
    return question.translations[language]


def parted(key: str) -> tuple[str, str]:
    """Return the key of the original that a key names, and the language, empty of an original."""
    original, _mark, language = key.partition(_MARK)
    return original, language


def named(key: str, language: str) -> str:
    """Return the key of the question that asks for an answer in a language; see `parted`."""
    return f"{key}{_MARK}{language}" if language else key


def numbered(number: str, language: str) -> str:
    """Return the number of a question, and of one that asks for an answer in a language."""
    return f"{number} {language.upper()}" if language else number


def find_question(edition: EditionShape, key: str) -> QuestionShape:
    """Return what an address names: a question, or one that asks for a translation.

    Raises `KeyError` if there is none, or if it is of no language of the product.
    """
    original, language = parted(key)
    question = edition.questions_by_key[original]
    if original == key:
        return question
    if language not in dict(settings.LANGUAGES):
        raise KeyError(key)
    return translated(question, language)


def wording(question: QuestionShape, content: Content) -> Sequence[object]:
    """Return what in an answer a translation of it would have to follow, to be compared.

    Short phrases are left out: the translation of each says of which words it is.
    """
    texts = (content.parts.get(part.key) for part in worded(question).parts)
    return (*texts, content.nothing_to_report)


def worded(question: QuestionShape) -> QuestionShape:
    """Return the question with those parts alone whose change outdates a translation."""
    texts = (part for part in question.parts if KINDS[part.kind].translated == part.kind)
    return replace(question, parts=tuple(texts))


def judge_translation(
    question: QuestionShape, original: Content, translation: Content, *, outdated: bool
) -> TranslationStatus:
    """Return how far a translation is; `outdated` where texts of the original changed since."""
    wanted = [*_all(question, original, translation)]
    if not wanted:
        return TranslationStatus.NEEDLESS
    if not any(each.text for each in wanted):
        return TranslationStatus.UNTRANSLATED
    outdated = outdated or any(each.is_behind for each in wanted)
    if not all(each.text for each in wanted):
        return TranslationStatus.PARTLY_OUTDATED if outdated else TranslationStatus.PARTLY
    return TranslationStatus.OUTDATED if outdated else TranslationStatus.TRANSLATED


def lacking(
    question: QuestionShape, original: Content, translation: Content
) -> tuple[PartShape, ...]:
    """Return the parts of the original of which some words are not translated."""
    return tuple(
        part
        for part in question.parts
        if any(not each.text for each in _of_part(part, original, translation).said)
    )


def behind(
    question: QuestionShape, original: Content, translation: Content
) -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Return by part and place the phrases of which earlier words are translated: then and now."""
    found = {
        part.key: {
            each.at: (each.of, each.phrase.text)
            for each in _of_part(part, original, translation).said
            if each.is_behind
        }
        for part in question.parts
    }
    return {key: each for key, each in found.items() if each}


def places(question: QuestionShape, original: Content, key: str) -> Mapping[str, str]:
    """Return the phrases of a part by their places."""
    phrases = _phrases(question.parts_by_key[key], original)
    return {at: phrase.text for at, phrase in phrases}


def seeded(question: QuestionShape, original: Content, translation: Content) -> Content:
    """Return a translation as it is to be entered: with a row for each phrase of the original.

    Each is of the words as they are now. Phrases that the original no longer has come last.
    """
    parts = dict(translation.parts)
    for part in question.parts:
        if KINDS[part.kind].translated not in {"", part.kind}:
            found = _of_part(part, original, translation)
            rows = [_row(each.phrase.text, each.text, each.at) for each in found.said]
            rows += [_row(row["of"], row["text"], row.get("at", "")) for row in found.gone]
            if rows:
                parts[part.key] = rows
    return replace(translation, parts=parts)


def placed(question: QuestionShape, original: Content, translation: Content) -> Content:
    """Return a translation of an answer as it is now, with the place of each of its phrases."""
    parts = dict(seeded(question, original, translation).parts)
    for part in question.parts:
        if KINDS[part.kind].translated not in {"", part.kind} and part.key in parts:
            rows: Any = parts[part.key]
            parts[part.key] = [row for row in rows if row["text"]]
    return replace(translation, parts={key: each for key, each in parts.items() if each})


def elsewhere(
    question: QuestionShape, before: Content, after: Content, translation: Content
) -> Content:
    """Return a translation of `before` as one of `after`, which another version or response says.

    If those say the same, each phrase stands at the place that its row has there; else phrases are
    known by their words.
    """
    parts = dict(translation.parts)
    for part in question.parts:
        if KINDS[part.kind].translated not in {"", part.kind} and part.key in parts:
            became = {
                at: to
                for (at, _was), (to, _is) in zip(
                    _phrases(part, before), _phrases(part, after), strict=False
                )
                if before == after
            }
            rows: Any = parts[part.key]
            parts[part.key] = [_moved(row, became.get(row.get("at", ""))) for row in rows]
    return replace(translation, parts=parts)


def _moved(row: _Row, at: str | None) -> _Row:
    bare = {key: text for key, text in row.items() if key != "at"}
    return {**bare, "at": at} if at else bare


def kept(
    question: QuestionShape, before: Content, sent: Content, *, confirmed: bool = False
) -> Content:
    """Return a translation as somebody sent it who may have left some of its phrases alone.

    Those are still of the words of which they were `before`, whatever the original says by now,
    unless it is `confirmed` that they are right for that. Who left all as it was changes nothing.
    `question` asks for the translation.
    """
    parts = dict(sent.parts)
    same = sent.nothing_to_report == before.nothing_to_report
    for part in question.parts:
        rows: Any = parts.get(part.key, ())
        old: Any = before.parts.get(part.key, ())
        if KINDS[part.kind].asked:
            same = same and rows == old
            continue
        was = {row["at"]: row for row in reversed(old) if row.get("at")}
        if rows and not confirmed:
            parts[part.key] = rows = [_as_it_was(row, was.get(row.get("at"))) for row in rows]
        same = same and _has_all(rows, old) and _has_all(old, rows)
    return before if same else replace(sent, parts=parts)


def _as_it_was(row: _Row, was: _Row | None) -> _Row:
    return was if was and was["text"] == row["text"] else row


def _has_all(rows: Sequence[_Row], others: Sequence[_Row]) -> bool:
    """Return whether others say all that phrases say, at their places or, without, anywhere."""
    at = {row["at"]: row["text"] for row in others if "at" in row}
    of = {(row["of"], row["text"]) for row in others}
    return all(
        at.get(row.get("at", ""), row["text"]) == row["text"] and (row["of"], row["text"]) in of
        for row in rows
    )


def _row(of: str, text: str, at: str) -> _Row:
    return {"of": of, "text": text, "at": at}


def without_phrases(question: QuestionShape, translation: Content) -> Content:
    """Return what a translation itself says: of short phrases the translations alone."""
    parts = dict(translation.parts)
    for part in question.parts:
        rows: Any = parts.get(part.key)
        if rows and KINDS[part.kind].translated != part.kind:
            parts[part.key] = [{**row, "of": ""} for row in rows]
    return replace(translation, parts=parts)


def has_address_for_phrase(question: QuestionShape, translation: Content) -> bool:
    """Return whether a short phrase, such as the name of a link, has become a web address."""
    return any(
        _is_address(row["text"]) and not _is_address(row["of"])
        for part in question.parts
        if KINDS[part.kind].translated not in {"", part.kind}
        for row in _rows(translation, part)
    )


def _rows(translation: Content, part: PartShape) -> Sequence[_Row]:
    rows: Any = translation.parts.get(part.key)
    return rows or ()


def _is_address(text: str) -> bool:
    """Return whether a text is an address alone, and not a name such as OpenStreetMap.org."""
    begins = text.casefold().startswith(("http://", "https://", "www."))
    return begins and one_address_in(text) is not None


def in_translation(question: QuestionShape, original: Content, translation: Content) -> Content:
    """Return an answer in the words of its translation; what has none stays as it is."""
    parts = {}
    for part in question.parts:
        if (value := original.parts.get(part.key)) is not None:
            said = _of_part(part, original, translation).said
            parts[part.key] = KINDS[part.kind].rephrased(value, _say(said))
    reason = original.nothing_to_report and (
        translation.nothing_to_report or original.nothing_to_report
    )
    return Content(parts, reason)


def pairs(
    question: QuestionShape, original: Content, translation: Content
) -> Iterator[tuple[str, str]]:
    """Yield each phrase of the original that is translated as it is now, with its translation."""
    for each in _all(question, original, translation):
        if each.text and not each.is_behind:
            yield each.phrase.text, each.text


def words_in(question: QuestionShape, original: Content) -> frozenset[str]:
    """Return the texts and phrases of an answer, and its reason to report nothing."""
    said = frozenset(
        phrase.text for part in question.parts for _, phrase in _phrases(part, original)
    )
    return said | {original.nothing_to_report} - {""}


class _Said(NamedTuple):
    """A phrase of the original, its place, and its translation, perhaps empty, `of` which words."""

    phrase: Phrase
    at: str
    text: str
    of: str

    @property
    def is_behind(self) -> bool:
        """Whether the original has said this in other words since it was translated."""
        return bool(self.text) and self.of != self.phrase.text


class _Part(NamedTuple):
    """What is said of a part of the original, and what of it is in the original no more."""

    said: Sequence[_Said]
    gone: Sequence[_Row] = ()


def _say(said: Sequence[_Said]) -> Say:
    texts = {each.phrase: each.text for each in said}
    return lambda phrase: texts.get(phrase) or phrase.text


def _all(question: QuestionShape, original: Content, translation: Content) -> Iterator[_Said]:
    """Yield each phrase of the original with its translation."""
    for part in question.parts:
        yield from _of_part(part, original, translation).said
    if reason := original.nothing_to_report:
        yield _Said(Phrase(reason), "", translation.nothing_to_report, reason)


def _of_part(part: PartShape, original: Content, translation: Content) -> _Part:
    phrases = _phrases(part, original)
    given: Any = translation.parts.get(part.key)
    if not given or KINDS[part.kind].translated == part.kind:
        return _Part([_Said(each, at, given or "", each.text) for at, each in phrases])
    return _matched(phrases, given)


def _matched(phrases: Sequence[tuple[str, Phrase]], rows: Sequence[_Row]) -> _Part:
    """Find the translation of each phrase: that of its place, or else one of the same words.

    Of the same words it is one whose place is no more, or unknown, in their order; and where none
    is left, that of another place.
    """
    places = {row["at"]: number for number, row in reversed([*enumerate(rows)]) if row.get("at")}
    found = {at: places[at] for at, _phrase in phrases if at in places}
    left: dict[str, deque[int]] = defaultdict(deque)
    alike: dict[str, int] = {}
    for number, row in enumerate(rows):
        alike.setdefault(row["of"], number)
    for number in sorted({*range(len(rows))} - {*found.values()}):
        left[rows[number]["of"]].append(number)
    for at, (text, *_where) in phrases:
        if at in found:
            continue
        if left[text]:
            found[at] = left[text].popleft()
        elif text in alike:
            found[at] = alike[text]
    said = [
        _Said(phrase, at, rows[found[at]]["text"], rows[found[at]]["of"])
        if at in found
        else _Said(phrase, at, "", phrase.text)
        for at, phrase in phrases
    ]
    gone = sorted({*range(len(rows))} - {*found.values()})
    return _Part(said, [rows[number] for number in gone])


def _phrases(part: PartShape, original: Content) -> list[tuple[str, Phrase]]:
    """Return the phrases of a part with their places, in order."""
    kind, value = KINDS[part.kind], original.parts.get(part.key)
    if value is None or not kind.translated:
        return []
    if kind.follow is None:
        return [(each.field, each) for each in kind.phrases(value)]
    ids = row_ids(original, part.key)
    return [(f"{ids[each.row or 0]}.{each.field}", each) for each in kind.phrases(value)]
