"""Files as they are stored: which a response has, and their bytes."""

from collections.abc import Collection, Iterator, Mapping

from responses.domain.content.files import FileFacts
from responses.models import FileChunk, Response, Upload

_FACTS = tuple(f"file__{name}" for name in FileFacts._fields)


def facts_of(response: Response, digest: str) -> FileFacts | None:
    """Return what a file is that was brought to a response, or None if none was; one query."""
    return next(iter(brought(response.pk, [digest])), None)


def brought(response: int, digests: Collection[str]) -> Mapping[FileFacts, bool]:
    """Return what those files are that were brought to a response; one query.

    And whether each is marked as named by nothing.
    """
    found = Upload.objects.filter(response=response, file__in=digests)
    rows = found.values_list(*_FACTS, "unnamed_since")
    return {FileFacts(*facts): since is not None for *facts, since in rows}


def stream(digest: str) -> Iterator[bytes]:
    """Yield the bytes of a file, a piece and a query at a time, so that no slow reader holds any.

    Nothing where there is no such file.
    """
    number = 0
    chunks = FileChunk.objects.filter(file=digest).values_list("content", flat=True)
    while content := next(iter(chunks.filter(number=number)), None):
        yield bytes(content)
        number += 1
