"""The revisions of one answer: who wrote them, in which sittings, and what they said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from responses.domain.compiled import compiled
from responses.domain.content.content import EMPTY, Content
from responses.domain.edition.shapes import QuestionShape
from responses.domain.people.labels import names_of
from responses.domain.snapshot.answer import TranslationSnapshot
from responses.enums import ORIGINAL, Source
from responses.models import Event, RefusedText, Response, Revision

# Who stops for this long begins a new sitting.
PAUSE = timedelta(minutes=30)
# What is saved while somebody writes needs no telling.
_USUAL = frozenset({Source.FORM, Source.AUTOSAVE})


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One revision without its content; `author` is the key of the person named in `by`.

    That of a translation, where it is read for itself, says which version it `translates`; one
    that came in a file that was handed out, where it was looked up, who `returned_by` it.
    """

    version: int
    author: int
    by: str
    at: datetime
    source: Source
    translates: int | None = None
    returned_by: str = ""

    @property
    def before(self) -> int:
        """The version before it: 0 if nothing was answered yet."""
        return self.version - 1

    @property
    def way(self) -> str:
        """By which way the revision came to be, or nothing if somebody just wrote it."""
        said = "" if self.source in _USUAL else str(self.source.label)
        return f"{said}: {self.returned_by}" if self.returned_by else said


@dataclass(frozen=True, slots=True)
class Sitting:
    """Revisions that one person wrote without a longer pause, newest first; at least one.

    Between two of them the section did not move.

    What came to be by another way than writing, such as a suggestion, stands alone.
    """

    entries: tuple[RevisionEntry, ...]

    @property
    def last(self) -> RevisionEntry:
        """The newest revision, which is what the sitting came to."""
        return self.entries[0]

    @property
    def first(self) -> RevisionEntry:
        """The oldest revision."""
        return self.entries[-1]

    @property
    def before(self) -> int:
        """The version that the sitting began with: 0 if nothing was answered yet."""
        return self.first.before

    @property
    def way(self) -> str:
        """By which way it came to be, or nothing if somebody just wrote."""
        return self.last.way


@dataclass(frozen=True, slots=True)
class Base:
    """What a text started from; without an entry where nothing was answered yet."""

    content: Content = EMPTY
    entry: RevisionEntry | None = None


_READ_AT_FIRST = 128
"""How many revisions are read to find the sittings of a page."""


def read_sittings(
    response: Response, question: QuestionShape, newest: int, wanted: int
) -> list[Sitting]:
    """Return the sittings in which an answer was written, newest first: two queries and more.

    `newest` is the version that the answer has. Of answers with thousands of revisions no more
    is read than `wanted` sittings take, each time twice as much; one more comes with them, if
    there is one.
    """
    moved = read_moved(response, question)
    rows: list[tuple[Any, ...]] = []
    above, chunk = newest, _READ_AT_FIRST
    while True:
        below, above = above, max(above - chunk, 0)
        # What was written meanwhile is not read, so that no version stands in two chunks.
        rows += _revisions(response.pk, *question.place, above, below)
        starts = _starts(map(_facts, rows), moved)
        # The last one may go on in what has not been read.
        if not above:
            ends = [*starts, len(rows)]
        elif len(starts) > wanted + 1:
            ends = starts
        else:
            chunk *= 2
            continue
        shown = pairwise(ends[: wanted + 2])
        return [Sitting(tuple(map(_lean_entry, rows[slice(*pair)]))) for pair in shown]


@compiled
def _revisions(
    response: int, question: int, language: str, above: int, below: int
) -> QuerySet[Revision, tuple[Any, ...]]:
    """Return the revisions of an answer after a version up to another, newest first: `_LEAN`."""
    found = Revision.objects.filter(
        answer__response=response, answer__question=question, answer__language=language
    )
    # As a text, as Django takes longer to read a time than the database for all the rest.
    lean = found.annotate(moment=Cast("created_at", TextField()))
    some = lean.filter(version__gt=above, version__lte=below)
    return some.order_by("-version").values_list(*_LEAN)


def _facts(row: Sequence[Any]) -> tuple[int, int, datetime, str]:
    """Return what tells where a sitting starts."""
    return row[0], row[1], datetime.fromisoformat(row[4]), row[5]


def _lean_entry(row: Sequence[Any]) -> RevisionEntry:
    version, author, name, email, moment, source = row
    return _entry((version, author, name, email, _aware(moment), source))


def _aware(moment: str) -> datetime:
    """Return a time that a database wrote; SQLite keeps those in UTC without saying so."""
    at = datetime.fromisoformat(moment)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def read_entries(
    response: Response, question: QuestionShape, versions: Collection[int]
) -> Mapping[int, RevisionEntry]:
    """Return those of these versions of an answer that there are; one query."""
    rows = Revision.objects.filter(
        answer__response=response,
        answer__question=question.pk,
        answer__language=question.language,
        version__in=versions,
    ).values_list(*_ENTRY)
    return {row[0]: _entry(row) for row in rows.order_by()}


_ENTRY = (
    *("version", "author", "author__name", "author__email", "created_at", "source"),
    "translates",
)
_LEAN = (*_ENTRY[:4], "moment", "source")


