"""The revisions of one answer: who wrote them, in which sittings, and what they said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet

from responses.domain.compiled import compiled
from responses.domain.content.content import EMPTY, Content
from responses.domain.edition.shapes import QuestionShape
from responses.enums import Source
from responses.models import Event, RefusedText, Response, Revision

# Who stops for this long begins a new sitting.
PAUSE = timedelta(minutes=30)
# What is saved while somebody writes needs no telling.
_USUAL = frozenset({Source.FORM, Source.AUTOSAVE})


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One revision without its content; `author` is the key of the person named in `by`."""

    version: int
    author: int
    by: str
    at: datetime
    source: Source

    @property
    def before(self) -> int:
        """The version before it: 0 if nothing was answered yet."""
        return self.version - 1

    @property
    def way(self) -> str:
        """By which way the revision came to be, or nothing if somebody just wrote it."""
        return "" if self.source in _USUAL else str(self.source.label)


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


def read_revisions(response: Response, question: QuestionShape) -> list[RevisionEntry]:
    """Return every revision of an answer without its content, newest first; one query."""
    return [_entry(row) for row in _revisions(response.pk, question.pk)]


@compiled
def _revisions(response: int, question: int) -> QuerySet[Revision, Any]:
    found = Revision.objects.filter(answer__response=response, answer__question=question)
    return found.order_by("-version").values_list(*_ENTRY)


_ENTRY = ("version", "author", "author__name", "author__email", "created_at", "source")


def _entry(row: Sequence[Any]) -> RevisionEntry:
    version, author, name, email, at, source = row
    return RevisionEntry(version, author, name or email, at, Source(source))


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
    grouped: list[list[RevisionEntry]] = []
    for entry in entries:
        if grouped and entry.version not in moved and _goes_on(entry, grouped[-1][-1]):
            grouped[-1].append(entry)
        else:
            grouped.append([entry])
    return [Sitting(tuple(group)) for group in grouped]


def _goes_on(earlier: RevisionEntry, later: RevisionEntry) -> bool:
    written = not (earlier.way or later.way)
    return written and earlier.author == later.author and later.at - earlier.at < PAUSE


def read_contents(
    response: Response, question: QuestionShape, versions: Iterable[int]
) -> Mapping[int, Content]:
    """Return what an answer said in each of these versions that there is; one query.

    Version 0, before the first answer, said nothing.
    """
    stored = Revision.objects.filter(
        answer__response=response, answer__question=question.pk, version__in=set(versions)
    ).values_list("version", "content")
    return {0: EMPTY} | {
        version: Content.from_json(content) for version, content in stored.order_by()
    }


def read_bases(response: Response, texts: Iterable[RefusedText]) -> Mapping[int, Base]:
    """Return what each refused text of a response started from, by its key; one query.

    A text is missing that did not say which version it started from.
    """
    wanted = {text.pk: (text.question_id, text.base_version) for text in texts}
    rows = Revision.objects.filter(
        answer__response=response,
        answer__question__in={question for question, _version in wanted.values()},
        version__in={version for _question, version in wanted.values() if version},
    ).values_list("answer__question", "content", *_ENTRY)
    bases = {
        (question, entry[0]): Base(Content.from_json(content), _entry(entry))
        for question, content, *entry in rows.order_by()
    }
    return {
        pk: bases[place] if version else Base()
        for pk, place in wanted.items()
        if (version := place[1]) is not None
    }