def _entry(row: Sequence[Any]) -> RevisionEntry:
    version, author, name, email, at, source, *translates = row
    return RevisionEntry(version, author, name or email, at, Source(source), *translates)


def with_names(sittings: Sequence[Sitting], city: int) -> list[Sitting]:
    """Return sittings in which people of one name are told apart; one query if there are such."""
    entries = [entry for each in sittings for entry in each.entries]
    people = {entry.author: entry.by for entry in entries}
    alike = len({*people.values()}) < len(people)
    if not alike:
        return [*sittings]
    names = names_of(people, city, alike=alike)
    return [
        Sitting(tuple(replace(entry, by=names[entry.author]) for entry in each.entries))
        for each in sittings
    ]


def read_moved(response: Response, question: QuestionShape) -> frozenset[int]:
    """Return the versions that an answer had when its section moved; one query."""
    rows = _moved(response.pk, question.pk)
    return frozenset(versions.get(question.key, 0) for versions in rows)


@compiled
def _moved(response: int, question: int) -> QuerySet[Event, Any]:
    found = Event.objects.filter(work__response=response, work__section__questions=question)
    return found.exclude(to_state=F("from_state")).order_by().values_list("versions", flat=True)


def sittings(
    entries: Sequence[RevisionEntry], moved: Collection[int] = frozenset()
) -> list[Sitting]:
    """Return revisions, given newest first, by sittings, newest first. Pure.

    A sitting ends with a version in which the section `moved`, too.
    """
    starts = _starts(
        ((entry.version, entry.author, entry.at, entry.source) for entry in entries), moved
    )
    return [Sitting(tuple(entries[start:end])) for start, end in pairwise((*starts, len(entries)))]


def _starts(
    revisions: Iterable[tuple[int, int, datetime, str]], moved: Collection[int]
) -> list[int]:
    """Return at which revisions, newest first, sittings start: version, author, time, source."""
    starts: list[int] = []
    newer = 0
    newer_at: datetime | None = None
    for place, (version, author, at, source) in enumerate(revisions):
        # 0, which is nobody's key, stands for one that came by another way than writing.
        writer = author if source in _USUAL else 0
        is_theirs = writer and writer == newer and version not in moved
        if not (is_theirs and newer_at and newer_at - at < PAUSE):
            starts.append(place)
        newer, newer_at = writer, at
    return starts


def read_contents(
    response: Response, question: QuestionShape, versions: Iterable[int]
) -> Mapping[int, Content]:
    """Return what an answer said in each of these versions that there is; one query.

    Version 0, before the first answer, said nothing.
    """
    stored = _contents(response.pk, *question.place, set(versions))
    return {0: EMPTY} | {version: Content.from_json(content) for version, content in stored}


@compiled
def _contents(
    response: int, question: int, language: str, versions: Collection[int]
) -> QuerySet[Revision, tuple[int, Any]]:
    found = Revision.objects.filter(
        answer__response=response,
        answer__question=question,
        answer__language=language,
        version__in=versions,
    )
    return found.order_by().values_list("version", "content")


def read_bases(response: Response, texts: Iterable[RefusedText]) -> Mapping[int, Base]:
    """Return what each refused text of a response started from, by its key; one query.

    A text is missing that did not say which version it started from.
    """
    wanted = {text.pk: (text.question_id, text.language, text.base_version) for text in texts}
    rows = _bases(
        response.pk,
        {question for question, _language, _version in wanted.values()},
        {version for *_place, version in wanted.values() if version},
    )
    bases = {
        (question, language, entry[0]): Base(Content.from_json(content), _entry(entry))
        for question, language, content, *entry in rows
    }
    return {
        pk: bases[place] if version else Base()
        for pk, place in wanted.items()
        if (version := place[-1]) is not None
    }


@compiled
def _bases(
    response: int, questions: Collection[int], versions: Collection[int]
) -> QuerySet[Revision, Any]:
    found = Revision.objects.filter(
        answer__response=response, answer__question__in=questions, version__in=versions
    )
    return found.order_by().values_list("answer__question", "answer__language", "content", *_ENTRY)


def read_translated(
    response: Response, translations: Collection[TranslationSnapshot]
) -> Mapping[str, Content]:
    """Return by key what the original of each translation said when that was made.

    One query, and none if there are none.
    """
    wanted = {(each.question.pk, each.of): each.question.key for each in translations}
    then = {each.question.key: EMPTY for each in translations}
    if not wanted:
        return then
    questions, versions = ({each[at] for each in wanted} for at in (0, 1))
    return then | {
        wanted[question, version]: Content.from_json(content)
        for question, version, content in _translated(response.pk, questions, versions)
        if (question, version) in wanted
    }


@compiled
def _translated(
    response: int, questions: Collection[int], versions: Collection[int]
) -> QuerySet[Revision, tuple[int, int, Any]]:
    found = Revision.objects.filter(
        answer__response=response,
        answer__language=ORIGINAL,
        answer__question__in=questions,
        version__in=versions,
    )
    return found.order_by().values_list("answer__question", "version", "content")
